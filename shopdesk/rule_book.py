"""What reward rules gave: so far, to one member, and what a run gives line by line."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import event_book, guest_list, inspection, people, reward_rules, voucher_book
from shopdesk.language import N_, translator
from shopdesk.permissions import sees_costs
from shopdesk.rewards import Preview
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.given import COUNTS, Given, Occasion, Owed
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.people import Member


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a rule gave: on so many ``occasions``, vouchers of which so many were ``used``.

    ``owed`` occasions wait for stock. ``cost`` is what all of it may cost, in minor units, and
    nothing for who may not see it. What was taken back, none of it used, is not counted.
    """

    occasions: int = 0
    vouchers: int = 0
    used: int = 0
    owed: int = 0
    cost: int | None = 0


@prepared
def _occasions() -> Any:
    return Occasion.select(Occasion.rule, fn.COUNT(SQL("*"))).where(COUNTS).group_by(Occasion.rule)


@prepared
def _costs() -> Any:
    return (
        Given.select(Occasion.rule, fn.SUM(Given.cost))
        .join(Occasion)
        .where(COUNTS)
        .group_by(Occasion.rule)
    )


@prepared
def _issued() -> Any:
    is_used = fn.SUM(Voucher.state == SQL("'redeemed'"))
    return (
        Given.select(Occasion.rule, fn.COUNT(Voucher.id), is_used)
        .join(Occasion)
        .join(Voucher, on=(Voucher.id == Given.voucher))
        .where(COUNTS)
        .group_by(Occasion.rule)
    )


@prepared
def _owed() -> Any:
    return Owed.select(Owed.rule, fn.COUNT(SQL("*"))).group_by(Owed.rule)


def so_far(desk: Desk) -> dict[int, SoFar]:
    """By the id of each rule there ever was what it gave."""
    occasions, costs, owed = (dict(ask(desk.db).fetchall()) for ask in (_occasions, _costs, _owed))
    issued = {rule: counts for rule, *counts in _issued(desk.db).fetchall()}
    may = sees_costs(desk)
    found = {}
    for rule in reward_rules.listed(desk):
        vouchers, used = issued.get(rule.id, (0, 0))
        found[rule.id] = SoFar(
            occasions.get(rule.id, 0), vouchers, used, owed.get(rule.id, 0),
            costs.get(rule.id, 0) if may else None,
        )  # fmt: skip
    return found


# --- who --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A line of what a run gives or leaves out: to whom, by which rule, what or why not.

    ``cost`` in minor units is nothing for who may not see it, ``on`` the day it is about; both are
    nothing for who is left out.
    """

    member_id: int
    number: str
    name: str
    rule: str
    said: str
    is_given: bool
    on: date | None = None
    cost: int | None = None


@prepared
def _named(members: Any) -> Any:
    return Member.select(Member.id, Member.number, Member.name).where(among(Member.id, members))


def lines(desk: Desk, seen: Preview) -> list[Due]:
    """A preview or a run line by line, by name: what is given first, then who is left out."""
    wanted = {row[0] for row in (*seen.given, *seen.left_out)}
    known = {id_: (number, name) for id_, number, name in _named(
        desk.db, members=json.dumps(sorted(wanted))).fetchall()}  # fmt: skip
    titles = {rule.name: rule.title(desk.language) for rule in reward_rules.listed(desk)}
    costs = seen.costs or (None,) * len(seen.given)
    given = [
        Due(member_id, *known[member_id], titles.get(rule, rule), reward, True, on, cost)
        for (member_id, rule, reward), on, cost in zip(seen.given, seen.days, costs, strict=True)
    ]
    out = [
        Due(member_id, *known[member_id], titles.get(rule, rule), why, False)
        for member_id, rule, why in seen.left_out
    ]
    return [*given, *out]


# --- one member -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gave:
    """One thing that a rule gave a member, or owes where ``is_owed``: the day it was about, the
    rule's name, what in words; the voucher's code and the receipt it stands on, where there are."""

    on: date
    rule: str
    said: str
    is_owed: bool = False
    voucher_code: str | None = None
    purchase_id: int | None = None


@prepared
def _to(member: Any) -> Any:
    return (
        Given.select(
            Occasion.on_day,
            Occasion.rule,
            Given.kind,
            Given.amount,
            Given.voucher,
            Occasion.purchase,
            Occasion.occasion,
        )
        .join(Occasion)
        .where((Occasion.member == member) & COUNTS)
        .order_by(Given.id.desc())
    )


@prepared
def _owed_to(member: Any) -> Any:
    return (
        Owed.select(Owed.on_day, Owed.rule, Owed.occasion)
        .where(Owed.member == member)
        .order_by(Owed.id.desc())
    )


def of_member(desk: Desk, member_id: int, *, event: int | None = None) -> list[Gave]:
    """What rules owe a member and gave them, the newest first; with ``event`` alone what coming to
    it brought. Refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    key = None if event is None else guest_list.occasion_of(event)
    _, rules = translator(desk.language), {rule.id: rule for rule in reward_rules.listed(desk)}
    held = inspection.of_member(desk, member_id)
    titles, codes = voucher_book.titles(desk, held), {one.id: one.code for one in held}
    owed = [
        Gave(date.fromordinal(on), rules[rule].title(desk.language), _("waits for stock"), True)
        for on, rule, occasion in _owed_to(desk.db, member=member_id).fetchall()
        if key in (None, occasion)
    ]
    gave = [
        Gave(
            date.fromordinal(on), rules[rule].title(desk.language),
            titles.get(voucher) or _(_THINGS[kind]).format(count=f"{amount:,}"),
            voucher_code=codes.get(voucher), purchase_id=bought,
        )
        for on, rule, kind, amount, voucher, bought, occasion
        in _to(desk.db, member=member_id).fetchall()
        if key in (None, occasion)
    ]  # fmt: skip
    return [*owed, *gave]


# --- all of them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GaveTo:
    """One thing that a rule gave on an ``occasion`` (several may come of one), or an occasion that
    is owed still, where ``is_owed``: to whom, on which day, what in words, what it may cost
    (nothing for who may not see it). A voucher has its code and its state."""

    occasion: int
    on: date
    member_id: int
    name: str
    said: str
    cost: int | None
    voucher_code: str | None = None
    state: str | None = None
    purchase_id: int | None = None
    is_owed: bool = False


@prepared
def _all_given(rules: Any, occasion: Any) -> Any:
    its = Occasion
    return (
        its.select(
            its.id, its.on_day, its.member, Member.name, its.purchase, Given.kind, Given.amount,
            Given.cost, Given.voucher,
        )
        .join(Given, JOIN.LEFT_OUTER, on=(Given.occasion == its.id))
        .join(Member, on=(Member.id == its.member))
        .where(
            among(its.rule, rules) & (its.occasion == fn.COALESCE(occasion, its.occasion)) & COUNTS
        )
        .order_by(its.id.desc(), Given.id)
    )  # fmt: skip


@prepared
def _all_owed(rule: Any) -> Any:
    return (
        Owed.select(Owed.id, Owed.on_day, Owed.member, Member.name, Owed.purchase)
        .join(Member, on=(Member.id == Owed.member))
        .where(Owed.rule == rule)
        .order_by(Owed.id.desc())
    )


def of_rule(desk: Desk, rule_id: int) -> list[GaveTo]:
    """All that a rule owes and gave, the newest first: its occasions and their cost are those of
    ``so_far``. Refuses an unknown rule."""
    reward_rules.get(desk, rule_id)
    _ = translator(desk.language)
    owed = [
        GaveTo(id_, date.fromordinal(on), member, name, _("waits for stock"), None,
               purchase_id=bought, is_owed=True)
        for id_, on, member, name, bought in _all_owed(desk.db, rule=rule_id).fetchall()
    ]  # fmt: skip
    return [*owed, *_given_by(desk, [rule_id], None)]


def at_event(desk: Desk, event_id: int) -> list[GaveTo]:
    """All that rules gave the guests of an event; refuses an unknown one."""
    event_book.get(desk, event_id)
    rules = guest_list.rules_of(desk, event_id)
    return _given_by(desk, list(rules), guest_list.occasion_of(event_id))


def _given_by(desk: Desk, rules: list[int], occasion: str | None) -> list[GaveTo]:
    _, may = translator(desk.language), sees_costs(desk)
    rows = _all_given(desk.db, rules=json.dumps(rules), occasion=occasion).fetchall()
    wanted = sorted({row[-1] for row in rows if row[-1] is not None})
    held = {one.voucher.id: one for one in voucher_book.by_ids(desk, wanted)}
    made = []
    for id_, on, member, name, bought, kind, amount, cost, voucher in rows:
        its = held.get(voucher)
        thing = _(_THINGS[kind]).format(count=f"{amount:,}") if kind else "–"
        made.append(
            GaveTo(
                id_, date.fromordinal(on), member, name, thing if its is None else its.title,
                (cost or 0) if may else None, None if its is None else its.voucher.code,
                None if its is None else its.voucher.state, bought,
            )
        )  # fmt: skip
    return made


_THINGS = {
    "voucher": N_("a voucher"),
    "points": N_("points: {count}"),
    "multiplier": N_("more points, days: {count}"),
    "pass": N_("uses of a pass: {count}"),
    "trial": N_("a tier to try, days: {count}"),
}

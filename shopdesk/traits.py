"""What members can be told apart by: their facts, and what else is known of them.

A trait is a question asked of one member or of all, with one definition; facts are those that
tiers test. To add one, add its question to ``TRAITS``.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import facts, facts_kept, holding, lifecycle, open_lots, rfm
from shopdesk.language import LANGUAGES
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.columns import CONSENTS
from shopdesk.store.statements import of_members, prepared
from shopdesk.store.tables.journal import Account
from shopdesk.store.tables.knowing import Consent
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.personal import MemberTag, Preference
from shopdesk.store.tables.receipts import Product

Values = Mapping[int, Any]
YEAR_DAYS = 365
EVER = 0
"""Instead of so many days: all there ever were."""
STAGES = ("new", "active", "dormant", "lost")


class Asked(NamedTuple):
    """Who is asked about, one member or (``None``) all; as of which day, over how many days (or
    ``EVER``)."""

    desk: Desk
    member_id: int | None
    today: date
    days: int

    @property
    def first(self) -> date:
        """The first of the days, of which today is the last."""
        if self.days == EVER:
            return date.min
        return self.today - timedelta(days=self.days - 1)


class Trait(NamedTuple):
    """A question: how it is tested (a ``number``, a ``day``, one ``choice``, several ``words``, a
    ``text``), its answer by member, and whether it is of days; ``otherwise`` is the answer for who
    is not in it, ``is_money`` says that a number is of minor units."""

    kind: str
    values: Callable[[Asked], Values]
    otherwise: Any = None
    is_of_days: bool = False
    choices: Callable[[Desk], tuple[str, ...]] | None = None
    is_money: bool = False
    is_of_all: bool = False
    """Whether all members have to be looked at for the answer of one."""


MONEY = ("spend", "margin", "topped_up")

# --- facts ------------------------------------------------------------------------------------


def _fact(name: str) -> Trait:
    def values(asked: Asked) -> Values:
        return facts.FACTS[name](asked.desk.db, asked.member_id, asked.first, asked.today)

    return Trait("number", values, 0, is_of_days=name != "months", is_money=name in MONEY)


@of_members(Account.member)
def _points() -> Any:
    return Account.select(Account.member, Account.lots - Account.debt, Account.next_on).where(
        Account.account == SQL(f"'{POINTS}'")
    )


def _balance(asked: Asked) -> Values:
    """What a profile shows: what is past its last day counts no more, written off yet or not."""
    return {
        member: points - open_lots.past(asked.desk, member, ends)
        for member, points, ends in _points(asked.desk.db, asked.member_id).fetchall()
    }


@of_members(Account.member)
def _prepaid() -> Any:
    """Principal and bonus together."""
    return (
        Account.select(Account.member, fn.SUM(Account.lots))
        .where(Account.account.in_([SQL("'principal'"), SQL("'bonus'")]))
        .group_by(Account.member)
    )


def _stored_value(asked: Asked) -> Values:
    return dict(_prepaid(asked.desk.db, asked.member_id).fetchall())


def _visits(asked: Asked) -> dict[int, tuple[int, int]]:
    """The first and the last day, as ordinals, on which each came who ever did."""
    rows = facts.visit_days(asked.desk.db, asked.member_id, asked.today.toordinal()).fetchall()
    return {member: (first, last) for member, first, last in rows}


def _days_away(asked: Asked) -> Values:
    """Days since the last visit; who never came is not away."""
    today = asked.today.toordinal()
    return {member: today - last for member, (_first, last) in _visits(asked).items()}


# --- how they stand ---------------------------------------------------------------------------


@of_members(Member.id)
def _rows() -> Any:
    return Member.select(
        Member.id, Member.tier, Member.tier_until, Member.language, Member.joined_on,
        Member.birth_month, Member.lunar_month,
    )  # fmt: skip


def _column(place: int) -> Callable[[Asked], Values]:
    def values(asked: Asked) -> Values:
        rows = _rows(asked.desk.db, asked.member_id).fetchall()
        return {row[0]: row[place] for row in rows if row[place] is not None}

    return values


_LANGUAGE, _JOINED_ON, _BIRTH_MONTH, _LUNAR_MONTH = range(3, 7)


def _tier(asked: Asked) -> Values:
    """What is held on the day, though the run that writes it down has not been."""
    rows = _rows(asked.desk.db, asked.member_id).fetchall()
    return {
        member: tier if until is None else holding.now(asked.desk, member, tier, until, asked.today)
        for member, tier, until, *_others in rows
    }


def _months_to_birthday(asked: Asked) -> Values:
    """0 in the month of the birthday, 1 in the month before it; nothing where none is known."""
    months = _column(_BIRTH_MONTH)(asked)
    return {member: (month - asked.today.month) % 12 for member, month in months.items()}


def _lifecycle(asked: Asked) -> Values:
    """See ``lifecycle.stage``: computed, never typed."""
    visits, found = _visits(asked), {}
    limits = lifecycle.limits(asked.desk.shop.settings)
    for member, on in _column(_JOINED_ON)(asked).items():
        first, last = map(date.fromordinal, visits[member]) if member in visits else (None, None)
        joined_on = date.fromordinal(on)
        found[member] = lifecycle.stage(asked.today, joined_on, first, last, limits)
    return found


def _value(asked: Asked) -> Values:
    """Where a member stands among all, so all are always looked at."""
    if asked.member_id is not None:
        band = rfm.band(asked.desk.db, asked.today, asked.member_id)
        return {} if band is None else {asked.member_id: band}
    return rfm.bands(asked.desk.db, asked.today)


@prepared
def _called() -> Any:
    return Product.select(Product.id, Product.category)


def _spent(asked: Asked) -> dict[int, dict[str, int]]:
    """What was paid for what each kept of a category, as its goods are called now: receipts keep
    the word of their day."""
    called = dict(_called(asked.desk.db).fetchall())
    found: dict[int, dict[str, int]] = {}
    for member, line in facts_kept.each(asked.desk.db, asked.member_id, asked.first, asked.today):
        category = called.get(line.product, line.category)
        if category:
            spent = found.setdefault(member, {})
            spent[category] = spent.get(category, 0) + line.paid
    return found


def _favourite(asked: Asked) -> Values:
    """The category on which most was spent and kept; of equals the first by name."""
    return {
        member: min((-paid, name) for name, paid in spent.items())[1]
        for member, spent in _spent(asked).items()
    }


# --- words ------------------------------------------------------------------------------------


@of_members(MemberTag.member)
def _tagged() -> Any:
    return MemberTag.select(MemberTag.member, MemberTag.tag)


@of_members(Preference.member)
def _likes() -> Any:
    return Preference.select(Preference.member, Preference.words)


@of_members(SQL("member_id"))
def _said() -> Any:
    """What was said last of each kind of consent: SQLite takes the row with the greatest id."""
    last = (
        Consent.select(Consent.member, Consent.kind, Consent.is_given, fn.MAX(Consent.id))
        .group_by(Consent.member, Consent.kind)
        .alias("last")
    )
    columns = (SQL("member_id"), SQL("kind"), SQL("is_given"))
    return Consent.select(*columns).from_(last)


def _consent(asked: Asked) -> Values:
    """To what each agrees as ``consents.holds`` has it: to nothing where their data is to go."""
    agreed: dict[int, set[str]] = {}
    out = set()
    for member, kind, is_given in _said(asked.desk.db, asked.member_id).fetchall():
        if is_given:
            agreed.setdefault(member, set()).add(kind)
        elif kind == "data":
            out.add(member)
    return {member: kinds for member, kinds in agreed.items() if member not in out}


def _words(ask: Callable[..., Any]) -> Callable[[Asked], Values]:
    def values(asked: Asked) -> Values:
        found: dict[int, list[str]] = {}
        for member, word in ask(asked.desk.db, asked.member_id).fetchall():
            found.setdefault(member, []).append(word)
        return found

    return values


def _tiers(desk: Desk) -> tuple[str, ...]:
    return tuple(tier.code for tier in desk.shop.known.ladder)


TRAITS: dict[str, Trait] = {
    **{name: _fact(name) for name in facts.FACTS},
    "points": Trait("number", _balance, 0),
    "stored_value": Trait("number", _stored_value, 0, is_money=True),
    "days_away": Trait("number", _days_away),
    "joined": Trait("day", _column(_JOINED_ON)),
    "birth_month": Trait("number", _column(_BIRTH_MONTH)),
    "months_to_birthday": Trait("number", _months_to_birthday),
    "lunar_birth_month": Trait("number", _column(_LUNAR_MONTH)),
    "tier": Trait("choice", _tier, choices=_tiers),
    "lifecycle": Trait("choice", _lifecycle, choices=lambda _: STAGES),
    "value": Trait("choice", _value, choices=lambda _: rfm.BANDS, is_of_all=True),
    "language": Trait("choice", _column(_LANGUAGE), choices=lambda _: tuple(LANGUAGES)),
    "favourite": Trait("choice", _favourite, is_of_days=True),
    "bought": Trait("words", _spent, (), is_of_days=True),
    "tags": Trait("words", _words(_tagged), ()),
    "likes": Trait("text", _words(_likes), ()),
    "consent": Trait("words", _consent, (), choices=lambda _: CONSENTS),
}

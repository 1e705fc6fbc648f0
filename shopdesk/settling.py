"""Settling what is due: each occasion is given, owed until there is stock, or left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from shopdesk import birthdays, giving, triggers
from shopdesk.assessing import rank_of
from shopdesk.giving import OfTier, PassUses, Reward, To
from shopdesk.reward_rules import Limits
from shopdesk.settling_books import (
    ABOVE,
    ALL,
    BORN,
    BUDGET,
    CLOSED,
    HAD,
    NO_PASS,
    OFTEN,
    SHORT,
    Books,
    Candidate,
    Settled,
)
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.given import Given, Occasion, Owed
from shopdesk.vouchers import Promise

# --- judging ----------------------------------------------------------------------------------


def judge(books: Books, candidate: Candidate) -> Settled | None:
    """What becomes of a candidate; nothing where the occasion was rewarded already."""
    before = books.rewarded(candidate.rule.id).get(candidate.member_id, [])
    if any(occasion == candidate.occasion for occasion, _on in before):
        return None
    why = _out(books, candidate, before)
    if why:
        return Settled(candidate, why=why)
    chosen: list[Reward] = []
    for reward in candidate.rule.rewards:
        fitting, why, short = fit(books, candidate.member_id, reward, chosen)
        if fitting is None:
            return Settled(candidate, why=why, short=short)
        chosen.append(fitting)
    settled = Settled(candidate, tuple(chosen), tuple(map(books.cost, chosen)))
    budget = candidate.rule.limits.budget
    if budget and books.spent(candidate.rule.id)[1] + settled.cost > budget:
        return Settled(candidate, why=BUDGET)
    books.use(settled)
    return settled


def _out(books: Books, candidate: Candidate, before: Sequence[tuple[str, date]]) -> str:
    """Why a member is given nothing, whatever it would be."""
    limits = candidate.rule.limits
    if books.people[candidate.member_id][1]:
        return CLOSED
    if candidate.occasion.startswith("birthday:") and _is_too_near(candidate, before):
        return BORN
    if limits.per_member:
        period = _period(limits, candidate.on)
        if sum(_period(limits, on) == period for _, on in before) >= limits.per_member:
            return OFTEN
    if limits.in_all and books.spent(candidate.rule.id)[0] >= limits.in_all:
        return ALL
    return ""


def _is_too_near(candidate: Candidate, before: Sequence[tuple[str, date]]) -> bool:
    return any(
        abs((candidate.on - on).days) <= birthdays.REWARDED_ONCE
        for occasion, on in before
        if occasion.startswith("birthday:")
    )


def _period(limits: Limits, on: date) -> tuple[int, ...]:
    """The month, quarter or year of a day; all days are one where there is no period."""
    return {
        "": (),
        "month": (on.year, on.month),
        "quarter": (on.year, (on.month - 1) // 3),
        "year": (on.year,),
    }[limits.period]


def fit(
    books: Books, member_id: int, reward: Reward, chosen: Sequence[Reward] = ()
) -> tuple[Reward | None, str, int | None]:
    """The reward, or what is given instead of it; else why not, and the gift there is none of.

    What is ``chosen`` already is given at the same time.
    """
    if isinstance(reward, OfTier):
        promised = books.of_tier(reward, member_id)
        if promised is None:
            return None, ABOVE, None
        reward = promised
    if isinstance(reward, PassUses) and not books.is_pass(reward.product):
        return None, NO_PASS, None
    if not isinstance(reward, Promise) or reward.gift is None:
        return reward, "", None
    rank, _ = books.people[member_id]
    taken = [one.gift for one in chosen if isinstance(one, Promise)]
    why, short = "", None
    for gift in (reward.gift, reward.instead):
        if gift is None:
            continue
        if rank < rank_of(books.ladder, books.gift(gift).lowest_tier):
            why = why or ABOVE
        elif not reward.is_again and (member_id in books.had(gift) or gift in taken):
            why = why or HAD
        elif not books.has(gift, 1 + taken.count(gift)):
            why, short = SHORT, short or gift
        else:
            is_plain = reward.gift == gift and reward.instead is None
            return reward if is_plain else replace(reward, gift=gift, instead=None), "", None
    return None, why, short


# --- writing ----------------------------------------------------------------------------------

_insert_occasion = prepared_row(
    Occasion, "event", "rule", "member", "occasion", "on_day", "met", "purchase"
)  # fmt: skip
_GIVEN = ("event", "occasion", "kind", "amount", "cost", "voucher", "lot", "overlay", "multiplier")
_insert_given = prepared_row(Given, *_GIVEN)


@prepared
def _owe(
    *,
    event: Any,
    rule: Any,
    member: Any,
    occasion: Any,
    on_day: Any,
    met: Any,
    purchase: Any,
    window: Any,
) -> Any:
    return Owed.insert(
        event=event, rule=rule, member=member, occasion=occasion, on_day=on_day, met=met,
        purchase=purchase, window_days=window,
    ).on_conflict_ignore()  # fmt: skip


@prepared
def _no_longer_owed(owed: Any) -> Any:
    return Owed.delete().where(Owed.id == owed)


def _window_kept(one: Candidate) -> int | None:
    """What is owed may be collected as long as on its day, whenever it is given; where that was one
    day, which nobody could come on, as long as its reward says."""
    return one.window if one.window is not None and one.window > 1 else None


def carry_out(made: Change, books: Books, settled: Settled) -> Settled:
    """Give what was found due inside a change, or keep that it is owed; returns it as it is now."""
    one, issued = settled.candidate, list[int]()
    row = (
        made.event, one.rule.id, one.member_id, one.occasion, one.on.toordinal(),
        triggers.written(one.met), one.purchase,
    )  # fmt: skip
    if settled.rewards:
        occasion_id = _insert_occasion(made.db, row)
        title, channel = one.rule.title(made.desk.language), one.rule.channel
        to = To(one.member_id, one.rule.id, title, one.window, channel)
        for reward in settled.rewards:
            voucher_id = _write_given(made, occasion_id, reward, to, books.cost(reward))
            issued += [] if voucher_id is None else [voucher_id]
    if settled.waits and one.owed is None:
        _owe(made.db, *row, _window_kept(one))
    if not settled.waits and one.owed is not None:
        _no_longer_owed(made.db, owed=one.owed)
    return settled._replace(vouchers=tuple(issued))


def forget_given(made: Change, candidates: Sequence[Candidate], settled: Sequence[Settled]) -> None:
    """Owe no more what was given meanwhile, by another run or at the till."""
    for one in {one.owed for one in candidates} - {one.candidate.owed for one in settled}:
        _no_longer_owed(made.db, owed=one)


def _write_given(made: Change, occasion_id: int, reward: Reward, to: To, cost: int) -> int | None:
    """Give one thing, and keep that it was; returns the voucher that it is, where it is one."""
    columns = {
        "event": made.event, "occasion": occasion_id, "kind": giving.to_json(reward)["kind"],
        "cost": cost, **giving.way_of(reward).give(made, reward, to),
    }  # fmt: skip
    _insert_given(made.db, [columns.get(name) for name in _GIVEN])
    voucher_id: int | None = columns.get("voucher")
    return voucher_id

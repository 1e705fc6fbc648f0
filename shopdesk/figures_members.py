"""The month's figures about members: visits, retention, churn, movements between tiers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from peewee import SQL, fn

from shopdesk import holding, import_log
from shopdesk.assessing import rank_of
from shopdesk.ladders import Tier
from shopdesk.lifecycle import Limits, stage
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierChange


@prepared
def _visits_each(first: Any, last: Any) -> Any:
    return (
        MemberDay.select(MemberDay.member, fn.COUNT(SQL("*")))
        .where(MemberDay.on_day.between(first, last) & (MemberDay.receipts > SQL("0")))
        .group_by(MemberDay.member)
    )


def visits(db: Any, first: date, last: date) -> dict[int, int]:
    """Each member with a visit between two days, and how many."""
    return dict(_visits_each(db, first=first.toordinal(), last=last.toordinal()).fetchall())


def _is_person() -> Any:
    """Whether a membership is one person's by now, as a part of a query.

    It is not once it was merged into another one, nor where the import that brought it was undone:
    then it never was.
    """
    merged = MergedMember.select(MergedMember.member)
    return Member.id.not_in(merged) & Member.event.not_in(import_log.undone())


@prepared
def _joined(first: Any, last: Any) -> Any:
    return Member.select(Member.id, Member.joined_on).where(
        Member.joined_on.between(first, last) & _is_person()
    )


def joined(db: Any, first: date, last: date) -> dict[int, int]:
    """Who joined between two days, each person once, and on which."""
    return dict(_joined(db, first=first.toordinal(), last=last.toordinal()).fetchall())


# --- churn ------------------------------------------------------------------------------------


@prepared
def _first_and_last_visits(until: Any) -> Any:
    return (
        MemberDay.select(MemberDay.member, fn.MIN(MemberDay.on_day), fn.MAX(MemberDay.on_day))
        .where((MemberDay.receipts > SQL("0")) & (MemberDay.on_day <= until))
        .group_by(MemberDay.member)
    )


def first_and_last_visits(db: Any, until: date) -> dict[int, tuple[date, date]]:
    """The first and the last visit of everybody who came up to a day."""
    rows = _first_and_last_visits(db, until=until.toordinal()).fetchall()
    day = date.fromordinal
    return {member: (day(first), day(last)) for member, first, last in rows}


@prepared
def _next_visits(first: Any, last: Any) -> Any:
    return (
        MemberDay.select(MemberDay.member, fn.MIN(MemberDay.on_day))
        .where((MemberDay.receipts > SQL("0")) & MemberDay.on_day.between(first, last))
        .group_by(MemberDay.member)
    )


def churn(db: Any, first: date, last: date, limits: Limits) -> tuple[int, int]:
    """Members who became lost between two days, and those active or dormant when it began."""
    at_risk = at_risk_of_loss(db, first, last, limits)
    return sum(is_lost for _member, _last_visit, is_lost in at_risk), len(at_risk)


def at_risk_of_loss(
    db: Any, first: date, last: date, limits: Limits
) -> list[tuple[int, date, bool]]:
    """Who was active or dormant when the first of some days began, their last visit before, and
    whether they became lost by the last of them.

    Lost is who passes a day more than dormant lasts (a 181st) without a visit, whether or not they
    come back later.
    """
    eve = first - timedelta(days=1)
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    came = dict(_next_visits(db, **bounds).fetchall())
    found = []
    for member_id, (since, latest) in first_and_last_visits(db, eve).items():
        if stage(eve, since, since, latest, limits) not in ("active", "dormant"):
            continue
        lost_on = latest.toordinal() + limits.dormant + 1
        is_lost = lost_on <= last.toordinal() and came.get(member_id, lost_on + 1) > lost_on
        found.append((member_id, latest, is_lost))
    return found


# --- tiers ------------------------------------------------------------------------------------


@prepared
def _earned_on(day: Any) -> Any:
    """The tier that each member earned, by what was written last of the changes up to a day.

    SQLite takes the other columns from the row that has the greatest id.
    """
    return (
        TierChange.select(TierChange.member, TierChange.to_tier, fn.MAX(TierChange.id))
        .where(TierChange.on_day <= day)
        .group_by(TierChange.member)
    )


@prepared
def _members_on(day: Any) -> Any:
    return Member.select(Member.id, Member.joined_on).where(
        (Member.joined_on <= day)
        & (Member.closed_on.is_null() | (Member.closed_on > day))
        & _is_person()
    )


def members_on(db: Any, day: date) -> list[tuple[int, int]]:
    """Who is a member at the end of a day, each person once, and since which."""
    found: list[tuple[int, int]] = _members_on(db, day=day.toordinal()).fetchall()
    return found


@prepared
def _merged_after(day: Any) -> Any:
    return (
        MergedMember.select(MergedMember.member, MergedMember.survivor)
        .join(Member, on=(Member.id == MergedMember.member))
        .where(Member.closed_on > day)
    )


def _held_on(db: Any, tiers: Sequence[Tier], day: date) -> dict[int, str]:
    """The tier that each member held at the end of a day: earned, or what overlaid it (9.26).

    Who is one person by a merge since held the higher one of the two.
    """
    on = {member: tier for member, tier, _ in _earned_on(db, day=day.toordinal())}
    for member, overlays in holding.running_of_all(db, day).items():
        on[member] = holding.held(tiers, on.get(member, tiers[0].code), overlays)
    for member, survivor in _merged_after(db, day=day.toordinal()).fetchall():
        both = [on[one] for one in (member, survivor) if one in on]
        if both:
            on[survivor] = max(both, key=partial(rank_of, tiers))
    return on


def tier_moves(
    db: Any, tiers: Sequence[Tier], first: date, last: date
) -> dict[str, dict[str, int]]:
    """How many stand at the end on each tier, by the tier they held when the month began.

    Columns sum to the members at the end, each person once.
    """
    moves: dict[str, dict[str, int]] = {}
    for _member, _joined_on, start, end in movers(db, tiers, first, last):
        row = moves.setdefault(start, {})
        row[end] = row.get(end, 0) + 1
    return moves


def movers(
    db: Any, tiers: Sequence[Tier], first: date, last: date
) -> Iterator[tuple[int, int, str, str]]:
    """Each member at the end: since when, the tier held when the month began, and that at its end.

    Who joined in it is ``new``. Who joined earlier than anything is known of held the lowest tier
    then.
    """
    eve = first.toordinal() - 1
    before = _held_on(db, tiers, first - timedelta(days=1))
    after = _held_on(db, tiers, last)
    for member, joined_on in members_on(db, last):
        start = "new" if joined_on > eve else before.get(member, tiers[0].code)
        yield member, joined_on, start, after.get(member, tiers[0].code)

"""Upgrades by how long someone has been a member: no purchase makes them due, a day does (9.19)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from shopdesk import rewards, standing
from shopdesk.assessing import Tested
from shopdesk.clock import add_months, month_bounds
from shopdesk.facts import Facts, months_between
from shopdesk.ladders import Tier
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event

FACT = "months"


def grow(made: Change, day: date) -> int:
    """Test upgrades for those who pass a threshold of months on a day, with gifts; how many moved.

    So are those tested who had passed one before they were entered. The review date of the new tier
    counts from that day.
    """
    moved, tiers = 0, made.desk.shop.known.ladder
    found = [*_passing(made.db, tiers, day), *_entered_late(made.db, tiers, day)]
    for member_id, earned, joined_on in found:
        tested = Tested(day, joined_on, Facts(made.db, member_id))
        if standing.upgrade(made, member_id, earned, tested, day=day):
            rewards.on_upgrade(made, member_id)
            moved += 1
    return moved


_Found = tuple[int, str, date]
"""A member, the tier they earned, and when they joined."""


def _passing(db: Any, tiers: Sequence[Tier], day: date) -> Iterator[_Found]:
    for joined_on in passing_days(tiers, day):
        for member_id, earned in _joined(db, day=joined_on.toordinal()).fetchall():
            yield member_id, earned, joined_on


@prepared
def _joined(day: Any) -> Any:
    return (
        Member.select(Member.id, Member.earned)
        .where((Member.joined_on == day) & Member.closed_on.is_null())
        .order_by(Member.id)
    )


@prepared
def _newest() -> Any:
    return (
        Member.select(
            Member.id, Member.earned, Member.joined_on, Member.closed_on, Event.on_day
        )
        .join(Event, on=(Event.id == Member.event))
        .order_by(Member.id.desc())
    )  # fmt: skip


def _entered_late(db: Any, tiers: Sequence[Tier], day: date) -> list[_Found]:
    """Members are numbered as they are entered, so it is enough to read back to the day before."""
    found: list[_Found] = []
    if not _thresholds(tiers):
        return found
    for member_id, earned, joined, closed_on, entered_on in _newest(db):
        if entered_on < day.toordinal() - 1:
            break
        joined_on = date.fromordinal(joined)
        if closed_on is None and is_late(tiers, joined_on, date.fromordinal(entered_on), day):
            found.append((member_id, earned, joined_on))
    return found[::-1]


def is_late(tiers: Sequence[Tier], joined_on: date, entered_on: date, day: date) -> bool:
    """Whether someone had passed a threshold of months before a day on which they are new.

    New are those entered on it, or the day before: then the run of that day may have been over.
    """
    thresholds = _thresholds(tiers)
    return (
        entered_on in (day, day - timedelta(days=1))
        and any(months_between(joined_on, day) >= months for months in thresholds)
        and joined_on not in passing_days(tiers, day)
    )


def passing_days(tiers: Sequence[Tier], day: date) -> list[date]:
    """The days of joining of those who pass a threshold of months on a day.

    They may be several: from 28 to 31 January it is a month on 28 February.
    """
    found = set()
    for months in _thresholds(tiers):
        if months < day.year * 12:
            first = add_months(day, -months)
            last = month_bounds(first.year, first.month)[1]
            around = (first + timedelta(days=n) for n in range((last - first).days + 1))
            found |= {joined for joined in around if add_months(joined, months) == day}
    return sorted(found)


def _thresholds(tiers: Sequence[Tier]) -> set[int]:
    """After how many months of membership a ladder asks anew."""
    criteria = [tier.criteria for tier in tiers if tier.criteria is not None]
    return {c.threshold for each in criteria for c in each.conditions if c.fact == FACT}

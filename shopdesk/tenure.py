"""Upgrades by how long someone has been a member: no purchase makes them due, a day does (9.19)."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from peewee import SQL, fn

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

    So are those tested whom no run has met before, and who had passed one already when they were
    entered. The review date of the new tier counts from that day.
    """
    moved, tiers, met = 0, made.desk.shop.known.ladder, _met(made.db)
    found = [*_passing(made.db, tiers, day), *_new(made.db, tiers, day, met)]
    made.note(met=_last_before(made.db, after=met, day=day.toordinal()).fetchone()[0])
    for member_id, earned, joined_on in found:
        tested = Tested(day, joined_on, Facts(made.db, member_id))
        steps = standing.upgrade(made, member_id, earned, tested, day=day)
        rewards.on_upgrade(made, member_id, steps)
        moved += bool(steps)
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
def _last_run() -> Any:
    return (
        Event.select(Event.body)
        .where(Event.action == "days.run")
        .order_by(Event.id.desc())
        .limit(1)
    )


def _met(db: Any) -> int:
    """Up to which number the run before this one has met all members."""
    row = _last_run(db).fetchone()
    return 0 if row is None else int(json.loads(row[0]).get("met", 0))


@prepared
def _last_before(after: Any, day: Any) -> Any:
    """Up to which number all were entered by a day: the clock may have been ahead meanwhile."""
    later = (
        Member.select(fn.MIN(Member.id) - SQL("1"))
        .join(Event, on=(Event.id == Member.event))
        .where((Member.id > after) & (Event.on_day > day))
    )
    return Member.select(fn.COALESCE(later, fn.MAX(Member.id), SQL("0")))


@prepared
def _entered(after: Any, day: Any) -> Any:
    return (
        Member.select(Member.id, Member.earned, Member.joined_on)
        .join(Event, on=(Event.id == Member.event))
        .where((Member.id > after) & (Event.on_day <= day) & Member.closed_on.is_null())
        .order_by(Member.id)
    )


def _new(db: Any, tiers: Sequence[Tier], day: date, met: int) -> Iterator[_Found]:
    if not _thresholds(tiers):
        return
    passing = passing_days(tiers, day)
    for member_id, earned, joined in _entered(db, after=met, day=day.toordinal()).fetchall():
        joined_on = date.fromordinal(joined)
        if joined_on not in passing and has_passed(tiers, joined_on, day):
            yield member_id, earned, joined_on


def has_passed(tiers: Sequence[Tier], joined_on: date, day: date) -> bool:
    """Whether someone has been a member for as many months as a ladder asks for anywhere."""
    return any(months_between(joined_on, day) >= months for months in _thresholds(tiers))


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

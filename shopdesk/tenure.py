"""Upgrades by how long someone has been a member: no purchase makes them due, a day does (9.19)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shopdesk import rewards, standing
from shopdesk.assessing import Tested
from shopdesk.clock import add_months, month_bounds
from shopdesk.facts import Facts
from shopdesk.ladders import Tier
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member

FACT = "months"


def grow(made: Change, day: date) -> int:
    """Test upgrades for those who pass a threshold of months on a day, with gifts; how many moved.

    The review date of the new tier counts from that day.
    """
    moved = 0
    for joined_on in passing_days(made.desk.shop.known.ladder, day):
        for member_id, earned in _joined(made.db, day=joined_on.toordinal()).fetchall():
            tested = Tested(day, joined_on, Facts(made.db, member_id))
            if standing.upgrade(made, member_id, earned, tested, day=day):
                rewards.on_upgrade(made, member_id)
                moved += 1
    return moved


@prepared
def _joined(day: Any) -> Any:
    return (
        Member.select(Member.id, Member.earned)
        .where((Member.joined_on == day) & Member.closed_on.is_null())
        .order_by(Member.id)
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

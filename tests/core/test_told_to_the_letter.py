"""What is told beside a decision: how many, over which days, about which receipt, until when."""

import json
from typing import Any

import pytest

from shopdesk import days, members, notices, points, settings
from shopdesk.shop import Desk
from tests.core.strict_shop import UP, opens, pay, strict
from tests.core.test_refunds import give_back
from tests.core.test_reverting import buy, ladder, spend

__all__ = ["strict"]


def test_a_day_says_how_many_stepped_down_and_how_many_were_kept(strict: Desk) -> None:
    for name in ("一", "二", "三"):
        pay(strict, members.register(strict, name=name).id, UP, on="2026-10-20")
    done = opens(strict, "2027-11-15")
    assert (done.stepped_down, done.tiers_kept) == (3, 0)
    assert days.run(strict).stepped_down == 0


def test_a_review_keeps_over_which_days_it_looked_the_days_of_grace_among_them(
    strict: Desk, member: int
) -> None:
    pay(strict, member, UP, on="2026-10-20")
    opens(strict, "2027-11-15")
    stored = strict.db.execute_sql(
        "SELECT evidence FROM tier_change WHERE kind = 'step_down'"
    ).fetchone()[0]
    found = {(e["window"], e["first_on"], e["last_on"]) for e in json.loads(stored)}
    assert found == {("rolling_months", "2026-10-31", "2027-11-14")}


def test_a_tier_that_stays_is_told_with_its_receipt(desk: Desk, member: int, clock: Any) -> None:
    ladder(desk, spend(1000))
    receipt = buy(desk, member, 1000)
    clock.tick(days=15)
    give_back(desk, receipt, amount=100)
    (one,) = notices.listed(desk)
    assert (one.kind, one.purchase_id) == (notices.TIER_STAYS, receipt.id)


@pytest.mark.parametrize(("seconds", "left"), [(0, 0), (1, 10)])
def test_points_end_by_the_clock_up_to_forty_five_days_ahead(
    desk: Desk, member: int, clock: Any, seconds: int, left: int
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=40)
    points.adjust(desk, member, 10, reason="a gift")
    clock.tick(days=45, seconds=seconds)
    assert points.balance(desk, member) == left

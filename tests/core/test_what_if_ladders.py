"""What if: another ladder, other reviews, other rates of points, beside a shop that lived so."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shopdesk import backups, checking_in, events, tiers, what_if
from shopdesk.ladders import Tier
from shopdesk.shop import Desk, Shop
from tests.core.lived import (
    BEGAN,
    ENDS,
    FOUR,
    free_of_discounts,
    held_at_the_end,
    live,
    lived,
    set_day,
    young,
)

if TYPE_CHECKING:
    from tests.conftest import SetClock

__all__ = ["lived", "young"]

# --- another ladder ---------------------------------------------------------------------------


@pytest.mark.parametrize("times", [2, 3, 5])
def test_a_ladder_tried_on_the_past_leads_where_it_led_where_it_was_in_force(
    times: int, young: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    """Twins of which one had the other ladder from its first day; neither lowers a price."""
    tiers.set_ladder(young, free_of_discounts(FOUR))
    backups.make(young, tmp_path / "twin.shopdesk")
    other = free_of_discounts(FOUR, times)
    tiers.set_ladder(young, other)
    live(young, clock)
    with Shop.open(tmp_path / "twin.shopdesk", clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        twin = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        set_day(clock, BEGAN - timedelta(days=1))
        live(twin, clock)
        seen = what_if.simulate(twin, months=3, ladder=other)
    assert seen.changed is not None
    held = held_at_the_end(young)
    was = dict(seen.today.tiers) if seen.today else {}
    moved = {move.member_id: move.tier for move in seen.moves}
    assert moved
    assert {member: held[member] for member in moved} == moved
    counts = {tier: list(held.values()).count(tier) for tier in was}
    assert seen.changed.tiers == counts
    earned = young.db.execute_sql("SELECT SUM(points) FROM member_day WHERE on_day < ?",
                                  (ENDS.toordinal(),)).fetchone()[0]  # fmt: skip
    assert sum(month.earned for month in seen.changed.months) == earned


def test_a_check_in_by_mistake_moves_nobody_up(young: Desk, clock: "SetClock") -> None:
    set_day(clock, BEGAN)
    made = events.add(young, name="品茗", on=BEGAN).id
    for guest in (1, 2):
        checking_in.check_in(young, made, guest)
    checking_in.undo_check_in(young, made, 1)
    set_day(clock, ENDS)
    by_contacts = tiers.any_of(tiers.at_least("interactions", 1, tiers.rolling_months(6)))
    other = [
        replace(tier, criteria=by_contacts) if tier.code == "silver" else tier for tier in FOUR
    ]
    seen = what_if.simulate(young, months=3, ladder=other)
    assert [move.member_id for move in seen.moves] == [2]


def of_a_month() -> list[Tier]:
    """Reached and kept by what was spent within a month."""
    month = tiers.rolling_months(1)
    asked = {"silver": 60_000, "gold": 110_000, "diamond": 160_000}
    return [
        replace(
            tier, discount_percent=0,
            criteria=tiers.any_of(tiers.at_least("spend", asked[tier.code], month))
            if tier.criteria else None,
        )
        for tier in FOUR
    ]  # fmt: skip


@pytest.mark.parametrize("grace", [0, 9])
def test_reviews_tried_on_the_past_lower_whom_they_lowered(
    grace: int, young: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    """Twins of which one reviewed every month from its first day on."""
    other = of_a_month()
    tiers.set_ladder(young, free_of_discounts(FOUR))
    backups.make(young, tmp_path / "twin.shopdesk")
    set_day(clock, BEGAN, hour=1)
    tiers.set_ladder(young, other, review_months=1, grace_days=grace)
    live(young, clock)
    with Shop.open(tmp_path / "twin.shopdesk", clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        twin = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        set_day(clock, BEGAN - timedelta(days=1))
        live(twin, clock)
        seen = what_if.simulate(twin, months=3, ladder=other, review_months=1, grace_days=grace)
    fell = young.db.execute_sql(
        "SELECT COUNT(*) FROM tier_change WHERE kind = 'step_down' AND on_day < ?",
        (ENDS.toordinal(),),
    ).fetchone()[0]
    assert fell > 0
    held = list(held_at_the_end(young).values())
    assert seen.changed is not None
    assert seen.changed.tiers == {tier.code: held.count(tier.code) for tier in FOUR}
    earned = young.db.execute_sql("SELECT SUM(points) FROM member_day WHERE on_day < ?",
                                  (ENDS.toordinal(),)).fetchone()[0]  # fmt: skip
    assert sum(month.earned for month in seen.changed.months) == earned


def test_who_moves_is_told_from_tier_to_tier(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3, ladder=free_of_discounts(FOUR, 4))
    assert seen.today is not None
    assert seen.changed is not None
    for code in seen.today.tiers:
        out = sum(seen.counts.get(code, {}).values())
        into = sum(row.get(code, 0) for row in seen.counts.values())
        assert seen.changed.tiers[code] == seen.today.tiers[code] - out + into
    assert sum(sum(row.values()) for row in seen.counts.values()) == len(seen.moves) > 0
    assert seen.members == sum(seen.changed.tiers.values())


def test_a_higher_line_takes_nobodys_tier_unless_everyone_is_counted_again(
    lived: Desk, clock: "SetClock"
) -> None:
    """Two months on, the tiers that were reached before stand, as they do where a ladder is set."""
    set_day(clock, date(2026, 12, 2))
    hard = [
        tier if tier.criteria is None else replace(tier, criteria=replace(
            tier.criteria, conditions=tuple(
                replace(one, threshold=one.threshold * 50) for one in tier.criteria.conditions
            )))
        for tier in FOUR
    ]  # fmt: skip
    assert what_if.simulate(lived, months=1, ladder=hard).moves == ()
    seen = what_if.simulate(lived, months=1, ladder=hard, recounted=True)
    assert {move.tier for move in seen.moves} == {"member"}
    assert len(seen.moves) == sum(n for code, n in seen.today.tiers.items() if code != "member")


# --- other rates ------------------------------------------------------------------------------


def test_twice_the_points_are_earned_and_owed_and_worth_it(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3, rates={"earn_points": 2, "points_value": 50})
    assert seen.today is not None
    assert seen.changed is not None
    for now, then in zip(seen.today.months, seen.changed.months, strict=True):
        assert 0 <= then.earned - 2 * now.earned < 100  # each receipt is rounded down
        assert then.given == now.given
    last, was = seen.changed.months[-1], seen.today.months[-1]
    more = sum(m.earned for m in seen.changed.months) - sum(m.earned for m in seen.today.months)
    assert last.owed == was.owed + more
    assert last.owed_value == last.owed // 100 * 50

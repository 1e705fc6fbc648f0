"""What ends where a receipt comes late, the clock is wrong or little time was left (9.16, 9.29)."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shopdesk import checks, days, members, points, purchases, settings
from shopdesk.shop import Desk, Shop
from tests.core.test_points_expire import buy, expired, held, lives

if TYPE_CHECKING:
    from tests.conftest import SetClock


# --- receipts entered late --------------------------------------------------------------------


def test_a_receipt_entered_late_may_be_the_one_that_idle_points_end_by(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    settings.edit(desk, back_date_days=60)
    buy(desk, member, 10_000)
    lives(desk, "idle", 1)
    clock.tick(days=40)
    days.run(desk)
    points.adjust(desk, member, 7, reason="gift")  # the month after 15 October was over
    assert held(desk, member) == [(7, date(2026, 12, 24)), (100, None)]
    clock.tick(days=3)
    buy(desk, member, 10_000, on=date(2026, 11, 1))
    assert held(desk, member) == [
        (7, date(2026, 12, 1)), (100, date(2026, 12, 27)), (100, None),
    ]  # fmt: skip
    clock.tick(days=5)
    assert days.run(desk).points_expired == 7
    assert expired(desk) == [(-7, date(2026, 12, 2))]
    assert checks.run(desk) == ()


# --- a clock nobody can believe ---------------------------------------------------------------


def _buys(desk: Desk, member: int) -> None:
    buy(desk, member, 500, points=100)


def _adjusts(desk: Desk, member: int) -> None:
    points.adjust(desk, member, -100, reason="counted wrongly")


@pytest.mark.parametrize("act", [_buys, _adjusts])
@pytest.mark.parametrize(("ahead", "left"), [(45, 100), (46, 200)])
def test_nothing_ends_by_a_clock_too_far_ahead_and_nothing_is_spent_twice(
    desk: Desk, clock: "SetClock", member: int, act: Callable[[Desk, int], None], ahead: int,
    left: int,
) -> None:  # fmt: skip
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    lives(desk, "never", 1)
    buy(desk, member, 10_000)
    clock.tick(days=ahead)
    assert points.balance(desk, member) == left
    before = [lot.id for lot in points.lots(desk, member)]
    act(desk, member)
    earned = 4 if act is _buys else 0
    assert points.balance(desk, member) == left - 100 + earned
    assert [lot.id for lot in points.lots(desk, member)][: len(before) - 1] == before[1:]
    assert checks.run(desk) == ()
    days.accept_clock(desk)
    days.run(desk)
    assert points.balance(desk, member) == left - 100 + earned
    assert checks.run(desk) == ()


def test_a_clock_behind_brings_no_points_back(desk: Desk, clock: "SetClock", member: int) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    clock.tick(days=11)
    members.register(desk, name="王五")  # the shop has seen this day
    clock.tick(days=-9)
    assert points.balance(desk, member) == 0
    points.adjust(desk, member, 3, reason="gift")
    assert expired(desk) == [(-100, date(2026, 10, 26))]
    assert points.balance(desk, member) == 3


# --- returned to what has ended ---------------------------------------------------------------


@pytest.mark.parametrize("parts", [[300], [1, 2, 297], [100, 100, 100]])
def test_returned_in_parts_each_ended_lot_gets_what_it_misses_and_no_more(
    desk: Desk, clock: "SetClock", member: int, parts: list[int]
) -> None:
    for life, given in ((10, 100), (20, 100), (90, 100)):
        lives(desk, "days", life)
        points.adjust(desk, member, given, reason="start")
    lives(desk, "never", 1)
    used = purchases.record(desk, member=member, amount=600, points=300, pay={"cash": 300}).id
    for _ in range(2):
        clock.tick(days=20)
        days.run(desk)
    for part in parts:
        purchases.refund(desk, used, amount=part, reason="part")
    today = desk.today()
    sums: dict[date | None, int] = {}
    for left, last in held(desk, member):
        sums[last] = sums.get(last, 0) + left
    assert sums == {
        today + timedelta(days=10): 100, today + timedelta(days=20): 100, date(2027, 1, 13): 100,
    }  # fmt: skip


@pytest.mark.parametrize(("months", "left"), [(1, 28), (2, 30)])
def test_idle_points_return_for_as_long_as_they_had_left_when_they_were_used(
    desk: Desk, clock: "SetClock", member: int, months: int, left: int
) -> None:
    for _ in range(4):
        clock.tick(days=32)
        days.run(desk)
    assert desk.today() == date(2027, 2, 20)
    lives(desk, "idle", months)
    points.adjust(desk, member, 100, reason="start")
    used = purchases.record(desk, member=member, amount=100, points=100, pay={}).id
    clock.tick(days=3)
    buy(desk, member, 0)
    for _ in range(3):
        clock.tick(days=40)
        days.run(desk)
    purchases.refund(desk, used, reason="back")
    assert held(desk, member) == [(100, desk.today() + timedelta(days=left))]


def test_a_time_accepted_at_one_till_is_believed_at_the_other(
    desk: Desk, member: int, location: Path, clock: "SetClock"
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=40)
    points.adjust(desk, member, 10, reason="a gift")
    with Shop.open(location, clock=clock) as other:
        there = Desk(other, 1, "店主", "owner", "2")
        clock.tick(days=90)
        assert points.balance(there, member) == points.balance(desk, member) == 10
        days.accept_clock(desk)
        assert points.balance(there, member) == points.balance(desk, member) == 0

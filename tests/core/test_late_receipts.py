"""What a receipt entered late may spend: what was there on its day. No month ends below that."""

from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import (
    Refused,
    checks,
    day_words,
    figures,
    passes,
    points,
    purchases,
    stored_value,
    vouchers,
)
from shopdesk.shop import Desk
from tests.conftest import SetClock
from tests.core.prepaid import pass_for, refused, top_up

DAYS = [(-1, False), (0, True), (1, True)]
"""The receipt's day, counted from the day on which the value came; whether it is there."""


@pytest.fixture
def came_on(desk: Desk, clock: SetClock) -> date:
    """The day on which something comes; three days later the receipts are entered."""
    clock.tick(days=3)
    return desk.today()


def buys(desk: Desk, **asked: Any) -> purchases.Purchase:
    return purchases.record(desk, **asked)


@pytest.mark.parametrize(("day", "is_there"), DAYS)
def test_it_spends_points_that_were_there_on_its_day(
    desk: Desk, member: int, clock: SetClock, came_on: date, day: int, *, is_there: bool
) -> None:
    points.adjust(desk, member, 100, reason="x")
    clock.tick(days=3)
    asked: dict[str, Any] = {
        "member": member, "amount": 1_000, "points": 100, "on": came_on + timedelta(days=day)
    }  # fmt: skip
    if is_there:
        assert purchases.quote(desk, **asked).due == 900
        assert buys(desk, pay={"cash": 900}, **asked).points_used == 100
    else:
        with refused("not_enough_points"):
            purchases.quote(desk, **asked)
        with refused("not_enough_points"):
            buys(desk, pay={"cash": 900}, **asked)
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("wish", "is_there"), [(100, True), (200, False)])
def test_of_points_old_and_new_it_spends_the_old(
    desk: Desk, member: int, clock: SetClock, wish: int, *, is_there: bool
) -> None:
    points.adjust(desk, member, 100, reason="x")
    clock.tick(days=2)
    points.adjust(desk, member, 100, reason="x")
    asked: dict[str, Any] = {"member": member, "amount": 1_000, "points": wish}
    asked |= {"on": desk.today() - timedelta(days=1), "pay": {"cash": 1_000 - wish}}
    if is_there:
        buys(desk, **asked)
        newest = max(points.lots(desk, member), key=lambda lot: lot.id)
        assert [lot.remaining for lot in points.lots(desk, member) if lot.granted == 100] == [100]
        assert newest.earned_on == asked["on"]
    else:
        with refused("not_enough_points"):
            buys(desk, **asked)


@pytest.mark.parametrize(("day", "is_there"), DAYS)
def test_it_is_paid_by_stored_value_that_was_there_on_its_day(
    desk: Desk, member: int, clock: SetClock, came_on: date, day: int, *, is_there: bool
) -> None:
    top_up(desk, member, 1_000, 100)
    clock.tick(days=3)
    on = came_on + timedelta(days=day)
    asked: dict[str, Any] = {"member": member, "amount": 550, "on": on}
    if is_there:
        assert purchases.quote(desk, stored_value=550, **asked).points_earned == 5
        paid = buys(desk, pay={"stored_value": 550}, **asked).payments
        assert paid == {"principal": 500, "bonus": 50}
    else:
        with refused("not_enough_stored_value"):
            purchases.quote(desk, stored_value=550, **asked)
        with refused("not_enough_stored_value"):
            buys(desk, pay={"stored_value": 550}, **asked)
    assert checks.run(desk) == ()


def test_of_two_top_ups_it_spends_the_one_that_was_there(
    desk: Desk, member: int, clock: SetClock
) -> None:
    """The second ends up whole, and the parts are those of the first alone."""
    first = top_up(desk, member, 1_000, 1_000)
    clock.tick(days=2)
    second = top_up(desk, member, 5_000)
    on = desk.today() - timedelta(days=1)
    paid = buys(desk, member=member, amount=500, pay={"stored_value": 500}, on=on).payments
    assert paid == {"principal": 250, "bonus": 250}
    assert [stored_value.get(desk, one).left for one in (first, second)] == [750, 5_000]
    with refused("not_enough_stored_value"):
        buys(desk, member=member, amount=1_501, pay={"stored_value": 1_501}, on=on)
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("day", "is_there"), DAYS)
def test_it_takes_a_voucher_that_was_valid_on_its_day(
    desk: Desk, member: int, clock: SetClock, came_on: date, day: int, *, is_there: bool
) -> None:
    code = vouchers.issue(desk, member, amount=300).code
    clock.tick(days=3)
    asked: dict[str, Any] = {
        "member": member, "amount": 1_000, "vouchers": [code], "on": came_on + timedelta(days=day)
    }  # fmt: skip
    if is_there:
        assert buys(desk, pay={"cash": 700}, **asked).total == 700
    else:
        with refused("voucher_early"):
            purchases.quote(desk, **asked)
        with refused("voucher_early"):
            buys(desk, pay={"cash": 700}, **asked)
        assert vouchers.inspect(desk, code).state == "issued"


@pytest.mark.parametrize(("day", "is_there"), DAYS)
def test_it_uses_a_pass_that_was_sold_by_its_day(
    desk: Desk, member: int, tea: int, clock: SetClock, came_on: date, day: int, *, is_there: bool
) -> None:
    lines = [(pass_for(desk, tea, 900, 3), 1)]
    buys(desk, member=member, lines=lines, pay={"cash": 900})
    clock.tick(days=3)
    asked: dict[str, Any] = {"member": member, "lines": [(tea, 1)], "passes": [0]}
    asked |= {"on": came_on + timedelta(days=day), "pay": {}}
    if is_there:
        assert buys(desk, **asked).total == 0
        assert passes.available(desk, member, tea) == 2
    else:
        with refused("not_enough_uses"):
            buys(desk, **asked)
        assert passes.available(desk, member, tea) == 3


def test_it_spends_what_another_late_receipt_of_its_day_earned(
    desk: Desk, member: int, clock: SetClock
) -> None:
    clock.tick(days=3)
    on = desk.today() - timedelta(days=2)
    buys(desk, member=member, amount=10_000, pay={"cash": 10_000}, on=on)
    spent = buys(desk, member=member, amount=500, points=100, pay={"cash": 400}, on=on)
    assert spent.points_used == 100
    assert checks.run(desk) == ()


@pytest.mark.parametrize("first_on", [date(2026, 10, 30), date(2026, 11, 2)])
def test_no_month_ends_below_what_was_owed_at_its_end(
    desk: Desk, member: int, clock: SetClock, first_on: date
) -> None:
    """What a late receipt spends it spends today; what it earns is of its own day."""
    clock.tick(days=(first_on - desk.today()).days)
    points.adjust(desk, member, 1_000, reason="x")
    clock.tick(days=(date(2026, 11, 3) - desk.today()).days)
    late: dict[str, Any] = {
        "member": member, "amount": 2_000, "points": 1_000, "pay": {"cash": 1_000},
        "on": date(2026, 10, 30),
    }  # fmt: skip
    if first_on.month == 10:
        buys(desk, **late)
        expected = [(0, 10, 1_000, 0, 1_010), (1_010, 0, 0, 1_000, 10)]
    else:
        with refused("not_enough_points"):
            buys(desk, **late)
        expected = [(0, 0, 0, 0, 0), (0, 0, 1_000, 0, 1_000)]
    told = [figures.month(desk, 2026, month).points for month in (10, 11)]
    assert [(p.opening, p.earned, p.adjusted, p.spent, p.closing) for p in told] == expected


def test_what_came_back_since_to_an_old_lot_may_be_spent_late_and_no_month_ends_below_it(
    desk: Desk, member: int, clock: SetClock
) -> None:
    points.adjust(desk, member, 1_000, reason="x")
    sold = buys(desk, member=member, amount=1_000, points=1_000, pay={})
    clock.tick(days=(date(2026, 11, 2) - desk.today()).days)
    purchases.refund(desk, sold.id, reason="x")
    on = date(2026, 10, 30)
    buys(desk, member=member, amount=1_000, points=1_000, pay={}, on=on)
    told = [figures.month(desk, 2026, month).points for month in (10, 11)]
    assert [(p.spent, p.closing) for p in told] == [(1_000, 0), (0, 0)]
    assert checks.run(desk) == ()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"points": 100, "pay": {"cash": 900}}, "Of what the member had by {}, 0 is left."),
        ({"pay": {"stored_value": 1_000}}, "of what the member had by {}, ¥0.00 is left."),
    ],
)
def test_the_refusal_says_the_day(
    desk: Desk, member: int, asked: dict[str, Any], left: str
) -> None:
    points.adjust(desk, member, 100, reason="x")
    top_up(desk, member, 1_000)
    on = desk.today() - timedelta(days=1)
    with pytest.raises(Refused) as caught:
        buys(desk, member=member, amount=1_000, on=on, **asked)
    assert caught.value.text("en").endswith(left.format(day_words.dated(on, "en")))

"""What moved in an account from day to day: it adds up, whatever days are asked for."""

from datetime import date, timedelta

import pytest

from shopdesk import days, movements, points, purchases, settings, stored_value
from shopdesk.shop import Desk
from tests.core.prepaid import top_up
from tests.core.test_members import refused

FIRST = date(2026, 10, 15)


@pytest.fixture
def busy(desk: Desk, member: int, clock) -> int:
    """Ten days of a member: bought, spent, given back, given by hand, ended."""
    settings.edit(desk, points_expiry="days", points_expiry_count=8)
    purchases.record(desk, member=member, amount=50_000, pay={"cash": 50_000})
    clock.tick(days=2)
    purchases.record(desk, member=member, amount=10_000, points=300, pay={"cash": 9_700})
    clock.tick(days=1)
    purchases.refund(desk, 2, amount=9_700, reason="a dent")
    points.adjust(desk, member, 50, reason="Sorry")
    clock.tick(days=7)
    days.run(desk)
    return member


def test_each_movement_says_when_how_and_for_what(desk: Desk, busy: int) -> None:
    told = points.statement(desk, busy, FIRST, FIRST + timedelta(days=30))
    assert (told.opening, told.closing) == (0, points.balance(desk, busy))
    assert [
        ((one.on - FIRST).days, one.kind, one.amount, one.receipt, one.reason)
        for one in told.movements
    ] == [
        (0, "earned", 500, "000001", None),
        (2, "spent", -300, "000002", None),
        (2, "earned", 97, "000002", None),
        (3, "returned", 300, "000002", None),
        (3, "taken_back", -97, "000002", None),
        (3, "adjusted", 50, None, "Sorry"),
        (9, "expired", -500, None, None),
    ]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0, 0, (0, 1, 500)),
        (0, 1, (0, 1, 500)),
        (1, 1, (500, 0, 500)),
        (1, 2, (500, 2, 297)),
        (3, 8, (297, 3, 550)),
        (9, 9, (550, 1, 50)),
        (10, 40, (50, 0, 50)),
    ],
)
def test_the_days_asked_for_count_from_the_first_through_the_last(
    desk: Desk, busy: int, first: int, last: int, told: tuple[int, int, int]
) -> None:
    """Held before, how many movements, held after."""
    span = FIRST + timedelta(days=first), FIRST + timedelta(days=last)
    found = points.statement(desk, busy, *span)
    assert (found.opening, len(found.movements), found.closing) == told


def test_a_debt_is_below_nothing(desk: Desk, member: int) -> None:
    purchases.record(desk, member=member, amount=50_000, pay={"cash": 50_000})
    purchases.record(desk, member=member, amount=500, points=500, pay={})
    purchases.refund(desk, 1, amount=50_000, reason="all of it")
    told = points.statement(desk, member, FIRST, FIRST)
    assert (told.opening, told.closing) == (0, -500)
    assert told.closing == points.balance(desk, member)


def test_several_accounts_move_together_and_each_alone(desk: Desk, member: int) -> None:
    """Where a tenth of it is bonus a purchase of 22.00 takes 20.00 and 2.00."""
    sold = top_up(desk, member, 10_000, 1_000)
    top_up(desk, member, 5_000, 500)
    purchases.record(desk, member=member, amount=2_200, pay={"stored_value": 2_200})
    stored_value.refund_top_up(desk, sold, principal=1_000, reason="moves away")
    both = movements.of_accounts(desk, member, ("principal", "bonus"), FIRST, FIRST)
    assert [(one.kind, *one.parts.values(), one.receipt, one.top_up) for one in both.movements] == [
        ("topped_up", 10_000, 1_000, None, 1),
        ("topped_up", 5_000, 500, None, 2),
        ("spent", -2_000, -200, "000001", None),
        ("taken_back", -1_000, -100, None, 1),
    ]
    alone = both.of("bonus")
    assert [one.amount for one in alone.movements] == [1_000, 500, -200, -100]
    assert (both.closing, alone.closing, both.after) == (
        13_200, 1_200, {"principal": 12_000, "bonus": 1_200},
    )  # fmt: skip
    assert [one.amount for one in points.statement(desk, member, FIRST, FIRST).movements] == [20]


def test_days_that_are_none_and_a_last_before_the_first_are_refused(
    desk: Desk, member: int
) -> None:
    refused("date", points.statement, desk, member, "2026-10-15", FIRST)
    refused("date", points.statement, desk, member, FIRST, FIRST - timedelta(days=1))
    refused("unknown_member", points.statement, desk, 99, FIRST, FIRST)


def test_wherever_a_time_is_cut_its_parts_are_the_whole(desk: Desk, busy: int) -> None:
    end = FIRST + timedelta(days=12)
    whole = points.statement(desk, busy, FIRST, end)
    for days_long in range(12):
        seam = FIRST + timedelta(days=days_long)
        one = points.statement(desk, busy, FIRST, seam)
        two = points.statement(desk, busy, seam + timedelta(days=1), end)
        assert one.closing == two.opening
        assert one.movements + two.movements == whole.movements
        assert two.closing == whole.closing

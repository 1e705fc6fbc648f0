"""Points as people ask about them, and adjusting them by hand."""

from decimal import Decimal

import pytest

from shopdesk import Refused, members, points, purchases
from shopdesk.money import LARGEST
from shopdesk.shop import Desk


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda refusal: refusal.code == code)


def entries(desk: Desk) -> list[tuple[str, int, str | None]]:
    return desk.db.execute_sql("SELECT kind, amount, reason FROM entry ORDER BY id").fetchall()


def test_points_given_by_hand_make_a_lot_with_its_reason(desk: Desk, member: int) -> None:
    assert points.adjust(desk, member, 50, reason="  a  complaint ") == 50
    assert [(x.granted, x.remaining, x.expires_on) for x in points.lots(desk, member)] == [
        (50, 50, None)
    ]
    assert entries(desk) == [("adjusted", 50, "a complaint")]


@pytest.mark.parametrize(("taken", "left"), [(49, 1), (50, 0)])
def test_points_can_be_taken_down_to_nothing(
    desk: Desk, member: int, taken: int, left: int
) -> None:
    points.adjust(desk, member, 50, reason="start")
    assert points.adjust(desk, member, -taken, reason="mistake") == left


def test_one_more_than_there_are_cannot_be_taken(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 50, reason="start")
    with refused("not_enough_points"):
        points.adjust(desk, member, -51, reason="mistake")
    assert points.balance(desk, member) == 50


@pytest.mark.parametrize(
    "amount", [0, 1.0, -2.5, True, False, "5", Decimal(5), None, LARGEST, -LARGEST]
)
def test_what_is_no_number_of_points_is_refused(desk: Desk, member: int, amount: object) -> None:
    with refused("amount"):
        points.adjust(desk, member, amount, reason="x")  # type: ignore[arg-type]
    assert entries(desk) == []


def test_more_than_an_account_can_hold_is_refused(desk: Desk, member: int) -> None:
    assert points.adjust(desk, member, LARGEST - 1, reason="all there are") == LARGEST - 1
    with refused("amount"):
        points.adjust(desk, member, 1, reason="one more")
    with refused("amount"):
        purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    assert purchases.record(desk, member=member, amount=99, pay={"cash": 99}).points_earned == 0


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_an_adjustment_needs_a_reason_that_can_be_kept(
    desk: Desk, member: int, reason: str
) -> None:
    with refused("text"):
        points.adjust(desk, member, 5, reason=reason)


def test_an_unknown_member_is_refused(desk: Desk) -> None:
    for ask in (
        lambda: points.balance(desk, 99),
        lambda: points.adjust(desk, 99, 5, reason="x"),
    ):
        with refused("unknown_member"):
            ask()


def test_a_key_repeated_adjusts_once(desk: Desk, member: int) -> None:
    assert points.adjust(desk, member, 50, reason="x", key="k") == 50
    assert points.adjust(desk, member, 50, reason="x", key="k") == 50
    for other in (51, -50):
        with refused("key_reused"):
            points.adjust(desk, member, other, reason="x", key="k")
    assert entries(desk) == [("adjusted", 50, "x")]


def test_a_cashier_may_not_adjust(cashier: Desk, member: int) -> None:
    with refused("permission"):
        points.adjust(cashier, member, 50, reason="x")


def test_an_adjustment_pays_a_debt_first(desk: Desk, member: int) -> None:
    earned = purchases.record(desk, member=member, amount=10_000, pay={"cash": 10_000})
    purchases.record(desk, member=member, amount=10_000, points=100, pay={"cash": 9_900})
    points.adjust(desk, member, -99, reason="away with them")
    purchases.refund(desk, earned.id, reason="back")
    assert points.balance(desk, member) == -100
    with refused("not_enough_points"):
        points.adjust(desk, member, -1, reason="deeper")
    assert points.adjust(desk, member, 99, reason="some") == -1
    assert points.lots(desk, member) == []
    assert points.adjust(desk, member, 2, reason="rest") == 1
    assert [x.remaining for x in points.lots(desk, member)] == [1]

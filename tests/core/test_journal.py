"""The journal: lots are spent in their order, a debt is paid before all else (9.7, 9.10, 9.11)."""

from datetime import date, timedelta

import pytest

from shopdesk import journal, members, points
from shopdesk.expiry import Life
from shopdesk.journal import Cause
from shopdesk.shop import Desk
from shopdesk.store.change import change

DAY = date(2026, 10, 15)
NEVER = None


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def held(desk: Desk, member: int) -> tuple[list[int], int]:
    """What remains in each lot ever made, and the debt; checked against account and journal."""
    remaining = [
        row[0]
        for row in desk.db.execute_sql(
            "SELECT remaining FROM lot WHERE member_id = ? ORDER BY id", (member,)
        )
    ]
    lots, debt = journal.balance(desk.db, member)
    (entered,) = desk.db.execute_sql(
        "SELECT COALESCE(SUM(amount), 0) FROM entry WHERE member_id = ?", (member,)
    ).fetchone()
    assert sum(remaining) == lots
    assert lots - debt == entered == points.balance(desk, member)
    return remaining, debt


def give(
    desk: Desk, member: int, amount: int, *, on: date = DAY, until: date | None = None
) -> None:
    with change(desk, action="points.adjust") as made:
        _, debt = journal.balance(desk.db, member)
        journal.credit(made, member, amount, Cause("adjusted", on), debt=debt, life=Life(until))


def take(desk: Desk, member: int, amount: int, *, first: int | None = None) -> None:
    with change(desk, action="points.adjust") as made:
        journal.draw(made, member, amount, Cause("adjusted", DAY), first=first)


def spend(desk: Desk, member: int, amount: int, purchase: int) -> None:
    with change(desk, action="points.adjust") as made:
        desk.db.execute_sql("PRAGMA defer_foreign_keys = 1")
        _receipt(desk, purchase, made.event)
        journal.draw(made, member, amount, Cause("spent", DAY, purchase))


def give_back(desk: Desk, member: int, amount: int, purchase: int) -> None:
    with change(desk, action="points.adjust") as made:
        journal.give_back(made, member, amount, Cause("returned", DAY, purchase))


def _receipt(desk: Desk, purchase: int, event: int) -> None:
    desk.db.execute_sql(
        """INSERT INTO purchase (id, event_id, at, on_day, goods, due, points_spent, points_earned,
                                 steps, rule) VALUES (?, ?, 0, ?, 0, 0, 0, 0, '[]', '[]')""",
        (purchase, event, DAY.toordinal()),
    )


def test_lots_are_spent_soonest_expiry_first_then_oldest_and_never_expiring_last(
    desk: Desk, member: int
) -> None:
    give(desk, member, 10, on=DAY - timedelta(days=9))
    give(desk, member, 10, on=DAY, until=DAY + timedelta(days=60))
    give(desk, member, 10, on=DAY, until=DAY + timedelta(days=30))
    give(desk, member, 10, on=DAY - timedelta(days=1), until=DAY + timedelta(days=60))
    give(desk, member, 10, on=DAY - timedelta(days=10))
    left = []
    for _ in range(5):
        take(desk, member, 9)
        left.append(held(desk, member)[0])
    assert left == [
        [10, 10, 1, 10, 10],
        [10, 10, 0, 2, 10],
        [10, 3, 0, 0, 10],
        [10, 0, 0, 0, 4],
        [5, 0, 0, 0, 0],
    ]
    assert [lot.remaining for lot in points.lots(desk, member)] == [5]


def test_lots_of_one_day_are_spent_in_the_order_made(desk: Desk, member: int) -> None:
    give(desk, member, 10)
    give(desk, member, 20)
    take(desk, member, 11)
    assert held(desk, member) == ([0, 19], 0)


@pytest.mark.parametrize(
    ("amount", "left", "debt"), [(29, [0, 1], 0), (30, [0, 0], 0), (31, [0, 0], 1)]
)
def test_what_the_lots_cannot_give_becomes_a_debt(
    desk: Desk, member: int, amount: int, left: list[int], debt: int
) -> None:
    give(desk, member, 10)
    give(desk, member, 20)
    take(desk, member, amount)
    assert held(desk, member) == (left, debt)


@pytest.mark.parametrize(("credit", "lots", "debt"), [(4, [0], 1), (5, [0], 0), (6, [0, 1], 0)])
def test_a_credit_pays_the_debt_before_it_makes_a_lot(
    desk: Desk, member: int, credit: int, lots: list[int], debt: int
) -> None:
    give(desk, member, 10)
    take(desk, member, 15)
    give(desk, member, credit)
    assert held(desk, member) == (lots, debt)


def test_points_are_taken_from_the_named_lot_before_all_others(desk: Desk, member: int) -> None:
    for amount in (10, 20, 30):
        give(desk, member, amount)
    _, second, _ = points.lots(desk, member)
    take(desk, member, 25, first=second.id)
    assert held(desk, member) == ([5, 0, 30], 0)


def test_points_return_to_the_lots_they_came_from_the_last_drawn_first(
    desk: Desk, member: int
) -> None:
    for amount in (10, 20, 30):
        give(desk, member, amount)
    spend(desk, member, 45, purchase=7)
    assert held(desk, member) == ([0, 0, 15], 0)
    give_back(desk, member, 14, purchase=7)
    assert held(desk, member) == ([0, 0, 29], 0)
    give_back(desk, member, 2, purchase=7)
    assert held(desk, member) == ([0, 1, 30], 0)
    give_back(desk, member, 29, purchase=7)
    assert held(desk, member) == ([10, 20, 30], 0)


def test_points_return_only_as_far_as_their_own_receipt_drew_a_lot(desk: Desk, member: int) -> None:
    give(desk, member, 100)
    spend(desk, member, 40, purchase=7)
    spend(desk, member, 60, purchase=8)
    give_back(desk, member, 40, purchase=7)
    assert held(desk, member) == ([40], 0)
    give_back(desk, member, 60, purchase=8)
    assert held(desk, member) == ([100], 0)


def test_points_that_return_pay_a_debt_first(desk: Desk, member: int) -> None:
    give(desk, member, 10)
    give(desk, member, 20)
    spend(desk, member, 30, purchase=7)
    take(desk, member, 12)
    give_back(desk, member, 7, purchase=7)
    assert held(desk, member) == ([0, 0], 5)
    give_back(desk, member, 23, purchase=7)
    assert held(desk, member) == ([0, 18], 0)


def test_moving_nothing_writes_nothing(desk: Desk, member: int) -> None:
    give(desk, member, 0)
    take(desk, member, 0)
    give_back(desk, member, 0, purchase=1)
    assert held(desk, member) == ([], 0)


def test_history_cannot_be_rewritten(desk: Desk, member: int) -> None:
    give(desk, member, 10)
    for statement in (
        "UPDATE entry SET amount = 11",
        "DELETE FROM entry",
        "UPDATE lot SET granted = 11",
        "UPDATE lot SET expires_on = 11",
        "UPDATE lot SET idle_months = 11",
        "DELETE FROM lot",
        "UPDATE lot SET remaining = 11",
        "UPDATE lot SET remaining = -1",
        "UPDATE account SET debt = 1",
    ):
        with pytest.raises(Exception, match=r"append-only|fixed|CHECK"):
            desk.db.execute_sql(statement)
    assert held(desk, member) == ([10], 0)

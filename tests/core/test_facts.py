"""Facts of one member, as the counter shows them."""

from datetime import date, timedelta

from shopdesk import facts, points, purchases
from shopdesk.facts import Sums
from shopdesk.shop import Desk
from tests.conftest import SetClock


def test_a_member_who_never_came_has_no_last_visit(desk: Desk, member: int) -> None:
    assert facts.last_visit(desk, member) is None
    assert facts.of_member(desk, member, date.min, desk.today()) == Sums(0, 0, 0)


def test_the_last_visit_is_the_last_day_with_something_kept(
    desk: Desk, member: int, clock: SetClock
) -> None:
    first = desk.today()
    purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    clock.tick(days=3)
    later = purchases.record(desk, member=member, amount=1000, pay={"cash": 1000})
    assert facts.last_visit(desk, member) == desk.today()
    purchases.void(desk, later.id, reason="wrong")
    assert facts.last_visit(desk, member) == first


def test_both_days_of_a_window_count_and_spending_points_changes_nothing(
    desk: Desk, member: int, clock: SetClock
) -> None:
    first = desk.today()
    purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    clock.tick(days=1)
    purchases.record(desk, member=member, amount=1000, pay={"cash": 1000})
    points.adjust(desk, member, -20, reason="test")
    last = desk.today()
    assert facts.of_member(desk, member, first, last) == Sums(6000, 2, 60)
    assert facts.of_member(desk, member, last, last) == Sums(1000, 1, 10)
    assert facts.of_member(desk, member, first, last - timedelta(days=1)) == Sums(5000, 1, 50)

"""A day's top-ups and what came back of them, as the list of the day has them."""

from datetime import timedelta

from shopdesk import daybook_prepaid, stored_value
from tests.core.prepaid import top_up


def told(desk, day):
    return [
        (one.number, one.total, one.bonus, one.payments, one.is_refund, one.voided, one.reason)
        for one in daybook_prepaid.listed(desk, day)
    ]


def test_each_stands_on_its_own_day_and_one_made_void_only_once(desk, member, clock):
    first = desk.today()
    kept = top_up(desk, member, 50_000, 5_000)
    wrong = top_up(desk, member, 20_000)
    stored_value.void_top_up(desk, wrong, reason="wrong member")
    clock.tick(days=1)
    stored_value.refund_top_up(desk, kept, principal=10_000, reason="moves away")
    assert told(desk, first) == [
        ("S000001", 50_000, 5_000, {"cash": 50_000}, False, False, ""),
        ("S000002", 20_000, 0, {"cash": 20_000}, False, True, ""),
    ]
    assert told(desk, first + timedelta(days=1)) == [
        ("S000001", -10_000, -1_000, {"cash": 10_000}, True, False, "moves away"),
    ]
    assert told(desk, first - timedelta(days=1)) == []


def test_what_the_list_says_of_a_day_is_what_lies_in_the_drawer(desk, member, clock):
    kept = top_up(desk, member, 50_000, 5_000)
    clock.tick(minutes=5)
    stored_value.refund_top_up(desk, kept, principal=10_000, reason="moves away")
    both = daybook_prepaid.listed(desk, desk.today())
    assert [one.is_refund for one in both] == [False, True]
    assert sum(one.total for one in both) == 40_000
    assert {(one.member_name, one.staff) for one in both} == {("张三丰", desk.staff_name)}

"""A preview says of a refund what it takes back of what rules gave, and the balance after it."""

import pytest

from shopdesk import checks, members, products, purchases, rewards, vouchers
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for


def bought(desk: Desk, member: int | None, amount: int = 15_000) -> int:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}).id


def give(desk: Desk, reward: object) -> None:
    rewards.add(desk, name="r", trigger=rewards.purchase(over=10_000), reward=reward)


def test_points_of_a_rule_go_and_points_spent_become_a_debt(desk: Desk, member: int) -> None:
    give(desk, rewards.Points(200))
    receipt = bought(desk, member)
    assert members.get(desk, member).points == 350
    due = purchases.quote(desk, member=member, amount=1000, points=300).due
    purchases.record(desk, member=member, amount=1000, points=300, pay={"cash": due})
    now = members.get(desk, member).points
    seen = purchases.preview_refund(desk, receipt).beyond
    assert seen is not None
    assert (seen.points_lost, seen.points_after) == (200, now - 350)
    assert seen.points_after < 0
    purchases.refund(desk, receipt, reason="back")
    assert members.get(desk, member).points == seen.points_after
    assert checks.run(desk) == ()


def test_nothing_of_a_rule_goes_as_long_as_enough_is_left(desk: Desk, member: int) -> None:
    give(desk, rewards.Points(200))
    seen = purchases.preview_refund(desk, bought(desk, member), amount=1_000).beyond
    assert seen is not None
    assert (seen.points_lost, seen.points_after) == (0, 340)


def test_uses_and_more_points_of_a_rule_are_said_to_go(desk: Desk, member: int) -> None:
    tea = products.add(desk, name="茶", price=100).id
    give(desk, [rewards.PassUses(pass_for(desk, tea, 900, 10), 3), rewards.Multiplied(200, 7)])
    seen = purchases.preview_refund(desk, bought(desk, member)).beyond
    assert seen is not None
    assert (seen.uses_lost, seen.percent_lost) == (3, 200)


def test_a_voucher_that_was_used_is_told_to_the_owner_and_said_before(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.voucher(amount=500))
    receipt = bought(desk, member)
    (voucher,) = vouchers.of_member(desk, member)
    purchases.record(desk, member=member, amount=1_000, vouchers=[voucher.code], pay={"cash": 500})
    seen = purchases.preview_refund(desk, receipt)
    assert seen.beyond is not None
    assert (seen.beyond.used, seen.vouchers_lost) == ((voucher.code,), ())


@pytest.mark.parametrize("is_known", [True, False])
def test_an_exchange_says_the_balance_after_it_to_who_is_known(
    desk: Desk, member: int, is_known: bool
) -> None:
    tea = products.add(desk, name="茶", price=5_000).id
    who = member if is_known else None
    made = purchases.record(desk, member=who, lines=[(tea, 1)], pay={"cash": 5_000})
    seen = purchases.preview_exchange(desk, made.id, returned=[(1, 1)], amount=8_000).refund.beyond
    if is_known:
        assert seen is not None
        assert (seen.points_after, seen.points_lost) == (80, 0)
    else:
        assert seen is None

"""What happens at the till is rewarded there and then, and taken back with what it stood on."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checks,
    feedback,
    gifts,
    members,
    points,
    products,
    purchases,
    rewards,
    vouchers,
)
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

FEE = rewards.voucher(amount=500)


def pay(desk: Desk, member: int, amount: int, **more: Any) -> purchases.Purchase:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}, **more)


def states(desk: Desk, member: int) -> list[str]:
    return [one.state for one in vouchers.of_member(desk, member)]


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def give(desk: Desk, trigger: rewards.Trigger, reward: Any = FEE, **more: Any) -> rewards.Rule:
    return rewards.add(
        desk, name=f"r{len(rewards.rules(desk))}", trigger=trigger, reward=reward, **more
    )


def test_who_joins_is_given_what_the_rule_says_and_who_was_there_is_not(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.joining())
    new = members.register(desk, name="新", key="k").id
    members.register(desk, name="新", key="k")
    assert (states(desk, member), states(desk, new)) == ([], ["issued"])


@pytest.mark.parametrize(("amount", "given"), [(9_999, 0), (10_000, 1), (10_001, 1)])
def test_a_receipt_over_an_amount(desk: Desk, member: int, amount: int, given: int) -> None:
    give(desk, rewards.purchase(over=10_000))
    pay(desk, member, amount)
    assert len(states(desk, member)) == given
    pay(desk, member, amount)
    assert len(states(desk, member)) == 2 * given, "each receipt is an occasion of its own"


@pytest.mark.parametrize(("back", "state"), [(1, "issued"), (5_000, "issued"), (5_001, "void")])
def test_what_a_receipt_gave_goes_when_too_little_is_left_of_it(
    desk: Desk, member: int, back: int, state: str
) -> None:
    give(desk, rewards.purchase(over=10_000))
    bought = pay(desk, member, 15_000)
    seen = purchases.preview_refund(desk, bought.id, amount=back)
    done = purchases.refund(desk, bought.id, amount=back, reason="r")
    assert states(desk, member) == [state]
    assert len(done.vouchers_lost) == len(seen.vouchers_lost) == (state == "void")
    assert checks.run(desk) == ()


def test_goods_of_a_category_count_by_what_was_paid_for_them(desk: Desk, member: int) -> None:
    tea = products.add(desk, name="茶", price=6_000, category="茶").id
    cup = products.add(desk, name="杯", price=9_000, category="杯").id
    give(desk, rewards.purchase(over=12_000, category="茶"))
    for lines, total, given in (([(tea, 1), (cup, 2)], 24_000, 0), ([(tea, 2)], 12_000, 1)):
        last = purchases.record(desk, member=member, lines=lines, pay={"cash": total})
        assert len(states(desk, member)) == given
    purchases.refund(desk, last.id, lines=[(1, 1)], reason="r")
    assert states(desk, member) == ["void"]


def test_the_third_visit_counts_days_and_not_receipts(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.visit(3))
    for day, given in enumerate((0, 0, 1, 1)):
        pay(desk, member, 100)
        pay(desk, member, 100)
        assert len(states(desk, member)) == given, day
        clock.tick(days=1)


def test_every_second_visit(desk: Desk, member: int, clock: "SetClock") -> None:
    give(desk, rewards.visit(2, is_every=True))
    for given in (0, 1, 1, 2):
        pay(desk, member, 100)
        assert len(states(desk, member)) == given
        clock.tick(days=1)


def test_both_sides_are_rewarded_at_the_friends_first_receipt_of_the_amount(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.referral("referrer", over=5_000))
    give(desk, rewards.referral("friend", over=5_000), rewards.Points(50))
    friend = members.register(desk, name="友", referrer=member).id
    pay(desk, friend, 4_999)
    assert (states(desk, member), points.balance(desk, friend)) == ([], 49)
    first = pay(desk, friend, 5_000)
    pay(desk, friend, 5_000)
    assert (states(desk, member), points.balance(desk, friend)) == (["issued"], 199)
    purchases.void(desk, first.id, reason="r")
    assert (states(desk, member), points.balance(desk, friend)) == (["void"], 99)
    assert checks.run(desk) == ()


def test_a_friend_of_long_ago_is_no_new_one(desk: Desk, member: int) -> None:
    """Only the first receipt of the amount counts (9.28), also one before there was the rule."""
    old, new = (members.register(desk, name=name, referrer=member).id for name in ("旧", "新"))
    pay(desk, old, 5_000)
    back = pay(desk, new, 5_000)
    pay(desk, new, 4_999)
    purchases.refund(desk, back.id, amount=1, reason="r")
    give(desk, rewards.referral("referrer", over=5_000))
    give(desk, rewards.referral("friend", over=5_000), rewards.Points(50))
    for friend in (old, new):
        pay(desk, friend, 5_000)
    assert states(desk, member) == ["issued"], "of the new one, who had bought too little"
    assert [points.balance(desk, friend) for friend in (old, new)] == [100, 198]


@pytest.mark.parametrize(
    "trigger", [rewards.purchase(), rewards.visit(1), rewards.referral("friend")]
)
@pytest.mark.parametrize("is_attached", [True, False])
def test_a_receipt_of_before_a_rule_gives_nothing_whenever_it_is_told(
    desk: Desk, member: int, clock: "SetClock", trigger: rewards.Trigger, is_attached: bool
) -> None:
    """Of a day before the rule was made, or of that day and rung up before it."""
    rule_of = {"trigger": trigger, "starts_on": desk.today()}
    friends = [members.register(desk, name=name, referrer=member).id for name in "甲乙丙"]
    sold = [purchases.record(desk, amount=5_000, pay={"cash": 5_000}) for _friend in friends]
    if is_attached:
        give(desk, **rule_of)
        purchases.attach(desk, sold[0].id, member=friends[0])
    before = desk.today()
    clock.tick(days=1)
    if not is_attached:
        give(desk, **rule_of)
        pay(desk, friends[0], 5_000, on=before)
    give(desk, trigger, rewards.Points(50), starts_on=desk.today() + timedelta(days=2))
    clock.tick(days=3)
    late = desk.today() - timedelta(days=2)
    pay(desk, friends[1], 5_000, on=late)
    assert [states(desk, friend) for friend in friends] == [[], ["issued"], []]
    assert points.balance(desk, friends[1]) == 50, "its own, and none of a rule that began later"
    ((on,),) = desk.db.execute_sql("SELECT on_day FROM occasion").fetchall()
    assert on == late.toordinal()


@pytest.mark.parametrize(("score", "given"), [(3, 0), (4, 1), (5, 1)])
def test_a_good_rating(desk: Desk, member: int, score: int, given: int) -> None:
    give(desk, rewards.rating(4))
    feedback.rate(desk, member, score, key="k")
    feedback.rate(desk, member, score, key="k")
    assert len(states(desk, member)) == given


def test_points_that_were_spent_are_taken_back_as_a_debt(desk: Desk, member: int) -> None:
    give(desk, rewards.purchase(over=20_000), rewards.Points(1_000))
    bought = pay(desk, member, 20_000)
    assert points.balance(desk, member) == 1_200
    purchases.record(desk, member=member, amount=5_000, points=1_200, pay={"cash": 3_800})
    purchases.refund(desk, bought.id, reason="r")
    assert points.balance(desk, member) < 0
    assert checks.run(desk) == ()


def test_what_was_used_is_not_given_again_when_it_comes_again(desk: Desk, member: int) -> None:
    bag = gifts.add(desk, name="袋", stock=5).id
    give(desk, rewards.visit(1), rewards.voucher(gift=bag))
    first = pay(desk, member, 100)
    (bag_voucher,) = vouchers.of_member(desk, member)
    vouchers.redeem(desk, bag_voucher.code)
    purchases.void(desk, first.id, reason="r")
    pay(desk, member, 100)
    assert states(desk, member) == ["redeemed"]


def test_what_was_not_used_comes_again(desk: Desk, member: int) -> None:
    give(desk, rewards.visit(1))
    purchases.void(desk, pay(desk, member, 100).id, reason="r")
    pay(desk, member, 100)
    assert states(desk, member) == ["void", "issued"]


# --- points multiplied for a time -------------------------------------------------------------


@pytest.mark.parametrize(("days", "earned"), [(0, 300), (6, 300), (7, 100)])
def test_points_count_more_for_so_many_days_the_first_included(
    desk: Desk, member: int, clock: "SetClock", days: int, earned: int
) -> None:
    give(desk, rewards.rating(), rewards.Multiplied(300, 7))
    feedback.rate(desk, member, 5)
    clock.tick(days=days)
    bought = pay(desk, member, 10_000)
    assert (bought.points_earned, points.balance(desk, member)) == (earned, earned)
    purchases.refund(desk, bought.id, amount=5_000, reason="r")
    assert points.balance(desk, member) == earned // 2, "the receipt keeps how it earned (9.12)"
    assert checks.run(desk) == ()


def test_of_two_multipliers_the_higher_counts_and_one_taken_back_counts_no_more(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.rating(), rewards.Multiplied(200, 7))
    give(desk, rewards.purchase(over=50_000), rewards.Multiplied(500, 7))
    feedback.rate(desk, member, 5)
    large = pay(desk, member, 50_000)
    assert large.points_earned == 1_000
    assert pay(desk, member, 1_000).points_earned == 50
    purchases.refund(desk, large.id, reason="r")
    assert pay(desk, member, 1_000).points_earned == 20
    assert checks.run(desk) == ()


def test_a_receipt_entered_late_has_the_multiplier_of_its_own_day(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.rating(), rewards.Multiplied(200, 2))
    feedback.rate(desk, member, 5)
    day = desk.today()
    clock.tick(days=3)
    assert pay(desk, member, 1_000, on=day).points_earned == 20
    assert pay(desk, member, 1_000).points_earned == 10

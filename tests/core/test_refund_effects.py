"""A preview says of a refund what it takes back of what rules gave, and the balance after it."""

from dataclasses import replace
from typing import Any

import pytest

from shopdesk import checks, members, passes, products, purchases, rewards, tiers, vouchers
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


@pytest.mark.parametrize(
    ("taken", "is_bought", "lost", "is_told"),
    [
        ({"amount": 10_000}, False, 0, False),
        ({"amount": 9_999}, False, 3, False),
        ({"amount": 9_999}, True, 3, False),
        ({"lines": [("tea", 1)], "passes": [0]}, True, 3, False),
        ({"lines": [("tea", 2)], "passes": [0]}, True, 2, True),
        ({"lines": [("tea", 1)], "passes": [0]}, False, 2, True),
        ({"lines": [("pass", 4)]}, False, 3, False),
    ],
)  # fmt: skip
def test_an_exchange_tells_uses_that_a_rule_had_given_from_those_that_were_bought(
    desk: Desk, member: int, *, taken: dict[str, Any], is_bought: bool, lost: int, is_told: bool
) -> None:
    """One use was bought before, where ``is_bought``; it is spent first, for it ends first."""
    tea, cup = (products.add(desk, name=name, price=2_500).id for name in "茶杯")
    goods = {"tea": tea, "pass": pass_for(desk, tea, 2_000, 1, days=30)}
    if is_bought:
        purchases.record(desk, member=member, lines=[(goods["pass"], 1)], pay={"cash": 2_000})
    give(desk, rewards.PassUses(pass_for(desk, tea, 9_000, 10, days=60), 3))
    made = purchases.record(desk, member=member, lines=[(cup, 4)], pay={"cash": 10_000})
    what = {"returned": [(1, 4)], **taken}
    if "lines" in what:
        what["lines"] = [(goods[name], count) for name, count in what["lines"]]
    seen = purchases.preview_exchange(desk, made.id, **what).refund.beyond
    assert seen is not None
    assert (seen.uses_lost, seen.are_uses_spent) == (lost, is_told)
    before = sum(one.left for one in passes.of_member(desk, member))
    purchases.exchange(desk, made.id, reason="size", pay={}, **what)
    after = sum(one.left for one in passes.of_member(desk, member))
    drawn = sum(count for _name, count in taken.get("lines", [])) if "passes" in taken else 0
    bought = 4 if taken.get("lines") == [("pass", 4)] else 0
    assert before - after == lost + drawn - bought


@pytest.fixture
def friend(desk: Desk, member: int) -> int:
    return members.register(desk, name="李四", referrer=member).id


@pytest.mark.parametrize(
    ("back", "lost"), [({"amount": 5_000}, False), ({"amount": 5_001}, True), ({}, True)]
)
def test_what_a_friends_refund_takes_from_who_brought_them_is_said_before(
    desk: Desk, member: int, friend: int, *, back: dict[str, int], lost: bool
) -> None:
    tea = products.add(desk, name="茶", price=100).id
    uses = rewards.PassUses(pass_for(desk, tea, 900, 10), 3)
    rewards.add(
        desk, name="r", trigger=rewards.referral("referrer", over=5_000),
        reward=[rewards.Points(80), uses, rewards.voucher(amount=500), rewards.Multiplied(200, 7)],
    )  # fmt: skip
    (voucher,) = (bought(desk, friend, 10_000), vouchers.of_member(desk, member))[1]
    receipt = purchases.of_member(desk, friend)[0].id
    seen = purchases.preview_refund(desk, receipt, **back).beyond
    assert seen is not None
    assert (seen.referrer is not None) == lost
    if seen.referrer is not None:
        its = seen.referrer
        assert (its.name, its.vouchers_lost) == (members.get(desk, member).name, (voucher.code,))
        assert (its.beyond.points_lost, its.beyond.uses_lost, its.beyond.percent_lost) == (
            80, 3, 200,
        )  # fmt: skip
        purchases.refund(desk, receipt, reason="back", **back)
        assert members.get(desk, member).points == its.beyond.points_after == 0
        assert checks.run(desk) == ()


def test_a_friends_refund_tells_the_tier_and_the_used_voucher_of_who_brought_them(
    desk: Desk, member: int, friend: int
) -> None:
    ladder = tiers.ladder(desk)
    by_friends = replace(
        ladder[1],
        criteria=tiers.any_of(tiers.at_least("referrals", 1, tiers.lifetime())),
        keep=None,
    )
    tiers.set_ladder(desk, [ladder[0], by_friends])
    rewards.add(
        desk, name="r", trigger=rewards.referral("referrer"), reward=rewards.voucher(amount=500)
    )
    receipt = bought(desk, friend, 10_000)
    (voucher,) = vouchers.of_member(desk, member)
    quoted = purchases.quote(desk, member=member, amount=2_000, vouchers=[voucher.code]).due
    purchases.record(
        desk, member=member, amount=2_000, vouchers=[voucher.code], pay={"cash": quoted}
    )
    seen = purchases.preview_refund(desk, receipt).beyond
    assert seen is not None
    assert seen.referrer is not None
    its = seen.referrer
    assert (its.before.code, its.tier.code) == (ladder[1].code, ladder[0].code)
    assert (its.beyond.used, its.vouchers_lost) == ((voucher.code,), ())
    purchases.refund(desk, receipt, reason="back")
    assert members.get(desk, member).tier.code == ladder[0].code

"""What an occasion gave is taken back once, whatever leads to it again, and by the rule of then."""

from typing import Any

import pytest

from shopdesk import (
    checking_in,
    checks,
    events,
    members,
    merging,
    points,
    purchases,
    rewards,
)
from shopdesk.shop import Desk


def give(desk: Desk, trigger: Any, reward: Any, **more: Any) -> rewards.Rule:
    name = f"r{len(rewards.rules(desk))}"
    return rewards.add(desk, name=name, trigger=trigger, reward=reward, **more)


def pay(desk: Desk, member: int, amount: int, *, used: int = 0) -> int:
    due = purchases.quote(desk, member=member, amount=amount, points=used).due
    return purchases.record(desk, member=member, amount=amount, points=used, pay={"cash": due}).id


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def test_a_guest_who_is_taken_off_twice_owes_what_they_used_once(desk: Desk, member: int) -> None:
    made = events.add(desk, name="茶会", on=desk.today()).id
    give(desk, rewards.attending(made), rewards.Points(100))
    checking_in.check_in(desk, made, member)
    pay(desk, member, 500, used=100)
    for _time in range(3):
        checking_in.undo_check_in(desk, made, member)
        assert points.balance(desk, member) == 4 - 100
        checking_in.check_in(desk, made, member)
    assert checks.run(desk) == ()


def test_a_friend_who_brought_things_back_and_is_the_referrer_loses_no_more(desk: Desk) -> None:
    give(desk, rewards.referral("referrer"), rewards.Points(100))
    one = members.register(desk, name="张三丰").id
    friend = members.register(desk, name="张三风", referrer=one).id
    bought = pay(desk, friend, 1_000)
    pay(desk, one, 500, used=100)
    purchases.refund(desk, bought, reason="r")
    assert points.balance(desk, one) == 4 - 100
    merging.merge(desk, keep=one, drop=friend)
    assert points.balance(desk, one) == 4 - 100
    assert checks.run(desk) == ()


def test_a_step_that_was_lost_is_not_lost_again_with_the_one_below_it(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.upgrade("gold"), rewards.Points(1_000))
    bought = pay(desk, member, 300_000)
    pay(desk, member, 50_000, used=4_000)
    for amount, tier in ((100_000, "silver"), (150_000, "member")):
        purchases.refund(desk, bought, amount=amount, reason="r")
        assert members.get(desk, member).tier.code == tier
        rows = desk.db.execute_sql("SELECT SUM(amount) FROM entry WHERE kind = 'adjusted'")
        assert rows.fetchone() == (0,)
    assert checks.run(desk) == ()

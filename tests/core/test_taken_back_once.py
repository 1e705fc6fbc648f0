"""What an occasion gave is taken back once, whatever leads to it again, and by the rule of then."""

from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checking_in,
    checks,
    events,
    gifts,
    members,
    merging,
    parting,
    points,
    purchases,
    rewards,
    vouchers,
)
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock


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


# --- by the rule of then ----------------------------------------------------------------------


FEE = rewards.voucher(amount=500)


@pytest.mark.parametrize("changed", [rewards.purchase(over=20_000), rewards.joining()])
def test_a_rule_that_was_changed_takes_nothing_back_that_stands(
    desk: Desk, member: int, changed: rewards.Trigger
) -> None:
    rule = give(desk, rewards.purchase(over=10_000), FEE)
    bought = pay(desk, member, 15_000)
    rewards.edit(desk, rule.id, trigger=changed)
    for amount, state in ((5_000, "issued"), (1, "void")):
        purchases.refund(desk, bought, amount=amount, reason="r")
        assert [one.state for one in vouchers.of_member(desk, member)] == [state]


def test_what_a_changed_rule_owes_is_owed_for_what_it_asked_then(desk: Desk, member: int) -> None:
    cup = gifts.add(desk, name="杯", stock=0).id
    rule = give(desk, rewards.purchase(over=10_000), rewards.voucher(gift=cup))
    kept, back = (pay(desk, member, 15_000) for _time in range(2))
    rewards.edit(desk, rule.id, trigger=rewards.purchase(over=20_000))
    purchases.refund(desk, kept, amount=5_000, reason="r")
    purchases.refund(desk, back, amount=5_001, reason="r")
    gifts.receive(desk, cup, 5)
    rewards.run(desk)
    purchases.refund(desk, kept, amount=1, reason="r")
    assert [one.state for one in vouchers.of_member(desk, member)] == ["void"]


def test_a_visit_is_counted_as_the_rule_counted_it(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    rule = give(desk, rewards.visit(2), FEE)
    pay(desk, member, 100)
    clock.tick(days=1)
    pay(desk, member, 100)
    second = pay(desk, member, 100)
    rewards.edit(desk, rule.id, trigger=rewards.visit(5))
    purchases.refund(desk, second, reason="r")
    assert [one.state for one in vouchers.of_member(desk, member)] == ["issued"]


def test_a_step_that_is_lost_takes_its_gift_though_the_rule_is_for_another_now(
    desk: Desk, member: int
) -> None:
    rule = give(desk, rewards.upgrade("gold"), FEE)
    bought = pay(desk, member, 300_000)
    rewards.edit(desk, rule.id, trigger=rewards.joining())
    purchases.refund(desk, bought, reason="r")
    assert [one.state for one in vouchers.of_member(desk, member)] == ["void"]


# --- how much is asked for it -------------------------------------------------------------------


def asked_by_a_refund(desk: Desk, clock: "SetClock", visits: int) -> list[str]:
    """The statements for a member of so many visits that were each rewarded."""
    member = members.register(desk, name=f"客{visits}").id
    for _visit in range(visits):
        clock.tick(days=1)
        bought = pay(desk, member, 500)
    purchases.refund(desk, bought, amount=1, reason="to be prepared")
    seen: list[str] = []
    desk.db.connection().set_trace_callback(seen.append)
    purchases.refund(desk, bought, amount=1, reason="r")
    desk.db.connection().set_trace_callback(None)
    return [sql for sql in seen if not sql.startswith("--")]


def test_a_refund_asks_no_more_for_many_visits_than_for_few(desk: Desk, clock: "SetClock") -> None:
    give(desk, rewards.visit(1, is_every=True), FEE)
    few, many = (asked_by_a_refund(desk, clock, visits) for visits in (2, 8))
    assert len(few) == len(many)


def test_what_is_owed_for_a_receipt_is_found_without_looking_through_all(desk: Desk) -> None:
    for table in ("owed", "occasion"):
        plan = desk.db.execute_sql(
            f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE purchase_id = 1 OR (member_id = 1"
            " AND purchase_id IS NOT NULL AND occasion LIKE 'visit:%')"
        ).fetchall()
        assert not [row for row in plan if row[-1].startswith("SCAN")], plan


def test_a_rule_that_is_closed_owes_nothing_any_more(desk: Desk) -> None:
    """Nor to two who part."""
    cup = gifts.add(desk, name="杯", stock=0).id
    rule = give(desk, rewards.joining(), rewards.voucher(gift=cup))
    one, other = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    merge = merging.merge(desk, keep=one, drop=other).id
    rewards.close(desk, rule.id)
    parting.undo_merge(desk, merge)
    assert desk.db.execute_sql("SELECT COUNT(*) FROM owed").fetchone() == (0,)

"""Tiers taken back with what they stood on: within 14 days, step by step (9.1, 9.14, 9.20)."""

import json
from datetime import date
from typing import Any

import pytest

from shopdesk import checks, gifts, members, notices, purchases, rewards, tiers, timeline, vouchers
from shopdesk.ladders import TEMPLATES
from shopdesk.purchases import Purchase, Refund
from shopdesk.shop import Desk
from shopdesk.tiers import (
    Criteria,
    Tier,
    all_of,
    any_of,
    at_least,
    calendar_year,
    lifetime,
    rolling_months,
)
from tests.core.test_refunds import give_back

TODAY = date(2026, 10, 15)


def buy(desk: Desk, member: int, amount: int, **more: Any) -> Purchase:
    """Buy for what an amount comes to, so that it is what counts: on no tier is it lowered."""
    due = purchases.quote(desk, member=member, amount=amount, **more).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due}, **more)


def ladder(desk: Desk, *asked: Criteria) -> None:
    """Steps a, b, c … that ask so much and lower no price."""
    base = Tier("member", {"en": "Member"}, None)
    steps = [
        Tier(code, {"en": code.upper()}, criteria)
        for code, criteria in zip("abcd", asked, strict=False)
    ]
    tiers.set_ladder(desk, [base, *steps])


def spend(threshold: int, window: Any = None) -> Criteria:
    return any_of(at_least("spend", threshold, window or rolling_months(12)))


def tier(desk: Desk, member: int) -> str:
    assert checks.run(desk) == ()
    return members.get(desk, member).tier.code


def changes(desk: Desk, member: int) -> list[tuple[str, str, str]]:
    rows = desk.db.execute_sql(
        "SELECT kind, from_tier, to_tier FROM tier_change WHERE member_id = ? ORDER BY id",
        (member,),
    ).fetchall()
    return [tuple(row) for row in rows[1:]]


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(notice.kind, notice.sentence) for notice in reversed(notices.listed(desk))]


# --- which day, how much ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "back", "left"),
    [
        (0, 1, "member"),
        (14, 1, "member"),
        (15, 1, "a"),
        (14, 0, "a"),
        (400, 1000, "a"),
    ],
)  # fmt: skip
def test_to_the_day_and_to_the_fen(
    desk: Desk, member: int, clock: Any, days: int, back: int, left: str
) -> None:
    ladder(desk, spend(1000, lifetime()))
    other = buy(desk, member, 500)
    buy(desk, member, 500)
    clock.tick(days=days)
    if back:
        assert give_back(desk, other, amount=min(back, 500)).tier.code == left  # type: ignore[union-attr]
    assert tier(desk, member) == left


@pytest.mark.parametrize(
    ("paid", "back", "left"),
    [
        (4000, 0, "c"),
        (4000, 1, "b"),
        (4000, 1000, "b"),
        (4000, 1001, "a"),
        (4000, 2000, "a"),
        (4000, 2001, "a"),
        (4000, 3000, "a"),
        (4000, 3001, "member"),
        (4000, 4000, "member"),
        (4500, 500, "c"),
        (4500, 501, "b"),
    ],
)
def test_the_member_falls_to_the_highest_step_still_met(
    desk: Desk, member: int, paid: int, back: int, left: str
) -> None:
    ladder(desk, spend(1000), spend(3000), spend(4000))
    receipt = buy(desk, member, paid)
    if back:
        done = give_back(desk, receipt, amount=back)
        assert done.tier is not None
        assert done.tier.code == left
    assert tier(desk, member) == left
    assert changes(desk, member)[1:] == ([("reverted", "c", left)] if left != "c" else [])


def test_small_refunds_take_back_step_after_step_what_one_large_one_does(
    desk: Desk, member: int
) -> None:
    ladder(desk, spend(1000), spend(3000), spend(4000))
    receipt = buy(desk, member, 4000)
    for amount in (1, 1000, 2000, 999):
        give_back(desk, receipt, amount=amount)
    assert changes(desk, member) == [
        ("upgrade", "member", "c"),
        ("reverted", "c", "b"),
        ("reverted", "b", "a"),
        ("reverted", "a", "member"),
    ]
    assert tier(desk, member) == "member"


# --- modes and windows ------------------------------------------------------------------------

SPEND_AND_VISITS = (
    at_least("spend", 1000, rolling_months(12)),
    at_least("visits", 2, rolling_months(12)),
)


@pytest.mark.parametrize(
    ("mode", "given_back", "left"),
    [
        (any_of, [(0, 1)], "a"),
        (any_of, [(1, 500)], "member"),
        (any_of, [(0, 500)], "member"),
        (all_of, [(0, 1)], "member"),
        (all_of, [(1, 1)], "member"),
        (all_of, [], "a"),
    ],
)
def test_any_and_all_are_tested_as_they_were(
    desk: Desk, member: int, clock: Any, mode: Any, given_back: list[tuple[int, int]], left: str
) -> None:
    ladder(desk, mode(*SPEND_AND_VISITS))
    bought = [buy(desk, member, 500)]
    clock.tick(days=1)
    bought.append(buy(desk, member, 500))
    for index, amount in given_back:
        give_back(desk, bought[index], amount=amount)
    assert tier(desk, member) == left


def test_the_window_keeps_its_first_day_and_goes_on_to_today(
    desk: Desk, member: int, clock: Any
) -> None:
    ladder(desk, spend(1000, rolling_months(1)))
    buy(desk, member, 600)
    clock.tick(days=30)
    second = buy(desk, member, 400)
    clock.tick(days=14)
    third = buy(desk, member, 50)
    assert give_back(desk, second, amount=50).tier.code == "a"  # type: ignore[union-attr]
    (stored,) = desk.db.execute_sql(
        "SELECT evidence FROM tier_change WHERE kind = 'upgrade'"
    ).fetchone()
    assert json.loads(stored)[0]["first_on"] == "2026-10-14"
    assert give_back(desk, third, amount=1).tier.code == "member"  # type: ignore[union-attr]
    (stored,) = desk.db.execute_sql(
        "SELECT evidence FROM tier_change WHERE kind = 'reverted'"
    ).fetchone()
    (evidence,) = json.loads(stored)
    assert (evidence["first_on"], evidence["last_on"]) == ("2026-10-14", "2026-11-28")
    assert (evidence["value"], evidence["threshold"]) == (999, 1000)
    assert tier(desk, member) == "member"


def test_a_year_that_ended_meanwhile_still_counts(desk: Desk, member: int, clock: Any) -> None:
    ladder(desk, spend(1000, calendar_year()))
    clock.tick(days=(date(2026, 12, 30) - TODAY).days)
    receipt = buy(desk, member, 1100)
    clock.tick(days=5)
    assert give_back(desk, receipt, amount=100).tier.code == "a"  # type: ignore[union-attr]
    assert give_back(desk, receipt, amount=1).tier.code == "member"  # type: ignore[union-attr]
    assert tier(desk, member) == "member"


def test_the_ladder_of_the_upgrade_decides(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000), spend(3000))
    receipt = buy(desk, member, 3000)
    ladder(desk, spend(10), spend(20))
    assert give_back(desk, receipt, amount=1).tier.code == "a"  # type: ignore[union-attr]
    assert tier(desk, member) == "a"
    buy(desk, member, 1)
    assert tier(desk, member) == "b"


def test_who_falls_to_a_tier_that_is_off_the_ladder_falls_to_the_one_below(
    desk: Desk, member: int
) -> None:
    ladder(desk, spend(1000), spend(3000), spend(4000))
    buy(desk, member, 3000)
    receipt = buy(desk, member, 1000)
    base, a, _b, c = tiers.ladder(desk)
    tiers.set_ladder(desk, [base, a, c])
    assert give_back(desk, receipt, amount=1).tier.code == "a"  # type: ignore[union-attr]
    give_back(desk, receipt, amount=1)
    assert changes(desk, member)[2:] == [("reverted", "c", "a")]
    assert tier(desk, member) == "a"


# --- several upgrades -------------------------------------------------------------------------


def test_the_upgrade_before_is_tested_when_the_latest_fell_all_the_way(
    desk: Desk, member: int, clock: Any
) -> None:
    ladder(desk, spend(1000), spend(2000))
    first = buy(desk, member, 1000)
    clock.tick(days=10)
    buy(desk, member, 1000)
    assert give_back(desk, first, amount=1000).tier.code == "a"  # type: ignore[union-attr]
    assert changes(desk, member)[2:] == [("reverted", "b", "a")]
    give_back(desk, purchases.get(desk, first.id + 1), amount=1)
    assert changes(desk, member)[3:] == [("reverted", "a", "member")]
    assert tier(desk, member) == "member"


def test_both_fall_at_once_and_each_says_what_it_takes_back(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000), spend(2000))
    first = buy(desk, member, 1999)
    buy(desk, member, 1)
    done = give_back(desk, first)
    assert changes(desk, member)[2:] == [("reverted", "b", "a"), ("reverted", "a", "member")]
    rows = desk.db.execute_sql(
        "SELECT about_id, refund_id FROM tier_change WHERE kind = 'reverted' ORDER BY id"
    ).fetchall()
    assert rows == [(3, done.id), (2, done.id)]


def test_an_upgrade_older_than_fourteen_days_stops_the_fall(
    desk: Desk, member: int, clock: Any
) -> None:
    ladder(desk, spend(1000), spend(2000))
    first = buy(desk, member, 1000)
    clock.tick(days=1)
    buy(desk, member, 1000)
    clock.tick(days=14)
    assert give_back(desk, first).tier.code == "a"  # type: ignore[union-attr]
    give_back(desk, purchases.get(desk, first.id + 1))
    assert tier(desk, member) == "a"
    assert [kind for kind, _ in told(desk)] == ["tier_stays"]


def test_what_was_taken_back_can_be_reached_again(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000))
    for _time in range(3):
        receipt = buy(desk, member, 1000)
        assert tier(desk, member) == "a"
        purchases.void(desk, receipt.id, reason="wrong")
        assert tier(desk, member) == "member"


def test_a_refund_of_what_an_upgrade_did_not_stand_on_changes_no_tier(
    desk: Desk, member: int, clock: Any
) -> None:
    ladder(desk, spend(1000, rolling_months(1)))
    old = buy(desk, member, 700)
    clock.tick(days=60)
    buy(desk, member, 1000)
    assert give_back(desk, old).tier.code == "a"  # type: ignore[union-attr]
    assert tier(desk, member) == "a"


def test_the_old_review_day_comes_back_and_a_step_between_counts_from_the_upgrade(
    desk: Desk, member: int, clock: Any
) -> None:
    ladder(desk, spend(1000), spend(3000))
    desk.db.execute_sql("DROP TRIGGER IF EXISTS ladder_no_update")
    desk.db.execute_sql("DROP TRIGGER IF EXISTS tier_change_no_update")
    desk.db.execute_sql("UPDATE ladder SET review_months = 4")
    joined = date(2027, 2, 28).toordinal()
    desk.db.execute_sql("UPDATE tier_change SET review_on = ?", (joined,))
    receipt = buy(desk, member, 3000)
    clock.tick(days=3)
    give_back(desk, receipt, amount=1)
    assert members.get(desk, member).tier.code == "a"
    review = "SELECT review_on FROM member"
    assert desk.db.execute_sql(review).fetchone() == (date(2027, 2, 28).toordinal(),)
    give_back(desk, receipt)
    assert desk.db.execute_sql(review).fetchone() == (joined,)


# --- what was given for it --------------------------------------------------------------------


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, stock=5).id


def give(desk: Desk, code: str, **reward: Any) -> None:
    rewards.add(
        desk, name=f"gift of {code}", trigger=rewards.upgrade(code),
        reward=rewards.voucher(**reward),
    )  # fmt: skip


def states(desk: Desk, member: int) -> list[tuple[str, str]]:
    return [(v.occasion, v.state) for v in vouchers.of_member(desk, member)]


def test_unused_vouchers_become_void_and_are_given_anew_with_the_next_upgrade(
    desk: Desk, member: int, bag: int
) -> None:
    ladder(desk, spend(1000), spend(2000))
    give(desk, "a", gift=bag)
    give(desk, "b", amount=500)
    receipt = buy(desk, member, 2000)
    codes = [v.code for v in vouchers.of_member(desk, member)]
    done = give_back(desk, receipt, amount=1)
    assert done.vouchers_lost == (codes[1],)
    assert states(desk, member) == [("gift of a", "issued"), ("gift of b", "void")]
    assert give_back(desk, receipt).vouchers_lost == (codes[0],)
    assert gifts.get(desk, bag).promised == 0
    assert rewards.run(desk).given == ()
    assert told(desk) == []
    buy(desk, member, 2000)
    assert states(desk, member)[2:] == [("gift of a", "issued"), ("gift of b", "issued")]
    assert checks.run(desk) == ()


def test_what_was_used_is_told_and_nothing_of_it_is_given_again(
    desk: Desk, member: int, bag: int
) -> None:
    ladder(desk, spend(1000), spend(2000))
    give(desk, "a", gift=bag)
    give(desk, "b", amount=500)
    receipt = buy(desk, member, 2000)
    used = vouchers.redeem(desk, vouchers.of_member(desk, member)[0].code)
    done = give_back(desk, receipt)
    assert states(desk, member) == [("gift of a", "redeemed"), ("gift of b", "void")]
    assert len(done.vouchers_lost) == 1
    ((kind, sentence),) = told(desk)
    assert kind == notices.FORFEIT
    assert used.code in sentence
    buy(desk, member, 2000)
    assert len(states(desk, member)) == 2
    assert rewards.run(desk).given == ()
    assert checks.run(desk) == ()


def test_a_used_voucher_that_comes_back_later_is_void(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000))
    give(desk, "a", amount=300)
    receipt = buy(desk, member, 1000)
    (voucher,) = vouchers.of_member(desk, member)
    lowered = buy(desk, member, 800, vouchers=[voucher.code])
    give_back(desk, receipt)
    assert vouchers.get(desk, voucher.id).state == "redeemed"
    done = give_back(desk, lowered)
    assert (done.vouchers, done.vouchers_lost) == ((), (voucher.code,))
    assert vouchers.get(desk, voucher.id).state == "void"
    assert [kind for kind, _ in told(desk)] == [notices.FORFEIT, notices.PRICED_HIGHER]
    assert checks.run(desk) == ()


def test_one_refund_that_brings_a_voucher_back_and_takes_its_upgrade_leaves_it_void(
    desk: Desk, member: int
) -> None:
    ladder(desk, spend(1000))
    give(desk, "a", amount=300)
    first = buy(desk, member, 1000)
    (voucher,) = vouchers.of_member(desk, member)
    lowered = buy(desk, member, 800, vouchers=[voucher.code])
    give_back(desk, first, amount=500)
    done = give_back(desk, lowered)
    assert done.tier is not None
    assert (done.tier.code, done.vouchers, done.vouchers_lost) == ("member", (), (voucher.code,))
    assert told(desk) == []
    buy(desk, member, 1000)
    assert states(desk, member)[1:] == [("gift of a", "issued")]


def test_what_an_older_upgrade_gave_stays(desk: Desk, member: int, clock: Any) -> None:
    ladder(desk, spend(1000), spend(2000))
    give(desk, "a", amount=300, valid_days=400)
    buy(desk, member, 1000)
    clock.tick(days=20)
    receipt = buy(desk, member, 1000)
    give_back(desk, receipt)
    assert tier(desk, member) == "a"
    assert states(desk, member) == [("gift of a", "issued")]


def test_a_gift_still_owed_for_a_step_that_was_lost_is_not_given(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000))
    empty = gifts.add(desk, name="扇子", cost=100, stock=0).id
    give(desk, "a", gift=empty)
    receipt = buy(desk, member, 1000)
    give_back(desk, receipt)
    gifts.receive(desk, empty, 3)
    assert rewards.preview(desk).given == ()
    buy(desk, member, 1000)
    assert states(desk, member) == [("gift of a", "issued")]


# --- what the owner is told -------------------------------------------------------------------


def test_receipts_priced_on_the_lost_tier_stay_and_are_listed(desk: Desk, member: int) -> None:
    tiers.set_ladder(desk, TEMPLATES["five"])
    first = buy(desk, member, 300_000)
    second, third, fourth = (buy(desk, member, 10_000) for _ in range(3))
    purchases.refund(desk, third.id, reason="back")
    assert told(desk) == []
    give_back(desk, first)
    kept = purchases.get(desk, second.id)
    assert (kept.tier, kept.total) == ("gold", 9500)
    ((kind, sentence),) = told(desk)
    assert kind == notices.PRICED_HIGHER
    assert sentence.endswith(f"Gold, which was taken back since: receipts {second.number}, "
                             f"{fourth.number}.")  # fmt: skip
    assert tier(desk, member) == "member"


@pytest.mark.parametrize(("months", "expected"), [(None, [notices.TIER_STAYS]), (12, [])])
def test_a_later_refund_is_told_once_where_the_ladder_never_lowers(
    desk: Desk, member: int, clock: Any, months: int | None, expected: list[str]
) -> None:
    ladder(desk, spend(1000, lifetime()))
    desk.db.execute_sql("DROP TRIGGER IF EXISTS ladder_no_update")
    desk.db.execute_sql("UPDATE ladder SET review_months = ?", (months,))
    receipt = buy(desk, member, 1000)
    clock.tick(days=15)
    give_back(desk, receipt, amount=100)
    give_back(desk, receipt, amount=100)
    assert [kind for kind, _ in told(desk)] == expected
    assert tier(desk, member) == "a"


def test_a_walk_in_s_refund_knows_no_tier(desk: Desk) -> None:
    receipt = purchases.record(desk, amount=5000, pay={"cash": 5000})
    assert give_back(desk, receipt).tier is None


def test_a_key_repeated_tells_the_tier_of_then(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000))
    give(desk, "a", amount=300)
    receipt = buy(desk, member, 1000)
    done: Refund = purchases.refund(desk, receipt.id, amount=1, reason="back", key="k")
    buy(desk, member, 1)
    assert tier(desk, member) == "a"
    assert purchases.refund(desk, receipt.id, amount=1, reason="back", key="k") == done
    assert done.tier is not None
    assert done.tier.code == "member"


def test_members_who_were_never_moved_up_are_not_touched(desk: Desk, member: int) -> None:
    receipt = buy(desk, member, 1000)
    give_back(desk, receipt)
    assert changes(desk, member) == []


def test_the_time_line_says_that_a_tier_was_taken_back(desk: Desk, member: int) -> None:
    ladder(desk, spend(1000))
    give_back(desk, buy(desk, member, 1000))
    told = {one.kind: one.sentence for one in timeline.of_member(desk, member)}
    assert told["reverted"] == "Back from A to Member: what it stood on was given back"


def test_a_friend_s_refund_leaves_what_did_not_stand_on_referrals(
    desk: Desk, member: int, clock: Any
) -> None:
    friend = members.register(desk, name="李四").id
    desk.db.execute_sql("UPDATE member SET referrer_id = ? WHERE id = ?", (member, friend))
    ladder(desk, spend(1000))
    buy(desk, member, 1000)
    give_back(desk, buy(desk, friend, 1000))
    assert [tier(desk, who) for who in (member, friend)] == ["a", "member"]

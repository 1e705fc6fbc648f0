"""Where a rule could give twice, skip somebody, or leave what no longer stands on anything."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checks,
    dates,
    days,
    gift_sets,
    gifts,
    members,
    merging,
    parting,
    points,
    purchases,
    rewards,
    segments,
    tiers,
    vouchers,
)
from shopdesk.refusals_of_people import UndoRefused
from shopdesk.segments import Filter
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

FEE = rewards.voucher(amount=500)


def give(desk: Desk, trigger: Any, reward: Any = FEE, **more: Any) -> rewards.Rule:
    name = f"r{len(rewards.rules(desk))}"
    return rewards.add(desk, name=name, trigger=trigger, reward=reward, **more)


def is_day(desk: Desk, clock: "SetClock", day: str) -> None:
    clock.now = datetime.fromisoformat(f"{day}T04:00:00+00:00")
    days.accept_clock(desk)


def opened_daily(desk: Desk, clock: "SetClock", first: str, last: str) -> None:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        is_day(desk, clock, str(day))
        rewards.run(desk)
        day += timedelta(days=1)


def states(desk: Desk, member: int) -> list[str]:
    return [one.state for one in vouchers.of_member(desk, member)]


def pay(desk: Desk, member: int, amount: int) -> int:
    due = purchases.quote(desk, member=member, amount=amount).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due}).id


# --- what a visit stands on -------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_visit_of_two_receipts_stands_until_both_are_back(
    desk: Desk, member: int, order: tuple[int, int]
) -> None:
    give(desk, rewards.visit(1))
    both = [pay(desk, member, 100) for _ in range(2)]
    for number, state in zip(order, ("issued", "void"), strict=True):
        purchases.void(desk, both[number], reason="r")
        assert states(desk, member) == [state]
    assert checks.run(desk) == ()


def test_a_third_visit_is_none_when_the_first_is_given_back(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.visit(3))
    bought = []
    for _ in range(3):
        bought.append(pay(desk, member, 100))
        clock.tick(days=1)
    assert states(desk, member) == ["issued"]
    done = purchases.refund(desk, bought[0], reason="r")
    assert states(desk, member) == ["void"]
    assert len(done.vouchers_lost) == 1
    pay(desk, member, 100)
    assert states(desk, member) == ["void", "issued"]


# --- what is owed for a receipt ---------------------------------------------------------------


@pytest.mark.parametrize(("back", "given"), [(5_000, 1), (5_001, 0)])
def test_what_is_owed_for_a_receipt_is_owed_while_enough_is_left_of_it(
    desk: Desk, member: int, back: int, given: int
) -> None:
    cup = gifts.add(desk, name="杯", stock=0).id
    give(desk, rewards.purchase(over=10_000), rewards.voucher(gift=cup))
    bought = pay(desk, member, 15_000)
    purchases.refund(desk, bought, amount=back, reason="r")
    gifts.receive(desk, cup, 1)
    assert len(rewards.run(desk).given) == len(states(desk, member)) == given


def test_a_visit_that_is_owed_for_is_owed_while_one_of_its_receipts_is_left(
    desk: Desk, member: int
) -> None:
    cup = gifts.add(desk, name="杯", stock=0).id
    give(desk, rewards.visit(1), rewards.voucher(gift=cup))
    first, _second = pay(desk, member, 100), pay(desk, member, 100)
    purchases.void(desk, first, reason="r")
    gifts.receive(desk, cup, 1)
    rewards.run(desk)
    assert states(desk, member) == ["issued"]


# --- one gift twice in a rule -----------------------------------------------------------------


@pytest.mark.parametrize(("stock", "given"), [(1, 0), (2, 2)])
def test_two_of_a_gift_at_once_need_two_of_it(
    desk: Desk, member: int, stock: int, given: int
) -> None:
    cup = gifts.add(desk, name="杯", stock=stock).id
    both = rewards.voucher(gift=cup, is_again=True)
    give(desk, rewards.purchase(over=100), [both, both])
    pay(desk, member, 100)
    assert (len(states(desk, member)), checks.run(desk)) == (given, ())


def test_the_same_gift_twice_at_once_is_the_same_gift_twice(desk: Desk, member: int) -> None:
    cup = gifts.add(desk, name="杯", stock=5).id
    fan = gifts.add(desk, name="扇", stock=0).id
    give(desk, rewards.purchase(over=100), [
        rewards.voucher(gift=cup), rewards.voucher(gift=fan, instead=cup)
    ])  # fmt: skip
    pay(desk, member, 100)
    assert (states(desk, member), gifts.get(desk, cup).free) == ([], 5)


# --- birthdays in windows ---------------------------------------------------------------------


@pytest.mark.parametrize("upgraded_on", ["2026-11-16", "2026-11-18", "2026-11-20"])
def test_who_steps_up_within_the_window_of_a_birthday_is_not_left_without(
    desk: Desk, clock: "SetClock", upgraded_on: str
) -> None:
    member = members.register(desk, name="乙", birthday=(11, 20)).id
    give(desk, rewards.birthday(windows={"silver": 7}))
    opened_daily(desk, clock, "2026-11-01", upgraded_on)
    pay(desk, member, 100_000)
    opened_daily(desk, clock, upgraded_on, "2026-11-30")
    (one,) = vouchers.of_member(desk, member)
    assert date(2026, 11, 17) <= one.issued_on <= date(2026, 11, 20)


def test_whose_birthday_becomes_known_within_its_window_is_given_theirs_on_the_day(
    desk: Desk, clock: "SetClock"
) -> None:
    give(desk, rewards.birthday(windows={"member": 7}))
    opened_daily(desk, clock, "2026-11-01", "2026-11-18")
    member = members.register(desk, name="新", birthday=(11, 20)).id
    opened_daily(desk, clock, "2026-11-19", "2026-11-25")
    (one,) = vouchers.of_member(desk, member)
    assert (str(one.issued_on), str(one.valid_until_on)) == ("2026-11-20", "2026-11-23")


# --- runs -------------------------------------------------------------------------------------


def test_what_a_stopped_run_owed_is_told_once_by_the_next(
    desk: Desk, clock: "SetClock", monkeypatch: pytest.MonkeyPatch
) -> None:
    cup = gifts.add(desk, name="杯", stock=0).id
    for name in "甲乙":
        members.register(desk, name=name)
    give(desk, rewards.every("month"), rewards.voucher(gift=cup))
    is_day(desk, clock, "2026-11-01")
    monkeypatch.setattr(rewards, "_BATCH", 1)
    stops = iter([False, True])
    rewards.run(desk, cancelled=lambda: next(stops))
    planned = rewards.preview(desk)
    assert planned.short == ((cup, 2),)
    assert rewards.run(desk) == planned


@pytest.mark.parametrize("batch", [1, 500])
def test_a_tier_to_try_counts_for_what_the_same_run_gives_after_it(
    desk: Desk, clock: "SetClock", monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(rewards, "_BATCH", batch)
    bag, cup = gifts.add(desk, name="袋").id, gifts.add(desk, name="杯", lowest_tier="gold").id
    kept = gift_sets.add(desk, name="礼", gifts={"member": bag, "gold": cup}).id
    people = [members.register(desk, name=name).id for name in "甲乙"]
    tiers.lock(desk, people[1], "silver", reason="r")
    give(desk, rewards.every("month"), rewards.Trial("gold", 10))
    give(desk, rewards.every("month"), rewards.OfTier(kept))
    is_day(desk, clock, "2026-11-01")
    planned = rewards.preview(desk)
    assert rewards.run(desk) == planned
    assert [vouchers.of_member(desk, one)[0].gift_id for one in people] == [cup, bag]


def test_days_caught_up_share_the_stock_as_they_would_have_one_by_one(
    desk: Desk, clock: "SetClock"
) -> None:
    cup = gifts.add(desk, name="杯", stock=1).id
    first, second = (
        members.register(desk, name=name, birthday=(11, day)).id
        for name, day in (("甲", 8), ("乙", 3))
    )
    give(desk, rewards.own_date(), FEE)
    give(desk, rewards.every("month", day=9), rewards.voucher(gift=cup))
    give(desk, rewards.birthday(), rewards.voucher(gift=cup))
    is_day(desk, clock, "2026-11-10")
    rewards.run(desk)
    assert (states(desk, first), states(desk, second)) == ([], ["issued"])


def test_days_caught_up_ask_who_was_in_the_segment_then(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    pay(desk, member, 100)
    near = segments.add(desk, name="常来", filters=[Filter("days_away", "at_most", 20)])
    give(desk, rewards.every("month"), segment=near.id)
    is_day(desk, clock, "2026-11-10")
    rewards.run(desk)
    assert states(desk, member) == ["issued"]


def test_who_was_away_is_so_though_they_came_before_the_run(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.away(30))
    pay(desk, member, 100)
    is_day(desk, clock, "2026-11-16")
    pay(desk, member, 100)
    rewards.run(desk)
    assert states(desk, member) == ["issued"]


# --- two who are one --------------------------------------------------------------------------


@pytest.mark.parametrize("is_friend_kept", [False, True])
def test_who_brought_themselves_brought_nobody(desk: Desk, *, is_friend_kept: bool) -> None:
    give(desk, rewards.referral("referrer"))
    give(desk, rewards.referral("friend"), rewards.Points(50))
    referrer = members.register(desk, name="张三丰").id
    friend = members.register(desk, name="张三风", referrer=referrer).id
    pay(desk, friend, 10_000)
    assert (states(desk, referrer), points.balance(desk, friend)) == (["issued"], 150)
    keep, drop = (friend, referrer) if is_friend_kept else (referrer, friend)
    merging.merge(desk, keep=keep, drop=drop)
    assert (states(desk, keep), points.balance(desk, keep)) == (["void"], 100)
    assert checks.run(desk) == ()


CUP = "杯"


def cup_rule(desk: Desk, trigger: Any, stock: int = 0) -> int:
    """A rule that gives a cup, of which there are so many; the cup's id."""
    cup = gifts.add(desk, name=CUP, stock=stock).id
    give(desk, trigger, rewards.voucher(gift=cup, is_again=True))
    return cup


def earned(desk: Desk, member: int) -> int:
    """The points of a receipt of 100 yuan now."""
    return purchases.quote(desk, member=member, amount=10_000).points_earned


def owed(desk: Desk) -> list[Any]:
    rows = desk.db.execute_sql("SELECT member_id, occasion FROM owed ORDER BY member_id, occasion")
    return list(rows.fetchall())


@pytest.mark.parametrize("gives_before_undo", [False, True])
@pytest.mark.parametrize("uses", [False, True])
def test_what_the_other_one_is_owed_is_the_survivors_until_they_part(
    desk: Desk, *, gives_before_undo: bool, uses: bool
) -> None:
    cup = cup_rule(desk, rewards.purchase(over=10_000))
    keep, drop = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    bought = pay(desk, drop, 10_000)
    before = owed(desk)
    assert before == [(drop, f"receipt:{bought}")]
    merge = merging.merge(desk, keep=keep, drop=drop).id
    assert owed(desk) == [(keep, f"receipt:{bought}")]
    if gives_before_undo:
        gifts.receive(desk, cup, 5)
        assert [one[0] for one in rewards.run(desk).given] == [keep]
        if uses:
            vouchers.redeem(desk, vouchers.of_member(desk, keep)[0].code)
    parting.undo_merge(desk, merge)
    assert owed(desk) == before
    gifts.receive(desk, cup, 5)
    assert [one[0] for one in rewards.run(desk).given] == [drop]
    assert "issued" not in states(desk, keep)
    assert rewards.run(desk).given == ()
    assert checks.run(desk) == ()


@pytest.mark.parametrize(
    ("stock", "merged", "parted"),
    [
        (0, 1, [0, 1]),  # both are owed it: the survivor is, once
        (1, 0, [1]),  # the first was given it, the second is owed it
        (2, 0, []),  # both were given it
    ],
)
@pytest.mark.parametrize("is_first_kept", [False, True])
def test_what_both_are_owed_or_given_for_one_occasion_is_given_once(
    desk: Desk, stock: int, merged: int, parted: list[int], *, is_first_kept: bool
) -> None:
    cup = cup_rule(desk, rewards.joining(), stock)
    first, second = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    keep, drop = (first, second) if is_first_kept else (second, first)
    merge = merging.merge(desk, keep=keep, drop=drop).id
    assert owed(desk) == [(keep, "joining")] * merged
    assert states(desk, keep).count("issued") == min(stock, 1)
    parting.undo_merge(desk, merge)
    assert owed(desk) == [((first, second)[which], "joining") for which in parted]
    gifts.receive(desk, cup, 5)
    rewards.run(desk)
    assert states(desk, keep).count("issued") == 1
    assert checks.run(desk) == ()


def test_what_is_owed_for_a_receipt_that_comes_back_after_a_merge_is_owed_no_more(
    desk: Desk,
) -> None:
    cup_rule(desk, rewards.purchase(over=10_000))
    keep, drop = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    bought = pay(desk, drop, 10_000)
    merging.merge(desk, keep=keep, drop=drop)
    purchases.refund(desk, bought, reason="r")
    assert owed(desk) == []


@pytest.mark.parametrize("percent", [150, 300])
def test_what_multiplies_points_goes_over_and_comes_back(
    desk: Desk, clock: "SetClock", percent: int
) -> None:
    rule = give(desk, rewards.joining(), rewards.Multiplied(percent, 10))
    drop = members.register(desk, name="张三风").id
    rewards.close(desk, rule.id)
    keep = members.register(desk, name="张三丰").id
    clock.tick(days=5)
    assert earned(desk, keep) == 100
    merge = merging.merge(desk, keep=keep, drop=drop).id
    assert earned(desk, keep) == percent
    clock.tick(days=4)
    assert earned(desk, keep) == percent, "the last of its ten days"
    parting.undo_merge(desk, merge)
    assert (earned(desk, keep), earned(desk, drop)) == (100, percent)
    clock.tick(days=1)
    assert earned(desk, drop) == 100
    assert checks.run(desk) == ()


def test_a_multiplier_goes_with_what_gave_it_also_from_who_is_another_by_now(desk: Desk) -> None:
    give(desk, rewards.purchase(over=10_000), rewards.Multiplied(300, 10))
    keep, drop = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    bought = pay(desk, drop, 10_000)
    merge = merging.merge(desk, keep=keep, drop=drop).id
    assert earned(desk, keep) == 300
    purchases.refund(desk, bought, reason="r")
    assert earned(desk, keep) == 100
    with pytest.raises(UndoRefused):
        parting.undo_merge(desk, merge)


# --- taken back once --------------------------------------------------------------------------


def test_points_that_were_spent_are_taken_back_once_however_often_something_comes_back(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.purchase(over=10_000), rewards.Points(1_000))
    bought = pay(desk, member, 10_000)
    purchases.record(desk, member=member, amount=5_000, points=1_100, pay={"cash": 3_900})
    for times in (1, 2, 3):
        purchases.refund(desk, bought, amount=100, reason="r")
        assert points.balance(desk, member) == 39 - 1_000 - times
    assert checks.run(desk) == ()


def test_what_was_given_meanwhile_is_owed_no_more(desk: Desk, member: int) -> None:
    cup = gifts.add(desk, name="杯", stock=0).id
    give(desk, rewards.visit(1), rewards.voucher(gift=cup))
    pay(desk, member, 100)
    gifts.receive(desk, cup, 5)
    pay(desk, member, 100)
    assert states(desk, member) == ["issued"]
    assert rewards.run(desk).given == ()
    assert desk.db.execute_sql("SELECT COUNT(*) FROM owed").fetchone() == (0,)


def test_a_date_is_rewarded_once_a_year_however_often_it_is_written_down(
    desk: Desk, clock: "SetClock"
) -> None:
    """Removed and added again, moved, or five times under one name."""
    member = members.register(desk, name="张三丰").id
    give(desk, rewards.own_date(), rewards.Points(10))
    first = dates.add(desk, member, name="Wedding", day=(11, 5))
    is_day(desk, clock, "2026-11-05")
    rewards.run(desk)
    dates.remove(desk, first.id)
    for day in range(5, 10):
        dates.add(desk, member, name="wedding", day=(11, day))
    opened_daily(desk, clock, "2026-11-06", "2026-11-12")
    assert points.balance(desk, member) == 10
    dates.add(desk, member, name="Moving", day=(11, 13))
    opened_daily(desk, clock, "2026-11-13", "2026-11-13")
    assert points.balance(desk, member) == 20, "another day"
    opened_daily(desk, clock, "2027-11-05", "2027-11-09")
    assert points.balance(desk, member) == 30, "another year"


def test_a_date_of_who_joined_after_it_is_not_caught_up(desk: Desk, clock: "SetClock") -> None:
    give(desk, rewards.own_date())
    is_day(desk, clock, "2026-11-10")
    member = members.register(desk, name="晚").id
    dates.add(desk, member, name="纪念", day=(11, 5))
    rewards.run(desk)
    assert states(desk, member) == []


def test_a_tier_to_try_that_is_over_gives_its_gifts_no_more_though_no_day_was_run(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    """No sale fails for it either."""
    bag, cup = gifts.add(desk, name="袋").id, gifts.add(desk, name="杯", lowest_tier="gold").id
    kept = gift_sets.add(desk, name="礼", gifts={"member": bag, "gold": cup}).id
    give(desk, rewards.visit(1), rewards.OfTier(kept))
    tiers.trial(desk, member, "gold", until=desk.today(), reason="r")
    clock.tick(days=1)
    pay(desk, member, 100)
    assert [one.gift_id for one in vouchers.of_member(desk, member)] == [bag]


def test_a_tier_to_try_goes_with_what_gave_it_also_from_who_is_another_by_now(
    desk: Desk, member: int
) -> None:
    give(desk, rewards.purchase(over=10_000), rewards.Trial("gold", 30))
    bought = pay(desk, member, 10_000)
    keep = members.register(desk, name="张三风").id
    merging.merge(desk, keep=keep, drop=member)
    assert members.get(desk, keep).tier.code == "gold"
    purchases.refund(desk, bought, reason="r")
    assert members.get(desk, keep).tier.code == "member"
    assert checks.run(desk) == ()


def test_of_two_trials_for_one_occasion_one_is_left(desk: Desk, clock: "SetClock") -> None:
    give(desk, rewards.joining(), rewards.Trial("gold", 30))
    keep = members.register(desk, name="张三丰").id
    clock.tick(days=20)
    drop = members.register(desk, name="张三风").id
    merging.merge(desk, keep=keep, drop=drop)
    clock.tick(days=10)
    assert members.get(desk, keep).tier.code == "member"


def test_of_two_trials_of_one_day_one_is_left(desk: Desk) -> None:
    give(desk, rewards.joining(), rewards.Trial("gold", 30))
    keep, drop = (members.register(desk, name=name).id for name in ("张三丰", "张三风"))
    merging.merge(desk, keep=keep, drop=drop)
    assert members.get(desk, keep).tier.code == "gold"


@pytest.mark.parametrize(("window", "days_more"), [(7, 6), (2, 1), (1, 99)])
def test_what_is_owed_for_a_birthday_may_be_collected_as_long_as_on_it(
    desk: Desk, clock: "SetClock", window: int, days_more: int
) -> None:
    """Also after a merge was undone: each is owed what they were. Where it was one day, as long as
    the voucher says."""
    cup = gifts.add(desk, name="杯", stock=0).id
    give(
        desk, rewards.birthday(windows={"member": window}), rewards.voucher(gift=cup, valid_days=99)
    )
    member = members.register(desk, name="张三丰", birthday=(11, 20)).id
    other = members.register(desk, name="张三风").id
    opened_daily(desk, clock, "2026-11-16", "2026-11-30")
    parting.undo_merge(desk, merging.merge(desk, keep=other, drop=member).id)
    gifts.receive(desk, cup, 5)
    rewards.run(desk)
    (given,) = vouchers.of_member(desk, member)
    assert given.valid_until_on == desk.today() + timedelta(days=days_more)

"""The tier after a merge: the higher one until its review, and nothing for nothing (9.14, 9.22)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from shopdesk import checks, gifts, members, notices, purchases, rewards, tiers, vouchers
from shopdesk.shop import Desk
from tests.core.strict_shop import KEEP, UP, goes_on, ladder, opens, pay

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


@pytest.fixture(autouse=True)
def strict(desk: Desk) -> None:
    tiers.set_ladder(desk, ladder(), review_months=12)


@pytest.fixture
def other(desk: Desk) -> int:
    return members.register(desk, name="张三").id


def tier(desk: Desk, member: int) -> str:
    assert checks.run(desk) == ()
    return members.get(desk, member).tier.code


def review(desk: Desk, member: int) -> date | None:
    (day,) = desk.db.execute_sql("SELECT review_on FROM member WHERE id = ?", (member,)).fetchone()
    return None if day is None else date.fromordinal(day)


@pytest.mark.parametrize(
    ("mine", "theirs", "held"),
    [(UP, 3 * UP, "gold"), (3 * UP, UP, "gold"), (UP, UP, "silver"), (0, UP, "silver"),
     (UP - 1, UP - 1, "member")],
)  # fmt: skip
def test_the_higher_tier_stays_and_no_sum_of_both_is_tested(
    desk: Desk, member: int, other: int, mine: int, theirs: int, held: str
) -> None:
    for who, amount in ((member, mine), (other, theirs)):
        if amount:
            pay(desk, who, amount)
    members.merge(desk, keep=member, drop=other)
    assert tier(desk, member) == held


def test_both_together_move_up_at_the_next_purchase(desk: Desk, member: int, other: int) -> None:
    pay(desk, member, UP - 1)
    pay(desk, other, UP - 1)
    members.merge(desk, keep=member, drop=other)
    assert tier(desk, member) == "member"
    pay(desk, member, 2)
    assert tier(desk, member) == "silver"


def test_the_review_date_comes_over_with_the_tier(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    pay(desk, other, UP)
    then = review(desk, other)
    clock.tick(days=40)
    members.merge(desk, keep=member, drop=other)
    assert (tier(desk, member), review(desk, member)) == ("silver", then)
    assert then is not None
    pay(desk, member, KEEP)
    opens(desk, then + timedelta(days=1))
    assert (tier(desk, member), review(desk, member)) == ("silver", date(2028, 10, 31))


def test_of_equal_tiers_the_later_review_counts(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    pay(desk, member, UP)
    clock.tick(days=40)
    pay(desk, other, UP)
    later = review(desk, other)
    merged = members.merge(desk, keep=member, drop=other)
    assert (tier(desk, member), review(desk, member)) == ("silver", later)
    members.undo_merge(desk, merged.id)
    assert review(desk, member) == date(2027, 10, 31)
    assert tier(desk, member) == "silver"


@pytest.mark.parametrize(("days", "left"), [(13, "member"), (14, "member"), (15, "silver")])
def test_what_it_stood_on_is_given_back_within_fourteen_days_of_the_step_not_of_the_merge(
    desk: Desk, member: int, other: int, clock: "SetClock", days: int, left: str
) -> None:
    sold = pay(desk, other, UP)
    clock.tick(days=1)
    members.merge(desk, keep=member, drop=other)
    clock.tick(days=days - 1)
    purchases.refund(desk, sold, reason="all of it")
    assert tier(desk, member) == left


def test_it_falls_no_further_than_what_is_settled(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    pay(desk, other, UP)
    clock.tick(days=20)
    sold = pay(desk, other, 2 * UP)
    members.merge(desk, keep=member, drop=other)
    assert tier(desk, member) == "gold"
    purchases.refund(desk, sold, reason="all of it")
    assert tier(desk, member) == "silver"


def test_what_the_survivor_reaches_keeps_the_tier(desk: Desk, member: int, other: int) -> None:
    pay(desk, member, UP - 1)
    sold = pay(desk, other, UP)
    members.merge(desk, keep=member, drop=other)
    purchases.refund(desk, sold, amount=UP - 1, reason="nearly all")
    assert tier(desk, member) == "silver", "the facts of both are the survivor's"
    purchases.refund(desk, sold, reason="the rest")
    assert tier(desk, member) == "member"


def test_own_recent_steps_below_are_taken_back_after_those_that_came(
    desk: Desk, member: int, other: int
) -> None:
    mine, theirs = pay(desk, member, UP), pay(desk, other, 3 * UP)
    members.merge(desk, keep=member, drop=other)
    purchases.refund(desk, mine, reason="all of it")
    assert tier(desk, member) == "gold"
    purchases.refund(desk, theirs, reason="all of it")
    assert tier(desk, member) == "member"


def promise(desk: Desk) -> int:
    bag = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=9)
    rewards.add(desk, name="银卡礼", trigger=rewards.upgrade("silver"),
                reward=rewards.voucher(gift=bag.id))  # fmt: skip
    return bag.id


def states(desk: Desk, member: int) -> list[str]:
    return sorted(one.state for one in vouchers.of_member(desk, member))


def test_a_gift_for_a_tier_is_given_once_for_life_by_the_keys_of_both(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    promise(desk)
    pay(desk, other, UP)
    clock.tick(days=20)
    members.merge(desk, keep=member, drop=other)
    opens(desk, "2028-01-05")
    assert tier(desk, member) == "member"
    pay(desk, member, UP)
    assert tier(desk, member) == "silver"
    assert len(states(desk, member)) == 1
    assert rewards.preview(desk).given == rewards.preview(desk).left_out == ()


def test_buying_merging_and_giving_back_leaves_neither_tier_nor_gift_nor_points(
    desk: Desk, member: int, other: int
) -> None:
    promise(desk)
    sold = [pay(desk, who, UP) for who in (member, other)]
    members.merge(desk, keep=member, drop=other)
    for purchase in sold:
        purchases.refund(desk, purchase, reason="all of it")
    assert tier(desk, member) == "member"
    assert states(desk, member) == ["void", "void"]
    assert members.get(desk, member).points == 0
    assert rewards.preview(desk).given == ()


def test_a_gift_that_both_had_is_void_once_and_given_again_when_it_is_undone(
    desk: Desk, member: int, other: int
) -> None:
    promise(desk)
    for who in (member, other):
        pay(desk, who, UP)
    merged = members.merge(desk, keep=member, drop=other)
    assert states(desk, member) == ["issued", "void"]
    members.undo_merge(desk, merged.id)
    assert (states(desk, member), states(desk, other)) == (["issued"], ["issued", "void"])
    assert tier(desk, other) == "silver"


@pytest.mark.parametrize(
    ("used", "left", "told"),
    [
        ((), ["issued", "void"], 0),
        ((0,), ["redeemed", "void"], 0),
        ((1,), ["redeemed", "void"], 0),
        ((0, 1), ["redeemed", "redeemed"], 1),
    ],
)
def test_of_two_gifts_for_one_tier_an_unused_one_goes_and_two_used_ones_are_told(
    desk: Desk, member: int, other: int, used: tuple[int, ...], left: list[str], told: int
) -> None:
    promise(desk)
    both = (member, other)
    for who in both:
        pay(desk, who, UP)
    for place in used:
        (voucher,) = vouchers.of_member(desk, both[place])
        vouchers.redeem(desk, voucher.code)
    members.merge(desk, keep=member, drop=other)
    assert states(desk, member) == left
    assert len(notices.listed(desk)) == told
    assert tier(desk, member) == "silver"


def test_undoing_takes_back_what_stood_on_both_with_its_gift(
    desk: Desk, member: int, other: int
) -> None:
    promise(desk)
    pay(desk, other, UP - 1)
    merged = members.merge(desk, keep=member, drop=other)
    pay(desk, member, 1)
    assert tier(desk, member) == "silver"
    members.undo_merge(desk, merged.id)
    assert (tier(desk, member), states(desk, member)) == ("member", ["void"])
    pay(desk, member, UP)
    assert (tier(desk, member), states(desk, member)) == ("silver", ["issued", "void"])


def test_undoing_leaves_what_the_survivor_reached_alone(
    desk: Desk, member: int, other: int
) -> None:
    pay(desk, other, 10)
    merged = members.merge(desk, keep=member, drop=other)
    pay(desk, member, UP)
    members.undo_merge(desk, merged.id)
    assert (tier(desk, member), tier(desk, other)) == ("silver", "member")


@pytest.mark.parametrize("days", [1, 14, 15, 20])
def test_what_a_refund_took_back_meanwhile_stays_taken_however_late_it_is_undone(
    desk: Desk, member: int, other: int, clock: "SetClock", days: int
) -> None:
    sold = pay(desk, member, UP)
    merged = members.merge(desk, keep=member, drop=other)
    purchases.refund(desk, sold, reason="all of it")
    clock.tick(days=days)
    pay(desk, member, 1)
    members.undo_merge(desk, merged.id)
    assert (tier(desk, member), tier(desk, other)) == ("member", "member")


def test_undoing_gives_the_tier_back_to_whose_it_was(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    sold = pay(desk, other, UP)
    merged = members.merge(desk, keep=member, drop=other)
    clock.tick(days=2)
    members.undo_merge(desk, merged.id)
    assert (tier(desk, member), tier(desk, other)) == ("member", "silver")
    purchases.refund(desk, sold, reason="all of it")
    assert (tier(desk, member), tier(desk, other)) == ("member", "member")


def test_a_review_between_is_held_again_by_what_each_has(
    desk: Desk, member: int, other: int
) -> None:
    pay(desk, member, UP)
    pay(desk, other, UP)
    goes_on(desk, "2027-10-20")
    pay(desk, other, UP)
    merged = members.merge(desk, keep=member, drop=other)
    opens(desk, "2027-11-02")
    assert tier(desk, member) == "silver"
    members.undo_merge(desk, merged.id)
    opens(desk, "2027-11-03")
    assert (tier(desk, member), tier(desk, other)) == ("member", "silver")


def test_a_floor_goes_along_and_ends_with_the_merge(desk: Desk, member: int, other: int) -> None:
    tiers.floor(desk, other, "gold", reason="a friend")
    merged = members.merge(desk, keep=member, drop=other)
    assert tier(desk, member) == "gold"
    members.undo_merge(desk, merged.id)
    assert (tier(desk, member), tier(desk, other)) == ("member", "gold")


def test_the_survivors_own_lock_stays(desk: Desk, member: int, other: int) -> None:
    tiers.lock(desk, member, "silver", reason="agreed")
    tiers.lock(desk, other, "gold", reason="agreed, too")
    members.merge(desk, keep=member, drop=other)
    assert tier(desk, member) == "silver"


def test_a_merge_on_the_day_of_the_review_is_replayed(desk: Desk, member: int, other: int) -> None:
    pay(desk, member, UP)
    pay(desk, other, 3 * UP)
    opens(desk, "2027-11-01")
    members.merge(desk, keep=other, drop=member)
    opens(desk, "2027-11-02")
    assert tier(desk, other) == "silver"
    assert members.get(desk, member).closed


@pytest.mark.parametrize("locked", ["the one that stays", "the other"])
def test_a_tier_that_was_fixed_through_yesterday_ends_with_a_merge(
    desk: Desk, clock: "SetClock", locked: str
) -> None:
    """Before the day's run: nobody has settled it yet."""
    keep, drop = (members.register(desk, name=name).id for name in ("A", "B"))
    whose = keep if locked == "the one that stays" else drop
    tiers.lock(desk, whose, "silver", until=desk.today(), reason="for the day")
    clock.tick(days=1)
    members.merge(desk, keep=keep, drop=drop)
    assert members.get(desk, keep).tier.code == "member"
    assert checks.run(desk) == ()

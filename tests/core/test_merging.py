"""Two members who are one: what goes over, what finds whom, and back again (9.1, 9.22, 9.25)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    Refused,
    cards,
    checks,
    consents,
    facts,
    feedback,
    figures,
    gifts,
    interactions,
    members,
    points,
    purchases,
    settings,
    tiers,
    timeline,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.strict_shop import pay

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


@pytest.fixture
def other(desk: Desk) -> int:
    return members.register(desk, name="张三", phone="13800138000", birthday=(3, 15)).id


def told(desk: Desk, member: int) -> Any:
    """All that a member is and has, as anyone may ask for it."""
    assert checks.run(desk) == ()
    return (
        members.get(desk, member), points.lots(desk, member), cards.of_member(desk, member),
        [one.id for one in purchases.of_member(desk, member)], tiers.why(desk, member),
        desk.db.execute_sql(
            "SELECT on_day, receipts, kept, spend, points FROM member_day WHERE member_id = ?",
            (member,),
        ).fetchall(),
    )  # fmt: skip


def code(command: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refusal:
        command(*given, **named)
    return refusal.value.code


# --- what goes over ---------------------------------------------------------------------------


def test_receipts_lots_and_days_go_over_as_they_are(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=100)
    first = pay(desk, other, 20_000)
    clock.tick(days=5)
    second = pay(desk, member, 10_000)
    clock.tick(days=5)
    members.merge(desk, keep=member, drop=other)
    assert [
        (one.remaining, one.earned_on, one.expires_on) for one in points.lots(desk, member)
    ] == [
        (200, TODAY, TODAY + timedelta(days=100)),
        (100, TODAY + timedelta(days=5), TODAY + timedelta(days=105)),
    ]
    assert [one.id for one in purchases.of_member(desk, member)] == [second, first]
    assert facts.of_member(desk, member, TODAY, TODAY + timedelta(days=9)) == (30_000, 2, 300)
    gone = members.get(desk, other)
    assert (gone.closed, gone.points, gone.number) == (True, 0, "100002")
    assert checks.run(desk) == ()


def test_number_card_and_phone_of_the_other_find_the_survivor(
    desk: Desk, member: int, other: int
) -> None:
    card, number = cards.of_member(desk, other)[0].code, members.get(desk, other).number
    cards.link(desk, other, "OLD-CARD-7")
    members.merge(desk, keep=member, drop=other)
    for written in (number, card, "OLD-CARD-7", "13800138000", "8000", "zhangsan"):
        assert [one.id for one in members.find(desk, written)] == [member], written
    members.edit(desk, member, name="王五")
    assert [one.id for one in members.find(desk, number)] == [member]
    new = members.replace_card(desk, member)
    assert code(cards.member_of, desk, card) == "card_lost"
    assert cards.member_of(desk, new) == member


def test_what_the_survivor_lacks_is_taken_over_and_nothing_else(desk: Desk, other: int) -> None:
    mine = members.register(desk, name="张三丰", birthday=date(1990, 1, 2)).id
    members.merge(desk, keep=mine, drop=other)
    kept = members.get(desk, mine)
    assert (kept.name, kept.phone, kept.birthday) == (
        "张三丰", "13800138000", date(1990, 1, 2),
    )  # fmt: skip


def test_the_older_day_of_joining_counts_whichever_it_is(desk: Desk) -> None:
    old = members.register(desk, name="A", joined_on=date(2024, 3, 1)).id
    new = members.register(desk, name="B", joined_on=date(2025, 3, 1)).id
    third = members.register(desk, name="C", joined_on=date(2023, 3, 1)).id
    first = members.merge(desk, keep=new, drop=old)
    members.merge(desk, keep=new, drop=third)
    assert members.get(desk, new).joined_on == date(2023, 3, 1)
    members.undo_merge(desk, first.id)
    assert members.get(desk, new).joined_on == date(2023, 3, 1)
    assert members.get(desk, old).joined_on == date(2024, 3, 1)
    second = members.merges(desk, new)[0]
    members.undo_merge(desk, second.id)
    assert members.get(desk, new).joined_on == date(2025, 3, 1)
    assert checks.run(desk) == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "balance"),
    [(0, -50, -50), (80, -50, 30), (50, -50, 0), (30, -50, -20), (-30, 80, 50), (-30, -50, -80)],
)
def test_a_debt_is_netted_and_undone_to_the_point(
    desk: Desk, member: int, other: int, mine: int, theirs: int, balance: int
) -> None:
    for who, amount in ((member, mine), (other, theirs)):
        if amount < 0:
            owe(desk, who, -amount)
        elif amount:
            points.adjust(desk, who, amount, reason="a start")
    before = [told(desk, who)[:4] for who in (member, other)]
    merged = members.merge(desk, keep=member, drop=other)
    assert points.balance(desk, member) == balance
    assert points.balance(desk, other) == 0
    assert checks.run(desk) == ()
    members.undo_merge(desk, merged.id)
    assert [told(desk, who)[:4] for who in (member, other)] == before


def owe(desk: Desk, member: int, amount: int) -> None:
    sold = pay(desk, member, amount * 100)
    points.adjust(desk, member, -amount, reason="spent")
    purchases.refund(desk, sold, reason="all of it")


def test_what_was_earned_since_for_another_debt_is_theirs_again(
    desk: Desk, member: int, other: int
) -> None:
    owe(desk, other, 50)
    merged = members.merge(desk, keep=member, drop=other)
    pay(desk, member, 8000)
    assert points.balance(desk, member) == 30
    members.undo_merge(desk, merged.id)
    assert (points.balance(desk, member), points.balance(desk, other)) == (80, -50)
    assert checks.run(desk) == ()


def test_vouchers_and_words_go_along(desk: Desk, member: int, other: int) -> None:
    bag = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=3)
    voucher = vouchers.issue(desk, other, gift=bag.id)
    feedback.rate(desk, other, 5, note="lovely")
    interactions.log(desk, other, "call", note="asked for tea")
    consents.give(desk, other, "marketing", wording="may we write?")
    members.merge(desk, keep=member, drop=other)
    assert vouchers.get(desk, voucher.id).member_id == member
    assert consents.holds(desk, member, "marketing")
    kinds = [one.kind for one in timeline.of_member(desk, member)]
    assert {"merged_in", "rated", "call", "marketing", "issued"} <= set(kinds)
    assert vouchers.redeem(desk, voucher.code, member_id=member).state == "redeemed"
    assert checks.run(desk) == ()


def test_later_refunds_act_on_the_survivor_and_leave_nothing_behind(
    desk: Desk, member: int, other: int
) -> None:
    earned = pay(desk, other, 30_000)
    spent = purchases.record(
        desk, member=other, amount=10_000, points=200, pay={"cash": 9800}
    )  # fmt: skip
    members.merge(desk, keep=member, drop=other)
    back = purchases.refund(desk, spent.id, reason="all of it")
    assert back.points_returned == 200
    purchases.refund(desk, earned, amount=15_000, reason="half")
    purchases.refund(desk, earned, reason="the rest")
    assert points.balance(desk, member) == 0
    assert members.get(desk, other).points == 0
    assert checks.run(desk) == ()


def test_points_that_expired_under_the_other_are_not_taken_twice(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=10)
    earned = pay(desk, other, 30_000)
    clock.tick(days=11)
    members.merge(desk, keep=member, drop=other)
    purchases.refund(desk, earned, reason="all of it")
    assert points.balance(desk, member) == 0
    assert checks.run(desk) == ()


def test_for_the_months_identity_a_merge_is_an_adjustment_of_nothing(
    desk: Desk, member: int, other: int
) -> None:
    pay(desk, member, 10_000)
    owe(desk, other, 30)
    before = figures.month(desk, 2026, 10)
    merged = members.merge(desk, keep=member, drop=other)
    during = figures.month(desk, 2026, 10)
    assert during.points.adjusted == before.points.adjusted
    assert during.points.closing == before.points.closing
    assert (during.new_members, before.new_members) == (1, 2)
    assert sum(n for row in during.tier_moves.values() for n in row.values()) == 1
    members.undo_merge(desk, merged.id)
    assert figures.month(desk, 2026, 10) == before


def test_who_joined_earlier_by_a_merge_is_not_new_in_the_month(desk: Desk) -> None:
    old = members.register(desk, name="A", joined_on=date(2026, 3, 1)).id
    new = members.register(desk, name="B").id
    members.merge(desk, keep=new, drop=old)
    assert figures.month(desk, 2026, 10).tier_moves == {"member": {"member": 1}}


def test_a_month_before_a_merge_has_the_person_once_on_the_tier_that_either_held(
    desk: Desk, clock: "SetClock"
) -> None:
    old = members.register(desk, name="A").id
    pay(desk, old, 1_000_000)
    held = members.get(desk, old).tier.code
    assert held != "member"
    clock.tick(days=40)
    new = members.register(desk, name="B").id
    merged = members.merge(desk, keep=new, drop=old)
    october = figures.month(desk, 2026, 10)
    assert (october.new_members, october.tier_moves) == (1, {"new": {held: 1}})
    assert figures.month(desk, 2026, 11).tier_moves == {held: {held: 1}}
    members.undo_merge(desk, merged.id)
    assert figures.month(desk, 2026, 10).tier_moves == october.tier_moves
    assert figures.month(desk, 2026, 11).tier_moves == {held: {held: 1}, "new": {"member": 1}}


# --- who brought whom -------------------------------------------------------------------------


def test_friends_of_both_are_the_survivors_and_nobody_brought_themselves(desk: Desk) -> None:
    first, second = (members.register(desk, name=name).id for name in "AB")
    friend = members.register(desk, name="C", referrer=second).id
    members.edit(desk, second, name="B2")
    own = members.register(desk, name="D", referrer=first).id
    merged = members.merge(desk, keep=first, drop=second)
    assert members.get(desk, friend).referrer == first
    members.merge(desk, keep=own, drop=first)
    assert members.get(desk, own).referrer is None
    assert members.get(desk, friend).referrer == own
    assert checks.run(desk) == ()
    assert code(members.undo_merge, desk, merged.id) == "member_closed"


def test_a_tier_that_stood_on_bringing_oneself_is_taken_back(desk: Desk) -> None:
    ladder = [
        tiers.Tier("member", {"en": "Member"}, None),
        tiers.Tier("host", {"en": "Host"},
                   tiers.any_of(tiers.at_least("referrals", 1, tiers.lifetime()))),
    ]  # fmt: skip
    tiers.set_ladder(desk, ladder)
    host = members.register(desk, name="A").id
    friend = members.register(desk, name="A again", referrer=host).id
    pay(desk, friend, 1000)
    assert members.get(desk, host).tier.code == "host"
    members.merge(desk, keep=host, drop=friend)
    assert members.get(desk, host).tier.code == "member"
    assert checks.run(desk) == ()


# --- before, again, and what is refused -------------------------------------------------------


def test_a_preview_is_the_merge_itself_taken_back(desk: Desk, member: int, other: int) -> None:
    pay(desk, member, 10_000)
    pay(desk, other, 120_000)
    vouchers.issue(desk, other, amount=500)
    before = [told(desk, who) for who in (member, other)]
    seen = members.preview_merge(desk, keep=member, drop=other)
    assert [told(desk, who) for who in (member, other)] == before
    members.merge(desk, keep=member, drop=other)
    assert members.get(desk, member) == seen.after.member
    assert (seen.keep.receipts, seen.drop.receipts, seen.after.receipts) == (1, 1, 2)
    assert (seen.drop.vouchers, seen.after.vouchers, seen.after.cards) == (1, 1, 2)
    assert seen.after.values["points"] == 1300


def test_the_same_key_merges_once(desk: Desk, member: int, other: int) -> None:
    first = members.merge(desk, keep=member, drop=other, key="one")
    assert members.merge(desk, keep=member, drop=other, key="one") == first
    assert members.merges(desk, member) == members.merges(desk, other) == [first]


def test_one_and_the_same_and_who_is_closed_are_refused(
    desk: Desk, member: int, other: int, cashier: Desk
) -> None:
    assert code(members.merge, desk, keep=member, drop=member) == "same_member"
    assert code(members.merge, desk, keep=member, drop=77) == "unknown_member"
    assert code(members.merge, cashier, keep=member, drop=other) == "permission"
    members.merge(desk, keep=member, drop=other)
    third = members.register(desk, name="C").id
    assert code(members.merge, desk, keep=third, drop=other) == "member_closed"
    assert code(members.merge, desk, keep=other, drop=third) == "member_closed"


# --- undone -----------------------------------------------------------------------------------


def test_undone_both_are_as_they_were_and_the_survivor_keeps_what_came_since(
    desk: Desk, member: int, other: int, clock: "SetClock"
) -> None:
    pay(desk, member, 10_000)
    pay(desk, other, 40_000)
    vouchers.issue(desk, other, amount=500)
    before = [told(desk, who) for who in (member, other)]
    merged = members.merge(desk, keep=member, drop=other)
    members.undo_merge(desk, merged.id)
    assert [told(desk, who)[:4] for who in (member, other)] == [one[:4] for one in before]
    merged = members.merge(desk, keep=member, drop=other)
    clock.tick(days=1)
    pay(desk, member, 5000)
    members.undo_merge(desk, merged.id)
    assert (points.balance(desk, member), points.balance(desk, other)) == (150, 400)
    assert code(members.undo_merge, desk, merged.id) == "unknown_merge"
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("days", "refused"), [(29, None), (30, None), (31, "undo_late")])
def test_a_merge_is_undone_within_thirty_days(
    desk: Desk, member: int, other: int, clock: "SetClock", days: int, refused: str | None
) -> None:
    merged = members.merge(desk, keep=member, drop=other)
    clock.tick(days=days)
    if refused is not None:
        assert code(members.undo_merge, desk, merged.id) == refused
    else:
        assert members.undo_merge(desk, merged.id).undone_on == TODAY + timedelta(days=days)


def test_it_is_refused_with_the_receipt_once_a_lot_that_came_over_was_drawn_on(
    desk: Desk, member: int, other: int
) -> None:
    pay(desk, other, 40_000)
    merged = members.merge(desk, keep=member, drop=other)
    drew = purchases.record(desk, member=member, amount=1000, points=100, pay={"cash": 900})
    with pytest.raises(Refused, match=drew.number) as refusal:
        members.undo_merge(desk, merged.id)
    assert refusal.value.code == "undo_refused"
    assert members.get(desk, other).closed


def test_its_own_lots_may_be_drawn_on(desk: Desk, member: int, other: int) -> None:
    pay(desk, member, 40_000)
    pay(desk, other, 40_000)
    merged = members.merge(desk, keep=member, drop=other)
    purchases.record(desk, member=member, amount=1000, points=100, pay={"cash": 900})
    members.undo_merge(desk, merged.id)
    assert (points.balance(desk, member), points.balance(desk, other)) == (309, 400)


def test_points_taken_by_hand_or_a_refund_of_what_came_over_refuse_it_too(
    desk: Desk, member: int, other: int
) -> None:
    sold = pay(desk, other, 40_000)
    merged = members.merge(desk, keep=member, drop=other)
    points.adjust(desk, member, -1, reason="a test")
    with pytest.raises(Refused, match="15 Oct 2026"):
        members.undo_merge(desk, merged.id)
    third = members.register(desk, name="C").id
    free = purchases.record(desk, member=third, amount=50, pay={"cash": 50}).id
    second = members.merge(desk, keep=member, drop=third)
    purchases.refund(desk, free, reason="earned nothing")
    assert code(members.undo_merge, desk, second.id) == "undo_refused"
    assert sold


def test_a_phone_that_somebody_has_meanwhile_is_shared_after_it(
    desk: Desk, member: int, other: int
) -> None:
    members.edit(desk, member, phone="13900139000")
    merged = members.merge(desk, keep=member, drop=other)
    third = members.register(desk, name="C", phone="13800138000").id
    members.undo_merge(desk, merged.id)
    assert {one.id for one in members.find(desk, "13800138000")} == {third, other}


def test_in_a_chain_everyone_finds_the_last_one_and_comes_back_in_turn(desk: Desk) -> None:
    one, two, three = (members.register(desk, name=name).id for name in "ABC")
    pay(desk, one, 10_000)
    first = members.merge(desk, keep=two, drop=one)
    second = members.merge(desk, keep=three, drop=two)
    assert [m.id for m in members.find(desk, members.get(desk, one).number)] == [three]
    assert points.balance(desk, three) == 100
    members.undo_merge(desk, second.id)
    assert [m.id for m in members.find(desk, members.get(desk, one).number)] == [two]
    members.undo_merge(desk, first.id)
    assert points.balance(desk, one) == 100
    assert checks.run(desk) == ()


def test_a_debt_that_another_merge_brought_and_a_lot_that_came_over_paid_refuses_it(
    desk: Desk, member: int, other: int
) -> None:
    pay(desk, other, 10_000)
    merged = members.merge(desk, keep=member, drop=other)
    third = members.register(desk, name="C").id
    owe(desk, third, 40)
    second = members.merge(desk, keep=member, drop=third)
    assert points.balance(desk, member) == 60
    assert code(members.undo_merge, desk, merged.id) == "undo_refused"
    members.undo_merge(desk, second.id)
    members.undo_merge(desk, merged.id)
    found = [points.balance(desk, who) for who in (member, other, third)]
    assert found == [0, 100, -40]
    assert checks.run(desk) == ()


def test_the_time_line_says_it_from_both_sides(desk: Desk, member: int, other: int) -> None:
    pay(desk, other, 5000)
    merged = members.merge(desk, keep=member, drop=other)
    assert [one.points for one in timeline.of_member(desk, member)][:1] == [50]
    members.undo_merge(desk, merged.id)
    for who, points_moved in ((member, [-50, 50]), (other, [50, -50])):
        moved = [one for one in timeline.of_member(desk, who) if one.kind.startswith(("m", "p"))]
        assert [one.points for one in moved if one.kind != "bought"] == points_moved
    mine = [one.sentence for one in timeline.of_member(desk, member)]
    theirs = [one.sentence for one in timeline.of_member(desk, other)]
    assert "Merged with 张三 (100002), who was the same person" in mine
    assert "Merged into 张三丰 (100001), who is the same person" in theirs
    assert "The merge with 张三丰 (100001) was undone" in theirs


def test_an_attached_receipt_is_told_once_for_its_points(desk: Desk, member: int) -> None:
    sold = purchases.record(desk, amount=10_000, pay={"cash": 10_000}).id
    purchases.attach(desk, sold, member=member)
    told_of = {one.kind: one.points for one in timeline.of_member(desk, member)}
    assert (told_of["bought"], told_of["attached"]) == (0, 100)


def test_a_voucher_used_meanwhile_goes_back_used_and_returns_to_whose_it_was(
    desk: Desk, member: int, other: int
) -> None:
    voucher = vouchers.issue(desk, other, amount=500)
    merged = members.merge(desk, keep=member, drop=other)
    sold = purchases.record(
        desk, member=member, amount=1000, vouchers=[voucher.code], pay={"cash": 500}
    )
    members.undo_merge(desk, merged.id)
    assert vouchers.get(desk, voucher.id).member_id == other
    assert purchases.refund(desk, sold.id, reason="all of it").vouchers == (voucher.code,)
    assert vouchers.get(desk, voucher.id).state == "issued"
    assert checks.run(desk) == ()


def test_what_was_said_and_agreed_is_counted_on_both_sides_of_a_preview(desk: Desk) -> None:
    one, other = (members.register(desk, name=name).id for name in ("张三丰", "张三"))
    interactions.log(desk, other, "call", "about tea")
    feedback.rate(desk, other, 4)
    consents.give(desk, other, "marketing", wording="yes")
    seen = members.preview_merge(desk, keep=one, drop=other)
    for side, counts in ((seen.keep, (0, 0)), (seen.drop, (2, 1)), (seen.after, (2, 1))):
        assert (side.contacts, side.consents) == counts

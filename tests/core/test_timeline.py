"""A member's time line: what happened, in sentences, the newest first."""

import pytest

from shopdesk import (
    cards,
    days,
    gifts,
    members,
    points,
    purchases,
    settings,
    timeline,
    vouchers,
)
from shopdesk.refusals import UnknownMember
from shopdesk.shop import Desk
from tests.benchmarks.selling import count_steps


def said(desk: Desk, member: int, limit: int = 100) -> list[str]:
    return [one.sentence for one in timeline.of_member(desk, member, limit)]


def test_a_life_reads_from_the_newest_to_the_joining(desk: Desk, member: int, clock) -> None:
    clock.tick(hours=1)
    purchases.record(desk, member=member, amount=6800, pay={"cash": 6800})
    clock.tick(hours=1)
    points.adjust(desk, member, -8, reason="Miscounted")
    assert said(desk, member) == [
        "Points adjusted by -8: Miscounted",
        "Bought for ¥68.00, receipt 000001",
        "Joined as Member",
    ]


def test_each_says_which_points_it_moved_and_who_did_it(
    desk: Desk, cashier: Desk, member: int
) -> None:
    purchases.record(cashier, member=member, amount=6800, pay={"cash": 6800})
    bought, joined = timeline.of_member(desk, member)
    assert (bought.kind, bought.points, bought.staff, bought.purchase) == ("bought", 68, "小陈", 1)
    assert (joined.points, joined.staff, joined.on) == (0, "店主", desk.today())


def test_an_adjustment_of_several_lots_happened_once(desk: Desk, member: int) -> None:
    for _time in range(3):
        points.adjust(desk, member, 10, reason="gift")
    points.adjust(desk, member, -25, reason="back")
    assert said(desk, member)[0] == "Points adjusted by -25: back"
    assert len(said(desk, member)) == 5


def test_points_that_ended_are_told_on_the_day_after_their_last(
    desk: Desk, member: int, clock
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=3)
    for given in (1000, 200):
        points.adjust(desk, member, given, reason="gift")
    clock.tick(days=9)
    days.run(desk)
    ended = timeline.of_member(desk, member)[0]
    assert (ended.sentence, ended.points) == ("Points expired unused: 1,200", -1200)
    assert (ended.on.isoformat(), ended.kind) == ("2026-10-19", "points_expired")


def test_moving_up_names_both_tiers_and_comes_after_its_purchase(desk: Desk, member: int) -> None:
    purchases.record(desk, member=member, amount=300_000, pay={"cash": 300_000})
    assert said(desk, member)[:2] == [
        "Moved up from Member to Gold",
        "Bought for ¥3,000.00, receipt 000001",
    ]


def test_a_refund_and_a_void_say_of_which_receipt_and_why(desk: Desk, member: int) -> None:
    for _time in range(2):
        purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    purchases.refund(desk, 1, amount=2000, reason="a dent")
    purchases.void(desk, 2, reason="typed twice")
    voided, refunded = timeline.of_member(desk, member)[:2]
    assert voided.sentence == "Receipt 000002 over ¥50.00 made void: typed twice"
    assert refunded.sentence == "¥20.00 given back of receipt 000001: a dent"
    assert (refunded.points, refunded.purchase) == (-20, 1)


def test_a_voucher_is_told_from_issue_to_end(desk: Desk, member: int, clock) -> None:
    cup = gifts.add(desk, name="杯", name_en="Cup", cost=100, value=200, stock=5).id
    used, void, expired = (
        vouchers.issue(desk, member, gift=cup, valid_days=valid) for valid in (30, 30, 3)
    )
    vouchers.redeem(desk, used.code, member_id=member)
    vouchers.void(desk, void.id, reason="wrong one")
    clock.tick(days=5)
    days.run(desk)
    told = timeline.of_member(desk, member)
    assert [(one.kind, one.voucher) for one in told][:3] == [
        ("expired", expired.id), ("void", void.id), ("redeemed", used.id),
    ]  # fmt: skip
    assert told[0].sentence == 'The voucher "Cup" expired unused'
    assert told[1].sentence == 'The voucher "Cup" was withdrawn: wrong one'
    assert told[2].sentence == 'Used the voucher "Cup"'
    assert said(desk, member).count('Got the voucher "Cup"') == 3


def test_cards_after_the_first_are_told(desk: Desk, member: int) -> None:
    cards.link(desk, member, "BUS 7788")
    new = cards.replace(desk, member)
    assert said(desk, member)[:2] == [
        f"Card replaced: {new} is the new one",
        "Card or code BUS7788 linked",
    ]
    assert len(said(desk, member)) == 3


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_only_as_much_is_told_as_is_asked_for(desk: Desk, member: int, limit: int) -> None:
    for _time in range(5):
        purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    assert len(said(desk, member, limit)) == limit


def test_nothing_is_told_of_others_or_of_nobody(desk: Desk, member: int) -> None:
    other = members.register(desk, name="李四").id
    purchases.record(desk, member=other, amount=100, pay={"cash": 100})
    vouchers.issue(desk, other, amount=100)
    assert said(desk, member) == ["Joined as Member"]
    with pytest.raises(UnknownMember):
        said(desk, 999)


def test_it_is_told_in_the_language_of_the_desk(desk: Desk, member: int) -> None:
    desk.speaks = "zh_CN"
    assert said(desk, member) == ["入会，等级为普通会员"]


def test_a_long_life_is_read_by_as_few_queries_as_a_short_one(desk: Desk, member: int) -> None:
    def queries() -> int:
        asked: list[str] = []
        connection = desk.db.connection()
        connection.set_trace_callback(asked.append)
        timeline.of_member(desk, member)
        connection.set_trace_callback(None)
        return len(asked)

    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    vouchers.issue(desk, member, amount=100)
    before = queries()
    for _time in range(10):
        purchases.record(desk, member=member, amount=100, pay={"cash": 100})
        vouchers.issue(desk, member, amount=100)
        points.adjust(desk, member, 5, reason="x")
    assert queries() == before


def test_a_change_of_details_names_what_was_changed_and_not_to_what(
    desk: Desk, member: int
) -> None:
    other = members.register(desk, name="李四").id
    phone = members.get(desk, member).phone
    members.edit(desk, member, name="张无忌", phone=phone, birthday=(3, 8))
    members.edit(desk, other, name="李五")
    members.edit(desk, member, name="张无忌")
    told = [one for one in timeline.of_member(desk, member) if one.kind == "edited"]
    assert [one.sentence for one in told] == ["Details changed: name, birthday"]
    assert (told[0].staff, told[0].on) == ("店主", desk.today())
    desk.speaks = "zh_CN"
    assert timeline.of_member(desk, member)[0].sentence == "修改了资料：姓名、生日"


def test_a_birthday_that_is_changed_says_why(desk: Desk, member: int) -> None:
    members.edit(desk, member, birthday=(3, 8))
    members.edit(desk, member, birthday=(3, 9), reason="passport")
    told = timeline.of_member(desk, member)[0].sentence
    assert told == "Details changed: birthday (passport)"


def test_changes_of_details_take_as_many_steps_however_many_others_had_theirs(
    desk: Desk, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_MOST_EDITS", 5)
    members.edit(desk, member, name="张无忌")
    other = members.register(desk, name="李四").id
    steps = []
    for many in range(5, 15, 5):
        for number in range(many):
            members.edit(desk, other, name=f"李{number}")
        timeline.of_member(desk, member)
        steps.append(count_steps(desk, lambda: timeline.of_member(desk, member)))
    assert steps[0] == steps[1]

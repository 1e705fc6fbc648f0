"""Gifts at the counter, by courier, from partners: who took them, where to, what is owed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checks,
    deliveries,
    exports,
    gifts,
    member_copy,
    members,
    purchases,
    rewards,
    settlements,
    voucher_book,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

WHERE = {"recipient": "张三丰", "phone": "13800138000", "address": "武当山路 1 号"}


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=10).id


@pytest.fixture
def film(desk: Desk) -> int:
    return gifts.add(desk, name="影票", kind="partner", partner="影院", cost=3500, value=6000).id


@pytest.fixture
def parcel(desk: Desk, member: int, bag: int) -> vouchers.Voucher:
    return vouchers.issue(desk, member, gift=bag, channel="courier", valid_days=3)


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def last(desk: Desk, voucher: vouchers.Voucher) -> voucher_book.Happening:
    return voucher_book.history(desk, voucher.id)[-1]


# --- channels ---------------------------------------------------------------------------------


def test_a_voucher_is_for_the_counter_unless_something_else_is_said(
    desk: Desk, member: int, bag: int
) -> None:
    assert vouchers.issue(desk, member, gift=bag).channel == "counter"
    for channel in ("counter", "courier", "partner"):
        assert vouchers.issue(desk, member, gift=bag, channel=channel).channel == channel
    refused("choice", vouchers.issue, desk, member, gift=bag, channel="owl")
    said = refused("voucher_channel", vouchers.issue, desk, member, amount=100, channel="courier")
    assert str(said) == "Only a gift goes by courier or comes from a partner."


def test_the_channel_of_a_rule_reaches_its_gifts_and_nothing_else(desk: Desk, bag: int) -> None:
    both = [rewards.voucher(gift=bag), rewards.voucher(amount=500)]
    rewards.add(desk, name="新", trigger=rewards.joining(), reward=both, channel="courier")
    someone = members.register(desk, name="李四").id
    rewards.run(desk)
    given = [(one.kind, one.channel) for one in vouchers.of_member(desk, someone)]
    assert given == [("gift", "courier"), ("amount", "counter")]


# --- the counter ------------------------------------------------------------------------------


TAKEN = [
    # what is said when it is handed over, and what the history knows of it
    ({}, (False, "", "")),
    ({"member_id": 1}, (True, "", "")),
    ({"taken_by": " 张太太 "}, (False, "张太太", "")),
    ({"member_id": 1, "note": "blue one"}, (True, "", "blue one")),
    ({"taken_by": "张太太", "note": "called before"}, (False, "张太太", "called before")),
]


@pytest.mark.parametrize(("said", "kept"), TAKEN)
def test_who_took_a_gift_is_kept_with_who_gave_it_where_and_when(
    desk: Desk, cashier: Desk, member: int, bag: int, said: dict[str, Any], kept: Any
) -> None:
    assert member == 1
    v = vouchers.issue(desk, member, gift=bag)
    used = vouchers.redeem(cashier, v.code, **said)
    found = last(desk, v)
    assert (found.is_member, found.taken_by, found.note) == kept
    assert (found.kind, found.staff, found.till, found.at) == (
        "redeemed", "小陈", "2", used.redeemed_at,
    )  # fmt: skip
    assert checks.run(desk) == ()


@pytest.mark.parametrize("said", [{"taken_by": "长" * 65}, {"note": "长" * 501}, {"note": 1}])
def test_what_cannot_be_kept_of_a_hand_over_is_refused_and_nothing_given(
    desk: Desk, bag: int, said: dict[str, Any]
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    refused("text", vouchers.redeem, desk, v.code, **said)
    assert vouchers.get(desk, v.id).state == "issued"


# --- couriers ---------------------------------------------------------------------------------


def test_a_gift_is_sent_once_somebody_said_where_to(
    desk: Desk, cashier: Desk, clock: "SetClock", parcel: vouchers.Voucher, bag: int
) -> None:
    (waiting,) = deliveries.listed(desk, state="to_send")
    assert (waiting.recipient, waiting.address, waiting.title) == ("张三丰", "", "帆布袋")
    said = refused("address", deliveries.send, cashier, parcel.id)
    assert "Enter the address first" in str(said)
    deliveries.put(cashier, parcel.id, **WHERE)
    clock.tick(days=1)
    sent = deliveries.send(cashier, parcel.id, tracking="SF1234")
    assert (sent.state, sent.tracking, sent.sent_by) == ("sent", "SF1234", "小陈")
    assert sent.sent_on == desk.today()
    assert sent.voucher.state == "redeemed"
    assert gifts.get(desk, bag).stock == 9
    clock.tick(days=2)
    arrived = deliveries.receive(cashier, parcel.id)
    assert (arrived.state, arrived.received_on) == ("received", desk.today())
    kinds = [one.kind for one in voucher_book.history(desk, parcel.id)]
    assert kinds == ["issued", "redeemed", "sent", "received"]
    assert checks.run(desk) == ()


def test_each_state_of_a_delivery_is_a_list(desk: Desk, member: int, bag: int) -> None:
    made = [vouchers.issue(desk, member, gift=bag, channel="courier").id for _ in range(4)]
    for id_ in made[:3]:
        deliveries.put(desk, id_, **WHERE)
    for id_ in made[:2]:
        deliveries.send(desk, id_)
    deliveries.receive(desk, made[0])
    states = {
        state: [one.voucher.id for one in deliveries.listed(desk, state=state)]
        for state in deliveries.STATES
    }
    assert states == {"to_send": made[2:], "sent": [made[1]], "received": [made[0]]}
    assert [one.voucher.id for one in deliveries.listed(desk)] == made
    vouchers.void(desk, made[3], reason="moved away")
    assert [one.voucher.id for one in deliveries.listed(desk, state="to_send")] == [made[2]]
    refused("choice", deliveries.listed, desk, state="lost")


def test_where_gifts_went_leaves_with_everything_and_with_the_member(
    desk: Desk, member: int, parcel: vouchers.Voucher, bag: int, tmp_path: Path
) -> None:
    deliveries.put(desk, parcel.id, **WHERE)
    deliveries.send(desk, parcel.id, tracking="SF1234")
    vouchers.redeem(desk, vouchers.issue(desk, member, gift=bag).code, taken_by="张太太")
    (told,) = member_copy.gathered(desk, member)["deliveries"]
    assert (told["address"], told["tracking"]) == (WHERE["address"], "SF1234")
    out = exports.make(desk, tmp_path / "out").folder
    _heading, sent, fetched = (out / "vouchers.csv").read_text("utf-8-sig").splitlines()
    assert sent.endswith(f"courier,,张三丰,{WHERE['phone']},{WHERE['address']},SF1234")
    assert fetched.endswith("counter,张太太,,,,")


def test_what_is_not_on_its_way_does_not_arrive_and_what_was_sent_goes_nowhere_else(
    desk: Desk, member: int, parcel: vouchers.Voucher, bag: int
) -> None:
    refused("not_sent", deliveries.receive, desk, parcel.id)
    refused("not_sent", deliveries.track, desk, parcel.id, tracking="SF1")
    deliveries.put(desk, parcel.id, **WHERE)
    deliveries.send(desk, parcel.id)
    assert deliveries.track(desk, parcel.id, tracking="SF1").tracking == "SF1"
    refused("voucher_used", deliveries.put, desk, parcel.id, **WHERE)
    refused("voucher_used", deliveries.send, desk, parcel.id)
    refused("voucher_used", vouchers.redeem, desk, parcel.code)
    deliveries.receive(desk, parcel.id)
    refused("not_sent", deliveries.receive, desk, parcel.id)
    over_the_counter = vouchers.issue(desk, member, gift=bag)
    for command in (deliveries.send, deliveries.receive):
        refused("voucher_channel", command, desk, over_the_counter.id)
    refused("voucher_channel", deliveries.put, desk, over_the_counter.id, **WHERE)
    assert deliveries.of_voucher(desk, over_the_counter.id) is None


SENT = [(0, "sent"), (3, "sent"), (4, "voucher_expired")]


@pytest.mark.parametrize(("days", "comes"), SENT)
def test_a_gift_is_sent_through_the_last_day_of_its_voucher(
    desk: Desk, clock: "SetClock", parcel: vouchers.Voucher, days: int, comes: str
) -> None:
    deliveries.put(desk, parcel.id, **WHERE)
    clock.tick(days=days)
    if comes == "sent":
        assert deliveries.send(desk, parcel.id).state == "sent"
    else:
        refused(comes, deliveries.send, desk, parcel.id)
        assert deliveries.listed(desk, state="to_send") == []


def test_the_same_press_sends_once(desk: Desk, parcel: vouchers.Voucher, bag: int) -> None:
    deliveries.put(desk, parcel.id, **WHERE)
    first = deliveries.send(desk, parcel.id, key="k")
    assert deliveries.send(desk, parcel.id, key="k") == first
    assert gifts.get(desk, bag).stock == 9


def test_an_erased_person_leaves_no_address_and_no_taker(
    desk: Desk, member: int, parcel: vouchers.Voucher, bag: int
) -> None:
    deliveries.put(desk, parcel.id, **WHERE)
    deliveries.send(desk, parcel.id, tracking="SF1234")
    fetched = vouchers.issue(desk, member, gift=bag)
    vouchers.redeem(desk, fetched.code, taken_by="张太太", note="his wife")
    members.erase(desk, member, reason="asked for it")
    gone = deliveries.of_voucher(desk, parcel.id)
    assert gone is not None
    assert (gone.recipient, gone.phone, gone.address, gone.tracking) == ("", "", "", "")
    taken = last(desk, fetched)
    assert (taken.taken_by, taken.note) == ("", "")


# --- partners ---------------------------------------------------------------------------------


def test_a_month_of_a_partner_is_what_was_used_in_it_and_is_paid_once(
    desk: Desk, clock: "SetClock", film: int, bag: int
) -> None:
    def use(gift: int, channel: str = "counter") -> int:
        v = vouchers.issue(desk, None, gift=gift, channel=channel)
        return vouchers.redeem(desk, v.code).id

    first, by_channel = use(film), use(bag, "partner")
    use(bag)
    vouchers.issue(desk, None, gift=film)
    october = settlements.listed(desk, month="2026-10")
    assert [(s.partner, s.vouchers, s.cost) for s in october] == [
        ("帆布袋", (by_channel,), 800), ("影院", (first,), 3500),
    ]  # fmt: skip
    paid = settlements.settle(desk, "影院", "2026-10")
    assert (paid.vouchers, paid.cost, paid.settled_by) == ((first,), 3500, "店主")
    refused("nothing_to_settle", settlements.settle, desk, "影院", "2026-10")
    later = use(film)
    states = [(s.vouchers, s.id is None) for s in settlements.listed(desk) if s.partner == "影院"]
    assert states == [((later,), True), ((first,), False)]
    clock.tick(days=31)
    november = use(film)
    assert settlements.listed(desk)[0].vouchers == (november,)
    assert settlements.listed(desk)[0].month == "2026-11"
    told = [(s.month, s.vouchers) for s in settlements.listed(desk, state="settled")]
    assert told == [("2026-10", (first,))]
    still = [s.vouchers for s in settlements.listed(desk, month="2026-10", state="open")]
    assert still == [(by_channel,), (later,)]
    refused("choice", settlements.listed, desk, state="paid")
    assert settlements.listed(desk, month="9999-12") == []
    assert checks.run(desk) == ()


def test_what_was_settled_stays_under_the_name_it_was_settled_with(desk: Desk, film: int) -> None:
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=film).code)
    settlements.settle(desk, "影院", "2026-10")
    gifts.edit(desk, film, partner="新影院")
    assert [(s.partner, s.id is None) for s in settlements.listed(desk)] == [("影院", False)]


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "x", "", None, 202610])
def test_a_month_that_is_none_is_refused(desk: Desk, month: Any) -> None:
    refused("date", settlements.settle, desk, "影院", month)


def test_a_cashier_sees_no_settlements(desk: Desk, cashier: Desk) -> None:
    refused("permission", settlements.listed, cashier)
    refused("permission", settlements.settle, cashier, "影院", "2026-10")


# --- what adds up -----------------------------------------------------------------------------

FAULTS = [
    ("UPDATE settlement SET cost = 1", "settlement"),
    ("UPDATE voucher SET valid_until_on = valid_until_on + 1 WHERE id = 1", "voucher_until"),
    ("UPDATE voucher SET channel = 'counter' WHERE id = 2", "delivery"),
    ("INSERT INTO hand_over (voucher_id, taken_by, note, event_id) VALUES (3, '', '', 1)",
     "hand_over"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "code"), FAULTS)
def test_the_check_finds_what_does_not_add_up(
    desk: Desk, member: int, film: int, bag: int, sql: str, code: str
) -> None:
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=film).code)
    settlements.settle(desk, "影院", "2026-10")
    sent = vouchers.issue(desk, member, gift=bag, channel="courier")
    deliveries.put(desk, sent.id, **WHERE)
    deliveries.send(desk, sent.id)
    vouchers.issue(desk, None, gift=bag)
    assert checks.run(desk) == ()
    for trigger in ("settlement_no_update", "voucher_fixed"):
        desk.db.execute_sql(f"DROP TRIGGER {trigger}")
    desk.db.execute_sql(sql)
    assert code in {fault.code for fault in checks.run(desk)}


def test_a_money_voucher_has_no_hand_over(desk: Desk, member: int) -> None:
    v = vouchers.issue(desk, member, amount=100)
    purchases.record(desk, member=member, amount=1000, vouchers=[v.code], pay={"cash": 900})
    assert desk.db.execute_sql("SELECT COUNT(*) FROM hand_over").fetchone() == (0,)

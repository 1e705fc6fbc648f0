"""Vouchers: promised once, used once, and refused with the reason."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import days, gifts, members, purchases, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.store.tables.shop import Event
from shopdesk.vouchers import Voucher

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


@pytest.fixture
def other(desk: Desk) -> int:
    return members.register(desk, name="李四").id


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, value=2500, stock=10).id


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def buy(desk: Desk, member: int | None, *scanned: str, amount: int = 10_000) -> purchases.Purchase:
    due = purchases.quote(desk, member=member, amount=amount, vouchers=scanned).due
    return purchases.record(desk, member=member, amount=amount, vouchers=scanned, pay={"cash": due})


# --- issuing ----------------------------------------------------------------------------------


def test_an_issued_voucher_knows_what_it_promises(desk: Desk, member: int, bag: int) -> None:
    v = vouchers.issue(desk, member, gift=bag, valid_days=60, occasion=" 生日 ")
    assert (v.kind, v.gift_id, v.amount, v.percent_off, v.cost) == ("gift", bag, 0, 0, 800)
    assert (v.state, v.member_id, v.rule_id, v.occasion) == ("issued", member, None, "生日")
    assert v.valid_from_on == v.issued_on == date(2026, 10, 15)
    assert v.valid_until_on == date(2026, 12, 14), "the day of issue + 60"
    assert (v.redeemed_at, v.redeemed_by, v.redeemed_till) == (None, None, None)
    assert v.qr.startswith(v.code)
    assert vouchers.of_member(desk, member) == [v]


@pytest.mark.parametrize(
    ("promise", "kind", "words"),
    [
        ({"amount": 3000}, "amount", "¥30 off"),
        ({"amount": 3050, "minimum": 40_000}, "amount", "¥30.50 off from ¥400"),
        ({"percent_off": 10}, "percent", "10% off"),
        ({"percent_off": 100, "cap": 5000}, "percent", "100% off"),
        ({"percent_off": 12, "valid_days": 0}, "percent", "12% off"),
        ({"amount": 1, "valid_days": 3660}, "amount", "¥0.01 off"),
    ],
)
def test_money_vouchers_say_what_they_do(
    desk: Desk, member: int, promise: dict[str, Any], kind: str, words: str
) -> None:
    v = vouchers.issue(desk, member, **promise)
    assert (v.kind, vouchers.title(desk, v, "en")) == (kind, words)


def test_a_gift_voucher_is_called_by_the_gift_in_either_language(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    assert vouchers.title(desk, v, "en") == "Canvas bag"
    assert vouchers.title(desk, v, "zh_CN") == "帆布袋"


REFUSED = [
    ({}, "amount"),
    ({"amount": 100, "percent_off": 10}, "amount"),
    ({"amount": 100, "gift": 1}, "amount"),
    ({"percent_off": 10, "gift": 1}, "amount"),
    ({"amount": -100}, "amount"),
    ({"amount": 10**13}, "amount"),
    ({"amount": 1.5}, "amount"),
    ({"amount": True}, "amount"),
    ({"percent_off": 101}, "amount"),
    ({"percent_off": -1}, "amount"),
    ({"percent_off": 2.5}, "amount"),
    ({"amount": 100, "minimum": -1}, "amount"),
    ({"percent_off": 10, "cap": 0}, "amount"),
    ({"percent_off": 10, "cap": -5}, "amount"),
    ({"amount": 100, "valid_days": -1}, "date"),
    ({"amount": 100, "valid_days": 3661}, "date"),
    ({"amount": 100, "valid_days": 1.5}, "date"),
    ({"amount": 100, "occasion": "长" * 65}, "text"),
    ({"gift": 99}, "unknown_gift"),
]


@pytest.mark.parametrize(("promise", "code"), REFUSED)
def test_a_promise_no_voucher_can_make_is_refused(
    desk: Desk, member: int, bag: int, promise: dict[str, Any], code: str
) -> None:
    assert bag == 1
    said = refused(code, vouchers.issue, desk, member, **promise)
    assert str(said)
    assert vouchers.listed(desk) == []


def test_promising_two_things_or_nothing_is_said_plainly(desk: Desk) -> None:
    for promise in ({}, {"amount": 100, "percent_off": 10}):
        said = refused("amount", vouchers.issue, desk, None, **promise)
        assert "one thing" in str(said)


def test_a_voucher_for_nobody_known_is_refused(desk: Desk) -> None:
    refused("unknown_member", vouchers.issue, desk, 77, amount=100)


def test_the_same_key_issues_once(desk: Desk, member: int, bag: int) -> None:
    first = vouchers.issue(desk, member, gift=bag, key="k")
    assert vouchers.issue(desk, member, gift=bag, key="k") == first
    refused("key_reused", vouchers.issue, desk, member, gift=bag, valid_days=1, key="k")
    assert gifts.get(desk, bag).promised == 1


# --- valid days -------------------------------------------------------------------------------

LAST_DAY = [
    # what the shop's clock says, whether a voucher of 15 October for 3 days can be used
    ("2026-10-18T02:59", True),
    ("2026-10-18T03:00", True),
    ("2026-10-18T23:59", True),
    ("2026-10-19T02:59", True),
    ("2026-10-19T03:00", False),
    ("2026-10-20T12:00", False),
]


@pytest.mark.parametrize(("now", "usable"), LAST_DAY)
@pytest.mark.parametrize("is_booked", [False, True], ids=["", "after the daily run"])
def test_a_voucher_is_valid_through_the_end_of_its_last_day(
    desk: Desk, clock: "SetClock", member: int, now: str, usable: bool, is_booked: bool
) -> None:
    v = vouchers.issue(desk, member, amount=1000, valid_days=3)
    clock.now = datetime.fromisoformat(now).replace(tzinfo=desk.shop.zone).astimezone(UTC)
    if is_booked:
        days.run(desk)
    assert vouchers.get(desk, v.id).state == ("issued" if usable else "expired")
    assert [x.id for x in vouchers.of_member(desk, member, state="issued")] == [v.id] * usable
    if usable:
        assert buy(desk, member, v.code).total == 9000
        return
    said = refused("voucher_expired", vouchers.inspect, desk, v.code)
    assert str(said) == f"Voucher {v.code} was valid until 18 Oct 2026."
    refused("voucher_expired", purchases.record, desk, member=member, amount=10_000,
            vouchers=[v.code], pay={"cash": 9000})  # fmt: skip


# --- once -------------------------------------------------------------------------------------


def test_a_gift_is_handed_over_once_and_the_refusal_says_when_where_and_who(
    desk: Desk, cashier: Desk, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    clock.tick(hours=3, minutes=7)
    used = vouchers.redeem(cashier, v.qr)
    assert (used.state, used.redeemed_by, used.redeemed_till) == ("redeemed", "小陈", "2")
    assert used.redeemed_at == clock.now
    clock.tick(days=100)
    for again in (v.code, v.qr, v.code.lower()):
        said = refused("voucher_used", vouchers.redeem, desk, again)
        assert "2026-10-15 15:07 at till 2 by 小陈" in str(said)
    assert gifts.get(desk, bag).stock == 9


def test_the_same_key_redeems_once_and_another_does_not(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    first = vouchers.redeem(desk, v.code, key="k")
    assert vouchers.redeem(desk, v.code.lower(), key="k") == first
    refused("key_reused", vouchers.redeem, desk, v.code, member_id=member, key="k")
    refused("voucher_used", vouchers.redeem, desk, v.code, key="other")
    assert gifts.get(desk, bag).stock == 9


def test_a_money_voucher_is_used_by_one_purchase(desk: Desk, member: int) -> None:
    v = vouchers.issue(desk, member, amount=1000)
    sold = buy(desk, member, v.qr)
    assert sold.total == 9000
    said = refused("voucher_used", purchases.quote, desk, member=member, amount=10_000,
                   vouchers=[v.code])  # fmt: skip
    assert "2026-10-15 12:00 at till 1 by 店主" in str(said)
    purchases.refund(desk, sold.id, reason="all back")
    assert vouchers.inspect(desk, v.code).state == "issued"


def test_a_voucher_scanned_twice_lowers_once(desk: Desk, member: int) -> None:
    v = vouchers.issue(desk, member, amount=1000)
    assert buy(desk, member, v.code, v.qr).total == 9000


def test_gifts_are_redeemed_and_money_is_spent_and_not_the_other_way_round(
    desk: Desk, member: int, bag: int
) -> None:
    gift = vouchers.issue(desk, member, gift=bag)
    money = vouchers.issue(desk, member, amount=1000)
    said = refused("voucher_kind", purchases.record, desk, member=member, amount=10_000,
                   vouchers=[gift.code], pay={"cash": 10_000})  # fmt: skip
    assert "hand the gift over" in str(said)
    said = refused("voucher_kind", vouchers.redeem, desk, money.code)
    assert "with a purchase" in str(said)
    assert {v.state for v in vouchers.listed(desk)} == {"issued"}


# --- whose ------------------------------------------------------------------------------------


def test_a_voucher_is_its_members_alone(desk: Desk, member: int, other: int, bag: int) -> None:
    money = vouchers.issue(desk, member, amount=1000)
    for who in (other, None):
        said = refused("voucher_member", purchases.record, desk, member=who, amount=10_000,
                       vouchers=[money.code], pay={"cash": 9000})  # fmt: skip
        assert "张三丰" in str(said)
    gift = vouchers.issue(desk, member, gift=bag)
    refused("voucher_member", vouchers.redeem, desk, gift.code, member_id=other)
    assert vouchers.redeem(desk, gift.code, member_id=member).state == "redeemed"
    assert buy(desk, member, money.code).total == 9000


def test_a_voucher_to_bearer_is_anyones(desk: Desk, member: int, bag: int) -> None:
    one, two = (vouchers.issue(desk, None, amount=1000) for _ in "ab")
    assert buy(desk, member, one.code).total == 9000
    assert buy(desk, None, two.code).total == 9000
    gift = vouchers.issue(desk, None, gift=bag)
    assert vouchers.redeem(desk, gift.code, member_id=member).state == "redeemed"


# --- void -------------------------------------------------------------------------------------


def test_a_withdrawn_voucher_is_refused_with_the_day(
    desk: Desk, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    clock.tick(days=2)
    assert vouchers.void(desk, v.id, reason="printed twice").state == "void"
    said = refused("voucher_void", vouchers.redeem, desk, v.code)
    assert "17 Oct 2026" in str(said)
    refused("voucher_void", vouchers.void, desk, v.id, reason="again")
    assert gifts.get(desk, bag).promised == 0
    event = Event.select().where(Event.action == "vouchers.void").bind(desk.db).first()
    assert json.loads(event.body)["reason"] == "printed twice"


def test_a_used_or_expired_voucher_cannot_be_withdrawn(
    desk: Desk, clock: "SetClock", bag: int
) -> None:
    used, late = (vouchers.issue(desk, None, gift=bag, valid_days=1) for _ in "ab")
    vouchers.redeem(desk, used.code)
    clock.tick(days=2)
    refused("voucher_used", vouchers.void, desk, used.id, reason="x")
    refused("voucher_expired", vouchers.void, desk, late.id, reason="x")
    refused("voucher_unknown", vouchers.void, desk, 99, reason="x")
    assert gifts.get(desk, bag).stock == 9


def test_withdrawing_takes_a_reason_and_the_same_key_does_it_once(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    for reason in ("", " \u200b", "长" * 501):
        refused("text", vouchers.void, desk, v.id, reason=reason)
    first = vouchers.void(desk, v.id, reason="a\ud800b", key="k")
    assert vouchers.void(desk, v.id, reason="a\ud800b", key="k") == first
    assert gifts.get(desk, bag).promised == 0


# --- what is kept -----------------------------------------------------------------------------


def test_refused_scans_are_kept_and_misread_ones_are_not(
    desk: Desk, member: int, other: int, bag: int
) -> None:
    gift = vouchers.issue(desk, member, gift=bag)
    money = vouchers.issue(desk, member, amount=100)
    forged = gift.qr[:-1] + ("0" if gift.qr[-1] != "0" else "1")
    vouchers.redeem(desk, gift.code)
    for scanned in (gift.qr, money.code, forged, "V2222222222" + "J", "nonsense", ""):
        with pytest.raises(Refused):
            vouchers.redeem(desk, scanned)
    with pytest.raises(Refused):
        purchases.record(
            desk, member=other, amount=10_000, vouchers=[money.code], pay={"cash": 9900}
        )
    kept = Event.select(Event.body).where(Event.action == "vouchers.refused").order_by(Event.id)
    told = [json.loads(event.body) for event in kept.bind(desk.db)]
    assert [(one["code"], one["refusal"]) for one in told[:3]] == [
        (gift.code, "voucher_used"),
        (money.code, "voucher_kind"),
        (gift.code, "voucher_forged"),
    ]
    assert (told[-1]["code"], told[-1]["refusal"]) == (money.code, "voucher_member")


def test_what_happened_to_a_voucher_is_kept_in_order(desk: Desk, member: int) -> None:
    v = vouchers.issue(desk, member, amount=1000)
    sold = buy(desk, member, v.code)
    purchases.refund(desk, sold.id, reason="back")
    buy(desk, member, v.code)
    rows = VoucherEvent.select(VoucherEvent.kind).order_by(VoucherEvent.id).tuples().bind(desk.db)
    assert [row[0] for row in rows] == ["issued", "redeemed", "returned", "redeemed"]


def test_a_refused_purchase_uses_no_voucher(desk: Desk, member: int) -> None:
    v = vouchers.issue(desk, member, amount=1000)
    refused("payment_mismatch", purchases.record, desk, member=member, amount=10_000,
            vouchers=[v.code], pay={"cash": 10_000})  # fmt: skip
    assert vouchers.inspect(desk, v.code).state == "issued"


# --- coming back after the last day (9.16) ----------------------------------------------------


@pytest.mark.parametrize(
    ("valid_days", "used_after", "back_after", "lives"),
    [
        (10, 0, 5, date(2026, 10, 25)),  # not expired: as it was
        (10, 0, 10, date(2026, 10, 25)),  # on its last day
        (10, 0, 11, date(2026, 11, 5)),  # had 10 days left
        (10, 7, 20, date(2026, 11, 7)),  # had 3
        (10, 10, 11, date(2026, 10, 26)),  # had none: the day itself
        (40, 0, 41, date(2026, 12, 25)),  # had 40: 30 at most
    ],
)
def test_what_returns_after_its_expiry_lives_as_long_as_it_had_left(
    desk: Desk, member: int, valid_days: int, used_after: int, back_after: int, lives: date
) -> None:
    clock: SetClock = desk.shop.clock  # type: ignore[assignment]
    start = clock.now
    v = vouchers.issue(desk, member, amount=1000, valid_days=valid_days)
    clock.now = start + timedelta(days=used_after)
    sold = buy(desk, member, v.code)
    clock.now = start + timedelta(days=back_after)
    purchases.refund(desk, sold.id, reason="back")
    assert vouchers.inspect(desk, v.code).valid_until_on == lives


# --- two tills --------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
TILL = """
import sys
from collections import Counter
from datetime import UTC, datetime
from shopdesk import Refused, vouchers
from shopdesk.shop import Desk, Shop

location, till, task = sys.argv[1:4]
shop = Shop.open(location, clock=lambda: datetime(2026, 10, 15, 5, 0, tzinfo=UTC))
shop.db.execute_sql("PRAGMA synchronous=0")  # who is first does not depend on the disk
desk = Desk(shop, 1, "店主", "owner", till)
codes = sys.stdin.readline().split()
print("ready", flush=True)
sys.stdin.readline()
done = Counter()
for code in codes:
    try:
        if task == "redeem":
            vouchers.redeem(desk, code)
        else:
            vouchers.issue(desk, None, gift=int(code))
        done["done"] += 1
    except Refused as refusal:
        done[refusal.code] += 1
shop.close()
print(*(f"{what}={count}" for what, count in done.items()), flush=True)
"""


def race(desk: Desk, task: str, codes: list[str]) -> Counter[str]:
    """Two programs on the same shop do the same to all ``codes``, beginning together."""
    command = [sys.executable, "-c", TILL, str(desk.shop.location)]
    tills = [
        subprocess.Popen(
            [*command, till, task], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for till in "12"
    ]  # fmt: skip
    for till in tills:
        assert till.stdin is not None
        assert till.stdout is not None
        till.stdin.write(" ".join(codes) + "\n")
        till.stdin.flush()
        assert till.stdout.readline() == "ready\n", till.communicate()[1]
    for till in tills:
        assert till.stdin is not None
        till.stdin.write("go\n")
        till.stdin.flush()
    total: Counter[str] = Counter()
    for till in tills:
        out, err = till.communicate(timeout=60)
        assert err == ""
        total.update({what: int(n) for what, n in (word.split("=") for word in out.split())})
    return total


def test_two_tills_redeem_a_thousand_vouchers_exactly_a_thousand_times(desk: Desk) -> None:
    cup = gifts.add(desk, name="茶杯", stock=1000).id
    promise = vouchers.Promise(gift=cup)
    with change(desk, action="vouchers.issue") as made:
        issued = [vouchers.write(made, promise, None) for _ in range(1000)]
    codes = [v.code for v in vouchers.listed(desk)]
    assert len(codes) == len(issued) == 1000
    assert race(desk, "redeem", codes) == {"done": 1000, "voucher_used": 1000}
    assert {v.state for v in vouchers.listed(desk)} == {"redeemed"}
    assert {v.redeemed_till for v in vouchers.listed(desk)} <= {"1", "2"}
    g = gifts.get(desk, cup)
    assert (g.stock, g.promised) == (0, 0)
    redeemed = VoucherEvent.select().where(VoucherEvent.kind == "redeemed").bind(desk.db)
    assert redeemed.count() == 1000
    assert Event.select().where(Event.action == "vouchers.refused").bind(desk.db).count() == 1000


def test_two_tills_never_promise_more_than_there_is(desk: Desk) -> None:
    cup = gifts.add(desk, name="茶杯", stock=150).id
    assert race(desk, "issue", [str(cup)] * 120) == {"done": 150, "stock": 90}
    g = gifts.get(desk, cup)
    assert (g.stock, g.promised, g.free) == (150, 150, 0)
    assert len(vouchers.listed(desk)) == len({v.code for v in vouchers.listed(desk)}) == 150


def test_vouchers_are_listed_by_member_state_and_in_the_order_issued(
    desk: Desk, member: int, other: int
) -> None:
    made: list[Voucher] = [vouchers.issue(desk, m, amount=100) for m in (member, other, member)]
    vouchers.void(desk, made[0].id, reason="x")
    assert [v.id for v in vouchers.listed(desk)] == [v.id for v in made]
    assert [v.id for v in vouchers.listed(desk, state="void")] == [made[0].id]
    assert [v.id for v in vouchers.of_member(desk, member)] == [made[0].id, made[2].id]
    assert vouchers.of_member(desk, member, state="redeemed") == []
    assert vouchers.listed(desk, rule="nothing") == []

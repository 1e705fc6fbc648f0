"""Vouchers that live longer, that a restored shop does not know, and that are printed again."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    checks,
    codes,
    days,
    gifts,
    members,
    purchases,
    rewards,
    voucher_book,
    voucher_prints,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

if TYPE_CHECKING:
    from tests.conftest import SetClock

ISSUED = date(2026, 10, 15)
MOST = ISSUED + timedelta(days=3660)


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=2).id


@pytest.fixture
def manager(desk: Desk) -> Desk:
    from shopdesk import staff

    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="1")


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


# --- extending --------------------------------------------------------------------------------

UNTIL = [
    # the day a voucher of 15 to 18 October is extended to, and whether it can be
    (date(2026, 10, 17), False),
    (date(2026, 10, 18), False),
    (date(2026, 10, 19), True),
    (MOST, True),
    (MOST + timedelta(days=1), False),
]


@pytest.mark.parametrize(("until", "fits"), UNTIL)
def test_a_voucher_is_extended_to_a_later_day_within_ten_years_of_its_issue(
    manager: Desk, bag: int, until: date, fits: bool
) -> None:
    v = vouchers.issue(manager, None, gift=bag, valid_days=3)
    if not fits:
        said = refused("voucher_extension", vouchers.extend, manager, v.id, until=until, reason="x")
        assert "from 19 Oct 2026 to 22 Oct 2036" in str(said)
        return
    longer = vouchers.extend(manager, v.id, until=until, reason="was ill", key="k")
    assert (longer.valid_until_on, longer.state) == (until, "issued")
    assert vouchers.extend(manager, v.id, until=until, reason="was ill", key="k") == longer
    told = voucher_book.history(manager, v.id)[-1]
    assert (told.kind, told.until, told.reason) == ("extended", until, "was ill")
    assert gifts.get(manager, bag).promised == 1
    assert checks.run(manager) == ()


@pytest.mark.parametrize("is_all_back", [True, False])
def test_what_was_given_for_something_that_came_back_is_not_extended(
    desk: Desk, clock: "SetClock", *, is_all_back: bool
) -> None:
    member = members.register(desk, name="张三丰").id
    gives = rewards.voucher(amount=500, valid_days=3)
    rewards.add(desk, name="r", trigger=rewards.purchase(over=1_000), reward=gives)
    sold = purchases.record(desk, member=member, amount=2_000, pay={"cash": 2_000})
    (given,) = vouchers.of_member(desk, member)
    clock.tick(days=5)
    days.run(desk)
    purchases.refund(desk, sold.id, amount=2_000 if is_all_back else 1_000, reason="r")
    wanted = {"until": desk.today(), "reason": "late"}
    if is_all_back:
        refused("voucher_taken_back", vouchers.extend, desk, given.id, **wanted)
    else:
        assert vouchers.extend(desk, given.id, **wanted).state == "issued"


LATE = [
    # days after the last day, whether the daily run was held, who extends, what comes of it
    (1, False, "manager", "permission"),
    (1, True, "manager", "permission"),
    (1, False, "owner", "issued"),
    (1, True, "owner", "issued"),
    (30, True, "owner", "issued"),
    (31, True, "owner", "voucher_extension"),
    (31, False, "owner", "voucher_extension"),
]


@pytest.mark.parametrize("case", LATE)
def test_an_owner_extends_what_has_expired_within_thirty_days_and_its_gift_is_promised_again(
    manager: Desk, clock: "SetClock", bag: int, case: tuple[int, bool, str, str]
) -> None:
    late, is_booked, who, comes = case
    desk = Desk(manager.shop, 1, "店主", "owner", till="1")
    v = vouchers.issue(desk, None, gift=bag, valid_days=3)
    clock.tick(days=3 + late)
    if is_booked:
        days.run(desk)
        assert gifts.get(desk, bag).promised == 0
    seat, until = desk if who == "owner" else manager, desk.today()
    if comes != "issued":
        refused(comes, vouchers.extend, seat, v.id, until=until, reason="late")
        assert gifts.get(desk, bag).promised == 1 - is_booked
        return
    assert vouchers.extend(seat, v.id, until=until, reason="late").state == comes
    assert gifts.get(desk, bag).promised == 1
    assert vouchers.redeem(desk, v.code).state == "redeemed"
    assert checks.run(desk) == ()


def test_nothing_is_extended_whose_gift_is_gone_by_now(
    desk: Desk, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag, valid_days=3)
    clock.tick(days=4)
    days.run(desk)
    for _ in range(2):
        vouchers.issue(desk, None, gift=bag)
    refused("stock", vouchers.extend, desk, v.id, until=desk.today(), reason="late")
    assert vouchers.get(desk, v.id).state == "expired"
    assert checks.run(desk) == ()


def test_what_is_used_or_withdrawn_is_not_extended(desk: Desk, bag: int) -> None:
    used, gone = (vouchers.issue(desk, None, gift=bag) for _ in range(2))
    vouchers.redeem(desk, used.code)
    vouchers.void(desk, gone.id, reason="lost")
    until = date(2027, 1, 1)
    refused("voucher_used", vouchers.extend, desk, used.id, until=until, reason="x")
    refused("voucher_void", vouchers.extend, desk, gone.id, until=until, reason="x")
    refused("text", vouchers.extend, desk, gone.id, until=until, reason=" ")


def test_after_an_extension_old_paper_and_new_are_both_genuine_and_the_database_decides(
    desk: Desk, clock: "SetClock", bag: int
) -> None:
    old = vouchers.issue(desk, None, gift=bag, valid_days=3)
    new = vouchers.extend(desk, old.id, until=date(2026, 10, 25), reason="was ill")
    assert new.qr != old.qr
    known = desk.shop.known
    days_signed = [codes.read_qr(known.secret, one.qr).valid_until_on for one in (old, new)]
    assert days_signed == [date(2026, 10, 18), date(2026, 10, 25)]
    clock.tick(days=10)
    for paper in (old.qr, new.qr, old.code):
        assert vouchers.inspect(desk, paper).valid_until_on == date(2026, 10, 25)
    clock.tick(days=1)
    for paper in (old.qr, new.qr, old.code):
        said = refused("voucher_expired", vouchers.inspect, desk, paper)
        assert "25 Oct 2026" in str(said)


def test_a_new_day_written_onto_the_paper_is_a_forgery(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag, valid_days=3)
    later = codes.qr_payload(
        b"guessed", v.qr[12:18], code=v.code, kind="gift", gift_id=bag,
        valid_until_on=date(2027, 1, 1),
    )  # fmt: skip
    refused("voucher_forged", vouchers.inspect, desk, later)


# --- after a backup ---------------------------------------------------------------------------


@pytest.fixture
def restored(desk: Desk, location: Path, bag: int, tmp_path: Path, clock: Any) -> Iterator[Desk]:
    """The shop as it was before anything was issued."""
    desk.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    older = Path(shutil.copy(location, tmp_path / "older.shopdesk"))
    with Shop.open(older, clock=clock) as shop:
        yield Desk(shop, 1, "店主", "owner", till="1")


PROMISES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"amount": 3000, "minimum": 100}, {"amount": 3000, "minimum": 100}),
    ({"percent_off": 10, "cap": 500}, {"percent_off": 10, "cap": 500}),
]


def test_a_genuine_voucher_that_a_restored_shop_does_not_know_is_said_so_and_accepted_once(
    desk: Desk, restored: Desk, bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag, valid_days=9)
    said = refused("voucher_after_backup", vouchers.redeem, restored, v.qr)
    assert "issued after the backup" in str(said)
    refused("voucher_unknown", vouchers.redeem, restored, v.code)
    taken = vouchers.accept_unknown(restored, v.qr, reason="looks right", key="k")
    assert vouchers.accept_unknown(restored, v.qr, reason="looks right", key="k") == taken
    assert (taken.code, taken.qr, taken.gift_id, taken.valid_until_on) == (
        v.code, v.qr, bag, v.valid_until_on,
    )  # fmt: skip
    assert (taken.member_id, taken.state) == (None, "issued")
    assert gifts.get(restored, bag).promised == 1
    (told,) = voucher_book.history(restored, taken.id)
    assert (told.kind, told.reason) == ("accepted", "looks right")
    refused("voucher_known", vouchers.accept_unknown, restored, v.qr, reason="again")
    assert vouchers.redeem(restored, v.qr).state == "redeemed"
    refused("voucher_used", vouchers.redeem, restored, v.qr)
    refused("voucher_known", vouchers.accept_unknown, restored, v.qr, reason="again")
    assert checks.run(restored) == ()


@pytest.mark.parametrize(("promise", "said"), PROMISES)
def test_what_lowers_a_price_is_accepted_with_what_its_paper_says(
    desk: Desk, restored: Desk, promise: dict[str, Any], said: dict[str, Any]
) -> None:
    v = vouchers.issue(desk, None, valid_days=9, **promise)
    refused("amount", vouchers.accept_unknown, restored, v.qr, reason="x")
    other = {"percent_off": 5} if "amount" in promise else {"amount": 5}
    refused("amount", vouchers.accept_unknown, restored, v.qr, reason="x", **other)
    taken = vouchers.accept_unknown(restored, v.qr, reason="x", **said)
    assert (taken.amount, taken.percent_off, taken.minimum, taken.cap, taken.kind) == (
        v.amount, v.percent_off, v.minimum, v.cap, v.kind,
    )  # fmt: skip


def test_what_cannot_be_accepted_says_why(
    desk: Desk, restored: Desk, manager: Desk, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag, valid_days=3)
    unheard = gifts.add(desk, name="新礼品", stock=5).id
    newer = vouchers.issue(desk, None, gift=unheard, valid_days=60)
    forged = v.qr[:-1] + ("0" if v.qr[-1] != "0" else "1")
    refused("unknown_gift", vouchers.accept_unknown, restored, newer.qr, reason="x")
    refused("voucher_forged", vouchers.accept_unknown, restored, forged, reason="x")
    unsigned = refused("voucher_misread", vouchers.accept_unknown, restored, v.code, reason="x")
    assert "Only its QR code proves" in str(unsigned)
    refused("text", vouchers.accept_unknown, restored, v.qr, reason="")
    refused("unknown_member", vouchers.accept_unknown, restored, v.qr, reason="x", member_id=77)
    refused("permission", vouchers.accept_unknown, manager, v.qr, reason="x")
    for _ in range(2):
        vouchers.issue(restored, None, gift=bag)
    refused("stock", vouchers.accept_unknown, restored, v.qr, reason="x")
    gifts.receive(restored, bag, 5)
    clock.tick(days=3)
    assert vouchers.accept_unknown(restored, v.qr, reason="x").valid_until_on == restored.today()
    late = vouchers.issue(desk, None, gift=bag, valid_days=0)
    clock.tick(days=1)
    refused("voucher_expired", vouchers.accept_unknown, restored, late.qr, reason="x")


def test_nothing_lives_on_for_who_is_no_member_any_more(
    desk: Desk, clock: "SetClock", member: int, bag: int
) -> None:
    v = vouchers.issue(desk, member, gift=bag, valid_days=0)
    clock.tick(days=1)
    days.run(desk)
    members.erase(desk, member, reason="asked to")
    until = desk.today() + timedelta(days=5)
    refused("member_closed", vouchers.extend, desk, v.id, until=until, reason="x")


# --- printing ---------------------------------------------------------------------------------


def test_the_first_print_is_told_from_every_other(desk: Desk, cashier: Desk, bag: int) -> None:
    one, two = (vouchers.issue(desk, None, gift=bag) for _ in range(2))
    assert voucher_prints.record(desk, [one.id]) == ()
    assert voucher_prints.record(cashier, [one.id, two.id]) == (one.id,)
    told = [(h.kind, h.staff) for h in voucher_book.history(desk, one.id)]
    assert told == [("issued", "店主"), ("printed", "店主"), ("reprinted", "小陈")]
    assert [h.kind for h in voucher_book.history(desk, two.id)] == ["issued", "printed"]
    assert vouchers.get(desk, one.id).state == "issued"
    refused("voucher_unknown", voucher_prints.record, desk, [99])
    refused("voucher_unknown", voucher_prints.record, desk, "x")
    assert checks.run(desk) == ()

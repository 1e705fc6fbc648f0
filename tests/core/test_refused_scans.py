"""Refused codes: kept for the owner, and many in a row slow the till down that they come from."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import codes, gifts, members, purchases, refused_scans, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from tests.conftest import NOON

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def bag(desk: Desk) -> int:
    return gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=30).id


def attempt(desk: Desk, scanned: str, **values: Any) -> str:
    try:
        return vouchers.recognise(desk, scanned, **values).state
    except Refused as refusal:
        return refusal.code


def unknown(number: int) -> str:
    body = "V" + f"{number:010}"
    return body + codes.check_symbol(body)


def forged(voucher: vouchers.Voucher) -> str:
    return voucher.qr[:-1] + ("0" if voucher.qr[-1] != "0" else "1")


def guess(desk: Desk, times: int) -> list[str]:
    return [attempt(desk, unknown(number)) for number in range(times)]


# --- each its own -----------------------------------------------------------------------------


def test_each_reason_has_its_code_and_all_but_nonsense_are_kept(
    desk: Desk, clock: "SetClock", member: int, bag: int
) -> None:
    used, late, void, other, good = (vouchers.issue(desk, 1, gift=bag) for _ in range(5))
    late = vouchers.issue(desk, 1, gift=bag, valid_days=0)
    vouchers.redeem(desk, used.code)
    vouchers.void(desk, void.id, reason="lost")
    someone = members.register(desk, name="李四").id
    desk.db.execute_sql(
        "UPDATE voucher SET valid_from_on = valid_from_on + 9 WHERE id = ?", (good.id,)
    )
    clock.tick(days=1)
    elsewhere = codes.qr_payload(
        b"another", "ZZZZZZ", code=unknown(1), kind="gift", gift_id=1, valid_until_on=desk.today()
    )
    tried = [
        (used.qr, "voucher_used"), (late.code, "voucher_expired"), (void.code, "voucher_void"),
        (forged(other), "voucher_forged"), (elsewhere, "voucher_shop"),
        (unknown(7), "voucher_unknown"), (other.code[:-1] + "~", "voucher_misread"),
        (other.qr[:-3], "voucher_misread"), (good.code, "voucher_early"),
    ]  # fmt: skip
    for scanned, code in tried:
        assert attempt(desk, scanned) == code, scanned
    assert attempt(desk, other.code, member_id=someone) == "voucher_member"
    for nonsense in ("", "hello", "6901234567892", "V1"):
        assert attempt(desk, nonsense) == "voucher_misread"
    found = refused_scans.listed(desk)
    assert [one.refusal for one in found] == [
        "voucher_member", *(code for _, code in reversed(tried)),
    ]  # fmt: skip
    assert found[0].code == other.code
    assert (found[0].till, found[0].staff, found[0].at) == ("1", "店主", clock.now)
    assert [one.id for one in refused_scans.listed(desk, most=2)] == [one.id for one in found[:2]]


def test_a_copy_is_refused_like_the_paper_it_is_a_copy_of(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    assert attempt(desk, v.qr) == "issued"
    vouchers.redeem(desk, v.qr)
    assert attempt(desk, v.qr) == attempt(desk, v.code) == "voucher_used"


def test_who_may_not_see_them_does_not(cashier: Desk) -> None:
    with pytest.raises(Refused) as caught:
        refused_scans.listed(cashier)
    assert caught.value.code == "permission"


# --- many in a row ----------------------------------------------------------------------------


def test_ten_unknown_codes_in_a_row_make_the_till_wait_and_the_wait_grows(
    desk: Desk, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    assert guess(desk, 9) == ["voucher_unknown"] * 9
    assert refused_scans.waits(desk) is None
    guess(desk, 1)
    until = refused_scans.waits(desk)
    assert until is not None
    assert f"{until:%H:%M}" == "12:01"
    for scanned in (v.code, unknown(99), forged(v)):
        assert attempt(desk, scanned) == "too_many_scans"
    with pytest.raises(Refused) as caught:
        vouchers.inspect(desk, v.code)
    assert "at till 1. Codes are taken again at 12:01" in str(caught.value)
    for minutes in (1, 2, 4, 8, 15, 15):
        clock.tick(minutes=minutes, seconds=-1)
        assert attempt(desk, unknown(5)) == "too_many_scans", minutes
        clock.tick(seconds=1)
        assert attempt(desk, unknown(5)) == "voucher_unknown", minutes


def test_forged_and_unknown_count_together_and_no_other_refusal_does(desk: Desk, bag: int) -> None:
    v, used = vouchers.issue(desk, None, gift=bag), vouchers.issue(desk, None, gift=bag)
    vouchers.redeem(desk, used.code)
    for number in range(4):
        assert attempt(desk, forged(v)) == "voucher_forged"
        assert attempt(desk, unknown(number)) == "voucher_unknown"
        assert attempt(desk, used.code) == "voucher_used"
    assert attempt(desk, forged(v)) == "voucher_forged"
    assert refused_scans.waits(desk) is None
    assert attempt(desk, forged(v)) == "voucher_forged"
    assert refused_scans.waits(desk) is not None


def test_a_genuine_qr_is_taken_meanwhile_and_begins_the_count_anew(desk: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    guess(desk, 10)
    assert attempt(desk, v.code) == "too_many_scans"
    assert attempt(desk, v.qr) == "issued"
    assert attempt(desk, v.code) == "issued"
    assert guess(desk, 9) == ["voucher_unknown"] * 9
    assert refused_scans.waits(desk) is None


@pytest.mark.parametrize("how", ["redeem", "sell"])
def test_a_voucher_that_is_used_begins_the_count_anew(desk: Desk, bag: int, how: str) -> None:
    guess(desk, 9)
    if how == "redeem":
        vouchers.redeem(desk, vouchers.issue(desk, None, gift=bag).code)
    else:
        off = vouchers.issue(desk, None, amount=100).code
        purchases.record(desk, amount=1000, vouchers=[off], pay={"cash": 900})
    guess(desk, 9)
    assert refused_scans.waits(desk) is None


def test_one_till_waits_and_the_others_do_not(desk: Desk, cashier: Desk, bag: int) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    guess(cashier, 10)
    assert attempt(cashier, v.code) == "too_many_scans"
    assert attempt(desk, v.code) == "issued"


def test_a_manager_lets_a_till_take_codes_again_and_a_cashier_does_not(
    desk: Desk, cashier: Desk, bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    guess(cashier, 10)
    with pytest.raises(Refused) as caught:
        refused_scans.allow(cashier)
    assert caught.value.code == "permission"
    refused_scans.allow(desk, till=cashier.till)
    assert attempt(cashier, v.code) == "issued"


def test_neither_a_restart_nor_another_clock_ends_the_wait(
    desk: Desk, location: Path, clock: "SetClock", bag: int
) -> None:
    v = vouchers.issue(desk, None, gift=bag)
    guess(desk, 10)
    clock.now = datetime(2026, 10, 16, 4, 0, tzinfo=UTC)
    with Shop.open(location, clock=clock) as same:
        again = Desk(same, desk.staff_id, desk.staff_name, desk.role, till=desk.till)
        assert attempt(again, v.code) == "too_many_scans"
    clock.now = NOON
    clock.tick(minutes=1)
    assert attempt(desk, v.code) == "issued"

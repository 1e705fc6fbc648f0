"""The slip of a top-up says who paid how much and how, what it brought, and what is held now."""

import pytest

from reports import top_up_slip
from reports.receipt_parts import Slip
from shopdesk import members, prints, purchases, settings, stored_value
from shopdesk.prints import Document
from shopdesk.refusals_of_value import UnknownTopUp
from shopdesk.shop import Desk
from tests.core.prepaid import top_up
from tests.reports.test_receipt import adds_up, told


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰", phone="13800138000").id


@pytest.fixture
def sold(desk: Desk, member: int) -> int:
    """500.00 and a bonus of 50.00, in cash."""
    return top_up(desk, member, 50_000, 5_000)


def given_back(desk: Desk, sold: int, **what: object) -> Slip:
    back = stored_value.refund_top_up(desk, sold, reason="moves away", **what)  # type: ignore[arg-type]
    assert back.id is not None
    return top_up_slip.of_refund(desk, sold, back.id)


def test_who_paid_what_and_how_and_what_the_member_holds_now(
    desk: Desk, member: int, sold: int
) -> None:
    slip = top_up_slip.of_sale(desk, sold)
    assert (slip.title, slip.number, slip.code) == ("Top-up slip", "S000001", "")
    number = members.get(desk, member).number
    assert told(slip) == {
        "Top-up no.": "S000001", "Time": "2026-10-15 12:00", "Till": desk.till,
        "Cashier": desk.staff_name, "Member": f"张三丰 {number}", "Bonus given": "+¥50.00",
        "Stored value": "¥550.00", "of it bonus": "¥50.00",
    }  # fmt: skip
    assert list(slip.paid) == [("Cash", 50_000)]
    assert adds_up(slip)


def test_every_tender_stands_on_it_and_no_bonus_is_not_spoken_of(desk: Desk, member: int) -> None:
    pay = {"wechat": 30_000, "cash": 20_000}
    made = stored_value.top_up(desk, member, principal=50_000, pay=pay)
    slip = top_up_slip.of_sale(desk, made.id)
    assert list(slip.paid) == [("Cash", 20_000), ("WeChat", 30_000)]
    assert list(slip.have) == [("Stored value", "¥500.00")]
    assert slip.cash == ()
    assert adds_up(slip)


@pytest.mark.parametrize(("given", "change"), [(20_000, 0), (20_001, 1), (50_000, 30_000)])
def test_the_cash_given_and_the_change_stand_on_it(
    desk: Desk, member: int, given: int, change: int
) -> None:
    pay = {"wechat": 30_000, "cash": 20_000}
    made = stored_value.top_up(desk, member, principal=50_000, pay=pay, cash_given=given)
    slip = top_up_slip.of_sale(desk, made.id)
    assert list(slip.cash) == [("Cash given", given), ("Change", change)]
    assert adds_up(slip)


def test_it_speaks_the_members_language_and_both_where_the_shop_prints_both(
    desk: Desk, member: int, sold: int
) -> None:
    members.edit(desk, member, language="zh_CN")
    assert top_up_slip.of_sale(desk, sold).title == "充值单"
    settings.edit(desk, receipt_both=True)
    assert top_up_slip.of_sale(desk, sold).title == "充值单 Top-up slip"


def test_a_refund_says_what_leaves_and_what_is_left(desk: Desk, member: int, sold: int) -> None:
    purchases.record(desk, member=member, amount=11_000, pay={"stored_value": 11_000})
    slip = given_back(desk, sold, principal=10_000)
    assert slip.title == "Refund slip of a top-up"
    assert (slip.steps, slip.due.amount) == ((), 10_000)
    assert list(slip.have) == [
        ("Bonus that is taken with it", "−¥10.00"), ("Stored value", "¥330.00"),
        ("of it bonus", "¥30.00"),
    ]  # fmt: skip
    assert slip.said == ("Reason: moves away",)
    assert adds_up(slip)


def test_bonus_that_was_spent_is_deducted_and_paid_once_it_is_back(desk: Desk, member: int) -> None:
    """Of 600.00 + 50.00 a purchase of 130.00 takes 120.00 + 10.00: 100.00 of the first top-up."""
    top_up(desk, member, 10_000, 0)
    sold = top_up(desk, member, 50_000, 5_000)
    bought = purchases.record(desk, member=member, amount=13_000, pay={"stored_value": 13_000})
    first = given_back(desk, sold)
    purchases.refund(desk, bought.id, reason="broken")
    second = given_back(desk, sold)
    assert [
        (slip.goods[0].amount, list(slip.steps), slip.due.amount) for slip in (first, second)
    ] == [
        (48_000, [("Deducted for bonus that was spent", -800)], 47_200),
        (2_000, [("Was deducted before, and is paid now", 800)], 2_800),
    ]
    assert adds_up(first)
    assert adds_up(second)


def test_where_all_is_given_back_nothing_is_held_and_that_is_said(desk: Desk, sold: int) -> None:
    slip = given_back(desk, sold)
    assert list(slip.have) == [
        ("Bonus that is taken with it", "−¥50.00"), ("Stored value", "¥0.00"),
    ]  # fmt: skip
    assert "GIVEN BACK ¥500.00" in top_up_slip.of_sale(desk, sold).marks


def test_a_void_has_a_slip_of_its_own_and_marks_the_first(desk: Desk, sold: int) -> None:
    back = stored_value.void_top_up(desk, sold, reason="wrong member")
    assert back.id is not None
    slip = top_up_slip.of_refund(desk, sold, back.id)
    assert slip.title == "Void slip of a top-up"
    assert adds_up(slip)
    assert top_up_slip.of_sale(desk, sold).marks == ("VOID 2026-10-15 12:00",)


def test_only_the_first_is_no_reprint(desk: Desk, sold: int) -> None:
    what = Document(sold, is_top_up=True)
    marks = [top_up_slip.of_sale(desk, sold, prints.record(desk, what)).marks for _ in range(2)]
    assert marks == [(), ("REPRINT 2026-10-15 12:00",)]


def test_what_is_not_there_is_refused(desk: Desk, member: int, sold: int) -> None:
    other = top_up(desk, member, 10_000)
    back = stored_value.refund_top_up(desk, other, reason="moves away").id
    assert back is not None
    with pytest.raises(UnknownTopUp):
        top_up_slip.of_sale(desk, 99)
    with pytest.raises(UnknownTopUp):
        top_up_slip.of_refund(desk, sold, back)

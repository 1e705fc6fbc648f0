"""A receipt says what was recorded, adds up, and speaks the language of who takes it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports import receipt
from reports.receipt_parts import Pair, Slip
from shopdesk import (
    members,
    prints,
    products,
    promotions,
    purchases,
    receipts,
    settings,
    stored_value,
    tender_words,
    vouchers,
)
from shopdesk.pricing import STEPS
from shopdesk.purchases import Discount
from shopdesk.refusals import UnknownReceipt
from shopdesk.shop import Desk
from shopdesk.store.columns import TENDERS
from tests.conftest import SetClock


@pytest.fixture
def tea(desk: Desk) -> int:
    return products.add(desk, name="茉莉银针", price=6800, category="茶", member_price=6500).id


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰", phone="13800138000").id


def pays(desk: Desk, **sale: object) -> dict[str, int]:
    due = purchases.quote(desk, **sale).due  # type: ignore[arg-type]
    return {"cash": due} if due else {}


@pytest.fixture
def everything(desk: Desk, member: int, tea: int) -> int:
    """A receipt with every step there is, by id."""
    settings.edit(desk, rounding_unit=10)
    purchases.record(desk, member=member, amount=150_000, pay={"card": 150_000})
    cup = products.add(desk, name="茶杯", price=20000, category="器").id
    cake = products.add(desk, name="茶点", price=3337, category="点心").id
    bowl = products.add(desk, name="碗", price=9000, category="器").id
    cups = promotions.Covers(products=(cup,))
    promotions.add(desk, name="茶杯八折", offer=promotions.percent_off(20), covers=cups)
    promotions.add(desk, name="满减", offer=promotions.order_amount(500, minimum=10000))
    voucher = vouchers.issue(desk, member, amount=3000, minimum=10000, valid_days=60)
    sale = {
        "member": member,
        "lines": [(tea, Decimal("0.125")), (cup, 2), (cake, 1), (bowl, 1)],
        "vouchers": [voucher.code],
        "points": 500,
        "discount": Discount("盒子压坏了", percent=5),
        "prices": {3: (8000, "有裂纹")},
    }
    return purchases.record(desk, pay=pays(desk, **sale), **sale).id  # type: ignore[arg-type]


def adds_up(slip: Slip) -> bool:
    goods = sum(line.amount or 0 for line in slip.goods)
    steps = sum(step.amount for step in slip.steps)
    return goods + steps == slip.due.amount == sum(part.amount for part in slip.paid)


def told(slip: Slip) -> dict[str, str]:
    return dict((*slip.facts, *slip.have))


def test_every_kind_of_step_stands_on_it_with_its_why_and_it_adds_up(
    desk: Desk, everything: int
) -> None:
    made = receipts.get(desk, everything)
    assert {step.kind for step in made.steps} == STEPS.keys() - {"pass"}
    slip = receipt.of_sale(desk, everything)
    assert [(step.words, step.amount) for step in slip.steps] == [
        (step.why, step.amount) for step in made.steps
    ]
    assert adds_up(slip)
    assert slip.goods[0][1:] == (Decimal("0.125"), 6800, 850)
    (code,) = receipts.voucher_codes(desk, everything)
    assert told(slip)["Voucher used"] == code


@pytest.mark.parametrize(
    ("pay", "given", "paid", "cash"),
    [
        ({"cash": 5000}, None, [("Cash", 5000)], []),
        ({"cash": 5000}, 5000, [("Cash", 5000)], [("Cash given", 5000), ("Change", 0)]),
        ({"cash": 5000}, 10000, [("Cash", 5000)], [("Cash given", 10000), ("Change", 5000)]),
        ({"wechat": 5000}, None, [("WeChat", 5000)], []),
        ({"alipay": 2000, "card": 3000}, None, [("Alipay", 2000), ("Card", 3000)], []),
        ({"cash": 1, "wechat": 4999}, 100, [("Cash", 1), ("WeChat", 4999)],
         [("Cash given", 100), ("Change", 99)]),
    ],
)  # fmt: skip
def test_how_it_was_paid(
    desk: Desk, pay: dict[str, int], given: int | None, paid: list[object], cash: list[object]
) -> None:
    made = purchases.record(desk, amount=5000, pay=pay, cash_given=given)
    slip = receipt.of_sale(desk, made.id)
    assert (sorted(slip.paid), list(slip.cash)) == (sorted(paid), cash)  # type: ignore[type-var]
    assert adds_up(slip)


def test_every_tender_has_a_name() -> None:
    assert set(TENDERS) <= tender_words.TENDERS.keys()


def test_a_receipt_of_nothing_says_so(desk: Desk) -> None:
    slip = receipt.of_sale(desk, purchases.record(desk, amount=0, pay={}).id)
    assert (slip.due.amount, slip.paid, slip.have, slip.said) == (0, (), (), ())


def test_where_when_and_by_whom(desk: Desk, member: int) -> None:
    made = purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    number = members.get(desk, member).number
    assert receipt.of_sale(desk, made.id).facts == (
        Pair("No.", "000001"),
        Pair("Time", "2026-10-15 12:00"),
        Pair("Till", "1"),
        Pair("Cashier", "店主"),
        Pair("Member", f"张三丰 {number}"),
    )


def test_one_entered_late_says_its_business_day(desk: Desk, clock: SetClock) -> None:
    yesterday = desk.today()
    clock.tick(days=1)
    made = purchases.record(desk, amount=5000, pay={"cash": 5000}, on=yesterday)
    assert told(receipt.of_sale(desk, made.id))["Business day"] == "2026-10-15"


def test_the_shop_its_address_and_the_owners_line_stand_on_it(desk: Desk) -> None:
    settings.edit(desk, address="衡山路 880 弄", phone="021-5555 0123", receipt_footer=" 谢谢 ")
    slip = receipt.of_sale(desk, purchases.record(desk, amount=100, pay={"cash": 100}).id)
    assert (slip.shop, slip.contact) == ("青禾茶舍", ("衡山路 880 弄", "021-5555 0123"))
    assert slip.foot == ("谢谢",)


# --- languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whose", "both", "total"),
    [
        ("zh_CN", False, "合计"),
        ("en", False, "Total"),
        (None, False, "Total"),
        ("zh_CN", True, "合计 Total"),
        ("en", True, "Total 合计"),
        (None, True, "Total 合计"),
    ],
)
def test_the_members_language_else_the_shops_or_both(
    desk: Desk, member: int, whose: str | None, both: bool, total: str
) -> None:
    settings.edit(desk, receipt_both=both)
    if whose:
        members.edit(desk, member, language=whose)
    made = purchases.record(desk, member=member if whose else None, amount=5000, pay={"cash": 5000})
    slip = receipt.of_sale(desk, made.id)
    assert slip.due.words == total
    assert len(slip.said) == (0 if whose is None else len(slip.languages))


@pytest.mark.parametrize(
    ("sold_in", "whose", "both", "told"),
    [
        ("en", "en", False, ["Silver: 2% off", "Discount: 旧", "Rounded down"]),
        ("en", "zh_CN", False, ["银卡 9.8 折", "手动优惠：旧", "抹零"]),
        ("zh_CN", "zh_CN", False, ["银卡 9.8 折", "手动优惠：旧", "抹零"]),
        ("zh_CN", "en", False, ["Silver: 2% off", "Discount: 旧", "Rounded down"]),
        ("en", "zh_CN", True,
         ["银卡 9.8 折 Silver: 2% off", "手动优惠：旧 Discount: 旧", "抹零 Rounded down"]),
        ("zh_CN", "en", True,
         ["Silver: 2% off 银卡 9.8 折", "Discount: 旧 手动优惠：旧", "Rounded down 抹零"]),
    ],
)  # fmt: skip
def test_each_step_is_told_in_the_languages_of_the_paper_whatever_the_till_spoke(
    desk: Desk, member: int, sold_in: str, whose: str, both: bool, told: list[str]
) -> None:
    settings.edit(desk, receipt_both=both, rounding_unit=10)
    members.edit(desk, member, language=whose)
    purchases.record(desk, member=member, amount=150_000, pay={"card": 150_000})
    desk.speaks = sold_in
    sale = {"member": member, "amount": 5002, "discount": Discount("旧", amount=100)}
    made = purchases.record(desk, pay=pays(desk, **sale), **sale)  # type: ignore[arg-type]
    slip = receipt.of_sale(desk, made.id)
    assert [step.words for step in slip.steps] == told
    assert adds_up(slip)


@pytest.mark.parametrize("sold_in", ["zh_CN", "en"])
def test_a_plain_amount_is_named_in_the_language_of_who_reads_it(desk: Desk, sold_in: str) -> None:
    made = purchases.record(replace(desk, speaks=sold_in), amount=5000, pay={"cash": 5000})
    for language, name in (("zh_CN", "商品"), ("en", "Goods")):
        (line,) = receipts.get(replace(desk, speaks=language), made.id).lines
        assert line.name == name
    settings.edit(desk, language="en", receipt_both=True)
    (line,) = receipt.of_sale(desk, made.id).goods
    assert line.name == "Goods 商品"


def test_goods_that_bear_that_name_themselves_keep_it(desk: Desk) -> None:
    named = products.add(desk, name="Goods", price=100).id
    made = purchases.record(desk, lines=[(named, 1)], pay={"cash": 100})
    (line,) = receipts.get(replace(desk, speaks="zh_CN"), made.id).lines
    assert line.name == "Goods"


# --- what the member has ----------------------------------------------------------------------


def test_points_what_ends_next_tier_and_the_way_to_the_next(desk: Desk, member: int) -> None:
    settings.edit(desk, points_expiry="year_end", points_expiry_count=1)
    made = purchases.record(desk, member=member, amount=50_000, pay={"cash": 50_000})
    vouchers.issue(desk, member, amount=3000, valid_days=60)
    slip = receipt.of_sale(desk, made.id)
    assert slip.have == (
        Pair("Points earned", "+500"),
        Pair("Points balance", "500"),
        Pair("Next to expire", "500 · 2027-12-31"),
        Pair("Tier", "Member"),
        Pair("Vouchers to use", "1"),
    )
    assert slip.said == ("To Silver: ¥500.00 more or 9 more visits",)


def test_points_that_never_end_say_no_day_and_a_debt_is_below_nothing(
    desk: Desk, member: int
) -> None:
    first = purchases.record(desk, member=member, amount=50_000, pay={"cash": 50_000}).id
    last = purchases.record(desk, member=member, amount=1000, points=500, pay={"cash": 500}).id
    purchases.refund(desk, first, reason="broken")
    slip = receipt.of_sale(desk, last)
    assert told(slip)["Points balance"].startswith("−")
    assert "Next to expire" not in told(slip)
    assert told(slip)["Points used"] == "−500"


# --- reprints, refunds, voids -----------------------------------------------------------------


def test_only_a_reprint_is_marked_as_one(desk: Desk) -> None:
    sold = purchases.record(desk, amount=100, pay={"cash": 100}).id
    what = prints.Document(sold)
    first, second = (receipt.of_sale(desk, sold, prints.record(desk, what)).marks for _ in range(2))
    assert (first, second) == ((), ("REPRINT 2026-10-15 12:00",))


def test_a_copy_says_what_became_of_the_receipt(desk: Desk) -> None:
    sold = purchases.record(desk, amount=10_000, pay={"cash": 10_000}).id
    purchases.refund(desk, sold, amount=2500, reason="broken")
    assert receipt.of_sale(desk, sold).marks == ("GIVEN BACK ¥25.00",)
    purchases.void(desk, sold, reason="twice")
    assert receipt.of_sale(desk, sold).marks == ("VOID 2026-10-15 12:00",)


def test_a_refund_slip_says_what_came_back_how_and_what_it_did(
    desk: Desk, member: int, tea: int
) -> None:
    sale = {"member": member, "lines": [(tea, 2)]}
    sold = purchases.record(desk, pay={"wechat": 10_000, "cash": 3000}, **sale)  # type: ignore[arg-type]
    back = purchases.refund(desk, sold.id, lines=[(1, 1)], reason="受潮")
    assert back.id is not None
    slip = receipt.of_refund(desk, sold.id, back.id)
    assert (slip.title, slip.number) == ("Refund slip", sold.number)
    assert [(one.name, one.quantity, one.amount) for one in slip.goods] == [("茉莉银针", 1, None)]
    assert slip.due == ("Given back", 6500)
    assert sum(part.amount for part in slip.paid) == 6500
    assert {part.words for part in slip.paid} == {"Cash", "WeChat"}
    assert told(slip)["Points taken back"] == "−65"
    assert told(slip)["Till"] == "1"
    assert slip.said == ("Reason: 受潮",)


def test_a_void_slip_gives_the_voucher_and_the_points_back(desk: Desk, everything: int) -> None:
    (code,) = receipts.voucher_codes(desk, everything)
    back = purchases.void(desk, everything, reason="twice")
    assert back.id is not None
    slip = receipt.of_refund(desk, everything, back.id)
    assert slip.title == "Void slip"
    assert told(slip)["Points returned"] == "+500"
    assert told(slip)["Voucher good again"] == code
    assert len(slip.goods) == 4


def test_the_slip_of_an_exchange_names_the_new_receipt(desk: Desk, tea: int) -> None:
    sold = purchases.record(desk, lines=[(tea, 1)], pay={"cash": 6800})
    done = purchases.exchange(
        desk, sold.id, returned=[(1, 1)], lines=[(tea, 1)], reason="size", pay={}
    )
    assert done.refund.id is not None
    slip = receipt.of_refund(desk, sold.id, done.refund.id)
    assert slip.said[-1] == f"Exchanged: see receipt {done.purchase.number}"


def test_what_is_not_there_is_refused(desk: Desk) -> None:
    sold = purchases.record(desk, amount=100, pay={"cash": 100}).id
    with pytest.raises(UnknownReceipt):
        receipt.of_sale(desk, sold + 1)
    with pytest.raises(UnknownReceipt):
        receipt.of_refund(desk, sold, 1)


def test_the_test_page_adds_up(desk: Desk) -> None:
    assert adds_up(receipt.sample(desk))


def test_stored_value_and_passes_stand_among_what_the_member_has(
    desk: Desk, member: int, tea: int
) -> None:
    stored_value.top_up(desk, member, principal=50000, bonus=5000, pay={"cash": 50000})
    card = products.add(
        desk, name="十次卡", price=9900, pass_product=tea, pass_uses=10, pass_valid_days=30
    )
    purchases.record(desk, member=member, lines=[(card.id, 1)], pay={"stored_value": 9900})
    used = purchases.record(desk, member=member, lines=[(tea, 1)], passes=[0], pay={})
    slip = receipt.of_sale(desk, used.id)
    (step,) = slip.steps
    assert (step.amount, adds_up(slip), slip.due.amount) == (-6800, True, 0)
    assert slip.have[-4:] == (
        Pair("Stored value", "¥451.00"),
        Pair("of it bonus", "¥41.00"),
        Pair("十次卡", "9 / 10 · 2026-11-14"),
        Pair("Tier", "Member"),
    )

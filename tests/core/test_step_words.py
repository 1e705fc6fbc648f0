"""The steps of a receipt are told in another language by the texts they were sold in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shopdesk import (
    members,
    offers,
    points,
    products,
    promotions,
    purchases,
    receipts,
    settings,
    step_words,
    tiers,
    vouchers,
)
from shopdesk.language import LANGUAGES
from shopdesk.pricing import STEPS, Step
from shopdesk.promotions import Covers, Offer
from shopdesk.purchases import Discount, Purchase
from shopdesk.refusals import ChoiceRefused, UnknownReceipt
from shopdesk.shop import Desk, Shop
from tests.conftest import SetClock

Sell = Callable[..., Purchase]
TEA, CUP, PASS = 1, 2, 3
EN, ZH = "en", "zh_CN"


@pytest.fixture
def silver(desk: Desk) -> int:
    """A silver member with points and a pass, in a shop with tea and cups."""
    tea = products.add(desk, name="茶", price=6803, category="茶").id
    products.add(desk, name="Set for 2: cup", price=10001, category="器", member_price=9000)
    products.add(desk, name="次卡", price=10000, pass_product=tea, pass_uses=5)
    member = members.register(desk, name="张三丰").id
    tiers.lock(desk, member, "silver", reason="regular")
    points.adjust(desk, member, 1000, reason="start")
    purchases.record(desk, member=member, lines=[(PASS, 1)], pay={"card": 9800})
    return member


@pytest.fixture
def sell(desk: Desk, silver: int) -> Sell:
    """Sells to that member at a till of a language."""

    def sold(language: str, **wish: Any) -> Purchase:
        desk.speaks = language
        wish = {"member": silver, **wish}
        due = purchases.quote(desk, is_cash=True, **wish).due
        return purchases.record(desk, pay={"cash": due} if due else {}, **wish)

    return sold


def whys(steps: tuple[Step, ...], kind: str) -> list[str]:
    return [step.why for step in steps if step.kind == kind]


def told(desk: Desk, sold: Purchase, language: str, kind: str) -> list[str]:
    return whys(step_words.said(desk, sold, language), kind)


OTHER = {EN: ZH, ZH: EN}
BOTH_WAYS = pytest.mark.parametrize("kept", [EN, ZH])

KINDS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("pass", {"lines": [(TEA, 1), (CUP, 1)], "passes": [0]},
     {EN: "茶: by a pass", ZH: "茶：次卡抵用"}),
    ("hand_price", {"lines": [(TEA, 1)], "prices": {0: (6000, "划痕")}},
     {EN: "茶 for ¥60.00: 划痕", ZH: "茶改价 ¥60.00：划痕"}),
    ("hand_price", {"lines": [(CUP, 1)], "prices": {0: (6000, "it went for ¥5.00: twice")}},
     {EN: "Set for 2: cup for ¥60.00: it went for ¥5.00: twice",
      ZH: "Set for 2: cup改价 ¥60.00：it went for ¥5.00: twice"}),
    ("hand_price", {"amount": 150_000, "prices": {0: (123_450, "{name}")}},
     {EN: "Goods for ¥1,234.50: {name}", ZH: "商品改价 ¥1,234.50：{name}"}),
    ("member_price", {"lines": [(CUP, 1)]}, {EN: "Member price", ZH: "会员价"}),
    ("tier", {"lines": [(TEA, 1)]}, {EN: "Silver: 2% off", ZH: "银卡 9.8 折"}),
    ("discount", {"amount": 5000, "discount": Discount("Discount: 旧：了", amount=5)},
     {EN: "Discount: Discount: 旧：了", ZH: "手动优惠：Discount: 旧：了"}),
    ("points", {"amount": 500_000, "points": 1000}, {EN: "1,000 points", ZH: "积分抵扣 1,000 分"}),
    ("rounding", {"amount": 5001}, {EN: "Rounded down", ZH: "抹零"}),
]  # fmt: skip


@BOTH_WAYS
@pytest.mark.parametrize(("kind", "wish", "words"), KINDS)
def test_each_kind_of_step_is_told_in_both_languages(
    desk: Desk, sell: Sell, kind: str, wish: dict[str, Any], words: dict[str, str], kept: str
) -> None:  # fmt: skip
    settings.edit(desk, rounding_unit=10)
    sold = sell(kept, **wish)
    assert whys(sold.steps, kind) == [words[kept]]
    assert told(desk, sold, OTHER[kept], kind) == [words[OTHER[kept]]]
    assert receipts.get(desk, sold.id) == sold


OFFERS: list[tuple[Offer, dict[str, str]]] = [
    (promotions.percent_off(10), {EN: "10% off", ZH: "9 折"}),
    (promotions.percent_off(12), {EN: "12% off", ZH: "8.8 折"}),
    (promotions.percent_off(1), {EN: "1% off", ZH: "9.9 折"}),
    (promotions.percent_off(99), {EN: "99% off", ZH: "0.1 折"}),
    (promotions.percent_off(100), {EN: "100% off", ZH: "0 折"}),
    (promotions.amount_off(350), {EN: "¥3.50 off each", ZH: "每件立减 ¥3.50"}),
    (promotions.special_price(5000), {EN: "¥50 each", ZH: "特价 ¥50"}),
    (promotions.nth_unit(2, percent_off=50),
     {EN: "one in 2 at 50% off", ZH: "每 2 件有一件 5 折"}),
    (promotions.order_percent(10), {EN: "10% off", ZH: "9 折"}),
    (promotions.order_percent(15, minimum=10000),
     {EN: "15% off from ¥100", ZH: "满 ¥100 打 8.5 折"}),
    (promotions.order_amount(500), {EN: "¥5 off", ZH: "立减 ¥5"}),
    (promotions.order_amount(500, minimum=10000),
     {EN: "¥5 off from ¥100", ZH: "满 ¥100 减 ¥5"}),
    (promotions.order_amount(500, minimum=10000, every=True),
     {EN: "¥5 off for every ¥100", ZH: "每满 ¥100 减 ¥5"}),
]  # fmt: skip


@BOTH_WAYS
@pytest.mark.parametrize(("offer", "words"), OFFERS)
def test_each_offer_is_told_behind_the_promotions_name(
    desk: Desk, sell: Sell, offer: Offer, words: dict[str, str], kept: str
) -> None:
    names = {EN: "Tea: week", ZH: "茶：周 {offer}"}
    goods = Covers(products=(TEA,))
    promotions.add(desk, name=names[ZH], name_en=names[EN], offer=offer, covers=goods)
    sold = sell(kept, lines=[(TEA, 2)])
    kind = "order" if offer.kind.startswith("order") else "promotion"
    says = {EN: f"{names[EN]}: {words[EN]}", ZH: f"{names[ZH]}：{words[ZH]}"}
    assert whys(sold.steps, kind) == [says[kept]]
    assert told(desk, sold, OTHER[kept], kind) == [says[OTHER[kept]]]


@BOTH_WAYS
@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ({"amount": 3000}, {EN: "¥30 off", ZH: "立减 ¥30"}),
        ({"amount": 3000, "minimum": 5000}, {EN: "¥30 off from ¥50", ZH: "满 ¥50 减 ¥30"}),
        ({"percent_off": 15}, {EN: "15% off", ZH: "8.5 折"}),
    ],
)
def test_each_voucher_is_told_by_what_it_is_for(
    desk: Desk, sell: Sell, silver: int, promise: dict[str, int], words: dict[str, str], kept: str
) -> None:  # fmt: skip
    code = vouchers.issue(desk, silver, **promise).code
    sold = sell(kept, amount=20000, vouchers=[code])
    assert whys(sold.steps, "voucher") == [words[kept]]
    assert told(desk, sold, OTHER[kept], "voucher") == [words[OTHER[kept]]]


def test_every_kind_of_step_there_is_stands_in_these_tables() -> None:
    assert {kind for kind, *_ in KINDS} | {"promotion", "order", "voucher"} == STEPS.keys()
    assert {offer.kind for offer, _words in OFFERS} == {*offers.LINE, *offers.ORDER}


@BOTH_WAYS
@pytest.mark.parametrize(
    ("currency", "english"),
    [
        ("JPY", ["茶 for ¥1,000: x", "p: ¥1,234 off from ¥5,000"]),
        ("KWD", ["茶 for KWD 1.000: x", "p: KWD 1.234 off from KWD 5"]),
        ("HKD", ["茶 for HK$10.00: x", "p: HK$12.34 off from HK$50"]),
        ("KRW", ["茶 for KRW 1,000: x", "p: KRW 1,234 off from KRW 5,000"]),
    ],
)
def test_amounts_of_other_currencies_are_read_too(
    tmp_path: Path, currency: str, english: list[str], kept: str
) -> None:
    path = tmp_path / "shop.shopdesk"
    with Shop.create(path, name="x", owner="x", pin="258025", currency=currency) as shop:
        desk, wish = Desk(shop, 1, "x", "owner", "1"), {"prices": {0: (1000, "x")}}
        tea = products.add(desk, name="茶", price=6803).id
        promotions.add(desk, name="p", offer=promotions.order_amount(1234, minimum=5000))
        wish |= {"lines": [(tea, 1), (tea, 1)]}
        quoted = {}
        for language in LANGUAGES:
            desk.speaks = language
            quoted[language] = purchases.quote(desk, **wish)
        desk.speaks = kept
        sold = purchases.record(desk, pay={"card": quoted[EN].due}, **wish)
        assert [step.why for step in quoted[EN].steps] == english
        assert step_words.said(desk, sold, OTHER[kept]) == quoted[OTHER[kept]].steps


# --- what is called otherwise now ---------------------------------------------------------------


@BOTH_WAYS
def test_a_tier_that_was_renamed_is_told_by_the_name_it_had_then(
    desk: Desk, sell: Sell, kept: str
) -> None:
    sold = sell(kept, lines=[(TEA, 1)])
    words = {EN: "Silver: 2% off", ZH: "银卡 9.8 折"}
    names = {EN: "Argent", ZH: "白银"}
    renamed = [
        replace(tier, names=names) if tier.code == "silver" else tier for tier in tiers.ladder(desk)
    ]
    tiers.set_ladder(desk, renamed)
    assert told(desk, sold, OTHER[kept], "tier") == [words[OTHER[kept]]]
    later = sell(kept, lines=[(TEA, 1)])
    assert told(desk, later, OTHER[kept], "tier") == [
        {EN: "Argent: 2% off", ZH: "白银 9.8 折"}[OTHER[kept]]
    ]


def test_of_promotions_of_one_name_the_one_of_that_day_is_meant(
    desk: Desk, sell: Sell, clock: SetClock
) -> None:
    today, offer = desk.today(), promotions.percent_off(10)
    promotions.add(desk, name="茶周", name_en="Tea week", offer=offer, ends_on=today)
    sold = sell(EN, lines=[(TEA, 1)])
    clock.tick(days=1)
    promotions.add(desk, name="又一个茶周", name_en="Tea week", offer=offer)
    later = sell(EN, lines=[(TEA, 1)])
    assert told(desk, sold, ZH, "promotion") == ["茶周：9 折"]
    assert told(desk, later, ZH, "promotion") == ["又一个茶周：9 折"]


def test_a_name_that_several_of_a_day_have_stays_as_it_was_kept(desk: Desk, sell: Sell) -> None:
    for name in ("茶周", "又一个茶周"):
        made = promotions.add(desk, name=name, name_en="Tea week", offer=promotions.percent_off(10))
        sold = sell(EN, lines=[(TEA, 1)])
        promotions.close(desk, made.id)
    assert told(desk, sold, ZH, "promotion") == ["Tea week：9 折"]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step("promotion", -1, "renamed since: 10% off"), "renamed since：9 折"),
        (Step("promotion", -1, "renamed since: something"), "renamed since: something"),
        (Step("voucher", -1, "birthday present"), "birthday present"),
        (Step("rounding", -1, "Rounded downwards"), "Rounded downwards"),
        (Step("unheard of", -1, "Rounded down"), "Rounded down"),
    ],
)
def test_what_cannot_be_told_again_stays_as_it_was_kept(
    desk: Desk, sell: Sell, step: Step, words: str
) -> None:
    sold = replace(sell(EN, amount=100), steps=(step,))
    assert step_words.said(desk, sold, ZH) == (step._replace(why=words),)


@pytest.mark.parametrize(
    ("kind", "kept", "words", "told_now"),
    [
        ("tier", EN, "Silver: 2 percent off", "银卡 9.8 折"),
        ("tier", ZH, "银卡 9.8 折", "Silver: 2% off"),
        ("voucher", EN, "10 percent off", "9 折"),
        ("voucher", ZH, "8.8 折券", "12% off"),
    ],
)
def test_a_receipt_of_the_first_version_is_told_though_it_said_so_otherwise(
    desk: Desk, sell: Sell, kind: str, kept: str, words: str, told_now: str
) -> None:
    sold = replace(sell(kept, lines=[(TEA, 1)]), steps=(Step(kind, -1, words),))
    assert told(desk, sold, kept, kind) == [words]
    assert told(desk, sold, OTHER[kept], kind) == [told_now]


# --- its own language ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_language_it_was_sold_in_nothing_is_looked_up(
    desk: Desk, sell: Sell, silver: int, language: str
) -> None:
    settings.edit(desk, rounding_unit=10)
    promotions.add(desk, name="茶周", name_en="Tea week", offer=promotions.percent_off(10))
    code = vouchers.issue(desk, silver, amount=500).code
    sold = sell(
        language, lines=[(TEA, 1), (TEA, 1), (CUP, 1)], passes=[0], vouchers=[code], points=100,
        discount=Discount("old", percent=3),
    )  # fmt: skip
    connection, asked = desk.db.connection(), list[str]()
    connection.set_trace_callback(asked.append)
    steps = step_words.said(desk, sold, language)
    connection.set_trace_callback(None)
    assert (steps, asked) == (sold.steps, [])
    assert len(steps) >= 6


def test_no_receipt_and_no_language_are_refused(desk: Desk, sell: Sell) -> None:
    sold = sell(EN, amount=100)
    with pytest.raises(ChoiceRefused):
        step_words.said(desk, sold, "fr")
    with pytest.raises(UnknownReceipt):
        step_words.said(desk, sold.id, EN)  # type: ignore[arg-type]

"""Slips, cards and months made by hand, and eyes that read the paper made from them."""

import calendar
import gettext
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Image

from reports import month
from shopdesk import language
from shopdesk.figures import DaySales, MonthFigures, PointsFigures, Rate, TopMember
from shopdesk.figures_prepaid import BucketFigures, StoredValueFigures
from shopdesk.money import spread
from shopdesk.slips import CardSlip, VoucherSlip

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HOSTILE = (
    'a<b 且 c>d & "R&D"',
    "<img src='x'/> <b>粗</b>",
    "{name} %s \\n \\( ) (",
    "𬭼 㛃 䶮 𫖯",
    "张三丰",
    "Zoë Ångström–O'Neil",
    "=SUM(A1:A9)",
    "没有字形的𪛖㐂字",
)
CHINESE = {
    "Monthly report": "会员月报",
    "{month_name} {year}": "{year} 年 {month} 月",
    "Sales": "销售额",
    "Page {page} of {of}": "第 {page} / {of} 页",
    "{tier}: {percent} off": "{tier} {tenths} 折",
    "Discount: {reason}": "手动优惠：{reason}",
    "Rounded down": "抹零",
    "Valid {first} to {last}": "有效期 {first} 至 {last}",
    "Three things this month": "本月三件事",
    "Definitions": "口径",
    "Definitions on the last page": "口径见末页",
    "{thing} {advice}": "{thing}{advice}",
    "Best members": "消费最多的会员",
    "Total": "合计",
    "Goods": "商品",
    "Sales receipt": "销售小票",
    "Top-up slip": "充值单",
}


class _Chinese(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return CHINESE.get(message, message)


@pytest.fixture(autouse=True)
def few_words_of_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests give the texts they look for, whatever is translated otherwise."""
    catalogues = {"zh_CN": _Chinese(), "en": gettext.NullTranslations()}
    monkeypatch.setattr(language, "_catalogue", catalogues.__getitem__)


@pytest.fixture
def slip() -> Callable[..., VoucherSlip]:
    """A voucher that can be printed; every call has another code, the same in every run."""
    chance = random.Random(7)

    def make(**given: Any) -> VoucherSlip:
        code = "V" + "".join(chance.choices(LETTERS, k=11))
        usual = {
            "code": code,
            "qr": code + "".join(chance.choices(LETTERS, k=32)),
            "title": "品牌定制保温杯",
            "occasion": "升级礼",
            "holder": "张三丰",
            "tier": "金卡会员",
            "kind": "Gift",
            "colour": "#d4a72c",
            "valid_from_on": date(2026, 11, 1),
            "valid_until_on": date(2026, 12, 31),
            "terms": "",
            "language": "en",
        }
        return VoucherSlip(**(usual | given))

    return make


@pytest.fixture
def card() -> Callable[..., CardSlip]:
    """A member's card that can be printed."""
    chance = random.Random(8)

    def make(**given: Any) -> CardSlip:
        number = chance.randrange(10**6)
        usual = {
            "code": f"M{number:08}{chance.choice(LETTERS)}",
            "name": "张三丰",
            "number": f"{number:06}",
            "tier": "金卡",
            "colour": "#d4a72c",
            "language": "en",
        }
        return CardSlip(**(usual | given))

    return make


LADDER = (
    SimpleNamespace(code="member", names={"zh_CN": "普通", "en": "Member"}, colour="#c9c5b8"),
    SimpleNamespace(code="silver", names={"zh_CN": "银卡", "en": "Silver"}, colour="#98a1ab"),
    SimpleNamespace(code="gold", names={"zh_CN": "金卡", "en": "Gold"}, colour="#d4a72c"),
)
MOVES = {
    "member": {"member": 1762, "silver": 38},
    "silver": {"member": 9, "silver": 581, "gold": 22},
    "gold": {"silver": 4, "gold": 224},
    "new": {"member": 85, "silver": 2},
}
POINTS = {
    "opening": 900_000,
    "earned": 182_340,
    "adjusted": -500,
    "spent": 121_300,
    "expired": 29_440,
    "closing": 931_100,
    "debts": 120,
}


@pytest.fixture
def figures() -> Callable[..., MonthFigures]:
    """A month's figures: October 2026 unless told otherwise."""

    def make(**given: Any) -> MonthFigures:
        usual: dict[str, Any] = {
            "month": "2026-10",
            "sales": 18_642_000,
            "orders": 1204,
            "average_order": 15_483,
            "visits": 1011,
            "active_members": 640,
            "new_members": 87,
            "repurchase": Rate(296, 640),
            "retention": Rate(402, 611),
            "churn": Rate(31, 1022),
            "tier_moves": MOVES,
            "points": PointsFigures(**POINTS),
            "vouchers_issued": 310,
            "vouchers_redeemed": 188,
            "vouchers_expired": 41,
            "gift_cost": 564_000,
            "top_members": tuple(
                TopMember(f"{place:06}", name, 1_240_000 - place * 9301)
                for place, name in enumerate(HOSTILE)
            ),
        }
        now = usual | given
        now.setdefault("days", days_of(now["month"], now["sales"], now["orders"]))
        return MonthFigures(**now)

    return make


def days_of(month: str, sales: int, orders: int) -> tuple[DaySales, ...]:
    year, number = map(int, month.split("-"))
    count = calendar.monthrange(year, number)[1]
    shares = spread(sales, [40 + 37 * day % 100 for day in range(count)])
    kept = spread(orders, [1] * count)
    return tuple(
        DaySales(date(year, number, day + 1), shares[day], kept[day]) for day in range(count)
    )


@pytest.fixture
def maker() -> month.Maker:
    """Who makes the report: the owner, on the first of November."""
    return month.Maker("青禾茶舍", "CNY", datetime(2026, 11, 1, 9, 0, tzinfo=UTC), "店主")


@pytest.fixture
def report(figures: Callable[..., MonthFigures], maker: month.Maker) -> month.MonthReport:
    """October 2026 beside September."""
    before = figures(month="2026-09", sales=17_229_000, new_members=91, retention=Rate(380, 600))
    return month.report_of(figures(), before, LADDER, maker)


def texts(file: Path) -> list[str]:
    """The text of each page as a reader copies it."""
    with pypdfium2.PdfDocument(file) as document:
        found = []
        for page in document:
            content = page.get_textpage()
            found.append(content.get_text_range().replace("\r\n", "\n"))
            content.close()
            page.close()
        return found


def pictures(file: Path, dpi: int = 150) -> list[Image]:
    """Each page as it is printed."""
    with pypdfium2.PdfDocument(file) as document:
        return [page.render(scale=dpi / 72).to_pil() for page in document]


def scans(picture: Image) -> list[str]:
    """What a scanner reads on a page, in no order."""
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


def bars(picture: Image) -> list[str]:
    """What a scanner that reads no QR code reads on a page."""
    return sorted(
        found.text for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.Code128)
    )


def boxes(file: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """Of each page its characters with their left, lower, right and upper edges, in points."""
    with pypdfium2.PdfDocument(file) as document:
        found = []
        for page in document:
            content = page.get_textpage()
            placed = [
                (content.get_text_range(place, 1), *content.get_charbox(place))
                for place in range(content.count_chars())
            ]
            found.append([one for one in placed if one[0].strip()])
            content.close()
            page.close()
        return found


@pytest.fixture
def read() -> SimpleNamespace:
    """``read.texts(file)``, ``read.pictures(file)``, ``read.scans(picture)``, ``read.bars(…)``,
    ``read.boxes(file)``."""
    return SimpleNamespace(texts=texts, pictures=pictures, scans=scans, bars=bars, boxes=boxes)


@pytest.fixture
def made() -> SimpleNamespace:
    """What reports are made from by hand: ``made.ladder``, ``made.points(closing=…)``, …"""
    return SimpleNamespace(
        rate=Rate,
        stored_value=StoredValueFigures(
            BucketFigures(1_148_379, 160_000, 289_154, 50_000, 0, 969_225),
            BucketFigures(119_966, 14_000, 27_413, 5_000, -700, 100_853),
        ),
        ladder=LADDER,
        points=lambda **given: PointsFigures(**(POINTS | given)),
        hostile=HOSTILE,
    )

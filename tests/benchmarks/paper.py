"""What printing costs: vouchers beside the same pages without codes, and a receipt."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from random import Random

from reports import receipt_pdf, vouchers
from reports.receipt_parts import Amount, Goods, Slip
from shopdesk.slips import VoucherSlip
from tests.benchmarks.measuring import Line, Sizes, medians_ms, scratch

ROUNDS = 3
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def lines(sizes: Sizes) -> list[Line]:
    """Time and size of many vouchers on A4, eight a page."""
    made = slips(sizes.vouchers)
    with scratch() as folder:
        target = folder / "vouchers.pdf"

        def printed(*, has_codes: bool) -> None:
            vouchers.pdf(target, made, shop_name="青禾茶舍", shop_phone="", has_codes=has_codes)

        printed(has_codes=True)
        each = target.stat().st_size / len(made)
        ours, floor = medians_ms(
            ROUNDS, lambda _: printed(has_codes=True), lambda _: printed(has_codes=False)
        )
    return [
        _receipt(),
        Line(f"{len(made):,} vouchers as PDF", ours / 1000, "s", 2, floor / 1000),
        Line("bytes per voucher", each, "", 1000, judged="ours"),
    ]


def _receipt() -> Line:
    """A receipt of twenty lines on a roll, beside the same as no more than an empty page."""
    goods = tuple(Goods(f"茉莉银针 {n}", Decimal("0.125"), 6800, 850) for n in range(20))
    made = Slip(
        languages=("zh_CN",), currency="CNY", shop="青禾茶舍", contact=(), title="销售小票",
        number="000042", marks=(), facts=(), goods=goods, steps=(), due=Amount("合计", 17_000),
        paid=(Amount("现金", 17_000),), code="R000000427K2M9Q8",
    )  # fmt: skip
    bare = replace(made, goods=(), paid=(), code="")
    receipt_pdf.pdf(BytesIO(), made)
    ours, floor = medians_ms(
        ROUNDS * 5,
        lambda _: receipt_pdf.pdf(BytesIO(), made),
        lambda _: receipt_pdf.pdf(BytesIO(), bare),
    )
    return Line("a receipt of 20 lines as PDF", ours, "ms", 50, floor, judged="ours")


def slips(count: int) -> list[VoucherSlip]:
    """Vouchers to be printed, each with a code and a name of its own."""
    chance = Random(20261031)
    return [_slip(chance, number) for number in range(count)]


def _slip(chance: Random, number: int) -> VoucherSlip:
    code = "V" + "".join(chance.choices(LETTERS, k=11))
    return VoucherSlip(
        code=code,
        qr=code + "".join(chance.choices(LETTERS, k=32)),
        title="品牌定制保温杯",
        occasion="金卡升级礼",
        holder=f"金卡会员 · 张三丰{number}",
        colour="#d4a72c",
        valid_from_on=date(2026, 11, 1),
        valid_until_on=date(2026, 12, 31),
        terms="价值 128 元",
        language="zh_CN",
    )

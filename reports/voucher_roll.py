"""Vouchers on the roll of a receipt printer, one below the other, each torn off."""

from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas

from reports import bars, codes, paper, roll
from reports.files import Target
from reports.paper import MM
from reports.roll import Block, Paper
from reports.voucher_texts import Shop, conditions
from shopdesk.language import translator
from shopdesk.slips import VoucherSlip

_QR = 27 * MM
_BARS = 11 * MM
_AIR = 3 * MM


def pdf(
    target: Target,
    slips: Sequence[VoucherSlip],
    *,
    shop_name: str,
    shop_phone: str,
    logo: bytes | None = None,
    width_mm: int = 80,
    progress: Callable[[int, int], None] | None = None,
    has_bars: bool = False,
) -> int:
    """Write ``slips`` to ``target``, a page each for paper of 80 or 58 mm; returns how many.

    ``has_bars`` adds the code as bars, which stand upright where the roll is too narrow for them.
    Raises ``ValueError`` when there is nothing to print.
    """
    if not slips:
        raise ValueError("no vouchers to print")
    sheet, shop = roll.PAPERS[f"{width_mm}"], Shop(shop_name, shop_phone, logo)
    _ = translator(slips[0].language)
    return roll.write_each(
        target, [_blocks(sheet, slip, shop, has_bars=has_bars) for slip in slips], sheet,
        title=_("Vouchers") + f" · {shop_name}", author=shop_name, language=slips[0].language,
        progress=progress,
    )  # fmt: skip


def _blocks(sheet: Paper, slip: VoucherSlip, shop: Shop, *, has_bars: bool) -> list[Block]:
    head = " · ".join(filter(None, (slip.kind, slip.occasion)))
    holder = " · ".join(filter(None, (slip.tier, slip.holder)))
    said = [
        roll.text(sheet, content, size=size, bold=bold, align="centre")
        for content, size, bold in (
            (shop.name, sheet.body, True),
            (head, sheet.body, False),
            (slip.title, sheet.large * 1.25, True),
            (holder, sheet.body, True),
            (slip.brand, sheet.body, False),
            (slip.terms, sheet.body, False),
        )
        if content
    ]
    ends = [roll.text(sheet, one, align="centre") for one in conditions(slip, shop)]
    return [
        *roll.logo(sheet, shop.logo),
        *(part for one in said for part in (one, roll.space(roll.GAP))), roll.space(_AIR),
        _code(sheet, slip, has_bars=has_bars), roll.space(roll.GAP), roll.rule(sheet), *ends,
    ]  # fmt: skip


def _code(sheet: Paper, slip: VoucherSlip, *, has_bars: bool) -> Block:
    """The QR code, the code itself, and bars below them or, on a narrow roll, beside them."""
    size, bar = sheet.large, bars.DOTS
    long = bars.length(slip.code, bar) if has_bars else 0.0
    is_beside = long > sheet.width - 2 * MM
    shift = (_BARS + _AIR) / 2 if is_beside else 0.0
    centre, below = sheet.width / 2 + shift, size * 1.7
    high = _QR + below + (_AIR + _BARS if has_bars else 0)
    high = max(_QR + below, long) if is_beside else high

    def draw(canvas: Canvas, y: float) -> None:
        top = y - (high - _QR - below) / 2 if is_beside else y
        codes.symbol(canvas, slip.qr, centre, top - _QR, _QR)
        said = codes.grouped(slip.code)
        wide = size * (0.72 if is_beside else 0.85)
        codes.line(canvas, said, centre, top - _QR - below + 5, size=wide, ink=paper.BLACK)
        if is_beside:
            left = centre - _QR / 2 - _AIR - _BARS
            bars.draw(canvas, slip.code, left, y - long, _BARS, bar=bar, is_upright=True)
        elif has_bars:
            left = (sheet.width - long) / 2
            bars.draw(canvas, slip.code, left, y - high, _BARS, bar=bar)

    return Block(high, draw)

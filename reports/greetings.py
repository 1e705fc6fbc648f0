"""Greeting cards: an A4 sheet, printed on both sides and folded to A5, a voucher inside.

The first page is its outside, the cover at the right; the second its inside. A printer turns the
sheet over along its short edge.
"""

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from reports import bars, codes, logos, paper, pictures, voucher_texts
from reports.files import Target
from reports.paper import MM
from reports.voucher_texts import Area, Shop, Sizes
from reports.wishes import wish
from shopdesk.language import translator
from shopdesk.slips import VoucherSlip

WIDTH, HEIGHT = landscape(A4)
HALF = WIDTH / 2
_PAD = 16 * MM
_QR, _BARS, _PICTURE = 38 * MM, 12 * MM, 34 * MM
_LOGO = 16 * MM
_FOLD = 4 * MM
_PETALS = 12


def pdf(
    target: Target,
    slips: Sequence[VoucherSlip],
    *,
    shop_name: str,
    shop_phone: str,
    logo: bytes | None = None,
    progress: Callable[[int, int], None] | None = None,
    has_bars: bool = False,
) -> int:
    """Write a card for each of ``slips`` to ``target``; returns the number of pages, two a card.

    Raises ``ValueError`` when there is nothing to print.
    """
    if not slips:
        raise ValueError("no vouchers to print")
    shop, language = Shop(shop_name, shop_phone, logo), slips[0].language
    _ = translator(language)
    head = {"title": _("Greeting cards") + f" · {shop_name}", "author": shop_name}
    with paper.pages_of((WIDTH, HEIGHT), target, **head, language=language) as canvas:
        for number, slip in enumerate(slips, start=1):
            _outside(canvas, slip, shop)
            _inside(canvas, slip, shop, has_bars=has_bars)
            if progress is not None:
                progress(number, len(slips))
    return 2 * len(slips)


def _outside(canvas: Canvas, slip: VoucherSlip, shop: Shop) -> None:
    _fold(canvas)
    colour = paper.colour(slip.colour)
    middle = HALF + HALF / 2
    _flower(canvas, middle, HEIGHT * 0.64, 33 * MM, colour)
    area = Area(middle, HEIGHT * 0.42, 34 * MM, HALF - 2 * _PAD, "centre")
    title = voucher_texts.lines(area, wish(slip).title, 30, bold=True, most=2)
    title.draw(canvas, area.top)
    for where in (Area(middle, 0, 0, HALF - 2 * _PAD, "centre"),
                  Area(HALF / 2, 0, 0, HALF - 2 * _PAD, "centre")):  # fmt: skip
        name = voucher_texts.lines(where, shop.name, 12, ink=paper.SOFT, most=2)
        name.draw(canvas, 26 * MM)
    if (logo := logos.fitted(shop.logo, HALF - 2 * _PAD, _LOGO)) is not None:
        logos.draw(canvas, logo, middle, 32 * MM, align="centre")
    contact = Area(HALF / 2, 0, 0, HALF - 2 * _PAD, "centre")
    told = voucher_texts.lines(contact, shop.contact, 8.5, ink=paper.FAINT)
    told.draw(canvas, 19 * MM)
    canvas.showPage()


def _flower(canvas: Canvas, x: float, y: float, radius: float, colour: Color) -> None:
    """A flower of rings in the tier's colour: a line drawing, which costs little ink."""
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(1.3)
    for number in range(_PETALS):
        turn = 2 * pi * number / _PETALS
        at = radius * 0.5
        canvas.circle(x + at * cos(turn), y + at * sin(turn), at, stroke=1, fill=0)
    canvas.setFillColor(colour)
    canvas.circle(x, y, radius * 0.07, stroke=0, fill=1)
    canvas.restoreState()


def _inside(canvas: Canvas, slip: VoucherSlip, shop: Shop, *, has_bars: bool) -> None:
    _fold(canvas)
    _greeting(canvas, slip, shop)
    below = _BARS + 4 * MM if has_bars else 0.0
    centre, foot = HALF + HALF / 2, 16 * MM
    y = foot + below + 9 * MM
    if has_bars:
        bars.draw(canvas, slip.code, centre - bars.length(slip.code) / 2, foot, _BARS)
    codes.line(canvas, codes.grouped(slip.code), centre, y - 6 * MM, size=14)
    codes.symbol(canvas, slip.qr, centre, y, _QR)
    area = Area(centre, HEIGHT - _PAD, y + _QR + 5 * MM, HALF - 2 * _PAD, "centre")
    if slip.picture and pictures.draw(
        canvas, slip.picture, centre - _PICTURE / 2, area.top - _PICTURE, _PICTURE
    ):
        area = area._replace(top=area.top - _PICTURE - 3 * MM)
    voucher_texts.draw(canvas, area, slip, shop, Sizes(24, 11, 8.5))
    canvas.showPage()


def _greeting(canvas: Canvas, slip: VoucherSlip, shop: Shop) -> None:
    """The left half: to whom, what is wished, from whom."""
    _ = translator(slip.language)
    area = Area(_PAD, HEIGHT * 0.72, 0, HALF - 2 * _PAD, "left")
    y, colour = area.top, paper.colour(slip.colour)
    canvas.setFillColor(colour)
    canvas.rect(_PAD, y + 12 * MM, 22 * MM, 1.2 * MM, stroke=0, fill=1)
    name = _("Dear {name},").format(name=slip.holder) if slip.tier else _("Dear friend,")
    for content, size, bold in ((name, 17, True), (wish(slip).text, 13.5, False)):
        part = voucher_texts.lines(area, content, size, bold=bold)
        part.draw(canvas, y)
        y -= part.height + 6 * MM
    signed = Area(HALF - _PAD, 0, 0, HALF - 2 * _PAD, "right")
    voucher_texts.lines(signed, shop.name, 13.5, bold=True).draw(canvas, y - 6 * MM)


def _fold(canvas: Canvas) -> None:
    """Where it is folded: two short lines at the edges."""
    canvas.setStrokeColor(paper.EDGE)
    canvas.setLineWidth(0.4)
    for y in (0, HEIGHT - _FOLD):
        canvas.line(HALF, y, HALF, y + _FOLD)

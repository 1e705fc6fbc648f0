"""Vouchers on A4: eight, four, two or one a page, to cut along the edge and tear."""

from collections.abc import Callable, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import bars, codes, cutting, logos, paper, pictures, voucher_texts
from reports.files import Target
from reports.paper import MM
from reports.voucher_looks import LOOKS, Look, PerPage
from reports.voucher_texts import Area, Shop, Sizes
from shopdesk.language import translator
from shopdesk.slips import VoucherSlip

__all__ = ["PerPage", "pdf"]

_CORNER = 3 * MM
_STRIP = 2.2 * MM
_BAND = 9 * MM
_EDGE = 0.3
"""Half of the line around a voucher: it is drawn inside the cell."""
_PAD = 5 * MM
_LOGO = 1.3
"""How high a logo is at most, in parts of the title's size."""


def pdf(
    target: Target,
    slips: Sequence[VoucherSlip],
    *,
    shop_name: str,
    shop_phone: str,
    logo: bytes | None = None,
    per_page: PerPage = 8,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    has_codes: bool = True,
    has_bars: bool = False,
) -> int:
    """Write ``slips`` to ``target`` as one PDF and return its number of pages.

    ``progress(done, of)`` is told after every page. Where ``cancelled()`` says yes,
    ``paper.Cancelled`` is raised and no file is written. ``has_codes=False`` leaves the QR codes
    out, to measure what they cost; ``has_bars`` adds the code as bars, ``logo`` the shop's. Raises
    ``ValueError`` when there is nothing to print.
    """
    if not slips:
        raise ValueError("no vouchers to print")
    look = LOOKS[per_page].with_bars() if has_bars else LOOKS[per_page]
    shop = Shop(shop_name, shop_phone, logo)
    _ = translator(slips[0].language)
    head = {"title": _("Vouchers") + f" · {shop_name}", "author": shop_name}
    with paper.document(target, **head, language=slips[0].language) as canvas:
        for start in range(0, len(slips), per_page):
            if cancelled is not None and cancelled():
                raise paper.Cancelled
            _page(canvas, slips[start : start + per_page], look, shop, has_codes=has_codes)
            if progress is not None:
                progress(min(start + per_page, len(slips)), len(slips))
    return -(-len(slips) // per_page)


def _page(
    canvas: Canvas, slips: Sequence[VoucherSlip], look: Look, shop: Shop, *, has_codes: bool
) -> None:
    wide, high, gap = look.width_mm * MM, look.height_mm * MM, look.gap_mm * MM
    left = (paper.PAGE_WIDTH - look.columns * (wide + gap) + gap) / 2
    top = (paper.PAGE_HEIGHT + look.rows * (high + gap) - gap) / 2
    _cut_marks(canvas, look, left, top)
    for place, slip in enumerate(slips):
        row, column = divmod(place, look.columns)
        canvas.saveState()
        canvas.translate(left + column * (wide + gap), top - high - row * (high + gap))
        _frame(canvas, look, slip.colour)
        _words(canvas, look, slip, shop)
        _stub(canvas, look, slip, has_codes=has_codes)
        canvas.restoreState()
    canvas.showPage()


def _cut_marks(canvas: Canvas, look: Look, left: float, top: float) -> None:
    """Along every edge of every cell; kept in the document once."""
    if not canvas.hasForm("cuts"):
        wide, high, gap = look.width_mm * MM, look.height_mm * MM, look.gap_mm * MM
        lefts = [left + column * (wide + gap) for column in range(look.columns)]
        tops = [top - row * (high + gap) for row in range(look.rows)]
        canvas.beginForm("cuts", 0, 0, paper.PAGE_WIDTH, paper.PAGE_HEIGHT)
        cutting.marks(
            canvas, [x for at in lefts for x in (at, at + wide)],
            [y for at in tops for y in (at, at - high)],
        )  # fmt: skip
        canvas.endForm()
    canvas.doForm("cuts")


def _frame(canvas: Canvas, look: Look, colour: str) -> None:
    """The edge, strip, stub and tear line: kept in the document once for each colour."""
    form = f"frame-{paper.colour(colour).hexval()}"
    if not canvas.hasForm(form):
        canvas.beginForm(form, 0, 0, look.width_mm * MM, look.height_mm * MM)
        _draw_frame(canvas, look, paper.colour(colour))
        canvas.endForm()
    canvas.doForm(form)


def _draw_frame(canvas: Canvas, look: Look, colour: Color) -> None:
    wide, high, stub = look.width_mm * MM, look.height_mm * MM, look.stub_mm * MM
    upright, cut = look.is_upright, look.width_mm * MM - stub
    edge = canvas.beginPath()
    edge.roundRect(_EDGE, _EDGE, wide - 2 * _EDGE, high - 2 * _EDGE, _CORNER)
    canvas.saveState()
    canvas.clipPath(edge, stroke=0, fill=0)
    canvas.setFillColor(paper.WASH)
    canvas.rect(*((0, 0, wide, stub) if upright else (cut, 0, stub, high)), 0, 1)
    canvas.setFillColor(colour)
    canvas.rect(*((0, high - _BAND, wide, _BAND) if upright else (0, 0, _STRIP, high)), 0, 1)
    canvas.restoreState()
    canvas.setStrokeColor(paper.EDGE)
    canvas.setLineWidth(0.6)
    canvas.drawPath(edge, stroke=1, fill=0)
    canvas.setDash(2.4, 2)
    canvas.line(*((0, stub, wide, stub) if upright else (cut, 0, cut, high)))


def _words(canvas: Canvas, look: Look, slip: VoucherSlip, shop: Shop) -> None:
    area = _text_area(look)
    if slip.picture:
        area = _pictured(canvas, look, area, slip.picture)
    area = _marked(canvas, look, area, shop)
    voucher_texts.draw(canvas, area, slip, shop, Sizes(look.title, look.body, look.small))


def _text_area(look: Look) -> Area:
    wide, high = look.width_mm * MM, look.height_mm * MM
    if look.is_upright:
        top, foot = high - _BAND - 12 * MM, look.stub_mm * MM + 7 * MM
        return Area(wide / 2, top, foot, wide - 28 * MM, "centre")
    left = _STRIP + _PAD
    within = wide - look.stub_mm * MM - 3 * MM - left
    return Area(left, high - _PAD + 2, _PAD - 2, within, "left")


def _pictured(canvas: Canvas, look: Look, area: Area, picture: bytes) -> Area:
    """Draw the picture at the top, beside the words or above them; returns what it leaves them."""
    side = look.picture_mm * MM
    if look.is_upright:
        is_drawn = pictures.draw(canvas, picture, area.x - side / 2, area.top - side, side)
        return area._replace(top=area.top - side - 6 * MM) if is_drawn else area
    right = area.x + area.within
    is_drawn = pictures.draw(canvas, picture, right - side, area.top - side, side)
    return area._replace(within=area.within - side - 3 * MM) if is_drawn else area


def _marked(canvas: Canvas, look: Look, area: Area, shop: Shop) -> Area:
    """Draw the shop's logo above the words; returns what it leaves them."""
    logo = logos.fitted(shop.logo, area.within, look.title * _LOGO)
    if logo is None:
        return area
    logos.draw(canvas, logo, area.x, area.top - logo.height, align=area.align)
    return area._replace(top=area.top - logo.height - look.title * _LOGO * 0.25)


def _stub(canvas: Canvas, look: Look, slip: VoucherSlip, *, has_codes: bool) -> None:
    side, wide, high = look.qr_mm * MM, look.width_mm * MM, look.height_mm * MM
    stub, gap, bar = look.stub_mm * MM, look.code * 1.9, look.bars_mm * MM
    room = stub if look.is_upright else high
    left, right = (0.0, wide) if look.is_upright else (wide - stub, wide)
    below = 0.0
    if bar and look.has_bars_beside:
        at = left + 2.5 * MM
        up = (high - bars.length(slip.code)) / 2
        bars.draw(canvas, slip.code, at, up, bar, is_upright=True)
        left = at + bar
    elif bar:
        below = bar + 4 * MM
    centre = (left + right) / 2
    y = (room - side - gap - below) / 2 + gap + below
    if below:
        at = centre - bars.length(slip.code) / 2
        bars.draw(canvas, slip.code, at, y - gap - below, bar)
    if has_codes:
        codes.symbol(canvas, slip.qr, centre, y, side)
    code = codes.grouped(slip.code)
    size = codes.fit(code, look.code, right - left - 3 * MM)
    codes.line(canvas, code, centre, y - gap + 1, size=size)

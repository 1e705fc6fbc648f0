"""Gift and money vouchers on A4: eight, four or one a page, to cut along the edge and tear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import codes, paper
from reports.files import Target
from reports.paper import MM
from shopdesk.language import translator
from shopdesk.slips import VoucherSlip

PerPage = Literal[8, 4, 1]

_CORNER = 3 * MM
_STRIP = 2.2 * MM
_BAND = 9 * MM
_EDGE = 0.3
"""Half of the line around a voucher: it is drawn inside the cell."""
_PAD = 5 * MM


@dataclass(frozen=True)
class _Look:
    """One way of laying vouchers on a page; lengths in millimetres, sizes in points."""

    columns: int
    rows: int
    width_mm: float
    height_mm: float
    gap_mm: float
    stub_mm: float
    qr_mm: float
    title: float
    body: float
    small: float
    code: float
    is_upright: bool = False
    """The stub to tear off is below the texts, not to their right."""


LOOKS: dict[PerPage, _Look] = {
    8: _Look(2, 4, 94, 67, 4, 33, 24, 17, 8.5, 7, 8.4),
    4: _Look(1, 4, 190, 66, 5, 54, 34, 24, 10.5, 8, 12.5),
    1: _Look(1, 1, 178, 265, 0, 98, 56, 44, 17, 11.5, 20, is_upright=True),
}


@dataclass(frozen=True)
class _Shop:
    name: str
    phone: str


def pdf(
    target: Target,
    slips: Sequence[VoucherSlip],
    *,
    shop_name: str,
    shop_phone: str,
    per_page: PerPage = 8,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    has_codes: bool = True,
) -> int:
    """Write ``slips`` to ``target`` as one PDF and return its number of pages.

    ``progress(done, of)`` is told after every page. Where ``cancelled()`` says yes,
    ``paper.Cancelled`` is raised and no file is written. ``has_codes=False`` leaves the QR codes
    out, to measure what they cost. Raises ``ValueError`` when there is nothing to print.
    """
    if not slips:
        raise ValueError("no vouchers to print")
    look, shop = LOOKS[per_page], _Shop(shop_name, shop_phone)
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
    canvas: Canvas, slips: Sequence[VoucherSlip], look: _Look, shop: _Shop, *, has_codes: bool
) -> None:
    wide, high, gap = look.width_mm * MM, look.height_mm * MM, look.gap_mm * MM
    left = (paper.PAGE_WIDTH - look.columns * (wide + gap) + gap) / 2
    top = (paper.PAGE_HEIGHT + look.rows * (high + gap) - gap) / 2
    for place, slip in enumerate(slips):
        row, column = divmod(place, look.columns)
        canvas.saveState()
        canvas.translate(left + column * (wide + gap), top - high - row * (high + gap))
        _frame(canvas, look, slip.colour)
        _texts(canvas, look, slip, shop)
        _stub(canvas, look, slip, has_codes=has_codes)
        canvas.restoreState()
    canvas.showPage()


def _frame(canvas: Canvas, look: _Look, colour: str) -> None:
    """The edge, strip, stub and tear line: kept in the document once for each colour."""
    form = f"frame-{paper.colour(colour).hexval()}"
    if not canvas.hasForm(form):
        canvas.beginForm(form, 0, 0, look.width_mm * MM, look.height_mm * MM)
        _draw_frame(canvas, look, paper.colour(colour))
        canvas.endForm()
    canvas.doForm(form)


def _draw_frame(canvas: Canvas, look: _Look, colour: Color) -> None:
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


def _texts(canvas: Canvas, look: _Look, slip: VoucherSlip, shop: _Shop) -> None:
    left, top, within, align = _text_area(look)
    write = partial(_block, canvas, left, within=within, align=align)
    head = " · ".join(filter(None, (shop.name, slip.occasion)))
    y = write(top, head, look.body, ink=paper.SOFT)
    y = write(y, slip.title, look.title, bold=True, smallest=0.4, gap=look.body)
    y = write(y, slip.holder, look.body, ink=paper.SOFT, gap=look.body)
    write(y, slip.terms, look.small, ink=paper.SOFT, gap=look.small)
    size = look.small
    lines = [
        part for content in _conditions(slip, shop) for part in paper.wrap(content, size, within)
    ]
    foot = look.stub_mm * MM + 9 * MM if look.is_upright else _PAD
    y = foot + (len(lines) - 1) * size * paper.LEADING
    paper.paragraph(canvas, left, y, paper.Lines(tuple(lines), size), ink=paper.FAINT, align=align)


def _text_area(look: _Look) -> tuple[float, float, float, paper.Align]:
    """Where texts start, how high, how wide they may be, and whether centred."""
    wide, high = look.width_mm * MM, look.height_mm * MM
    if look.is_upright:
        return wide / 2, high - 45 * MM, wide - 28 * MM, "centre"
    left = _STRIP + _PAD
    return left, high - _PAD, wide - look.stub_mm * MM - 3 * MM - left, "left"


def _block(
    canvas: Canvas,
    x: float,
    y: float,
    content: str,
    size: float,
    *,
    within: float,
    gap: float = 0,
    ink: Color = paper.INK,
    bold: bool = False,
    smallest: float = 0.75,
    align: paper.Align = "left",
) -> float:
    """Up to two lines, ``gap`` points below the baseline ``y``, shrunk to ``smallest`` of the size.

    Returns the last line's baseline; ``y`` where there is nothing to write.
    """
    if not content:
        return y
    lines = paper.fitted(content, size, within, lines=2, smallest=size * smallest, bold=bold)
    leading = 1.25 if bold else paper.LEADING
    y -= gap + lines.size * 0.9
    return paper.paragraph(canvas, x, y, lines, ink=ink, bold=bold, align=align, leading=leading)


def _conditions(slip: VoucherSlip, shop: _Shop) -> list[str]:
    _ = translator(slip.language)
    valid = _("Valid {first} to {last}").format(
        first=slip.valid_from_on.isoformat(), last=slip.valid_until_on.isoformat()
    )
    use = _("Show this at the counter. Good for one use.")
    return [valid, use, " · ".join(filter(None, (shop.name, shop.phone)))]


def _stub(canvas: Canvas, look: _Look, slip: VoucherSlip, *, has_codes: bool) -> None:
    side, wide, high = look.qr_mm * MM, look.width_mm * MM, look.height_mm * MM
    centre = wide / 2 if look.is_upright else wide - look.stub_mm * MM / 2
    room = look.stub_mm * MM if look.is_upright else high
    gap = look.code * 1.9
    y = (room - side - gap) / 2 + gap
    if has_codes:
        codes.symbol(canvas, slip.qr, centre, y, side)
    codes.line(canvas, codes.grouped(slip.code), centre, y - gap + 1, size=look.code)

"""The programme as a poster (A3 or A4), and as a leaflet: an A4 sheet folded to A5.

What there is to say is written as large as it finds room, so that a short programme fills its
sheet and a long one still stands on it; what no size fits goes on to a further page.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from reports import logos, paper, voucher_texts
from reports.files import Target
from reports.paper import MM
from reports.programme import Programme, Rung, Section
from reports.voucher_texts import Area

Size = Literal["A3", "A4"]

_SCALES = (1.9, 1.75, 1.6, 1.45, 1.3, 1.2, 1.1, 1.0, 0.92, 0.85, 0.78, 0.71, 0.64, 0.58)
_PAD = 16 * MM
_HEAD = 36 * MM
"""The band of a poster's head."""
_FOOT = 14 * MM
_LOGO = 22 * MM
_NAME = 0.3
"""The share of a tier's row that its name has."""
_FOLDED = landscape(A4)
_HALF = _FOLDED[0] / 2
_INSIDE = 2
"""Two panels of a leaflet are inside; the third is its back."""


class Block(NamedTuple):
    """What stands together in a column: its height, and how it is drawn down from a height."""

    height: float
    draw: Callable[[Canvas, float, float], None]
    """Draws at (canvas, left edge, upper edge)."""


Column = list[Block]


# --- poster -----------------------------------------------------------------------------------


def poster(target: Target, programme: Programme, *, size: Size = "A3") -> int:
    """Write a poster to ``target``; returns its pages. An A3 is an A4 enlarged."""
    page = {"A3": A3, "A4": A4}[size]
    by = page[0] / A4[0]
    columns = _largest(programme, A4[0] - 2 * _PAD, A4[1] - _HEAD - _FOOT - _PAD, most=1)
    with paper.pages_of(page, target, **_named(programme)) as canvas:
        for column in columns:
            canvas.saveState()
            canvas.scale(by, by)
            _poster_page(canvas, programme, column)
            canvas.restoreState()
            canvas.showPage()
    return len(columns)


def _poster_page(canvas: Canvas, programme: Programme, column: Column) -> None:
    wide, high = A4
    canvas.setFillColor(paper.ACCENT)
    canvas.rect(0, high - _HEAD, wide, _HEAD, stroke=0, fill=1)
    logo = logos.fitted(programme.logo, _LOGO * 2, _LOGO)
    beside = 0.0 if logo is None else logo.width + _PAD
    head = Area(_PAD, 0, 0, wide - 2 * _PAD - beside, "left")
    shop = voucher_texts.lines(head, programme.shop, 14, ink=paper.WHITE, most=1)
    title = voucher_texts.lines(head, programme.title, 30, ink=paper.WHITE, bold=True, most=1)
    y = high - (_HEAD - shop.height - title.height) / 2
    shop.draw(canvas, y)
    title.draw(canvas, y - shop.height)
    if logo is not None:
        middle, foot = wide - _PAD - logo.width / 2, high - (_HEAD + logo.height) / 2
        logos.draw_on_plate(canvas, logo, middle, foot, 3 * MM)
    _put(canvas, column, _PAD, high - _HEAD - _PAD / 2)
    _foot(canvas, programme, Area(wide / 2, _FOOT, 0, wide - 2 * _PAD, "centre"))


def _foot(canvas: Canvas, programme: Programme, area: Area) -> None:
    said = " · ".join(filter(None, (programme.shop, programme.contact)))
    told = voucher_texts.lines(area, said, 9, ink=paper.SOFT, most=1)
    told.draw(canvas, area.top - 2 * MM)


# --- leaflet ----------------------------------------------------------------------------------


def leaflet(target: Target, programme: Programme) -> int:
    """Write a leaflet to ``target``; returns its pages, to be printed on both sides of a sheet.

    The cover is the right half of the first page; the back, at its left, takes what the inside has
    no room for.
    """
    room, within = _FOLDED[1] - 2 * _PAD, _HALF - 2 * _PAD
    columns = _largest(programme, within, room - _FOOT, most=_INSIDE, at_last=_INSIDE + 1)
    inside, back, rest = columns[:2], columns[2:3], columns[3:]
    with paper.pages_of(_FOLDED, target, **_named(programme)) as canvas:
        _cover(canvas, programme)
        for column in back:
            _put(canvas, column, _PAD, _FOLDED[1] - _PAD)
        canvas.showPage()
        for place in range(0, len(inside + rest), 2):
            _fold(canvas)
            for side, column in enumerate((inside + rest)[place : place + 2]):
                _put(canvas, column, side * _HALF + _PAD, _FOLDED[1] - _PAD)
            canvas.showPage()
    return 1 + -(-len(inside + rest) // 2)


def _cover(canvas: Canvas, programme: Programme) -> None:
    _fold(canvas)
    high, middle = _FOLDED[1], _HALF * 1.5
    canvas.setFillColor(paper.ACCENT)
    canvas.rect(_HALF, high * 0.42, _HALF, high * 0.58, stroke=0, fill=1)
    area = Area(middle, 0, 0, _HALF - 2 * _PAD, "centre")
    title = voucher_texts.lines(area, programme.title, 34, ink=paper.WHITE, bold=True, most=1)
    title.draw(canvas, high * 0.7 + title.height / 2)
    if (logo := logos.fitted(programme.logo, _LOGO * 2, _LOGO)) is not None:
        logos.draw_on_plate(canvas, logo, middle, high * 0.82, 3 * MM)
    shop = voucher_texts.lines(area, programme.shop, 20, bold=True, most=2)
    shop.draw(canvas, high * 0.34)
    _dots(canvas, programme, middle, high * 0.34 - shop.height - 10 * MM)
    _foot(canvas, programme, Area(_HALF / 2, _FOOT, 0, _HALF - 2 * _PAD, "centre"))


def _dots(canvas: Canvas, programme: Programme, middle: float, y: float) -> None:
    """The tiers as a row of their colours, the lowest first."""
    step = 9 * MM
    left = middle - (len(programme.rungs) - 1) * step / 2
    for number, rung in enumerate(programme.rungs):
        canvas.setFillColor(paper.colour(rung.colour))
        canvas.circle(left + number * step, y, 3 * MM, stroke=0, fill=1)


def _fold(canvas: Canvas) -> None:
    canvas.setStrokeColor(paper.EDGE)
    canvas.setLineWidth(0.4)
    for y in (0, _FOLDED[1] - 4 * MM):
        canvas.line(_HALF, y, _HALF, y + 4 * MM)


# --- what both say ----------------------------------------------------------------------------


def _named(programme: Programme) -> dict[str, str]:
    title = f"{programme.title} · {programme.shop}"
    return {"title": title, "author": programme.shop, "language": programme.language}


def _largest(
    programme: Programme, within: float, room: float, *, most: int, at_last: int = 0
) -> list[Column]:
    """Everything in so many columns, as large as they have room; else in ``at_last`` of them."""
    for allowed in (most, at_last or most):
        for scale in _SCALES:
            columns = _columns(_blocks(programme, within, scale), room)
            if len(columns) <= allowed:
                return columns
    return columns


def _columns(sections: Sequence[Sequence[Block]], room: float) -> list[Column]:
    """In columns so high; only a section that is higher than a whole one goes on in the next."""
    columns: list[Column] = [[]]
    used = 0.0
    for section in sections:
        whole = sum(block.height for block in section)
        left = 0.0 if whole <= room < used + whole else room - used
        for block in section:
            if columns[-1] and block.height > left:
                columns.append([])
                left = room
            columns[-1].append(block)
            left -= block.height
        used = room - left
    return columns


def _put(canvas: Canvas, column: Column, x: float, y: float) -> None:
    for block in column:
        block.draw(canvas, x, y)
        y -= block.height


def _blocks(programme: Programme, within: float, scale: float) -> list[list[Block]]:
    """What is kept together: a tier, and a section with its lines."""
    return [
        *([_rung(rung, within, scale)] for rung in programme.rungs),
        *(list(_section(one, within, scale)) for one in programme.sections),
    ]


def _rung(rung: Rung, within: float, scale: float) -> Block:
    """A tier: its name on its colour, beside it what it asks for and gives."""
    pad, left = 5 * scale, within * _NAME
    ground = paper.colour(rung.colour)
    name = voucher_texts.lines(
        Area(left / 2, 0, 0, left - 2 * pad, "centre"), rung.name, 13 * scale,
        ink=paper.ink_on(ground), bold=True, most=2,
    )  # fmt: skip
    area = Area(0, 0, 0, within - left - 3 * pad, "left")
    asks = voucher_texts.lines(area, rung.asks, 10 * scale, bold=True)
    gives = voucher_texts.lines(area, " · ".join(rung.gives), 9.5 * scale, ink=paper.SOFT)
    high = max(name.height, asks.height + gives.height) + 2 * pad

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFillColor(paper.WASH)
        canvas.roundRect(x, y - high, within, high, pad, stroke=0, fill=1)
        canvas.setFillColor(ground)
        canvas.roundRect(x, y - high, left, high, pad, stroke=0, fill=1)
        canvas.saveState()
        canvas.translate(x, y)
        name.draw(canvas, -(high - name.height) / 2)
        canvas.translate(left + 2 * pad, -(high - asks.height - gives.height) / 2)
        asks.draw(canvas, 0)
        gives.draw(canvas, -asks.height)
        canvas.restoreState()

    return Block(high + 4 * scale, draw)


def _section(section: Section, within: float, scale: float) -> Iterator[Block]:
    """A heading with its first line, so that none stands alone; then the others."""
    area = Area(0, 0, 0, within, "left")
    head = voucher_texts.lines(
        area, section.heading, 13 * scale, ink=paper.ACCENT, bold=True, most=1
    )
    first, *others = (_line(one, within, scale) for one in section.lines)
    above, below = 9 * scale, 3 * scale

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.translate(x, y - above)
        head.draw(canvas, 0)
        canvas.restoreState()
        first.draw(canvas, x, y - above - head.height - below)

    yield Block(above + head.height + below + first.height, draw)
    yield from others


def _line(said: str, within: float, scale: float) -> Block:
    size, indent = 10 * scale, 11 * scale
    text = voucher_texts.lines(Area(indent, 0, 0, within - indent, "left"), said, size)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.setFillColor(paper.ACCENT)
        canvas.circle(size * 0.35, -size * 0.68, size * 0.16, stroke=0, fill=1)
        text.draw(canvas, 0)
        canvas.restoreState()

    return Block(text.height + 2 * scale, draw)

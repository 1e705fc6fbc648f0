"""Charts as vector drawings: the same one serves the page and, as SVG, the screen."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color

from reports import fonts, paper
from reports.words import count, percent, permille
from shopdesk.figures import DaySales
from shopdesk.money import SYMBOLS, minor_digits

_SATURDAY = 5
_STEPS = (1, 2, 5)
_BAR = 10.5
"""How thick a bar is, in points."""
_EDGE = 3.0
"""Points right of the last day: on a screen the letters of its number are a little broader."""


class Inks(NamedTuple):
    """The colours of a chart: those of paper, or a screen's where that is dark."""

    ink: Color = paper.INK
    soft: Color = paper.SOFT
    faint: Color = paper.FAINT
    line: Color = paper.LINE
    tint: Color = paper.TINT
    above: Color = paper.ACCENT
    below: Color = paper.BAD

    @classmethod
    def of(cls, **codes: str) -> "Inks":
        """Colours given as ``#rrggbb``; those not given are of paper."""
        return cls(**{name: paper.colour(code) for name, code in codes.items()})


ON_PAPER = Inks()


class Bar(NamedTuple):
    """One bar of a bar chart: what it is, its colour ``#rrggbb``, and how many."""

    name: str
    colour: str
    value: int


class _Plot(NamedTuple):
    """Where amounts and days lie on a drawing."""

    left: float
    right: float
    foot: float
    top: float
    low: int
    high: int
    days: int

    @property
    def step(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / self.days

    def y(self, amount: float) -> float:
        """How high an amount of minor units stands."""
        return self.foot + (amount - self.low) * (self.top - self.foot) / (self.high - self.low)


class Spot(NamedTuple):
    """Where a bar or a cell lies on a drawing, from its lower left corner, in points."""

    x: float
    y: float
    width: float
    height: float


class Cell(NamedTuple):
    """A cell of a grid: its text, and how strongly it is tinted, in hundredths."""

    text: str
    strength: int = 0


def sales_by_day(
    days: Sequence[DaySales],
    currency: str,
    *,
    width: float,
    height: float,
    until: date = date.max,
    inks: Inks = ON_PAPER,
) -> Drawing:
    """Columns of each day's sales; a day that gave more back than it took hangs below zero.

    The day's number stands under each (under every fifth where they would touch), a line under
    weekends, the average of the days through ``until`` as a dashed line. Nothing is told by a
    colour alone, so that it can be read in grey: what hangs below zero is hollow.
    """
    plot, marks = _plot(days, currency, width, height)
    left, drawing = plot.left, _drawing(width, height)
    _weekends(drawing, days, plot, inks)
    for label, amount in marks:
        y = plot.y(amount)
        drawing.add(Line(left, y, plot.right, y, strokeColor=inks.line, strokeWidth=0.4))
        drawing.add(_string(left - 5, y - 2.2, label, ink=inks.faint, anchor="end"))
    _columns(drawing, days, plot, inks)
    begun = [day.sales for day in days if day.on <= until] or [0]
    y = plot.y(sum(begun) / len(begun))
    average = PolyLine([left, y, plot.right, y], strokeColor=inks.ink, strokeWidth=0.8)
    average.strokeDashArray = [5, 4]  # a Line runs back on the screen, over its own gaps
    drawing.add(average)
    return drawing


def _plot(
    days: Sequence[DaySales], currency: str, width: float, height: float
) -> tuple[_Plot, list[tuple[str, int]]]:
    """Where days and amounts lie, and the amounts that are marked."""
    marks = _marks([day.sales for day in days], currency)
    left = max(fonts.width(label, paper.TINY) for label, _amount in marks) + 5
    beyond = max(0.0, fonts.width("30", paper.TINY) - (width - left) / len(days)) / 2 + _EDGE
    plot = _Plot(left, width - beyond, 12, height - 6, marks[0][1], marks[-1][1], len(days))
    return plot, marks


def spots_of_days(
    days: Sequence[DaySales], currency: str, *, width: float, height: float
) -> list[Spot]:
    """Where each day of ``sales_by_day`` lies: as high as the plot, so that none is too small."""
    plot, _marks = _plot(days, currency, width, height)
    tall = plot.top - plot.foot
    return [
        Spot(plot.left + number * plot.step, plot.foot, plot.step, tall)
        for number in range(len(days))
    ]


def _weekends(drawing: Drawing, days: Sequence[DaySales], plot: _Plot, inks: Inks) -> None:
    tall = plot.top - plot.foot
    apart = 1 if plot.step > fonts.width("30", paper.TINY) + 1.5 else 5
    for number, day in enumerate(days):
        x = plot.left + number * plot.step
        if day.on.weekday() >= _SATURDAY:
            tint = Rect(x, plot.foot, plot.step, tall, fillColor=inks.tint, strokeColor=None)
            drawing.add(tint)
            ends = (x + plot.step * 0.1, x + plot.step * 0.9)
            under = Line(ends[0], 0.7, ends[1], 0.7, strokeColor=inks.soft, strokeWidth=1.1)
            drawing.add(under)
        if day.on.day % apart == 0 or number == 0:
            middle, name = x + plot.step / 2, str(day.on.day)
            drawing.add(_string(middle, 2.5, name, ink=inks.faint, anchor="middle"))


def _columns(drawing: Drawing, days: Sequence[DaySales], plot: _Plot, inks: Inks) -> None:
    zero = plot.y(0)
    for number, day in enumerate(days):
        x, end = plot.left + (number + 0.16) * plot.step, plot.y(day.sales)
        wide, tall = plot.step * 0.68, abs(end - zero)
        if day.sales > 0:
            drawing.add(Rect(x, zero, wide, tall, fillColor=inks.above, strokeColor=None))
        elif day.sales:
            hollow = Rect(x, end, wide, tall, fillColor=None, strokeColor=inks.below)
            hollow.strokeWidth = 1
            drawing.add(hollow)
    drawing.add(Line(plot.left, zero, plot.right, zero, strokeColor=inks.soft, strokeWidth=0.6))


def tier_bars(
    bars: Sequence[Bar], *, width: float, row: float = 15.0, inks: Inks = ON_PAPER
) -> Drawing:
    """One bar a tier, longest on the full width, each with its number and share of all."""
    drawing = _drawing(width, row * len(bars))
    whole, most = sum(bar.value for bar in bars), max((bar.value for bar in bars), default=0)
    left = min(width * 0.42, max((fonts.width(b.name, paper.SMALL) for b in bars), default=0) + 8)
    room = width - left - 70
    size = min((paper.fit(bar.name, paper.SMALL, left - 6) for bar in bars), default=paper.SMALL)
    for number, bar in enumerate(bars):
        y = row * (len(bars) - 1 - number)
        long = max(0.6, room * bar.value / most if most else 0)
        ink = paper.colour(bar.colour)
        share = f" · {percent(permille(bar.value, whole))}" if whole else ""
        text = y + row / 2 - 3.5
        drawing.add(_string(0, text, bar.name, size=size, ink=inks.ink))
        foot = y + (row - _BAR) / 2 - 0.75
        edged = Rect(left, foot, long, _BAR, fillColor=ink, strokeColor=inks.soft)
        edged.strokeWidth = 0.6  # a shop may choose a colour as pale as the page
        if bar.value:
            drawing.add(edged)
        drawing.add(_string(left + long + 5, text, count(bar.value) + share, ink=inks.soft))
    return drawing


def spots_of_bars(count: int, *, width: float, row: float = 15.0) -> list[Spot]:
    """Where each of so many bars of ``tier_bars`` lies, its name and number with it."""
    return [Spot(0, row * (count - 1 - number), width, row) for number in range(count)]


def grid(
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell | None]]],
    *,
    width: float,
    row: float = 17.0,
    inks: Inks = ON_PAPER,
) -> Drawing:
    """Rows of cells, each tinted by its strength; the first head stands above their names."""
    drawing = _drawing(width, row * (len(rows) + 1))
    left, wide = _grid_columns(heads, rows, width)
    y, lift = row * len(rows), row / 2 - 3.5
    drawing.add(_string(0, y + lift, heads[0], ink=inks.soft))
    for place, head in enumerate(heads[1:], start=1):
        size = paper.fit(head, paper.TINY, wide - 4)
        x = left + place * wide - 5
        drawing.add(_string(x, y + lift, head, size=size, ink=inks.soft, anchor="end"))
    for number, (name, cells) in enumerate(rows):
        y = row * (len(rows) - 1 - number)
        drawing.add(Line(0, y + row, width, y + row, strokeColor=inks.line, strokeWidth=0.4))
        size = paper.fit(name, paper.TINY, left - 4)
        drawing.add(_string(0, y + lift, name, size=size, ink=inks.ink))
        for place, cell in enumerate(cells):
            if cell is not None:
                _cell(drawing, Spot(left + place * wide, y, wide, row), cell, inks)
    return drawing


def _grid_columns(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]], width: float
) -> tuple[float, float]:
    """How far the names reach, and how wide a cell is."""
    names = [heads[0], *(name for name, _cells in rows)]
    left = min(width * 0.34, max(fonts.width(name, paper.TINY) for name in names) + 8)
    return left, (width - left) / max(1, len(heads) - 1)


def _cell(drawing: Drawing, spot: Spot, cell: Cell, inks: Inks) -> None:
    x, y, wide, tall = spot
    if cell.strength:
        tint = Color(
            inks.above.red, inks.above.green, inks.above.blue, 0.08 + cell.strength * 0.003
        )
        ground = Rect(x + 0.5, y + 0.5, wide - 1, tall - 1, fillColor=tint, strokeColor=None)
        drawing.add(ground)
    size = paper.fit(cell.text, paper.TINY, wide - 6)
    drawing.add(
        _string(x + wide - 5, y + tall / 2 - 3.5, cell.text, size=size, ink=inks.ink, anchor="end")
    )


def spots_of_grid(
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell | None]]],
    *,
    width: float,
    row: float = 17.0,
) -> list[Spot]:
    """Where the cells of ``grid`` lie that there are, row by row."""
    left, wide = _grid_columns(heads, rows, width)
    return [
        Spot(left + place * wide, row * (len(rows) - 1 - number), wide, row)
        for number, (_name, cells) in enumerate(rows)
        for place, cell in enumerate(cells)
        if cell is not None
    ]


def _drawing(width: float, height: float) -> Drawing:
    drawing = Drawing(width, height)
    drawing.initialFontName = fonts.REGULAR  # else Helvetica is named, which is not embedded
    return drawing


def _string(
    x: float,
    y: float,
    text: str,
    *,
    size: float = paper.TINY,
    ink: Color = paper.FAINT,
    anchor: str = "start",
) -> String:
    shown = "".join(piece for _font, piece in fonts.runs(text))
    return String(
        x, y, shown, fontName=fonts.REGULAR, fontSize=size, fillColor=ink, textAnchor=anchor
    )


def _marks(values: Sequence[int], currency: str) -> list[tuple[str, int]]:
    """Two to eight round amounts from the least (or 0) to the greatest: label and minor units."""
    unit = 10 ** minor_digits(currency)
    low, high = min(0, *values), max(0, *values)
    step = _step(max(high - low, unit), unit)
    first, last = low // step, -(-high // step)
    amounts = [step * number for number in range(first, max(last, first + 1) + 1)]
    symbol = SYMBOLS.get(currency, "")
    return [(f"{'−' if a < 0 else ''}{symbol}{abs(a) // unit:,}", a) for a in amounts]


def _step(span: int, unit: int) -> int:
    """The least of 1, 2, 5, 10, 20, … units that divides ``span`` into six steps at most."""
    size = unit
    while True:
        for factor in _STEPS:
            if size * factor * 6 >= span:
                return size * factor
        size *= 10

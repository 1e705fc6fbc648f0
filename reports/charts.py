"""Charts as vector drawings: the same one serves the page and, as SVG, the screen."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from reports import fonts, paper
from reports.words import count, percent, permille
from shopdesk.figures import DaySales
from shopdesk.money import SYMBOLS, minor_digits

_SATURDAY = 5
_STEPS = (1, 2, 5)


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

    The day's number stands under each (under every fifth where they would touch), weekends on a
    tint, the average of the days through ``until`` as a dashed line.
    """
    marks = _marks([day.sales for day in days], currency)
    left = max(fonts.width(label, paper.TINY) for label, _amount in marks) + 5
    plot = _Plot(left, width, 12, height - 6, marks[0][1], marks[-1][1], len(days))
    drawing = _drawing(width, height)
    _weekends(drawing, days, plot, inks)
    for label, amount in marks:
        y = plot.y(amount)
        drawing.add(Line(left, y, width, y, strokeColor=inks.line, strokeWidth=0.4))
        drawing.add(_string(left - 5, y - 2.2, label, ink=inks.faint, anchor="end"))
    _columns(drawing, days, plot, inks)
    begun = [day.sales for day in days if day.on <= until] or [0]
    y = plot.y(sum(begun) / len(begun))
    average = Line(left, y, width, y, strokeColor=inks.ink, strokeWidth=0.7)
    average.strokeDashArray = [3, 2]
    drawing.add(average)
    return drawing


def _weekends(drawing: Drawing, days: Sequence[DaySales], plot: _Plot, inks: Inks) -> None:
    tall = plot.top - plot.foot
    apart = 1 if plot.step > fonts.width("30", paper.TINY) + 1.5 else 5
    for number, day in enumerate(days):
        x = plot.left + number * plot.step
        if day.on.weekday() >= _SATURDAY:
            tint = Rect(x, plot.foot, plot.step, tall, fillColor=inks.tint, strokeColor=None)
            drawing.add(tint)
        if day.on.day % apart == 0 or number == 0:
            middle, name = x + plot.step / 2, str(day.on.day)
            drawing.add(_string(middle, 2.5, name, ink=inks.faint, anchor="middle"))


def _columns(drawing: Drawing, days: Sequence[DaySales], plot: _Plot, inks: Inks) -> None:
    zero = plot.y(0)
    for number, day in enumerate(days):
        x, end = plot.left + (number + 0.16) * plot.step, plot.y(day.sales)
        ink = inks.above if day.sales >= 0 else inks.below
        if day.sales:
            tall = abs(end - zero)
            wide = plot.step * 0.68
            drawing.add(Rect(x, min(zero, end), wide, tall, fillColor=ink, strokeColor=None))
    drawing.add(Line(plot.left, zero, plot.right, zero, strokeColor=inks.soft, strokeWidth=0.6))


def tier_bars(
    bars: Sequence[Bar], *, width: float, row: float = 15.0, inks: Inks = ON_PAPER
) -> Drawing:
    """One bar a tier, longest on the full width, each with its number and share of all."""
    drawing = _drawing(width, row * len(bars))
    whole, most = sum(bar.value for bar in bars), max((bar.value for bar in bars), default=0)
    left = min(width * 0.3, max((fonts.width(b.name, paper.SMALL) for b in bars), default=0) + 8)
    room = width - left - 70
    for number, bar in enumerate(bars):
        y = row * (len(bars) - 1 - number)
        long = max(0.6, room * bar.value / most if most else 0)
        ink = paper.colour(bar.colour)
        share = f"  {percent(permille(bar.value, whole))}" if whole else ""
        size = paper.fit(bar.name, paper.SMALL, left - 6)
        drawing.add(_string(0, y + 4, bar.name, size=size, ink=inks.ink))
        drawing.add(Rect(left, y + 1.5, long, row - 4.5, fillColor=ink, strokeColor=None))
        drawing.add(_string(left + long + 5, y + 4.2, count(bar.value) + share, ink=inks.soft))
    return drawing


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

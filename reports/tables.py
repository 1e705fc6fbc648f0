"""Tables and rows of figures on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import paper

ROW = 13.6
"""The height of a table's row."""
_HEAD = 9.5
_AIR = 5.0


@dataclass(frozen=True)
class Column:
    """A column: its head, one line a language, its share of the width, figures to the right."""

    head: tuple[str, ...]
    share: float = 1.0
    is_figure: bool = True


@dataclass(frozen=True)
class Cell:
    """One figure of a row of figures."""

    label: str
    value: str
    draw_below: Callable[[Canvas, float, float, float], None] | None = None
    """Draws a line below: given left, baseline and width."""


@dataclass(frozen=True)
class Table:
    """A table before it is drawn; long texts shrink into their column."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    has_sums: bool = False
    """The last row is bold."""
    inks: Sequence[Color] = ()
    """The first rows are marked by a dot of these colours."""

    @property
    def height(self) -> float:
        """How tall it will be drawn."""
        return max(len(c.head) for c in self.columns) * _HEAD + _AIR + len(self.rows) * ROW

    def lefts(self, x: float, long: float) -> list[float]:
        """Where each column begins, and last where the table ends."""
        whole = sum(column.share for column in self.columns)
        lefts = [x]
        for column in self.columns:
            lefts.append(lefts[-1] + long * column.share / whole)
        return lefts


def draw(canvas: Canvas, x: float, top: float, long: float, table: Table) -> None:
    """Draw a table ``long`` points wide downwards from ``top``."""
    lefts = table.lefts(x, long)
    y = _head(canvas, top, table.columns, lefts)
    paper.rule(canvas, x, y, long, thick=0.8)
    for number in range(len(table.rows)):
        y -= ROW
        if number < len(table.inks):
            canvas.setFillColor(table.inks[number])
            canvas.circle(x + 5, y + 7.2, 2.6, stroke=0, fill=1)
        _row(canvas, y + 4.0, table, number, lefts)
        paper.rule(canvas, x, y, long)


def _head(canvas: Canvas, top: float, columns: Sequence[Column], lefts: list[float]) -> float:
    lines = max(len(column.head) for column in columns)
    for column, left, right in zip(columns, lefts, lefts[1:], strict=False):
        for number, line in enumerate(reversed(column.head)):
            is_first = number == len(column.head) - 1
            paper.text(
                canvas,
                right - 2 if column.is_figure else left + 2,
                top - lines * _HEAD + number * _HEAD + 1,
                line,
                size=paper.SMALL if is_first else paper.TINY,
                ink=paper.SOFT if is_first else paper.FAINT,
                align="right" if column.is_figure else "left",
                within=right - left - 6,
            )
    return top - lines * _HEAD - _AIR


def _row(canvas: Canvas, y: float, table: Table, number: int, lefts: list[float]) -> None:
    bold = table.has_sums and number == len(table.rows) - 1
    for place, text in enumerate(table.rows[number]):
        left, right = lefts[place], lefts[place + 1]
        shift = 13.0 if place == 0 and number < len(table.inks) else 2.0
        is_figure = table.columns[place].is_figure
        paper.text(
            canvas,
            right - 2 if is_figure else left + shift,
            y,
            text,
            size=8.5,
            bold=bold,
            align="right" if is_figure else "left",
            within=right - left - shift - 4,
        )


def figures(
    canvas: Canvas,
    top: float,
    cells: Sequence[Cell],
    *,
    within: tuple[float, float],
    size: float = 15.0,
    signs: str = "",
) -> float:
    """Draw a row of figures over ``within`` (left and width); returns where it ends.

    ``signs`` such as + and = stand between them. All values of a row have one size, so that the
    widest still fits whole.
    """
    x, long = within
    step, gap = long / len(cells), 22.0 if signs else 12.0
    size = min(paper.fit(cell.value, size, step - gap, bold=True) for cell in cells)
    for number, cell in enumerate(cells):
        left, label = x + number * step, paper.SMALL
        paper.text(canvas, left, top - 8, cell.label, size=label, ink=paper.SOFT, within=step - 8)
        paper.text(canvas, left, top - 27, cell.value, size=size, bold=True)
        if cell.draw_below is not None:
            cell.draw_below(canvas, left, top - 38.5, step - gap)
    for number, sign in enumerate(signs, start=1):
        at = x + number * step - 11
        paper.text(canvas, at, top - 27, sign, size=12, ink=paper.FAINT, align="centre")
    return top - FIGURES


FIGURES = 43.0
"""The height of a row of figures."""

"""Marks at the edges of a sheet along which it is cut."""

from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.paper import MM

_LONG = 5 * MM
_AWAY = 1.5 * MM
"""What is cut off bears no mark: they begin this far from it."""


def marks(canvas: Canvas, xs: Iterable[float], ys: Iterable[float]) -> None:
    """Mark where cuts go down the page and across it, outside of everything between them."""
    downs, acrosses = sorted(xs), sorted(ys)
    canvas.setStrokeColor(paper.SOFT)
    canvas.setLineWidth(0.4)
    for x in downs:
        for y in (acrosses[0] - _AWAY, acrosses[-1] + _AWAY + _LONG):
            canvas.line(x, y, x, y - _LONG)
    for y in acrosses:
        for x in (downs[0] - _AWAY - _LONG, downs[-1] + _AWAY):
            canvas.line(x, y, x + _LONG, y)

"""Codes as Code 128 bars, for scanners that read no QR code."""

from functools import lru_cache

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.paper import MM

NARROWEST = 0.33 * MM
"""A bar is never narrower: office printers and cheap scanners still manage it."""
DOTS = 3 / 203 * 72
"""Three dots of a receipt printer: a bar of 2.6 would be drawn as two or three of them."""
QUIET = 10
"""Bars that are left free at each side, in bars."""


def length(code: str, bar: float = NARROWEST) -> float:
    """How long the bars of a code are, in points, what is free at their ends included."""
    return (sum(map(int, _widths(code))) + 2 * QUIET) * bar


def draw(
    canvas: Canvas, code: str, x: float, y: float, high: float, *, bar: float = NARROWEST,
    is_upright: bool = False,
) -> None:  # fmt: skip
    """Draw the bars of a code from the corner ``x``, ``y``: to the right, or upwards, and ``high``
    points across; the free ends are part of them."""
    canvas.saveState()
    canvas.translate(x + (high if is_upright else 0), y)
    if is_upright:
        canvas.rotate(90)
    canvas.setFillColor(paper.BLACK)
    path, at = canvas.beginPath(), QUIET * bar
    for number, width in enumerate(map(int, _widths(code))):
        if number % 2 == 0:
            path.rect(at, 0, width * bar, high)
        at += width * bar
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


@lru_cache(maxsize=4096)
def _widths(code: str) -> str:
    """How wide the bars are and the gaps between them, in turn."""
    made = Code128(code, quiet=False)
    made.validate()
    made.encode()
    made.decompose()
    return "".join(str("abcd".index(one.lower()) + 1) for one in made.decomposed)

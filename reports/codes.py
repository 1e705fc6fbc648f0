"""A code as people and scanners read it: the symbol, and below it the characters in groups."""

from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from reports import fonts, paper, qr

_CELL = 0.63
"""Characters stand in cells this wide, in parts of the size; the few wide ones in wider cells."""
_AIR = 0.07
"""With more of it, readers take the gap for a space and the code no longer copies as it reads."""
_GAP = 0.5


def grouped(code: str, group: int = 4) -> str:
    """``V7KQ4M2ZD9XW`` as people read it out: ``V7KQ 4M2Z D9XW``."""
    return " ".join(code[i : i + group] for i in range(0, len(code), group))


def symbol(canvas: Canvas, payload: str, centre: float, y: float, side: float) -> None:
    """The QR code of ``payload``, black, ``side`` points wide, standing on ``y``."""
    canvas.setFillColor(paper.BLACK)
    qr.draw(canvas, payload, centre - side / 2, y, side)


def line(
    canvas: Canvas, code: str, centre: float, y: float, *, size: float, ink: Color = paper.INK
) -> None:
    """Write a code (ASCII, already grouped) in even steps, as one text that copies as it reads."""
    steps, long = _steps(code)
    font = getFont(fonts.REGULAR).getSubsetInternalName(0, canvas._doc)
    x = centre - long * size / 2
    canvas.setFillColor(ink)
    canvas._code.append(f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {font} {size:.2f} Tf {steps} ET")


def fit(code: str, size: float, within: float) -> float:
    """The size, at most ``size``, at which a grouped code is no wider than ``within``."""
    return min(size, within / _steps(code)[1])


@lru_cache(maxsize=4096)
def _steps(code: str) -> tuple[str, float]:
    """The text operator that centres each character in its cell, and its length at size 1.

    ASCII keeps its own codes in the first subset of an embedded font.
    """
    parts, pending, long = [], 0.0, 0.0
    for character in code:
        own = fonts.width(character, 1)
        cell = _GAP if character == " " else max(_CELL, own + _AIR)
        spare = (cell - own) * 1000
        parts.append(f"{-pending - spare / 2:.0f}({character})")
        pending, long = spare / 2, long + cell
    return f"[{' '.join(parts)}] TJ", long

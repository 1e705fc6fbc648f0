"""A chart on the screen: the drawing that is printed, in the colours of the theme.

The drawing is made for the size that it has here, and again when that changes.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look

if TYPE_CHECKING:
    from reports.charts import Inks

PIXELS = 2.0
"""Of a point on paper: its smallest text, 6.5 points, is 13 pixels."""

Draw = Callable[[float, float], Any]
"""Makes the drawing for a width and height in points."""

_CLIP = re.compile(r'<clipPath.*?</clipPath>|style="clip-path: [^"]*"', re.DOTALL)
"""Cuts off nothing, and Qt would paint it black."""


def inks(theme: str) -> "Inks":
    """The colours of a theme for a chart."""
    from reports.charts import Inks

    tokens = look.THEMES[theme]
    return Inks.of(
        ink=tokens.ink, soft=tokens.soft, faint=tokens.soft, line=tokens.line,
        tint=tokens.raised, above=tokens.accent, below=tokens.bad,
    )  # fmt: skip


class Chart(QWidget):
    """A drawing as wide as its place and so many points high; ``words`` tell what it shows."""

    def __init__(self, name: str, percent: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.scale = PIXELS * percent / 100
        self.words = ""
        self._draw: Draw | None = None
        self._height = 0.0
        self._made: tuple[QSize, QSvgRenderer] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_drawing(self, draw: Draw, height: float, words: str) -> None:
        """Show another drawing."""
        self._draw, self._height, self._made = draw, height, None
        self.words = words
        self.setAccessibleDescription(words)
        self.setFixedHeight(round(height * self.scale))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the drawing in full."""
        renderer = self._renderer()
        if renderer is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            renderer.render(painter, QRectF(self.rect()))
            painter.end()

    def _renderer(self) -> QSvgRenderer | None:
        if self._draw is None:
            return None
        if self._made is None or self._made[0] != self.size():
            drawing = self._draw(self.width() / self.scale, self._height)
            self._made = (self.size(), QSvgRenderer(QByteArray(svg(drawing).encode())))
        return self._made[1]


def svg(drawing: Any) -> str:
    """A drawing as Qt can paint it."""
    from reportlab.graphics import renderSVG

    drawn = _CLIP.sub("", renderSVG.drawToString(drawing))
    return drawn.replace("<text ", '<text xml:space="preserve" ')

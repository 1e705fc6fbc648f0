"""A tier's name on its own colour, which opens why; readable whatever colour the owner chose."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from ui import look
from ui.widgets.parts import Button

_ROUND, _EDGE = 8.0, 4
"""Pixels, as chips are; all around it can be touched as well."""


class TierPill(Button):
    """A chip in a tier's colour; pressed, it says why."""

    def __init__(self, name: str, colour: str, theme: str, clicked: Callable[[], object]) -> None:
        super().__init__(name)
        self.setProperty("kind", "pill")
        self.theme = theme
        self.ring = look.THEMES[theme].accent
        self.show_tier(name, colour)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: clicked())

    def show_tier(self, name: str, colour: str) -> None:
        """Say which tier it is."""
        self.setText(name)
        self.ground, self.ink = look.tinted(self.theme, colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The chip, its edge where the keys or the mouse are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(self.ring if self.hasFocus() else self.ink)
        is_edged = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(edge, 2) if is_edged else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.ground))
        spare = max(1.0, (self.height() - self.fontMetrics().height() - 2 * _EDGE) / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, spare, -1, -spare), _ROUND, _ROUND)
        painter.setPen(QColor(self.ink))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text().replace("&&", "&"))
        painter.end()

"""A chart on the screen: the drawing that is printed, in the colours of the theme.

The drawing is made for the size that it has here, and again when that changes. What it shows can
be gone through by the arrow keys, pointed at and opened: each bar or cell is a ``Mark``.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look

if TYPE_CHECKING:
    from reports.charts import Inks, Spot

PIXELS = look.SMALL / 6.5
"""Of a point on paper: its smallest text, 6.5 points, is as large as small text is here."""

Draw = Callable[[float, float], Any]
"""Makes the drawing for a width and height in points."""
Find = Callable[[float, float], "Sequence[Spot]"]
"""Where the marks lie on a drawing of a width and height in points."""

_CLIP = re.compile(r'<clipPath.*?</clipPath>|style="clip-path: [^"]*"', re.DOTALL)
"""Cuts off nothing, and Qt would paint it black."""
_KEYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_BESIDE = 8
"""Pixels that are left free at each side of what a mark says."""
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Mark(NamedTuple):
    """A bar or cell: what it says, and what is told when it is opened."""

    words: str
    what: object


def inks(theme: str) -> "Inks":
    """The colours of a theme for a chart."""
    from reports.charts import Inks

    tokens = look.THEMES[theme]
    return Inks.of(
        ink=tokens.ink, soft=tokens.soft, faint=tokens.soft, line=tokens.line,
        tint=tokens.raised, above=tokens.accent, below=tokens.bad,
    )  # fmt: skip


class Chart(QWidget):
    """A drawing as wide as its place and so many points high; ``words`` tell what it shows.

    ``opened`` is told ``what`` of a mark that was clicked, touched or taken by Enter.
    """

    opened = Signal(object)

    def __init__(self, name: str, percent: int) -> None:
        super().__init__()
        self.name = name
        self.setAccessibleName(name)
        self.setProperty("kind", "chart")
        self.scale = PIXELS * percent / 100
        self.words = ""
        self.marks: Sequence[Mark] = ()
        self.at = -1
        """The mark that the keys are at; none before the first of them."""
        self.over = -1
        self._draw: Draw | None = None
        self._find: Find | None = None
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

    def mark(self, marks: Sequence[Mark], find: Find) -> None:
        """Let what is drawn be pointed at and opened."""
        self.marks, self._find, self.at, self.over = marks, find, -1, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the drawing in full, and around a mark that the keys or the mouse are at."""
        renderer = self._renderer()
        if renderer is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(self.rect()))
        places = self.places()
        if 0 <= self.over < len(places):
            self._ring(painter, places[self.over], 1.2)
        if 0 <= self.at < len(places):
            self._ring(painter, places[self.at], 1.2)  # what was opened, also once the keys left
        if self.hasFocus():
            whole = QRectF(self.rect())
            self._ring(painter, places[self.at] if 0 <= self.at < len(places) else whole, 2.0)
        told = self.over if self.over >= 0 else self.at if self.hasFocus() else -1
        if 0 <= told < len(places):
            self._say(painter, places[told], self.marks[told].words)
        painter.end()

    def _say(self, painter: QPainter, place: QRectF, said: str) -> None:
        """Write what a mark says beside it: above where there is room, else below."""
        letters = painter.fontMetrics()
        wide, tall = letters.horizontalAdvance(said) + 2 * _BESIDE, letters.height() + 6
        wide = min(wide, self.width())
        x = min(max(0.0, place.center().x() - wide / 2), self.width() - wide)
        y = place.top() - tall - 2
        if y < 0:
            y = min(place.bottom() + 2, self.height() - tall)
        bubble, role = QRectF(x, y, wide, tall), QPalette.ColorRole
        painter.setPen(QPen(self.palette().color(role.Dark), 1))
        painter.setBrush(self.palette().color(role.ToolTipBase))
        painter.drawRoundedRect(bubble.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self.palette().color(role.ToolTipText))
        mode = Qt.TextElideMode.ElideRight
        shown = letters.elidedText(said, mode, int(wide) - _BESIDE)
        painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, shown)

    def _ring(self, painter: QPainter, place: QRectF, thick: float) -> None:
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = place.intersected(QRectF(self.rect())).adjusted(thick, thick, -thick, -thick)
        painter.drawRoundedRect(inside, 3, 3)

    def _renderer(self) -> QSvgRenderer | None:
        if self._draw is None:
            return None
        if self._made is None or self._made[0] != self.size():
            drawing = self._draw(self.width() / self.scale, self._height)
            self._made = (self.size(), QSvgRenderer(QByteArray(svg(drawing).encode())))
        return self._made[1]

    def places(self) -> list[QRectF]:
        """Where the marks lie here."""
        if self._find is None:
            return []
        one, high = self.scale, self._height
        return [
            QRectF(x * one, (high - y - tall) * one, wide * one, tall * one)
            for x, y, wide, tall in self._find(self.width() / one, high)
        ]

    # --- keys, mouse and touch ---

    def go(self, place: int) -> None:
        """Bring the keys to a mark: its words are said, as by a screen reader."""
        self.at = place
        said = self.marks[place].words
        self.setAccessibleName(f"{self.name}: {said}")
        self.update()

    def open(self, place: int) -> None:
        """Open a mark."""
        self.opened.emit(self.marks[place].what)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows go from mark to mark, Enter opens; the rest is the page's."""
        key, last = event.key(), len(self.marks) - 1
        ends: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in _OPEN and self.at >= 0 and not event.isAutoRepeat():
            self.open(self.at)
        elif key in ends and self.marks:
            self.go(ends[key])
        elif key in _KEYS and self.marks and (place := self._beside(*_KEYS[key])) is not None:
            self.go(place)
        else:
            super().keyPressEvent(event)

    def _beside(self, right: int, down: int) -> int | None:
        """The mark next to where the keys are, in a direction; nothing where none is."""
        if self.at < 0:
            return 0
        places = self.places()
        here = places[self.at]

        def along(place: QRectF) -> float:
            way = place.center() - here.center()
            return way.x() * right + way.y() * down

        def is_level(place: QRectF) -> bool:
            low, high = (here.top(), here.bottom()) if right else (here.left(), here.right())
            middle = place.center().y() if right else place.center().x()
            return low < middle < high

        ahead = [n for n, place in enumerate(places) if along(place) > 1 and is_level(place)]
        return min(ahead, key=lambda n: along(places[n]), default=None)

    def _under(self, point: QPointF) -> int:
        return next((n for n, place in enumerate(self.places()) if place.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say what the mouse is over."""
        under = self._under(event.position())
        if under != self.over:
            self.over = under
            self.update()

    def leaveEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Nothing is pointed at any more."""
        self.over = -1
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was clicked or touched."""
        under = self._under(event.position())
        if under >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.at = under
            self.open(under)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keys are."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The keys are elsewhere: the chart goes by its name again."""
        self.setAccessibleName(self.name)
        self.update()
        super().focusOutEvent(event)


def svg(drawing: Any) -> str:
    """A drawing as Qt can paint it."""
    from reportlab.graphics import renderSVG

    drawn = _CLIP.sub("", renderSVG.drawToString(drawing))
    return drawn.replace("<text ", '<text xml:space="preserve" ')

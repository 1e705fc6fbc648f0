"""What may be taller than its card scrolls in it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QWidget

from ui.widgets.parts import scrolled, set_mood

_EDGE = 1
"""Pixels: the line below what is cut off."""
_FRAME = 4
"""Pixels above and below together: the frame of a part that the keys reach."""


def by_keys(area: QScrollArea, name: str) -> QScrollArea:
    """Let Tab come to a part that is too tall for its place, so that the arrows scroll it."""
    area.setAccessibleName(name)
    area.setProperty("reach", "keys")
    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(lambda _low, high: area.setFocusPolicy(_reached(high)))
    return area


def _reached(beyond: int) -> Qt.FocusPolicy:
    return Qt.FocusPolicy.TabFocus if beyond else Qt.FocusPolicy.NoFocus


def in_card(inside: QWidget, name: str = "") -> QScrollArea:
    """A part that scrolls and shows the card's colour instead of the page's. With a name it is
    scrolled by the keys; without, by what in it takes them."""
    made = by_keys(scrolled(inside), name) if name else scrolled(inside)
    inside.setProperty("kind", "")
    inside.setAutoFillBackground(False)
    made.viewport().setAutoFillBackground(False)
    return made


def edged(area: QScrollArea) -> QScrollArea:
    """Draw a thin line below a part as long as something of it is out of sight; only then a bar
    that keeps its place has a handle."""
    area.setProperty("kind", "edged")
    bar = area.verticalScrollBar()

    def tell(_low: int, high: int) -> None:
        set_mood(area, "cut" if high else "")
        bar.setEnabled(high > 0)

    bar.rangeChanged.connect(tell)
    return area


def loose(said: QLabel) -> QLabel:
    """Let a text that wraps be as low as it is: Qt reckons with one that is as narrow as can be,
    and several of them scroll though there is room."""
    said.setMinimumHeight(1)
    return said


class Snug(QScrollArea):
    """As high as what is in it where there is room; where there is not it scrolls, and the part
    that has the keys is in sight."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.inside = inside
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        edged(self)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self.fontMetrics().height() * 2)

    @property
    def _edge(self) -> int:
        return _FRAME if self.property("reach") == "keys" else _EDGE

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Texts in it may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height at which nothing has to scroll: also while the bar of an earlier, lower
        height still takes its width, or a text that just fits beside none would keep it there."""
        if not self.inside.hasHeightForWidth():
            return self.inside.sizeHint().height() + self._edge
        beside = width - self.verticalScrollBar().sizeHint().width()
        return self.inside.heightForWidth(beside) + self._edge

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return self.inside.sizeHint() + QSize(0, self._edge)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its whole width; of its height a few lines, for the rest can be scrolled to."""
        least, bar = self.inside.minimumSizeHint(), self.verticalScrollBar().sizeHint()
        few = min(least.height(), self.fontMetrics().height() * 4)
        return QSize(least.width() + bar.width(), few)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Ask for another height where what is in it has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.inside:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Few(Snug):
    """As high as so many of its lines, or fewer where there are not as many; the rest scrolls.

    Asked anew each time: a part that is in no window yet does not know how high it will be.
    """

    def __init__(self, inside: QWidget, lines: Sequence[QWidget], most: int) -> None:
        self.lines, self.most = lines, most
        super().__init__(inside)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def _least(self, height: int) -> int:
        if len(self.lines) <= self.most:
            return height
        edges = self.inside.layout()
        space = edges.spacing() if edges else 0
        return sum(one.sizeHint().height() + space for one in self.lines[: self.most])

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of so many lines."""
        return self._least(super().heightForWidth(width))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The room of so many lines."""
        wanted = super().sizeHint()
        return QSize(wanted.width(), self._least(wanted.height()))

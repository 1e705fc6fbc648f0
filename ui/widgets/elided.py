"""A text of one line that is written smaller, then goes on below, before any of it is left out."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from ui.widgets.flowing import in_lines
from ui.widgets.parts import set_kind
from ui.widgets.tips import tip


class Elided(QLabel):
    """A text of one line. Where there is no room for it, it is written in the ``smaller`` kind if
    it has one, then it goes on below; the last line that there may be ends in … if need be, and
    the whole of it is in its tooltip.

    Qt is told how high it is once it has a width, and asks for no height by width: a card that
    scrolls would be squeezed by what is reckoned of those.
    """

    def __init__(self, text: str, kind: str, smaller: str = "") -> None:
        super().__init__()
        self.kinds = (kind, smaller) if smaller else (kind,)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        tip(self, text)
        self.setAccessibleName(text)
        set_kind(self, self.kinds[0])
        self.setText(text)
        self.updateGeometry()
        if self.isVisible():
            self._fit(self.width())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few characters is enough."""
        few = min(self.fontMetrics().height() * 3, self.sizeHint().width())
        return QSize(few, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all of it, if there is, as large as it may be."""
        if self.property("kind") == self.kinds[0]:
            metrics = self.fontMetrics()
            self._largest = (metrics.horizontalAdvance(self.whole) + 2, metrics.height())
        width, height = self._largest
        return QSize(width, max(height, super().sizeHint().height()))

    _largest = (0, 0)
    """The room for all of it in the first kind."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much as there is room for."""
        self._fit(event.size().width())
        super().resizeEvent(event)

    def _fit(self, width: int) -> None:
        for kind in self.kinds:
            set_kind(self, kind)
            if self.fontMetrics().horizontalAdvance(self.whole) <= width:
                break
        shown = "\n".join(in_lines(self.whole, self.font(), width))
        if shown != self.text():
            self.setText(shown)

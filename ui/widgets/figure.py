"""A figure under its name that opens what it comes from: all of it can be pressed or touched."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout

from shopdesk.language import N_
from ui.look import FINGER

OPENS = N_("Enter shows what it comes from.")
GONE_THROUGH = N_("The arrow keys go from one to the next; Enter shows what it comes from.")
AS_FIGURES = (2, 0, 6, 0)
"""The margins of what stands among figures and opens nothing: what both say ends at one edge."""
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Figure(QFrame):
    """What is laid out in it opens something, by a click, a touch, Enter or the space bar; ``how``
    says so to whoever hears it."""

    def __init__(
        self, inside: QLayout, opens: Callable[[], object], *, name: str, how: str = ""
    ) -> None:
        super().__init__()
        self.opens = opens
        self.setProperty("kind", "cell")
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 4, 0)
        around.addStrut(FINGER)  # a part with a layout is not asked itself how high
        around.addLayout(inside, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(name)
        self.setAccessibleDescription(how)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they type
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As broad as a finger, however short what is in it."""
        return super().minimumSizeHint().expandedTo(QSize(FINGER, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens it; the rest is the page's."""
        if event.key() in _OPEN and not event.isAutoRepeat():
            self.opens()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click opens it."""
        is_inside = self.rect().contains(event.position().toPoint())
        if is_inside and event.button() == Qt.MouseButton.LeftButton:
            self.opens()

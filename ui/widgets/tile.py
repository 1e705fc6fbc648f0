"""A figure on a card of its own, which opens what is behind it."""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from shopdesk.language import InBoth
from ui import look
from ui.widgets.parts import filled, label, set_mood
from ui.widgets.tips import tip

_MARGIN = 12
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Tile(QFrame):
    """One figure: its name, its value, neither ever cut, how it changed, and what it is made of.

    With ``opens`` it can be clicked, touched, and taken by Enter; what ``is_first`` is what the
    page is about, and larger.
    """

    def __init__(
        self, name: str, value: str, change: tuple[str, str] = ("", ""), basis: str = "",
        *, opens: Callable[[], object] | None = None, definition: str = "", is_first: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.opens = opens
        self.setProperty("kind", "tile" if opens else "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        kind, size = ("large", look.LARGE) if is_first else ("figure", look.TITLE)
        shown, title = label(value, kind), label(name, "soft", wraps=True)
        below = []
        if change[0]:
            moved = label(_unbroken(change[0]), "soft", wraps=True)
            set_mood(moved, change[1])
            below.append(moved)
        if basis:
            below.append(label(basis, "soft", wraps=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(2)
        filled(layout, title, shown, *below, 1)
        shown.setFont(look.letters(size, is_bold=True))  # in no window yet, and measured now
        title.setFont(look.letters(look.SMALL))
        word = max(map(title.fontMetrics().horizontalAdvance, name.split()))
        self.setMinimumWidth(max(shown.sizeHint().width(), word + 1) + 2 * _MARGIN + 2)
        self.setAccessibleName(" · ".join(filter(None, (name, value, change[0], basis))))
        self.setAccessibleDescription(definition)
        tip(self, definition)
        if opens is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens it; the rest is the page's."""
        if self.opens is not None and event.key() in _OPEN and not event.isAutoRepeat():
            self.opens()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click opens it."""
        is_inside = self.rect().contains(event.position().toPoint())
        if self.opens is not None and is_inside and event.button() == Qt.MouseButton.LeftButton:
            self.opens()


def _unbroken(text: str) -> str:
    """A text that wraps between words alone: Qt would break Chinese behind any character."""
    whole = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", "\u2060", text)
    if not isinstance(text, InBoth):
        return whole
    made = InBoth(whole)
    made.second = text.second
    return made

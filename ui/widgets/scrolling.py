"""What may be taller than its card scrolls in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.parts import scrolled


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

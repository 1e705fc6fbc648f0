"""What may be taller than its card scrolls in it."""

from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.parts import scrolled


def in_card(inside: QWidget) -> QScrollArea:
    """A part that scrolls and shows the card's colour instead of the page's."""
    made = scrolled(inside)
    inside.setProperty("kind", "")
    inside.setAutoFillBackground(False)
    made.viewport().setAutoFillBackground(False)
    return made

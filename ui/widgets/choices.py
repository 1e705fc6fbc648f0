"""One of a few: buttons side by side, of which one is down, or a box that opens."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QPushButton,
    QStyledItemDelegate,
    QWidget,
)

from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import add_choice, tell_chosen
from ui.widgets.parts import button

_PADDING = 34
"""What a button is wider than its words."""


class Box(QComboBox):
    """A box that opens: what it offers is as high as a finger needs, unlike the rows of Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))


def choices(
    parent: QWidget, offered: Sequence[tuple[str, Any]], choose: Callable[[Any], object]
) -> dict[Any, QPushButton]:
    """A button for each (words, value); ``choose`` is told the value of the one pressed.

    Each is wide enough for its words in bold, so that nothing moves or is cut when it goes down.
    """
    group = QButtonGroup(parent)
    made = {}
    for words, value in offered:
        one = button(words, partial(choose, value))
        one.setCheckable(True)
        leave_room(one)
        group.addButton(one)
        made[value] = one
    return made


def beside(buttons: Mapping[Any, QPushButton]) -> QWidget:
    """The buttons in a row, all of them in both languages of a screen or none: they would be
    stretched unevenly else."""
    made = FittedRow(*buttons.values(), 1)
    made.setMinimumWidth(made.line.minimumSize().width())  # a form is as broad as they need
    return made


def leave_room(one: QPushButton) -> None:
    """Make a button wide enough for its words in bold, which they are while it is down."""
    bold = QFont(one.font())
    bold.setBold(True)
    one.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(one.text()) + _PADDING)


def show_only(
    chosen: Any, buttons: Mapping[Any, QPushButton], parts: Mapping[Any, QWidget]
) -> None:
    """Put one button down and show the part that goes with it, if any does, instead of others."""
    buttons[chosen].setChecked(True)
    for name, part in parts.items():
        part.setVisible(name == chosen)


def offer(box: QComboBox, wanted: Sequence[tuple[str, Any]]) -> None:
    """Offer these (words, value) in a box; the one chosen stays so if it is still there."""
    if [(box.itemText(place), box.itemData(place)) for place in range(box.count())] == wanted:
        return
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, value in wanted:
        add_choice(box, words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
    tell_chosen(box)

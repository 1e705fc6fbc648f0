"""Tab goes through a window as it is read: part by part, as the layouts have them.

Qt goes by when parts were made; what a page makes anew while one works there came last.
"""

from collections.abc import Callable, Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from ui.widgets.laid import held_by

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QTabBar)
"""What has its inside to itself."""


_EDGE = 50
"""Pixels around what is scrolled into sight, as Qt has it."""


def step(window: QWidget, is_next: bool) -> bool:
    """Give the keys to the part that is read next, or before; whether there was one."""
    now = window.focusWidget()
    order = [part for part in in_order(window) if part.isVisible() and part.isEnabled()]
    holding = [part for part in order if now is not None and _holds(part, now)]
    if now is None or not holding:
        return False
    going = order[(order.index(holding[-1]) + (1 if is_next else -1)) % len(order)]
    reason = Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason
    going.setFocus(reason)
    _show(going)
    return True


def _holds(part: QWidget, now: QWidget) -> bool:
    return part is now or (isinstance(part, _WHOLE) and part.isAncestorOf(now))


def _show(part: QWidget) -> None:
    """Bring a part into sight wherever it is scrolled in."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(part, _EDGE, _EDGE)
        parent = parent.parentWidget()


def takes_tab(part: QWidget) -> bool:
    """Whether the keys come to a part by Tab."""
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None


def is_one_of_a_choice(part: QWidget) -> bool:
    """Whether a part is one of several buttons that belong together: Qt lets Tab come to one of
    them, and the arrow keys go on to the others."""
    return isinstance(part, QAbstractButton) and part.group() is not None


def in_order(part: QWidget, takes: Callable[[QWidget], bool] = takes_tab) -> Iterator[QWidget]:
    """Every part that takes the keys by Tab, or what else is asked for, as it is read."""
    if takes(part):
        yield part
    if isinstance(part, _WHOLE):
        return
    for inner in _inside(part):
        yield from in_order(inner, takes)


def _inside(part: QWidget) -> Iterator[QWidget]:
    if isinstance(part, QScrollArea):
        inside = [part.widget()]
    elif isinstance(part, QTabWidget):
        inside = [part.tabBar(), part.currentWidget()]
    elif isinstance(part, QStackedWidget):
        inside = [part.currentWidget()]
    else:
        layout = part.layout()
        yield from _laid(layout) if layout is not None else ()
        return
    yield from (one for one in inside if one is not None)


def _cell(grid: QGridLayout, part: QWidget | QLayout) -> tuple[int, int]:
    """The row and the column in which something begins."""
    cell = grid.getItemPosition(grid.indexOf(part))
    row, column, _rows, _columns = cast("tuple[int, int, int, int]", cell)
    return row, column


def _laid(layout: QLayout) -> Iterator[QWidget]:
    """The parts in a layout, those of a grid by rows; of a stack the one in front."""
    if isinstance(layout, QStackedLayout):
        front = layout.currentWidget()
        yield from [front] if front is not None else []
        return
    parts = held_by(layout)
    if isinstance(layout, QGridLayout):
        parts.sort(key=lambda part: _cell(layout, part))
    for part in parts:
        if isinstance(part, QWidget):
            yield part
        else:
            yield from _laid(part)

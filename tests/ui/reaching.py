"""What is wrong with how a window is reached by keys and by ear: sentences, none where all is well.

Controls that are called alike and do different things, Tab that leaves something out, goes
somewhere twice, or jumps back to what was read before, and what has no key while Alt is held.
"""

import re
from collections import defaultdict
from itertools import pairwise, permutations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from tests.ui import seeing
from ui.widgets import key_badges
from ui.widgets.figure import Figure
from ui.widgets.reading import in_order, is_one_of_a_choice
from ui.widgets.tile import Tile

_ROW = 14
"""Pixels: what is no further apart in height stands in one row."""
_PARTS = 4
_PRESSED = (QAbstractButton, QAbstractItemView, QTabBar)
_CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar,
)  # fmt: skip
_MOST = 400
"""Presses of Tab: no window has so many controls."""


_SAME = {"New event", "Invite…", "Top up…", "Back up now…", "Undo the merge"}
"""What an empty list, or the strip, offers as a button beside it does."""


def faults(window: QWidget) -> list[str]:
    """Everything that is wrong with how a window is reached."""
    order = walked(window)
    return [
        *called_alike(window), *left_out(window, order), *jumps(window, order),
        *without_key(window), *unannounced(window),
    ]  # fmt: skip


def called_alike(window: QWidget) -> list[str]:
    """Buttons in sight of which a screen reader says the same, though they do not do the same."""
    named = defaultdict(list)
    for part in seeing.parts(window):
        if isinstance(part, QAbstractButton) and part.isEnabled():
            interface = QAccessible.queryAccessibleInterface(part)
            named[interface.text(QAccessible.Text.Name)].append(part)
    return [
        f"{len(parts)} buttons are called {name!r}"
        for name, parts in named.items()
        if len(parts) > 1 and name not in _SAME
    ]


def walked(window: QWidget) -> list[QWidget]:
    """Where Tab leads, once around."""
    order = []
    for _press in range(_MOST):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        is_within = bool(order) and now is order[-1] and order[-_PARTS:] != [now] * _PARTS
        if now is None or (now in order and not is_within):
            break
        order.append(now)  # a day takes Tab three times: its day, month and year
    return list(dict.fromkeys(order))


def left_out(window: QWidget, order: list[QWidget]) -> list[str]:
    """Controls in sight that Tab never comes to."""
    return [
        f"Tab never comes to {seeing.called(part)}"
        for part in seeing.parts(window)
        if part.isEnabled() and part.focusProxy() is None and part not in order
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus or _is_control(part)
        if not _types_what_it_says(part) and not is_one_of_a_choice(part)  # there the arrows go
    ]


def _is_control(part: QWidget) -> bool:
    """Whether it is there to be worked with."""
    if isinstance(part, QHeaderView):
        return False
    return isinstance(part, _CONTROLS) or seeing.shows_hand(part)


def _types_what_it_says(part: QWidget) -> bool:
    """Whether it is on a pad for fingers: its key is the one that it shows."""
    return isinstance(part, QAbstractButton) and part.property("kind") in ("keypad", "low_key")


def without_key(window: QWidget) -> list[str]:
    """What can be pressed, turned to or entered and shows no key while Alt is held, and keys that
    would do two things."""
    keys = key_badges.assigned(window)
    shown = {target.part for target in keys}
    found = [
        f"{seeing.called(part)} has no key"
        for part in seeing.parts(window)
        if part.isEnabled() and not part.visibleRegion().isEmpty() and part not in shown
        if _is_pressed(part) and not _types_what_it_says(part)
    ]
    for bar in [part for part in shown if isinstance(part, QTabBar)]:
        seen = [tab for tab in range(bar.count()) if bar.tabRect(tab).intersects(bar.rect())]
        found += [
            f"the tab {bar.tabText(tab)!r} has no key"
            for tab in seen
            if bar.isTabEnabled(tab) and key_badges.Target(bar, tab) not in keys
        ]
    lettered = {key for key in keys.values() if re.fullmatch("[A-Z]+", key)}
    own = {key_badges.own_key(each.part).removeprefix("Alt+") for each in keys}
    found += [
        f"Alt+{key} has a shortcut too" for key in (lettered - own) & key_badges.taken(window)
    ]
    spelled = [key for key in keys.values() if key in lettered]
    found += [
        f"Alt+{one} and Alt+{other}"
        for one, other in permutations(spelled, 2)
        if other.startswith(one)
    ]
    return found


def unannounced(window: QWidget) -> list[str]:
    """Figures that open what they come from and do not say so to whoever hears them."""
    return [
        f"{seeing.called(part)} does not say that it opens anything"
        for part in seeing.parts(window)
        if isinstance(part, Figure | Tile) or part.property("kind") in ("figure", "chart")
        if _is_pressed(part) and "Enter" not in part.accessibleDescription()
    ]


def _is_pressed(part: QWidget) -> bool:
    if isinstance(part, QHeaderView):
        return False
    return seeing.shows_hand(part) or isinstance(
        part, QAbstractButton | QAbstractItemView | QTabBar
    )


def jumps(window: QWidget, order: list[QWidget]) -> list[str]:
    """Steps of Tab that go back: up and not to the right, or left in the same row. From the last
    control Tab goes on to the first."""
    taking = (one for one in in_order(window) if one.isVisible() and one.isEnabled())
    first = next(taking, None)
    return [
        f"Tab goes back from {seeing.called(one)} to {seeing.called(following)}"
        for one, following in pairwise(order)
        if following is not first and _is_back(*_places(one, following, window))
    ]


def _is_back(was: QRect, now: QRect) -> bool:
    is_above = now.bottom() <= was.top() + _SLACK and now.left() < was.right() - _SLACK
    is_same_row = abs(now.center().y() - was.center().y()) < _ROW
    return is_above or (is_same_row and now.right() <= was.left() + _SLACK)


_SLACK = 4


def _places(one: QWidget, other: QWidget, window: QWidget) -> tuple[QRect, QRect]:
    """Where two parts are; what only one of them is scrolled in counts as a whole for it."""
    mine, theirs = _scrolling(one), _scrolling(other)
    return tuple(
        _place(next((area for area in areas if area not in others), part), window)
        for part, areas, others in ((one, mine, theirs), (other, theirs, mine))
    )


def _place(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def _scrolling(part: QWidget) -> list[QScrollArea]:
    """What a part is scrolled in, from the outermost."""
    found, parent = [], part.parentWidget()
    while parent is not None:
        found += [parent] if isinstance(parent, QScrollArea) else []
        parent = parent.parentWidget()
    return found[::-1]

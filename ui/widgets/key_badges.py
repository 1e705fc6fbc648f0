"""While Alt is held every button, tab, figure and list shows its key, and Alt with that key
presses it: a tab is turned to, a list or a chart is given the keys.

A button that names a key of its own (in its text, its tooltip, or what a screen reader says) shows
that one. The others get letters as the window is read, none that a shortcut of the window has;
where there are more buttons than letters, the last ones get two, pressed one after the other.
Nothing of it is a shortcut, so whatever has one goes first, digits too. A scanner may press Alt
for a moment: only a hand holds it so long that anything is seen.
"""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QShortcut, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QMainWindow,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from ui import look
from ui.widgets.figure import Figure
from ui.widgets.reading import in_order, is_one_of_a_choice, takes_tab
from ui.widgets.tile import Tile

HELD_MS = 150
"""How long Alt is held before anything is seen."""
_OWN = re.compile(r"((?:Alt|Ctrl)\+(?:Shift\+)?\w+|\bF\d{1,2}|\bEnter|\bEsc)[)）]?$")
_LETTERS = re.compile(r"[A-Z]+$")
_ALT_LETTER = re.compile(r"Alt\+([A-Z])$")
_PRESSED = (QAbstractButton, QAbstractItemView, Figure, Tile)
_CHART = "chart"
"""The kind of a chart, whose module not every window needs."""
_EDGE = 5
"""Pixels beside the letter of a badge."""


class Target(NamedTuple):
    """What a key presses: a part of a window, or a tab of one."""

    part: QWidget
    tab: int = -1

    def place(self) -> QRect:
        """What of the part it is."""
        part = self.part
        return part.tabRect(self.tab) if isinstance(part, QTabBar) else part.rect()

    def is_there(self) -> bool:
        """Whether it can be pressed now."""
        return isValid(self.part) and self.part.isVisible() and self.part.isEnabled()

    def press(self) -> None:
        """Do what a click does; what is gone through by the arrow keys is given the keys."""
        part = self.part
        if isinstance(part, QAbstractButton):
            part.click()
        elif isinstance(part, QTabBar):
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)
            part.setCurrentIndex(self.tab)
        elif isinstance(part, Figure | Tile) and part.opens is not None:
            part.opens()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)


def targets(window: QWidget) -> list[Target]:
    """What of a window is in sight and may be pressed, as it is read."""
    inside = window.centralWidget() if isinstance(window, QMainWindow) else window
    return [
        target
        for part in in_order(inside or window, _is_reached)
        if part.isVisible() and part.isEnabled() and not part.visibleRegion().isEmpty()
        for target in _of(part)
    ]


def _is_reached(part: QWidget) -> bool:
    return takes_tab(part) or is_one_of_a_choice(part)


def _of(part: QWidget) -> Iterator[Target]:
    if isinstance(part, QTabBar):
        seen = part.rect()
        for tab in range(part.count()):
            if part.isTabEnabled(tab) and part.tabRect(tab).intersects(seen):
                yield Target(part, tab)
    elif isinstance(part, _PRESSED) or part.property("kind") == _CHART:
        yield Target(part)


def taken(window: QWidget) -> set[str]:
    """The letters that Alt has already in a window as it stands."""
    named = [
        shortcut.key().toString()
        for shortcut in window.findChildren(QShortcut)
        if isinstance(parent := shortcut.parent(), QWidget) and parent.isVisible()
    ]
    named += [part.shortcut().toString() for part in window.findChildren(QAbstractButton)]
    return {found[1] for name in named if (found := _ALT_LETTER.search(name))}


def spelled(letters: Iterable[str], count: int) -> list[str]:
    """So many keys that none begins with another: letters, and pairs once those run short."""
    letters = list(letters)
    pairs = 0
    while letters and len(letters) - pairs + pairs * len(letters) < count and pairs < len(letters):
        pairs += 1
    single = letters[: len(letters) - pairs]
    return [*single, *(a + b for a in letters[len(single) :] for b in letters)][:count]


def own_key(part: QWidget) -> str:
    """The key that a button names; nothing where it names none."""
    if not isinstance(part, QAbstractButton):
        return ""
    said = (part.text(), part.toolTip(), part.accessibleName())
    return next((found[1] for each in said if (found := _OWN.search(each.strip()))), "")


def assigned(window: QWidget) -> dict[Target, str]:
    """What each of a window in sight has as its key, letters without their Alt."""
    order = targets(window)
    last = {key: each for each in order if (key := own_key(each.part))}  # Alt+P: the last line's
    own = {each: key.removeprefix("Alt+") for key, each in last.items()}
    free = sorted(set(ascii_uppercase) - taken(window) - set(own.values()))
    rest = [each for each in order if each not in own]
    return own | dict(zip(rest, spelled(free, len(rest)), strict=False))


class _Seen(QWidget):
    """The badges over a window, which nobody can touch."""

    def __init__(self, window: QWidget, badges: list[tuple[Target, str]]) -> None:
        super().__init__(window)
        self.badges = badges
        window.installEventFilter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Be as large as the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw each at the upper right corner of its button."""
        painter, colours = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = QFont(QApplication.font())
        letters.setPixelSize(look.scaled(letters.pixelSize(), 100 * look.SMALL // look.BASE))
        letters.setBold(True)
        painter.setFont(letters)
        measured = painter.fontMetrics()
        for target, text in self.badges:
            if not target.is_there():
                continue
            corner = target.part.mapTo(self.window(), target.place().topRight())
            width = max(measured.horizontalAdvance(text) + 2 * _EDGE, measured.height())
            place = QRect(corner.x() - width + _EDGE, corner.y() - _EDGE, width, measured.height())
            place.moveLeft(min(max(place.left(), 0), self.width() - width - 1))
            place.moveTop(max(place.top(), 1))
            painter.setPen(colours.color(QPalette.ColorRole.HighlightedText))
            painter.setBrush(colours.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(place, 4, 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class KeyBadges(QObject):
    """The filter on every window of the program that knows whether Alt is held."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keys: dict[Target, str] = {}
        self.typed = ""
        self.over: QWidget | None = None
        self.seen: _Seen | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(HELD_MS)
        self.timer.timeout.connect(self.show)

    def watch(self, window: QWindow | None) -> None:
        """Watch the keys of a window, of a dialog too; those of the one before are over."""
        self.let_go()
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def let_go(self) -> None:
        """Alt is not held any more."""
        self.timer.stop()
        self.keys, self.typed, self.over = {}, "", None
        if self.seen is not None and isValid(self.seen):
            self.seen.hide()
            self.seen.deleteLater()
        self.seen = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let every key pass but those that press a button."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt:
            self.let_go()
        elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            return self._pressed(watched, event)
        return False

    def _pressed(self, watched: QWindow, event: QKeyEvent) -> bool:
        alone = Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Alt and not event.modifiers() & ~alone:
            if self.over is None:
                self._hold(watched)
            return False
        is_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        if event.modifiers() != alone or not is_letter:
            self.let_go()
            return False
        if self.over is None:
            self._hold(watched)
        letter = chr(event.key())
        return self._typed(letter) or event.text().upper() == letter  # else a field would take it

    def _hold(self, watched: QWindow) -> None:
        windows = QApplication.topLevelWidgets()
        window = next((each for each in windows if each.windowHandle() is watched), None)
        if window is not None and window.windowType() != Qt.WindowType.Popup:
            self.hold(window)

    def hold(self, window: QWidget) -> None:
        """Alt is held over a window: know its keys, and soon show them."""
        self.let_go()
        self.over, self.keys = window, assigned(window)
        self.timer.start()

    def _typed(self, letter: str) -> bool:
        """Press what has this letter, or wait for the second one; whether anything has it."""
        self.typed += letter
        lettered = {each: key for each, key in self.keys.items() if _LETTERS.match(key)}  # no F4
        fitting = {each: key for each, key in lettered.items() if key.startswith(self.typed)}
        if not fitting:
            self.let_go()
            return False
        target, key = next(iter(fitting.items()))
        if key == self.typed:
            self.let_go()
            if target.is_there():
                target.press()
        else:
            self.keys = fitting
            self.show()
        return True

    def show(self) -> None:
        """Show the keys of what is held over, as far as they fit what was typed."""
        if self.over is None or not isValid(self.over):
            return
        if self.seen is not None and isValid(self.seen):
            self.seen.deleteLater()
            self.seen.hide()
        badges = [(each, key.removeprefix(self.typed)) for each, key in self.keys.items()]
        self.seen = _Seen(self.over, badges)

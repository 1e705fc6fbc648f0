"""A person at the window of this very process: looks, waits, presses, clicks, scans.

What a person does is a generator of steps. A step is either something to do or ``until`` something
is seen. Between steps the program runs its own loop, so a step may open a dialog that waits for an
answer: the next ones answer it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QWidget

from ui.app import open_window

LONGEST_WAIT = 60.0
_BETWEEN_LOOKS_MS = 2
_TYPING_SECONDS = 0.05
_SCAN_MS = 5
KEYS = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab,
    "Right": Qt.Key.Key_Right,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 13)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Until:
    """Wait for something to be seen."""

    seen: Callable[[], object]
    what: str


Step = Until | Callable[[], object]
Steps = Iterator[Step]


class Person(QObject):
    """Goes through the steps while the program runs; what went wrong ends it and is kept."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.steps, self.waiting = steps, Until(lambda: True, "the beginning")
        self.error: BaseException | None = None
        self._is_doing = False
        self._end = time.monotonic() + LONGEST_WAIT
        self.timer = QTimer(self)
        self.timer.setInterval(_BETWEEN_LOOKS_MS)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def _look(self) -> None:
        if self._is_doing:
            return
        _give_keys()
        try:
            if self.waiting.seen():
                self._go_on()
            elif time.monotonic() > self._end:
                raise AssertionError(f"in vain: {self.waiting.what}; there is {seen_texts()}")
        except StopIteration:
            self.timer.stop()
        except BaseException as error:  # whatever it is, the program has to end
            self.error = error
            self._give_up()

    def _go_on(self) -> None:
        step = next(self.steps)
        self._end = time.monotonic() + LONGEST_WAIT
        if isinstance(step, Until):
            self.waiting = step
        else:
            self.waiting = Until(lambda: True, "what was done")
            self._is_doing = True
            QTimer.singleShot(0, partial(self._do, step))

    def _do(self, step: Callable[[], object]) -> None:
        """A step that opens a dialog returns when that is closed; others see to it meanwhile."""
        self._is_doing = False
        try:
            step()
        except BaseException as error:
            self.error = error
            self._give_up()

    def _give_up(self) -> None:
        self.timer.stop()
        for window in QApplication.topLevelWidgets():
            window.close()
        QApplication.exit(1)


def walk(steps: Steps, location: Path) -> None:
    """Open a shop in the window and go the steps; what went wrong there goes wrong here."""
    person = Person(steps)
    status = open_window(location)
    if person.error is not None:
        raise person.error
    assert status == 0


def _give_keys() -> None:
    """What a window manager does once a dialog is gone: the one behind it gets the keys."""
    modal = QApplication.activeModalWidget()
    seen = [modal] if modal else list(filter(QWidget.isVisible, QApplication.topLevelWidgets()))
    handles = [window.windowHandle() for window in seen]
    if QGuiApplication.focusWindow() not in handles and not QApplication.activePopupWidget():
        for window in seen:
            window.activateWindow()


# --- seeing -----------------------------------------------------------------------------------


def front() -> QWidget | None:
    """The window or dialog that has the keys."""
    return QApplication.activeModalWidget() or QApplication.activeWindow()


def shows(title: str) -> Until:
    """Wait for a window of this title to have the keys."""
    return Until(lambda: _is_in_front(title), f"a window {title!r}")


def _is_in_front(title: str) -> bool:
    window = front()
    handle = window.windowHandle() if window is not None else None
    is_there = window is not None and window.windowTitle().startswith(title)
    return is_there and handle is not None and QGuiApplication.focusWindow() is handle


def says(words: str) -> Until:
    """Wait for these words to be read somewhere on the window."""
    return Until(lambda: any(words in text for text in seen_texts()), f"the words {words!r}")


def seen_texts() -> list[str]:
    """What can be read now."""
    window = front()
    parts = window.findChildren(QWidget) if window is not None else []
    spoken = [part for part in parts if isinstance(part, QLabel | QAbstractButton)]
    return [part.text() for part in spoken if part.isVisible() and part.text()]


# --- doing ------------------------------------------------------------------------------------


def press(key: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Step:
    """Press a key by its name, in the window that has the keys."""

    def pressed() -> None:
        window = QGuiApplication.focusWindow()
        assert window is not None, f"no window has the keys to press {key}"
        QTest.keyClick(window, KEYS.get(key, key), held)

    return pressed


def enter(text: str, then: str = "") -> Steps:
    """Type what a person types, no faster than a person, then press a key."""
    for key in (*text, *filter(None, [then])):
        yield press(key)
        yield _after(_TYPING_SECONDS)


def _after(seconds: float) -> Until:
    end = time.monotonic() + seconds
    return Until(lambda: time.monotonic() > end, "a moment")


def scan(code: str) -> Steps:
    """What a scanner does: keys that the system says came at once, Enter at the end.

    However busy the computer is: a key that is late here was not pressed late.
    """
    begun = round(time.monotonic() * 1000)
    for place, key in enumerate((*code, "\r")):
        yield _scanned(key, begun + place * _SCAN_MS)


def _scanned(character: str, at: int) -> Step:
    def pressed() -> None:
        window = QGuiApplication.focusWindow()
        assert window is not None, f"no window has the keys to press {character}"
        key = Qt.Key.Key_Return if character == "\r" else ord(character.upper())
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(at)
            QGuiApplication.sendEvent(window, event)

    return pressed


def click(text: str) -> Steps:
    """Wait for a button of this text that can be pressed, and click in its middle."""
    yield Until(lambda: _button(text), f"the button {text!r}")
    yield lambda: _click(_button(text))


def _button(text: str) -> QWidget | None:
    window = front()
    if window is None:
        return None
    for part in window.findChildren(QAbstractButton):
        if part.isVisible() and part.isEnabled() and part.text().startswith(text):
            return part
    return None


def _click(part: QWidget | None) -> None:
    assert part is not None
    place = part.mapTo(part.window(), part.rect().center())
    QTest.mouseClick(part.window().windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def click_tab(text: str) -> Step:
    """Click on a tab of this text."""
    return partial(_click_tab, text)


def _click_tab(text: str) -> None:
    window = front()
    assert window is not None
    for tabs in filter(QWidget.isVisible, window.findChildren(QTabBar)):
        for place in range(tabs.count()):
            if tabs.tabText(place) == text:
                where = tabs.mapTo(window, tabs.tabRect(place).center())
                QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=where)
                return
    raise AssertionError(f"there is no tab {text!r}")

"""A scanner at the window: real key events, each with the moment at which it was pressed."""

from collections.abc import Iterable
from itertools import cycle

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

SPEEDS_MS = ((0,), (12,), (3, 0, 11, 7, 12, 1, 0, 9))
"""Between the keys of a scanner: as fast as can be, as slow as they get, and unevenly."""
_PAUSE_MS = 5000


class ScannerHand:
    """Presses keys where a keyboard's arrive, in the window that has them, by a clock of its own.

    With ``through_shortcuts`` they pass the program's shortcuts on their way, which takes the
    time it takes.
    """

    def __init__(self) -> None:
        self.now_ms = 1000

    def scan(self, code: str, gaps_ms: Iterable[int] = (5,)) -> None:
        self.now_ms += _PAUSE_MS
        for character, gap in zip(f"{code}\r", cycle(gaps_ms), strict=False):
            self.now_ms += gap
            self._press(Qt.Key.Key_Return if character == "\r" else ord(character), character)

    def scan_through_shortcuts(self, code: str) -> None:
        window = QGuiApplication.focusWindow()
        for character in code:
            QTest.keyClick(window, character)
        QTest.keyClick(window, Qt.Key.Key_Return)

    def _press(self, key: int, text: str) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(QGuiApplication.focusWindow(), event)

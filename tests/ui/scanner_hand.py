"""A scanner at the window: real key events, each with the moment at which it was pressed."""

from collections.abc import Iterable
from itertools import cycle

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

SPEEDS_MS = ((0,), (12,), (3, 0, 11, 7, 12, 1, 0, 9))
"""Between the keys of a scanner: as fast as can be, as slow as they get, and unevenly."""
_TYPING_MS, _PAUSE_MS = 200, 5000


class ScannerHand:
    """Presses keys where a keyboard's arrive, in the window that has them, by a clock of its own.

    With ``through_shortcuts`` they pass the program's shortcuts on their way, which takes the
    time it takes.
    """

    def __init__(self) -> None:
        self.now_ms = 1000

    def type(self, text: str) -> None:
        """What a person types."""
        self._keys(text, (_TYPING_MS,))

    def scan(
        self, code: str, gaps_ms: Iterable[int] = (5,), *, pause_ms: int = _PAUSE_MS
    ) -> None:  # fmt: skip
        self.now_ms += pause_ms
        self._keys(f"{code}\r", gaps_ms)

    def scan_without_enter(self, code: str, *, then_ms: int | None) -> None:
        """A scanner that is set to end with nothing; a hand presses Enter so much later, or not."""
        self.now_ms += _PAUSE_MS
        self._keys(code, (5,))
        if then_ms is not None:
            self._keys("\r", (then_ms,))

    def _keys(self, characters: str, gaps_ms: Iterable[int]) -> None:
        for character, gap in zip(characters, cycle(gaps_ms), strict=False):
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

"""The scanner types like a keyboard: telling its keys from a person's.

Keys that end with Enter are a scan if they have the form of one of our codes, whatever the speed,
or came faster than anyone types. The filter sits on the windows, where every key passes once; the
field that had the focus gets back what it held, and the Enter goes no further.
"""

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import codes, text

FASTEST_TYPING = 0.035
"""Seconds between keys: nobody types a whole code as fast as that."""
SHORTEST = 4
"""Keys: fewer than this are never taken for a scan by their speed alone."""
PAUSE = 2.0
"""Seconds after which keys begin anew: a hand that types our code pauses less."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SILENT = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)
"""Keys that type nothing by themselves and end nothing: scanners press Shift between letters."""


_OWN_LENGTHS = (
    codes.CARD_DIGITS + 2, codes.VOUCHER_LENGTH, codes.QR_LENGTH, codes.RECEIPT_LENGTH,
)  # fmt: skip


class Scanned(NamedTuple):
    """A scan, and with which of the keys typed it began: before it came what somebody typed."""

    code: str
    start: int


class Keys:
    """Gathers keys and says, at Enter, what was scanned."""

    def __init__(self) -> None:
        self.typed = ""
        self.burst = 0
        self.last = 0.0

    def add(self, character: str, at: float) -> int:
        """Take a key; its place among those that belong together, 0 where something begins."""
        gap = _gap(self.last, at)
        if gap > PAUSE:
            self.forget()
        if gap > FASTEST_TYPING:
            self.burst = len(self.typed)
        self.typed += character
        self.last = at
        return len(self.typed) - 1

    def forget(self) -> None:
        """What comes now has nothing to do with what was typed."""
        self.typed, self.burst = "", 0

    def enter(self, at: float) -> Scanned | None:
        """What was scanned, in capitals and half width; nothing if a person typed."""
        typed, burst = self.typed, self.burst
        gap = _gap(self.last, at)
        self.forget()
        if gap > PAUSE:
            return None
        whole = text.scanned(typed)
        if _is_ours(whole):
            return Scanned(whole, 0)
        ours = _own_at_the_end(typed)
        if ours is not None and ours.start <= burst:  # a pause within it makes it no other code
            return ours
        fast = text.scanned(typed[burst:])
        if gap <= FASTEST_TYPING and len(fast) >= SHORTEST:
            return Scanned(fast, burst)
        return ours


def _gap(before: float, at: float) -> float:
    """Seconds between two keys; a system's clock that began anew is a long pause."""
    return at - before if at >= before else PAUSE + 1


def _is_ours(code: str) -> bool:
    """Whether a hand may have typed this only as one of our codes: twelve letters may be a name."""
    is_voucher = codes.has_voucher_shape(code) and codes.is_checked(code[: codes.VOUCHER_LENGTH])
    is_receipt = codes.has_receipt_shape(code) and codes.is_checked(code)
    return codes.has_card_shape(code) or is_voucher or is_receipt


def _own_at_the_end(typed: str) -> Scanned | None:
    """One of our codes right behind what somebody typed: a slow scanner's."""
    for length in _OWN_LENGTHS:
        code = text.scanned(typed[-length:])
        if len(code) == length < len(typed) and _is_ours(code):
            return Scanned(code, len(typed) - length)
    return None


class Scanner(QObject):
    """The filter on every window of the program; ``taken`` is told what was scanned.

    ``seconds`` is a clock to use instead of the keys' own.
    """

    def __init__(self, taken: Callable[[str], None]) -> None:
        super().__init__()
        self.taken = taken
        self.seconds: Callable[[], float] | None = None
        self.keys = Keys()
        self.field: QWidget | None = None
        self.scanned_at = -PAUSE
        self.before: list[Callable[[], None]] = []

    def watch(self, window: QWindow | None) -> None:
        """Watch the keys of a window, of a dialog too."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let every key pass but the Enter that ends a scan."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focused = QApplication.focusWidget()
        if focused is not self.field:
            self.keys.forget()
            self.field = focused
        if event.key() in _ENTER:
            return self._entered(event)
        self._pressed(event)
        return False

    def _at(self, event: QKeyEvent) -> float:
        """When a key was pressed, by the system's own word: those typed while the program was busy
        arrive all at once, and a name would pass for a scan."""
        if self.seconds is not None:
            return self.seconds()
        return event.timestamp() / 1000 if event.timestamp() else monotonic()

    def _pressed(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        character = event.text()
        if character and character.isprintable() and not held:
            from ui.giving_back import giving_back  # knows fields that the first page has none of

            place = self.keys.add(character, self._at(event))
            self.before[place:] = [giving_back(self.field)] * len(character)
        elif event.key() not in _SILENT:
            self.keys.forget()

    def _entered(self, event: QKeyEvent) -> bool:
        now = self._at(event)
        if not self.keys.typed and 0 <= now - self.scanned_at <= FASTEST_TYPING:
            return True  # a scanner that ends with two of them
        scanned = self.keys.enter(now)
        if scanned is None:
            return False
        self.scanned_at = now
        self.before[scanned.start]()
        self.before.clear()
        self.taken(scanned.code)
        return True

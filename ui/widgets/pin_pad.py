"""A PIN: the field that hides it, and a pad of digits for fingers beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from shopdesk.pins import LONGEST, SHORTEST
from ui.till import Till
from ui.widgets.parts import DigitsField, button

_PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
_CHECKED = (8, 12)
"""Digits of the codes on goods that are as short as a PIN."""


_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PinField(DigitsField):
    """The PIN, unseen. It keeps the keys: arrows ask for another name instead of moving a cursor
    that nobody sees."""

    arrow = Signal(Qt.Key)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Type the PIN, or go through the names."""
        if event.key() in _ARROWS and not event.modifiers() & _WITH:
            self.arrow.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)


def is_pin(code: str) -> bool:
    """Whether what came as fast as a scan may be a PIN that a hand rattled down or a badge holds:
    as many digits, and not the code of something on sale."""
    is_short = SHORTEST["cashier"] <= len(code) <= LONGEST
    return is_short and code.isascii() and code.isdigit() and not _is_of_goods(code)


def _is_of_goods(code: str) -> bool:
    weighed = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(code[-2::-1]))
    return len(code) in _CHECKED and (weighed + int(code[-1])) % 10 == 0


class PinPad(QWidget):
    """Digits that go into ``pin``, one that takes back, and ``done`` where something is to be
    pressed after them."""

    def __init__(self, till: Till, pin: QLineEdit, done: QPushButton | None = None) -> None:
        super().__init__()
        _ = till.say
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, digit in enumerate(_PAD):
            grid.addWidget(self._key(digit, pin.insert), place // 3, place % 3)
        wipe = button("", pin.backspace, "keypad", icon="erase", name=_("Delete"))
        wipe.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(wipe, 3, 0)
        grid.addWidget(self._key("0", pin.insert), 3, 1)
        if done is not None:
            done.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            grid.addWidget(done, 3, 2)

    @staticmethod
    def _key(digit: str, typed: Callable[[str], None]) -> QPushButton:
        key = button(digit, lambda: typed(digit), "keypad")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

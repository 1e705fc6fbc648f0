"""The number pad on the screen: for fingers; it never takes the cursor away."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from ui.till import Till
from ui.widgets.parts import button, set_kind

_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", ".")
_OF_A_PIN = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0")
"""In the order of the lock, since the hand knows a PIN; *Delete* stands at the blank."""


class Keypad(QWidget):
    """Tells what is pressed: ``typed`` a key, ``wiped`` the one that takes the last one back."""

    typed = Signal(str)
    wiped = Signal()

    def __init__(self, till: Till, keys: Sequence[str] = _KEYS, *, is_adding: bool = True) -> None:
        super().__init__()
        _ = till.say
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        wipe = button("", self.wiped.emit, "keypad", icon="erase", name=_("Delete"))
        for place, key in enumerate(keys):
            grid.addWidget(self._key(key) if key else wipe, place // 3, place % 3)
        if "" not in keys:
            grid.addWidget(wipe, 0, 3)
        if is_adding:
            plus = self._key("+")
            plus.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            grid.addWidget(plus, 1, 3, 3, 1)
        self.keys = self.findChildren(QPushButton)
        for one in self.keys:
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _key(self, key: str) -> QPushButton:
        return button(key, partial(self.typed.emit, key), "keypad")

    def show_tall(self, is_tall: bool) -> None:
        """Keys at their full height, or lower ones."""
        for one in self.keys:
            set_kind(one, "keypad" if is_tall else "low_key")


def pad_for(till: Till, target: Callable[[], QLineEdit], *, is_pin: bool = False) -> Keypad:
    """A low pad in a form, which types into the field that ``target`` gives."""
    made = Keypad(till, _OF_A_PIN if is_pin else _KEYS, is_adding=False)
    made.show_tall(False)
    made.typed.connect(lambda key: target().insert(key))
    made.wiped.connect(lambda: target().backspace())
    return made

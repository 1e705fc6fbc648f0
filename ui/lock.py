"""The lock: tiles of the staff and a pad for the PIN. What was half made stays."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import Refused, staff
from ui.till import Till
from ui.widgets.parts import DigitsField, button, card, column, label, picture, row, set_mood

_PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
_COLUMNS = 3


class Lock(QWidget):
    """Who works here, and the PIN; ``opened`` is called once the two belong together."""

    def __init__(self, till: Till, opened: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.opened = till, opened
        self.setProperty("kind", "page")
        _ = till.say
        self.people = staff.names(till.shop)
        left = till.left.staff_name if till.left else ""
        self.name = left if left in self.people else self.people[0]
        self.pin = DigitsField()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setProperty("kind", "amount")
        self.pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pin.setMaxLength(12)
        self.pin.setAccessibleName("PIN")
        self.pin.setPlaceholderText("PIN")
        self.pin.returnPressed.connect(self.try_it)
        self.said = label(_("Choose your name, type your PIN, Enter."), "soft", wraps=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = row(1, picture("lock", 28), label(till.shop.settings.name, "title"), 1)
        panel = card(head, self._tiles(), self.pin, self.said, self._pad(), margin=24, space=14)
        panel.setFixedWidth(460)
        layout = QVBoxLayout(self)
        layout.addLayout(column(1, row(1, panel, 1), 1))
        till.told.connect(self.tell)

    def _tiles(self) -> QWidget:
        tiles, self.tiles = QWidget(), QButtonGroup(self)
        grid = QGridLayout(tiles)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, name in enumerate(self.people):
            tile = button(name, partial(self.choose, name))
            tile.setCheckable(True)
            tile.setChecked(name == self.name)
            self.tiles.addButton(tile)
            grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        return tiles

    def _pad(self) -> QWidget:
        _ = self.till.say
        pad = QWidget()
        grid = QGridLayout(pad)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, digit in enumerate(_PAD):
            grid.addWidget(self._key(digit, self.pin.insert), place // 3, place % 3)
        wipe = button("", self.pin.backspace, "keypad", icon="erase", name=_("Delete"))
        enter = button(_("Sign in"), self.try_it, "primary")
        enter.setMinimumHeight(58)
        grid.addWidget(wipe, 3, 0)
        grid.addWidget(self._key("0", self.pin.insert), 3, 1)
        grid.addWidget(enter, 3, 2)
        return pad

    def _key(self, digit: str, typed: Callable[[str], None]) -> QPushButton:
        key = button(digit, lambda: typed(digit), "keypad")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def choose(self, name: str) -> None:
        """Whose PIN it will be."""
        self.name = name
        self.begin()

    def begin(self) -> None:
        """Wait for the PIN."""
        self.pin.clear()
        self.pin.setFocus()

    def try_it(self) -> None:
        """Open if the PIN is right; say so if not."""
        try:
            self.till.sign_in(self.name, self.pin.text())
        except Refused as refusal:
            self.tell(refusal.text(self.till.language))
            self.begin()
            return
        self.pin.clear()
        self.opened()

    def tell(self, text: str, mood: str = "bad", *_offer: object) -> None:
        """Say what is wrong, where the eyes are; what the till has to say meanwhile as well."""
        self.said.setText(text)
        set_mood(self.said, mood)

    def tell_of_form(self) -> None:
        """Say whose form is open behind the lock, and what becomes of it."""
        _ = self.till.say
        text = _(
            "{name} left a form open. It waits for {name}; if somebody else signs in, it is closed"
            " and nothing of it is saved."
        )
        name = self.till.left.staff_name if self.till.left else ""
        self.said.setText(text.format(name=name))
        set_mood(self.said, "note")

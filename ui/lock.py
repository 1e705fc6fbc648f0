"""The lock: tiles of the staff and a pad for the PIN. What was half made stays."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import Refused, staff
from ui import help, help_topics, look, practising
from ui.till import Till
from ui.widgets.parts import button, card, column, label, picture, row, set_mood
from ui.widgets.pin_pad import PinField, PinPad, is_pin
from ui.widgets.tips import tip

_IN_TWO = (2, 4)
"""So many names stand in two columns, others in three."""
_WIDTH = 460


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
        self.pin = PinField("PIN")
        self.pin.setProperty("kind", "amount")
        self.pin.setPlaceholderText(_("Your PIN"))
        self.pin.returnPressed.connect(self.try_it)
        self.pin.arrow.connect(self._walk)
        self.columns = 2 if len(self.people) in _IN_TWO else 3
        self.said = label(
            _("Tap your name or use the arrow keys, type your PIN, Enter."), "soft", wraps=True
        )
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        forgotten = button(_("Forgot PIN…"), self.forgot, "plain")
        is_practice = till.shop.known.is_practice
        helps = button(_("Help"), self.show_help, "plain")
        tip(helps, "F1")
        ways = [helps, self._reached_by("Alt+F", forgotten)]
        if not is_practice:
            practise = button(_("Practise…"), partial(practising.begin, till), "plain")
            ways.append(self._reached_by("Alt+P", practise))
        below = row(1, *ways, 1)
        name = label(till.shop.settings.name, "title", wraps=is_practice)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        head = row(1, picture("lock", 28), name, 1)
        head.setStretch(2, 8 if is_practice else 0)
        if till.preferences.size > look.LARGE_LETTERS:  # the pad has room only beside the names
            who = column(head, self._tiles(), self.pin, self.said, below, 1, space=14)
            beside = row(who, column(self._pad(), 1), space=24)
            beside.setStretch(0, 1)
            beside.setStretch(1, 1)
            panel = card(beside, margin=24)
            panel.setFixedWidth(2 * _WIDTH)
        else:
            panel = card(
                head, self._tiles(), self.pin, self.said, self._pad(), below,
                margin=24, space=14,
            )  # fmt: skip
            panel.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.addLayout(column(1, row(1, panel, 1), 1))
        till.told.connect(self.tell)

    def _reached_by(self, key: str, made: QPushButton) -> QPushButton:
        """A button with a key of its own, which its tooltip tells."""
        QShortcut(QKeySequence(key), self).activated.connect(made.click)
        tip(made, key)
        return made

    def _tiles(self) -> QWidget:
        tiles, self.tiles = QWidget(), QButtonGroup(self)
        grid = QGridLayout(tiles)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, name in enumerate(self.people):
            tile = button(name, partial(self.choose, name))
            tile.setCheckable(True)
            tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the PIN
            self.tiles.addButton(tile)
            grid.addWidget(tile, place // self.columns, place % self.columns)
        self._mark()
        return tiles

    def _pad(self) -> QWidget:
        _ = self.till.say
        return PinPad(self.till, self.pin, button(_("Sign in"), self.try_it, "primary"))

    def choose(self, name: str) -> None:
        """Whose PIN it will be."""
        self.name = name
        self._mark()
        self.begin()

    def _mark(self) -> None:
        self.tiles.buttons()[self.people.index(self.name)].setChecked(True)
        self.pin.setAccessibleName(f"PIN · {self.name}")

    def _walk(self, arrow: Qt.Key) -> None:
        """Go on to the name beside, above or below; behind the last one comes the first."""
        across = self.columns
        place, last = self.people.index(self.name), len(self.people) - 1
        foot = last - (last - place) % across
        below = min(place + across, last) if place // across < last // across else None
        goes = {
            Qt.Key.Key_Left: (place - 1) % (last + 1),
            Qt.Key.Key_Right: (place + 1) % (last + 1),
            Qt.Key.Key_Up: place - across if place >= across else foot,
            Qt.Key.Key_Down: place % across if below is None else below,
        }
        self.choose(self.people[goes[arrow]])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Whatever else has the keys: a digit belongs to the PIN."""
        if event.text().isdigit():
            self.pin.setFocus()
            self.pin.insert(event.text())
        else:
            super().keyPressEvent(event)

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

    def show_help(self) -> None:
        """F1: the help for signing in, or away with it."""
        topic, kept = help_topics.of_class(type(self)), self.till.preferences
        help.turn(self.window(), self.till.spoken, topic, kept.size)

    def forgot(self) -> None:
        """Let an owner back in by the recovery code."""
        from ui.pages import recovery_form  # rarely wanted

        _, owner = self.till.say, recovery_form.forgotten(self.till, self, self.name)
        if owner:
            self.choose(owner)
            self.tell(_("The new PIN is set. Sign in with it."), "good")

    def scanned(self, code: str) -> None:
        """Digits that came as fast as a scan may be a PIN; anything else waits for a sign-in."""
        _ = self.till.say
        if is_pin(code):
            self.pin.insert(code)
            self.try_it()
        else:
            self.tell(_("Locked. Sign in, then scan again."))

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

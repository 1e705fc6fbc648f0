"""Finding at the counter: one field for members and products, and its hits."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import Desk, members, products
from shopdesk.members import Member
from shopdesk.products import Product
from ui.looking_up import LookingUp
from ui.pages.product_words import price
from ui.scanner import FASTEST_TYPING
from ui.till import Till
from ui.widgets.parts import Field, column, label
from ui.widgets.person import masked, tier_name
from ui.widgets.table import Column, Table

_MOST = 9
"""How many members and products are listed: as many as there are keys for."""
_SHOWN = 24
"""So many characters of what was typed are repeated where it finds nobody."""
_NO_SCAN_MS = round(FASTEST_TYPING * 1000) + 15
"""A digit that no other key follows within this time was pressed by a hand."""


_WITH_ANSWER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up)


def _press(event: QKeyEvent) -> None:
    """Press a key that waited, wherever the keys go by now."""
    focus = QApplication.focusWidget()
    if focus is not None:
        QCoreApplication.sendEvent(focus, event)


class Hit(NamedTuple):
    """What fits: its key in the list, its name, a few words about it."""

    number: int
    name: str
    about: str
    what: Member | Product


Fitting = tuple[list[Member], list[Product]]
"""Members and products that fit."""


def fitting(desk: Desk, text: str) -> Fitting:
    """Who and what fits; goods that only sound so where it is nobody's name either."""
    people = members.find(desk, text, limit=_MOST + 1)
    most = _MOST + 1 - len(people)
    goods = products.find(desk, text, limit=most, by_sound=not people) if most else []
    return people, goods


class Finder(Field):
    """The field, and ``results``, the list of what fits.

    One hit is taken with Enter. Several are numbered: nobody is sold to by chance, so Enter asks
    which one, however often it is pressed, and a number takes it. Up and down walk, and then Enter
    takes where they came to. Where nothing fits it says so, and the next key begins anew.

    It is looked up beside the window. A key that does something with the answer waits for that of
    all that was typed before it, and the keys after that one with it.
    """

    member_chosen = Signal(int)
    product_chosen = Signal(int)
    searching = Signal(bool)
    passed = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.is_choosing = self.is_walked = self.is_more = self.is_searching = False
        self.pressed = QTimer(self)
        self.pressed.setSingleShot(True)
        self.pressed.setInterval(_NO_SCAN_MS)
        self.pressed.timeout.connect(self._number_pressed)
        self.number = 0
        self.lookup = LookingUp(till, self, self._answered)
        _ = till.say
        self.setAccessibleName(_("Find or scan"))
        hint = _("Scan or type: last phone digits, name, product · F9")
        self.setPlaceholderText(hint, _("Scan or type · F9"))
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._entered)
        self.found = Table(
            _("Found"),
            [
                Column("", lambda hit: str(hit.number), 32, is_number=True),
                Column("", lambda hit: hit.name, 152),
                Column("", lambda hit: hit.about),
            ],
            empty="",
        )
        self.found.view.horizontalHeader().hide()
        self.found.view.clicked.connect(lambda _index: self._take(self.found.current))
        self.found.opened.connect(self._take)
        self.hint = label(wraps=True)
        self.results = QWidget()
        inside = column(self.hint, self.found, space=0)
        inside.setStretch(1, 1)
        self.results.setLayout(inside)

    # --- looking ---

    def _look(self, text: str) -> None:
        if not text.strip():
            self.close_found()
            return
        self.is_choosing = False
        if not self.is_searching:
            self.is_searching = True
            self.found.show_rows([])
            self.found.say_empty("")
            self.hint.hide()
            self.searching.emit(True)
        self.lookup.ask(partial(fitting, self.till.desk, text))

    def _answered(self, found: Fitting) -> None:
        people, goods = found
        about = [self._person(m) for m in people] + [self._goods(p) for p in goods]
        self.is_more = len(about) > _MOST
        self.found.show_rows([Hit(n, *one) for n, one in enumerate(about[:_MOST], 1)])
        _ = self.till.say
        self.found.say_empty(_("Nobody and nothing by that name. F7 registers a new member."))
        self.found.mark(0)
        self._choose(is_on=False)

    def _person(self, member: Member) -> tuple[str, str, Member]:
        about = (masked(member.phone), member.number, tier_name(self.till, member.tier))
        return member.name, " · ".join(filter(None, about)), member

    def _goods(self, product: Product) -> tuple[str, str, Product]:
        about = (product.category, price(self.till, product))
        return product.name, " · ".join(filter(None, about)), product

    def _choose(self, *, is_on: bool) -> None:
        """Whether the next digit chooses one of several; what is to be pressed is said."""
        _ = self.till.say
        self.is_choosing = is_on
        word = (
            _("Which one? Press its number.") if is_on else _("Several fit: Enter, then a number.")
        )
        more = _("There are more than these: type more of it.") if self.is_more else ""
        self.hint.setText(" ".join(filter(None, (word, more))))
        self.hint.setProperty("kind", "note" if is_on else "soft")
        self.hint.setContentsMargins(16, 10, 16, 10)
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
        self.hint.setVisible(len(self.found.model.rows) > 1)

    def close_found(self) -> None:
        """Show the sale again, nothing typed."""
        self.is_choosing = self.is_walked = self.is_searching = False
        self.pressed.stop()
        self.lookup.drop()
        self.setText("")
        self.searching.emit(False)

    # --- choosing ---

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk through what was found while the cursor stays in the field, or choose a number."""
        if self.lookup.is_asked and (self.lookup.acts or event.key() in _WITH_ANSWER):
            self.lookup.after(partial(_press, event.clone()))
            return
        is_alone = not self.pressed.isActive()
        self.pressed.stop()
        step = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}.get(event.key())
        if step and self.text().strip():
            self.found.mark(self.found.view.currentIndex().row() + step)
            self.is_walked = True
        elif self.is_choosing and event.text().isdigit():
            self.number = int(event.text()) if is_alone else 0
            self.pressed.start()
        else:
            super().keyPressEvent(event)

    def _number_pressed(self) -> None:
        if self.is_choosing:
            self.take_number(self.number)

    def take_number(self, number: int) -> None:
        """Take the hit with this number, if there is one."""
        self.lookup.after(partial(self._take_number, number))

    def _take_number(self, number: int) -> None:
        rows = self.found.model.rows
        if self.text().strip() and 0 < number <= len(rows):
            self._take(rows[number - 1])

    def _entered(self) -> None:
        if not self.text().strip():
            self.passed.emit()
        elif len(self.found.model.rows) > 1 and not self.is_walked:
            self._choose(is_on=True)
        elif self.found.current is not None:
            self._take(self.found.current)
        else:
            self._nobody()

    def _nobody(self) -> None:
        """Say that Enter took nobody; the next key begins anew instead of going on behind it."""
        _ = self.till.say
        text = _("“{text}” is nobody and nothing here. Type anew, or F7: a new member with it.")
        typed = self.text().strip()
        shown = typed if len(typed) <= _SHOWN else typed[:_SHOWN] + "…"
        self.found.say_empty(text.format(text=shown))
        self.selectAll()

    def _take(self, hit: Hit) -> None:
        self.close_found()
        chosen = self.member_chosen if isinstance(hit.what, Member) else self.product_chosen
        chosen.emit(hit.what.id)

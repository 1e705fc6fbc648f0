"""Counting a drawer: a field that adds, or note by note and coin by coin."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopdesk import money
from ui.pages.counter_sale import typed_amount
from ui.till import Till
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import DigitsField, button, column, held, label, row

_OF_CURRENCY = {
    "CNY": (10000, 5000, 2000, 1000, 500, 100, 50, 10),
    "JPY": (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1),
}
_OF_OTHERS = (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5)
"""Notes and coins in minor units, the largest first; others are counted into the sum."""
_COLUMNS = (4, 2)
_NEAR, _APART = 6, 24
"""Pixels from a note's worth to its field, and at least to the field before it."""
_WIDEST, _EDGES = "00000", 30
"""As many digits as a count has, and the pixels beside them in its field."""


class Next(DigitsField):
    """A field whose Enter goes on to the next one: the number pad alone fills a form."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes no further, and does nothing while it is held."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.entered.emit()
        event.accept()


def follow(fields: Sequence[Next], last: QWidget) -> None:
    """Let Enter lead from each field to the next in sight, and from the last one to ``last``."""

    def go(place: int) -> None:
        later = (one for one in fields[place + 1 :] if one.isVisible())
        target = next(later, last)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    for place, one in enumerate(fields):
        one.entered.connect(lambda place=place: go(place))


def number_field(name: str, hint: str = "") -> Next:
    """A field for an amount in a form that is filled by the number pad."""
    made = Next()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


class CashCount(QWidget):
    """The cash of a drawer: its sum as typed (``100+50.5`` adds), or made by its notes."""

    changed = Signal()

    def __init__(self, till: Till, name: str) -> None:
        super().__init__()
        self.till = till
        _, currency = till.say, till.shop.settings.currency
        self.sum = number_field(name, "0.00")
        self.sum.textChanged.connect(lambda _text: self.changed.emit())
        self.kinds = _OF_CURRENCY.get(currency, _OF_OTHERS)
        self.counts = [self._count_field(kind) for kind in self.kinds]
        self.open = button(_("Count notes and coins"), self.show_notes, "small")
        cells = [self._cell(place) for place in range(len(self.counts))]
        self.notes = FittedGrid(cells, _COLUMNS, space=_APART, is_filled=True)
        self.notes.hide()
        title = label(name, "soft")
        title.setBuddy(self.sum)
        self.setLayout(column(row(title, 1, self.open), self.notes, self.sum, space=4))
        self.setFocusProxy(self.sum)

    def _cell(self, place: int) -> QWidget:
        """What a note is worth, and how many there are."""
        words = label(f"{self._plain(self.kinds[place])} ×", "soft")
        words.setBuddy(self.counts[place])
        return held(row(1, words, self.counts[place], space=_NEAR))

    def _plain(self, minor: int) -> str:
        """A note's worth, without decimals that are nothing."""
        written = money.plain(minor, self.till.shop.settings.currency)
        return written.rstrip("0").rstrip(".") if "." in written else written

    def _count_field(self, kind: int) -> Next:
        _ = self.till.say
        name = _("How many of {worth}").format(worth=self._plain(kind))
        made = number_field(name, "0")
        made.setFixedWidth(made.fontMetrics().horizontalAdvance(_WIDEST) + _EDGES)
        made.textEdited.connect(lambda _text: self._add_up())
        return made

    def show_notes(self) -> None:
        """Count note by note: the sum is made of them."""
        self.notes.show()
        self.open.hide()
        self.counts[0].setFocus()

    @property
    def fields(self) -> list[Next]:
        """All fields in the order in which they are filled: notes first where they are shown."""
        return [*self.counts, self.sum]

    def _add_up(self) -> None:
        """The sum of what is typed so far; nothing where a count is no number."""
        counts = [one.text().strip() or "0" for one in self.counts]
        if all(count.isascii() and count.isdigit() and len(count) < 8 for count in counts):
            pairs = zip(self.kinds, counts, strict=True)
            whole = sum(kind * int(count) for kind, count in pairs)
            self.sum.setText(money.plain(whole, self.till.shop.settings.currency))
        else:
            self.sum.clear()

    def amount(self) -> int:
        """The sum in minor units; refuses what is no amount."""
        return typed_amount(self.till, self.sum.text())

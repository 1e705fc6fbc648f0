"""The ways to pay: which one is chosen, or what each takes of a split; and the change of cash."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shopdesk import Refused
from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import TENDERS
from ui import look
from ui.basket import Basket
from ui.pages.counter_sale import chosen, paid, shares, typed_amount
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import DigitsField, button, filled, label, row, set_mood
from ui.widgets.tips import tip

_EDGES = 16
"""Pixels left and right of a button's word, its frame among them."""
_BESIDE = 14
"""Pixels that a field leaves free beside what stands in it."""
_NO_BREAK, _JOINED = "\u00a0", "\u2060"
"""A space at which no line ends, and what keeps it from ending between two characters."""

WAYS = (*TENDERS, STORED_VALUE)
"""All that a sale can be paid by here."""


class Tenders(QWidget):
    """A button for each tender, and one to pay in several ways.

    They keep their places whatever is chosen: each is as wide as its word in bold needs.
    """

    chosen = Signal(str)
    split_wanted = Signal()

    def __init__(self, till: Till, ways: Sequence[str]) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for tender in ways:
            one = button(tender_name(till, tender), partial(self.chosen.emit, tender), "tender")
            one.setCheckable(True)
            self.group.addButton(one)
            self.buttons[tender] = one
        name = _("Paid in several ways")
        self.split = button(_("Split"), self.split_wanted.emit, "tender", name=name)
        tip(self.split, name)
        parts = [*self.buttons.values(), self.split]
        for one in parts:
            one.setMinimumWidth(self._width(one.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(FittedGrid(parts, (len(parts), 3), space=4, is_filled=True))

    def _width(self, word: str) -> int:
        lit = look.font(look.scaled(look.SMALL, self.till.preferences.size), is_bold=True)
        return max(look.CONTROL, QFontMetrics(lit).horizontalAdvance(word) + _EDGES)

    def show_chosen(self, chosen: str, shares: Mapping[str, int]) -> None:
        """Light the tender that is chosen, or all that take a share of what is due."""
        self.group.setExclusive(False)
        for tender, one in self.buttons.items():
            one.setChecked(tender in shares if shares else tender == chosen)
            name = tender_name(self.till, tender)
            one.setAccessibleName(self.share(tender, shares[tender]) if tender in shares else name)
        self.group.setExclusive(not shares)

    def share(self, tender: str, amount: int) -> str:
        """What a tender takes, in words: ``Cash ¥182.00``."""
        return f"{tender_name(self.till, tender)} {self.till.money(amount)}"


class SumField(DigitsField):
    """A field that keeps its Enter: a question it brings up must not take it for the answer."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes no further."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class GivenField(SumField):
    """A field for a sum that keeps its name in sight, left of what is typed, as far as there is
    room for it."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write the name beside the sum; as long as there is none the hint says it."""
        super().paintEvent(event)
        metrics, name = self.fontMetrics(), self.accessibleName()
        inside = self.rect().adjusted(_BESIDE, 0, -_BESIDE, 0)
        needed = metrics.horizontalAdvance(name) + metrics.horizontalAdvance(self.text())
        if self.text() and needed + _BESIDE <= inside.width():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(inside, middle, name)
            painter.end()


def sum_field(name: str, hint: str, entered: Callable[[], object] | SignalInstance) -> QLineEdit:
    """A field for a sum of money; ``entered`` hears of its Enter."""
    return _set_up(SumField(), name, hint, entered)


def _set_up(
    made: QLineEdit, name: str, hint: str, entered: Callable[[], object] | SignalInstance
) -> QLineEdit:
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.returnPressed.connect(entered)
    return made


class HowPaid(QWidget):
    """Shows how a sum is paid: what each way takes of a split, the cash given and its change, and
    the ways. It tells what is typed and pressed and decides nothing."""

    tender_chosen = Signal(str)
    split_wanted = Signal()
    given_typed = Signal(str)
    entered = Signal()

    def __init__(self, till: Till, ways: Sequence[str] = WAYS) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        hint = _("Cash given · Enter: exact")
        self.given = _set_up(GivenField(), _("Cash given"), hint, self.entered)
        self.given.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.given.textEdited.connect(self.given_typed)
        self.change = label("", "heading", wraps=True)
        self.cash = QWidget()
        self.cash.setLayout(row(self.given, self.change))
        self.ways = Tenders(till, ways)
        self.ways.chosen.connect(self.tender_chosen)
        self.ways.split_wanted.connect(self.split_wanted)
        self.tenders, self.split = self.ways.buttons, self.ways.split
        self.shares = label("", wraps=True)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(8)
        filled(self.inside, self.shares, self.cash, self.ways)

    def show_paid(self, basket: Basket, due: int | None) -> None:
        """Show how what is ``due`` is paid; nothing where there is no sum yet."""
        tender, split = chosen(self.till, basket), shares(self.till, basket)
        self.ways.show_chosen(tender, split)
        self.split.setEnabled(bool(due))
        told = [self.ways.share(*share) for share in split.items()]
        whole = (_JOINED.join(share.replace(" ", _NO_BREAK)) for share in told)
        self.shares.setText(f"{_NO_BREAK}· ".join(whole))
        self.shares.setAccessibleName(" · ".join(told))
        self.shares.setVisible(bool(split))
        self.is_cash_asked = "cash" in split if split else tender == "cash"
        self.cash.setVisible(self.is_cash_asked)
        if self.given.text() != basket.given:
            self.given.setText(basket.given)
        self.change.setText("")
        if self.is_cash_asked and due is not None and basket.given.strip():
            self._show_change(basket, due)
        self.change.setVisible(bool(self.change.text()))

    def _show_change(self, basket: Basket, due: int) -> None:
        _ = self.till.say
        try:
            cash = paid(self.till, basket, due).get("cash", 0)
            back = typed_amount(self.till, basket.given) - cash
        except Refused:
            return
        word = _("Change {amount}") if back >= 0 else _("{amount} short")
        self.change.setText(word.format(amount=self.till.money(abs(back))))
        set_mood(self.change, "good" if back >= 0 else "bad")

    is_cash_asked = False
    """Whether the field for the cash given is shown."""

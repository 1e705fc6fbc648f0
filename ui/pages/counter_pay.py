"""The counter's right side: the amount, every step of the price, how it is paid, and Enter."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import Refused, money
from shopdesk.purchases import TENDERS, Quote
from ui import look
from ui.basket import Basket
from ui.pages.counter_sale import Seen, paid, typed_amount
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.parts import (
    DigitsField,
    button,
    cleared,
    column,
    label,
    line,
    row,
    scrolled,
    set_mood,
)
from ui.widgets.person import tier_name

_TALL = 740
"""Pixels of height from which the keypad has its full size."""
_LOW = 620
"""Pixels of height, at 100 percent, below which there is no room for it."""
_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", ".")


class Checkout(QFrame):
    """Shows a sale and tells what is typed and pressed; it decides nothing."""

    typed = Signal(str)
    given_typed = Signal(str)
    tender_chosen = Signal(str)
    split_wanted = Signal()
    points_wanted = Signal(bool)
    amount_entered = Signal()
    entered = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.setProperty("kind", "card")
        _ = till.say
        self.amount = DigitsField()
        self.amount.setProperty("kind", "amount")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.setAccessibleName(_("Amount"))
        self.amount.setPlaceholderText("0.00")
        self.amount.textEdited.connect(self.typed)
        self.amount.returnPressed.connect(self.amount_entered)
        self.given = DigitsField()
        self.given.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.given.setAccessibleName(_("Cash given"))
        self.given.setPlaceholderText(_("Cash given"))
        self.given.textEdited.connect(self.given_typed)
        self.given.returnPressed.connect(self.entered)
        self.change = label("", "heading")
        self.cash = QWidget()
        self.cash.setLayout(row(self.given, self.change))
        steps = QWidget()
        self.steps = column(space=4)
        steps.setLayout(column(self.steps, 1, space=0))
        self.due = label("", "due")
        self.due.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.earned = label("", "note", wraps=True)
        self.pay = button(_("Record"), self.entered.emit, "pay")
        self.title = label(_("Amount"), "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.amount)
        layout.addWidget(scrolled(steps, kind="inside"), 1)
        layout.addWidget(line())
        layout.addLayout(row(label(_("Due"), "heading"), 1, self.due))
        layout.addLayout(self._tenders())
        layout.addWidget(self.cash)
        layout.addWidget(self.earned)
        self.keypad = QWidget()
        self.keypad.setLayout(self._keypad())
        layout.addWidget(self.keypad)
        layout.addWidget(self.pay)

    # --- building ---

    def _tenders(self) -> QHBoxLayout:
        _ = self.till.say
        group = QButtonGroup(self)
        self.tenders: dict[str, QPushButton] = {}
        made = row(space=6)
        for tender in TENDERS:
            one = button(tender_name(self.till, tender), self._chosen(tender), "tender")
            one.setCheckable(True)
            group.addButton(one)
            self.tenders[tender] = one
            made.addWidget(one, 1)
        self.split = button("+", self.split_wanted.emit, "tender", name=_("Paid in several ways"))
        self.split.setToolTip(_("Paid in several ways"))
        made.addWidget(self.split)
        return made

    def _chosen(self, tender: str) -> Callable[[], None]:
        return lambda: self.tender_chosen.emit(tender)

    def _keypad(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, key in enumerate(_KEYS):
            one = button(key, self._typing(key), "keypad")
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(one, place // 3, place % 3)
        _ = self.till.say
        wipe = button("", self._wipe, "keypad", icon="erase", name=_("Delete"))
        wipe.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plus = button("+", self._typing("+"), "keypad")
        plus.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(wipe, 0, 3)
        grid.addWidget(plus, 1, 3, 3, 1)
        plus.setSizePolicy(plus.sizePolicy().Policy.Preferred, plus.sizePolicy().Policy.Expanding)
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Smaller keys where the screen is low, none where they would hide what is due."""
        least = look.scaled(_LOW, self.till.preferences.size)
        self.keypad.setVisible(event.size().height() >= least)
        kind = "keypad" if event.size().height() >= _TALL else "low_key"
        for key in self.findChildren(QPushButton):
            if key.property("kind") in ("keypad", "low_key") and key.property("kind") != kind:
                key.setProperty("kind", kind)
                key.style().unpolish(key)
                key.style().polish(key)
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """On a low screen the steps of the price need the room more than the field's name does."""
        self.title.setVisible(self.height() >= _TALL or not self.is_cash_asked)

    def _typing(self, key: str) -> Callable[[], None]:
        def typed() -> None:
            target = self._target()
            target.insert(key)
            target.textEdited.emit(target.text())

        return typed

    def _wipe(self) -> None:
        target = self._target()
        target.backspace()
        target.textEdited.emit(target.text())

    def _target(self) -> QLineEdit:
        """Where the keypad types: the cash given if the cursor is there, else the amount."""
        target = self.given if self.given.hasFocus() else self.amount
        target.setFocus()
        return target

    # --- showing ---

    def show_sale(self, basket: Basket, seen: Seen, *, points: int) -> None:
        """Show a sale as it stands; its member has ``points``."""
        _, quote, refusal, worth, rest = self.till.say, *seen
        if self.amount.text() != basket.amount:
            self.amount.setText(basket.amount)
        self.amount.setReadOnly(bool(basket.lines))
        self.amount.setPlaceholderText(_("by products") if basket.lines else "0.00")
        cleared(self.steps)
        if refusal:
            said = label(refusal, "bad", wraps=True)
            self.steps.addWidget(said)
        if (steps := quote or rest) is not None:
            self._show_steps(steps)
        if worth or basket.points:
            self._offer_points(basket, points, worth)
        self.due.setText("" if quote is None else self.till.money(quote.due))
        self._show_tenders(basket, quote)
        self.earned.setText("" if quote is None else self._earned(quote, basket))
        self.earned.setVisible(bool(self.earned.text()))
        word = _("Record") if quote is None else _("Record {due}")
        due = "" if quote is None else self.till.money(quote.due)
        self.pay.setText(word.format(due=due) + " · Enter")
        self.pay.setEnabled(quote is not None and not refusal)

    def _show_steps(self, quote: Quote) -> None:
        _, currency = self.till.say, self.till.shop.settings.currency
        goods = sum(one.item.listed for one in quote.lines)
        parts = [(_("Goods"), goods)] if quote.steps else []
        for why, amount in [*parts, *((step.why, step.amount) for step in quote.steps)]:
            said = label(why, "soft", wraps=True)
            value = label(money.plain(amount, currency, grouped=True))
            self.steps.addLayout(row(said, 1, value))

    def _offer_points(self, basket: Basket, points: int, worth: int) -> None:
        _ = self.till.say
        text = _("{points} points pay {worth}").format(
            points=f"{points:,}", worth=self.till.money(worth)
        )
        use = button(
            _("Do not use") if basket.points else _("Use"),
            lambda: self.points_wanted.emit(not basket.points), "small", name=text,
        )  # fmt: skip
        if basket.points:
            text = _("Points are used")
        self.steps.addLayout(row(label(text, "soft", wraps=True), 1, use))

    def _show_tenders(self, basket: Basket, quote: Quote | None) -> None:
        _ = self.till.say
        is_split = len(basket.pay) > 1
        chosen = next(iter(basket.pay), self.till.preferences.tender)
        for tender, one in self.tenders.items():
            one.setChecked(tender in basket.pay if is_split else tender == chosen)
        is_cash = (chosen == "cash" and not is_split) or "cash" in basket.pay
        self.is_cash_asked = is_cash
        self.cash.setVisible(is_cash)
        self._make_room()
        if self.given.text() != basket.given:
            self.given.setText(basket.given)
        self.change.setText("")
        if is_cash and quote is not None and basket.given.strip():
            self._show_change(basket, quote)

    def _show_change(self, basket: Basket, quote: Quote) -> None:
        _ = self.till.say
        try:
            cash = paid(self.till, basket, quote.due).get("cash", 0)
            back = typed_amount(self.till, basket.given) - cash
        except Refused:
            return
        word = _("Change {amount}") if back >= 0 else _("{amount} short")
        self.change.setText(word.format(amount=self.till.money(abs(back))))
        set_mood(self.change, "good" if back >= 0 else "bad")

    def _earned(self, quote: Quote, basket: Basket) -> str:
        if basket.member is None or not quote.due:
            return ""
        _, ngettext = self.till.say, self.till.count
        told = ngettext("Earns {count} point", "Earns {count} points", quote.points_earned)
        said = [told.format(count=f"{quote.points_earned:,}")]
        if quote.tier_after is not None and quote.tier_after.rank > self.rank:
            tier = tier_name(self.till, quote.tier_after)
            said.append(_("moves up to {tier}").format(tier=tier))
        return " · ".join(said)

    is_cash_asked = False
    """Whether the field for the cash given is shown."""
    rank = 0
    """The rank the member has before the sale."""

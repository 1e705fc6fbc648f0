"""The counter's right side: the amount, every step of the price, how it is paid, and Enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
)

from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import Quote
from ui import look
from ui.basket import Basket
from ui.pages.counter_keypad import Keypad
from ui.pages.counter_sale import Seen, chosen, shares
from ui.pages.counter_steps import Steps
from ui.pages.counter_tenders import HowPaid, sum_field
from ui.till import Till
from ui.widgets.aloud import Figure
from ui.widgets.elided import Elided
from ui.widgets.parts import (
    ButtonInBoth,
    button,
    filled,
    label,
    line,
    row,
    scrolled,
    set_kind,
    set_mood,
)
from ui.widgets.person import tier_name
from ui.widgets.tips import tip

_TALL = 740
"""Pixels of height from which the keypad has its full size."""
_LOW = 620
"""Pixels of height, at 100 percent, below which there is no room for it."""
_AHEAD = 740
"""From which what a sale leaves missing to the next tier takes no room from the steps."""
_ROOMY = 820
"""Pixels of height, at 100 percent, from which the amount has its name above it, not in it."""
_AIR, _LESS_AIR = 8, 5
"""Pixels between the parts; less where the screen is low: two steps are seen without a bar."""
_EDGES = 34
"""Pixels left and right of what stands on the card."""
_DUE = ("due", "large", "title", "heading")
"""What is due is written ever smaller where it is very much: it is never cut."""


class Checkout(QFrame):
    """Shows a sale and tells what is typed and pressed; it decides nothing.

    A finger finds the tenders, the keypad and *Record* where they were: what comes and goes stands
    above them and takes its room from the steps of the price.
    """

    typed = Signal(str)
    given_typed = Signal(str)
    tender_chosen = Signal(str)
    split_wanted = Signal()
    discount_wanted = Signal()
    taken_off = Signal()
    amount_entered = Signal()
    entered = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.setProperty("kind", "card")
        _ = till.say
        self.amount = sum_field(_("Amount"), "0.00", self.amount_entered)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.textEdited.connect(self.typed)
        self.amount.setProperty("kind", "amount")
        self.how = HowPaid(till)
        self.how.tender_chosen.connect(self.tender_chosen)
        self.how.split_wanted.connect(self.split_wanted)
        self.how.given_typed.connect(self.given_typed)
        self.how.entered.connect(self.entered)
        self.given, self.change, self.shares = self.how.given, self.how.change, self.how.shares
        self.tenders, self.split = self.how.tenders, self.how.split
        stored = self.tenders[STORED_VALUE]
        tip(stored, f"{stored.text()} · Alt+S")
        self.steps = Steps(till)
        name = _("Take off again what is by hand")
        self.off = button(_("Take it off"), self.taken_off.emit, "small", name=name)
        self.due_word = label(_("Due"), "heading")
        self.due = label("", "due")
        self.due.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aloud = Figure(self.due)
        self.earned = label("", "note", wraps=True)
        self.ahead = Elided("", "soft")
        name = _("Discount by hand")
        self.discount = button(_("Discount…"), self.discount_wanted.emit, "small", name=name)
        tip(self.discount, f"{name} · Alt+D")
        if isinstance(self.discount, ButtonInBoth):  # the points stand beside it
            self.discount.say_shortly(till.preferences.size > look.LARGE_LETTERS)
        self.keypad = Keypad(till)
        self.keypad.typed.connect(self._key_typed)
        self.keypad.wiped.connect(self._wipe)
        self.pay = button(_("Record"), self.entered.emit, "pay")
        for part in (self.due, self.pay):  # written smaller instead of making the card wider
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
        self.title = label(_("Amount"), "heading")
        self.record, self.is_asked = _("Record"), False
        till.asking.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        steps = scrolled(self.steps, kind="inside")
        steps.setMinimumHeight(1)
        due = row(self.due_word, self.due, self.off)
        due.setStretch(1, 1)
        below = row(self.earned, self.discount)
        below.setStretch(0, 1)
        below.setAlignment(self.discount, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(_AIR)
        filled(
            layout, self.title, self.amount, steps, line(), due, below, self.ahead, self.how,
            self.keypad, self.pay,
        )  # fmt: skip
        layout.setStretchFactor(steps, 1)

    # --- room ---

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Smaller keys where the screen is low, none where they would hide what is due."""
        least = look.scaled(_LOW, self.till.preferences.size)
        self.keypad.setVisible(event.size().height() >= least)
        is_tall = event.size().height() >= _TALL
        self.keypad.show_tall(is_tall)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(_AIR if is_tall else _LESS_AIR)
        self.title.setVisible(self._has(_ROOMY))
        self._hint_amount()
        self._show_beside()
        self._fit()
        super().resizeEvent(event)

    def _has(self, height: int) -> bool:
        """Whether there is as much height, at 100 percent: else the steps of the price need it."""
        return self.height() >= look.scaled(height, self.till.preferences.size)

    def _hint_amount(self) -> None:
        """What is typed is large; where goods make the sum their steps have the room."""
        _, is_by_goods = self.till.say, self.amount.isReadOnly()
        name = "0.00" if self._has(_ROOMY) else _("Amount")
        self.amount.setPlaceholderText(_("from the products") if is_by_goods else name)
        set_kind(self.amount, "" if is_by_goods else "amount")

    def _fit(self) -> None:
        """Write large sums smaller: nothing is cut, and no button moves."""
        room = self.width() - _EDGES
        beside = room - self.due_word.sizeHint().width() - 10
        for kind in _DUE:
            set_kind(self.due, kind)
            if self.due.sizeHint().width() <= beside:
                break
        self.due_word.setVisible(self.due.sizeHint().width() <= beside)
        _ = self.till.say
        key = "" if self.is_asked else " · Enter"
        whole, bare = self.record, _("Record")
        if key:
            whole, bare = f"{whole}{key}", f"{bare}{key}"
        for text, mood in (
            (whole, ""), (self.record, ""), (whole, "tight"), (self.record, "tight"),
            (bare, "tight"),
        ):  # fmt: skip
            self.pay.setText(text)
            set_mood(self.pay, mood)
            if self.pay.sizeHint().width() <= room:
                break

    def _ask(self, is_asked: bool) -> None:
        """As long as Enter answers a question it does not stand on *Record*."""
        self.is_asked = is_asked
        self._fit()

    # --- the keypad ---

    def _key_typed(self, key: str) -> None:
        target = self._target()
        target.insert(key)
        target.textEdited.emit(target.text())

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

    def show_sale(self, basket: Basket, seen: Seen) -> None:
        """Show a sale as it stands."""
        _, quote = self.till.say, seen.quote
        if self.amount.text() != basket.amount:
            self.amount.setText(basket.amount)
        self.amount.setReadOnly(bool(basket.lines))
        self._hint_amount()
        self.steps.show_sale(basket, seen)
        is_left_over = quote is None and not seen.refusal and basket.discount is not None
        self.off.setVisible(seen.is_by_hand or is_left_over)
        self.due.setText("" if quote is None else self.till.money(quote.due))
        self.how.show_paid(basket, None if quote is None else quote.due)
        self.earned.setText("" if quote is None else self._earned(quote, basket))
        self.can_be_less = quote is not None
        self.ahead.say(self._ahead(quote))
        self._show_beside()
        due = self.due.text()
        self.record = _("Record {due}").format(due=due) if due else _("Record")
        self.pay.setAccessibleName(self.record)
        self._tell_due(due, seen.refusal)
        can_be_paid = quote is not None and not seen.refusal
        self.pay.setEnabled(can_be_paid or seen.may_be_allowed)  # pressed, it offers to ask
        self._fit()

    def _show_beside(self) -> None:
        """Show what goes with what is due as far as there is height: the steps need it more."""
        has_room = self._has(_ROOMY) or not self.shares.text()
        self.earned.setVisible(bool(self.earned.text()) and has_room)
        self.discount.setVisible(self.can_be_less and has_room)
        is_small = self.till.preferences.size <= look.LARGE_LETTERS  # else it would cut an amount
        has_height = self._has(_AHEAD)  # the card of the member says it too
        self.ahead.setVisible(bool(self.ahead.whole) and has_room and has_height and is_small)

    def _tell_due(self, due: str, refusal: str) -> None:
        """For whoever hears the screen: what is due has its name, and so has the amount."""
        named = f"{self.due_word.text()} {due}" if due else ""
        self.due.setAccessibleName(named)
        self.amount.setAccessibleDescription(named or refusal)
        self.aloud.show(named)

    def _earned(self, quote: Quote, basket: Basket) -> str:
        if basket.member is None or not quote.due:
            return ""
        _, ngettext = self.till.say, self.till.count
        told = ngettext("Earns {count} point", "Earns {count} points", quote.points_earned)
        said = [told.format(count=f"{quote.points_earned:,}")]
        if quote.tier_after is not None and quote.tier_after.rank > self.rank:
            tier = tier_name(self.till, quote.tier_after)
            said.append(_("moves up to {tier}").format(tier=tier))
        is_alone = chosen(self.till, basket) == STORED_VALUE and not shares(self.till, basket)
        if is_alone and self._has(_LOW):
            said.append(
                _("leaves {amount}").format(amount=self.till.money(self.stored - quote.due))
            )
        return " · ".join(said)

    def _ahead(self, quote: Quote | None) -> str:
        """What this sale leaves missing to the next tier."""
        if quote is None or not quote.due or not quote.ahead:
            return ""
        return quote.ahead

    can_be_less = False
    """Whether there is a price that a discount could lower."""
    stored = 0
    """The stored value that the member holds."""
    rank = 0
    """The rank the member has before the sale."""

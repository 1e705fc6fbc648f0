"""Cheaper by hand, with a reason: the whole receipt, or one line of it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import Refused, money, products
from shopdesk.purchases import Discount, Quote
from ui import discounts
from ui.basket import Basket
from ui.pages.counter_sale import priced
from ui.pages.record_card import amounts
from ui.till import Till
from ui.widgets.choices import choices, show_only
from ui.widgets.form import Form, amount_in, whole_in
from ui.widgets.parts import (
    Part,
    button,
    card,
    cleared,
    column,
    field,
    held,
    label,
    named,
    row,
    set_mood,
)

_UNSAID = "–"
"""Stands for the reason as long as none is typed: what would be due does not depend on it."""


class Outcome(QWidget):
    """What would be due without it and with it; or why it cannot be."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.body = column(space=2)
        self.setLayout(column(card(self.body, kind="inset", margin=8)))

    def show_due(self, before: int | None, after: int) -> None:
        """Show what would be due, and what is due else where that can be said."""
        _ = self.till.say
        cleared(self.body)
        if before is not None:
            self.body.addWidget(amounts(_("Without it"), self.till.money(before)))
        self.body.addWidget(amounts(_("Then due"), self.till.money(after), "heading"))

    def say(self, text: str, mood: str = "") -> None:
        """Say something instead."""
        cleared(self.body)
        said = label(text, wraps=True)
        set_mood(said, mood)
        self.body.addWidget(said)


class ByHand(Form):
    """Makes a half-made sale cheaper. Nothing is taken over that the shop would refuse to record:
    beyond what a role may take off, the sentence says so as soon as it is typed.

    ``typed`` gives the field that says how much; ``more`` the sale with it, for a reason, and
    refuses what is no number; ``less`` the sale without it.
    """

    def __init__(
        self, till: Till, page: QWidget, basket: Basket, title: str, first: QWidget, *parts: Part,
        hint: str, typed: Callable[[], QLineEdit], more: Callable[[str], Basket],
        less: Callable[[Basket], Basket],
    ) -> None:  # fmt: skip
        _ = till.say
        self.basket, self.hint = basket, hint
        self.typed, self.more, self.less = typed, more, less
        self.without = self._due(till, self.less(basket))
        self.reason = field(_("Reason"), _("Why it costs less (kept on record)"))
        self.outcome = Outcome(till)
        head = row(first)
        head.setStretch(0, 1)
        if self.less(basket) != basket:
            head.addWidget(button(_("Remove this discount"), self.take_off, "danger"))
        super().__init__(
            till, page, title, head, *parts, named(_("Reason"), self.reason), foot=self.outcome,
            submit=self.take, ok=_("Use"), width=540,
        )  # fmt: skip
        self.reason.textChanged.connect(lambda _text: self.look())

    @staticmethod
    def _due(till: Till, basket: Basket) -> int | None:
        """What is due for a sale; nothing where it has no price."""
        try:
            quote = priced(till, basket, points=basket.points)
        except Refused:
            return None
        return None if quote is None else quote.due

    # --- seeing and doing it ---

    def look(self) -> None:
        """Show what would be due now, or why it cannot be."""
        self.said.hide()
        self.ok.setEnabled(False)
        try:
            is_blank = not self.typed().text().strip()
            quote = None if is_blank else self._tried(self.reason.text().strip() or _UNSAID)
        except Refused as refusal:
            self.outcome.say(refusal.text(self.till.language), "bad")
            self.offer_help(refusal)
            return
        self.offer_help(None)
        if quote is None:
            self.outcome.say(self.hint)
        else:
            self.outcome.show_due(self.without, quote.due)
            self.ok.setEnabled(True)

    def _tried(self, reason: str) -> Quote | None:
        """The price with what is typed; nothing where nothing is bought yet."""
        tried = self.more(reason)
        return priced(self.till, tried, points=tried.points)

    def take(self) -> None:
        """Sell so; refused without a reason, and where the sale has changed meanwhile."""
        self._tried(self.reason.text())
        self.keep(self.more(self.reason.text()))

    def take_off(self) -> None:
        """Sell without it."""
        self.keep(self.less(self.basket))
        self.accept()

    def keep(self, tried: Basket) -> None:
        """Take over what was tried."""
        self.basket.discount, self.basket.prices = tried.discount, tried.prices
        self.basket.passes = tried.passes
        self.basket.allow(self.till.desk)


class DiscountForm(ByHand):
    """An amount or a percentage off the whole receipt."""

    def __init__(self, till: Till, page: QWidget, basket: Basket) -> None:
        _ = till.say
        self.way = "amount"
        self.amount = field(_("Amount off"), "0.00", digits=True)
        self.percent = field(_("Percent off"), _("1 to 100"), digits=True)
        self.parts = {
            "amount": held(named(_("Amount off"), self.amount)),
            "percent": held(column(
                named(_("Percent off"), self.percent),
                discounts.echo(till, self.percent, _("10 is 10 percent off the price")), space=4,
            )),
        }  # fmt: skip
        super().__init__(
            till, page, basket, _("Discount by hand"), self._ways(till), *self.parts.values(),
            hint=_("Enter what is taken off to see what is then due."),
            typed=self._typed, more=self._with_discount, less=self._without_discount,
        )  # fmt: skip
        for one in (self.amount, self.percent):
            one.textChanged.connect(lambda _text: self.look())
        self._show(basket.discount)

    def _ways(self, till: Till) -> QWidget:
        _ = till.say
        words = [(_("An amount off"), "amount"), (_("A percentage off"), "percent")]
        self.buttons = choices(self.amount, words, self.choose)
        return held(row(*self.buttons.values(), 1))

    def _show(self, given: Discount | None) -> None:
        """Begin with the discount there is."""
        if given is not None:
            self.reason.setText(given.reason)
            self.percent.setText(str(given.percent or ""))
            if given.amount:
                self.amount.setText(money.plain(given.amount, self.till.shop.settings.currency))
        self.choose("percent" if given is not None and given.percent else "amount")

    def choose(self, way: str) -> None:
        """Take off an amount, or a percentage."""
        self.way = way
        show_only(way, self.buttons, self.parts)
        self.fit()
        self._typed().setFocus()
        self.look()

    def _typed(self) -> QLineEdit:
        return self.amount if self.way == "amount" else self.percent

    def _with_discount(self, reason: str) -> Basket:
        if self.way == "amount":
            wanted = Discount(reason, amount=amount_in(self.till, self.amount))
        else:
            wanted = Discount(reason, percent=whole_in(self.till, self.percent))
        return replace(self.basket, discount=wanted)

    @staticmethod
    def _without_discount(basket: Basket) -> Basket:
        return replace(basket, discount=None)


class PriceForm(ByHand):
    """Another price for one unit of a product in the sale; no pass pays for it then."""

    def __init__(self, till: Till, page: QWidget, basket: Basket, product: int) -> None:
        _ = till.say
        self.product = product
        known = products.get(till.desk, product)
        listed = till.money(known.price)
        self.price = field(_("Price of one"), "0.00", digits=True)
        said = _("{name}, listed at {price}").format(name=known.name, price=listed)
        super().__init__(
            till, page, basket, _("Price by hand"), label(said, wraps=True),
            named(_("Price of one"), self.price),
            hint=_("Enter what one costs to see what is then due."),
            typed=lambda: self.price, more=self._with_price, less=self._without_price,
        )  # fmt: skip
        self.price.textChanged.connect(lambda _text: self.look())
        if product in basket.prices:
            price, reason = basket.prices[product]
            self.price.setText(money.plain(price, till.shop.settings.currency))
            self.reason.setText(reason)
        self.price.setFocus()
        self.look()

    def _with_price(self, reason: str) -> Basket:
        price = amount_in(self.till, self.price)
        tried = replace(self.basket, prices=self.basket.prices | {self.product: (price, reason)})
        tried.leave_pass(self.product)
        return tried

    def _without_price(self, basket: Basket) -> Basket:
        prices = {one: price for one, price in basket.prices.items() if one != self.product}
        return replace(basket, prices=prices)

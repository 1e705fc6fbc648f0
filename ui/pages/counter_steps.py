"""The steps of the price at the counter."""

import re

from PySide6.QtWidgets import QWidget

from shopdesk import money
from shopdesk.purchases import Quote
from ui.basket import Basket
from ui.pages.counter_sale import Seen
from ui.till import Till
from ui.widgets.parts import cleared, column, label, row


class Steps(QWidget):
    """Shows how a sale comes to its price, or why it has none; it decides nothing."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.rows = column(space=4)
        self.setLayout(column(self.rows, 1, space=0))

    def show_sale(self, basket: Basket, seen: Seen) -> None:
        """Show a sale as it stands."""
        cleared(self.rows)
        if seen.refusal:
            self.rows.addWidget(label(seen.refusal, "bad", wraps=True))
        if (steps := seen.quote or seen.rest) is not None:
            self._show_steps(steps, basket)
        elif basket.discount is not None:
            _ = self.till.say
            said = _("Discount: {reason}").format(reason=basket.discount.reason)
            self.rows.addWidget(label(said, "soft", wraps=True))

    def _show_steps(self, quote: Quote, basket: Basket) -> None:
        """Every step of the price; what is added up as one types, with its sum."""
        _, currency = self.till.say, self.till.shop.settings.currency
        goods = sum(one.item.listed for one in quote.lines)
        added = " + ".join(filter(None, map(str.strip, re.split("[+＋]", basket.amount))))
        is_sum = not basket.lines and "+" in added
        word = added if is_sum else _("Goods")
        parts = [(word, goods)] if quote.steps or is_sum else []
        for why, amount in [*parts, *((step.why, step.amount) for step in quote.steps)]:
            said = label(why, "soft", wraps=True)
            value = label(money.plain(amount, currency, grouped=True))
            self.rows.addLayout(row(said, 1, value))

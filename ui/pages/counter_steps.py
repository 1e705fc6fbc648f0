"""The steps of the price at the counter, and the points that could pay a part of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shopdesk import money
from shopdesk.purchases import Quote
from ui.basket import Basket
from ui.pages.counter_sale import Seen
from ui.till import Till
from ui.widgets.parts import button, cleared, column, label, row


class Steps(QWidget):
    """Shows how a sale comes to its price, or why it has none; it decides nothing."""

    points_wanted = Signal(bool)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.rows = column(space=4)
        self.setLayout(column(self.rows, 1, space=0))

    def show_sale(self, basket: Basket, seen: Seen, *, points: int) -> None:
        """Show a sale as it stands; its member has ``points``."""
        cleared(self.rows)
        if seen.refusal:
            self.rows.addWidget(label(seen.refusal, "bad", wraps=True))
        if (steps := seen.quote or seen.rest) is not None:
            self._show_steps(steps)
        elif basket.discount is not None:
            _ = self.till.say
            said = _("Discount: {reason}").format(reason=basket.discount.reason)
            self.rows.addWidget(label(said, "soft", wraps=True))
        if seen.worth or basket.points:
            self._offer_points(basket, points, seen.worth)

    def _show_steps(self, quote: Quote) -> None:
        """Every step of the price; and the other way it could have gone, where there was one."""
        _, currency = self.till.say, self.till.shop.settings.currency
        goods = sum(one.item.listed for one in quote.lines)
        parts = [(_("Goods"), goods)] if quote.steps else []
        for why, amount in [*parts, *((step.why, step.amount) for step in quote.steps)]:
            said = label(why, "soft", wraps=True)
            value = label(money.plain(amount, currency, grouped=True))
            self.rows.addLayout(row(said, 1, value))
        if quote.alternative is not None:
            other = _("Otherwise {due}: {why}").format(
                due=self.till.money(quote.alternative.due), why=quote.alternative.why
            )
            self.rows.addWidget(label(other, "soft", wraps=True))
        for code in quote.unused_vouchers:
            kept = _("Voucher {code} is better kept: it would not lower this.").format(code=code)
            self.rows.addWidget(label(kept, "note", wraps=True))

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
        self.rows.addLayout(row(label(text, "soft", wraps=True), 1, use))

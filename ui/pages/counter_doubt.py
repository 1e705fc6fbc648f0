"""What is seldom meant at the counter is asked once before it is recorded."""

from collections.abc import Callable
from time import monotonic

from shopdesk import Refused
from shopdesk.money import minor_digits
from shopdesk.purchases import Quote
from ui.basket import Basket
from ui.pages.counter_sale import cash_given, typed_amount
from ui.till import Till

_LARGE, _LARGE_BARE = 100_000, 1_000_000_000
"""So much, and in a currency without decimals so much, is rather a code typed as an amount."""
_ONE_PRESS = 0.5
"""Seconds: who presses Enter again within them has not read a question, and answers none."""


def large(currency: str) -> int:
    """From how many minor units on an amount is asked about."""
    digits = minor_digits(currency)
    return _LARGE * 10**digits if digits else _LARGE_BARE


class Doubt:
    """Asks in the strip and calls ``go_on`` when the answer is yes.

    ``seconds`` is the clock that tells an answer from an Enter too many.
    """

    def __init__(self, till: Till, go_on: Callable[[], None]) -> None:
        self.till, self.go_on = till, go_on
        self.seconds: Callable[[], float] = monotonic
        self.asked_at = 0.0
        self.affirmed = ""

    def is_settled(self, basket: Basket, quote: Quote) -> bool:
        """Whether it may be recorded; else the question is asked now. A yes holds for once."""
        question = self._question(basket, quote)
        affirmed, self.affirmed = self.affirmed, ""
        if question in ("", affirmed):
            return True
        self.asked_at = self.seconds()
        _ = self.till.say
        self.till.ask(question, _("Record"), lambda: self._yes(question))
        return False

    def _yes(self, question: str) -> None:
        if self.seconds() - self.asked_at >= _ONE_PRESS:
            self.affirmed = question
        self.go_on()

    def _question(self, basket: Basket, quote: Quote) -> str:
        _, money = self.till.say, self.till.money
        if not basket.lines and not typed_amount(self.till, basket.amount):
            text = _("Record a visit of {amount}? Enter: record it. Esc: go back.")
            return text.format(amount=money(0))
        most = large(self.till.shop.settings.currency)
        if quote.due >= most:
            text = _("Is {amount} right, or was a code typed? Enter: record it. Esc: go back.")
            return text.format(amount=money(quote.due))
        given = self._given(basket, quote.due)
        if given >= most:
            text = _(
                "Is {amount} in cash right, or was a code typed? Enter: record it. Esc: go back."
            )
            return text.format(amount=money(given))
        return ""

    def _given(self, basket: Basket, due: int) -> int:
        """The cash given; what is no amount is refused when it is recorded."""
        try:
            return cash_given(self.till, basket, due) or 0
        except Refused:
            return 0

"""The counter's deeds with what was paid for beforehand: topping up, stored value, passes."""

from typing import TYPE_CHECKING

from shopdesk.refusals_of_value import StoredValueOfNobody
from ui.basket import Basket
from ui.pages import counter_prepaid
from ui.pages.profile_forms import may

if TYPE_CHECKING:
    from ui.pages.counter import Counter


class Prepaying:
    """What is pressed for it at a counter. What is refused is said, and the sale stays."""

    def __init__(self, counter: "Counter") -> None:
        self.counter, self.till = counter, counter.till
        self.undone_before: Basket | None = None
        """The sale as it stood when a top-up was made: until it goes on, Ctrl+Z is for that."""

    def pay(self) -> None:
        """Alt+S: pay by stored value, as far as it reaches."""
        quote, basket = self.counter.quote, self.counter.basket
        due = None if quote is None else quote.due
        said = self.till.attempt(lambda: counter_prepaid.by_stored_value(self.till, basket, due))
        if said:
            self.till.tell(said, "note")
        self.counter.refresh()
        self.counter.pay.amount.setFocus()

    def use_pass(self, place: int) -> None:
        """Pay a line by a pass, or as any other after all."""
        basket = self.counter.basket
        product = basket.lines[place][0]
        self.till.attempt(lambda: counter_prepaid.turn_pass(self.till, basket, product))
        self.counter.changed_by_hand()

    def use_passes(self) -> None:
        """Alt+U: pay by passes whatever of the sale they fit, or nothing of it after all."""
        basket, has = self.counter.basket, self.counter.has
        self.till.attempt(lambda: counter_prepaid.turn_passes(self.till, basket, has))
        self.counter.changed_by_hand()

    def top_up(self) -> None:
        """Alt+T: sell stored value to the member; the sale goes on."""
        till, counter = self.till, self.counter
        if counter.basket.member is None:
            till.refuse(StoredValueOfNobody(till.language))
        elif may(till, "stored_value.top_up"):
            from ui.pages import topping_up

            self.undone_before = counter.basket.copy()
            made = topping_up.top_up(till, counter, counter.basket.member)
            counter.may_undo = counter.may_undo or made is not None
            counter.pay.amount.setFocus()

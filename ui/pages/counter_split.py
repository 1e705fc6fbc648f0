"""Paying a sale in several ways at once."""

from PySide6.QtWidgets import QWidget

from shopdesk import Refused
from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import TENDERS
from shopdesk.refusals import PaymentMismatch
from shopdesk.refusals_of_value import NotEnoughStoredValue
from ui.basket import Basket
from ui.pages.counter_sale import there_is
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.form import Form, amount_in
from ui.widgets.parts import field, label, named, set_mood


class SplitForm(Form):
    """Paid in several ways: an amount for each; together they make what is due."""

    def __init__(self, till: Till, parent: QWidget, due: int, basket: Basket) -> None:
        _ = till.say
        self.due, self.basket = due, basket
        self.stored = there_is(till, basket)
        ways = (*TENDERS, STORED_VALUE) if self.stored else TENDERS
        self.fields = {
            tender: field(tender_name(till, tender), "0.00", digits=True) for tender in ways
        }
        for tender, one in self.fields.items():
            one.setText(basket.pay.get(tender, ""))
            one.textChanged.connect(lambda _text: self.show_rest())
        self.rest = label("", "heading")
        super().__init__(
            till, parent, _("Paid in several ways"),
            label(_("Due {amount}").format(amount=till.money(due)), "soft"),
            *(named(self._name(till, tender), one) for tender, one in self.fields.items()),
            submit=self.take, ok=_("Use"), foot=self.rest,
        )  # fmt: skip
        self.show_rest()

    def _name(self, till: Till, tender: str) -> str:
        """A way to pay; of stored value how much there is."""
        if tender != STORED_VALUE:
            return tender_name(till, tender)
        _ = till.say
        return _("Stored value: {amount} available").format(amount=till.money(self.stored))

    def _given(self) -> dict[str, int]:
        return {
            tender: amount_in(self.till, one)
            for tender, one in self.fields.items()
            if one.text().strip()
        }

    def show_rest(self) -> None:
        """What is still to be paid."""
        _ = self.till.say
        try:
            rest = self.due - sum(self._given().values())
        except Refused:
            self.rest.setText("")
            return
        word = _("Still to pay {amount}") if rest >= 0 else _("{amount} too much")
        self.rest.setText(word.format(amount=self.till.money(abs(rest))))
        set_mood(self.rest, "bad" if rest else "good")

    def take(self) -> None:
        """Pay so, if it makes what is due and there is as much stored value."""
        given = {tender: amount for tender, amount in self._given().items() if amount}
        if given.get(STORED_VALUE, 0) > self.stored:
            raise NotEnoughStoredValue(
                self.till.language, wanted=self.till.money(given[STORED_VALUE]),
                balance=self.till.money(self.stored),
            )  # fmt: skip
        if sum(given.values()) != self.due:
            raise PaymentMismatch(
                self.till.language, paid=self.till.money(sum(given.values())),
                due=self.till.money(self.due),
            )  # fmt: skip
        self.basket.pay = {tender: self.fields[tender].text() for tender in given}

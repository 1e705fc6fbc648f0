"""How what a form comes to is paid: with the ways, the split and the change of the counter."""

from functools import partial

from PySide6.QtCore import Signal

from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import TENDERS
from ui.basket import Basket
from ui.pages import counter_sale
from ui.pages.counter_prepaid import by_stored_value
from ui.pages.counter_split import SplitForm
from ui.pages.counter_tenders import WAYS, HowPaid
from ui.till import Till
from ui.widgets.parts import label


class FormPaid(HowPaid):
    """What is pressed is done here; ``changed`` tells of it. Of a ``member`` who holds stored
    value that is a way to pay too."""

    changed = Signal()

    def __init__(self, till: Till, member: int | None = None) -> None:
        self.basket, self.due = Basket(member=member), 0
        stored = counter_sale.there_is(till, self.basket)
        super().__init__(till, WAYS if stored else TENDERS)
        self.note = label("", "note", wraps=True)
        self.inside.insertWidget(0, self.note)
        self.tender_chosen.connect(self.choose)
        self.split_wanted.connect(self._split)
        self.given.textChanged.connect(self._give)  # a pad's keys are no edit of the field's own
        self._say("")

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    # --- what is pressed ---

    def choose(self, tender: str) -> None:
        """Pay by one way; by stored value as far as it reaches, and the rest as it was."""
        said = ""
        if tender == STORED_VALUE:
            pay = partial(by_stored_value, self.till, self.basket, self.due)
            said = self.till.attempt(pay) or ""
        else:
            self.basket.pay = {tender: ""}
        self._say(said)
        self.changed.emit()

    def _split(self) -> None:
        if SplitForm(self.till, self, self.due, self.basket).filled():
            self._say("")
        self.changed.emit()

    def _give(self, text: str) -> None:
        self.basket.given = text
        self.show_paid(self.basket, self.due)

    # --- what is paid ---

    def is_made_for(self, due: int) -> bool:
        """Whether it makes so much; a split that does not is taken back, and that is said."""
        if counter_sale.is_covered(self.till, self.basket, due):
            return True
        _ = self.till.say
        self.basket.pay = {}
        self._say(_("What is due has changed: choose again how it is paid."))
        return False

    def show_due(self, due: int) -> None:
        """Show how so much is paid."""
        self.due = due
        self.show_paid(self.basket, due)

    @property
    def is_cash(self) -> bool:
        """Whether all of it is paid in cash."""
        return counter_sale.is_cash(self.till, self.basket)

    @property
    def is_given_missing(self) -> bool:
        """Whether cash is paid and it was not said yet how much was given."""
        return self.is_cash_asked and not self.basket.given.strip()

    @property
    def pay(self) -> dict[str, int]:
        """What each way takes of what is due."""
        return counter_sale.paid(self.till, self.basket, self.due)

    @property
    def cash_given(self) -> int | None:
        """What was given in cash, where that was said; refuses what is no amount."""
        return counter_sale.cash_given(self.till, self.basket, self.due)

"""What moves a drawer without a sale: a shift that begins, cash paid in or out."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import cash, shifts
from shopdesk.language import N_
from ui.pages.count_notes import CashCount, follow
from ui.pages.counter_sale import typed_amount
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import field, label, named


class BeginForm(Form):
    """Begin a shift: what lies in the drawer is counted."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.key = f"shift:{uuid4().hex}"
        self.cash = CashCount(till, _("Cash in the drawer now"))
        about = _("All the cash that lies there: change, and what was taken since the last close.")
        super().__init__(
            till, parent, _("Begin a shift"), self.cash, label(about, "soft", wraps=True),
            *self._left(till), submit=self.save, ok=_("Begin"), width=560,
        )  # fmt: skip
        self.cash.open.clicked.connect(self.fit)
        follow(self.cash.fields, self.ok)
        self.cash.setFocus()

    @staticmethod
    def _left(till: Till) -> list[QWidget]:
        """What was left at the last count, for who need not count blind."""
        desk, _ = till.desk, till.say
        left = shifts.left_behind(desk) if shifts.may_see_expected(desk) else None
        if left is None:
            return []
        said = _("Left at the last count: {amount}").format(amount=till.money(left))
        return [label(said, "soft", wraps=True)]

    def save(self) -> None:
        """Begin it, and say so."""
        till, _ = self.till, self.till.say
        begun = shifts.begin(till.desk, self.cash.amount(), key=self.key)
        said = _("The shift of {name} has begun with {amount}.")
        till.tell(said.format(name=begun.staff, amount=till.money(begun.opening)))


_KINDS = {
    "in": (N_("Pay in"), N_("Why it comes in, like: change fetched"), cash.pay_in),
    "out": (N_("Pay out"), N_("What for, like: a parcel"), cash.pay_out),
}


class MoveForm(Form):
    """Cash into the drawer or out of it, with a reason."""

    def __init__(self, till: Till, parent: QWidget, kind: str) -> None:
        _ = till.say
        title, hint, self.move_cash = _KINDS[kind]
        self.key = f"cash:{uuid4().hex}"
        self.amount = field(_("Amount"), "0.00", digits=True)
        self.reason = field(_("Reason"), _(hint))
        super().__init__(
            till, parent, _(title), named(_("Amount"), self.amount),
            named(_("Reason"), self.reason), submit=self.save, ok=_(title),
        )  # fmt: skip
        self.amount.setFocus()

    def save(self) -> None:
        """Write it down, and say so."""
        till, _ = self.till, self.till.say
        amount = typed_amount(till, self.amount.text())
        done = self.move_cash(till.desk, amount, reason=self.reason.text(), key=self.key)
        said = {"in": _("{amount} paid in: {reason}"), "out": _("{amount} paid out: {reason}")}
        text = said[done.kind].format(amount=till.money(done.amount), reason=done.reason)
        till.tell(text)

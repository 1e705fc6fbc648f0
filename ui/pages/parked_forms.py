"""Putting a half-made sale aside under a label, and calling one up."""

from datetime import timedelta
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, half_made, members, money, parked
from shopdesk.parked import Recalled, Waiting
from ui.basket import Basket
from ui.pages.counter_sale import typed_amount
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import button, field, label, named, row
from ui.widgets.table import Column, Table

_HIGH = 260
"""Pixels: four or five sales are in sight, the others are scrolled to."""


class ParkForm(Form):
    """A label by which whoever calls the sale up knows it: a coat, a table, a name."""

    def __init__(self, till: Till, parent: QWidget, basket: Basket) -> None:
        _ = till.say
        self.basket = basket
        known = None if basket.member is None else members.get(till.desk, basket.member).name
        self.label = field(_("Label"), _("How you will know it, like: red coat, table 3"))
        self.label.setText(known or "")
        about = _("It waits for any till of the shop. Nothing is held: it is priced anew.")
        super().__init__(
            till, parent, _("Park this sale"), named(_("Label"), self.label),
            label(about, "soft", wraps=True), submit=self.save, ok=_("Park"), width=520,
        )  # fmt: skip
        self.label.setFocus()
        self.label.selectAll()

    def save(self) -> None:
        """Put it aside, and say so."""
        till, _, basket = self.till, self.till.say, self.basket
        amount = None
        if not basket.lines and basket.amount.strip():
            amount = typed_amount(till, basket.amount)
        done = parked.park(
            till.desk, label=self.label.text(), member=basket.member, amount=amount,
            lines=basket.lines, vouchers=basket.vouchers, points=basket.points,
            discount=basket.discount, prices=basket.prices, passes=basket.passes,
            served_by=basket.served_by, key=half_made.park_key(basket.key),
        )  # fmt: skip
        till.tell(_("{label} is parked.").format(label=done.label))


def age(till: Till, waited: timedelta) -> str:
    """How long a sale waits, in words."""
    ngettext, minutes = till.count, int(waited.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60
    if days:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if hours:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


class RecallForm(Form):
    """The parked sales of all tills; Enter or two clicks call one up."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.found: Recalled | None = None
        now = till.desk.now()
        self.table = Table(
            _("Parked sales"),
            [
                Column(_("Label"), lambda one: one.label),
                Column(_("Amount"), lambda one: "–" if one.due is None else till.money(one.due),
                       110, is_number=True),
                Column(_("Waits"), lambda one: age(till, now - one.at), 100, is_whole=True),
                Column(_("Till"), lambda one: one.till, 48),
                Column(_("Who"), lambda one: one.staff, 90, is_spare=True),
            ],
            empty=_("No sale is parked."),
        )  # fmt: skip
        self.table.setFixedHeight(_HIGH)
        self.drop = button(_("Discard it"), self.let_go, "danger", icon="erase")
        super().__init__(
            till, parent, _("Parked sales"), self.table, row(self.drop, 1), submit=self.save,
            ok=_("Call it up"), width=640,
        )  # fmt: skip
        self.table.opened.connect(lambda _one: self.try_it())
        self.load()

    def load(self) -> None:
        """Show what waits."""
        self.table.show_again(parked.listed(self.till.desk))
        is_any = self.table.model.rowCount() > 0
        self.ok.setEnabled(is_any)
        self.drop.setEnabled(is_any)
        self.table.enter()

    def let_go(self) -> None:
        """Drop the one that is marked: nobody comes for it."""
        one: Waiting | None = self.table.current
        if one is not None:
            till, _ = self.till, self.till.say
            try:
                parked.drop(till.desk, one.id)
            except Refused as refusal:
                self.refuse(refusal.text(till.language))
                return
            till.tell(_("{label} is discarded.").format(label=one.label), "note")
            self.load()

    def refuse(self, text: str) -> None:
        """Say what is wrong, and show what waits by now: another till was quicker."""
        super().refuse(text)
        self.load()

    def save(self) -> None:
        """Call up the one that is marked."""
        one: Waiting | None = self.table.current
        if one is not None:
            key = f"recall:{uuid4().hex}"
            self.found = parked.recall(self.till.desk, one.id, key=key)


def basket_of(till: Till, found: Recalled) -> Basket:
    """A parked sale as it goes on at this till."""
    amount = found.amount
    return Basket(
        member=found.member,
        amount="" if amount is None else money.plain(amount, till.shop.settings.currency),
        lines=list(found.lines),
        vouchers=list(found.vouchers),
        points=found.points,
        discount=found.discount,
        prices=dict(found.prices),
        passes=list(found.passes),
        served_by=found.served_by,
    )

"""Gifts that go by courier: to be sent, sent, arrived."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import deliveries
from shopdesk.deliveries import Delivery
from ui import look
from ui.pages import delivery_print
from ui.pages.page import Page
from ui.pages.settings_part import choices
from ui.pages.voucher_deeds import SendForm, TrackForm
from ui.pages.voucher_words import DELIVERIES, DELIVERY_MOODS
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip


class DeliveryList(QWidget):
    """The list; Enter or two clicks do what comes next: send it, or its tracking number."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        offered = [(_(words), state) for state, words in DELIVERIES.items()]
        self.which = choices(_("Which deliveries"), [*offered, (_("All"), None)])
        self.which.currentIndexChanged.connect(lambda _place: self.load())
        self.address_button = button(_("Address…"), self.address, icon="edit")
        self.send_button = button(_("Send…"), self.send, "primary", icon="next")
        self.track_button = button(_("Tracking…"), self.track)
        self.arrived_button = button(_("Mark as arrived"), self.arrived, icon="good")
        self.slips_button = button(_("Print slips…"), self.slips, icon="print")
        tip(self.slips_button, _("A slip to print for each parcel of the list"))
        self.voucher_button = button(_("Show voucher"), self.show_voucher, icon="vouchers")
        self.table: Table = Table(
            _("Deliveries"),
            [
                Column(_("Gift"), lambda one: one.title, 150),
                Column(_("Recipient"), lambda one: one.recipient, 110),
                Column(_("Address"), self._where),
                Column(_("Tracking number"), lambda one: one.tracking, 130, is_spare=True),
                Column(_("Sent on"), lambda one: f"{one.sent_on or '–'}", 105, is_whole=True,
                       is_spare=True),
                Column(_("State"), lambda one: _(DELIVERIES[one.state]), 100,
                       pill=lambda one: look.chip(till.preferences.theme,
                                                  DELIVERY_MOODS[one.state])),
            ],
            empty="",
            action=button(
                _("Issue a voucher"), lambda: till.go("vouchers", issue=True), icon="add"
            ),
        )  # fmt: skip
        self.table.opened.connect(lambda _one: self._next())
        self.table.selected.connect(lambda _one: self._show_deeds())
        deeds = [self.slips_button, self.voucher_button, self.address_button, self.track_button,
                 self.arrived_button, self.send_button]  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(FittedRow(self.which, 1, *deeds, below=deeds))
        layout.addWidget(card(self.table, margin=1), 1)

    def _where(self, one: Delivery) -> str:
        _ = self.till.say
        return one.address or _("Not given yet")

    @property
    def current(self) -> Delivery | None:
        """The delivery that is marked."""
        return self.table.current

    def load(self) -> None:
        """Read the list; what was marked stays marked."""
        _, before = self.till.say, self.current
        found = deliveries.listed(self.till.desk, state=self.which.currentData())
        self.table.show_rows(found)
        said = _("Nothing here. A gift goes by courier if its voucher or rule says so.")
        self.table.say_empty(said)
        ids = [one.voucher.id for one in found]
        if ids:
            is_there = before is not None and before.voucher.id in ids
            self.table.mark(ids.index(before.voucher.id) if before and is_there else 0)
        self._show_deeds()

    def begin(self) -> None:
        """The keys on the list."""
        self.table.view.setFocus()

    def _show_deeds(self) -> None:
        state = None if self.current is None else self.current.state
        self.address_button.setEnabled(state == "to_send")
        self.send_button.setEnabled(state == "to_send")
        self.track_button.setEnabled(state in ("sent", "received"))
        self.arrived_button.setEnabled(state == "sent")
        self.voucher_button.setEnabled(state is not None)
        self.slips_button.setEnabled(any(one.address for one in self.table.model.rows))

    def _next(self) -> None:
        if self.send_button.isEnabled():
            self.send()
        else:
            self.track()

    def address(self) -> None:
        """Say where it goes."""
        self._form(sends=False)

    def send(self) -> None:
        """Give it to the courier."""
        self._form(sends=True)

    def _form(self, *, sends: bool) -> None:
        if self.current is not None and self.send_button.isEnabled():
            SendForm(self.till, self.page, self.current, sends=sends).filled()

    def track(self) -> None:
        """Say the courier's number."""
        if self.current is not None and self.track_button.isEnabled():
            TrackForm(self.till, self.page, self.current).filled()

    def arrived(self) -> None:
        """Keep that it arrived."""
        one = self.current
        if one is None or not self.arrived_button.isEnabled():
            return
        till = self.till
        if till.attempt(lambda: deliveries.receive(till.desk, one.voucher.id)) is not None:
            _ = till.say
            till.tell(_("{title} arrived at {name}.").format(title=one.title, name=one.recipient))

    def slips(self) -> None:
        """Show a slip for each parcel of the list, to be printed."""
        if self.slips_button.isEnabled():
            delivery_print.preview(self.till, self, self.table.model.rows).seen()

    def show_voucher(self) -> None:
        """Show its voucher."""
        if self.current is not None:
            self.page.show_what(history=self.current.voucher.code)

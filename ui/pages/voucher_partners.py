"""What partners are owed for their gifts, month by month, and what was settled."""

from uuid import uuid4

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import permissions, settlements
from shopdesk.settlements import Settlement
from ui import look
from ui.pages import partner_paper
from ui.pages.page import Page
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import Form, warning
from ui.widgets.parts import button, card
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip


class PartnerList(QWidget):
    """The list; Enter or two clicks settle what is open."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        self.which = choices(
            _("Which months"),
            [(_("Not settled"), "open"), (_("Settled"), "settled"), (_("All"), None)],
        )
        self.which.currentIndexChanged.connect(lambda _place: self.load())
        self.settle_button = button(_("Settle…"), self.settle, "primary", icon="good")
        self.paper_button = button(_("Print…"), self.paper, icon="print")
        tip(self.paper_button, _("What it is for, gift by gift, to be signed"))
        cost: Column[Settlement] = Column(
            _("Cost"), lambda one: till.money(one.cost or 0), 120, is_number=True
        )
        self.table: Table = Table(
            _("Partners"),
            [
                Column(_("Partner"), lambda one: one.partner),
                Column(_("Month"), lambda one: one.month, 90, is_whole=True),
                Column(_("Gifts"), lambda one: f"{len(one.vouchers):,}", 80, is_number=True),
                *([cost] if permissions.sees_costs(till.desk) else []),
                Column(_("State"), self._state, 190,
                       pill=lambda one: look.chip(till.preferences.theme,
                                                  "note" if one.id is None else "good")),
            ],
            empty=_("Nothing to settle. Used vouchers for gifts of partners are summed up here."),
        )  # fmt: skip
        self.table.opened.connect(lambda _one: self.settle())
        self.table.selected.connect(lambda _one: self._show_deeds())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(FittedRow(self.which, 1, self.paper_button, self.settle_button))
        layout.addWidget(card(self.table, margin=1), 1)

    def _state(self, one: Settlement) -> str:
        _ = self.till.say
        if one.settled_on is None:
            return _("Not settled")
        return _("Settled on {date}").format(date=self.till.dated(one.settled_on))

    def load(self) -> None:
        """Read the list."""
        found = settlements.listed(self.till.desk, state=self.which.currentData())
        before = self.table.current
        self.table.show_rows(found)
        places = [n for n, one in enumerate(found) if before is not None and _same(one, before)]
        self.table.mark(places[0] if places else 0)
        self._show_deeds()

    def begin(self) -> None:
        """The keys on the list."""
        self.table.view.setFocus()

    def _show_deeds(self) -> None:
        one: Settlement | None = self.table.current
        may = permissions.may(self.till.desk, "settlements.settle")
        self.settle_button.setEnabled(may and one is not None and one.id is None)
        self.paper_button.setEnabled(one is not None)

    def paper(self) -> bool:
        """Ctrl+P: the marked month on paper, with each gift; whether there is one."""
        one: Settlement | None = self.table.current
        if one is not None:
            partner_paper.preview(self.till, self.page, one).seen()
        return one is not None

    def settle(self) -> None:
        """Keep that a partner was paid."""
        if self.settle_button.isEnabled():
            SettleForm(self.till, self.page, self.table.current).filled()


def _same(one: Settlement, other: Settlement) -> bool:
    return (one.partner, one.month) == (other.partner, other.month)


class SettleForm(Form):
    """That a partner was paid for a month, once it is seen what for."""

    def __init__(self, till: Till, parent: QWidget, one: Settlement) -> None:
        _, ngettext = till.say, till.count
        self.one, self.key = one, f"settle:{uuid4().hex}"
        said = ngettext(
            "{count} gift of {month}, {cost} in all. This cannot be undone.",
            "{count} gifts of {month}, {cost} in all. This cannot be undone.",
            len(one.vouchers),
        ).format(
            count=f"{len(one.vouchers):,}", month=one.month,
            cost="–" if one.cost is None else till.money(one.cost),
        )  # fmt: skip
        super().__init__(
            till, parent, _("Settle with {partner}").format(partner=one.partner), warning(said),
            submit=self.settle, ok=_("It is paid"), kind="final", width=480,
        )  # fmt: skip

    def settle(self) -> None:
        """Keep it, and say so."""
        till, _ = self.till, self.till.say
        done = settlements.settle(till.desk, self.one.partner, self.one.month, key=self.key)
        said = _("{partner}, {month}: settled.")
        till.tell(said.format(partner=done.partner, month=done.month))

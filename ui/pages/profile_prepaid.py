"""What a member holds that was paid for beforehand: top-ups, passes, every movement."""

from datetime import date

from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from shopdesk import passes, stored_value
from shopdesk.members import Member
from shopdesk.passes import Pass
from shopdesk.stored_value import Movement, TopUp
from ui import look
from ui.pages import topping_up
from ui.pages.prepaid_forms import MemberPinForm, RefundTopUpForm, RefundUsesForm
from ui.pages.prepaid_words import bonus_of, fate_of, origin, parts_of
from ui.pages.profile_forms import role_may
from ui.pages.profile_tab import Tab
from ui.widgets.choices import choices, show_only
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, column, label, scrolled
from ui.widgets.table import Column, Table

_LEAST = 150
"""Pixels of height, at 100 percent, for a list; where there are fewer, all of it is scrolled."""
_SEEN = 180
"""Pixels of height, at 100 percent: what is held, the choice of a list, its head, and a row."""
_FIRST_DAY = date(1900, 1, 1)
"""Before anything that can be on record."""


class Prepaid(Tab):
    """One of three lists at a time, and what can be done about what is marked in it.

    What who is signed in may not do is not there.
    """

    def fill(self) -> None:
        """The lists, and what can be done."""
        till, _ = self.till, self.till.say
        self.said = label("", wraps=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.top_up_button = button(_("Top up…"), self.top_up, "small", icon="add")
        self.pin_button = button(_("Member PIN…"), self.set_pin, "small", icon="lock")
        self.refund_button = button(_("Refund a top-up…"), self.refund, "small", icon="undo")
        self.uses_button = button(_("Refund unused uses…"), self.refund_uses, "small", icon="undo")
        self.tables = {
            "top_ups": self._top_ups(), "passes": self._passes(), "movements": self._movements(),
        }  # fmt: skip
        self.stack = QStackedWidget()
        for table in self.tables.values():
            self.stack.addWidget(table)
        words = [(_("Top-ups"), "top_ups"), (_("Passes"), "passes"), (_("Movements"), "movements")]
        self.lists = choices(self, words, self.choose)
        self.always = FittedRow(self.said, self.pin_button, self.top_up_button)
        self.always.line.setStretchFactor(self.said, 1)
        self.deeds = FittedRow(*self.lists.values(), 1, self.refund_button, self.uses_button)
        self.stack.setMinimumHeight(look.scaled(_LEAST, till.preferences.size))
        inside = QWidget()
        inside.setLayout(column(self.always, self.deeds, card(self.stack, margin=1), space=8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        whole = scrolled(inside, "page")
        whole.setMinimumHeight(look.scaled(_SEEN, till.preferences.size))
        layout.addWidget(whole)
        self.choose("top_ups")

    # --- the lists ---

    def _top_ups(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Top-ups"),
            [
                Column[TopUp](_("Day"), lambda one: f"{one.on}", 112, is_whole=True),
                Column(_("No."), lambda one: one.number, 100, is_whole=True),
                Column(_("Principal"), lambda one: till.money(one.principal), 108, is_number=True),
                Column(
                    _("Bonus"), lambda one: bonus_of(till, one.bonus), 100, is_number=True,
                    is_spare=True,
                ),
                Column(_("Left"), lambda one: till.money(one.left), 108, is_number=True),
                Column(_("Bonus left"), lambda one: bonus_of(till, one.bonus_left), 100,
                       is_number=True),
                Column("", lambda one: fate_of(till, one)[0]),
            ],
            empty=_("Nothing was topped up yet."),
            action=button(_("Top up…"), self.top_up, icon="add"),
        )  # fmt: skip
        table.selected.connect(lambda _one: self._marked())
        table.opened.connect(lambda _one: self.refund())
        return table

    def _to_the_counter(self) -> QPushButton:
        _, till = self.till.say, self.till

        def go() -> None:
            till.go("counter", member=self.member.id if self.member else None)

        return button(_("To the counter"), go, icon="counter")

    def _passes(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Passes"),
            [
                Column[Pass](_("Pass"), lambda one: origin(till, one)),
                Column(_("For"), lambda one: one.product_name, 150, is_spare=True),
                Column(_("Left"), lambda one: f"{one.left} / {one.uses}", 90, is_number=True),
                Column(_("Given back"), lambda one: f"{one.refunded or ''}", 90, is_number=True),
                Column(_("Last day"), self._last_day, 112, is_whole=True),
                Column(_("Paid"), lambda one: till.money(one.price), 108, is_number=True),
            ],
            empty=_("No pass yet. One is sold like any other product."),
            action=self._to_the_counter(),
        )
        table.selected.connect(lambda _one: self._marked())
        table.opened.connect(self._show_receipt)
        return table

    def _show_receipt(self, one: Pass) -> None:
        """The receipt that sold it; one that was given has none."""
        if one.purchase_id is not None:
            self.till.go("records", receipt=one.purchase_id)

    def _last_day(self, one: Pass) -> str:
        _ = self.till.say
        return f"{one.ends_on}" if one.ends_on else _("without end")

    def _movements(self) -> Table:
        _, money = self.till.say, self.till.money
        return Table(
            _("Movements"),
            [
                Column[Movement](_("Day"), lambda one: f"{one.on}", 112, is_whole=True),
                Column(_("What happened"), lambda one: one.what),
                Column(_("Principal"), lambda one: money(one.principal), 112, is_number=True),
                Column(_("Bonus"), lambda one: bonus_of(self.till, one.bonus), 100,
                       is_number=True),
                Column(_("Then held"), lambda one: money(one.balance.total), 112, is_number=True),
            ],
            empty=_("Nothing has moved yet."),
            action=self._to_the_counter(),
        )  # fmt: skip

    def choose(self, name: str) -> None:
        """Show one of the lists."""
        self.chosen = name
        show_only(name, self.lists, {})
        self.stack.setCurrentWidget(self.tables[name])
        may_top_up = role_may(self.till, "stored_value.refund_top_up")
        self.refund_button.setHidden(not may_top_up or name != "top_ups")
        may_pass = role_may(self.till, "passes.refund")
        self.uses_button.setHidden(not may_pass or name != "passes")
        self.deeds.refit()
        self._marked()

    chosen = "top_ups"
    """Which list is shown."""

    def load(self, member: Member) -> None:
        """Read what the member holds, and how it came to be; the newest first."""
        desk, till = self.till.desk, self.till
        _, held = till.say, stored_value.balance(desk, member.id)
        said = _("Stored value {amount}: {parts}.")
        self.said.setText(said.format(amount=till.money(held.total), parts=parts_of(till, held)))
        self.tables["top_ups"].show_again(stored_value.top_ups(desk, member.id))
        self.tables["passes"].show_again(passes.of_member(desk, member.id))
        known = stored_value.statement(desk, member.id, _FIRST_DAY, desk.today())
        self.tables["movements"].show_again(known.movements[::-1])
        has_pin = stored_value.proof_of(desk, member.id) == "pin"
        is_new = not has_pin and role_may(till, "stored_value.set_pin")
        self.pin_button.setHidden(not (is_new or role_may(till, "stored_value.replace_pin")))
        self.top_up_button.setHidden(member.closed or not role_may(till, "stored_value.top_up"))
        self.always.refit()
        self._marked()

    def _marked(self) -> None:
        one = self.tables["top_ups"].current
        self.refund_button.setEnabled(one is not None and not one.voided)
        sold = self.tables["passes"].current
        is_sold = sold is not None and sold.purchase_id is not None
        self.uses_button.setEnabled(is_sold and sold.left > 0)

    # --- deeds ---

    def top_up(self) -> None:
        """Sell stored value."""
        if self.member is not None:
            topping_up.top_up(self.till, self, self.member.id)

    def refund(self) -> None:
        """Give back what is left of the marked top-up, or a part of it."""
        one = self.tables["top_ups"].current
        if one is not None and not one.voided and not self.refund_button.isHidden():
            RefundTopUpForm(self.till, self, one).filled()

    def refund_uses(self) -> None:
        """Give back unspent uses of the marked pass."""
        if (one := self.tables["passes"].current) is not None:
            RefundUsesForm(self.till, self, one).filled()

    def set_pin(self) -> None:
        """Give the member a PIN, or another one."""
        if self.member is not None:
            MemberPinForm(self.till, self, self.member).filled()

"""Prices of several products at once: by how much, and what would come of it, before it counts."""

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import repricing
from shopdesk.products import Product
from shopdesk.refusals import AmountRefused, Refused
from shopdesk.repricing import Repriced, Rise
from ui.pages.product_words import ROUNDINGS, amount
from ui.pages.settings_part import choices, pair
from ui.till import Till
from ui.widgets.form import Form, amount_in
from ui.widgets.in_both import Check
from ui.widgets.listed import Listed, at_foot
from ui.widgets.parts import field, label, named
from ui.widgets.table import Column

_ROWS, _LEAST = 4, 2
"""Rows of the list, and so many where there is no room for more."""


class RepriceForm(Form):
    """By how much the prices of some products rise or fall; below it what each would cost."""

    def __init__(
        self, till: Till, page: QWidget, chosen: Sequence[Product], *, is_all: bool
    ) -> None:
        _, ngettext = till.say, till.count
        self.ids = [product.id for product in chosen]
        self.key = f"prices:{uuid4().hex}"
        self.percent = field(_("Percent"), _("5, or -5 to lower them"), digits=True)
        self.amount = field(_("Amount"), _("0.50, or -0.50"), digits=True)
        self.rounding = choices(
            _("How prices are rounded"), [(_(words), code) for code, words in ROUNDINGS.items()]
        )
        self.step = field(_("To a multiple of"), "0.01", digits=True)
        self.members = Check(_("Member prices too"))
        if all(one.member_price is None for one in chosen):
            self.members.hide()
        self.told = label(kind="soft", wraps=True)
        self.table = self._table(till)
        which = (
            ngettext("The {count} product that is listed", "All {count} products that are listed",
                     len(self.ids))
            if is_all else ngettext("The {count} product that is chosen",
                                    "The {count} products that are chosen", len(self.ids))
        )  # fmt: skip
        super().__init__(
            till, page, _("Change prices"),
            label(which.format(count=f"{len(self.ids):,}"), "soft"),
            pair(named(_("Percent"), self.percent), named(_("Amount"), self.amount)),
            pair(named(_("How prices are rounded"), self.rounding),
                 named(_("To a multiple of"), self.step)),
            self.members, submit=self.save, ok=_("Change prices"),
            foot=at_foot(self.table, self.told), width=640,
        )  # fmt: skip
        for typed in (self.percent, self.amount, self.step):
            typed.textChanged.connect(lambda _text: self.show_what_comes())
        self.rounding.currentIndexChanged.connect(lambda _place: self.show_what_comes())
        self.members.toggled.connect(lambda _is_on: self.show_what_comes())
        self.show_what_comes()

    def _table(self, till: Till) -> Listed:
        _ = till.say
        columns: list[Column[Repriced]] = [
            Column(_("Product"), lambda one: one.product.name),
            Column(_("Now"), lambda one: till.money(one.product.price), 110, is_number=True),
            Column(_("Then"), lambda one: till.money(one.price), 110, is_number=True),
            Column(_("Members then"), lambda one: amount(till, one.member_price), 120,
                   is_number=True, is_spare=True),
        ]  # fmt: skip
        name = _("What they would cost")
        return Listed(name, columns, empty="", least=_LEAST, most=_ROWS)

    def rise(self) -> Rise:
        """What was typed; refuses what is no number."""
        till = self.till
        step = amount_in(till, self.step) if self.step.text().strip() else 1
        return Rise(
            percent=self._percent(), amount=self._amount(self.amount), step=step,
            rounding=self.rounding.currentData(), members=self.members.isChecked(),
        )  # fmt: skip

    def _percent(self) -> int:
        typed = self.percent.text().strip().removesuffix("%").strip()
        try:
            return int(typed) if typed else 0
        except ValueError:
            raise AmountRefused(self.till.language, amount=typed) from None

    def _amount(self, typed: QLineEdit) -> int:
        return amount_in(self.till, typed) if typed.text().strip() else 0

    def show_what_comes(self) -> None:
        """Show the prices there would be, or say why there can be none."""
        till, _, ngettext = self.till, self.till.say, self.till.count
        try:
            seen = repricing.preview(till.desk, self.ids, self.rise())
        except Refused as refusal:
            self.table.show_rows(())
            self.told.setText(refusal.text(till.language))
            self.ok.setEnabled(False)
            return
        self.table.show_rows(seen)
        many = sum(one.is_changed for one in seen)
        said = ngettext(
            "{count} product gets another price.", "{count} products get another price.", many
        )
        self.told.setText(said.format(count=f"{many:,}") if many else _("No price would change."))
        self.ok.setEnabled(many > 0)

    def save(self) -> None:
        """Change them all, or none."""
        till, rise, ngettext = self.till, self.rise(), self.till.count
        changed = repricing.reprice(till.desk, self.ids, rise, key=self.key)
        said = ngettext(
            "The price of {count} product is changed.",
            "The prices of {count} products are changed.", len(changed),
        )  # fmt: skip
        till.tell(said.format(count=f"{len(changed):,}"))

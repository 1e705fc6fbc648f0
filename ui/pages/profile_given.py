"""What reward rules gave a member, and what they owe: to be looked at."""

from PySide6.QtWidgets import QWidget

from shopdesk import rule_book
from shopdesk.members import Member
from shopdesk.rule_book import Gave
from shopdesk.text import capital
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.listed import Listed
from ui.widgets.parts import card
from ui.widgets.table import Column

_ROWS, _LEAST = 8, 2
"""Rows of the list, and so many where there is no room for more."""


class GivenForm(Form):
    """The list, the newest first; what is owed above all."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        columns: list[Column[Gave]] = [
            Column(_("Day"), lambda one: f"{one.on}", 120, is_whole=True),
            Column(_("Rule"), lambda one: one.rule, 220),
            Column(_("What was given"), lambda one: capital(one.said)),
        ]
        self.table = Listed(
            _("Given by rules"), columns, empty=_("No rule has given anything yet."),
            least=_LEAST, most=_ROWS,
        )  # fmt: skip
        super().__init__(
            till, parent, _("Given by rules to {name}").format(name=member.name),
            card(self.table, margin=1), submit=lambda: None, ok=_("Close"), width=760,
        )  # fmt: skip
        self.table.opened.connect(self._open)
        self.leave.hide()  # there is nothing to leave undone
        self.table.show_rows(rule_book.of_member(till.desk, member.id))

    def _open(self, one: Gave) -> None:
        """Go to the receipt that it stands on, else to the voucher that was given."""
        if one.purchase_id is None and one.voucher_code is None:
            return
        self.accept()
        if one.purchase_id is not None:
            self.till.go("records", receipt=one.purchase_id)
        else:
            self.till.go("vouchers", history=one.voucher_code)

"""What the day of a till is made of: each receipt and movement behind what should be there."""

from PySide6.QtWidgets import QWidget

from shopdesk import drawer_rows
from shopdesk.drawer import SOURCES
from shopdesk.drawer_rows import Moved
from ui.pages.behind_form import BehindForm, Place, to_receipt
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.table import Column


class TenderForm(BehindForm):
    """The rows behind what should be there by one tender; Enter goes to the receipt, or to whose
    top-up it is."""

    def __init__(self, till: Till, parent: QWidget, tender: str) -> None:
        _, rows = till.say, drawer_rows.of_tender(till.desk, tender)
        columns = [
            Column[Moved](_("When"), self._when, 150, is_whole=True),
            Column(_("What"), self._what),
            Column(_("Amount"), lambda one: till.money(one.amount), 130, is_number=True),
        ]
        self.seat = till
        super().__init__(
            till, parent, _("Expected: {tender}").format(tender=tender_name(till, tender)),
            [], columns, rows, name=_("Receipts and movements"), empty=_("Nothing yet."),
            total=till.money(sum(one.amount for one in rows)), leads=_leads, width=680,
        )  # fmt: skip

    def _when(self, one: Moved) -> str:
        return "–" if one.at is None else self.seat.moment(one.at)

    def _what(self, one: Moved) -> str:
        _ = self.seat.say
        if one.source == "counted":
            return _("Counted last")
        if one.source == "receipts":
            return _("Receipt {number}").format(number=one.receipt)
        if one.source == "refunds":
            return _("Refund of receipt {number}").format(number=one.receipt)
        return f"{_(SOURCES[one.source].words)}: {one.said}"


def _leads(one: Moved) -> Place | None:
    if one.member_id is not None:
        return "members", {"member": one.member_id}
    return to_receipt(one.purchase_id)

"""What a partner is paid for a month on paper, seen first, printed or saved."""

from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk.settlements import Settlement
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview(till: Till, parent: QWidget, one: Settlement) -> Preview:
    """The month as it is listed, to be seen page by page."""
    _, desk = till.say, till.desk

    def write(target: BinaryIO, _choice: Any, _progress: Progress) -> None:
        from reports import partner_bill

        partner_bill.pdf(target, partner_bill.of(desk, one))

    return Preview(till, parent, _("Settlement"), write, name=f"settlement-{one.month}")

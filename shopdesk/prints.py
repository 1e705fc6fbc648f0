"""Receipts that were put on paper: each time is an event, so that only the first is no reprint."""

from dataclasses import dataclass
from datetime import datetime

from shopdesk import daybook, receipts
from shopdesk.refusals import UnknownReceipt
from shopdesk.shop import Desk
from shopdesk.store.change import change


@dataclass(frozen=True, slots=True)
class Print:
    """One time that a receipt, or the slip of one of its refunds, was put on paper."""

    purchase_id: int
    refund_id: int | None
    at: datetime
    is_reprint: bool


def record(desk: Desk, purchase_id: int, *, refund_id: int | None = None) -> Print:
    """Write down that a receipt is put on paper, or the slip of one of its refunds.

    To be called before it is printed: what the printer did not do counts all the same, so that
    there are never two that look like the first. Refuses an unknown receipt or refund.
    """
    receipts.get(desk, purchase_id)
    if refund_id is not None and refund_id not in _refunds(desk, purchase_id):
        raise UnknownReceipt(desk.language, receipt=refund_id)
    facts = {} if refund_id is None else {"refund": refund_id}
    key, content = f"receipts.print:{purchase_id}:{refund_id or 0}", [purchase_id, refund_id]
    with change(desk, action="receipts.print", key=key, content=content) as first:
        is_reprint, at = first.repeats is not None, first.at
        first.subject = purchase_id
        first.note(**facts)
        if is_reprint:  # the key is spent: a reprint is an event of its own
            with change(desk, action="receipts.print") as again:
                again.subject = purchase_id
                again.note(reprint=True, **facts)
    return Print(purchase_id, refund_id, at, is_reprint)


def _refunds(desk: Desk, purchase_id: int) -> list[int]:
    return [refund.id for refund in daybook.given_back(desk, purchase_id)]

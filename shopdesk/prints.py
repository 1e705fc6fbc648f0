"""Receipts that were put on paper: each time is an event, so that only the first is no reprint."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shopdesk import daybook, daybook_prepaid, receipts, top_ups
from shopdesk.refusals import UnknownReceipt
from shopdesk.refusals_of_value import UnknownTopUp
from shopdesk.shop import Desk
from shopdesk.store.change import change


class Document(NamedTuple):
    """What is put on paper: a receipt or a top-up by its id, or the slip of one of its refunds."""

    id: int
    refund_id: int | None = None
    is_top_up: bool = False

    @property
    def action(self) -> str:
        """Under which action printing it is written down."""
        return "stored_value.print" if self.is_top_up else "receipts.print"


@dataclass(frozen=True, slots=True)
class Print:
    """One time that something was put on paper."""

    what: Document
    at: datetime
    is_reprint: bool


def record(desk: Desk, what: Document) -> Print:
    """Write down that a receipt or a top-up is put on paper, or the slip of one of its refunds.

    To be called before it is printed: what the printer did not do counts all the same, so that
    there are never two that look like the first. Refuses what is unknown.
    """
    _refuse_unknown(desk, what)
    facts = {} if what.refund_id is None else {"refund": what.refund_id}
    key, content = f"{what.action}:{what.id}:{what.refund_id or 0}", [what.id, what.refund_id]
    with change(desk, action=what.action, key=key, content=content) as first:
        is_reprint, at = first.repeats is not None, first.at
        first.subject = what.id
        first.note(**facts)
        if is_reprint:  # the key is spent: a reprint is an event of its own
            with change(desk, action=what.action) as again:
                again.subject = what.id
                again.note(reprint=True, **facts)
    return Print(what, at, is_reprint)


def _refuse_unknown(desk: Desk, what: Document) -> None:
    if not isinstance(what, Document):
        raise UnknownReceipt(desk.language, receipt=what)
    if what.is_top_up:
        top_ups.get(desk, what.id)
        if what.refund_id not in (None, *(b.id for b in daybook_prepaid.given_back(desk, what.id))):
            raise UnknownTopUp(desk.language, top_up=what.refund_id)
    else:
        receipts.get(desk, what.id)
        if what.refund_id not in (None, *(b.id for b in daybook.given_back(desk, what.id))):
            raise UnknownReceipt(desk.language, receipt=what.refund_id)

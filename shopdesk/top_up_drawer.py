"""What top-ups move in the drawer, for whoever counts it."""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, NodeList, fn

from shopdesk.store.statements import prepared
from shopdesk.store.tables.prepaid import TopUp as Sold
from shopdesk.store.tables.prepaid import TopUpPayment, TopUpRefundPayment
from shopdesk.store.tables.prepaid import TopUpRefund as Row
from shopdesk.store.tables.shop import Event


@dataclass(frozen=True, slots=True)
class Taken:
    """What top-ups brought in by each tender, and what their refunds paid out, in minor units."""

    money_in: dict[str, int]
    money_out: dict[str, int]


@prepared
def _came(first: Any, last: Any, till: Any) -> Any:
    return (
        TopUpPayment.select(TopUpPayment.tender, fn.SUM(TopUpPayment.amount))
        .join(Sold, on=(Sold.id == TopUpPayment.top_up))
        .join(Event, on=(Event.id == Sold.event))
        .where(Sold.event.between(first, last) & _at(till))
        .group_by(TopUpPayment.tender)
    )


@prepared
def _went(first: Any, last: Any, till: Any) -> Any:
    return (
        TopUpRefundPayment.select(TopUpRefundPayment.tender, fn.SUM(TopUpRefundPayment.amount))
        .join(Row, on=(Row.id == TopUpRefundPayment.refund))
        .join(Event, on=(Event.id == Row.event))
        .where(Row.event.between(first, last) & _at(till))
        .group_by(TopUpRefundPayment.tender)
    )


def _at(till: Any) -> Any:
    """At a till, or where none is named at any."""
    return NodeList((till, SQL("IS NULL OR"), Event.till, SQL("="), till), parens=True)


def taken(db: Any, first_event: int, last_event: int, till: str | None = None) -> Taken:
    """Money of top-ups and their refunds over these events, both inclusive, at a till or at all.

    A day's close counts it with what receipts took: it lies in the same drawer.
    """
    span = (first_event, last_event, till)
    return Taken(dict(_came(db, *span).fetchall()), dict(_went(db, *span).fetchall()))

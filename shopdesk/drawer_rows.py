"""What a till should hold by one tender, row by row: what was counted last, each receipt, what was
given back, top-ups, and what was paid in and out. The rows sum to what is expected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL

from shopdesk import days_closing, drawer, inputs
from shopdesk.clock import from_ms
from shopdesk.drawer import GIVEN_BACK, MOVED, SOLD, Span, within
from shopdesk.money import TENDER_ORDER
from shopdesk.receipts import display_number
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.prepaid import TopUp, TopUpPayment, TopUpRefund, TopUpRefundPayment
from shopdesk.store.tables.receipts import Payment, Purchase, Refund, RefundPayment
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tills import CashMove


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved money at a till: by which source (``counted`` is what lay there), by how much,
    below 0 where it was given out; its receipt, or whose top-up or for what reason."""

    at: datetime | None
    source: str
    amount: int
    purchase_id: int | None = None
    receipt: str | None = None
    member_id: int | None = None
    said: str = ""


@prepared
def _sold(till: Any, since: Any, until: Any, tender: Any) -> Any:
    return (
        drawer.receipts_of(Event.id, Event.at, Payment.amount, Purchase.id, Purchase.number)
        .join(Payment, on=(Payment.purchase == Purchase.id))
        .where(within(till, since, until, SOLD) & (Payment.tender == tender))
    )


@prepared
def _back(till: Any, since: Any, until: Any, tender: Any) -> Any:
    return (
        Event.select(
            Event.id, Event.at, SQL("0") - RefundPayment.amount, Purchase.id, Purchase.number
        )
        .join(RefundPayment, on=(RefundPayment.refund == Event.subject))
        .join(Refund, on=(Refund.id == Event.subject))
        .join(Purchase, on=(Purchase.id == Refund.purchase))
        .where(within(till, since, until, GIVEN_BACK) & (RefundPayment.tender == tender))
    )


@prepared
def _topped_up(till: Any, since: Any, until: Any, tender: Any) -> Any:
    return (
        Event.select(Event.id, Event.at, TopUpPayment.amount, Member.id, Member.name)
        .join(TopUp, on=(TopUp.event == Event.id))
        .join(TopUpPayment, on=(TopUpPayment.top_up == TopUp.id))
        .join(Member, on=(Member.id == TopUp.member))
        .where(_between(till, since, until) & (TopUpPayment.tender == tender))
    )


@prepared
def _topped_back(till: Any, since: Any, until: Any, tender: Any) -> Any:
    paid = TopUpRefundPayment
    return (
        Event.select(Event.id, Event.at, SQL("0") - paid.amount, Member.id, Member.name)
        .join(TopUpRefund, on=(TopUpRefund.event == Event.id))
        .join(paid, on=(paid.refund == TopUpRefund.id))
        .join(TopUp, on=(TopUp.id == TopUpRefund.top_up))
        .join(Member, JOIN.LEFT_OUTER, on=(Member.id == TopUp.member))
        .where(_between(till, since, until) & (paid.tender == tender))
    )


def _between(till: Any, since: Any, until: Any) -> Any:
    return (Event.id > since) & (Event.id < until) & (Event.till == till)


@prepared
def _moved(till: Any, since: Any, until: Any) -> Any:
    return (
        Event.select(Event.id, Event.at, CashMove.kind, CashMove.amount, CashMove.reason)
        .join(CashMove, on=(CashMove.id == Event.subject))
        .where(within(till, since, until, MOVED.values()))
    )


def of_tender(desk: Desk, tender: str) -> list[Moved]:
    """The rows behind what this till should hold now by a tender, in the order in which they came;
    none for who counts blind. Refuses a tender that there is not."""
    inputs.choice(tender, TENDER_ORDER, desk.language)
    with desk.db.atomic():
        found = days_closing.expected(desk)
        if found is None:
            return []
        span, begins = Span(desk.till, found.since), list[Moved]()
        count = drawer.last_count(desk.db, desk.till) if tender == "cash" else None
        if count is not None:
            span = span._replace(since=count.event)
            begins = [Moved(None, "counted", count.cash)]
        rows = [*_of_receipts(desk, span, tender), *_of_top_ups(desk, span, tender)]
        if tender == "cash":
            rows += _of_moves(desk, span)
    return [*begins, *(one for _event, one in sorted(rows, key=lambda row: row[0]))]


def _of_receipts(desk: Desk, span: Span, tender: str) -> list[tuple[int, Moved]]:
    return [
        (event, Moved(from_ms(at), source, amount, bought, display_number(bought, number)))
        for source, ask in (("receipts", _sold), ("refunds", _back))
        for event, at, amount, bought, number in ask(desk.db, *span, tender).fetchall()
    ]


def _of_top_ups(desk: Desk, span: Span, tender: str) -> list[tuple[int, Moved]]:
    return [
        (event, Moved(from_ms(at), source, amount, member_id=member, said=name or ""))
        for source, ask in (("top_ups", _topped_up), ("top_ups_back", _topped_back))
        for event, at, amount, member, name in ask(desk.db, *span, tender).fetchall()
    ]


def _of_moves(desk: Desk, span: Span) -> list[tuple[int, Moved]]:
    return [
        (event, Moved(from_ms(at), f"pay_{kind}", amount if kind == "in" else -amount, said=reason))
        for event, at, kind, amount, reason in _moved(desk.db, *span).fetchall()
    ]

"""A day's top-ups at a glance, and what came back of top-ups on it: they lie in the same drawer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk.clock import from_ms
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.prepaid import TopUp as Sold
from shopdesk.store.tables.prepaid import TopUpPayment, TopUpRefund, TopUpRefundPayment
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.top_ups import display_number


@dataclass(frozen=True, slots=True)
class TopUpBack:
    """One refund of a top-up, or its void: when, by whom and at which till, and why."""

    id: int
    on: date
    at: datetime
    staff: str
    till: str
    is_void: bool
    money: int
    reason: str


@dataclass(frozen=True, slots=True)
class TopUpEntry:
    """A top-up in a day's list, or what came back of one; money in minor units.

    ``total`` is what was paid, below 0 what was paid out, by ``payments``; ``bonus`` what was given
    on top or taken with it. One that was made void stands there as ``voided`` and counts nothing.
    ``refund_id`` is which refund it is.
    """

    top_up_id: int
    number: str
    on: date
    at: datetime
    member_id: int
    member_name: str
    staff: str | None
    total: int
    bonus: int
    payments: dict[str, int]
    is_refund: bool
    voided: bool = False
    reason: str = ""
    refund_id: int | None = None


def _paid(table: Any, of: Any, row: Any) -> Any:
    return table.select(fn.json_group_object(table.tender, table.amount)).where(of == row)


@prepared
def _top_ups(day: Any) -> Any:
    is_void = fn.EXISTS(
        TopUpRefund.select(SQL("1")).where(
            (TopUpRefund.top_up == Sold.id) & (TopUpRefund.is_void == SQL("1"))
        )
    )
    return (
        Sold.select(
            Sold.id, Sold.at, Sold.member, Member.name, Staff.name, Sold.principal, Sold.bonus,
            _paid(TopUpPayment, TopUpPayment.top_up, Sold.id), is_void, SQL("''"), SQL("NULL"),
        )
        .join(Member, on=(Member.id == Sold.member))
        .join(Event, on=(Event.id == Sold.event))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .where(Sold.on_day == day)
    )  # fmt: skip


@prepared
def _back(day: Any) -> Any:
    paid_out = _paid(TopUpRefundPayment, TopUpRefundPayment.refund, TopUpRefund.id)
    return (
        TopUpRefund.select(
            Sold.id, TopUpRefund.at, Sold.member, Member.name, Staff.name, TopUpRefund.money,
            TopUpRefund.bonus, paid_out, SQL("0"), TopUpRefund.reason,
            TopUpRefund.id,
        )
        .join(Sold, on=(Sold.id == TopUpRefund.top_up))
        .join(Member, on=(Member.id == Sold.member))
        .join(Event, on=(Event.id == TopUpRefund.event))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .where((TopUpRefund.on_day == day) & (TopUpRefund.is_void == SQL("0")))
    )  # fmt: skip


def listed(desk: Desk, day: date) -> list[TopUpEntry]:
    """The top-ups of a business day and the refunds of top-ups on it, in the order made."""
    on = day.toordinal()
    found = [
        *(_entry(row, day, is_refund=False) for row in _top_ups(desk.db, day=on).fetchall()),
        *(_entry(row, day, is_refund=True) for row in _back(desk.db, day=on).fetchall()),
    ]
    return sorted(found, key=lambda one: (one.at, one.top_up_id))


def _entry(row: Sequence[Any], on: date, *, is_refund: bool) -> TopUpEntry:
    top_up, at, member, name, staff, total, bonus, paid, is_void, reason, refund = row
    sign = -1 if is_refund else 1
    return TopUpEntry(
        top_up, display_number(top_up), on, from_ms(at), member, name, staff, sign * total,
        sign * bonus, json.loads(paid), is_refund, bool(is_void), reason, refund,
    )  # fmt: skip


# --- one top-up -------------------------------------------------------------------------------


@prepared
def _writer(top_up: Any) -> Any:
    return (
        Sold.select(Staff.name, Event.till)
        .join(Event, on=(Event.id == Sold.event))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .where(Sold.id == top_up)
    )


def written_by(desk: Desk, top_up_id: int) -> tuple[str, str]:
    """Who sold a top-up, and at which till."""
    row = _writer(desk.db, top_up=top_up_id).fetchone() or ("", "")
    return row[0] or "", row[1]


@prepared
def _refunds(top_up: Any) -> Any:
    return (
        TopUpRefund.select(
            TopUpRefund.id, TopUpRefund.on_day, TopUpRefund.at, Staff.name, Event.till,
            TopUpRefund.is_void, TopUpRefund.money, TopUpRefund.reason,
        )
        .join(Event, on=(Event.id == TopUpRefund.event))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .where(TopUpRefund.top_up == top_up)
        .order_by(TopUpRefund.id)
    )  # fmt: skip


def given_back(desk: Desk, top_up_id: int) -> list[TopUpBack]:
    """The refunds of a top-up in the order made, its void among them."""
    return [
        TopUpBack(
            id_, date.fromordinal(on), from_ms(at), staff or "", till, bool(is_void), money, reason
        )
        for id_, on, at, staff, till, is_void, money, reason in _refunds(desk.db, top_up=top_up_id)
    ]

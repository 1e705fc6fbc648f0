"""Stored value: prepaid money that a member holds, in principal and bonus.

``top_up`` sells it, ``purchases.record(pay={"stored_value": …})`` spends it, ``refund_top_up``
gives it back (9.3, 9.4). The statement is what a member is handed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from shopdesk import clock, people, spending
from shopdesk.clock import from_ms
from shopdesk.language import N_, translator
from shopdesk.proofs import needs_proof, proof_of, set_pin
from shopdesk.receipts import display_number
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.spending import StoredValue
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.prepaid import TopUp as Sold
from shopdesk.store.tables.prepaid import TopUpRefund as SoldBack
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Event
from shopdesk.top_up_drawer import Taken, taken
from shopdesk.top_ups import TopUp, bonus_for, get, top_up, top_ups
from shopdesk.top_ups import display_number as top_up_number
from shopdesk.topping_back import (
    TopUpRefund,
    preview_refund_top_up,
    refund_top_up,
    void_top_up,
)

__all__ = [
    "Movement", "Statement", "StoredValue", "Taken", "TopUp", "TopUpRefund", "balance",
    "bonus_for", "get", "needs_proof", "preview_refund_top_up", "proof_of", "refund_top_up",
    "set_pin", "statement", "taken", "top_up", "top_ups", "void_top_up",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement: by how much principal and bonus moved, and what is held after it.

    ``kind`` is topped_up, spent, returned, taken_back (a top-up given back) or another kind of the
    journal; ``what`` says it in words.
    """

    on: date
    at: datetime
    kind: str
    what: str
    principal: int
    bonus: int
    balance: StoredValue

    @property
    def amount(self) -> int:
        """By how much the whole moved."""
        return self.principal + self.bonus


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member held before the first day, each movement, and what they held after the last:
    ``opening`` and all movements make ``closing``."""

    member_id: int
    first_on: date
    last_on: date
    opening: StoredValue
    movements: tuple[Movement, ...]
    closing: StoredValue


KINDS = {
    "topped_up": N_("Topped up, {number}"),
    "spent": N_("Paid, receipt {number}"),
    "returned": N_("Given back, receipt {number}"),
    "taken_back": N_("Top-up {number} given back"),
    "moved": N_("Carried over"),
}


def balance(desk: Desk, member_id: int) -> StoredValue:
    """What a member holds, principal and bonus apart; refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    return spending.held(desk.db, member_id)


def statement(desk: Desk, member_id: int, first_on: date, last_on: date) -> Statement:
    """A member's stored value over the days from ``first_on`` to ``last_on``, both inclusive.

    Refuses an unknown member, and days that are none or in the wrong order.
    """
    people.refuse_unknown(desk, member_id)
    if not (clock.is_day(first_on) and clock.is_day(last_on) and first_on <= last_on):
        raise DateRefused(desk.language, date=f"{first_on} – {last_on}")
    held, movements = StoredValue(), []
    opening = held
    for row in _rows(desk.db, member_id, last_on.toordinal()).fetchall():
        on, at, kind, principal, bonus, *about = row
        held = StoredValue(held.principal + principal, held.bonus + bonus)
        if on < first_on.toordinal():
            opening = held
            continue
        what = _what(desk, kind, *about)
        movements.append(
            Movement(date.fromordinal(on), from_ms(at), kind, what, principal, bonus, held)
        )
    return Statement(member_id, first_on, last_on, opening, tuple(movements), held)


def _sum(bucket: str) -> Any:
    return fn.SUM(fn.IIF(Entry.account == bucket, Entry.amount, SQL("0")))


@prepared
def _rows(member: Any, last: Any) -> Any:
    """Every movement up to a day, in the order written."""
    back = SoldBack.select(SoldBack.top_up).where(SoldBack.event == Entry.event)
    return (
        Entry.select(
            Entry.on_day, Event.at, Entry.kind, _sum("principal"), _sum("bonus"), Entry.purchase,
            Purchase.number, fn.COALESCE(Sold.id, back),
        )
        .join(Event, on=(Event.id == Entry.event))
        .left_outer_join(Purchase, on=(Purchase.id == Entry.purchase))
        .left_outer_join(Sold, on=(Sold.event == Entry.event))
        .where(
            (Entry.member == member)
            & Entry.account.in_(spending.BUCKETS)
            & (Entry.on_day <= last)
        )
        .group_by(Entry.event, Entry.kind, Entry.purchase)
        .order_by(fn.MIN(Entry.id))
    )  # fmt: skip


def _what(
    desk: Desk, kind: str, purchase: int | None, number: str | None, top_up_id: int | None
) -> str:
    _ = translator(desk.language)
    if purchase is not None:
        number = display_number(purchase, number)
    elif top_up_id is not None:
        number = top_up_number(top_up_id)
    return _(KINDS.get(kind, N_("Adjusted"))).format(number=number)

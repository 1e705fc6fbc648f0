"""The movements of an account over a time, from what it held before to what it held after.

One shape for every account: what a statement prints of points it can print of stored value.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import clock, people
from shopdesk.receipts import display_number
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.receipts import Purchase, Refund


@dataclass(frozen=True, slots=True)
class Movement:
    """What one event moved in one way: ``kind`` is that of the journal, ``amount`` is below 0 for
    what went out. ``receipt`` is the number of the receipt it was for, ``reason`` what was said."""

    on: date
    kind: str
    amount: int
    receipt: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Movements:
    """An account from day to day: ``opening`` and all that moved are ``closing``, debts included.

    Points are whole numbers, values of money minor units.
    """

    first_on: date
    last_on: date
    opening: int
    movements: tuple[Movement, ...]
    closing: int


def _of(member: Any, accounts: Any) -> Any:
    named = among(Entry.account, accounts)
    return (Entry.member == member) & named


@prepared
def _before(member: Any, accounts: Any, first: Any) -> Any:
    return Entry.select(fn.COALESCE(fn.SUM(Entry.amount), SQL("0"))).where(
        _of(member, accounts) & (Entry.on_day < first)
    )


@prepared
def _moved(member: Any, accounts: Any, first: Any, last: Any) -> Any:
    """What came of one event in one way is one movement, however many lots it touched.

    An entry of a refund names its receipt through the refund where it does not itself.
    """
    receipt = fn.COALESCE(Entry.purchase, Refund.purchase)
    amount = fn.SUM(Entry.amount)
    return (
        Entry.select(
            Entry.on_day, Entry.kind, amount, Purchase.id, Purchase.number, fn.MAX(Entry.reason)
        )
        .join(Refund, JOIN.LEFT_OUTER, on=(Entry.refund == Refund.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(Purchase.id == receipt))
        .where(_of(member, accounts) & (Entry.on_day >= first) & (Entry.on_day <= last))
        .group_by(Entry.on_day, Entry.event, Entry.kind, Purchase.id)
        .having(amount != SQL("0"))
        .order_by(Entry.on_day, fn.MIN(Entry.id))
    )  # fmt: skip


def of_accounts(
    desk: Desk, member_id: int, accounts: Sequence[str], first_on: date, last_on: date
) -> Movements:
    """What moved in some accounts of a member, taken as one, from ``first_on`` through ``last_on``.

    Refuses an unknown member, what is no day, and a last day before the first.
    """
    people.refuse_unknown(desk, member_id)
    for day in (first_on, last_on):
        if not clock.is_day(day):
            raise DateRefused(desk.language, date=day)
    if last_on < first_on:
        raise DateRefused(desk.language, date=last_on)
    span = first_on.toordinal(), last_on.toordinal()
    named = json.dumps(list(accounts))
    opening: int = _before(desk.db, member_id, named, span[0]).fetchone()[0]
    rows = _moved(desk.db, member_id, named, *span).fetchall()
    moved = tuple(
        Movement(
            date.fromordinal(on), kind, amount,
            None if purchase is None else display_number(purchase, number), reason,
        )
        for on, kind, amount, purchase, number, reason in rows
    )  # fmt: skip
    return Movements(first_on, last_on, opening, moved, opening + sum(m.amount for m in moved))

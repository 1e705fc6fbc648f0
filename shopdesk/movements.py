"""The movements of accounts over a time, from what they held before to what they held after.

One shape for every account, read in one way: points, and stored value with its two parts.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from shopdesk import inputs, people
from shopdesk.clock import from_ms
from shopdesk.receipts import display_number
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.prepaid import TopUp, TopUpRefund
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Event


@dataclass(frozen=True, slots=True)
class Movement:
    """What one event moved in one way: ``kind`` is that of the journal, ``parts`` by how much each
    account that was asked for moved, below 0 what went out. ``receipt`` is the number of the
    receipt it was for, ``top_up`` the id of the top-up, ``reason`` what was said."""

    on: date
    at: datetime
    kind: str
    parts: dict[str, int]
    receipt: str | None
    top_up: int | None
    reason: str | None

    @property
    def amount(self) -> int:
        """By how much all of them moved."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Movements:
    """Accounts from day to day: ``before`` is what each held, and with all that moved it makes what
    each holds ``after``, debts included.

    Points are whole numbers, values of money minor units.
    """

    first_on: date
    last_on: date
    before: dict[str, int]
    movements: tuple[Movement, ...]

    @property
    def after(self) -> dict[str, int]:
        """What each account holds at the end of the last day."""
        return {
            account: held + sum(one.parts[account] for one in self.movements)
            for account, held in self.before.items()
        }

    @property
    def opening(self) -> int:
        """What all of them held before the first day."""
        return sum(self.before.values())

    @property
    def closing(self) -> int:
        """What all of them hold at the end of the last day."""
        return sum(self.after.values())

    def of(self, account: str) -> "Movements":
        """One of the accounts alone."""
        moved = [replace(one, parts={account: one.parts[account]}) for one in self.movements]
        return replace(
            self,
            before={account: self.before[account]},
            movements=tuple(one for one in moved if one.amount),
        )


def _of(member: Any, accounts: Any) -> Any:
    named = among(Entry.account, accounts)
    return (Entry.member == member) & named


@prepared
def _before(member: Any, accounts: Any, first: Any) -> Any:
    return (
        Entry.select(Entry.account, fn.SUM(Entry.amount))
        .where(_of(member, accounts) & (Entry.on_day < first))
        .group_by(Entry.account)
    )


@prepared
def _moved(member: Any, accounts: Any, first: Any, last: Any) -> Any:
    """What came of one event in one way is one movement, however many lots it touched.

    An entry of a refund names its receipt through the refund where it does not itself.
    """
    receipt = fn.COALESCE(Entry.purchase, Refund.purchase)
    part = fn.json_array(Entry.account, Entry.amount)
    sold = TopUp.select(TopUp.id).where(TopUp.event == Entry.event)
    sold_back = TopUpRefund.select(TopUpRefund.top_up).where(TopUpRefund.event == Entry.event)
    return (
        Entry.select(
            Entry.on_day, Event.at, Entry.kind, fn.json_group_array(part), Purchase.id,
            Purchase.number, fn.COALESCE(sold, sold_back), fn.MAX(Entry.reason),
        )
        .join(Event, on=(Event.id == Entry.event))
        .join(Refund, JOIN.LEFT_OUTER, on=(Entry.refund == Refund.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(Purchase.id == receipt))
        .where(_of(member, accounts) & (Entry.on_day >= first) & (Entry.on_day <= last))
        .group_by(Entry.on_day, Entry.event, Entry.kind, Purchase.id)
        .order_by(Entry.on_day, fn.MIN(Entry.id))
    )  # fmt: skip


def of_accounts(
    desk: Desk, member_id: int, accounts: Sequence[str], first_on: date, last_on: date
) -> Movements:
    """What moved in some accounts of a member from ``first_on`` through ``last_on``.

    Refuses an unknown member, what is no day, and a last day before the first.
    """
    people.refuse_unknown(desk, member_id)
    span = [inputs.day(day, desk.language).toordinal() for day in (first_on, last_on)]
    if last_on < first_on:
        raise DateRefused(desk.language, date=last_on)
    named = json.dumps(list(accounts))
    before = dict.fromkeys(accounts, 0) | dict(_before(desk.db, member_id, named, span[0]))
    rows = _moved(desk.db, member_id, named, *span).fetchall()
    moved = (_movement(row, accounts) for row in rows)
    return Movements(first_on, last_on, before, tuple(filter(_is_any, moved)))


def _is_any(one: Movement) -> bool:
    return any(one.parts.values())


def _movement(row: Sequence[Any], accounts: Sequence[str]) -> Movement:
    on, at, kind, entries, purchase, number, top_up, reason = row
    parts = dict.fromkeys(accounts, 0)
    for account, amount in json.loads(entries):
        parts[account] += amount
    receipt = None if purchase is None else display_number(purchase, number)
    return Movement(date.fromordinal(on), from_ms(at), kind, parts, receipt, top_up, reason)

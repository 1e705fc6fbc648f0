"""Stored value in the month's figures: what was topped up, spent, given back and is still owed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from shopdesk.spending import BUCKETS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry


@dataclass(frozen=True, slots=True)
class BucketFigures:
    """``opening + topped_up - spent - refunded + adjusted == closing``, in minor units.

    ``spent`` is net of what refunds of receipts gave back, each in the month it happens, so that it
    may be below 0; ``refunded`` left with refunds of top-ups: principal for money, bonus with it.
    """

    opening: int = 0
    topped_up: int = 0
    spent: int = 0
    refunded: int = 0
    adjusted: int = 0
    closing: int = 0


@dataclass(frozen=True, slots=True)
class StoredValueFigures:
    """A month's stored value: what members paid for and what the shop gave on top, apart."""

    principal: BucketFigures
    bonus: BucketFigures

    @property
    def is_empty(self) -> bool:
        """Whether nobody has or had any."""
        return self == EMPTY


EMPTY = StoredValueFigures(BucketFigures(), BucketFigures())


@prepared
def _moved(account: Any, first: Any, last: Any) -> Any:
    return (
        Entry.select(Entry.kind, Entry.on_day < first, fn.SUM(Entry.amount))
        .where((Entry.account == account) & (Entry.on_day <= last))
        .group_by(SQL("1"), SQL("2"))
    )


def stored_value(db: Any, first: date, last: date) -> StoredValueFigures:
    """The figures of the days from ``first`` to ``last``, both inclusive."""
    return StoredValueFigures(*[_bucket(db, bucket, first, last) for bucket in BUCKETS])


def _bucket(db: Any, bucket: str, first: date, last: date) -> BucketFigures:
    rows = _moved(db, bucket, first.toordinal(), last.toordinal()).fetchall()
    opening = sum(total for _kind, is_before, total in rows if is_before)
    of = {kind: total for kind, is_before, total in rows if not is_before}
    topped_up, refunded = of.pop("topped_up", 0), -of.pop("taken_back", 0)
    spent = -of.pop("spent", 0) - of.pop("returned", 0)
    adjusted = sum(of.values())
    closing = opening + topped_up - spent - refunded + adjusted
    return BucketFigures(opening, topped_up, spent, refunded, adjusted, closing)

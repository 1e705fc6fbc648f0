"""Spending stored value: how much of it is principal and how much bonus, and what comes back.

Both are accounts of the journal, each with the lots that top-ups made; on a receipt they are two
tenders. There is never a debt of either.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from shopdesk import journal, open_lots
from shopdesk.journal import Cause
from shopdesk.money import Money, spread
from shopdesk.refusals_of_value import NotEnoughStoredValue
from shopdesk.shop import Desk
from shopdesk.store.change import Change

BUCKETS = ("principal", "bonus")
"""What stored value is made of, by the names of its accounts and tenders."""


class StoredValue(NamedTuple):
    """What a member holds, in minor units: what they paid for, and what the shop gave on top."""

    principal: int = 0
    bonus: int = 0

    @property
    def total(self) -> int:
        """Both together: what can be spent."""
        return self.principal + self.bonus


NOTHING = StoredValue()


def held(db: Any, member_id: int) -> StoredValue:
    """What a member holds now."""
    return StoredValue(*[journal.balance(db, member_id, bucket)[0] for bucket in BUCKETS])


def held_since(desk: Desk, member_id: int, there_on: date) -> StoredValue:
    """What of it was there on a day already: a receipt entered late spends nothing newer (9.21)."""
    return StoredValue(*[open_lots.there(desk, member_id, there_on, each) for each in BUCKETS])


def split(desk: Desk, amount: int, available: StoredValue) -> dict[str, int]:
    """What an amount takes of either, or the refusal of more than there is.

    In proportion of the two, by largest remainder, or the principal first, as the shop decides.
    """
    if amount > available.total:
        currency = desk.shop.settings.currency
        wanted, balance = Money(amount, currency), Money(available.total, currency)
        raise NotEnoughStoredValue(desk.language, wanted=wanted, balance=balance)
    if desk.shop.settings.stored_value_order == "principal_first":
        first = min(amount, available.principal)
        parts = [first, amount - first]
    else:
        parts = spread(amount, available)
    return {bucket: part for bucket, part in zip(BUCKETS, parts, strict=True) if part}


def part_of(tenders: Mapping[str, int]) -> int:
    """How much of a payment is stored value."""
    return sum(tenders.get(bucket, 0) for bucket in BUCKETS)


def draw(
    made: Change, member_id: int, tenders: Mapping[str, int], purchase_id: int,
    there_on: date | None = None,
) -> None:  # fmt: skip
    """Take what a receipt is paid from a member's lots, today."""
    for bucket in BUCKETS:
        cause = Cause("spent", made.today, purchase_id, account=bucket)
        journal.draw(made, member_id, tenders.get(bucket, 0), cause, there_on=there_on)


def give_back(
    made: Change, member_id: int, tenders: Mapping[str, int], purchase_id: int, refund_id: int
) -> None:
    """Return what a refund gives back to the lots it came from, the last drawn first (9.7)."""
    for bucket in BUCKETS:
        cause = Cause("returned", made.today, purchase_id, refund_id, account=bucket)
        journal.give_back(made, member_id, tenders.get(bucket, 0), cause)

"""All that happened to the stock of a gift; what is there and promised follows from it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from shopdesk.catalogue import get
from shopdesk.clock import from_ms
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import GiftMovement, Voucher
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event, Staff

# What each movement does to (stock, promised), per unit.
EFFECTS = {
    "received": (1, 0),
    "promised": (0, 1),
    "given": (-1, -1),
    "released": (0, -1),
    "returned": (1, 0),
    "counted": (1, 0),
    "broken": (0, 0),
    "replaced": (-1, 0),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened to a gift's stock, and how it stood after; ``quantity`` is negative for fewer.

    ``kind`` is received, promised, given, released (a voucher ended), returned, counted (by how
    many the count differed), broken (came back and not onto the shelf) or replaced (another one
    for what came back). ``stock`` and ``promised`` are nothing where it cannot run out; ``edition``
    is which piece it was.
    """

    id: int
    at: datetime
    on: date
    kind: str
    quantity: int
    staff: str | None
    voucher: str | None
    member_id: int | None
    member_name: str | None
    reason: str
    edition: int | None
    stock: int | None
    promised: int | None


@prepared
def _moved(gift: Any) -> Any:
    return (
        GiftMovement.select(
            GiftMovement.id, Event.at, Event.on_day, GiftMovement.kind, GiftMovement.quantity,
            Staff.name, Voucher.code, Member.id, Member.name, GiftMovement.reason,
            GiftMovement.edition,
        )
        .join(Event, on=(GiftMovement.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .join(Voucher, JOIN.LEFT_OUTER, on=(GiftMovement.voucher == Voucher.id))
        .join(Member, JOIN.LEFT_OUTER, on=(Voucher.member == Member.id))
        .where(GiftMovement.gift == gift)
        .order_by(GiftMovement.id)
    )  # fmt: skip


def movements(desk: Desk, gift_id: int) -> list[Movement]:
    """All that happened to a gift's stock, the oldest first; refuses an unknown gift."""
    is_counted = get(desk, gift_id).stock is not None
    found, stock, promised = [], 0, 0
    for id_, at, on, kind, quantity, *more in _moved(desk.db, gift=gift_id).fetchall():
        on_shelf, spoken_for = EFFECTS[kind]
        stock, promised = stock + on_shelf * quantity, promised + spoken_for * quantity
        left = (stock, promised) if is_counted else (None, None)
        day = date.fromordinal(on)
        found.append(Movement(id_, from_ms(at), day, kind, quantity, *more, *left))
    return found

"""Parked sales: half made, put aside under a label, called up at any till of the shop.

What is parked holds nothing: no stock, no points, no voucher, no price. Only ids and quantities are
kept; it is priced anew when it goes on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import index
from typing import Any

from peewee import JOIN

from shopdesk import (
    clock,
    inspection,
    members,
    paying,
    products,
    purchases,
    selves,
    serving,
    text,
)
from shopdesk.buying import Quantity, whole_amount
from shopdesk.by_hand import Discount
from shopdesk.clock import from_ms
from shopdesk.refusals import ContentRefused, Refused
from shopdesk.refusals_of_days import UnknownParked
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row, row_of
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tills import Parked as Row
from shopdesk.store.tables.tills import ParkedEnd
from shopdesk.topics import Topic

NAMELESS = "–"
"""What stands for a label that is gone: it may have named who was to buy, who was erased since."""
Prices = Mapping[int, tuple[int, str]]
"""Prices by hand by their product: a lower one for one unit, in minor units, and why."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parked sale in a list: since when, by whom, at which till.

    ``due`` is what it came to then, in minor units; nothing where it had no price.
    """

    id: int
    label: str
    due: int | None
    at: datetime
    staff: str
    till: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """A parked sale as it goes on: as ``purchases.quote`` takes it, prices by hand by product.

    ``passes`` are the products whose lines passes pay.

    ``gone`` are the names of what cannot go on with it: products no longer sold, a member who
    closed the membership, codes of vouchers that nobody knows here.
    """

    id: int
    label: str
    member: int | None
    amount: int | None
    lines: tuple[tuple[int, Decimal], ...]
    vouchers: tuple[str, ...]
    points: int
    discount: Discount | None
    prices: dict[int, tuple[int, str]]
    passes: tuple[int, ...]
    served_by: int | None
    gone: tuple[str, ...]


# --- queries ----------------------------------------------------------------------------------


def _rows() -> Any:
    return (
        Row.select(Row.id, Row.label, Row.due, Row.at, Staff.name, Event.till)
        .join(Event, on=(Row.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .switch(Row)
    )


@prepared
def _waiting() -> Any:
    return (
        _rows()
        .join(ParkedEnd, JOIN.LEFT_OUTER, on=(ParkedEnd.parked == Row.id))
        .where(ParkedEnd.event.is_null())
        .order_by(Row.id)
    )


@prepared
def _one(parked: Any) -> Any:
    return _rows().where(Row.id == parked)


def listed(desk: Desk) -> list[Waiting]:
    """The parked sales of all tills that wait still, the oldest first."""
    return [_waiting_as(row) for row in _waiting(desk.db).fetchall()]


def _waiting_as(row: Sequence[Any]) -> Waiting:
    id_, label, due, at, staff, till = row
    return Waiting(id_, label or NAMELESS, due, from_ms(at), staff or "", till)


@prepared
def _content(parked: Any) -> Any:
    return (
        Row.select(Row.label, Row.content, ParkedEnd.event)
        .join(ParkedEnd, JOIN.LEFT_OUTER, on=(ParkedEnd.parked == Row.id))
        .where(Row.id == parked)
    )


# --- commands ---------------------------------------------------------------------------------

_KEPT = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_insert = prepared_row(Row, "event", "at", "label", "content", "due")
_insert_end = prepared_row(ParkedEnd, "parked", "event", "how")


def park(
    desk: Desk,
    *,
    label: str,
    member: int | None = None,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] = (),
    vouchers: Sequence[str] = (),
    points: int = 0,
    discount: Discount | None = None,
    prices: Prices | None = None,
    passes: Sequence[int] = (),
    served_by: int | None = None,
    key: str | None = None,
) -> Waiting:
    """Put a half-made sale aside: who buys, an ``amount`` or ``lines``, and what was asked for.

    Refuses one with nothing in it, what could not be kept, an unknown product or member, and a
    label that is none.
    """
    paying.refuse_shapeless(desk, {}, vouchers)
    whole_amount(desk, points)
    try:
        content = _KEPT(
            {
                "member": member,
                "amount": amount,
                "lines": [[product, str(count)] for product, count in lines],
                "vouchers": list(vouchers),
                "points": points,
                "discount": None if discount is None else Discount(*discount),
                "prices": [[index(at), price, why] for at, (price, why) in (prices or {}).items()],
                "passes": list(passes),
                "served_by": served_by,
            }
        )
    except (TypeError, ValueError, AttributeError):
        raise ContentRefused(desk.language) from None
    if not text.is_whole(content):
        raise ContentRefused(desk.language)
    with change(
        desk, Topic.PARKED, action="parked.park", key=key, content=[label, content]
    ) as made:
        if made.repeats is not None:
            return _get(desk, made.repeats)
        if member is None and amount is None and not lines:
            raise ContentRefused(desk.language)
        kept = text.kept(label, desk.language)
        due = _due(desk, member, amount, lines)
        parked_id = _insert(made.db, (made.event, clock.to_ms(made.at), kept, content, due))
        made.subject = parked_id
        made.note(due=due)
        return Waiting(parked_id, kept, due, made.at, desk.staff_name, desk.till)


def _get(desk: Desk, parked_id: int) -> Waiting:
    """A parked sale as it was put aside, though it may wait no more."""
    return _waiting_as(_one(desk.db, parked=parked_id).fetchone())


def _due(
    desk: Desk, member: int | None, amount: int | None, lines: Sequence[tuple[int, Quantity]]
) -> int | None:
    """What it comes to now without vouchers, points and prices by hand: to tell one from another.

    Refuses a product or member that is none.
    """
    if amount is None and not lines:
        members.get(desk, member or 0)
        return None
    return purchases.quote(desk, member=member, amount=amount, lines=lines or None).due


def recall(desk: Desk, parked_id: int, *, key: str | None = None) -> Recalled:
    """Take a parked sale up again: from then on it waits no more.

    Refuses one that was taken up or dropped meanwhile, at whatever till.
    """
    with change(desk, Topic.PARKED, action="parked.recall", key=key, content=parked_id) as made:
        if made.repeats is None:
            _end(made, parked_id, "recalled")
        label, content, _ = _content(made.db, parked=parked_id).fetchone()
        return as_it_goes_on(desk, json.loads(content), parked_id, label)


def drop(desk: Desk, parked_id: int, *, key: str | None = None) -> None:
    """Let a parked sale go: nobody comes for it. Refuses one that waits no more."""
    with change(desk, Topic.PARKED, action="parked.drop", key=key, content=parked_id) as made:
        if made.repeats is None:
            _end(made, parked_id, "dropped")


def _end(made: Change, parked_id: int, how: str) -> None:
    row = row_of(_content, made.db, parked_id)
    if row is None or row[2] is not None:
        raise UnknownParked(made.desk.language, parked=parked_id)
    made.subject = parked_id
    _insert_end(made.db, (parked_id, made.event, how))


def as_it_goes_on(
    desk: Desk, kept: Mapping[str, Any], parked_id: int = 0, label: str = ""
) -> Recalled:
    """What was kept of a half-made sale, without what cannot go on; refuses unknown products."""
    lines = [(product, Decimal(count)) for product, count in kept["lines"]]
    known = {product: products.get(desk, product) for product, _ in lines}
    gone = [one.name for one in known.values() if one.discontinued]
    sold = tuple(line for line in lines if not known[line[0]].discontinued)
    member = _member(desk, kept["member"], gone)
    vouchers = [code for code in kept["vouchers"] if inspection.with_row(desk, code) is not None]
    gone += [code for code in kept["vouchers"] if code not in vouchers]
    return Recalled(
        id=parked_id,
        label=label or NAMELESS,
        member=member,
        amount=kept["amount"],
        lines=sold,
        vouchers=tuple(vouchers),
        points=kept["points"] if member is not None else 0,
        discount=None if kept["discount"] is None else Discount(*kept["discount"]),
        prices={product: (price, why) for product, price, why in kept["prices"]},
        passes=tuple(kept["passes"]) if member is not None else (),
        served_by=kept["served_by"] if serving.works_here(desk.db, kept["served_by"]) else None,
        gone=tuple(gone),
    )


def _member(desk: Desk, member_id: int | None, gone: list[str]) -> int | None:
    """Who buys, by who they are now, unless the membership ended meanwhile."""
    if member_id is None:
        return None
    try:
        found = members.get(desk, selves.survivor_of(desk.db, member_id))
    except Refused:
        return None
    if not found.closed:
        return found.id
    gone.append(found.name)
    return None

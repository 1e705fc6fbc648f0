"""Cash that comes into a drawer or leaves it without a receipt: change fetched, a parcel paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from shopdesk import buying, clock, drawer, text
from shopdesk.clock import from_ms
from shopdesk.drawer import NEWEST, Span, within
from shopdesk.refusals import AmountRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tills import CashMove as Row
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class CashMove:
    """One payment into a drawer (``kind`` in) or out of it, in minor units, by whom and why."""

    id: int
    kind: str
    amount: int
    reason: str
    staff: str
    till: str
    on: date
    at: datetime


def _rows() -> Any:
    return (
        Event.select(
            Row.id, Row.kind, Row.amount, Row.reason, Staff.name, Event.till, Row.on_day, Row.at
        )
        .join(Row, on=(Row.id == Event.subject))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .order_by(Event.id)
    )


@prepared
def _within(till: Any, since: Any, until: Any) -> Any:
    return _rows().where(within(till, since, until, drawer.MOVED.values()))


def moves(desk: Desk, span: Span | None = None) -> list[CashMove]:
    """What was paid in and out in a span of a till, in order; since this one's last close where
    none is given."""
    if span is None:
        since = drawer.last_close(desk.db, desk.till, desk.today())
        span = Span(desk.till, since, NEWEST)
    return [_move_of(row) for row in _within(desk.db, *span).fetchall()]


def _move_of(row: Sequence[Any]) -> CashMove:
    id_, kind, amount, reason, staff, till, on, at = row
    return CashMove(id_, kind, amount, reason, staff or "", till, date.fromordinal(on), from_ms(at))


def pay_in(desk: Desk, amount: int, *, reason: str, key: str | None = None) -> CashMove:
    """Put cash into this till's drawer, for a reason that is kept."""
    return _move(desk, "in", amount, reason, key)


def pay_out(desk: Desk, amount: int, *, reason: str, key: str | None = None) -> CashMove:
    """Take cash out of this till's drawer, for a reason that is kept.

    More than should lie there is not refused: what lies there is known to whoever looks.
    """
    return _move(desk, "out", amount, reason, key)


_insert = prepared_row(Row, "event", "at", "on_day", "kind", "amount", "reason")


def _move(desk: Desk, kind: str, amount: int, reason: str, key: str | None) -> CashMove:
    content = [amount, reason]
    with change(desk, Topic.TILLS, action=f"cash.pay_{kind}", key=key, content=content) as made:
        if made.repeats is not None:
            return _get(desk, made.repeats)
        if not buying.whole_amount(desk, amount):
            raise AmountRefused(desk.language, amount=amount)
        why = text.reason(reason, desk.language)
        at, on = clock.to_ms(made.at), made.today.toordinal()
        made.subject = _insert(made.db, (made.event, at, on, kind, amount, why))
        made.note(amount=amount)
        return CashMove(
            made.subject, kind, amount, why, desk.staff_name, desk.till, made.today, made.at
        )


@prepared
def _of(move: Any) -> Any:
    return _rows().where((Row.id == move) & (Event.action << tuple(drawer.MOVED.values())))


def _get(desk: Desk, move_id: int) -> CashMove:
    return _move_of(_of(desk.db, move=move_id).fetchone())

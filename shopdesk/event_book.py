"""Events as they stand: what takes place, when, where and for how many; written by ``events``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk.clock import day_or_none
from shopdesk.language import in_either
from shopdesk.refusals_of_events import UnknownEvent
from shopdesk.shop import Desk
from shopdesk.store.columns import EVENTS
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.events import Gathering as Row

KINDS = EVENTS


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion that members are invited to: a launch, an appreciation, a brand event, another.

    ``starts`` and ``ends`` are times of its day like ``14:00``, or nothing. ``capacity`` is how
    many invited members have a seat, without limit where it is nothing. One that was cancelled
    says when and why.
    """

    id: int
    name: str
    name_en: str | None
    kind: str
    on: date
    starts: str | None
    ends: str | None
    place: str
    capacity: int | None
    note: str
    cancelled_on: date | None
    cancelled_because: str | None

    def title(self, language: str) -> str:
        """Its name in a language, or in the one it has."""
        return in_either(language, self.name, self.name_en)

    def times(self) -> str:
        """From when to when, as far as it is known."""
        return "–".join(filter(None, (self.starts, self.ends)))


_COLUMNS = (
    Row.id, Row.name, Row.name_en, Row.kind, Row.on_day, Row.starts, Row.ends, Row.place,
    Row.capacity, Row.note, Row.cancelled_on, Row.cancelled_because,
)  # fmt: skip


def _event(row: Sequence[Any]) -> Event:
    id_, name, name_en, kind, on, starts, ends, place, capacity, note, cancelled, because = row
    return Event(
        id_, name, name_en, kind, date.fromordinal(on), starts, ends, place, capacity, note,
        day_or_none(cancelled), because,
    )  # fmt: skip


@prepared
def _by_id(event: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.id == event)


@prepared
def _all() -> Any:
    return Row.select(*_COLUMNS).order_by(Row.on_day.desc(), Row.id.desc())


@prepared
def _from(day: Any) -> Any:
    stands = Row.cancelled_on.is_null() & (Row.on_day >= day)
    return Row.select(*_COLUMNS).where(stands).order_by(Row.on_day, Row.id)


def get(desk: Desk, event_id: int) -> Event:
    """One event; refuses an unknown id."""
    row = row_of(_by_id, desk.db, event_id)
    if row is None:
        raise UnknownEvent(desk.language, event=event_id)
    return _event(row)


def coming(desk: Desk) -> list[Event]:
    """Those of today and later that are not called off, the next day first."""
    return [_event(row) for row in _from(desk.db, desk.today().toordinal()).fetchall()]


def listed(desk: Desk) -> list[Event]:
    """All events there ever were, the last day first."""
    return [_event(row) for row in _all(desk.db).fetchall()]

"""What was corrected after a month was closed, and makes its rows come to something else.

The figures of a closed month stay; the rows behind them are read anew (see ``behind``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL

from shopdesk import clock, figures, import_log, permissions
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Merge, MergeUndo
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tills import MonthClose


@dataclass(frozen=True, slots=True)
class Later:
    """One correction: ``merged`` or ``parted`` (two members were found to be one, or two after
    all), ``undone`` (an import was taken back), ``imported`` (history came in), ``settings`` (the
    limits of lifecycle are others). ``name`` is that of the member it was about."""

    kind: str
    on: date
    member_id: int | None = None
    name: str | None = None


def of_month(desk: Desk, year: int, month: int) -> tuple[Later, ...]:
    """What was corrected since a month was closed, in the order done; nothing where it is open."""
    permissions.require(desk, "figures.month")
    first, _last = figures.bounds(desk, year, month)
    closed = _closed(desk.db, month=clock.month_of(first)).fetchone()
    if closed is None:
        return ()
    found = [*_merged(desk, *closed), *_acts(desk, *closed)]
    return tuple(one for _event, one in sorted(found, key=lambda each: each[0]))


@prepared
def _closed(month: Any) -> Any:
    return MonthClose.select(MonthClose.event).where(MonthClose.month == month)


@prepared
def _merges(after: Any) -> Any:
    return (
        Merge.select(Merge.event, Merge.on_day, SQL("'merged'"), Member.id, Member.name)
        .join(Member, on=(Member.id == Merge.keep))
        .where(Merge.event > after)
    )


@prepared
def _undone(after: Any) -> Any:
    return (
        MergeUndo.select(MergeUndo.event, MergeUndo.on_day, SQL("'parted'"), Member.id, Member.name)
        .join(Merge)
        .join(Member, on=(Member.id == Merge.keep))
        .where(MergeUndo.event > after)
    )


def _merged(desk: Desk, after: int) -> Iterator[tuple[int, Later]]:
    rows = [*_merges(desk.db, after).fetchall(), *_undone(desk.db, after).fetchall()]
    for event, on, kind, member, name in rows:
        yield event, Later(kind, date.fromordinal(on), member, name)


_ACTS = {
    **dict.fromkeys(import_log.KINDS, "imported"),
    import_log.UNDO: "undone",
    "settings.change": "settings",
}


@prepared
def _acted(after: Any) -> Any:
    return Event.select(Event.id, Event.on_day, Event.action, Event.body).where(
        (Event.id > after) & Event.action.in_(tuple(_ACTS))
    )


def _acts(desk: Desk, after: int) -> Iterator[tuple[int, Later]]:
    for event, on, action, body in _acted(desk.db, after).fetchall():
        changed = json.loads(body).get("changed", ()) if _ACTS[action] == "settings" else None
        if changed is None or any(name.startswith("lifecycle_") for name in changed):
            yield event, Later(_ACTS[action], date.fromordinal(on))

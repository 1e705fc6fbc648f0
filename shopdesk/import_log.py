"""The imports there were: each an event of the audit, as is that one was undone."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shopdesk.language import N_
from shopdesk.permissions import require
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event, Staff

KINDS = ("imports.members", "imports.products", "imports.purchases", "imports.cards")
UNDO = "imports.undo"


class UnknownImport(Refused):
    """An import that never was."""

    code = "unknown_import"
    sentence = N_("There is no import {import_id}.")


@dataclass(frozen=True, slots=True)
class Import:
    """An import that was written: its ``id`` is that of its event; who, when, what and how much."""

    id: int
    kind: str
    at: datetime
    staff: str
    file: str
    rows: int
    written: int
    rejected: int
    undone_on: date | None


def listed(desk: Desk) -> list[Import]:
    """Every import there was, the newest first."""
    require(desk, UNDO)
    undone_on_days = dict(_undone().bind(desk.db).tuples())
    rows = (
        Event.select(Event.id, Event.action, Event.at, Staff.name, Event.body)
        .join(Staff, on=(Staff.id == Event.staff))
        .where(Event.action.in_(KINDS))
        .order_by(Event.id.desc())
        .tuples()
        .bind(desk.db)
    )
    found = []
    for id_, action, at, staff, body in rows:
        noted = json.loads(body)
        rows_, written, rejected = (noted.get(n, 0) for n in ("rows", "written", "rejected"))
        kind, file = action.removeprefix("imports."), noted.get("file", "")
        taken_back_on = undone_on_days.get(id_)
        found.append(Import(id_, kind, at, staff, file, rows_, written, rejected, taken_back_on))
    return found


def undone() -> Any:
    """The ids of the imports that were undone, as a part of a query."""
    return Event.select(Event.subject).where(Event.action == UNDO)


def _undone() -> Any:
    return Event.select(Event.subject, Event.on_day).where(Event.action == UNDO)


@prepared
def undone_on(event: Any) -> Any:
    """The day on which an import was undone, if it was."""
    return Event.select(Event.on_day).where((Event.action == UNDO) & (Event.subject == event))


@prepared
def _action(event: Any) -> Any:
    return Event.select(Event.action).where((Event.id == event) & Event.action.in_(KINDS))


def is_undone(db: Any, import_id: int) -> bool:
    """Whether an import was taken back."""
    return undone_on(db, event=import_id).fetchone() is not None


@prepared
def _came_by_undone(member: Any) -> Any:
    return Member.select(Member.id).where((Member.id == member) & Member.event.in_(undone()))


def has_gone(db: Any, member_id: int) -> bool:
    """Whether a member came by an import that was undone, and was closed with it."""
    return _came_by_undone(db, member=member_id).fetchone() is not None


def kind_of(desk: Desk, import_id: int) -> str:
    """What was imported; refuses an id that is no import's."""
    row = _action(desk.db, event=import_id).fetchone() if type(import_id) is int else None
    if row is None:
        raise UnknownImport(desk.language, import_id=import_id)
    return str(row[0]).removeprefix("imports.")

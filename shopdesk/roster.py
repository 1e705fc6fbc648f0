"""The roll of all members: every id in one short read, and the few rows that are looked at.

A list of a million is an array of ids; names, points and visits are read for a window of them.
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from peewee import SQL, NodeList, fn

from shopdesk import members
from shopdesk.members import Member
from shopdesk.shop import Desk, Shop
from shopdesk.store.statements import prepared
from shopdesk.store.tables import Member as Row
from shopdesk.store.tables import MemberDay

_kept: "WeakKeyDictionary[Shop, tuple[int, array[int]]]" = WeakKeyDictionary()
"""The whole roll as last read, with the newest id it has. Members are never deleted and never
change their day of joining, so it holds until another one joins."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the roll: a member, and the last business day they bought and kept something."""

    member: Member
    last_on: date | None


@prepared
def _newest() -> Any:
    return Row.select(fn.MAX(Row.id))


def _as_one_text(query: Any) -> Any:
    """The ids of a query in one row: a million rows handed over one by one take twice as long."""
    return Row.select(fn.json_group_array(query.c.id)).from_(query)


@prepared
def _everyone() -> Any:
    return _as_one_text(Row.select(Row.id).order_by(Row.joined_on.desc(), Row.id.desc()))


@prepared
def _on_tier(tier: Any) -> Any:
    return _as_one_text(Row.select(Row.id).where(Row.tier == tier))


def ids(desk: Desk, *, tier: str | None = None) -> "array[int]":
    """The ids of all members, who joined last first; of those on one tier where it is named."""
    everyone = _whole(desk)
    if tier is None:
        return everyone
    chosen = set(json.loads(_on_tier(desk.db, tier=tier).fetchone()[0]))
    return array("q", [member_id for member_id in everyone if member_id in chosen])


def _whole(desk: Desk) -> "array[int]":
    newest = _newest(desk.db).fetchone()[0] or 0
    kept = _kept.get(desk.shop)
    if kept is None or kept[0] != newest:
        kept = newest, array("q", json.loads(_everyone(desk.db).fetchone()[0]))
        _kept[desk.shop] = kept
    return kept[1]


@prepared
def _last_visits(wanted: Any) -> Any:
    listed = SQL("(SELECT value FROM json_each(")
    return (
        MemberDay.select(MemberDay.member, fn.MAX(MemberDay.on_day))
        .where(
            NodeList((MemberDay.member, SQL("IN"), listed, wanted, SQL("))")))
            & (MemberDay.kept > SQL("0"))
        )
        .group_by(MemberDay.member)
    )


def window(desk: Desk, wanted: Sequence[int]) -> list[Listed]:
    """The rows of some ids, in their order: a few hundred at a time."""
    chosen = list(wanted)
    last = dict(_last_visits(desk.db, wanted=json.dumps(chosen)).fetchall())
    return [
        Listed(member, date.fromordinal(last[member.id]) if member.id in last else None)
        for member in members.of_ids(desk, chosen)
    ]

"""The roll of all members: the ids a part at a time, and the few rows that are looked at.

A list of a million is an array of ids; names, points and visits are read for a window of them.
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any
from weakref import WeakKeyDictionary

from peewee import SQL, NodeList, fn

from shopdesk import long, open_lots
from shopdesk.clock import day_or_none
from shopdesk.long import Part
from shopdesk.members import MemberTier, member_tier
from shopdesk.shop import Desk, Shop
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.belonging import Merge, MergeUndo
from shopdesk.store.tables.journal import Account, MemberDay
from shopdesk.store.tables.people import Member as Row
from shopdesk.store.tables.personal import MemberTag

_MOST_NEW = 1_000
"""So many newcomers are put before the roll that is known; after more it is read again."""


@dataclass(frozen=True, slots=True)
class _Roll:
    """The roll as last read: the newest id it has, and the day on which its first one joined.

    ``merges`` are the last merge and undoing of one by then.
    """

    newest: int
    joined_on: int
    merges: tuple[int | None, ...]
    ids: "array[int]"


_kept: "WeakKeyDictionary[Shop, _Roll]" = WeakKeyDictionary()
"""Members are never deleted, and change their day of joining only where they are merged, so it
holds until others join."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the roll: what a list shows of a member. ``last_on`` is the last business day they
    bought and kept something."""

    id: int
    number: str
    name: str
    phone: str | None
    tier: MemberTier
    points: int
    is_closed: bool
    last_on: date | None


# --- who --------------------------------------------------------------------------------------


def first(desk: Desk, *, tier: str | None = None, tag: str | None = None) -> Part:
    """The roll, or that of a tier or tag, where it is short or known; else its beginning."""
    if tag is not None:
        return Part(ids(desk, tier=tier, tag=tag), is_whole=True)
    known = _known(desk) if tier is None else None
    if known is not None:
        return Part(known, is_whole=True)
    rows = _begins(desk.db, most=long.FIRST).fetchall()
    chosen = array("i", [member_id for member_id, its in rows if tier in (None, its)])
    return Part(chosen, is_whole=len(rows) < long.FIRST)


def ids(desk: Desk, *, tier: str | None = None, tag: str | None = None) -> "array[int]":
    """The ids of all members, who joined last first; of those on one tier, or with one tag, where
    it is named.

    Of a million this takes up to a second, most of it in SQLite.
    """
    if tag is not None:
        return long.ids(_tagged(desk.db, tag=tag, tier=tier))
    if tier is not None:
        return long.ids(_on_tier(desk.db, tier=tier))
    known = _known(desk)
    if known is not None:
        return known
    merges = _merges(desk.db).fetchone()
    found = long.ids(_everyone(desk.db))
    newest = max(found, default=0)  # of these, not of now: somebody may be joining at the till
    joined = _joined(desk.db, member=found[0]).fetchone()[0] if found else 0
    _kept[desk.shop] = _Roll(newest, joined, merges, found)
    return found


@prepared
def _newest() -> Any:
    return Row.select(fn.MAX(Row.id))


@prepared
def _merges() -> Any:
    """What changes the days on which people joined, by the last of each."""
    last_undone = MergeUndo.select(fn.MAX(MergeUndo.event))
    return Merge.select(fn.MAX(Merge.id), last_undone)


@prepared
def _joined(member: Any) -> Any:
    return Row.select(Row.joined_on).where(Row.id == member)


def _known(desk: Desk) -> "array[int] | None":
    """The roll without reading all of it: as it was kept, newcomers put before it."""
    kept = _kept.get(desk.shop)
    if kept is None or kept.merges != _merges(desk.db).fetchone():
        return None
    if kept.newest == (_newest(desk.db).fetchone()[0] or 0):
        return kept.ids
    rows = _newcomers(desk.db, newest=kept.newest, most=_MOST_NEW).fetchall()
    if len(rows) == _MOST_NEW or min(rows)[0] < kept.joined_on:
        return None
    rows.sort(reverse=True)
    found = array("i", [member_id for _, member_id in rows]) + kept.ids
    newest = max(member_id for _, member_id in rows)
    _kept[desk.shop] = _Roll(newest, rows[0][0], kept.merges, found)
    return found


@prepared
def _newcomers(newest: Any, most: Any) -> Any:
    return Row.select(Row.joined_on, Row.id).where(Row.id > newest).order_by(Row.id).limit(most)


def _in_order() -> Any:
    return Row.select(Row.id).order_by(Row.joined_on.desc(), Row.id.desc())


@prepared
def _begins(most: Any) -> Any:
    return _in_order().select_extend(Row.tier).limit(most)


@prepared
def _everyone() -> Any:
    return long.as_one_text(_in_order())


@prepared
def _on_tier(tier: Any) -> Any:
    """Sorted after the table was read from end to end: along the index of days it would be read
    row by row, here and there."""
    joined = NodeList((SQL("+"), Row.joined_on, SQL("DESC")))
    query = Row.select(Row.id).where(Row.tier == tier).order_by(joined, Row.id.desc())
    return long.as_one_text(query)


@prepared
def _tagged(tag: Any, tier: Any) -> Any:
    """Those with a tag; on one tier, unless none is named."""
    held = MemberTag.select(MemberTag.member).where(MemberTag.tag == tag)
    on_tier = Row.tier == fn.COALESCE(tier, Row.tier)
    return long.as_one_text(_in_order().where(Row.id.in_(held) & on_tier))


# --- what is seen of them ---------------------------------------------------------------------


@prepared
def _rows(wanted: Any) -> Any:
    """Some members; of each the last day is one step back in the index, however often they came."""
    last = MemberDay.select(fn.MAX(MemberDay.on_day)).where(
        (MemberDay.member == Row.id) & (MemberDay.kept > SQL("0"))
    )
    return (
        Row.select(
            Row.id, Row.number, Row.name, Row.phone, Row.tier, Account.lots - Account.debt,
            Row.closed_on, last, Account.next_on,
        )
        .join(Account, on=((Account.member == Row.id) & (Account.account == open_lots.POINTS)))
        .where(among(Row.id, wanted))
    )  # fmt: skip


def window(desk: Desk, wanted: Sequence[int]) -> list[Listed]:
    """The rows of some ids, in their order: as many as are looked at."""
    tier = cache(partial(member_tier, desk.shop.known.ladder))
    rows = _rows(desk.db, wanted=json.dumps(list(wanted))).fetchall()
    found = {row[0]: _listed(desk, row, tier(row[4])) for row in rows}
    return [found[id_] for id_ in wanted]


def _listed(desk: Desk, row: Sequence[Any], tier: MemberTier) -> Listed:
    id_, number, name, phone, _tier, points, closed, last, ends = row
    points -= open_lots.past(desk, id_, ends)
    day = day_or_none(last)
    return Listed(id_, number, name, phone, tier, points, closed is not None, day)

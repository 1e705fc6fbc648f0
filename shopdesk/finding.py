"""Finding a member as someone types: a walk along one key table, as short for a million as for ten.

A member has a key for the number, for the phone from its front and from its end, and the keys
that ``names`` makes. A search never sorts and never counts: it reads the first few keys that begin
with what was typed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import SQL, NodeList

from shopdesk import names, text
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables import MemberKey

_FROM_THE_END = "\x01"
"""Leads the keys of phones read backwards, which are searched by their last digits; no name and no
number has it."""
_LAST = "\U0010ffff"
_FEWEST_DIGITS = 3
_LOOKED_AT = 4
"""Keys read per member wanted: one member may stand behind several."""
_LOOKED_AT_TOGETHER = 256
_MOST_TERMS = 4
"""Of several terms this many keys of each are read, and of so many terms: the longest ones."""

_insert_keys = prepared_rows(MemberKey, "key", "member")


@prepared
def _walk(low: Any, high: Any, most: Any) -> Any:
    return (
        MemberKey.select(MemberKey.member)
        .where((MemberKey.key >= low) & (MemberKey.key < high))
        .limit(most)
    )


@prepared
def _with_key(ids: Any, low: Any, high: Any) -> Any:
    listed = SQL("(SELECT value FROM json_each(")
    return MemberKey.select(MemberKey.member).where(
        NodeList((MemberKey.member, SQL("IN"), listed, ids, SQL("))")))
        & (MemberKey.key >= low)
        & (MemberKey.key < high)
    )


@prepared
def _forget(member: Any) -> Any:
    return MemberKey.delete().where(MemberKey.member == member)


def keys_of(number: str, name: str, phone: str | None) -> frozenset[str]:
    """Everything a member is found by."""
    found = set(names.keys(name))
    found.update(names.terms(number))
    if phone:
        found.update((phone, _FROM_THE_END + phone[::-1]))
    return frozenset(found)


def write_keys(db: Any, member_id: int, keys: Iterable[str]) -> None:
    """Make a member findable."""
    _insert_keys(db, [(key, member_id) for key in sorted(keys)])


def rewrite_keys(db: Any, member_id: int, keys: Iterable[str]) -> None:
    """Make a member findable by other keys than before."""
    _forget(db, member=member_id)
    write_keys(db, member_id, keys)


@dataclass(frozen=True, slots=True)
class _Found:
    """The members that a term leads to: all of them, or those of a walk that came to its end and
    of others that were cut short.
    """

    members: dict[int, None]
    is_all: bool
    has_end: bool


def candidates(db: Any, query: str, limit: int) -> list[int]:
    """The ids of members that a query may mean, a few more than wanted.

    What can be a phone is one, however it is grouped. Of several terms the one that leads to the
    fewest members is followed.
    """
    phone = whole_phone(query)
    if phone is not None:
        found = _follow(db, phone, limit * _LOOKED_AT)
        if found.members:
            return list(found.members)
    terms = [term for term in names.terms(query) if not term.startswith(_FROM_THE_END)]
    if not terms:
        return []
    if len(terms) == 1:
        found = _follow(db, terms[0], limit * _LOOKED_AT)
        return list(found.members)
    together = _of_all(db, sorted(terms, key=_telling, reverse=True)[:_MOST_TERMS])
    return together[: limit * _LOOKED_AT]


def _telling(term: str) -> tuple[bool, int]:
    """How few a term will lead to: digits to fewer than letters, long ones to fewer than short."""
    return term.isdigit(), len(term)


def _of_all(db: Any, terms: list[str]) -> list[int]:
    """Members that all the terms lead to, among those that the walks come to.

    One term is followed, if possible to its end; what the others lead to is asked of the few
    members that are left.
    """
    walks: dict[str, _Found] = {}
    for term in terms:
        walks[term] = _follow(db, term, _LOOKED_AT_TOGETHER)
        if walks[term].is_all:
            break
    followed = min(walks, key=lambda term: (not walks[term].has_end, len(walks[term].members)))
    left = list(walks[followed].members)
    for term in terms:
        if term != followed:
            also = _led_by(db, term, left)
            left = [member_id for member_id in left if member_id in also]
    return left


def _led_by(db: Any, term: str, members: list[int]) -> set[int]:
    """Those of some members that a term leads to."""
    ids = json.dumps(members)
    rows = [
        row
        for start in _starts(term)
        for row in _with_key(db, ids=ids, low=start, high=start + _LAST).fetchall()
    ]
    return {member_id for (member_id,) in rows}


def _follow(db: Any, term: str, most: int) -> _Found:
    members: dict[int, None] = {}
    ended = []
    for start in _starts(term):
        rows = _walk(db, low=start, high=start + _LAST, most=most).fetchall()
        members.update((row[0], None) for row in rows)
        ended.append(len(rows) < most)
    return _Found(members, all(ended), any(ended))


def whole_phone(query: str) -> str | None:
    """The phone a query would be, as it is kept, or nothing."""
    try:
        return text.phone(query)
    except ValueError:
        return None


def _starts(term: str) -> tuple[str, ...]:
    """The beginnings of keys a term stands for: digits may be the end of a phone."""
    if term.isascii() and term.isdigit() and len(term) >= _FEWEST_DIGITS:
        return (_FROM_THE_END + term[::-1], term)
    return (term,)

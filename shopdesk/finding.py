"""Finding a member as someone types: a walk along one key table, as short for a million as for ten.

A member has a key for the number, for the phone from its front and from its end, and the keys
that ``names`` makes. A search never sorts and never counts: it reads the first few keys that begin
with what was typed.
"""

import json
from collections.abc import Iterable
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


def candidates(db: Any, query: str, limit: int) -> list[int]:
    """The ids of members that a query may mean, a few more than wanted.

    What can be a phone is one, however it is grouped. Of several terms the one that leads to the
    fewest members is followed.
    """
    phone = whole_phone(query)
    if phone is not None:
        found = _follow(db, phone, limit * _LOOKED_AT)
        if found:
            return found
    terms = [term for term in names.terms(query) if not term.startswith(_FROM_THE_END)]
    if not terms:
        return []
    if len(terms) == 1:
        return _follow(db, terms[0], limit * _LOOKED_AT)
    together = _of_all(db, sorted(terms, key=_telling, reverse=True)[:_MOST_TERMS])
    return together[: limit * _LOOKED_AT]


def _telling(term: str) -> tuple[bool, int]:
    """How few a term will lead to: digits to fewer than letters, long ones to fewer than short."""
    return term.isdigit(), len(term)


def _of_all(db: Any, terms: list[str]) -> list[int]:
    """Members that all the terms lead to, among those that the walks come to.

    One walk that comes to its end is followed, the end of a phone before others; what the other
    terms lead to is asked of the few members that are left. Where all walks of a term came to
    their end and nobody is left, nobody is meant.
    """
    cut_short: dict[int, None] = {}
    for term in terms:
        is_whole = True
        for start in _starts(term):
            rows = _walk(db, low=start, high=start + _LAST, most=_LOOKED_AT_TOGETHER).fetchall()
            if len(rows) == _LOOKED_AT_TOGETHER:
                cut_short |= _each_once(rows)
                is_whole = False
            elif left := _agreed(db, list(_each_once(rows)), [t for t in terms if t != term]):
                return left
        if is_whole:
            return []
    return _agreed(db, list(cut_short), terms)


def _each_once(rows: list[tuple[int]]) -> dict[int, None]:
    """Each member once, in the order found."""
    return dict.fromkeys(member_id for (member_id,) in rows)


def _agreed(db: Any, members: list[int], terms: list[str]) -> list[int]:
    """Those of some members that every term leads to."""
    for term in terms:
        if members:
            also = _led_by(db, term, members)
            members = [member_id for member_id in members if member_id in also]
    return members


def _led_by(db: Any, term: str, members: list[int]) -> set[int]:
    """Those of some members that a term leads to."""
    ids = json.dumps(members)
    rows = [
        row
        for start in _starts(term)
        for row in _with_key(db, ids=ids, low=start, high=start + _LAST).fetchall()
    ]
    return {member_id for (member_id,) in rows}


def _follow(db: Any, term: str, most: int) -> list[int]:
    """The first members a term leads to."""
    found: dict[int, None] = {}
    for start in _starts(term):
        found |= _each_once(_walk(db, low=start, high=start + _LAST, most=most).fetchall())
    return list(found)


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

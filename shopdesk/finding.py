"""Finding a member as someone types: a walk along one key table, as short for a million as for ten.

A member has a key for the number, for the phone from its front and from its end, and the keys
that ``names`` makes. A search never sorts and never counts: it reads the first few keys that begin
with what was typed.
"""

from collections.abc import Iterable
from typing import Any

from shopdesk import names
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables import MemberKey

_FROM_THE_END = "~"
"""Leads the keys of phones read backwards, which are searched by their last digits."""
_LAST = "\U0010ffff"
_FEWEST_DIGITS = 3
_LOOKED_AT = 4
"""Keys read per member wanted: one member may stand behind several."""

_insert_keys = prepared_rows(MemberKey, "key", "member")


@prepared
def _walk(low: Any, high: Any, most: Any) -> Any:
    return (
        MemberKey.select(MemberKey.member)
        .where((MemberKey.key >= low) & (MemberKey.key < high))
        .limit(most)
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


def candidates(db: Any, query: str, limit: int) -> list[tuple[int, tuple[str, ...]]]:
    """Members that the longest term of a query leads to, each with the terms still to be tested."""
    terms = sorted(names.terms(query), key=len, reverse=True)
    if not terms:
        return []
    rest = tuple(terms[1:])
    found: dict[int, None] = {}
    for start in _starts(terms[0]):
        rows = _walk(db, low=start, high=start + _LAST, most=limit * _LOOKED_AT)
        found.update((row[0], None) for row in rows.fetchall())
    return [(member_id, rest) for member_id in found]


def _starts(term: str) -> tuple[str, ...]:
    """The beginnings of keys a term stands for: digits may be the end of a phone."""
    if term.isascii() and term.isdigit() and len(term) >= _FEWEST_DIGITS:
        return (_FROM_THE_END + term[::-1], term)
    return (term,)


def fits(term: str, number: str, name: str, phone: str | None) -> bool:
    """Whether a further term of a query fits a member."""
    keys = keys_of(number, name, phone)
    return any(names.matches(keys, start) for start in _starts(term))

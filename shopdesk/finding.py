"""Finding a member as someone types: a walk along one key table, as short for a million as for ten.

A member has a key for the number, for the phone from its front and from its end, and the keys
that ``names`` makes. A search never sorts and never counts: it reads the first few keys that begin
with what was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SQL, Tuple, fn

from shopdesk import names, text
from shopdesk.store.statements import prepared, prepared_rows
from shopdesk.store.tables.people import Member, MemberKey

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

_Walk = tuple[str, tuple[str, int], list[str]]
"""Where a walk begins, its last key, and the other terms that have to lead there as well."""

_insert_keys = prepared_rows(MemberKey, "key", "member")


@prepared
def _walk(low: Any, high: Any, most: Any) -> Any:
    return (
        MemberKey.select(MemberKey.member)
        .where((MemberKey.key >= low) & (MemberKey.key < high))
        .limit(most)
    )


@prepared
def _nth(low: Any, high: Any, before: Any) -> Any:
    return (
        MemberKey.select(MemberKey.key, MemberKey.member)
        .where((MemberKey.key >= low) & (MemberKey.key < high))
        .limit(1)
        .offset(before)
    )


@prepared
def _walk_with(low: Any, high: Any, last: Any, also_low: Any, also_high: Any) -> Any:
    """A walk up to the key ``high`` of the member ``last``, past whoever has no other such key."""
    also = MemberKey.alias()
    of_member = (also.member == MemberKey.member) & (also.key >= also_low) & (also.key < also_high)
    return MemberKey.select(MemberKey.key, MemberKey.member).where(
        (MemberKey.key >= low)
        & (Tuple(MemberKey.key, MemberKey.member) <= Tuple(high, last))
        & fn.EXISTS(also.select(SQL("1")).where(of_member))
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


def candidates(db: Any, phone: str | None, terms: Sequence[str], limit: int) -> Iterator[int]:
    """The ids of members that may be meant, the best first, some of them more than once.

    They are read as they are asked for, and a few more than wanted are there. What can be a phone
    is one, however it is grouped. Of several terms the one that leads to the fewest members is
    followed.
    """
    most = limit * _LOOKED_AT
    if phone is not None:
        found = list(_follow(db, phone, most))
        if found:
            return iter(found)
    typed = [term for term in terms if not term.startswith(_FROM_THE_END)]
    each = list(dict.fromkeys(typed))
    if len(each) == 1:
        return _follow(db, each[0], most)
    together = _of_all(db, sorted(each, key=_telling, reverse=True)[:_MOST_TERMS])
    return iter(together[:most])


@prepared
def _in_all(low: Any, high: Any, also_low: Any, also_high: Any) -> Any:
    """How many members with an open membership have a key in one of two ranges."""
    key = MemberKey.key
    of_either = (
        MemberKey.select(MemberKey.member)
        .where((key >= low) & (key < high))
        .union(MemberKey.select(MemberKey.member).where((key >= also_low) & (key < also_high)))
    )
    is_meant = Member.id.in_(of_either) & Member.closed_on.is_null()
    return Member.select(fn.COUNT(Member.id)).where(is_meant)


def in_all(db: Any, terms: Sequence[str]) -> int | None:
    """How many members a single term leads to: as long as they are many, so not for who types;
    nothing for several terms, of which only the first few members are ever looked at."""
    each = {term for term in terms if not term.startswith(_FROM_THE_END)}
    if len(each) != 1:
        return None
    first, *others = _starts(each.pop())
    other = others[0] if others else first
    found = _in_all(db, first, first + _LAST, other, other + _LAST).fetchone()
    return int(found[0])


def _telling(term: str) -> tuple[bool, int]:
    """How few a term will lead to: digits to fewer than letters, long ones to fewer than short."""
    return term.isdigit(), len(term)


def _of_all(db: Any, terms: list[str]) -> list[int]:
    """Members that all the terms lead to, among those that the walks come to.

    A term of which one walk comes to its end is followed, the end of a phone before others; of its
    members those are left that the other terms lead to as well. Where all walks of a term came to
    their end and nobody is left, nobody is meant.
    """
    cut_short: list[_Walk] = []
    for term in terms:
        others = [other for other in terms if other != term]
        whole, parts = _walks(db, term, others)
        left = _left(db, whole)
        if left or not parts:
            return list(dict.fromkeys(left + _left(db, parts)))
        cut_short += parts
    return list(dict.fromkeys(_left(db, cut_short)))


def _walks(db: Any, term: str, others: list[str]) -> tuple[list[_Walk], list[_Walk]]:
    """The walks of a term that come to their end, and those that would be too long."""
    whole: list[_Walk] = []
    parts: list[_Walk] = []
    for start in _starts(term):
        last = _nth(db, start, start + _LAST, _LOOKED_AT_TOGETHER - 1).fetchone()
        if last is None:
            whole.append((start, (start + _LAST, 0), others))
        else:
            parts.append((start, last, others))
    return whole, parts


def _left(db: Any, walks: list[_Walk]) -> list[int]:
    return [member_id for walk in walks for member_id in _agreed(db, *walk)]


def _agreed(db: Any, start: str, last: tuple[str, int], others: list[str]) -> list[int]:
    """The members on a walk up to its last key to whom all other terms lead, in its order."""
    left, *more = [_walked_with(db, start, last, other) for other in others]
    return [member_id for member_id in left if all(member_id in also for also in more)]


def _walked_with(db: Any, start: str, last: tuple[str, int], term: str) -> dict[int, None]:
    rows = [
        row
        for also in _starts(term)
        for row in _walk_with(db, start, *last, also, also + _LAST).fetchall()
    ]
    return dict.fromkeys(member_id for _, member_id in sorted(rows))


def _follow(db: Any, term: str, most: int) -> Iterator[int]:
    """The first members a term leads to."""
    for start in _starts(term):
        for (member_id,) in _walk(db, start, start + _LAST, most):
            yield member_id


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

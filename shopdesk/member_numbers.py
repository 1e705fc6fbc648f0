"""Numbers of members: whose one is, the next that is free, and those that somebody chose."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from peewee import JOIN, fn

from shopdesk import text
from shopdesk.refusals import NumberTaken
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.people import Member as Row

FIRST_NUMBER = 100_000
"""Numbers the shop gives itself count from here; imported ones may be anything."""


@prepared
def _numbered(number: Any) -> Any:
    """Whose number it is: the survivor's, where its member was merged."""
    return (
        Row.select(fn.COALESCE(MergedMember.survivor, Row.id))
        .join(MergedMember, JOIN.LEFT_OUTER, on=(MergedMember.member == Row.id))
        .where(Row.number == number)
    )


def holders(desk: Desk, query: str, terms: Sequence[str]) -> list[int]:
    """Whose number a query may be, as it is written and without what parts it."""
    written = dict.fromkeys((query.strip(), "".join(terms)))
    return [row[0] for number in written for row in _numbered(desk.db, number).fetchall()]


def free(desk: Desk, member_id: int, is_reserved: Callable[[str], bool] | None) -> str:
    """The next number; over many in a row that are in use it steps ever wider."""
    candidate, step = FIRST_NUMBER + member_id, 1
    while _is_used(desk, str(candidate)) or (is_reserved and is_reserved(str(candidate))):
        candidate += step
        step *= 2
    return str(candidate)


def _is_used(desk: Desk, number: str) -> bool:
    return _numbered(desk.db, number=number).fetchone() is not None


def own(desk: Desk, number: str) -> str:
    """A number that somebody chose, made tidy; refuses one that is in use."""
    given = text.kept(number, desk.language)
    tidy = text.kept(unicodedata.normalize("NFKC", given), desk.language)
    if _is_used(desk, tidy):
        raise NumberTaken(desk.language, number=tidy)
    return tidy

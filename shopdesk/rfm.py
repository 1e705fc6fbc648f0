"""What members are worth to the shop: high, middle or low by recency, frequency and money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, NodeList, fn

from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.people import Member

DAYS = 365
BANDS = ("high", "middle", "low")
HIGH, MIDDLE = 12, 8
"""Of the 15 points that recency, frequency and money give at most, 5 each."""


def bands(db: Any, today: date) -> dict[int, str]:
    """The band of everybody who came in the year up to a day."""
    first = today - timedelta(days=DAYS - 1)
    rows = _scores(db, first.toordinal(), today.toordinal()).fetchall()
    return {member: _band(sum(parts)) for member, *parts in rows}


def band(db: Any, today: date, member_id: int) -> str | None:
    """The band of one member, by counting who is below: nobody is put in order. Nothing of who did
    not come in the year up to a day."""
    first = (today - timedelta(days=DAYS - 1)).toordinal()
    row = _places(db, first=first, last=today.toordinal(), member=member_id).fetchone()
    count, *sums = row
    if not count:
        return None
    return _band(sum(1 + places * 5 // (2 * count) for places in sums))


@dataclass(frozen=True, slots=True)
class Scored:
    """How a member stands among all who came in the year: the band, and of ``recency`` (the last
    day), ``frequency`` (days) and ``money`` the fifth, 1 to 5, with the least that each has."""

    band: str
    values: tuple[int, int, int]
    scores: tuple[int, int, int]
    least: tuple[dict[int, int], dict[int, int], dict[int, int]]


def scored(db: Any, today: date, member_id: int) -> Scored | None:
    """The band of a member and what it stands on; nothing for who did not come in the year."""
    first = today - timedelta(days=DAYS - 1)
    row = _valued(db, first.toordinal(), today.toordinal(), member_id).fetchone()
    values, scores, bounds = row[:3], row[3:6], row[6:]
    if scores[0] is None:
        return None
    many = len(_FIFTHS)
    parts = (bounds[start : start + many] for start in range(0, len(bounds), many))
    least = [
        {fifth: value for fifth, value in zip(_FIFTHS, part, strict=True) if value is not None}
        for part in parts
    ]
    return Scored(_band(sum(scores)), values, scores, (least[0], least[1], least[2]))


def _band(score: int) -> str:
    return BANDS[0] if score >= HIGH else BANDS[1] if score >= MIDDLE else BANDS[2]


def _came(first: Any, last: Any) -> Any:
    """Everybody who came in the year, how recently, how often and for how much.

    All days are read member by member: along the index of days they would be read here and there,
    and sorted by member afterwards.
    """
    gone = Member.select(Member.id).where(Member.closed_on.is_null(False))
    return (
        MemberDay.select(
            MemberDay.member, fn.MAX(MemberDay.on_day).alias("recency"),
            fn.COUNT(SQL("*")).alias("frequency"), fn.SUM(MemberDay.spend).alias("money"),
        )
        .where(
            NodeList((SQL("+"), MemberDay.on_day, SQL("BETWEEN"), first, SQL("AND"), last))
            & (MemberDay.kept > SQL("0"))
            & MemberDay.member.not_in(gone)
        )
        .group_by(MemberDay.member)
    )  # fmt: skip


_WHAT = ("recency", "frequency", "money")
_FIFTHS = range(1, 6)


@prepared
def _places(first: Any, last: Any, member: Any) -> Any:
    """How many there are, and of each part how many are below a member, and how many not above."""
    own = _came(first, last).where(MemberDay.member == member).alias("own")
    parts = [
        SQL(f"SUM((came.{what} < own.{what}) + (came.{what} <= own.{what}))") for what in _WHAT
    ]
    return MemberDay.select(fn.COUNT(SQL("*")), *parts).from_(_came(first, last).alias("came"), own)


@prepared
def _scores(first: Any, last: Any) -> Any:
    return _ranked(first, last, ())


@prepared
def _valued(first: Any, last: Any, member: Any) -> Any:
    """What a member came to, in which fifth that is, and where each fifth begins: one row, found
    among all where all are kept."""
    is_own = SQL("member_id") == member
    own = [fn.MAX(Case(None, [(is_own, SQL(column))])) for column in (*_WHAT, *map(_fifth, _WHAT))]
    least = [
        fn.MIN(Case(None, [(SQL(_fifth(what)) == SQL(str(fifth)), SQL(what))]))
        for what in _WHAT
        for fifth in _FIFTHS
    ]
    return MemberDay.select(*own, *least).from_(_ranked(first, last, _WHAT).alias("ranked"))


def _fifth(what: str) -> str:
    return f"{what}_fifth"


def _ranked(first: Any, last: Any, also: Sequence[str]) -> Any:
    """In which fifth of all members who came in the year each is, three times.

    Equals share the middle of the places that they take together: where all are equal, all are in
    the third fifth, and so is who is alone.
    """
    parts = [
        SQL(
            f"1 + (RANK() OVER (ORDER BY {what}) - 1 + COUNT(*) OVER (ORDER BY {what})) * 5"
            f" / (2 * COUNT(*) OVER ()) AS {_fifth(what)}"
        )  # how many are below, and how many are not above: the middle of the two
        for what in _WHAT
    ]
    return MemberDay.select(SQL("member_id"), *map(SQL, also), *parts).from_(
        _came(first, last).alias("came")
    )

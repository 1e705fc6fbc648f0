"""Facts: numbers about a member that tiers test, each with one definition.

They come from receipts net of refunds, standing on the receipt's own business day (9.13), and
never from a balance: spending or expiring points changes no fact.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import SQL, fn

from shopdesk.store.statements import prepared
from shopdesk.store.tables import MemberDay

if TYPE_CHECKING:
    from shopdesk.shop import Desk


class Sums(NamedTuple):
    """What a member did between two days: spend in minor units, visits, points earned."""

    spend: int
    visits: int
    points_earned: int


@prepared
def _sums(member: Any, first: Any, last: Any) -> Any:
    visits = fn.COALESCE(fn.SUM(MemberDay.kept > SQL("0")), SQL("0"))
    return MemberDay.select(
        fn.COALESCE(fn.SUM(MemberDay.spend), SQL("0")),
        visits,
        fn.COALESCE(fn.SUM(MemberDay.points), SQL("0")),
    ).where((MemberDay.member == member) & MemberDay.on_day.between(first, last))


def sums(db: Any, member_id: int, first: date, last: date) -> Sums:
    """The facts of a member over the days from ``first`` to ``last``, both inclusive."""
    row = _sums(db, member_id, first.toordinal(), last.toordinal()).fetchone()
    return Sums(*row)


class Facts:
    """One member's facts, by name: the sums of a stretch of days are read once for all three."""

    __slots__ = ("_known", "db", "member_id")

    def __init__(self, db: Any, member_id: int) -> None:
        self.db, self.member_id = db, member_id
        self._known: dict[tuple[date, date], Sums] = {}

    def __call__(self, fact: str, first: date, last: date) -> int:
        """The fact over the days from ``first`` to ``last``, both inclusive."""
        known = self._known.get((first, last))
        if known is None:
            known = self._known[first, last] = sums(self.db, self.member_id, first, last)
        value: int = getattr(known, fact)
        return value


@prepared
def _last_visit(member: Any) -> Any:
    return MemberDay.select(fn.MAX(MemberDay.on_day)).where(
        (MemberDay.member == member) & (MemberDay.kept > SQL("0"))
    )


def last_visit(desk: "Desk", member_id: int) -> date | None:
    """The last business day a member bought something and kept it."""
    ordinal = _last_visit(desk.db, member=member_id).fetchone()[0]
    return date.fromordinal(ordinal) if ordinal else None


def of_member(desk: "Desk", member_id: int, first: date, last: date) -> Sums:
    """What a member did between two days, both inclusive: spend, visits, points earned."""
    return sums(desk.db, member_id, first, last)


@prepared
def _count_day(member: Any, on_day: Any, spend: Any, points: Any) -> Any:
    from peewee import EXCLUDED

    counted = (MemberDay.receipts, MemberDay.kept, MemberDay.spend, MemberDay.points)
    return MemberDay.insert(
        member=member, on_day=on_day, receipts=1, kept=1, spend=spend, points=points
    ).on_conflict(
        conflict_target=(MemberDay.member, MemberDay.on_day),
        update={column: column + getattr(EXCLUDED, column.name) for column in counted},
    )


@prepared
def _discount_day(
    member: Any, on_day: Any, receipts: Any, kept: Any, spend: Any, points: Any
) -> Any:
    return MemberDay.update(
        receipts=MemberDay.receipts - receipts,
        kept=MemberDay.kept - kept,
        spend=MemberDay.spend - spend,
        points=MemberDay.points - points,
    ).where((MemberDay.member == member) & (MemberDay.on_day == on_day))


def count_receipt(db: Any, member_id: int, on: date, *, spend: int, points: int) -> None:
    """Take a receipt into its day."""
    _count_day(db, member_id, on.toordinal(), spend, points)


def discount_refund(
    db: Any, member_id: int, on: date, *, spend: int, points: int, is_whole: bool, is_void: bool
) -> None:
    """Take out of the receipt's own day what was given back; a void takes the receipt itself."""
    _discount_day(
        db, member=member_id, on_day=on.toordinal(), receipts=int(is_void), kept=int(is_whole),
        spend=spend, points=points,
    )  # fmt: skip

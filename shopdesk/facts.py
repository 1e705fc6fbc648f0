"""Facts: numbers about a member that tiers test, each with one definition.

They come from receipts net of refunds, standing on the receipt's own business day (9.13), and
never from a balance: spending or expiring points changes no fact.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import SQL, NodeList, fn

from shopdesk import clock, facts_kept
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.knowing import Interaction, Rating
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.prepaid import TopUp, TopUpRefund

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
    """One member's facts, by name: what several need of a stretch of days is read once."""

    __slots__ = ("_known", "db", "member_id")

    def __init__(self, db: Any, member_id: int) -> None:
        self.db, self.member_id = db, member_id
        self._known: dict[tuple[date, date], Sums] = {}

    def __call__(self, fact: str, first: date, last: date) -> int:
        """The fact over the days from ``first`` to ``last``, both inclusive."""
        if fact not in Sums._fields:
            return _OTHERS[fact](self.db, self.member_id, first, last)
        known = self._known.get((first, last))
        if known is None:
            known = self._known[first, last] = sums(self.db, self.member_id, first, last)
        value: int = getattr(known, fact)
        return value


# --- the others -------------------------------------------------------------------------------


@prepared
def _joined(member: Any) -> Any:
    return Member.select(Member.joined_on).where(Member.id == member)


def _months(db: Any, member_id: int, _first: date, last: date) -> int:
    return months_between(date.fromordinal(_joined(db, member=member_id).fetchone()[0]), last)


def months_between(joined_on: date, day: date) -> int:
    """Whole months from joining to a day: the largest k with joining + k months at most the day."""
    months = (day.year - joined_on.year) * 12 + day.month - joined_on.month
    return max(0, months - (clock.add_months(joined_on, max(0, months)) > day))


@prepared
def _friends(member: Any, first: Any, last: Any) -> Any:
    first_receipt = MemberDay.select(fn.MIN(MemberDay.on_day)).where(
        (MemberDay.member == Member.id) & (MemberDay.kept > SQL("0"))
    )
    return Member.select(fn.COUNT(SQL("*"))).where(
        (Member.referrer == member)
        & Member.referrer.is_null(False)
        & NodeList((first_receipt, SQL("BETWEEN"), first, SQL("AND"), last))
    )


@prepared
def _ratings(member: Any, first: Any, last: Any) -> Any:
    return Rating.select(fn.COALESCE(fn.SUM(Rating.score), SQL("0")), fn.COUNT(SQL("*"))).where(
        (Rating.member == member) & Rating.on_day.between(first, last)
    )


def mean(total: int, count: int) -> int:
    """The mean of so many scores in hundredths, rounded down: no less reaches 4.67. 0 of none."""
    return 100 * total // count if count else 0


def _mean_rating(db: Any, member_id: int, first: date, last: date) -> int:
    return mean(*_ratings(db, member_id, first.toordinal(), last.toordinal()).fetchone())


@prepared
def _contacts(member: Any, first: Any, last: Any) -> Any:
    return Interaction.select(fn.COUNT(SQL("*"))).where(
        (Interaction.member == member) & Interaction.on_day.between(first, last)
    )


@prepared
def _topped_up(member: Any, first: Any, last: Any) -> Any:
    back = TopUpRefund.select(fn.COALESCE(fn.SUM(TopUpRefund.principal), SQL("0"))).where(
        TopUpRefund.top_up == TopUp.id
    )
    return TopUp.select(fn.COALESCE(fn.SUM(TopUp.principal - back), SQL("0"))).where(
        (TopUp.member == member) & TopUp.on_day.between(first, last)
    )


def _of_kept(fact: str) -> Callable[[Any, int, date, date], int]:
    return lambda *days: facts_kept.FACTS[fact](facts_kept.kept(*days))


def _counted(ask: Callable[..., Any]) -> Callable[[Any, int, date, date], int]:
    def read(db: Any, member_id: int, first: date, last: date) -> int:
        value: int = ask(db, member_id, first.toordinal(), last.toordinal()).fetchone()[0]
        return value

    return read


_OTHERS: dict[str, Callable[[Any, int, date, date], int]] = {
    **{fact: _of_kept(fact) for fact in facts_kept.FACTS},
    "months": _months,
    "referrals": _counted(_friends),
    "mean_rating": _mean_rating,
    "interactions": _counted(_contacts),
    "topped_up": _counted(_topped_up),
}
"""Each fact that is no sum of days, between two days. A rating counts on the day it was given, a
friend on the day of their first receipt of which something is left, the principal of a top-up on
its own day, less what was given back of it (9.13)."""


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


_RECOUNT = """
    INSERT INTO member_day (member_id, on_day, receipts, kept, spend, points)
    SELECT p.member_id, p.on_day,
        SUM(NOT COALESCE(r.is_void, 0)), SUM(NOT COALESCE(r.is_whole, 0)),
        SUM(p.due - COALESCE(r.money, 0)), SUM(p.points_earned - COALESCE(r.taken, 0))
    FROM purchase AS p LEFT JOIN (
        SELECT purchase_id, MAX(is_void) AS is_void, MAX(is_whole) AS is_whole,
               SUM(money) AS money, SUM(points_unearned) AS taken
        FROM refund WHERE purchase_id IN (SELECT id FROM purchase WHERE member_id = ?1)
        GROUP BY purchase_id) AS r ON r.purchase_id = p.id
    WHERE p.member_id = ?1 GROUP BY 1, 2"""


def recount(db: Any, member_id: int) -> None:
    """Count a member's days anew, after receipts came from another or went to one (9.22)."""
    MemberDay.delete().where(MemberDay.member == member_id).bind(db).execute()
    db.execute_sql(_RECOUNT, (member_id,))

"""Facts: numbers about a member that tiers test, each with one definition.

They come from receipts net of refunds, standing on the receipt's own business day (9.13), and
never from a balance: spending or expiring points changes no fact.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import SQL, NodeList, fn

from shopdesk import clock, facts_kept
from shopdesk.store.statements import of_members, prepared
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


@of_members(MemberDay.member)
def _sums(first: Any, last: Any) -> Any:
    visits = fn.SUM(MemberDay.kept > SQL("0"))
    return (
        MemberDay.select(
            MemberDay.member, fn.SUM(MemberDay.spend), visits, fn.SUM(MemberDay.points)
        )
        .where(MemberDay.on_day.between(first, last))
        .group_by(MemberDay.member)
    )


def sums(db: Any, member_id: int, first: date, last: date) -> Sums:
    """The facts of a member over the days from ``first`` to ``last``, both inclusive."""
    row = _sums(db, member_id, first.toordinal(), last.toordinal()).fetchone()
    return Sums(0, 0, 0) if row is None else Sums(*row[1:])


class Facts:
    """One member's facts, by name: what several need of a stretch of days is read once."""

    __slots__ = ("_known", "db", "member_id")

    def __init__(self, db: Any, member_id: int) -> None:
        self.db, self.member_id = db, member_id
        self._known: dict[tuple[date, date], Sums] = {}

    def __call__(self, fact: str, first: date, last: date) -> int:
        """The fact over the days from ``first`` to ``last``, both inclusive."""
        if fact not in Sums._fields:
            return FACTS[fact](self.db, self.member_id, first, last).get(self.member_id, 0)
        known = self._known.get((first, last))
        if known is None:
            known = self._known[first, last] = sums(self.db, self.member_id, first, last)
        value: int = getattr(known, fact)
        return value


# --- the others -------------------------------------------------------------------------------


@of_members(Member.id)
def _joined() -> Any:
    return Member.select(Member.id, Member.joined_on)


def _months(db: Any, member_id: int | None, _first: date, last: date) -> dict[int, int]:
    """Of all members there are few days on which they joined."""
    rows = _joined(db, member_id).fetchall()
    months = {on: months_between(date.fromordinal(on), last) for on in {on for _, on in rows}}
    return {member: months[on] for member, on in rows}


def months_between(joined_on: date, day: date) -> int:
    """Whole months from joining to a day: the largest k with joining + k months at most the day."""
    months = (day.year - joined_on.year) * 12 + day.month - joined_on.month
    return max(0, months - (clock.add_months(joined_on, max(0, months)) > day))


@of_members(Member.referrer)
def _friends(first: Any, last: Any) -> Any:
    first_receipt = MemberDay.select(fn.MIN(MemberDay.on_day)).where(
        (MemberDay.member == Member.id) & (MemberDay.kept > SQL("0"))
    )
    return (
        Member.select(Member.referrer, fn.COUNT(SQL("*")))
        .where(
            Member.referrer.is_null(False)
            & NodeList((first_receipt, SQL("BETWEEN"), first, SQL("AND"), last))
        )
        .group_by(Member.referrer)
    )


@of_members(Rating.member)
def _ratings(first: Any, last: Any) -> Any:
    return (
        Rating.select(Rating.member, fn.SUM(Rating.score), fn.COUNT(SQL("*")))
        .where(Rating.on_day.between(first, last))
        .group_by(Rating.member)
    )


def mean(total: int, count: int) -> int:
    """The mean of so many scores in hundredths, rounded down: no less reaches 4.67. 0 of none."""
    return 100 * total // count if count else 0


@of_members(Interaction.member)
def _contacts(first: Any, last: Any) -> Any:
    """All but visits to events that were checked in by mistake."""
    return (
        Interaction.select(Interaction.member, fn.COUNT(SQL("*")))
        .where(Interaction.on_day.between(first, last) & stands(Interaction.id))
        .group_by(Interaction.member)
    )


UNDONE = """(SELECT c.interaction_id FROM check_in AS c
    JOIN check_in_undo AS u ON u.check_in_id = c.id)"""
"""SQL: the contacts that check-ins to events made which were undone."""


def stands(interaction: Any) -> Any:
    """Whether a contact counts: no check-in to an event that was undone made it."""
    return interaction.not_in(SQL(UNDONE))


@of_members(TopUp.member)
def _topped_up(first: Any, last: Any) -> Any:
    back = TopUpRefund.select(fn.COALESCE(fn.SUM(TopUpRefund.principal), SQL("0"))).where(
        TopUpRefund.top_up == TopUp.id
    )
    return (
        TopUp.select(TopUp.member, fn.SUM(TopUp.principal - back))
        .where(TopUp.on_day.between(first, last))
        .group_by(TopUp.member)
    )


Values = dict[int, int]
"""A fact of members by their id; it is 0 of who is not among them."""


def _counted(ask: Callable[..., Any], read: Callable[..., int] = int) -> "_Fact":
    def values(db: Any, member_id: int | None, first: date, last: date) -> Values:
        rows = ask(db, member_id, first.toordinal(), last.toordinal()).fetchall()
        return {member: read(*found) for member, *found in rows}

    return values


def _of_kept(fact: str) -> "_Fact":
    def values(db: Any, member_id: int | None, first: date, last: date) -> Values:
        if fact in facts_kept.DIFFERENT:
            return facts_kept.different(db, member_id, first, last, facts_kept.DIFFERENT[fact])
        lines = facts_kept.kept(db, member_id, first, last)
        return {member: facts_kept.FACTS[fact](its) for member, its in lines.items()}

    return values


_Fact = Callable[[Any, int | None, date, date], Values]

FACTS: dict[str, _Fact] = {
    "spend": _counted(_sums, lambda spend, _visits, _points: spend),
    "visits": _counted(_sums, lambda _spend, visits, _points: visits),
    "points_earned": _counted(_sums, lambda _spend, _visits, points: points),
    **{fact: _of_kept(fact) for fact in facts_kept.FACTS},
    "months": _months,
    "referrals": _counted(_friends),
    "mean_rating": _counted(_ratings, mean),
    "interactions": _counted(_contacts),
    "topped_up": _counted(_topped_up),
}
"""Each fact between two days, of one member or (``None``) of all that have it.

A rating counts on the day it was given, a friend on the day of their first receipt of which
something is left, the principal of a top-up on its own day, less what was given back of it (9.13).
"""


@of_members(MemberDay.member)
def visit_days(last: Any) -> Any:
    """The first and the last business day, up to one, on which members bought something and kept
    it."""
    return (
        MemberDay.select(
            MemberDay.member, fn.MIN(MemberDay.on_day), fn.MAX(MemberDay.on_day)
        )
        .where((MemberDay.kept > SQL("0")) & (MemberDay.on_day <= last))
        .group_by(MemberDay.member)
    )  # fmt: skip


def last_visit(desk: "Desk", member_id: int) -> date | None:
    """The last business day a member bought something and kept it."""
    row = visit_days(desk.db, member_id, date.max.toordinal()).fetchone()
    return date.fromordinal(row[2]) if row else None


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

"""Lots with something left: their last days, and the order in which they are spent (9.29)."""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import SQL, fn

from shopdesk import clock, expiry
from shopdesk.clock import day_or_none
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Lot, MemberDay

if TYPE_CHECKING:
    from shopdesk.shop import Desk

POINTS = "points"


class OpenLot(NamedTuple):
    """A lot with something left; ``last`` is its last valid day, nothing for one without end.

    Days are ordinals here.
    """

    id: int
    granted: int
    remaining: int
    earned_on: int
    last: int | None


@prepared
def _open(member: Any, account: Any) -> Any:
    return Lot.select(
        Lot.id, Lot.granted, Lot.remaining, Lot.earned_on, Lot.expires_on, Lot.idle_months
    ).where((Lot.member == member) & (Lot.account == account) & (Lot.remaining > SQL("0")))


@prepared
def _life_of(lot: Any) -> Any:
    return Lot.select(Lot.earned_on, Lot.expires_on, Lot.idle_months).where(Lot.id == lot)


@prepared
def _last_receipt(member: Any) -> Any:
    return MemberDay.select(fn.MAX(MemberDay.on_day)).where(
        (MemberDay.member == member) & (MemberDay.receipts > SQL("0"))
    )


@prepared
def _lot_of(purchase: Any, account: Any) -> Any:
    return Lot.select(Lot.id).where((Lot.purchase == purchase) & (Lot.account == account))


def held(
    db: Any, member: int, account: str = POINTS, there_on: date | None = None
) -> list[OpenLot]:
    """The lots with something left, in the order in which they are spent.

    Soonest last day first, then oldest, never-expiring last (9.29). With ``there_on`` only those
    that were there on that day already: a receipt entered late spends nothing newer (9.21).
    """
    rows = _open(db, member, account).fetchall()
    active = active_on(db, member) if any(row[5] for row in rows) else None
    lots = [
        OpenLot(id_, granted, remaining, earned_on, last_day(earned_on, expires_on, months, active))
        for id_, granted, remaining, earned_on, expires_on, months in rows
    ]
    if there_on is not None:
        lots = [lot for lot in lots if lot.earned_on <= there_on.toordinal()]
    lots.sort(key=lambda lot: (lot.last is None, lot.last, lot.earned_on, lot.id))
    return lots


def last_day(
    earned_on: int, expires_on: int | None, idle_months: int | None, active: date | None
) -> int | None:
    """The last valid day of a lot as it is stored, as an ordinal; nothing for one without end."""
    if idle_months is None:
        return expires_on
    last = expiry.idle_last_day(idle_months, date.fromordinal(earned_on), active).toordinal()
    return last if expires_on is None else max(last, expires_on)


def active_on(db: Any, member: int) -> date | None:
    """The last business day with a receipt that is not void."""
    (ordinal,) = _last_receipt(db, member).fetchone()
    return day_or_none(ordinal)


def believed_day(desk: "Desk") -> date:
    """The business day by which it is told what has ended.

    It is today; while the clock is too far ahead to be believed, the latest day that was seen:
    nothing ends because a battery died.
    """
    shop = desk.shop
    if shop.clock() - shop.highest_at <= clock.AHEAD_LIMIT:
        return shop.today()
    shop.refresh()  # another till may have seen a later time, or an owner accepted it there
    is_too_far = shop.clock() - shop.highest_at > clock.AHEAD_LIMIT
    return shop.day_of(shop.highest_at) if is_too_far else shop.today()


def past(desk: "Desk", member: int, next_on: int | None) -> int:
    """How many of a member's points are past their last day and not written off yet.

    ``next_on`` is that of their account: mostly it tells at once that there are none.
    """
    if next_on is None:
        return 0
    day = believed_day(desk).toordinal()
    if next_on >= day:
        return 0
    lots = held(desk.db, member)
    return sum(lot.remaining for lot in lots if lot.last is not None and lot.last < day)


def there(desk: "Desk", member: int, there_on: date, account: str = POINTS) -> int:
    """How much of an account a receipt entered late for a day can spend: what its lots of that day
    and before still hold, today, of what has not ended."""
    today = believed_day(desk).toordinal()
    lots = held(desk.db, member, account, there_on)
    return sum(lot.remaining for lot in lots if lot.last is None or lot.last >= today)


def last_day_of(db: Any, member: int, lot: int, spent_on: int) -> tuple[int | None, int | None]:
    """The last valid day of a lot, now and as it was when a receipt of a day spent of it."""
    earned_on, expires_on, months = _life_of(db, lot).fetchone()
    active = active_on(db, member) if months else None
    then = date.fromordinal(spent_on)
    now = last_day(earned_on, expires_on, months, active)
    return now, last_day(earned_on, expires_on, months, then)


def of_purchase(db: Any, purchase: int | None, account: str = POINTS) -> int | None:
    """The lot that a receipt earned; nothing where all of it paid a debt."""
    own = _lot_of(db, purchase, account).fetchone()
    return own[0] if own else None


def expired_of(db: Any, purchase: int) -> int:
    """How many of the points a receipt earned expired unspent, in its lot or returned from it."""
    own = of_purchase(db, purchase)
    return 0 if own is None else db.execute_sql(_EXPIRED_OF, (own,)).fetchone()[0]


_EXPIRED_OF = """
    WITH RECURSIVE holder (member) AS (
        SELECT member_id FROM lot WHERE id = ?1
        UNION SELECT from_member_id FROM moved WHERE kind = 'lot' AND row_id = ?1
        UNION SELECT to_member_id FROM moved WHERE kind = 'lot' AND row_id = ?1),
    own (lot, account) AS (
        SELECT id, account FROM lot WHERE id = ?1
        UNION
        SELECT e.lot_id, e.account FROM own JOIN entry AS e
        ON e.member_id IN (SELECT member FROM holder) AND e.account = own.account
        WHERE e.origin_id = own.lot)
    SELECT COALESCE(-SUM(e.amount), 0) FROM own JOIN entry AS e
    ON e.member_id IN (SELECT member FROM holder) AND e.account = own.account
    WHERE e.lot_id = own.lot AND e.kind = 'expired'"""

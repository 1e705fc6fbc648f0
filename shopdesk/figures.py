"""The month in figures: one definition each, the same on screen, on paper and in files.

Receipts without a member and receipts of zero count; a void takes a receipt and all its refunds
out of every figure (9.25). Sales book a refund in the month in which it happens, and only the
month's figures do (9.13).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from peewee import SQL, fn

from shopdesk import clock, figures_kept, figures_prepaid, lifecycle, permissions
from shopdesk import figures_members as of_members
from shopdesk.figures_commission import Commission, commission
from shopdesk.figures_prepaid import StoredValueFigures
from shopdesk.open_lots import POINTS
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher, VoucherEvent
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.receipts import Purchase, Refund

__all__ = [
    "Commission", "DaySales", "MonthFigures", "PointsFigures", "Rate", "TopMember", "commission",
    "month",
]  # fmt: skip

TOP_MEMBERS = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """``n`` of ``of``; no rate where there is nothing to divide by."""

    n: int
    of: int

    @property
    def rate(self) -> Fraction | None:
        """The share, exactly."""
        return Fraction(self.n, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class PointsFigures:
    """``opening + earned + adjusted - spent - expired == closing``; debts are part of closing.

    ``earned`` is net of points taken back and ``spent`` of points returned, each in the month it
    happens, so either may be below 0 (9.25).
    """

    opening: int
    earned: int
    adjusted: int
    spent: int
    expired: int
    closing: int
    debts: int


@dataclass(frozen=True, slots=True)
class TopMember:
    """One of the members who bought most in the month."""

    number: str
    name: str
    sales: int


@dataclass(frozen=True, slots=True)
class DaySales:
    """One business day: its sales, and how many receipts."""

    on: date
    sales: int
    orders: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """All figures of a month; money in minor units.

    ``tier_moves[from or "new"][to]`` counts members. ``gift_cost`` is nothing for whom the shop
    does not tell what things cost.
    """

    month: str
    sales: int
    orders: int
    average_order: int | None
    visits: int
    active_members: int
    new_members: int
    repurchase: Rate
    retention: Rate
    churn: Rate
    tier_moves: dict[str, dict[str, int]]
    points: PointsFigures
    vouchers_issued: int
    vouchers_redeemed: int
    vouchers_expired: int
    gift_cost: int | None
    top_members: tuple[TopMember, ...]
    days: tuple[DaySales, ...]
    stored_value: StoredValueFigures = figures_prepaid.EMPTY


def month(desk: Desk, year: int, month: int) -> MonthFigures:
    """The figures of a calendar month, up to now where it is not over yet.

    Those of a closed month are what they were when it was closed. For managers and owners. Refuses
    a month that cannot be.
    """
    permissions.require(desk, "figures.month")
    desk.shop.refresh()
    first, _last = bounds(desk, year, month)
    kept = figures_kept.of_month(desk.db, clock.month_of(first))
    found = counted(desk, year, month) if kept is None else kept
    return found if permissions.sees_costs(desk) else replace(found, gift_cost=None)


def bounds(desk: Desk, year: int, month: int) -> tuple[date, date]:
    """The first and last business day of a month; refuses one that has no figures, for it cannot
    be or none can be before it."""
    try:
        if type(year) is not int or type(month) is not int:
            raise TypeError
        clock.month_bounds(*previous(year, month))
        return clock.month_bounds(year, month)
    except (ValueError, TypeError, OverflowError):
        raise DateRefused(desk.language, date=f"{year}-{month}") from None


def counted(desk: Desk, year: int, month: int) -> MonthFigures:
    """The figures of a month counted anew, costs too, whether or not it is closed."""
    first, last = clock.month_bounds(year, month)
    before, _ = clock.month_bounds(*previous(year, month))
    with desk.db.atomic():
        return _month(desk, first, last, before)


def previous(year: int, month: int) -> tuple[int, int]:
    """The month before one."""
    return (year, month - 1) if month > 1 else (year - 1, 12)


def _month(desk: Desk, first: date, last: date, before: date) -> MonthFigures:
    db, today = desk.db, desk.today()
    days = _days(db, first, last)
    sales, orders = sum(d.sales for d in days), sum(d.orders for d in days)
    visits = of_members.visits(db, first, last)
    earlier = of_members.visits(db, before, first - timedelta(days=1))
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    happened = dict(_voucher_events(db, **bounds).fetchall())
    limits = lifecycle.limits(desk.shop.settings)
    return MonthFigures(
        month=clock.month_of(first),
        sales=sales,
        orders=orders,
        average_order=_rounded(sales, orders),
        visits=sum(visits.values()),
        active_members=len(visits),
        new_members=len(of_members.joined(db, first, last)),
        repurchase=Rate(sum(count > 1 for count in visits.values()), len(visits)),
        retention=Rate(len(earlier.keys() & visits.keys()), len(earlier)),
        churn=Rate(*of_members.churn(db, first, min(last, today), limits)),
        tier_moves=of_members.tier_moves(db, desk.shop.known.ladder, first, min(last, today)),
        points=_points(db, first, last),
        vouchers_issued=happened.get("issued", 0),
        vouchers_redeemed=happened.get("redeemed", 0) - happened.get("returned", 0),
        vouchers_expired=happened.get("expired", 0),
        gift_cost=_gift_cost(db, first, last),
        top_members=_top_members(db, first, last),
        days=days,
        stored_value=figures_prepaid.stored_value(db, first, last),
    )


def _rounded(sales: int, orders: int) -> int | None:
    """To the nearest minor unit, a half away from zero."""
    if not orders:
        return None
    sign = -1 if sales < 0 else 1
    return sign * ((2 * abs(sales) + orders) // (2 * orders))


# --- sales ------------------------------------------------------------------------------------


def voided() -> Any:
    """The receipts that were made void, as a part of a query."""
    return Refund.select(Refund.purchase).where(Refund.is_void == SQL("1"))


@prepared
def _sold(first: Any, last: Any) -> Any:
    return (
        Purchase.select(Purchase.on_day, fn.SUM(Purchase.due), fn.COUNT(SQL("*")))
        .where(Purchase.on_day.between(first, last) & Purchase.id.not_in(voided()))
        .group_by(Purchase.on_day)
    )


@prepared
def _refunded(first: Any, last: Any) -> Any:
    return (
        Refund.select(Refund.on_day, fn.SUM(Refund.money))
        .where(Refund.on_day.between(first, last) & Refund.purchase.not_in(voided()))
        .group_by(Refund.on_day)
    )


def _days(db: Any, first: date, last: date) -> tuple[DaySales, ...]:
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    sold = {day: (money, count) for day, money, count in _sold(db, **bounds)}
    back = dict(_refunded(db, **bounds).fetchall())
    return tuple(
        DaySales(
            date.fromordinal(day), sold.get(day, (0, 0))[0] - back.get(day, 0),
            sold.get(day, (0, 0))[1],
        )
        for day in range(first.toordinal(), last.toordinal() + 1)
    )  # fmt: skip


@prepared
def _by_member(first: Any, last: Any) -> Any:
    return (
        Purchase.select(Purchase.member, fn.SUM(Purchase.due))
        .where(
            Purchase.on_day.between(first, last)
            & Purchase.member.is_null(False)
            & Purchase.id.not_in(voided())
        )
        .group_by(Purchase.member)
    )


@prepared
def _back_by_member(first: Any, last: Any) -> Any:
    return (
        Refund.select(Purchase.member, fn.SUM(Refund.money))
        .join(Purchase, on=(Purchase.id == Refund.purchase))
        .where(
            Refund.on_day.between(first, last)
            & Purchase.member.is_null(False)
            & Refund.purchase.not_in(voided())
        )
        .group_by(Purchase.member)
    )


def _top_members(db: Any, first: date, last: date) -> tuple[TopMember, ...]:
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    net = dict(_by_member(db, **bounds).fetchall())
    for member_id, money in _back_by_member(db, **bounds).fetchall():
        net[member_id] = net.get(member_id, 0) - money
    best = sorted((-sales, member_id) for member_id, sales in net.items() if sales > 0)
    ids = [member_id for _, member_id in best[:TOP_MEMBERS]]
    return figures_kept.top_members(db, [(member_id, net[member_id]) for member_id in ids])


# --- points, vouchers, gifts ------------------------------------------------------------------


def _sums_by_kind(first: Any, last: Any, *narrower: Any) -> Any:
    """Sums of points by kind: of the month, and of all before it."""
    return (
        Entry.select(Entry.kind, Entry.on_day < first, fn.SUM(Entry.amount))
        .where((Entry.account == POINTS) & (Entry.on_day <= last), *narrower)
        .group_by(SQL("1"), SQL("2"))
    )


@prepared
def _entries(first: Any, last: Any) -> Any:
    return _sums_by_kind(first, last)


@prepared
def _voided_entries(first: Any, last: Any) -> Any:
    return _sums_by_kind(first, last, Entry.purchase.in_(voided()))


@prepared
def _debts(last: Any) -> Any:
    counts = Entry.purchase.is_null() | Entry.purchase.not_in(voided())
    return Entry.select(fn.SUM(Entry.amount)).where(
        Entry.lot.is_null() & (Entry.on_day <= last) & counts
    )


def _points(db: Any, first: date, last: date) -> PointsFigures:
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    sums = {(kind, before): total for kind, before, total in _entries(db, **bounds)}
    for kind, before, total in _voided_entries(db, **bounds).fetchall():
        sums[kind, before] -= total
    opening = sum(total for (_, before), total in sums.items() if before)
    of = {kind: total for (kind, before), total in sums.items() if not before}
    earned = of.get("earned", 0) + of.get("taken_back", 0)
    spent = -of.get("spent", 0) - of.get("returned", 0)
    adjusted = of.get("adjusted", 0) + of.get("moved", 0)
    debts = _debts(db, last=last.toordinal()).fetchone()[0] or 0
    expired = -of.get("expired", 0)
    closing = opening + earned + adjusted - spent - expired
    return PointsFigures(opening, earned, adjusted, spent, expired, closing, -debts)


@prepared
def _voucher_events(first: Any, last: Any) -> Any:
    return (
        VoucherEvent.select(VoucherEvent.kind, fn.COUNT(SQL("*")))
        .where(VoucherEvent.on_day.between(first, last))
        .group_by(VoucherEvent.kind)
    )


@prepared
def _gift_costs(first: Any, last: Any) -> Any:
    return (
        VoucherEvent.select(VoucherEvent.kind, fn.SUM(Voucher.cost))
        .join(Voucher)
        .where(
            VoucherEvent.on_day.between(first, last)
            & VoucherEvent.kind.in_(("redeemed", "returned"))
            & (Voucher.kind == "gift")
        )
        .group_by(VoucherEvent.kind)
    )


def _gift_cost(db: Any, first: date, last: date) -> int:
    """What the gifts handed over cost the shop."""
    cost = dict(_gift_costs(db, first=first.toordinal(), last=last.toordinal()).fetchall())
    return cost.get("redeemed", 0) - cost.get("returned", 0)

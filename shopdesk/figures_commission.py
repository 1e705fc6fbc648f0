"""Commission 提成: what the receipts that somebody served bring them.

Sales are those of ``figures.month``, by who served: a refund lowers them on the day on which it
happens, a void takes its receipt and all its refunds out. Receipts that were imported count for
nobody.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import clock, permissions
from shopdesk.refusals import DateRefused
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.serving import Served
from shopdesk.store.tables.shop import Event, Staff

WHOLE = 10_000
"""A hundred percent, in hundredths of one."""


@dataclass(frozen=True, slots=True)
class Commission:
    """What somebody sold in a period and gets for it; money in minor units, below 0 where more
    came back. ``rate`` is in hundredths of a percent, as it stands now."""

    staff_id: int
    name: str
    orders: int
    sales: int
    rate: int
    amount: int


def commission(desk: Desk, first_on: date, last_on: date) -> list[Commission]:
    """Who served what from one business day to another, both included, and their commission.

    Rounded once a person and period, to the nearest minor unit and a half up. Refuses days that
    cannot be, and a last before the first.
    """
    permissions.require(desk, "figures.commission")
    desk.shop.refresh()
    if not (clock.is_day(first_on) and clock.is_day(last_on) and first_on <= last_on):
        raise DateRefused(desk.language, date=f"{first_on} – {last_on}")
    bounds = {"first": first_on.toordinal(), "last": last_on.toordinal()}
    with desk.db.atomic():
        sold = {who: (money, count) for who, money, count in _sold(desk.db, **bounds).fetchall()}
        back = dict(_back(desk.db, **bounds).fetchall())
        people = _people(desk.db).fetchall()
    return [
        _of(person, sold.get(person[0], (0, 0)), back.get(person[0], 0))
        for person in people
        if person[0] in sold or person[0] in back
    ]


def _of(person: tuple[int, str, int], sold: tuple[int, int], back: int) -> Commission:
    staff_id, name, rate = person
    sales = sold[0] - back
    return Commission(staff_id, name, sold[1], sales, rate, earned(sales, rate))


def earned(sales: int, rate: int) -> int:
    """So many hundredths of a percent of ``sales``, a half up."""
    return (2 * sales * rate + WHOLE) // (2 * WHOLE)


@prepared
def _people() -> Any:
    return Staff.select(Staff.id, Staff.name, Staff.commission).order_by(Staff.id)


def _of_who_served(query: Any) -> Any:
    """Receipts with whom they count for, without those that are void or were imported."""
    void = Refund.alias("void")
    voided = void.select(void.purchase).where(void.is_void == SQL("1"))
    return (
        query.join_from(Purchase, Event, on=(Purchase.event == Event.id))
        .join_from(Purchase, Served, JOIN.LEFT_OUTER, on=(Served.purchase == Purchase.id))
        .where(Purchase.id.not_in(voided) & (Event.action != "imports.purchases"))
    )


_SERVER = fn.COALESCE(Served.staff, Event.staff)


@prepared
def _sold(first: Any, last: Any) -> Any:
    sold = Purchase.select(_SERVER, fn.SUM(Purchase.due), fn.COUNT(Purchase.id))
    return _of_who_served(sold).where(Purchase.on_day.between(first, last)).group_by(_SERVER)


@prepared
def _back(first: Any, last: Any) -> Any:
    back = Refund.select(_SERVER, fn.SUM(Refund.money)).join(
        Purchase, on=(Refund.purchase == Purchase.id)
    )
    return _of_who_served(back).where(Refund.on_day.between(first, last)).group_by(_SERVER)


@prepared
def _each_sold(first: Any, last: Any) -> Any:
    sold = Purchase.select(Purchase.id, Purchase.on_day, Purchase.member, Purchase.due, _SERVER)
    return _of_who_served(sold).where(Purchase.on_day.between(first, last))


@prepared
def _each_back(first: Any, last: Any) -> Any:
    back = Refund.select(Purchase.id, Refund.on_day, Purchase.member, Refund.money, _SERVER).join(
        Purchase, on=(Refund.purchase == Purchase.id)
    )
    return _of_who_served(back).where(Refund.on_day.between(first, last))


def served_by(db: Any, first: int, last: int) -> tuple[list[Any], list[Any]]:
    """Each receipt of some days and each refund in them: id, day, member, money, who served."""
    bounds = {"first": first, "last": last}
    return _each_sold(db, **bounds).fetchall(), _each_back(db, **bounds).fetchall()

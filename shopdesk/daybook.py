"""A day's receipts at a glance: who, how much, how paid, what came back; and what the till holds.

One statement reads a day, however many receipts it has; ``receipts`` knows each in full.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import inputs, receipts, text
from shopdesk.clock import from_ms
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Exchange, Payment, RefundLine, RefundPayment
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.store.tables.receipts import Refund as Back
from shopdesk.store.tables.shop import Event, Staff


@dataclass(frozen=True, slots=True)
class Entry:
    """A receipt in a list; money in minor units.

    ``refunded`` is what was given back so far, ``is_whole`` whether nothing is left of it,
    ``voided`` whether it was taken out of its day. ``exchange_of`` is the receipt whose goods came
    back for it.
    """

    id: int
    number: str
    on: date
    at: datetime
    member_id: int | None
    member_name: str | None
    total: int
    payments: dict[str, int]
    points_earned: int
    refunded: int
    is_whole: bool
    voided: bool
    exchange_of: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """A day by tender: what was taken, and what was given back on it whatever day it was sold.

    A receipt that was made void counts in neither.
    """

    receipts: int
    taken: dict[str, int]
    given_back: dict[str, int]

    @property
    def sales(self) -> int:
        """What was taken less what was given back."""
        return sum(self.taken.values()) - sum(self.given_back.values())

    def left(self, tender: str) -> int:
        """What a tender comes to after its refunds; below 0 where more went back than came in."""
        return self.taken.get(tender, 0) - self.given_back.get(tender, 0)

    @property
    def tenders(self) -> tuple[str, ...]:
        """The tenders that anything came or went by."""
        return tuple(dict.fromkeys((*self.taken, *self.given_back)))


@dataclass(frozen=True, slots=True)
class GivenBack:
    """One refund of a receipt, or its void: when, by whom, what, and why.

    ``exchanged_for`` is the receipt of what was taken instead.
    """

    id: int
    on: date
    at: datetime
    staff: str | None
    is_void: bool
    money: int
    tenders: dict[str, int]
    points_taken: int
    points_returned: int
    reason: str
    exchanged_for: int | None = None
    till: str = ""
    allowed_by: str | None = None
    """Who allowed it by their PIN, where it was beyond what ``staff`` may."""


def _sum(column: Any) -> Any:
    return fn.COALESCE(Back.select(fn.SUM(column)).where(Back.purchase == Row.id), SQL("0"))


def _max(column: Any) -> Any:
    return fn.COALESCE(Back.select(fn.MAX(column)).where(Back.purchase == Row.id), SQL("0"))


def _paid() -> Any:
    """How a receipt was paid, as JSON: a subquery that adds up beside those of the refunds."""
    return Payment.select(fn.json_group_object(Payment.tender, Payment.amount)).where(
        Payment.purchase == Row.id
    )


def _exchange_of() -> Any:
    given_back = Back.alias()
    return (
        given_back.select(given_back.purchase)
        .join(Exchange, on=(Exchange.refund == given_back.id))
        .where(Exchange.purchase == Row.id)
    )


def _entries() -> Any:
    return Row.select(
        Row.id, Row.number, Row.on_day, Row.at, Row.member, Member.name, Row.due, _paid(),
        Row.points_earned, _sum(Back.money), _max(Back.is_whole), _max(Back.is_void),
        _exchange_of(),
    ).join(Member, JOIN.LEFT_OUTER, on=(Row.member == Member.id))  # fmt: skip


@prepared
def _of_day(day: Any) -> Any:
    return _entries().where(Row.on_day == day).order_by(Row.id)


@prepared
def _numbered(number: Any, id: Any) -> Any:
    own = (Row.id == id) & Row.number.is_null()
    imported = (Row.number == number) & Row.number.is_null(False)
    return _entries().where(own | imported).order_by(Row.on_day.desc(), Row.id.desc()).limit(200)


def _entry(row: Sequence[Any]) -> Entry:
    id_, number, on, at, member, name, due, paid, earned, refunded, is_whole, is_void, of = row
    return Entry(
        id_, receipts.display_number(id_, number), date.fromordinal(on), from_ms(at), member, name,
        due, json.loads(paid), earned, refunded, bool(is_whole), bool(is_void), of,
    )  # fmt: skip


def listed(desk: Desk, day: date) -> list[Entry]:
    """The receipts of a business day, in the order written."""
    on = inputs.day(day, desk.language).toordinal()
    return [_entry(row) for row in _of_day(desk.db, day=on).fetchall()]


def find(desk: Desk, number: str) -> list[Entry]:
    """The receipts of a number, the newest first: imported ones may share one."""
    number = text.searched(number, desk.language)
    code = text.scanned(number)
    own = int(code) if code.isascii() and code.isdigit() and len(code) < 18 else 0
    rows = _numbered(desk.db, number=number.strip(), id=own)
    return [_entry(row) for row in rows.fetchall()]


# --- what the till holds ----------------------------------------------------------------------


def _is_void(purchase: Any) -> Any:
    void = Back.alias()
    return fn.EXISTS(
        void.select(SQL("1")).where((void.purchase == purchase) & (void.is_void == SQL("1")))
    )


@prepared
def _taken(day: Any) -> Any:
    return (
        Payment.select(Payment.tender, fn.SUM(Payment.amount))
        .join(Row)
        .where((Row.on_day == day) & ~_is_void(Row.id))
        .group_by(Payment.tender)
    )


@prepared
def _returned(day: Any) -> Any:
    return (
        RefundPayment.select(RefundPayment.tender, fn.SUM(RefundPayment.amount))
        .join(Back)
        .where((Back.on_day == day) & ~_is_void(Back.purchase))
        .group_by(RefundPayment.tender)
    )


@prepared
def _count(day: Any) -> Any:
    return Row.select(fn.COUNT(Row.id)).where((Row.on_day == day) & ~_is_void(Row.id))


def totals(desk: Desk, day: date) -> Totals:
    """What a business day took and gave back by each tender."""
    on = inputs.day(day, desk.language).toordinal()
    (count,) = _count(desk.db, day=on).fetchone()
    return Totals(
        count,
        dict(_taken(desk.db, day=on).fetchall()),
        dict(_returned(desk.db, day=on).fetchall()),
    )


# --- one receipt ------------------------------------------------------------------------------


@prepared
def _writer(purchase: Any) -> Any:
    return (
        Row.select(Staff.name, Event.till)
        .join(Event, on=(Row.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(Row.id == purchase)
    )


def written_by(desk: Desk, purchase_id: int) -> tuple[str, str]:
    """Who recorded a receipt, and at which till."""
    row = _writer(desk.db, purchase=purchase_id).fetchone() or ("", "")
    return row[0] or "", row[1]


@prepared
def _refunds(purchase: Any) -> Any:
    allows = Staff.alias("allows")
    allowed_by = allows.select(allows.name).where(
        allows.id == fn.json_extract(Event.body, "$.allowed_by")
    )
    return (
        Back.select(
            Back.id, Back.on_day, Back.at, Staff.name, Back.is_void, Back.money,
            RefundPayment.select(
                fn.json_group_object(RefundPayment.tender, RefundPayment.amount)
            ).where(RefundPayment.refund == Back.id),
            Back.points_taken, Back.points_returned, Back.reason, Exchange.purchase, Event.till,
            allowed_by,
        )
        .join(Exchange, JOIN.LEFT_OUTER, on=(Exchange.refund == Back.id))
        .switch(Back)
        .join(Event, on=(Back.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(Back.purchase == purchase)
        .order_by(Back.id)
    )  # fmt: skip


def given_back(desk: Desk, purchase_id: int) -> list[GivenBack]:
    """The refunds of a receipt in the order made."""
    return [_refund(row) for row in _refunds(desk.db, purchase=purchase_id).fetchall()]


def _refund(row: Iterable[Any]) -> GivenBack:
    id_, on, at, staff, is_void, money, tenders, taken, returned, reason, taken_for, *more = row
    return GivenBack(
        id_, date.fromordinal(on), from_ms(at), staff, bool(is_void), money, json.loads(tenders),
        taken, returned, reason, taken_for, *more,
    )  # fmt: skip


@prepared
def _lines_of(refund: Any) -> Any:
    line = RefundLine
    return (
        line.select(line.line, line.quantity_milli).where(line.refund == refund).order_by(line.line)
    )


def lines_of(desk: Desk, refund_id: int) -> dict[int, Decimal]:
    """How much of each line, by its number, a refund took back; nothing where it was by amount."""
    rows = _lines_of(desk.db, refund=refund_id).fetchall()
    return {line: text.from_milli(quantity) for line, quantity in rows}


@prepared
def _last_at(till: Any, day: Any) -> Any:
    return (
        Row.select(Row.id)
        .join(Event, on=(Row.event == Event.id))
        .where((Row.on_day == day) & (Event.till == till))
        .order_by(Row.id.desc())
        .limit(SQL("1"))
    )


def last_at(desk: Desk) -> int | None:
    """The last receipt of today that was recorded at this desk's till, by id."""
    row = _last_at(desk.db, till=desk.till, day=desk.today().toordinal()).fetchone()
    return None if row is None else row[0]


def kept(desk: Desk, purchase_id: int) -> dict[int, Decimal]:
    """How much of each line, by its number, was not handed back yet.

    Of a pass all of it while any use is left: that hands back what is unused (9.18).
    """
    settled = receipts.settled(desk, purchase_id)
    left = {
        line.number: text.from_milli(line.quantity_milli - back)
        for line, back in zip(settled.state.lines, settled.state.returned, strict=True)
    }
    if settled.unused:
        for line in receipts.get(desk, purchase_id).lines:
            if line.number in settled.unused:
                left[line.number] = line.quantity if settled.unused[line.number] else Decimal(0)
    return left

"""Receipts as they are read: what was bought, paid and given back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import people
from shopdesk.clock import from_ms
from shopdesk.pricing import PointsRule, Step, rule_from_json
from shopdesk.refusals import UnknownReceipt
from shopdesk.returns import SoldLine, State
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Payment, PurchaseLine, Refund, RefundLine
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.text import from_milli


class Line(NamedTuple):
    """A line of a receipt: ``amount`` is its listed price, ``paid`` what is left of it."""

    number: int
    product_id: int | None
    name: str
    category: str
    quantity: Decimal
    price: int
    amount: int
    paid: int
    points: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A receipt and what has become of it; money in minor units.

    ``total`` is what was due, ``refunded`` the money given back so far, ``voided`` whether it was
    taken out of the day altogether.
    """

    id: int
    number: str
    member_id: int | None
    on: date
    at: datetime
    goods: int
    total: int
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    payments: dict[str, int]
    points_earned: int
    points_used: int
    tier: str | None
    cash_given: int | None
    refunded: int
    voided: bool

    @property
    def change(self) -> int:
        """Cash to hand back."""
        return 0 if self.cash_given is None else self.cash_given - self.payments.get("cash", 0)


@prepared
def _head(purchase: Any) -> Any:
    return Row.select(
        Row.number, Row.member, Row.at, Row.on_day, Row.goods, Row.due, Row.points_spent,
        Row.points_earned, Row.tier, Row.steps, Row.rule, Row.cash_given,
    ).where(Row.id == purchase)  # fmt: skip


@prepared
def _lines(purchase: Any) -> Any:
    line = PurchaseLine
    return (
        line.select(
            line.line, line.product, line.name, line.category, line.quantity_milli, line.price,
            line.listed, line.paid, line.points, line.is_earning, line.points_percent,
        )
        .where(line.purchase == purchase)
        .order_by(line.line)
    )  # fmt: skip


@prepared
def _payments(purchase: Any) -> Any:
    return Payment.select(Payment.tender, Payment.amount).where(Payment.purchase == purchase)


@prepared
def _returned_lines(purchase: Any) -> Any:
    return (
        RefundLine.select(RefundLine.line, fn.SUM(RefundLine.quantity_milli))
        .join(Refund)
        .where(Refund.purchase == purchase)
        .group_by(RefundLine.line)
    )


@prepared
def _refunds(purchase: Any) -> Any:
    return Refund.select(
        fn.COALESCE(fn.SUM(Refund.money), SQL("0")),
        fn.COALESCE(fn.SUM(Refund.points_taken), SQL("0")),
        fn.COALESCE(fn.SUM(Refund.points_returned), SQL("0")),
        fn.COALESCE(fn.SUM(Refund.points_unearned), SQL("0")),
        fn.MAX(Refund.is_void),
        fn.MAX(Refund.on_day),
    ).where(Refund.purchase == purchase)


@prepared
def _refunded(purchase: Any) -> Any:
    return Refund.select(Refund.id).where(Refund.purchase == purchase).limit(1)


def is_refunded(db: Any, purchase_id: int) -> bool:
    """Whether anything of a receipt was given back, or it was made void."""
    return _refunded(db, purchase=purchase_id).fetchone() is not None


@prepared
def _member(purchase: Any) -> Any:
    return Row.select(Row.member).where(Row.id == purchase)


def member_of(db: Any, purchase_id: int) -> int | None:
    """Whose receipt it is; nobody's for a walk-in."""
    member: int | None = _member(db, purchase=purchase_id).fetchone()[0]
    return member


def display_number(purchase_id: int, number: str | None) -> str:
    """A receipt's number as people read it."""
    return number or f"{purchase_id:06}"


def _head_of(desk: Desk, purchase_id: int) -> Sequence[Any]:
    """What stands above the lines of a receipt; refuses an unknown id."""
    is_id = type(purchase_id) is int
    head = _head(desk.db, purchase=purchase_id).fetchone() if is_id else None
    if head is None:
        raise UnknownReceipt(desk.language, receipt=purchase_id)
    found: Sequence[Any] = head
    return found


def get(desk: Desk, purchase_id: int) -> Purchase:
    """One receipt; refuses an unknown id."""
    head = _head_of(desk, purchase_id)
    number, member_id, at, on, goods, due, spent, earned, tier, steps, _rule, cash_given = head
    refunded, _, _, _, is_void, _ = _refunds(desk.db, purchase=purchase_id).fetchone()
    return Purchase(
        id=purchase_id,
        number=display_number(purchase_id, number),
        member_id=member_id,
        on=date.fromordinal(on),
        at=from_ms(at),
        goods=goods,
        total=due,
        lines=tuple(_line(row) for row in _lines(desk.db, purchase=purchase_id).fetchall()),
        steps=tuple(Step(*step) for step in json.loads(steps)),
        payments=dict(_payments(desk.db, purchase=purchase_id).fetchall()),
        points_earned=earned,
        points_used=spent,
        tier=tier,
        cash_given=cash_given,
        refunded=refunded,
        voided=bool(is_void),
    )


def _line(row: Sequence[Any]) -> Line:
    number, product_id, name, category, quantity, price, amount, paid, points, *_ = row
    return Line(
        number, product_id, name, category, from_milli(quantity), price, amount, paid, points
    )


def of_day(desk: Desk, day: date) -> list[Purchase]:
    """The receipts of a business day, in the order written."""
    ids = Row.select(Row.id).where(Row.on_day == day).order_by(Row.id).tuples().bind(desk.db)
    return [get(desk, row[0]) for row in ids]


def of_member(desk: Desk, member_id: int, *, limit: int = 50) -> list[Purchase]:
    """A member's receipts, the newest first."""
    people.refuse_unknown(desk, member_id)
    rows = (
        Row.select(Row.id)
        .where(Row.member == member_id)
        .order_by(Row.on_day.desc(), Row.id.desc())
        .limit(limit)
    )
    return [get(desk, row[0]) for row in rows.tuples().bind(desk.db)]


@dataclass(frozen=True, slots=True)
class Settled:
    """A receipt as a refund needs it: its state, and what was taken back and returned already.

    ``unearned`` is how far the points it earns have fallen, ``taken`` how many were really taken.
    """

    state: State
    payments: dict[str, int]
    rule: PointsRule
    granted: int
    spent: int
    taken: int
    returned: int
    unearned: int
    is_void: bool
    last_refund_on: date | None


def settled(desk: Desk, purchase_id: int) -> Settled:
    """What is left of a receipt after all its refunds."""
    head = _head_of(desk, purchase_id)
    due, spent, granted, rule = head[5], head[6], head[7], head[10]
    refunds = _refunds(desk.db, purchase=purchase_id).fetchone()
    refunded, taken, returned, unearned, is_void, last = refunds
    back = dict(_returned_lines(desk.db, purchase=purchase_id).fetchall())
    lines = tuple(
        SoldLine(row[0], row[4], row[7], row[8], bool(row[9]), row[10])
        for row in _lines(desk.db, purchase=purchase_id).fetchall()
    )
    state = State(lines, tuple(back.get(line.number, 0) for line in lines), due - refunded)
    return Settled(
        state=state,
        payments=dict(_payments(desk.db, purchase=purchase_id).fetchall()),
        rule=rule_from_json(rule),
        granted=granted,
        spent=spent,
        taken=taken,
        returned=returned,
        unearned=unearned,
        is_void=bool(is_void),
        last_refund_on=None if last is None else date.fromordinal(last),
    )

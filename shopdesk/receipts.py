"""Receipts as they are read: what was bought, paid and given back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import buying, inputs, pass_uses, people, spending
from shopdesk.clock import day_or_none, from_ms
from shopdesk.language import translator
from shopdesk.pricing import PointsRule, Step, rule_from_json
from shopdesk.refusals import UnknownReceipt
from shopdesk.returns import SoldLine, State
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher, VoucherUse
from shopdesk.store.tables.receipts import Payment, PurchaseLine, Refund, RefundLine
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.text import from_milli


class Line(NamedTuple):
    """A line of a receipt: ``amount`` is its listed price, ``paid`` what is left of it.

    ``name`` is as it was sold; that of a plain amount is in the language of who reads it.
    """

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
    taken out of the day altogether. ``payments`` has stored value as its two parts, ``principal``
    and ``bonus``; together they are ``stored_value``.
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
    def stored_value(self) -> int:
        """How much of it was paid by stored value."""
        return spending.part_of(self.payments)

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
            line.listed, line.paid, line.points, line.is_earning, line.points_percent, line.uses,
        )
        .where(line.purchase == purchase)
        .order_by(line.line)
    )  # fmt: skip


@prepared
def _payments(purchase: Any) -> Any:
    return Payment.select(Payment.tender, Payment.amount).where(Payment.purchase == purchase)


def _paid(desk: Desk, purchase_id: int) -> dict[str, int]:
    """By what a receipt was paid; bonus after all else."""
    rows = _payments(desk.db, purchase=purchase_id).fetchall()
    return dict(sorted(rows, key=lambda row: row[0] == "bonus"))


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


@prepared
def _voucher_codes(purchase: Any) -> Any:
    return (
        Voucher.select(Voucher.code)
        .join(VoucherUse, on=(VoucherUse.voucher == Voucher.id))
        .where(VoucherUse.purchase == purchase)
        .group_by(Voucher.id)
    )


def voucher_codes(desk: Desk, purchase_id: int) -> list[str]:
    """The codes of the vouchers that lowered a receipt."""
    return [code for (code,) in _voucher_codes(desk.db, purchase=purchase_id).fetchall()]


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
        lines=tuple(_line(desk, row) for row in _lines(desk.db, purchase=purchase_id).fetchall()),
        steps=tuple(Step(*step) for step in json.loads(steps)),
        payments=_paid(desk, purchase_id),
        points_earned=earned,
        points_used=spent,
        tier=tier,
        cash_given=cash_given,
        refunded=refunded,
        voided=bool(is_void),
    )


def _line(desk: Desk, row: Sequence[Any]) -> Line:
    number, product_id, name, category, quantity, price, amount, paid, points, *_ = row
    if buying.is_plain(product_id, name):
        name = translator(desk.language)(buying.PLAIN)
    return Line(
        number, product_id, name, category, from_milli(quantity), price, amount, paid, points
    )


def of_day(desk: Desk, day: date) -> list[Purchase]:
    """The receipts of a business day, in the order written."""
    ids = Row.select(Row.id).where(Row.on_day == inputs.day(day, desk.language))
    ids = ids.order_by(Row.id).tuples().bind(desk.db)
    return [get(desk, row[0]) for row in ids]


def of_member(desk: Desk, member_id: int, *, limit: int = 50) -> list[Purchase]:
    """A member's receipts, the newest first."""
    people.refuse_unknown(desk, member_id)
    rows = (
        Row.select(Row.id)
        .where(Row.member == member_id)
        .order_by(Row.on_day.desc(), Row.id.desc())
        .limit(inputs.most(limit, desk.language))
    )
    return [get(desk, row[0]) for row in rows.tuples().bind(desk.db)]


@dataclass(frozen=True, slots=True)
class Settled:
    """A receipt as a refund needs it: its state, and what was taken back and returned already.

    ``unearned`` is how far the points it earns have fallen, ``taken`` how many were really taken.
    ``unused`` has, by the number of each line that sold a pass, how many of its uses are unspent,
    and ``by_pass`` the uses that paid a line.
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
    unused: Mapping[int, int]
    by_pass: Mapping[int, int]


def settled(desk: Desk, purchase_id: int) -> Settled:
    """What is left of a receipt after all its refunds."""
    head = _head_of(desk, purchase_id)
    due, spent, granted, rule = head[5], head[6], head[7], head[10]
    refunds = _refunds(desk.db, purchase=purchase_id).fetchone()
    refunded, taken, returned, unearned, is_void, last = refunds
    back = dict(_returned_lines(desk.db, purchase=purchase_id).fetchall())
    rows = _lines(desk.db, purchase=purchase_id).fetchall()
    lines = tuple(map(_sold_line, rows))
    payments = _paid(desk, purchase_id)
    handed_back = tuple(back.get(line.number, 0) for line in lines)
    state = State(lines, handed_back, due - refunded, payments.get("bonus", 0))
    has_passes = any(row[11] is not None for row in rows)
    return Settled(
        state=state,
        payments=payments,
        rule=rule_from_json(rule),
        granted=granted,
        spent=spent,
        taken=taken,
        returned=returned,
        unearned=unearned,
        is_void=bool(is_void),
        last_refund_on=day_or_none(last),
        unused=pass_uses.unused(desk, purchase_id) if has_passes else {},
        by_pass=pass_uses.paid_lines(desk.db, purchase_id),
    )


def _sold_line(row: Sequence[Any]) -> SoldLine:
    """A line as it was sold; one that is a pass is counted in thousandths of its uses."""
    number, milli, paid, points, is_earning, percent, uses = (row[0], row[4], *row[7:12])
    counted = milli if uses is None else uses * pass_uses.UNIT
    return SoldLine(number, counted, paid, points, bool(is_earning), percent)

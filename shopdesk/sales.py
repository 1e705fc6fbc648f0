"""Writing a priced receipt: rows, journal, facts, tier, and what an upgrade gives."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from shopdesk import (
    clock,
    expiry,
    facts,
    happenings,
    journal,
    pass_uses,
    rewards,
    spending,
    standing,
    upgrading,
    vouchers,
)
from shopdesk.buying import Buyer
from shopdesk.expiry import Life
from shopdesk.inspection import Voucher
from shopdesk.journal import Cause
from shopdesk.pass_uses import Use
from shopdesk.pricing import PointsRule, Priced, PricedLine
from shopdesk.receipts import Line, Purchase, display_number
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared_row, prepared_rows
from shopdesk.store.tables.giving import VoucherUse
from shopdesk.store.tables.receipts import Payment, PurchaseLine
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.text import from_milli


class Payments(NamedTuple):
    """How a receipt is paid: so much by each tender, and what was handed over in cash."""

    tenders: Mapping[str, int]
    cash_given: int | None = None


class Sale(NamedTuple):
    """A receipt ready to be written, once it is known how it is paid.

    An imported one has a moment and perhaps a number of its own, is assessed as of its own day
    and gives nothing.
    """

    buyer: Buyer | None
    tier: str | None
    priced: Priced
    rule: PointsRule
    points_earned: int
    on: date
    vouchers: tuple[Voucher, ...] = ()
    at: datetime | None = None
    number: str | None = None
    is_imported: bool = False
    uses: tuple[Use, ...] = ()
    """What passes pay of it."""
    there_on: date | None = None
    """Its own day where it is entered late: what it spends must have been there (9.21)."""


_insert = prepared_row(
    Row, "number", "event", "member", "at", "on_day", "goods", "due", "points_spent",
    "points_earned", "tier", "steps", "rule", "cash_given",
)  # fmt: skip
_LINE_COLUMNS = (
    "purchase", "line", "product", "name", "category", "quantity_milli", "price", "cost", "listed",
    "tier_off", "voucher_off", "points_off", "points", "paid", "is_earning",
)  # fmt: skip
_SELDOM = (0, 0, 0, 100, 0)
"""Promotion, hand and rounding off, points percent, off by a pass: as most lines have them anyway.
"""
_insert_lines = prepared_rows(PurchaseLine, *_LINE_COLUMNS)
_insert_whole_lines = prepared_rows(
    PurchaseLine, *_LINE_COLUMNS, "promotion_off", "manual_off", "rounding_off", "points_percent",
    "pass_off", "uses",
)  # fmt: skip
_insert_payments = prepared_rows(Payment, "purchase", "tender", "amount")
_insert_uses = prepared_rows(VoucherUse, "purchase", "voucher", "line", "amount")


def write(made: Change, sale: Sale, paid: Payments) -> int:
    """Write a receipt and all it brings about, inside a change; returns its id."""
    purchase_id = _write_receipt(made, sale, paid)
    for voucher in sale.vouchers:
        vouchers.spend(made, voucher, purchase_id)
    if sale.buyer is not None:
        _write_for_member(made, sale, sale.buyer, purchase_id, paid)
    return purchase_id


def paid_by(sale: Sale, paid: Payments) -> Sale:
    """The sale as it earns once it is known how it is paid: nothing for what is bonus (9.6)."""
    bonus, due = paid.tenders.get("bonus", 0), sale.priced.due
    if not bonus or sale.buyer is None:
        return sale
    base = Fraction(sale.priced.earning_base) * (due - bonus) / due
    return sale._replace(points_earned=sale.rule.earned(base))


def receipt(made: Change, sale: Sale, paid: Payments, purchase_id: int) -> Purchase:
    """A receipt just written, as it would be read back."""
    priced = sale.priced
    return Purchase(
        id=purchase_id,
        number=display_number(purchase_id, sale.number),
        member_id=sale.buyer.id if sale.buyer else None,
        on=sale.on,
        at=sale.at or made.at,
        goods=priced.goods,
        total=priced.due,
        lines=tuple([_line(number, line) for number, line in enumerate(priced.lines, 1)]),
        steps=priced.steps,
        payments=dict(paid.tenders),
        points_earned=sale.points_earned,
        points_used=priced.points_used,
        tier=sale.tier,
        cash_given=paid.cash_given,
        refunded=0,
        voided=False,
    )


def _line(number: int, line: PricedLine) -> Line:
    item = line.item
    return Line(
        number, item.product_id, item.name, item.category, from_milli(item.quantity_milli),
        item.price, item.listed, line.paid, line.points,
    )  # fmt: skip


def _write_receipt(made: Change, sale: Sale, paid: Payments) -> int:
    priced = sale.priced
    purchase = (
        sale.number, made.event, sale.buyer.id if sale.buyer else None,
        clock.to_ms(sale.at or made.at), sale.on.toordinal(), priced.goods, priced.due,
        priced.points_used, sale.points_earned, sale.tier, as_kept(priced.steps),
        as_kept(sale.rule), paid.cash_given,
    )  # fmt: skip
    purchase_id = _insert(made.db, purchase)
    _write_lines(made, priced, purchase_id)
    _insert_payments(made.db, [(purchase_id, *each) for each in paid.tenders.items()])
    _insert_uses(
        made.db,
        [(purchase_id, voucher, index + 1, off) for voucher, index, off in priced.voucher_lines],
    )
    return purchase_id


def _write_lines(made: Change, priced: Priced, purchase_id: int) -> None:
    """Most receipts need few columns: to bind the others costs as much as a statement."""
    rows = [_line_row(purchase_id, n, line) for n, line in enumerate(priced.lines, 1)]
    seldom = [line[5:10] for line in priced.lines]
    uses = [pass_uses.uses_of(line.item) for line in priced.lines]
    if seldom.count(_SELDOM) == uses.count(None) == len(seldom):
        _insert_lines(made.db, rows)
    else:
        both = zip(rows, seldom, uses, strict=True)
        _insert_whole_lines(made.db, [(*row, *more, sold) for row, more, sold in both])


@lru_cache(maxsize=32)
def as_kept(value: tuple[Any, ...]) -> str:
    """Steps or a rule as JSON; most receipts have the same."""
    return json.dumps(value, ensure_ascii=False)


def _line_row(purchase_id: int, number: int, line: PricedLine) -> tuple[Any, ...]:
    item = line.item
    return (
        purchase_id, number, item.product_id, item.name, item.category, item.quantity_milli,
        item.price, item.cost, item.listed, line.tier_off, line.voucher_off, line.points_off,
        line.points, line.paid, int(item.is_earning),
    )  # fmt: skip


def _write_for_member(
    made: Change, sale: Sale, buyer: Buyer, purchase_id: int, paid: Payments
) -> None:
    priced = sale.priced
    if spending.part_of(paid.tenders):
        spending.draw(made, buyer.id, paid.tenders, purchase_id, sale.there_on)
    if not sale.is_imported:
        pass_uses.draw(made, buyer.id, sale.uses, purchase_id)
        pass_uses.sell(made, buyer.id, priced, purchase_id, sale.on)
    if buyer.has_past and not sale.is_imported:
        journal.expire_due(made, buyer.id)
    if priced.points_used:
        cause = Cause("spent", made.today, purchase_id)
        journal.draw(made, buyer.id, priced.points_used, cause, there_on=sale.there_on)
    count(
        made, buyer, purchase_id, on=sale.on, spend=priced.due, points=sale.points_earned,
        life=_life(made, sale), is_imported=sale.is_imported,
    )  # fmt: skip


def count(
    made: Change, buyer: Buyer, purchase_id: int, *, on: date, spend: int, points: int, life: Life,
    is_imported: bool = False,
) -> None:  # fmt: skip
    """Let a member have what a receipt of a day brings: points, facts, tier, gifts (9.19, 9.21)."""
    if points:
        cause = Cause("earned", on, purchase_id)
        journal.credit(made, buyer.id, points, cause, debt=buyer.debt, life=life)
    facts.count_receipt(made.db, buyer.id, on, spend=spend, points=points)
    if on < made.today:
        journal.look_by(made, buyer.id, on)
    today = on if is_imported else made.today
    earned = buyer.earned
    if on < today:
        journal.look_again(made, buyer.id)
        from shopdesk import restoring  # most receipts are of today

        earned = restoring.restore(made, buyer.id, purchase_id) or earned
    steps = standing.assess(
        made, buyer.id, earned, buyer.joined_on, today=today, purchase=purchase_id
    )
    if steps and not is_imported:
        rewards.on_upgrade(made, buyer.id, steps)
    if not is_imported:
        happenings.bought(made, buyer.id, purchase_id)
    if "referrals" in made.desk.shop.known.asked:
        upgrading.friend_bought(made, buyer.id, today=today, is_imported=is_imported)


def _life(made: Change, sale: Sale) -> Life:
    settings = made.desk.shop.settings
    if sale.is_imported or sale.on == made.today:
        return expiry.life(settings, sale.on)
    return expiry.late_life(settings, sale.on, made.today)

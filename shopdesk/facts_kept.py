"""Facts about what a member kept of what they bought: products, categories, margin."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from shopdesk.money import half_up
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Purchase, PurchaseLine, Refund, RefundLine


class Kept(NamedTuple):
    """A line of a receipt of which something is left, and what is left of its receipt.

    ``paid`` is the paid price of what was not handed back, ``paid_left`` that of the whole receipt,
    ``money`` what was not given back of it.
    """

    receipt: int
    product: int | None
    category: str
    cost: int | None
    kept_milli: int
    paid: int
    money: int


def _back(line: Any) -> Any:
    """How much of a line came back."""
    return fn.COALESCE(
        RefundLine.select(fn.SUM(RefundLine.quantity_milli))
        .join(Refund, on=(RefundLine.refund == Refund.id))
        .where((Refund.purchase == line.purchase) & (RefundLine.line == line.line)),
        SQL("0"),
    )


@prepared
def _lines(member: Any, first: Any, last: Any) -> Any:
    line = PurchaseLine
    refunded = (
        Refund.select(
            Refund.purchase, fn.SUM(Refund.money).alias("money"),
            fn.MAX(Refund.is_whole).alias("is_whole"),
        )
        .join(Purchase, on=(Purchase.id == Refund.purchase))
        .where(Purchase.member == member)
        .group_by(Refund.purchase)
        .alias("refunded")
    )  # fmt: skip
    return (
        Purchase.select(
            Purchase.id, line.product, line.category, line.cost,
            fn.COALESCE(line.uses * SQL("1000"), line.quantity_milli), line.paid,
            _back(line), Purchase.due - fn.COALESCE(refunded.c.money, SQL("0")),
        )
        .join(line, on=(line.purchase == Purchase.id))
        .join(refunded, JOIN.LEFT_OUTER, on=(refunded.c.purchase_id == Purchase.id))
        .where(
            (Purchase.member == member)
            & Purchase.on_day.between(first, last)
            & (fn.COALESCE(refunded.c.is_whole, SQL("0")) == SQL("0"))
        )
        .order_by(Purchase.id, line.line)
    )  # fmt: skip


def kept(db: Any, member_id: int, first: date, last: date) -> list[Kept]:
    """The lines with something left, of receipts that were not wholly given back (9.13)."""
    rows = _lines(db, member_id, first.toordinal(), last.toordinal()).fetchall()
    return [
        Kept(receipt, product, category, cost, milli - back, paid - paid * back // milli, money)
        for receipt, product, category, cost, milli, paid, back, money in rows
        if back < milli
    ]


def products(lines: Iterable[Kept]) -> set[int]:
    """The products that were kept; a plain amount is none."""
    return {line.product for line in lines if line.product is not None}


def categories(lines: Iterable[Kept]) -> set[str]:
    """The categories that were kept; goods without one have none."""
    return {line.category for line in lines if line.category}


def margin(lines: Iterable[Kept]) -> int:
    """What was paid for what was kept, less what that cost; goods of unknown cost don't count.

    A line is worth its share of the money left on its receipt, rounded down. May be below 0.
    """
    by_receipt: dict[int, list[Kept]] = {}
    for line in lines:
        by_receipt.setdefault(line.receipt, []).append(line)
    return sum(_margin(each) for each in by_receipt.values())


def _margin(lines: list[Kept]) -> int:
    whole, found = sum(line.paid for line in lines), 0
    for line in lines:
        if line.cost is not None:
            found += line.paid * line.money // whole if whole else 0
            found -= half_up(line.cost * line.kept_milli, 1000)
    return found


FACTS: dict[str, Callable[[Iterable[Kept]], int]] = {
    "products": lambda lines: len(products(lines)),
    "categories": lambda lines: len(categories(lines)),
    "margin": margin,
}
"""Each fact that comes from what was kept."""

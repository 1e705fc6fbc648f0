"""Facts about what a member kept of what they bought: products, categories, margin."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk.money import half_up
from shopdesk.store.statements import of_members
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


def _of_receipt(what: Any) -> Any:
    """Something of all that came back of a receipt."""
    return fn.COALESCE(Refund.select(what).where(Refund.purchase == Purchase.id), SQL("0"))


def _had_by_members(first: Any, last: Any, *columns: Any) -> Any:
    """Lines of the receipts of members between two days, and more of each."""
    line = PurchaseLine
    return (
        Purchase.select(
            Purchase.member, Purchase.id, line.product, line.category, line.cost,
            fn.COALESCE(line.uses * SQL("1000"), line.quantity_milli), line.paid, *columns,
        )
        .join(line, on=(line.purchase == Purchase.id))
        .where(Purchase.member.is_null(False) & Purchase.on_day.between(first, last))
    )  # fmt: skip


def _was_touched() -> Any:
    return fn.EXISTS(Refund.select(SQL("1")).where(Refund.purchase == Purchase.id))


@of_members(Purchase.member)
def _whole_lines(first: Any, last: Any) -> Any:
    """Those of receipts of which nothing came back: nearly all, asked for without more ado."""
    return _had_by_members(first, last, Purchase.due).where(~_was_touched())


@of_members(Purchase.member)
def _touched_lines(first: Any, last: Any) -> Any:
    """Those of which something came back, and not the whole receipt."""
    left = Purchase.due - _of_receipt(fn.SUM(Refund.money))
    is_left = _of_receipt(fn.MAX(Refund.is_whole)) == SQL("0")
    lines = _had_by_members(first, last, left, _back(PurchaseLine))
    return lines.where(_was_touched() & is_left)


def each(db: Any, member_id: int | None, first: date, last: date) -> Iterator[tuple[int, Kept]]:
    """The lines with something left, of receipts that were not wholly given back (9.13), each with
    its member: of one, or with ``None`` of all; never all of them at a time."""
    days = first.toordinal(), last.toordinal()
    for member, *line in _whole_lines(db, member_id, *days):
        if line[4] > 0:
            yield member, Kept._make(line)
    for row in _touched_lines(db, member_id, *days):
        member, receipt, product, category, cost, milli, paid, money, back = row
        if back < milli:
            left, worth = milli - back, paid - paid * back // milli
            yield member, Kept(receipt, product, category, cost, left, worth, money)


def kept(db: Any, member_id: int | None, first: date, last: date) -> dict[int, list[Kept]]:
    """``each`` by member, of those who have any."""
    found: dict[int, list[Kept]] = {}
    for member, line in each(db, member_id, first, last):
        found.setdefault(member, []).append(line)
    return found


def different(
    db: Any, member_id: int | None, first: date, last: date, of: Callable[[Kept], Any]
) -> dict[int, int]:
    """How many different things ``each`` of a member's lines are of; what is nothing counts not."""
    found: dict[int, set[Any]] = {}
    for member, line in each(db, member_id, first, last):
        if thing := of(line):
            found.setdefault(member, set()).add(thing)
    return {member: len(things) for member, things in found.items()}


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

DIFFERENT: dict[str, Callable[[Kept], Any]] = {
    "products": lambda line: line.product,
    "categories": lambda line: line.category,
}
"""Those that count different things, and of which: they can be told line by line."""

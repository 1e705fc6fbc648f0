"""Receipts as our own import of purchases reads them: one row a line, with what is left of it.

What was given back is gone from the amounts, void receipts from the table. A receipt of which
nothing was given back is told from its rows alone.
"""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from itertools import groupby
from typing import Any

from shopdesk import receipts, text
from shopdesk.export_tables import Book, Rows, Value
from shopdesk.receipts import display_number
from shopdesk.returns import State

_SQL = """
    SELECT p.id, p.number, m.number, p.at, p.on_day, l.product_id, l.name, g.ean, l.category,
           l.quantity_milli, l.price, l.cost, l.paid,
           EXISTS (SELECT 1 FROM refund AS r WHERE r.purchase_id = p.id)
    FROM purchase_line AS l JOIN purchase AS p ON p.id = l.purchase_id
    LEFT JOIN member AS m ON m.id = p.member_id AND m.closed_on IS NULL
    LEFT JOIN product AS g ON g.id = l.product_id
    WHERE NOT EXISTS (SELECT 1 FROM refund AS r WHERE r.purchase_id = p.id AND r.is_void)
    ORDER BY l.purchase_id, l.line"""


def rows(book: Book) -> Rows:
    """Every line of which something is left; who closed the membership is nobody here."""
    for purchase_id, lines in groupby(book.select(_SQL), key=lambda line: line[0]):
        sold = list(lines)
        left = [(line[9], line[12]) for line in sold]
        if sold[0][13]:
            left = _left(receipts.settled(book.desk, purchase_id).state)
        for line, (milli, paid) in zip(sold, left, strict=True):
            if milli:
                yield _row(book, line, milli, paid)


def _row(book: Book, line: Any, milli: int, paid: int) -> tuple[Value, ...]:
    id_, number, member, at, on, product, name, ean, category, _milli, price, cost, *_rest = line
    quantity: Decimal | None = text.from_milli(milli)
    goods: tuple[Value, ...] = (name, ean, category, quantity, book.money(price), book.money(cost))
    if product is None:
        goods = (None, None, category, None, None, None)
    return (display_number(id_, number), member, _when(book, at, on), *goods, book.money(paid))


def _when(book: Book, at: int, on: int) -> Value:
    """The moment; or the business day alone, where the moment would be read as another."""
    moment, day = book.moment(at), book.day(on)
    is_told = moment is not None and moment.time() != time()
    return moment if is_told and book.day_of(at) == day else day


def _left(state: State) -> list[tuple[int, int]]:
    """Of each line the thousandths and the money left, which sum to that of the receipt."""
    return list(_shares(state)) if not state.is_all_returned else [(0, 0)] * len(state.lines)


def _shares(state: State) -> Iterator[tuple[int, int]]:
    whole, told, kept = state.paid_left, 0, 0
    for index, line in enumerate(state.lines):
        kept += state.kept_paid(index)
        upto = state.money * kept // whole if whole else 0
        yield line.quantity_milli - state.returned[index], upto - told
        told = upto

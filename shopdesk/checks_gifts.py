"""Gifts: the shelf and what is promised by the movements, promises and numbers by the vouchers."""

from collections.abc import Iterator
from typing import Any

from shopdesk.gift_moves import EFFECTS

_MOVED = "SELECT gift_id, kind, SUM(quantity) FROM gift_movement GROUP BY gift_id, kind"

_OPEN = "SELECT gift_id, COUNT(*) FROM voucher WHERE state = 'issued' GROUP BY gift_id"

_NUMBERS = """
    SELECT id, expected, edition FROM (
        SELECT v.id, v.edition,
            (SELECT CASE WHEN m.kind IN ('released', 'returned') THEN NULL ELSE m.edition END
             FROM gift_movement AS m WHERE m.voucher_id = v.id ORDER BY m.id DESC LIMIT 1)
            AS expected
        FROM voucher AS v JOIN gift AS g ON g.id = v.gift_id
        WHERE g.edition IS NOT NULL OR v.edition IS NOT NULL)
    WHERE expected IS NOT edition"""

Found = Iterator[tuple[str, object, object]]


def differing(db: Any) -> Found:
    """Where stock, promises or numbers are not what was written down: of what, expected, found."""
    yield from _stock(db)
    for voucher, expected, found in db.execute_sql(_NUMBERS).fetchall():
        yield f"voucher {voucher} edition", expected, found


def _stock(db: Any) -> Found:
    shelf: dict[int, tuple[int, int]] = {}
    for gift, kind, quantity in db.execute_sql(_MOVED):
        (stock, promised), (more, spoken_for) = shelf.get(gift, (0, 0)), EFFECTS[kind]
        shelf[gift] = stock + more * quantity, promised + spoken_for * quantity
    open_ = dict(db.execute_sql(_OPEN).fetchall())
    for gift, stock, promised in db.execute_sql(
        "SELECT id, stock, promised FROM gift WHERE stock IS NOT NULL"
    ):
        expected = shelf.get(gift, (0, 0))
        if expected != (stock, promised):
            yield f"gift {gift}", expected, (stock, promised)
        if promised != open_.get(gift, 0):
            yield f"gift {gift} promised", open_.get(gift, 0), promised

"""The prices that goods had: each change begins where the one before it ended, the last is now."""

from collections.abc import Iterator
from typing import Any

_BROKEN = """
    SELECT product_id, what, was, before FROM (
        SELECT product_id, what, before, LAG(after) OVER one AS was, ROW_NUMBER() OVER one AS place
        FROM price_change WINDOW one AS (PARTITION BY product_id, what ORDER BY id))
    WHERE place > 1 AND was IS NOT before"""

_OTHERWISE = """
    SELECT product_id, what, after, now FROM (
        SELECT c.product_id, c.what, c.after,
            CASE c.what WHEN 'price' THEN p.price WHEN 'cost' THEN p.cost
                        ELSE p.member_price END AS now
        FROM price_change AS c JOIN product AS p ON p.id = c.product_id
        WHERE c.id IN (SELECT MAX(id) FROM price_change GROUP BY product_id, what))
    WHERE after IS NOT now"""


def differing(db: Any) -> Iterator[tuple[str, int | None, int | None]]:
    """Where the prices do not follow from each other: of what, as it should be, as it is."""
    for sql in (_BROKEN, _OTHERWISE):
        for product, what, expected, found in db.execute_sql(sql).fetchall():
            yield f"product {product} {what}", expected, found

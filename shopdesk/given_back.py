"""How much money a receipt gave back: with all receipts it was exchanged from and for, as one."""

from typing import Any

from shopdesk import limits
from shopdesk.store.change import Change


def refuse_over_limit(made: Change, purchase_id: int, money: int) -> None:
    """Refuse what was just written and hands out ``money`` of a receipt, beyond the role's limit.

    It counts with all that was given back before, whoever gave it: many small refunds are one
    large one, and an exchange in between does not begin anew.
    """
    if money and limits.is_limited(made.desk, "refund"):
        limits.refuse_over(made.desk, "refund", in_all(made.db, purchase_id))


def in_all(db: Any, purchase_id: int) -> int:
    """The money given back of a receipt and of all that hang together with it by exchanges.

    An exchange gives back what it pays out. What is paid on top in one makes less of what was given
    back before it, and never less than nothing: a dear receipt taken for a cheap one has the limit
    of a receipt, no more.
    """
    given = 0
    for money, taken in db.execute_sql(_REFUNDS, (purchase_id,)).fetchall():
        given = max(0, given + money - taken)
    return given


_REFUNDS = """
    WITH RECURSIVE origin (purchase) AS (
        SELECT ?1
        UNION
        SELECT r.purchase_id FROM origin AS o JOIN exchange AS x ON x.purchase_id = o.purchase
        JOIN refund AS r ON r.id = x.refund_id),
    chain (purchase) AS (
        SELECT purchase FROM origin
        UNION
        SELECT x.purchase_id FROM chain AS c JOIN refund AS r ON r.purchase_id = c.purchase
        JOIN exchange AS x ON x.refund_id = r.id)
    SELECT r.money, COALESCE(p.due, 0) FROM chain AS c
    JOIN refund AS r ON r.purchase_id = c.purchase
    LEFT JOIN exchange AS x ON x.refund_id = r.id LEFT JOIN purchase AS p ON p.id = x.purchase_id
    ORDER BY r.id"""
"""Of each refund of the chain, in the order written: its money, and what was taken for it."""

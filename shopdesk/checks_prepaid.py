"""What was paid for beforehand: top-ups, their refunds and passes, against the journal."""

from collections.abc import Iterator
from typing import Any

from shopdesk.holders import holder_then
from shopdesk.topping_back import Terms

UNEQUAL = {
    "top_up": """
        SELECT t.id, t.member_id || ': ' || t.principal || ' + ' || t.bonus,
            p.member_id || ': ' || p.granted || ' + ' || COALESCE(b.granted, 0)
        FROM top_up AS t JOIN lot AS p ON p.id = t.principal_lot_id
        LEFT JOIN lot AS b ON b.id = t.bonus_lot_id
        WHERE (p.account, p.member_id, p.granted, p.event_id)
                <> ('principal', t.member_id, t.principal, t.event_id)
            OR COALESCE(b.granted, 0) <> t.bonus
            OR (b.account, b.member_id, b.event_id) <> ('bonus', t.member_id, t.event_id)""",
    "top_up_payment": """
        SELECT t.id, t.principal, COALESCE(SUM(p.amount), 0) FROM top_up AS t
        LEFT JOIN top_up_payment AS p ON p.top_up_id = t.id
        GROUP BY t.id HAVING COALESCE(SUM(p.amount), 0) <> t.principal""",
    "top_up_lot": """
        SELECT e.id, 'a top-up', 'none' FROM entry AS e
        LEFT JOIN top_up AS t ON e.lot_id IN (t.principal_lot_id, t.bonus_lot_id)
            AND t.event_id = e.event_id
        WHERE e.kind = 'topped_up' AND e.account IN ('principal', 'bonus') AND t.id IS NULL""",
    "top_up_refund": f"""
        SELECT r.id, r.principal || ' + ' || r.bonus,
            COALESCE(-SUM(e.amount) FILTER (WHERE e.account = 'principal'), 0) || ' + '
            || COALESCE(-SUM(e.amount) FILTER (WHERE e.account = 'bonus'), 0) AS found
        FROM top_up_refund AS r JOIN top_up AS t ON t.id = r.top_up_id
        LEFT JOIN entry AS e ON e.event_id = r.event_id
            AND e.member_id = {holder_then("top_up", "t.id", "t.member_id", at="r.event_id")}
            AND e.kind = 'taken_back' AND e.lot_id IN (t.principal_lot_id, t.bonus_lot_id)
        GROUP BY r.id HAVING found <> r.principal || ' + ' || r.bonus""",
    "top_up_refund_payment": """
        SELECT r.id, r.money, COALESCE(SUM(p.amount), 0) FROM top_up_refund AS r
        LEFT JOIN top_up_refund_payment AS p ON p.refund_id = r.id
        GROUP BY r.id HAVING COALESCE(SUM(p.amount), 0) <> r.money""",
    # Stored value on receipts and refunds: each tender against what moved of its account.
    "stored_value_spent": """
        SELECT purchase_id || ' ' || account, SUM(paid), SUM(moved) FROM (
            SELECT purchase_id, tender AS account, amount AS paid, 0 AS moved FROM payment
            WHERE tender IN ('principal', 'bonus')
            UNION ALL SELECT purchase_id, account, 0, -amount FROM entry
            WHERE account IN ('principal', 'bonus') AND kind = 'spent')
        GROUP BY purchase_id, account HAVING SUM(paid) <> SUM(moved)""",
    "stored_value_returned": """
        SELECT refund_id || ' ' || account, SUM(paid), SUM(moved) FROM (
            SELECT refund_id, tender AS account, amount AS paid, 0 AS moved FROM refund_payment
            WHERE tender IN ('principal', 'bonus')
            UNION ALL SELECT refund_id, account, 0, amount FROM entry
            WHERE account IN ('principal', 'bonus') AND kind = 'returned')
        GROUP BY refund_id, account HAVING SUM(paid) <> SUM(moved)""",
    # Passes: the line that sold one, its lots, and the lines that its uses paid.
    "pass": """
        SELECT l.purchase_id || '/' || l.line, l.uses, COALESCE(o.granted, 0)
        FROM purchase_line AS l LEFT JOIN pass AS p
            ON p.purchase_id = l.purchase_id AND p.line = l.line
        LEFT JOIN pass_lot AS b ON b.pass_id = p.id
        LEFT JOIN lot AS o ON o.id = b.lot_id AND o.event_id = p.event_id
        WHERE l.uses IS NOT NULL
        GROUP BY l.purchase_id, l.line
        HAVING COALESCE(SUM(o.granted), 0) <> l.uses OR p.uses <> l.uses""",
    # A given pass: its first lot, and whose it is.
    "pass_given": """
        SELECT p.id, p.member_id || ': ' || p.uses,
            COALESCE(o.member_id || ': ' || o.granted, 'no lot')
        FROM pass AS p LEFT JOIN lot AS o ON o.id = (
            SELECT MIN(lot_id) FROM pass_lot WHERE pass_id = p.id)
        WHERE p.rule_id IS NOT NULL
            AND (o.account, o.member_id, o.granted, o.event_id)
                IS NOT ('pass', p.member_id, p.uses, p.event_id)""",
    "pass_forfeit": """
        SELECT f.pass_id, 0, SUM(o.remaining) FROM pass_forfeit AS f
        JOIN pass_lot AS b ON b.pass_id = f.pass_id JOIN lot AS o ON o.id = b.lot_id
        GROUP BY f.pass_id HAVING SUM(o.remaining) <> 0""",
    "pass_ends": """
        SELECT p.id, p.ends_on, o.expires_on FROM pass AS p JOIN pass_lot AS b ON b.pass_id = p.id
        JOIN lot AS o ON o.id = b.lot_id AND o.event_id = p.event_id
        WHERE p.ends_on IS NOT o.expires_on""",
    "pass_product": """
        SELECT u.purchase_id || '/' || u.line, p.product_id, l.product_id FROM pass_use AS u
        JOIN pass_lot AS b ON b.lot_id = u.lot_id JOIN pass AS p ON p.id = b.pass_id
        JOIN purchase_line AS l ON l.purchase_id = u.purchase_id AND l.line = u.line
        WHERE l.product_id IS NOT p.product_id""",
    "pass_lot": """
        SELECT l.id, 'a pass', COALESCE(b.pass_id, 'none') FROM lot AS l
        LEFT JOIN pass_lot AS b ON b.lot_id = l.id
        WHERE (l.account = 'pass') <> (b.pass_id IS NOT NULL)""",
    "pass_line": """
        SELECT l.purchase_id || '/' || l.line, l.quantity_milli, SUM(u.uses) * 1000
        FROM purchase_line AS l LEFT JOIN pass_use AS u
            ON u.purchase_id = l.purchase_id AND u.line = l.line
        WHERE l.pass_off > 0 OR u.uses IS NOT NULL
        GROUP BY l.purchase_id, l.line
        HAVING COALESCE(SUM(u.uses), 0) * 1000 <> l.quantity_milli OR l.pass_off <> l.listed""",
    "pass_use": """
        SELECT purchase_id || ' lot ' || lot_id, SUM(said), SUM(moved) FROM (
            SELECT purchase_id, lot_id, uses AS said, 0 AS moved FROM pass_use
            UNION ALL SELECT purchase_id, lot_id, 0, -amount FROM entry
            WHERE account = 'pass' AND kind = 'spent')
        GROUP BY purchase_id, lot_id HAVING SUM(said) <> SUM(moved)""",
    "pass_refund": """
        SELECT refund_id || '/' || line, SUM(said), SUM(moved) FROM (
            SELECT b.refund_id, b.line, b.quantity_milli AS said, 0 AS moved
            FROM refund_line AS b JOIN refund AS r ON r.id = b.refund_id
            JOIN purchase_line AS l ON l.purchase_id = r.purchase_id AND l.line = b.line
            WHERE l.uses IS NOT NULL
            UNION ALL SELECT e.refund_id, p.line, 0, -e.amount * 1000
            FROM entry AS e JOIN pass_lot AS b ON b.lot_id = e.lot_id
            JOIN pass AS p ON p.id = b.pass_id WHERE e.kind = 'taken_back')
        GROUP BY refund_id, line HAVING SUM(said) <> SUM(moved)""",
    "pass_returned": """
        SELECT e.purchase_id, -SUM(e.amount) FILTER (WHERE e.kind = 'spent'),
            SUM(e.amount) FILTER (WHERE e.kind = 'returned')
        FROM entry AS e WHERE e.account = 'pass' AND e.kind IN ('spent', 'returned')
        GROUP BY e.purchase_id HAVING SUM(e.amount) > 0""",
}
"""For each kind of fault the rows (subject, expected, found) where two things differ."""

_REFUNDED = """
    SELECT r.top_up_id, r.id, r.event_id, t.principal, t.bonus, t.principal_lot_id, t.bonus_lot_id,
        r.principal, r.bonus, r.money
    FROM top_up_refund AS r JOIN top_up AS t ON t.id = r.top_up_id ORDER BY r.id"""

_SPENT = """
    WITH given_back AS (
        SELECT principal_lot_id, bonus_lot_id FROM top_up
        WHERE id IN (SELECT top_up_id FROM top_up_refund))
    SELECT lot_id, event_id, -amount FROM entry
    WHERE kind IN ('spent', 'returned') AND lot_id IN (
        SELECT principal_lot_id FROM given_back UNION SELECT bonus_lot_id FROM given_back)"""


def clawed_wrongly(db: Any) -> Iterator[tuple[int, object, object]]:
    """Refunds of top-ups whose bonus or money is not what was spent by then leads to (9.4)."""
    sums: dict[int, tuple[int, int, int]] = {}
    moved: dict[int, list[tuple[int, int]]] = {}
    for lot, event, amount in db.execute_sql(_SPENT).fetchall():
        moved.setdefault(lot, []).append((event, amount))
    for row in db.execute_sql(_REFUNDED).fetchall():
        top_up, refund, event, principal, bonus, principal_lot, bonus_lot, *found = row
        back, clawed, money = sums.get(top_up, (0, 0, 0))
        spent = [
            sum(amount for at, amount in moved.get(lot, ()) if at < event)
            for lot in (principal_lot, bonus_lot)
        ]
        terms = Terms(principal, bonus, *spent)
        back += found[0]
        expected = [
            found[0],
            max(0, terms.clawed(back) - clawed),
            max(0, terms.paid_out(back) - money),
        ]
        if expected != found:
            yield refund, expected, found
        sums[top_up] = (back, clawed + found[1], money + found[2])

"""What the audit says of a till's day, of months and of who served, against what is kept of it.

The rows that these are kept in lead to no other figure that would give a change of them away; the
audit does: its events hang together by their hashes.
"""

import json
from collections.abc import Iterator
from typing import Any

Found = tuple[str, object, object]
"""What does not add up: about what, what the audit says, what is kept."""

_MOVED = """
    SELECT e.id, e.action || ' ' || json_extract(e.body, '$.amount') AS said,
        'cash.pay_' || m.kind || ' ' || m.amount AS kept
    FROM event AS e LEFT JOIN cash_move AS m ON m.id = e.subject AND m.event_id = e.id
    WHERE e.action IN ('cash.pay_in', 'cash.pay_out') AND said IS NOT kept"""

_CASH_UPS = """
    SELECT e.id, e.body, c.id, c."left" FROM event AS e
    LEFT JOIN cash_up AS c ON c.id = e.subject AND c.event_id = e.id
    WHERE e.action IN ('days.close', 'shifts.hand_over')"""

_COUNTED = """
    SELECT tender, counted FROM cash_up_tender WHERE cash_up_id = ? AND counted IS NOT NULL"""

_CLOSED = """
    SELECT e.body, m.figures FROM event AS e LEFT JOIN month_close AS m
    ON m.event_id = e.id AND m.month = json_extract(e.body, '$.month')
        AND m.is_due = (e.action = 'months.close_due')
    WHERE e.action IN ('months.close', 'months.close_due')"""

_SERVED = """
    SELECT purchase_id, MAX(said), MAX(kept) FROM (
        SELECT subject AS purchase_id, json_extract(body, '$.served_by') AS said, NULL AS kept
        FROM event WHERE action = 'purchases.record'
        UNION ALL SELECT purchase_id, NULL, staff_id FROM served)
    GROUP BY purchase_id HAVING MAX(said) IS NOT MAX(kept)"""

_PINS = """
    SELECT e.subject, e.id FROM event AS e
    LEFT JOIN member_pin AS p ON p.event_id = e.id AND p.member_id = e.subject
    WHERE e.action = 'stored_value.set_pin' AND p.id IS NULL"""

_OF_THEIR_DAY = ("refund", "top_up", "top_up_refund", "shift", "cash_move")
"""What is of the moment and day it is written on. A receipt may be late, a close the next day."""
_DATED = """
    SELECT r.id, e.at || ' day ' || e.on_day, r.at || ' day ' || r.on_day
    FROM {table} AS r JOIN event AS e ON e.id = r.event_id
    WHERE (e.at, e.on_day) <> (r.at, r.on_day)"""


def dated_otherwise(db: Any) -> Iterator[Found]:
    """Rows that are dated otherwise than the event that wrote them: money of another day."""
    for table in _OF_THEIR_DAY:
        for row, said, kept in db.execute_sql(_DATED.format(table=table)).fetchall():
            yield f"{table} {row}", said, kept


def moved_otherwise(db: Any) -> Iterator[Found]:
    """Cash paid in or out that is not kept as it was, or not at all."""
    for event, said, kept in db.execute_sql(_MOVED).fetchall():
        yield f"event {event}", said, kept


def counted_otherwise(db: Any) -> Iterator[Found]:
    """Cash-ups of which something else is kept than was counted and left."""
    for event, body, cash_up, left in db.execute_sql(_CASH_UPS).fetchall():
        noted = json.loads(body)
        said = (noted["counted"], noted["left"])
        kept = (dict(db.execute_sql(_COUNTED, (cash_up,)).fetchall()), left)
        if said != kept:
            yield f"slip {cash_up} of event {event}", said, kept


def closed_otherwise(db: Any) -> Iterator[Found]:
    """Months that are open again, or of which other sales are kept than when they were closed."""
    for body, figures in db.execute_sql(_CLOSED).fetchall():
        noted, kept = json.loads(body), json.loads(figures or "{}")
        said = (noted["sales"], noted["orders"])
        found = (kept.get("sales"), kept.get("orders"))
        if said != found:
            yield noted["month"], said, found


def served_otherwise(db: Any) -> Iterator[Found]:
    """Receipts that count for somebody else than was said at the sale."""
    for purchase, said, kept in db.execute_sql(_SERVED).fetchall():
        yield f"receipt {purchase}", said, kept


def pins_missing(db: Any) -> Iterator[Found]:
    """PINs that were given to members, or taken away, and are not kept."""
    for member, event in db.execute_sql(_PINS).fetchall():
        yield f"member {member}", f"of event {event}", "missing"

"""The check of tills and months: cash-ups reckoned up again, nothing dated into closed months, and
what the audit says of both."""

from collections.abc import Iterator
from typing import Any

from shopdesk import checks_audit, clock, drawer
from shopdesk.drawer import Span

Found = tuple[str, object, object]
"""What does not add up: about what, what it should be, what it is."""


def reckoned_otherwise(db: Any) -> Iterator[Found]:
    """Cash-ups of which a tender should have come to something else by the records, or which leave
    out or repeat what others of the till have."""
    closed: dict[str, int] = {}
    rows = db.execute_sql("SELECT id, till, kind, event_id, since FROM cash_up ORDER BY id")
    for cash_up, till, kind, event, since in rows.fetchall():
        told = dict(
            db.execute_sql(
                "SELECT tender, expected FROM cash_up_tender WHERE cash_up_id = ?", (cash_up,)
            ).fetchall()
        )
        count = drawer.last_count(db, till, event)
        now = drawer.reckoned(db, Span(till, since, event), count)
        rebuilt = dict.fromkeys(told, 0) | now.expected
        if rebuilt != told:
            yield f"slip {cash_up}", rebuilt, told
        if kind == "close":
            if closed.get(till, since) != since:
                yield f"slip {cash_up}", f"since {closed[till]}", f"since {since}"
            closed[till] = event


def handed_over_otherwise(db: Any) -> Iterator[Found]:
    """Handovers after which who took over began with something else than was left."""
    rows = db.execute_sql(
        """SELECT c.id, c."left", s.opening FROM cash_up AS c
           LEFT JOIN shift AS s ON s.event_id = c.event_id
           WHERE c.to_staff_id IS NOT s.staff_id OR (s.id IS NOT NULL AND s.opening <> c."left")"""
    )
    for cash_up, left, opening in rows.fetchall():
        yield f"slip {cash_up}", left, opening


def dated_into_closed(db: Any) -> Iterator[Found]:
    """Receipts dated into a month after it was closed, but for those from before the shop began."""
    (first,) = db.execute_sql("SELECT on_day FROM event ORDER BY id LIMIT 1").fetchone()
    for month, event in db.execute_sql("SELECT month, event_id FROM month_close").fetchall():
        year, number = map(int, month.split("-"))
        last = clock.month_bounds(year, number)[1].toordinal()
        rows = db.execute_sql(
            "SELECT id FROM purchase WHERE on_day BETWEEN ? AND ? AND event_id > ?",
            (first, last, event),
        )
        for (purchase,) in rows.fetchall():
            yield f"receipt {purchase}", f"after {month}", "in it"


BY_CODE = {
    "cash_up": (reckoned_otherwise, handed_over_otherwise, checks_audit.counted_otherwise),
    "cash_move": (checks_audit.moved_otherwise,),
    "month": (dated_into_closed, checks_audit.closed_otherwise),
    "dated": (checks_audit.dated_otherwise,),
    "served": (checks_audit.served_otherwise,),
    "member_pin": (checks_audit.pins_missing,),
}
"""What finds each kind of fault."""

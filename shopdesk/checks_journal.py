"""What ends: lots, the entries that wrote them off, and when an account is to be looked at."""

from collections.abc import Iterator
from typing import Any

from shopdesk import open_lots
from shopdesk.clock import day_or_none

_TOO_EARLY = """
    SELECT e.id, COALESCE(l.expires_on, l.earned_on) + 1, e.on_day
    FROM entry AS e LEFT JOIN lot AS l ON l.id = e.lot_id
    WHERE e.kind = 'expired' AND (
        l.id IS NULL OR e.amount > 0 OR (l.expires_on IS NULL AND l.idle_months IS NULL)
        OR e.on_day <= COALESCE(l.expires_on, l.earned_on))"""

_OPEN = """
    SELECT l.member_id, l.account, l.earned_on, l.expires_on, l.idle_months, d.active
    FROM lot AS l LEFT JOIN (
        SELECT member_id, MAX(on_day) AS active FROM member_day
        WHERE receipts > 0 GROUP BY member_id) AS d
    ON l.idle_months IS NOT NULL AND d.member_id = l.member_id
    WHERE l.remaining > 0 AND (l.expires_on IS NOT NULL OR l.idle_months IS NOT NULL)"""

_ACCOUNTS = "SELECT member_id, account, next_on FROM account"


def too_early(db: Any) -> Iterator[tuple[int, int, int]]:
    """Entries that wrote off what had not ended: entry, the first day it could be, its day."""
    yield from db.execute_sql(_TOO_EARLY).fetchall()


def overlooked(db: Any) -> Iterator[tuple[str, int, int | None]]:
    """Accounts that would be looked at too late: whose, when its first lot ends, what stands."""
    first: dict[tuple[int, str], int] = {}
    for member, account, earned_on, expires_on, months, active in db.execute_sql(_OPEN):
        since = day_or_none(active)
        last = open_lots.last_day(earned_on, expires_on, months, since)
        if last is not None:
            first[member, account] = min(last, first.get((member, account), last))
    if not first:
        return
    kept = {(member, account): on for member, account, on in db.execute_sql(_ACCOUNTS)}
    for (member, account), last in first.items():
        on = kept.get((member, account))
        if on is None or on > last:
            yield f"member {member} {account}", last, on

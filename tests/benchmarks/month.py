"""What a month's figures cost, beside the best plain SQL for the same figures."""

from pathlib import Path
from typing import Any

from shopdesk import figures
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, medians_ms

ROUNDS = 5
YEAR, MONTH = 2026, 9


def lines(sizes: Sizes) -> list[Line]:
    """The figures of a month near the end of a shop's three years."""
    filled, _ = shops.with_purchases(sizes.purchases)
    ours, floor = compared(filled)
    return [Line(f"month figures over {sizes.purchases:,} purchases", ours, "ms", None, floor)]


def compared(filled: Path) -> list[float]:
    """Milliseconds of the figures and of the plain SQL, by turns."""
    with shops.opened(filled) as desk:
        db = desk.db.connection()
        return medians_ms(ROUNDS, lambda _: figures.month(desk, YEAR, MONTH), lambda _: plain(db))


def plain(db: Any) -> dict[str, Any]:
    """The same figures by one statement each, over what is indexed for them.

    For a shop without refunds, such as the filled ones: the floor is not made to do more.
    """
    days = {name: day.toordinal() for name, day in _days().items()}
    return {name: db.execute(sql, days).fetchall() for name, sql in PLAIN.items()}


def _days() -> dict[str, Any]:
    from shopdesk.clock import month_bounds

    first, last = month_bounds(YEAR, MONTH)
    before, eve = month_bounds(YEAR, MONTH - 1)
    return {"first": first, "last": last, "before": before, "eve": eve}


PLAIN = {
    "days": "SELECT on_day, SUM(due), COUNT(*) FROM purchase"
    " WHERE on_day BETWEEN :first AND :last GROUP BY on_day",
    "visits": "SELECT SUM(n), COUNT(*), SUM(n > 1) FROM (SELECT COUNT(*) AS n FROM member_day"
    " WHERE on_day BETWEEN :first AND :last AND receipts > 0 GROUP BY member_id)",
    "new": "SELECT COUNT(*) FROM member WHERE joined_on BETWEEN :first AND :last",
    "retention": "SELECT COUNT(*), SUM(came) FROM (SELECT MAX(on_day >= :first) AS came FROM"
    " member_day WHERE on_day BETWEEN :before AND :last AND receipts > 0 GROUP BY member_id"
    " HAVING MIN(on_day) < :first)",
    "churn": "SELECT COUNT(*), SUM(latest + 181 <= :last AND COALESCE(following, :last + 999) >"
    " latest + 181) FROM (SELECT MAX(on_day) FILTER (WHERE on_day < :first) AS latest,"
    " MIN(on_day) FILTER (WHERE on_day >= :first) AS following FROM member_day"
    " WHERE on_day <= :last AND receipts > 0 GROUP BY member_id) WHERE latest >= :eve - 180",
    "tiers": "SELECT was, is_now, COUNT(*) FROM (SELECT MAX(id) FILTER (WHERE on_day <= :eve),"
    " to_tier AS was FROM tier_change GROUP BY member_id) JOIN (SELECT 'member' AS is_now)"
    " GROUP BY was, is_now",
    "points": "SELECT kind, SUM(amount) FILTER (WHERE on_day < :first),"
    " SUM(amount) FILTER (WHERE on_day >= :first) FROM entry WHERE on_day <= :last GROUP BY kind",
    "vouchers": "SELECT kind, COUNT(*) FROM voucher_event"
    " WHERE on_day BETWEEN :first AND :last GROUP BY kind",
    "top": "SELECT m.number, m.name, t.sales FROM (SELECT member_id, SUM(due) AS sales FROM"
    " purchase WHERE on_day BETWEEN :first AND :last AND member_id IS NOT NULL GROUP BY member_id"
    " ORDER BY sales DESC LIMIT 10) AS t JOIN member AS m ON m.id = t.member_id",
}

"""What counting a segment costs in a grown shop, beside bare statements that find the same."""

from functools import partial

from shopdesk import segments
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, medians_ms

ROUNDS = 5
GOAL_MS = 2_000
"""So long somebody waits for a count that the window makes beside itself."""
COUNTED = {
    "spend of a year": (Filter("spend", "at_least", 1), """
        SELECT member_id FROM member_day WHERE on_day BETWEEN ?1 - 364 AND ?1
        GROUP BY member_id HAVING SUM(spend) >= 1"""),
    "days away": (Filter("days_away", "at_most", 60), """
        SELECT member_id FROM member_day WHERE kept > 0
        GROUP BY member_id HAVING ?1 - MAX(on_day) <= 60"""),
    "high value": (Filter("value", "is_in", ("high",)), """
        SELECT member_id, RANK() OVER (ORDER BY MAX(on_day)), RANK() OVER (ORDER BY COUNT(*)),
        RANK() OVER (ORDER BY SUM(spend)) FROM member_day
        WHERE +on_day BETWEEN ?1 - 364 AND ?1 AND kept > 0 GROUP BY member_id"""),
    "different products": (Filter("products", "at_least", 2), """
        SELECT p.member_id FROM purchase AS p JOIN purchase_line AS l ON l.purchase_id = p.id
        WHERE p.on_day BETWEEN ?1 - 364 AND ?1 AND NOT EXISTS (
            SELECT 1 FROM refund AS r WHERE r.purchase_id = p.id AND r.is_whole)
        GROUP BY p.member_id HAVING COUNT(DISTINCT l.product_id) >= 2"""),
}  # fmt: skip
"""What is counted, and the statement for it; no line of what is filled was given back in part."""


def lines(sizes: Sizes) -> list[Line]:
    """Each kind of question to all members at once."""
    grown, _ = shops.with_purchases(sizes.purchases)
    members = shops.members_for(sizes.purchases)
    found = []
    with shops.opened(grown) as desk:
        for name, (one, sql) in COUNTED.items():
            both = medians_ms(ROUNDS, partial(_counted, desk, one), partial(_bare, desk, sql))
            title = f"count by {name}, {members:,} members"
            found.append(Line(title, both[0], "ms", GOAL_MS, both[1], "ours"))
    return found


def _counted(desk: Desk, one: Filter, _round: int) -> int:
    return len(segments.matching(desk, [one]))


def _bare(desk: Desk, sql: str, _round: int) -> int:
    rows = desk.db.connection().execute(sql, (desk.today().toordinal(),))
    return len(rows.fetchall())

"""What a shop recorded in a stretch of days, in the order of the days, as far as it still stands.

A receipt counts on its own business day with what is left of it now: what came back later is as if
it had never been sold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from shopdesk import facts, facts_kept, replay_books
from shopdesk.clock import day_or_none
from shopdesk.ladders import Tier
from shopdesk.money import half_up
from shopdesk.pricing import PERCENT, rule_from_json
from shopdesk.replay_books import Bought, BoughtLine
from shopdesk.till_triggers import is_reached
from shopdesk.triggers import Trigger


@dataclass(slots=True)
class Person(replay_books.Member):
    """A member as the days have brought them so far; sums of days are found by halving."""

    on: list[int] = field(default_factory=list)
    spent: list[int] = field(default_factory=lambda: [0])
    earned_points: list[int] = field(default_factory=lambda: [0])
    multiplied: list[tuple[int, date]] = field(default_factory=list)
    """Percent, and through which day."""
    largest: int = 0
    """What is left of the receipt of which most is, so far."""

    def came(self, day: int, spend: int, points: int) -> None:
        """Count a receipt of the latest day so far."""
        if self.on and self.on[-1] == day:
            self.spent[-1] += spend
            self.earned_points[-1] += points
        else:
            self.on.append(day)
            self.spent.append(self.spent[-1] + spend)
            self.earned_points.append(self.earned_points[-1] + points)

    def fact(self, fact: str, first: date, last: date) -> int:
        """See ``facts.Facts``."""
        if fact not in replay_books.FACTS:
            return replay_books.OTHERS[fact](self, first.toordinal(), last.toordinal())
        low = bisect_left(self.on, first.toordinal())
        high = bisect_right(self.on, last.toordinal())
        if fact == "visits":
            return high - low
        sums = self.spent if fact == "spend" else self.earned_points
        return sums[high] - sums[low] if high > low else 0

    def first_kept(self) -> int | None:
        """The day of the first receipt of which something is left."""
        return self.on[0] if self.on else None

    def has_bought(self, least: int) -> bool:
        """Whether so much is left of a receipt so far."""
        return self.largest >= least

    def percent_on(self, day: date) -> int:
        """By how many percent rules multiply their points."""
        return max((percent for percent, until in self.multiplied if until >= day), default=PERCENT)


class Line(NamedTuple):
    """What is left of a line; ``open_to_tier`` is what a tier's discount would be taken of."""

    product: int | None
    category: str
    cost: int | None
    milli: int
    paid: int
    open_to_tier: int
    at_member_price: int | None
    earning: int
    """Hundredths of what it earns on."""


class Receipt(NamedTuple):
    """A receipt of a member with what is left of it; ``points`` are those that still stand."""

    id: int
    member_id: int
    on: int
    due: int
    left: int
    points: int
    rule: str
    bonus: int
    lines: tuple[Line, ...]

    def of(self, category: str) -> int:
        """What is left of it, or of the goods of a category."""
        if not category:
            return self.left
        return sum(line.paid for line in self.lines if line.category == category)

    def reaches(self, trigger: Trigger) -> bool:
        """Whether it is what a trigger of purchases asks for."""
        return is_reached(self.of(trigger.subject), trigger)

    def earned(self, earn_points: int, earn_per: int, percent: int, own_percent: int) -> int:
        """The points it would have brought at a rate and two percentages: rounded down once (9.6).

        One without lines, from an import, keeps those it brought.
        """
        paid = sum(line.paid for line in self.lines)
        if not self.lines:
            return self.points
        if not (paid and self.due):
            return 0
        base = sum(line.earning for line in self.lines) * self.left * (self.due - self.bonus)
        above = base * earn_points * percent * own_percent
        return above // (paid * self.due * earn_per * PERCENT * PERCENT * _own(self.rule))

    def discount(self, tier: Tier) -> int:
        """What a tier would have taken off: by rate, and nothing where a member's price is lower
        (9.9)."""
        sums: dict[int, int] = {}
        for line in self.lines:
            rate = tier.category_discounts.get(line.category, tier.discount_percent)
            left, fixed = line.open_to_tier, line.at_member_price
            if rate and (fixed is None or fixed * PERCENT >= left * (PERCENT - rate)):
                sums[rate] = sums.get(rate, 0) + left
        return sum(half_up(left * rate, PERCENT) for rate, left in sums.items())

    def bought(self) -> Bought:
        """The same for facts of what was bought."""
        lines = {
            place: BoughtLine(line.product, line.category, line.cost, line.milli, line.paid)
            for place, line in enumerate(self.lines)
            if line.milli
        }
        return Bought(self.on, self.left, lines=lines)


@cache
def _own(rule: str) -> int:
    """The percentage that lines kept for a multiplier given by a rule: it is given here anew."""
    return dict(rule_from_json(rule).campaigns).get(0, PERCENT)


# --- receipts ---------------------------------------------------------------------------------

_BACK = """LEFT JOIN (
    SELECT purchase_id, SUM(money) AS money, SUM(points_unearned) AS points,
           MAX(is_whole) AS is_whole
    FROM refund GROUP BY purchase_id) AS r ON r.purchase_id = p.id"""
_STANDS = """p.member_id IS NOT NULL AND p.on_day BETWEEN ? AND ?
    AND COALESCE(r.is_whole, 0) = 0"""
_RECEIPTS = f"""
    SELECT p.id, p.member_id, p.on_day, p.due, p.due - COALESCE(r.money, 0),
           p.points_earned - COALESCE(r.points, 0), p.rule, COALESCE(b.amount, 0)
    FROM purchase AS p {_BACK}
    LEFT JOIN payment AS b ON b.purchase_id = p.id AND b.tender = 'bonus'
    WHERE {_STANDS} ORDER BY p.on_day, p.id"""
_LINES = f"""
    SELECT purchase_id, product_id, category, cost, sold - back, paid - paid * back / sold,
           CASE WHEN is_open THEN before_tier * (sold - back) / sold ELSE 0 END,
           member_price * quantity_milli / 1000 * (sold - back) / sold,
           (paid - paid * back / sold) * points_percent * is_earning
    FROM (
        SELECT l.*, p.on_day, COALESCE(l.uses * 1000, l.quantity_milli) AS sold,
               COALESCE(k.back, 0) AS back, l.listed - l.promotion_off AS before_tier,
               d.member_price,
               COALESCE(d.is_discounted, 1) AND l.pass_off = 0
               AND (l.promotion_off = 0 OR l.tier_off > 0)
               AND (l.manual_off = 0 OR NOT EXISTS (
                   SELECT 1 FROM json_each(p.steps)
                   WHERE json_extract(json_each.value, '$[0]') = 'hand_price')) AS is_open
        FROM purchase AS p {_BACK}
        JOIN purchase_line AS l ON l.purchase_id = p.id
        LEFT JOIN product AS d ON d.id = l.product_id
        LEFT JOIN (
            SELECT f.purchase_id, b.line, SUM(b.quantity_milli) AS back
            FROM refund_line AS b JOIN refund AS f ON f.id = b.refund_id GROUP BY 1, 2
        ) AS k ON k.purchase_id = l.purchase_id AND k.line = l.line
        WHERE {_STANDS})
    ORDER BY on_day, purchase_id, line"""


def receipts(db: Any, first: date, last: date) -> Iterator[Receipt]:
    """The members' receipts of a stretch of days of which something is left, in their order."""
    days = (first.toordinal(), last.toordinal())
    by_receipt = groupby(db.execute_sql(_LINES, days), key=lambda row: row[0])
    found = next(by_receipt, None)
    for row in db.execute_sql(_RECEIPTS, days):
        lines: tuple[Line, ...] = ()
        if found is not None and found[0] == row[0]:
            lines = tuple([Line(*line[1:]) for line in found[1]])
            found = next(by_receipt, None)
        yield Receipt._make((*row, lines))


# --- members ----------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A member as they stood when the stretch began, or came in it."""

    member_id: int
    joined_on: date
    closed_on: date | None
    referrer: int | None
    tier: str
    settled_on: date
    """The day of the last change of tier, or of the review that was held last."""
    is_registered: bool


_PEOPLE = """
    SELECT m.id, m.joined_on, m.closed_on, m.referrer_id, COALESCE(c.to_tier, ''),
           COALESCE(c.reviewed_on, c.on_day, m.joined_on), e.action = 'members.register'
    FROM main.member AS m LEFT JOIN event AS e ON e.id = m.event_id
    LEFT JOIN tier_change AS c ON c.id = (
        SELECT MAX(id) FROM tier_change WHERE member_id = m.id
        AND (on_day < ? OR kind = 'joined'))
    WHERE m.joined_on <= ? ORDER BY m.id"""


def people(db: Any, first: date, last: date) -> Iterator[Standing]:
    """Everybody who was a member by the last day, as they stood on the eve of the first."""
    rows = db.execute_sql(_PEOPLE, (first.toordinal(), last.toordinal()))
    for member_id, joined, closed, referrer, tier, settled, is_registered in rows:
        yield Standing(
            member_id, date.fromordinal(joined),
            day_or_none(closed), referrer, tier,
            date.fromordinal(settled), bool(is_registered),
        )  # fmt: skip


def days_before(db: Any, first: date) -> Iterator[tuple[int, int, int, int]]:
    """Member, day, spend and points of all days before, day after day of each member."""
    found: Iterator[tuple[int, int, int, int]] = db.execute_sql(
        """SELECT member_id, on_day, spend, points FROM main.member_day
           WHERE on_day < ? AND kept > 0 ORDER BY member_id, on_day""",
        (first.toordinal(),),
    )
    return found


def largest_before(db: Any, first: date) -> Iterator[tuple[int, int]]:
    """Who was brought by somebody, and what is left of their largest receipt before a day."""
    sql = f"""SELECT p.member_id, MAX(p.due - COALESCE(r.money, 0))
        FROM purchase AS p JOIN main.member AS m ON m.id = p.member_id {_BACK}
        WHERE m.referrer_id IS NOT NULL AND p.on_day < ? AND COALESCE(r.is_whole, 0) = 0
        GROUP BY 1"""
    found: Iterator[tuple[int, int]] = db.execute_sql(sql, (first.toordinal(),))
    return found


def asks_lines(asked: frozenset[str]) -> bool:
    """Whether a ladder tests facts of what was bought."""
    return any(fact in asked for fact in facts_kept.FACTS)


# --- what is beside receipts ------------------------------------------------------------------

_BESIDE = f"""
    SELECT on_day, 'rating', member_id, score, id FROM rating WHERE on_day <= :last
    UNION ALL SELECT on_day, 'contact', member_id, 0, id FROM interaction
    WHERE on_day <= :last AND id NOT IN {facts.UNDONE}
    UNION ALL SELECT t.on_day, 'top_up', t.member_id,
        t.principal - COALESCE((SELECT SUM(principal) FROM top_up_refund
                                WHERE top_up_id = t.id), 0), t.id
    FROM top_up AS t WHERE t.on_day <= :last
    UNION ALL SELECT o.from_on, 'overlay', o.member_id, 0, o.id FROM tier_overlay AS o
    WHERE o.from_on <= :last AND o.id NOT IN (
        SELECT g.overlay_id FROM main.given AS g JOIN main.occasion AS a ON a.id = g.occasion_id
        WHERE g.overlay_id IS NOT NULL AND a.on_day >= :first)
    UNION ALL SELECT d.on_day, 'lifted', o.member_id, 0, o.id FROM tier_overlay_end AS d
    JOIN tier_overlay AS o ON o.id = d.overlay_id WHERE d.on_day <= :last
    ORDER BY 1, 5"""


class Beside(NamedTuple):
    """Something that happened with a member beside receipts, on a day."""

    on: int
    kind: str
    member_id: int
    number: int
    id: int


def beside(db: Any, first: date, last: date) -> Iterator[Beside]:
    """Ratings, contacts, top-ups and what overlaid tiers, from the beginning, day after day."""
    bounds = {":first": str(first.toordinal()), ":last": str(last.toordinal())}
    sql = _BESIDE
    for name, value in bounds.items():
        sql = sql.replace(name, value)
    return map(Beside._make, db.execute_sql(sql).fetchall())


# --- points -----------------------------------------------------------------------------------


def points_by(db: Any, day: date) -> int:
    """What the shop owed its members in points at the end of a day."""
    sql = "SELECT COALESCE(SUM(amount), 0) FROM entry WHERE account = 'points' AND on_day <= ?"
    return int(db.execute_sql(sql, (day.toordinal(),)).fetchone()[0])


def points_given(db: Any, first: date, day: date) -> int:
    """What rules gave in points from the first day through a day and did not take back."""
    sql = """SELECT COALESCE(SUM(g.amount), 0) FROM main.given AS g
             JOIN main.occasion AS o ON o.id = g.occasion_id
             WHERE g.kind = 'points' AND o.state = 'stands' AND o.on_day BETWEEN ? AND ?"""
    return int(db.execute_sql(sql, (first.toordinal(), day.toordinal())).fetchone()[0])

"""What it costs to know whom a rule gives what, beside one plain question for the same list."""

from datetime import date
from pathlib import Path
from typing import Any

from shopdesk import gift_sets, gifts, rewards
from shopdesk.shop import Desk
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, medians_ms, scratch

ROUNDS = 3
MOST = 100_000
STOCK = 1_000_000_000
DUE = date(2026, 10, 1)


def lines(sizes: Sizes) -> list[Line]:
    """The preview of a rule that gives everybody a gift, in the largest shop up to a limit."""
    count = max(each for each in sizes.members if each <= MOST)
    with scratch() as folder:
        ours, floor = compared(shops.copied(shops.with_members(count), folder, "giving"))
    return [
        Line(f"preview of a run for {count:,} members", ours, "ms", None, floor),
    ]


def compared(location: Path) -> list[float]:
    """Milliseconds of a preview and of the plain question, by turns."""
    with shops.opened(location) as desk:
        rule = monthly(desk)
        db = desk.db.connection()

        assert len(rewards.preview(desk).given) == len(plain(db, rule.id))
        return medians_ms(ROUNDS, lambda _: rewards.preview(desk), lambda _: plain(db, rule.id))


def monthly(desk: Desk) -> rewards.Rule:
    """A rule that gives every member the gift of their tier, due this month."""
    cup = gifts.add(desk, name="杯", stock=STOCK, cost=900).id
    kept = gift_sets.add(desk, name="礼", gifts={"member": cup})
    return rewards.add(
        desk, name="月礼", trigger=rewards.every("month"), reward=rewards.OfTier(kept.id),
        starts_on=DUE,
    )  # fmt: skip


def plain(db: Any, rule: int) -> list[Any]:
    """Who is given what: members who were there, the gift of their tier, and who had it before."""
    found: list[Any] = db.execute(PLAIN, {"rule": rule, "day": DUE.toordinal()}).fetchall()
    return found


PLAIN = """
    SELECT m.id, r.name, g.id, g.name, g.cost FROM member AS m
    JOIN reward_rule AS r ON r.id = :rule JOIN gift_of_set AS s ON s.tier = m.tier
    JOIN gift AS g ON g.id = s.gift_id
    WHERE m.closed_on IS NULL AND m.joined_on <= :day
    AND NOT EXISTS (SELECT 1 FROM occasion AS o WHERE o.rule_id = :rule AND o.member_id = m.id
                    AND o.occasion = 'month:2026-10' AND o.state <> 'freed')
    AND NOT EXISTS (SELECT 1 FROM voucher AS v WHERE v.member_id = m.id AND v.gift_id = g.id
                    AND v.state IN ('issued', 'redeemed'))
    ORDER BY m.id"""

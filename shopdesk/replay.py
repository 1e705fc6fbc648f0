"""Tiers by replay: all receipts and refunds again, in the order written, under the ladders of then.

A tier is never compared with today's facts: windows have moved on, and a tier once reached stays
(9.19).
"""

import heapq
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shopdesk import ladders, retesting
from shopdesk.assessing import Evidence, highest_reached, rank_of
from shopdesk.ladders import Tier
from shopdesk.retesting import Step


@dataclass(slots=True)
class _Member:
    """A member as the replay has brought them so far."""

    joined_on: date
    tier: str
    stored: str
    days: dict[int, list[int]] = field(default_factory=dict)
    """Per day: receipts of which something is left, spend, points."""
    changes: list[tuple[str, int, str]] = field(default_factory=list)
    """Kind, the receipt or refund that led to it, the tier it led to."""
    steps: list[Step] = field(default_factory=list)
    """The changes up that stand, the latest last."""
    lowered: Step | None = None
    """The step down that was the last change; ``held`` is the tier that was lost."""

    def fact(self, fact: str, first: date, last: date) -> int:
        """See ``facts.Facts``."""
        low, high = first.toordinal(), last.toordinal()
        within = [sums for day, sums in self.days.items() if low <= day <= high]
        return FACTS[fact](within)


FACTS: dict[str, Callable[[list[list[int]]], int]] = {
    "spend": lambda days: sum(day[1] for day in days),
    "visits": lambda days: sum(day[0] > 0 for day in days),
    "points_earned": lambda days: sum(day[2] for day in days),
}
"""Each fact from the days within its window."""


def differences(db: Any) -> Iterator[tuple[int, object, object]]:
    """Members whose tier, or whose way to it, is another than the records lead to."""
    members = _members(db)
    ladder_at = _ladders(db)
    for event, (order, id_), row in heapq.merge(
        _reviews(db), _purchases(db), _refunds(db), _settled(db)
    ):
        if order == _BOUGHT:
            _buy(members, ladder_at, event, (id_, *row))
        elif order == _GIVEN_BACK:
            _give_back(members, row)
        elif order == _SETTLED:
            _retest(members, ladder_at, event, id_, row)
        else:
            _review(members, row)
    yield from _compared(db, members)


_GIVEN_BACK, _BOUGHT, _SETTLED, _REVIEWED = range(4)
"""What one event did, in this order: an exchange gives back, sells, and settles the tier."""


def _members(db: Any) -> dict[int, _Member]:
    started = db.execute_sql(
        """SELECT m.id, m.joined_on, COALESCE(c.to_tier, ''), m.tier FROM member AS m
           LEFT JOIN tier_change AS c ON c.member_id = m.id AND c.kind = 'joined'"""
    )
    return {
        member_id: _Member(date.fromordinal(joined), tier, stored)
        for member_id, joined, tier, stored in started
    }


def _ladders(db: Any) -> Any:
    """A function that gives the ladder in force at an event."""
    rows = db.execute_sql("SELECT event_id, tiers FROM ladder ORDER BY event_id").fetchall()
    events = [event for event, _ in rows]
    made = [ladders.from_json(tiers) for _, tiers in rows]
    return lambda event: made[bisect_right(events, event) - 1]


def _purchases(db: Any) -> Iterator[tuple[int, tuple[int, int], Any]]:
    rows = db.execute_sql(
        """SELECT p.event_id, p.id, p.member_id, p.on_day, p.due, p.points_earned,
                  CASE e.action WHEN 'imports.purchases' THEN p.on_day ELSE e.on_day END
           FROM purchase AS p JOIN event AS e ON e.id = p.event_id
           WHERE p.member_id IS NOT NULL ORDER BY p.event_id, p.id"""
    )
    for event, purchase_id, *rest in rows:
        yield event, (_BOUGHT, purchase_id), tuple(rest)


def _refunds(db: Any) -> Iterator[tuple[int, tuple[int, int], Any]]:
    rows = db.execute_sql(
        """SELECT r.event_id, r.id, r.member_id, p.on_day, r.money, r.points_unearned,
                  r.is_whole AND r.id = (SELECT MIN(id) FROM refund AS f
                                         WHERE f.purchase_id = p.id AND f.is_whole)
           FROM refund AS r JOIN purchase AS p ON p.id = r.purchase_id
           WHERE r.member_id IS NOT NULL ORDER BY r.event_id, r.id"""
    )
    for event, refund_id, *rest in rows:
        yield event, (_GIVEN_BACK, refund_id), tuple(rest)


def _settled(db: Any) -> Iterator[tuple[int, tuple[int, int], Any]]:
    rows = db.execute_sql(
        """SELECT event_id, id, member_id, on_day FROM refund
           WHERE member_id IS NOT NULL ORDER BY event_id, id"""
    )
    for event, refund_id, *rest in rows:
        yield event, (_SETTLED, refund_id), tuple(rest)


def _reviews(db: Any) -> Iterator[tuple[int, tuple[int, int], Any]]:
    rows = db.execute_sql(
        """SELECT c.event_id, c.id, c.member_id, c.kind, c.from_tier, c.to_tier, c.on_day,
                  c.evidence, l.tiers
           FROM tier_change AS c JOIN ladder AS l ON l.id = c.ladder_id
           WHERE c.kind IN ('kept', 'step_down', 'recounted') ORDER BY c.event_id, c.id"""
    )
    for event, change_id, *rest in rows:
        yield event, (_REVIEWED, change_id), (event, *rest)


def _review(members: dict[int, _Member], row: Any) -> None:
    """A review or a recount settles all that was before it."""
    event, member_id, kind, lost, tier, on, stored, version = row
    member = members[member_id]
    member.tier, member.steps, member.lowered = tier, [], None
    if kind == "step_down":
        evidence = tuple(Evidence(**values) for values in json.loads(stored))
        member.lowered = Step(
            0, event, kind, tier, lost, date.fromordinal(on), ladders.from_json(version), 0,
            evidence, None,
        )  # fmt: skip


def _restore(member: _Member, tiers: Sequence[Tier], purchase_id: int, today: date) -> None:
    """What a receipt entered late gives back: see ``restoring.restore``."""
    step = member.lowered
    if step is None:
        return
    is_passed, found = retesting.review_again(step.evidence, step.tiers, step.held, member.fact)
    tier = retesting.nearest(tiers, step.tiers, step.held)
    if is_passed and tier != member.tier:
        member.steps.append(
            replace(step, kind="restored", before=member.tier, held=tier, on=today, evidence=found)
        )
        member.tier, member.lowered = tier, None
        member.changes.append(("restored", purchase_id, tier))


def _buy(members: dict[int, _Member], ladder_at: Any, event: int, row: Any) -> None:
    purchase_id, member_id, on_day, due, points, assessed_on = row
    member = members[member_id]
    day = member.days.setdefault(on_day, [0, 0, 0])
    day[0] += 1
    day[1] += due
    day[2] += points
    tiers = ladder_at(event)
    today = date.fromordinal(assessed_on)
    if on_day < assessed_on:
        _restore(member, tiers, purchase_id, today)
    rank = rank_of(tiers, member.tier)
    reached, evidence = highest_reached(tiers, rank, today, member.joined_on, member.fact)
    if reached > rank:
        before, member.tier = tiers[rank].code, tiers[reached].code
        member.lowered = None
        member.changes.append(("upgrade", purchase_id, member.tier))
        member.steps.append(
            Step(0, event, "upgrade", before, member.tier, today, tiers, 0, evidence, None)
        )


def _give_back(members: dict[int, _Member], row: Any) -> None:
    member_id, on_day, money, points, is_now_whole = row
    day = members[member_id].days[on_day]
    day[0] -= is_now_whole
    day[1] -= money
    day[2] -= points


def _retest(
    members: dict[int, _Member], ladder_at: Any, event: int, refund_id: int, row: Any
) -> None:
    """What a refund takes back of the steps up before it (9.14): see ``reverting.settle``."""
    member, today = members[row[0]], date.fromordinal(row[1])
    while member.steps and member.steps[-1].is_recent(today):
        step = member.steps[-1]
        found = retesting.retest(step, member.fact, today)
        if found.tier == step.held:
            return
        member.tier = retesting.nearest(ladder_at(event), step.tiers, found.tier)
        member.changes.append(("reverted", refund_id, member.tier))
        if found.tier != step.before:
            member.steps[-1] = replace(step, held=found.tier)
            return
        member.steps.pop()


def _compared(db: Any, members: dict[int, _Member]) -> Iterator[tuple[int, object, object]]:
    written: dict[int, list[tuple[str, int, str]]] = {}
    for member_id, *change in db.execute_sql(
        """SELECT member_id, kind, COALESCE(refund_id, purchase_id), to_tier FROM tier_change
           WHERE kind IN ('upgrade', 'reverted', 'restored') ORDER BY id"""
    ):
        written.setdefault(member_id, []).append(tuple(change))
    for member_id, member in members.items():
        if member.tier != member.stored:
            yield member_id, member.tier, member.stored
        elif member.changes != written.get(member_id, []):
            yield member_id, member.changes, written.get(member_id, [])

"""Whether a member's facts reach a tier, and the evidence for it. Nothing here reads a shop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shopdesk.ladders import Condition, Tier, Window

Reader = Callable[[str, date, date], int]
"""Gives one fact of a member between two days: from the shop, or from records replayed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One condition as it was tested: the tier it leads to, the value found, over which days."""

    tier: str
    fact: str
    value: int
    threshold: int
    window: str
    first_on: str
    last_on: str

    @property
    def is_met(self) -> bool:
        """Whether the value reaches the threshold."""
        return self.value >= self.threshold

    @property
    def missing(self) -> int:
        """How much more it takes."""
        return max(0, self.threshold - self.value)


class Tested:
    """A member's facts as of a day, held against what tiers ask."""

    __slots__ = ("_bounds", "joined_on", "read", "today")

    def __init__(self, today: date, joined_on: date, read: Reader) -> None:
        self.today, self.joined_on, self.read = today, joined_on, read
        self._bounds: dict[int, tuple[date, date]] = {}
        """By window, told by its identity: a ladder that was stored has one of each."""

    def bounds(self, window: Window) -> tuple[date, date]:
        """First and last day of a window as of today."""
        known = self._bounds.get(id(window))
        if known is None:
            known = self._bounds[id(window)] = window.bounds(self.today, self.joined_on)
        return known

    def value(self, condition: Condition) -> int:
        """The number that a condition tests."""
        return self.read(condition.fact, *self.bounds(condition.window))

    def meets(self, condition: Condition) -> bool:
        """Whether one condition is met."""
        return self.value(condition) >= condition.threshold

    def reaches(self, tier: Tier) -> bool:
        """Whether the tier's criteria are met; the lowest tier is everyone's."""
        criteria = tier.criteria
        return criteria is None or criteria.are_met([self.meets(c) for c in criteria.conditions])

    def highest(self, tiers: Sequence[Tier], rank: int) -> tuple[int, tuple[Evidence, ...]]:
        """See ``highest_reached``."""
        for place in range(len(tiers) - 1, rank, -1):
            if self.reaches(tiers[place]):
                steps = tiers[rank + 1 : place + 1]
                return place, tuple(e for tier in steps for e in self.evidence(tier))
        return rank, ()

    def evidence(self, tier: Tier) -> tuple[Evidence, ...]:
        """Every condition of a tier with the value found."""
        conditions = tier.criteria.conditions if tier.criteria else ()
        return tuple(self._one(tier, condition) for condition in conditions)

    def _one(self, tier: Tier, condition: Condition) -> Evidence:
        first, last = self.bounds(condition.window)
        return Evidence(
            tier.code, condition.fact, self.value(condition), condition.threshold,
            condition.window.kind, first.isoformat(), last.isoformat(),
        )  # fmt: skip


def is_reached(tier: Tier, evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence satisfies the tier's criteria; the lowest tier is everyone's."""
    return tier.criteria is None or tier.criteria.are_met([e.is_met for e in evidence])


def highest_reached(
    tiers: Sequence[Tier], rank: int, today: date, joined_on: date, read: Reader
) -> tuple[int, tuple[Evidence, ...]]:
    """The highest rank above ``rank`` that qualifies, with the evidence of every step to it.

    ``rank`` itself and no evidence when none does.
    """
    return Tested(today, joined_on, read).highest(tiers, rank)


def rank_of(tiers: Sequence[Tier], code: str | None) -> int:
    """A tier's place on the ladder; one that is not on it counts as the lowest."""
    for rank, tier in enumerate(tiers):
        if tier.code == code:
            return rank
    return 0

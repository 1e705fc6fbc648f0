"""Whether what a step up stood on is still there (9.14). Values only: nothing here reads a shop."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shopdesk import reviewing
from shopdesk.assessing import Evidence, Reader, is_reached, rank_of
from shopdesk.ladders import Tier
from shopdesk.reviewing import Kept

REVERTED_WITHIN_DAYS = 14
"""Up to and including so many days after a step up, a refund may take it back."""


@dataclass(frozen=True, slots=True)
class Held:
    """A review as it was held: its day, the days of grace after it, when the member had joined."""

    on: date
    grace_days: int
    joined_on: date

    def again(self, tier: Tier, read: Reader) -> Kept:
        """The same review by what is known now, over every window that it looked at (9.15)."""
        grace_ends = self.on + timedelta(days=self.grace_days)
        return reviewing.kept(tier, self.on, self.joined_on, read, through=grace_ends)


@dataclass(frozen=True, slots=True)
class Step:
    """A change that moved a member up and stands: ``held`` is the tier still held of it.

    ``tiers`` is the ladder it was made under, ``old_review_on`` when the tier before was reviewed,
    ``review`` the one that a late receipt passed, if that moved them.
    """

    id: int
    event: int
    kind: str
    before: str
    held: str
    on: date
    tiers: tuple[Tier, ...]
    ladder_id: int
    evidence: tuple[Evidence, ...]
    old_review_on: date | None
    review: Held | None = None
    root: int = 0
    """The change itself, or the one of another member that a merge brought over."""

    @property
    def at_stake(self) -> Tier:
        """The tier held, as its own ladder has it."""
        return self.tiers[rank_of(self.tiers, self.held)]

    def is_recent(self, today: date) -> bool:
        """Whether a refund of today may still take it back."""
        return (today - self.on).days <= REVERTED_WITHIN_DAYS


@dataclass(frozen=True, slots=True)
class Retested:
    """The highest tier still met, not below the one before, and the evidence as of now."""

    tier: str
    evidence: tuple[Evidence, ...]


def stepped_on(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The tiers that a change stepped onto, the lowest first."""
    return tuple(dict.fromkeys(e.tier for e in evidence))


def lost(evidence: Sequence[Evidence], kept: str) -> tuple[str, ...]:
    """The tiers of a change that are lost to who falls to ``kept``: those above it, or all."""
    steps = stepped_on(evidence)
    return steps[steps.index(kept) + 1 :] if kept in steps else steps


def retest(step: Step, read: Reader, today: date) -> Retested:
    """Hold today's facts against what a step stood on.

    Over the windows of its evidence, their first day held and their last one today, by the mode
    and the thresholds of its own ladder. What a review gave back is held against that review.
    """
    if step.review is not None:
        kept = step.review.again(step.at_stake, read)
        return Retested(step.held if kept.is_met else step.before, kept.evidence)
    gone = lost(step.evidence, step.held)
    now = tuple(_again(e, read, today) for e in step.evidence if e.tier not in gone)
    for code in reversed(stepped_on(now)):
        if is_reached(_asked(step, code), [e for e in now if e.tier == code]):
            return Retested(code, now)
    return Retested(step.before, now)


def _again(evidence: Evidence, read: Reader, today: date) -> Evidence:
    first = date.fromisoformat(evidence.first_on)
    value = read(evidence.fact, first, today)
    return replace(evidence, value=value, last_on=today.isoformat())


def _asked(step: Step, code: str) -> Tier:
    return step.tiers[rank_of(step.tiers, code)]


def nearest(tiers: Sequence[Tier], then: Sequence[Tier], code: str) -> str:
    """A tier of the ladder then, or the nearest below it that the ladder now still has."""
    codes = {tier.code for tier in tiers}
    below = [tier.code for tier in then[: rank_of(then, code) + 1] if tier.code in codes]
    return below[-1] if below else tiers[0].code

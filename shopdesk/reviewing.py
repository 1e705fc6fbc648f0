"""When an earned tier is reviewed, and whether its keep line is met. Nothing here reads a shop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk.assessing import Evidence, Reader
from shopdesk.clock import add_months, month_bounds
from shopdesk.ladders import Condition, Tier, Window


def next_review(after: date, months: int | None, rank: int) -> date | None:
    """The end of the month ``months`` months after a day (9.15).

    Nothing on the lowest tier, and where nobody steps down.
    """
    if months is None or rank == 0:
        return None
    day = add_months(after, months)
    return month_bounds(day.year, day.month)[1]


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a keep line is met, with the best value found for each of its conditions."""

    is_met: bool
    evidence: tuple[Evidence, ...]


def kept(
    tier: Tier, review_on: date, joined_on: date, read: Reader, through: date | None = None
) -> Kept:
    """Hold a member's facts against the keep line over its windows ending on ``review_on`` (9.15).

    Years and quarters count as the better of the running and the last whole one, condition by
    condition. ``through`` is a later day up to which purchases count too, with the windows' starts
    held: a day of grace.
    """
    line = tier.keep_line
    if line is None:
        return Kept(True, ())
    evidence = tuple(
        _best(tier, condition, _stretches(condition.window, review_on, joined_on, through), read)
        for condition in line.conditions
    )
    return Kept(line.are_met([each.is_met for each in evidence]), evidence)


def _stretches(
    window: Window, review_on: date, joined_on: date, through: date | None
) -> Iterator[tuple[date, date]]:
    first, last = window.bounds(review_on, joined_on)
    if through is not None and through > review_on:
        yield first, through
    yield first, last
    whole = window.last_whole(review_on, joined_on)
    if whole is not None and whole != (first, last):
        yield whole


def _best(
    tier: Tier, condition: Condition, stretches: Iterator[tuple[date, date]], read: Reader
) -> Evidence:
    value, (first, last) = max(
        ((read(condition.fact, *days), days) for days in stretches), key=lambda found: found[0]
    )
    return Evidence(
        tier.code, condition.fact, value, condition.threshold, condition.window.kind,
        first.isoformat(), last.isoformat(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands on a day after its date: kept, waiting in grace, or missed."""

    kind: str
    """``kept``, ``waits`` or ``step_down``."""
    evidence: tuple[Evidence, ...] = ()


def review(
    tier: Tier, review_on: date, grace_days: int, day: date, joined_on: date, read: Reader
) -> Review:
    """Decide on ``day``, after ``review_on``, by what is known then (9.15)."""
    grace_ends = review_on + timedelta(days=grace_days)
    found = kept(tier, review_on, joined_on, read, through=min(day, grace_ends))
    if found.is_met:
        return Review("kept", found.evidence)
    return Review("waits" if day <= grace_ends else "step_down", found.evidence)


def rank_after(
    tiers: Sequence[Tier], rank: int, review_on: date | None, day: date, *, months: int | None,
    grace_days: int, joined_on: date, read: Reader,
) -> int:  # fmt: skip
    """Where the reviews that are over by a day leave a member, each held as soon as it can be."""
    while review_on is not None and review_on < day:
        found = review(tiers[rank], review_on, grace_days, day, joined_on, read)
        if found.kind == "waits":
            break
        if found.kind == "step_down":
            rank, review_on = rank - 1, review_on + timedelta(days=grace_days + 1)
        review_on = next_review(review_on, months, rank)
    return rank


def highest_kept(
    tiers: Sequence[Tier], rank: int, day: date, joined_on: date, read: Reader
) -> tuple[int, tuple[Evidence, ...]]:
    """The highest rank up to ``rank`` whose keep line is met, and what those above it miss."""
    missed: tuple[Evidence, ...] = ()
    for place in range(rank, 0, -1):
        found = kept(tiers[place], day, joined_on, read)
        if found.is_met:
            return place, missed
        missed += found.evidence
    return 0, missed

"""Reviews of earned tiers: kept or stepped down after their date, warned of before it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import fn

from shopdesk import keeping, reviewing, standing, upgrading, why
from shopdesk.assessing import Evidence, rank_of
from shopdesk.facts import Facts
from shopdesk.refusals import AmountRefused
from shopdesk.reviewing import Review
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierWarning
from shopdesk.topics import Topic

WARNED_DAYS = (7, 30, 60)
"""So many days before a review who misses the keep line is warned of, the nearest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a review decided: ``kept`` or ``step_down``, from which tier to which, by their codes.

    ``reviewed_on`` is the date that was reviewed, ``review_on`` the next one, nothing on the lowest
    tier. ``evidence`` is what the keep line asked and what was found.
    """

    member_id: int
    kind: str
    before: str
    tier: str
    reviewed_on: date
    review_on: date | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Who is up for review: by when, what is missing as of today, and whether that was noted.

    ``steps_down_on`` is the day on which the tier goes if nothing more comes: the first after the
    grace days. ``sentence`` says what is missing, or nothing; ``warned`` how many days before the
    review the last warning was written.
    """

    member_id: int
    number: str
    name: str
    tier: str
    review_on: date
    steps_down_on: date
    is_met: bool
    evidence: tuple[Evidence, ...]
    sentence: str
    warned: int | None


class _Up(NamedTuple):
    """A member up for review."""

    id: int
    earned: str
    joined_on: date
    review_on: date


# --- what the daily run does ------------------------------------------------------------------


@prepared
def _between(first: Any, last: Any) -> Any:
    return (
        Member.select(Member.id, Member.earned, Member.joined_on, Member.review_on)
        .where(
            Member.review_on.is_null(False)
            & Member.review_on.between(first, last)
            & Member.closed_on.is_null()
        )
        .order_by(Member.review_on, Member.id)
    )


def _up(db: Any, first: date, last: date) -> list[_Up]:
    rows = _between(db, first=first.toordinal(), last=last.toordinal()).fetchall()
    return [
        _Up(id_, earned, date.fromordinal(joined), date.fromordinal(review))
        for id_, earned, joined, review in rows
    ]


def keep(made: Change, day: date) -> int:
    """Let those stand whose review is over by a day and whose keep line is met; how many."""
    return sum(1 for _ in _decide(made, day, day - _DAY, "kept"))


def step_down(made: Change, day: date) -> int:
    """Let those fall by one tier whose grace days are over by a day (9.15); how many."""
    grace = timedelta(days=made.desk.shop.known.grace_days)
    decided = tuple(_decide(made, day, day - grace - _DAY, "step_down"))
    _lift_again(made, decided)
    return len(decided)


def _lift_again(made: Change, decided: Sequence[Decision]) -> None:
    """Test upgrades of who fell: what they bought since, before the review was held (9.19)."""
    for one in decided:
        if one.kind == "step_down":
            upgrading.attempt(made, one.member_id)


_DAY = timedelta(days=1)


def _decide(made: Change, day: date, last: date, *kinds: str) -> Iterator[Decision]:
    """The reviews up to ``last`` that are decided this way on a day, as they are written.

    Where days were not run, the next review of who was kept may be over too.
    """
    for up in _up(made.db, date.min, last):
        decided = _decide_one(made, up, day, kinds)
        while decided is not None:
            yield decided
            if decided.review_on is None or decided.review_on > last:
                break
            again = up._replace(earned=decided.tier, review_on=decided.review_on)
            decided = _decide_one(made, again, day, kinds)


def _decide_one(made: Change, up: _Up, day: date, kinds: Sequence[str]) -> Decision | None:
    known = made.desk.shop.known
    tier = known.ladder[rank_of(known.ladder, up.earned)]
    read = Facts(made.db, up.id)
    found = reviewing.review(tier, up.review_on, known.grace_days, day, up.joined_on, read)
    return _write(made, up, found, day) if found.kind in kinds else None


def _write(made: Change, up: _Up, found: Review, day: date) -> Decision:
    tiers = made.desk.shop.known.ladder
    rank, after = rank_of(tiers, up.earned), up.review_on
    if found.kind == "step_down":
        rank, after = rank - 1, day
    tier, review_on = tiers[rank].code, standing.review_after(made, after, rank)
    standing.move(
        made, up.id, found.kind, up.earned, tier, found.evidence, on=day, review_on=review_on,
        reviewed_on=up.review_on,
    )  # fmt: skip
    return Decision(
        up.id, found.kind, up.earned, tier, up.review_on, review_on, found.evidence
    )  # fmt: skip


def review(desk: Desk) -> tuple[Decision, ...]:
    """Do the reviews that are due today, as the daily run does; returns what was decided.

    Repeated, it decides nothing more. Refuses while the clock is not believable.
    """
    with change(desk, Topic.TIERS, Topic.MEMBERS, action="tiers.review") as made:
        made.require_believable_clock()
        decided = tuple(_decide(made, made.today, made.today - _DAY, "kept", "step_down"))
        _lift_again(made, decided)
        made.note(decided=len(decided))
    return decided


# --- warnings ---------------------------------------------------------------------------------


_insert_warning = prepared_row(
    TierWarning, "member", "review_on", "days_before", "event", "on_day", "missing"
)


@prepared
def _is_warned(member: Any, review_on: Any, days_before: Any) -> Any:
    warning = TierWarning
    return warning.select(warning.on_day).where(
        (warning.member == member)
        & (warning.review_on == review_on)
        & (warning.days_before == days_before)
    )


def warn(made: Change, day: date) -> int:
    """Note who misses the keep line 60, 30 or 7 days before the review; how many.

    Where days are caught up, only the nearest that has come by now.
    """
    return sum(_warn(made, day, before) for before in WARNED_DAYS)


def _warn(made: Change, day: date, before: int) -> int:
    count, review_on = 0, day + timedelta(days=before)
    left = (review_on - made.today).days
    if any(left <= nearer < before for nearer in WARNED_DAYS):
        return 0
    known = made.desk.shop.known
    for up in _up(made.db, review_on, review_on):
        tier = known.ladder[rank_of(known.ladder, up.earned)]
        found = reviewing.kept(tier, review_on, up.joined_on, Facts(made.db, up.id))
        mark = (up.id, review_on.toordinal(), before)
        if not found.is_met and _is_warned(made.db, *mark).fetchone() is None:
            missing = json.dumps([asdict(e) for e in found.evidence])
            _insert_warning(made.db, (*mark, made.event, day.toordinal(), missing))
            count += 1
    return count


# --- what is ahead ----------------------------------------------------------------------------


@prepared
def _ahead(last: Any) -> Any:
    warned = TierWarning.select(fn.MIN(TierWarning.days_before)).where(
        (TierWarning.member == Member.id) & (TierWarning.review_on == Member.review_on)
    )
    return (
        Member.select(
            Member.id, Member.number, Member.name, Member.earned, Member.joined_on,
            Member.review_on, warned,
        )
        .where(
            Member.review_on.is_null(False)
            & (Member.review_on <= last)
            & Member.closed_on.is_null()
        )
        .order_by(Member.review_on, Member.id)
    )  # fmt: skip


def reviews_ahead(desk: Desk, days: int = 60) -> tuple[Ahead, ...]:
    """Who is reviewed within so many days or waits for the grace days, the soonest first.

    Refuses days that are no whole number from 0 to 3660.
    """
    if type(days) is not int or not 0 <= days <= _MOST_DAYS:
        raise AmountRefused(desk.language, amount=days)
    desk.shop.refresh()
    last = desk.today() + timedelta(days=days)
    return tuple(_one_ahead(desk, row) for row in _ahead(desk.db, last=last.toordinal()).fetchall())


_MOST_DAYS = 3660


def _one_ahead(desk: Desk, row: Sequence[Any]) -> Ahead:
    member_id, number, name, earned, joined, review_on, warned = row
    found = keeping.of_member(
        desk, member_id, earned, date.fromordinal(joined), date.fromordinal(review_on)
    )
    return Ahead(
        member_id, number, name, earned, found.review_on, found.steps_down_on, found.is_met,
        found.evidence, why.to_keep(desk, found), warned,
    )  # fmt: skip

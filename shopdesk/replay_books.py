"""The shop as a replay of its records has brought it so far, and how members move in it.

What the live shop does by its tables is done here again by plain values: see ``replay``.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from shopdesk import facts, facts_kept, holding
from shopdesk.assessing import Evidence, highest_reached, rank_of
from shopdesk.facts_kept import Kept
from shopdesk.holding import Running
from shopdesk.ladders import Tier
from shopdesk.retesting import Held, Step
from shopdesk.reviewing import next_review


class Change(NamedTuple):
    """A change as it is written of a member, its days as stored."""

    kind: str
    purchase: int | None
    refund: int | None
    tier: str
    on: int
    reviewed_on: int | None
    review_on: int | None


class Columns(NamedTuple):
    """What a member's row says of their tier."""

    tier: str
    earned: str
    tier_until: int | None
    review_on: int | None


class Reverted(NamedTuple):
    """What a refund left of a step: which one, the tier still held of it if any, where it led."""

    step: int
    held: str | None
    tier: str
    review_on: date | None
    terms: tuple[date, int | None]


@dataclass(slots=True)
class BoughtLine:
    """A line as it was sold, and how much of it came back."""

    product: int | None
    category: str
    cost: int | None
    milli: int
    paid: int
    back: int = 0

    def kept(self, receipt: int, money: int) -> Kept:
        """What is left of it."""
        paid = self.paid - self.paid * self.back // self.milli
        left = self.milli - self.back
        return Kept(receipt, self.product, self.category, self.cost, left, paid, money)


@dataclass(slots=True)
class Bought:
    """A receipt: its day, the money left on it, whether all of it came back."""

    on: int
    money: int
    is_whole: bool = False
    lines: dict[int, BoughtLine] = field(default_factory=dict)


@dataclass(slots=True)
class Member:
    """A member as the replay has brought them so far."""

    joined_on: date
    entered_on: date
    closed_on: date | None
    earned: str
    held: str
    tier_until: date | None = None
    review_on: date | None = None
    days: dict[int, list[int]] = field(default_factory=dict)
    """Per day: receipts of which something is left, spend, points."""
    changes: list[Change] = field(default_factory=list)
    overlays: dict[int, Running] = field(default_factory=dict)
    """Those that were not lifted."""
    steps: list[Step] = field(default_factory=list)
    """The changes up that stand and no review has settled, the latest last."""
    lowered: Step | None = None
    """The last step down, if nothing settled it since: ``held`` was lost at the review of that day.

    It counts while no step up stands over it.
    """

    referrer: int | None = None
    friends: "list[Member]" = field(default_factory=list)
    ratings: list[tuple[int, int]] = field(default_factory=list)
    """Day and score."""
    contacts: list[int] = field(default_factory=list)
    top_ups: list[tuple[int, int]] = field(default_factory=list)
    """Day and amount."""
    receipts: dict[int, Bought] = field(default_factory=dict)
    """Only where a ladder asks what was bought."""
    reverts: "list[Reverted]" = field(default_factory=list)
    entered_as: date = date.max
    """When they had joined before any merge."""

    def fact(self, fact: str, first: date, last: date) -> int:
        """See ``facts.Facts``."""
        low, high = first.toordinal(), last.toordinal()
        if fact in OTHERS:
            return OTHERS[fact](self, low, high)
        within = [sums for day, sums in self.days.items() if low <= day <= high]
        return FACTS[fact](within)

    def kept(self, low: int, high: int) -> list[Kept]:
        """See ``facts_kept.kept``."""
        return [
            line.kept(id_, one.money)
            for id_, one in self.receipts.items()
            if low <= one.on <= high and not one.is_whole
            for line in one.lines.values()
            if line.back < line.milli
        ]

    def first_kept(self) -> int | None:
        """The day of the first receipt of which something is left."""
        return min((day for day, sums in self.days.items() if sums[0] > 0), default=None)

    def is_open(self, day: date) -> bool:
        """Whether they are reviewed and counted; on the day of closing they may have been."""
        return self.closed_on is None or self.closed_on >= day

    def running(self, day: date) -> list[Running]:
        """See ``holding.running``."""
        return [o for o in self.overlays.values() if o.until_on is None or o.until_on >= day]

    def columns(self) -> Columns:
        """What their row is to say."""
        return Columns(
            self.held, self.earned, stored_day(self.tier_until), stored_day(self.review_on)
        )


FACTS: dict[str, Callable[[list[list[int]]], int]] = {
    "spend": lambda days: sum(day[1] for day in days),
    "visits": lambda days: sum(day[0] > 0 for day in days),
    "points_earned": lambda days: sum(day[2] for day in days),
}
"""Each fact from the days within its window."""


def _friends(member: Member, low: int, high: int) -> int:
    days = [friend.first_kept() for friend in member.friends]
    return sum(day is not None and low <= day <= high for day in days)


def _rated(member: Member, low: int, high: int) -> int:
    scores = [score for day, score in member.ratings if low <= day <= high]
    return facts.mean(sum(scores), len(scores))


def _of_kept(fact: str) -> Callable[[Member, int, int], int]:
    return lambda member, low, high: facts_kept.FACTS[fact](member.kept(low, high))


OTHERS: dict[str, Callable[[Member, int, int], int]] = {
    **{fact: _of_kept(fact) for fact in facts_kept.FACTS},
    "months": lambda member, _low, high: facts.months_between(
        member.joined_on, date.fromordinal(high)
    ),
    "referrals": _friends,
    "mean_rating": _rated,
    "interactions": lambda member, low, high: sum(low <= day <= high for day in member.contacts),
    "topped_up": lambda member, low, high: sum(
        amount for day, amount in member.top_ups if low <= day <= high
    ),
}
"""Each fact that is no sum of days."""


def stored_day(day: date | None) -> int | None:
    """A day as rows have it."""
    return None if day is None else day.toordinal()


@dataclass(slots=True)
class Books:
    """The shop as the replay has brought it so far."""

    members: dict[int, Member] = field(default_factory=dict)
    joined: dict[date, list[int]] = field(default_factory=dict)
    met: int = 0
    """Up to which number the daily run has met all members."""
    tiers: tuple[Tier, ...] = ()
    asked: frozenset[str] = frozenset()
    """The facts that the ladder in force tests."""
    review_months: int | None = None
    grace_days: int = 0
    decided_on: date = date.min
    """Since when tiers are reviewed after so many months."""

    @property
    def terms(self) -> tuple[date, int | None]:
        """Since when and after how many months tiers are reviewed."""
        return self.decided_on, self.review_months

    to_review: list[tuple[date, int]] = field(default_factory=list)
    """A heap of who is reviewed when; one that does not say what the member does is out of date."""
    to_lapse: list[tuple[date, int]] = field(default_factory=list)
    """The same of overlays that end."""
    before: dict[int, Any] = field(default_factory=dict)
    """By merge, how the survivor stood before it: see ``replay_merges``."""
    merged: dict[int, dict[int, int]] = field(default_factory=dict)
    """By survivor, the merges that stand and who went by each."""


# --- moving -----------------------------------------------------------------------------------


def climb(
    books: Books, member_id: int, day: date, *, today: date, since: date,
    purchase: int | None = None,
) -> None:  # fmt: skip
    """See ``standing.upgrade``."""
    member = books.members[member_id]
    rank = rank_of(books.tiers, member.earned)
    reached, evidence = highest_reached(books.tiers, rank, day, member.joined_on, member.fact)
    if reached > rank:
        move(
            books, member_id, "upgrade", reached, evidence, on=day, today=today, since=since,
            purchase=purchase,
        )  # fmt: skip


def move(
    books: Books, member_id: int, kind: str, rank: int, evidence: Sequence[Evidence], *,
    on: date, today: date, since: date, purchase: int | None = None,
    reviewed_on: date | None = None,
) -> None:  # fmt: skip
    """See ``standing.move``."""
    member = books.members[member_id]
    tier = books.tiers[rank].code
    _note_step(books, member, kind, tier, evidence, on=on, reviewed_on=reviewed_on)
    review_on = next_review(since, books.review_months, rank)
    write(
        books, member_id, kind, tier, on=on, review_on=review_on, today=today, purchase=purchase,
        reviewed_on=reviewed_on,
    )  # fmt: skip


def _note_step(
    books: Books, member: Member, kind: str, tier: str, evidence: Sequence[Evidence], *,
    on: date, reviewed_on: date | None,
) -> None:  # fmt: skip
    """Keep what a refund may take back, and what a late receipt may give back."""
    step = Step(
        len(member.changes), 0, kind, member.earned, tier, on, books.tiers, 0, tuple(evidence), None
    )
    if kind == "upgrade":
        member.steps.append(replace(step, old_review_on=member.review_on))
        return
    member.steps.clear()
    member.lowered = None
    if reviewed_on is not None and kind == "step_down":
        review = Held(reviewed_on, books.grace_days, member.joined_on)
        member.lowered = replace(step, before=tier, held=step.before, review=review)


def write(
    books: Books, member_id: int, kind: str, tier: str, *, on: date, review_on: date | None,
    today: date, purchase: int | None = None, refund: int | None = None,
    reviewed_on: date | None = None,
) -> None:  # fmt: skip
    """Note a change, and let the member stand where it leads."""
    member = books.members[member_id]
    member.earned = tier
    days = (on.toordinal(), stored_day(reviewed_on), stored_day(review_on))
    member.changes.append(Change(kind, purchase, refund, tier, *days))
    date_review(books, member_id, member, review_on)
    settle(books, member_id, member, today)


def date_review(books: Books, member_id: int, member: Member, day: date | None) -> None:
    """Say when a member is reviewed next."""
    member.review_on = day
    if day is not None:
        heapq.heappush(books.to_review, (day, member_id))


def redate_steps(books: Books, member: Member, day: date) -> None:
    """Let what a refund may fall back to be reviewed as counted from a decision of a day."""
    member.steps = [
        replace(step, old_review_on=next_review(
            day, books.review_months, rank_of(books.tiers, step.before)
        ))
        for step in member.steps
    ]  # fmt: skip


def review_after_decision(books: Books, day: date, rank: int) -> date | None:
    """See ``standing.review_after_decision``."""
    return next_review(max(day, books.decided_on), books.review_months, rank)


def settle(books: Books, member_id: int, member: Member, day: date) -> None:
    """See ``holding.settle``."""
    running = member.running(day)
    member.held = holding.held(books.tiers, member.earned, running)
    member.tier_until = holding.last_day(running)
    if member.tier_until is not None:
        heapq.heappush(books.to_lapse, (member.tier_until, member_id))


def due(heap: list[tuple[date, int]], day: date) -> list[int]:
    """Who was marked for a day before this one; each once."""
    found: dict[int, None] = {}
    while heap and heap[0][0] < day:
        found[heapq.heappop(heap)[1]] = None
    return list(found)

"""Where a member stands on the ladder, on paper: up, kept, down, taken back, given back, overlaid.

Facts are counted anew from the receipts each time they are asked for (9.13).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.proof.paper_days import ONE, last_whole, months_later, opens_on, review_day
from tests.proof.paper_vouchers import SERIAL

Facts = Callable[[str, date, date], int]
"""One fact of a member between two days, both inclusive."""
REVERTED_WITHIN = 14


@dataclass(frozen=True)
class Asks:
    """``fact >= least`` over a window; ``keep`` is what is enough to stay (9.20)."""

    fact: str
    least: int
    window: str
    months: int = 0
    keep: int | None = None


@dataclass(frozen=True)
class Tier:
    """One step: any or all of what it asks, and what it gives."""

    code: str
    mode: str = "any"
    asks: tuple[Asks, ...] = ()
    off: int = 0
    points: int = 100
    off_category: tuple[tuple[str, int], ...] = ()

    def is_met(self, met: list[bool]) -> bool:
        return any(met) if self.mode == "any" else all(met)


@dataclass(frozen=True)
class Ladder:
    tiers: tuple[Tier, ...]
    review_months: int | None = None
    grace: int = 0
    decided_on: date = date.min
    """Since when reviews come after so many months: nobody is reviewed sooner than these say."""

    def review(self, after: date, rank: int) -> date | None:
        return review_day(max(after, self.decided_on), self.review_months, rank)

    def asks_for(self, fact: str) -> bool:
        return any(asks.fact == fact for tier in self.tiers for asks in tier.asks)

    def ranks(self) -> range:
        return range(len(self.tiers))


@dataclass(frozen=True)
class Tested:
    """One condition of a step, over the days it was tested on."""

    rank: int
    asks: Asks
    first: date


@dataclass(eq=False)
class Change:
    """A row of a member's history. ``rank`` is what it led to, ``held`` what is left of that."""

    kind: str
    on: date
    before: int
    rank: int
    review_on: date | None
    ladder: Ladder
    tested: list[Tested] = field(default_factory=list)
    reviewed_on: date | None = None
    about: "Change | None" = None
    held: int = 0
    since: date = date.max
    """The day of the step up: of one that a merge brought over, as it was."""
    serial: int = field(default_factory=lambda: next(SERIAL))

    @property
    def is_brought(self) -> bool:
        """A step that a merge brought over: a refund may take it back."""
        return self.kind == "merged" and bool(self.tested or self.reviewed_on)

    @property
    def is_only_dated(self) -> bool:
        """Of equal tiers a merge keeps the later review."""
        return self.kind == "merged" and self.before == self.rank

    @property
    def steps(self) -> set[int]:
        """The tiers that were stepped onto; a late receipt gives one back and steps onto none."""
        is_up = self.kind in ("upgrade", "merged") and self.reviewed_on is None
        return {one.rank for one in self.tested} if is_up else set()


@dataclass(eq=False)
class Overlay:
    kind: str
    rank: int
    since: date
    until: date | None
    id: int = 0
    lifted_on: date | None = None

    def runs_on(self, day: date) -> bool:
        is_lifted = self.lifted_on is not None and self.lifted_on <= day
        return self.since <= day <= (self.until or date.max) and not is_lifted


@dataclass(eq=False)
class Standing:
    """What one member earned and holds, by what happened to them."""

    joined: date
    facts: Facts
    changes: list[Change] = field(default_factory=list)
    overlays: list[Overlay] = field(default_factory=list)
    review_on: date | None = None
    warned: set[tuple[date, int]] = field(default_factory=set)

    # --- what is held (9.26) ---

    @property
    def rank(self) -> int:
        return self.changes[-1].rank

    def priced_on(
        self, ladder: Ladder, day: date, left: tuple[int, date | None] | None = None
    ) -> int:
        """What is held on a day, less what the reviews take that nobody held yet.

        ``left`` is what the steps are as if re-tested, and when that is reviewed.
        """
        rank = None if left is None else left[0]
        then = [change for change in self.changes if change.on <= day]
        if not then:
            return self.held_on(day, rank)
        review = self.review_on if then[-1] is self.changes[-1] else then[-1].review_on
        review = review if left is None else left[1]
        rank = then[-1].rank if rank is None else rank
        while review is not None and review < day:
            last = review + timedelta(days=ladder.grace)
            if self.is_kept_at_review(ladder, rank, review, day):
                review = ladder.review(review, rank)
            elif last < day:
                rank -= 1
                review = ladder.review(last + ONE, rank)
            else:
                break
        return self.held_on(day, rank)

    def held_on(self, day: date, rank: int | None = None) -> int:
        """The fixed lock if one runs, else the highest of what is earned and overlaid."""
        earned = [change.rank for change in self.changes if change.on <= day]
        earned += [] if rank is None else [rank]
        running = [one for one in self.overlays if one.runs_on(day)]
        locks = [one.rank for one in running if one.kind == "lock"]
        return locks[-1] if locks else max(earned[-1:] + [one.rank for one in running], default=0)

    def move(
        self, kind: str, on: date, rank: int, review_on: date | None, **more: object
    ) -> Change:
        before = self.rank if self.changes else rank
        more = {"since": on, **more}
        change = Change(kind, on, before, rank, review_on, held=rank, **more)  # type: ignore[arg-type]
        self.changes.append(change)
        self.review_on = review_on
        return change

    # --- up (9.19) ---

    def reaches(self, tier: Tier, today: date) -> bool:
        opened = [(a, opens_on(a.window, a.months, today, self.joined)) for a in tier.asks]
        return tier.is_met([self.facts(a.fact, first, today) >= a.least for a, first in opened])

    def rises(self, ladder: Ladder, today: date, kind: str = "upgrade") -> Change | None:
        """To the highest tier that qualifies; the review counts from today."""
        above = [r for r in ladder.ranks()[self.rank + 1 :] if self.reaches(ladder.tiers[r], today)]
        if not above:
            return None
        tested = [
            Tested(rank, asks, opens_on(asks.window, asks.months, today, self.joined))
            for rank in range(self.rank + 1, above[-1] + 1)
            for asks in ladder.tiers[rank].asks
        ]
        review_on = ladder.review(today, above[-1])
        return self.move(kind, today, above[-1], review_on, ladder=ladder, tested=tested)

    # --- reviewed (9.15) ---

    def counts_anew(self, ladder: Ladder) -> None:
        """Every review date, also those that a refund may bring back, from the decision on."""
        for change in self.changes:
            change.review_on = ladder.review(ladder.decided_on, change.rank)
        self.review_on = self.changes[-1].review_on

    def keeps(self, tier: Tier, day: date, through: date) -> bool:
        """The keep line over its windows ending on a day, or with purchases of the grace days."""
        return tier.is_met([self._keeps(asks, day, through) for asks in tier.asks])

    def _keeps(self, asks: Asks, day: date, through: date) -> bool:
        first = opens_on(asks.window, asks.months, day, self.joined)
        stretches = [(first, day), (first, max(day, through))]
        whole = last_whole(asks.window, day, self.joined)
        stretches += [whole] if whole else []
        enough = asks.least if asks.keep is None else asks.keep
        return any(self.facts(asks.fact, *days) >= enough for days in stretches)

    def is_kept_at_review(self, ladder: Ladder, rank: int, review: date, day: date) -> bool:
        grace_ends = review + timedelta(days=ladder.grace)
        return self.keeps(ladder.tiers[rank], review, min(day, grace_ends))

    def is_reviewed(self, ladder: Ladder, day: date) -> str | None:
        """What a review that is over by a day decides: kept, or one step down after the grace."""
        review = self.review_on
        if review is None or review >= day:
            return None
        if self.is_kept_at_review(ladder, self.rank, review, day):
            again = ladder.review(review, self.rank)
            self.move("kept", day, self.rank, again, ladder=ladder, reviewed_on=review)
            return "kept"
        if day <= review + timedelta(days=ladder.grace):
            return None
        again = ladder.review(day, self.rank - 1)
        self.move("step_down", day, self.rank - 1, again, ladder=ladder, reviewed_on=review)
        return "step_down"

    def is_warned(self, ladder: Ladder, day: date, today: date) -> bool:
        """60, 30 and 7 days before a review that would be missed, once; of several the nearest."""
        if self.review_on is None:
            return False
        before = (self.review_on - day).days
        left = (self.review_on - today).days
        if before not in (60, 30, 7) or any(left <= near < before for near in (30, 7)):
            return False
        mark = (self.review_on, before)
        is_new = mark not in self.warned
        if is_new and not self.keeps(ladder.tiers[self.rank], self.review_on, self.review_on):
            self.warned.add(mark)
            return True
        return False

    # --- taken back with what it stood on (9.14) ---

    def standing_ups(self) -> Iterator[Change]:
        """Steps up that stand, the latest first; what a review or a recount settled is settled."""
        for change in reversed(self.that_count()):
            if change.kind in ("upgrade", "restored") or change.is_brought:
                if change.held > change.before:
                    yield change
            elif change.kind != "reverted" and not change.is_only_dated:
                return

    def that_count(self) -> list[Change]:
        """All changes but those between a merge and its undoing."""
        found: list[Change] = []
        for change in self.changes:
            if change.kind == "unmerged":
                about = change.about
                while about is not None and about.kind == "unmerged":
                    about = about.about
                assert about is not None
                del found[found.index(about) + 1 :]
            else:
                found.append(change)
        return found

    def falls(self, ladder: Ladder, today: date, fact: str = "") -> Iterator[Change]:
        """Re-test the steps of the last 14 days; yields each that fell.

        With ``fact``, only those that stood on it.
        """
        for up in list(self.standing_ups()):
            if fact and all(one.asks.fact != fact for one in up.tested):
                return
            if (today - up.since).days > REVERTED_WITHIN:
                return
            held, rank = up.held, self._still_met(up, today)
            if rank == held:
                return
            review_on = self._review_before(up) if rank == up.before else None
            if review_on is None:
                review_on = ladder.review(up.since, rank)
            up.held = rank
            self.move("reverted", today, rank, review_on, ladder=ladder, about=up)
            yield up
            if rank > up.before:
                return

    def left(self, ladder: Ladder, today: date) -> tuple[int, date | None]:
        """Where re-testing the steps would leave them, without taking any, and its review."""
        rank, review_on = self.rank, self.review_on
        for up in self.standing_ups():
            if (today - up.since).days > REVERTED_WITHIN:
                break
            met = self._still_met(up, today)
            if met == up.held:
                break
            rank = met
            review_on = self._review_before(up) if met == up.before else None
            review_on = review_on or ladder.review(up.on, met)
            if met > up.before:
                break
        return rank, review_on

    def _still_met(self, up: Change, today: date) -> int:
        if up.reviewed_on is not None:
            is_kept = self.is_kept_at_review(up.ladder, up.rank, up.reviewed_on, date.max)
            return up.held if is_kept else up.before
        for rank in range(up.held, up.before, -1):
            tested = [one for one in up.tested if one.rank == rank]
            met = [self.facts(o.asks.fact, o.first, today) >= o.asks.least for o in tested]
            if up.ladder.tiers[rank].is_met(met):
                return rank
        return up.before

    def _review_before(self, up: Change) -> date | None:
        return self.changes[self.changes.index(up) - 1].review_on

    # --- of two who are one (9.22) ---

    def takes_over(self, other: "Standing", today: date) -> None:
        """The higher tier with its review date, and its steps of the last 14 days one by one."""
        if other.rank == self.rank and self.review_on and other.review_on:
            if other.review_on > self.review_on:
                self.move(
                    "merged", today, self.rank, other.review_on, ladder=self.changes[-1].ladder
                )
            return
        recent: list[Change] = []
        for up in other.standing_ups():
            if (today - up.since).days > REVERTED_WITHIN:
                break
            recent.insert(0, up)
        reviews = [*(other._review_before(up) for up in recent), other.review_on]
        settled = recent[0].before if recent else other.rank
        ladder = self.changes[-1].ladder
        if settled > self.rank:
            self.move("merged", today, settled, reviews[0], ladder=ladder)
        for up, review in zip(recent, reviews[1:], strict=True):
            if up.held > self.rank:
                self.move(
                    "merged", today, up.held, review, ladder=up.ladder, tested=up.tested,
                    reviewed_on=up.reviewed_on, since=up.since, serial=up.serial,
                )  # fmt: skip

    def goes_back(self, before: Change, today: date, ladder: Ladder) -> None:
        """To where a change had led, less what refunds took back of that since."""
        place = self.changes.index(before)
        gone = [
            one for one in self.changes[place + 1 :]
            if one.kind == "reverted" and one.about in self.changes[: place + 1]
        ]  # fmt: skip
        left = gone[-1] if gone else before
        self.move("unmerged", today, left.rank, left.review_on, ladder=ladder, about=before)

    # --- given back by a late receipt (9.21) ---

    def is_restored(self, ladder: Ladder, today: date) -> bool:
        changes = self.that_count()
        ups = [one for one in changes if one.kind in ("upgrade", "restored") or one.is_brought]
        undone = [one for one in ups if one.held == one.before]
        lost = [one for one in changes if one not in undone and one.kind != "reverted"][-1]
        if lost.kind != "step_down":
            return False
        review = lost.reviewed_on
        assert review is not None
        if not self.is_kept_at_review(lost.ladder, lost.before, review, date.max):
            return False
        again = ladder.review(review, lost.before)
        self.move(
            "restored",
            today,
            lost.before,
            again,
            ladder=lost.ladder,
            reviewed_on=review,
            about=lost,
        )
        return True

    # --- counted again ---

    def is_recounted(self, ladder: Ladder, today: date, *, down: bool) -> Change | None:
        """Up like by a purchase; if asked, down to the highest tier whose keep line is met."""
        if up := self.rises(ladder, today):
            return up
        kept = [r for r in range(1, self.rank + 1) if self.keeps(ladder.tiers[r], today, today)]
        rank = max(kept, default=0)
        if down and rank < self.rank:
            review_on = ladder.review(today, rank)
            self.move("recounted", today, rank, review_on, ladder=ladder)
        return None


def grows_on(ladder: Ladder, joined: date, day: date, *, is_new: bool) -> bool:
    """Whether a threshold of months as a member is passed on a day, or was by who is new."""
    months = {a.least for tier in ladder.tiers for a in tier.asks if a.fact == "months"}
    passed = [months_later(joined, count) for count in months]
    return day in passed or (is_new and any(each < day for each in passed))


__all__ = ["ONE", "Asks", "Change", "Ladder", "Overlay", "Standing", "Tested", "Tier", "grows_on"]

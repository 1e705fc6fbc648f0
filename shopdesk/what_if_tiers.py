"""Where members stand as a stretch of days is lived through again: as the replay moves them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from shopdesk import recounting, replay, replay_books, tenure
from shopdesk.assessing import Tested, rank_of
from shopdesk.clock import day_or_none
from shopdesk.holding import Running, running_of_all
from shopdesk.reviewing import next_review
from shopdesk.shop import Desk
from shopdesk.what_if_history import Person, Standing


class Stretch(NamedTuple):
    """The days that are lived through again, since when reviews are counted, and whether somebody
    asks what was bought on which day."""

    first: date
    last: date
    decided_on: date
    has_days: bool


class Stands:
    """The members as the days have brought them so far.

    ``stood`` is told of everyone who may hold another tier now, ``stepped`` of each tier that
    somebody came to.
    """

    def __init__(
        self, desk: Desk, stretch: Stretch, *, stood: Callable[[int], None],
        stepped: Callable[[int, str], None],
    ) -> None:  # fmt: skip
        known = desk.shop.known
        self.first, self.day, self.stood, self.stepped = (
            stretch.first,
            stretch.first,
            stood,
            stepped,
        )
        self.hurdles = known.hurdles
        self.books = replay_books.Books(
            tiers=known.ladder, asked=known.asked, review_months=known.review_months,
            grace_days=known.grace_days, decided_on=stretch.decided_on,
        )  # fmt: skip
        self.overlays = dict(_overlays(desk.db))

    def enter(self, one: Standing) -> None:
        """Let somebody be a member, on the tier that was theirs."""
        books, rank = self.books, rank_of(self.books.tiers, one.tier)
        tier = books.tiers[rank].code
        person = Person(one.joined_on, one.joined_on, one.closed_on, tier, tier)
        books.members[one.member_id] = person
        books.joined.setdefault(one.joined_on, []).append(one.member_id)
        since = max(one.settled_on, min(books.decided_on, self.first))
        review_on = next_review(since, books.review_months, rank)
        replay_books.date_review(books, one.member_id, person, review_on)

    def bring(self, one: Standing) -> None:
        """Let somebody be brought by whoever brought them."""
        referrer = self.books.members.get(one.referrer or 0)
        if referrer is not None:
            self.books.members[one.member_id].referrer = one.referrer
            referrer.friends.append(self.books.members[one.member_id])

    def begin(self, desk: Desk) -> None:
        """Let overlays lie as they lay on the eve of the first day."""
        for member_id, overlays in running_of_all(desk.db, self.first - timedelta(days=1)).items():
            if member_id in self.books.members:
                self.books.members[member_id].overlays = {one.id: one for one in overlays}
        for member_id in self.books.members:
            self.settle(member_id)

    def person(self, member_id: int) -> Person:
        """A member."""
        person = self.books.members[member_id]
        assert isinstance(person, Person)
        return person

    def rank(self, member_id: int) -> int:
        """The place of the tier that a member holds."""
        return rank_of(self.books.tiers, self.books.members[member_id].held)

    def is_closed(self, member_id: int) -> bool:
        """Whether a membership is over by now."""
        closed_on = self.books.members[member_id].closed_on
        return closed_on is not None and closed_on <= self.day

    # --- what moves them ---

    def settle(self, member_id: int) -> None:
        """Look at what overlays a tier."""
        replay_books.settle(self.books, member_id, self.books.members[member_id], self.day)
        self.stood(member_id)

    def overlay(self, member_id: int, overlay: int) -> None:
        """Lay over a tier what lay over it."""
        self.books.members[member_id].overlays[overlay] = self.overlays[overlay]
        self.settle(member_id)

    def lift(self, member_id: int, overlay: int) -> None:
        """Take it off."""
        self.books.members[member_id].overlays.pop(overlay, None)
        self.settle(member_id)

    def let_try(self, member_id: int, tier: str, days: int) -> None:
        """A tier to try, given by a rule."""
        overlays = self.books.members[member_id].overlays
        until = self.day + timedelta(days=days - 1)
        place = min(0, *overlays, 0) - 1  # none of the shop's own
        overlays[place] = Running(place, "trial", tier, self.day, until, "")
        self.settle(member_id)

    def dawn(self, day: date) -> None:
        """What a day begins with: overlays that are over, months of membership, reviews."""
        self.day, books = day, self.books
        for member_id in replay_books.due(books.to_lapse, day):
            self.settle(member_id)
        for joined_on in tenure.passing_days(books.tiers, day):
            for member_id in books.joined.get(joined_on, ()):
                self.climb(member_id)
        for member_id in replay_books.due(books.to_review, day):
            self._review(member_id)

    def _review(self, member_id: int) -> None:
        """Who falls may climb again at once, and comes to tiers by that too."""
        member, tiers = self.books.members[member_id], self.books.tiers
        before, rank = len(member.changes), rank_of(tiers, member.earned)
        replay.review_one(self.books, member_id, self.day, self.day)
        self.stood(member_id)
        for change in member.changes[before:]:
            after = rank_of(tiers, change.tier)
            for tier in tiers[rank + 1 : after + 1]:
                self.stepped(member_id, tier.code)
            rank = after

    def climb(self, member_id: int) -> None:
        """See ``standing.assess``."""
        member, tiers = self.books.members[member_id], self.books.tiers
        rank = rank_of(tiers, member.earned)
        tested = Tested(self.day, member.joined_on, member.fact)
        if member.is_open(self.day) and any(map(tested.meets, self.hurdles[rank])):
            reached, evidence = tested.highest(tiers, rank)
            if reached > rank:
                self._move(member_id, "upgrade", rank, reached, evidence)

    def count_again(self) -> None:
        """See ``recounting.recount``, down too."""
        tiers = self.books.tiers
        for member_id, member in self.books.members.items():
            if member.is_open(self.day):
                rank = rank_of(tiers, member.earned)
                tested = Tested(self.day, member.joined_on, member.fact)
                after, evidence = recounting.counted(tiers, self.hurdles, rank, tested, down=True)
                if after != rank:
                    kind = "upgrade" if after > rank else "recounted"
                    self._move(member_id, kind, rank, after, evidence)

    def _move(self, member_id: int, kind: str, before: int, rank: int, evidence: Any) -> None:
        day = self.day
        replay_books.move(
            self.books, member_id, kind, rank, evidence, on=day, today=day, since=day
        )  # fmt: skip
        self.stood(member_id)
        for tier in self.books.tiers[before + 1 : rank + 1]:
            self.stepped(member_id, tier.code)


def _overlays(db: Any) -> Iterator[tuple[int, Running]]:
    rows = db.execute_sql("SELECT id, kind, tier, from_on, until_on, reason FROM tier_overlay")
    for id_, kind, tier, since, until, reason in rows:
        until_on = day_or_none(until)
        yield id_, Running(id_, kind, tier, date.fromordinal(since), until_on, reason)

"""Living through a stretch of a shop's history again, day by day, under other terms.

Nothing is decided here: tiers move as in the replay of all records, whom a day of the calendar
brings something is asked of the shop as it was on that day, and what a rule gives is judged by the
books of a run.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby

from shopdesk import what_if_history
from shopdesk.giving import Multiplied, Reward, Trial
from shopdesk.shop import Desk
from shopdesk.store.overlaying import lay_closed, lay_receipt, lay_tier
from shopdesk.till_triggers import is_first_brought, is_score, is_step, is_visit
from shopdesk.what_if_giving import Giving, Lived
from shopdesk.what_if_history import Beside, Person, Receipt, Standing
from shopdesk.what_if_tiers import Stands, Stretch

_DAY = timedelta(days=1)
_LOOK_UP = 500
"""After so many members it is asked whether anybody waits still."""


@dataclass(slots=True)
class Clock:
    """The clock of a shop as it was."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


class Living:
    """A shop that lives through its days again; ``desk`` is one of the shop as it was."""

    def __init__(
        self, desk: Desk, clock: Clock, stretch: Stretch, told: Callable[[date], None]
    ) -> None:
        self.desk, self.clock, self.stretch, self.told = desk, clock, stretch, told
        self.has_lines = what_if_history.asks_lines(desk.shop.known.asked)
        self.stands = Stands(desk, stretch, stood=self._stood, stepped=self._stepped)
        self.to_join: dict[date, list[Standing]] = {}
        self.to_close: dict[date, list[int]] = {}
        every = list(what_if_history.people(desk.db, stretch.first, stretch.last))
        self.giving = Giving(desk, [one.member_id for one in every], self._have)
        self._begin(every)

    def _begin(self, every: Sequence[Standing]) -> None:
        """Everybody as they stood on the eve of the first day."""
        first, stands = self.stretch.first, self.stands
        for one in every:
            if one.closed_on is not None:
                self.to_close.setdefault(one.closed_on, []).append(one.member_id)
            if one.joined_on >= first:
                self.to_join.setdefault(one.joined_on, []).append(one)
            else:
                stands.enter(one)
        for one in every:
            if one.joined_on < first:
                stands.bring(one)
        before = what_if_history.days_before(self.desk.db, first)
        for member_id, days in groupby(before, lambda row: row[0]):
            person = stands.person(member_id)
            if member_id % _LOOK_UP == 0:
                self.told(first)
            for _member, *day in days:
                person.came(*day)
        self._remember(first)
        stands.begin(self.desk)

    def _remember(self, first: date) -> None:
        """What of receipts before the first day is asked for later."""
        if self.has_lines:
            for receipt in what_if_history.receipts(self.desk.db, date.min, first - _DAY):
                self.stands.person(receipt.member_id).receipts[receipt.id] = receipt.bought()
        if "referral" in self.giving.by_kind:
            for member_id, largest in what_if_history.largest_before(self.desk.db, first):
                if member_id in self.stands.books.members:
                    self.stands.person(member_id).largest = largest

    # --- the days ---

    def through(
        self, happened: Iterable[Beside], receipts: Iterable[Receipt], *, recounted: bool
    ) -> Lived:
        """Live through all of them; ``told`` hears of each day and may stop it."""
        first, last = self.stretch.first, self.stretch.last
        beside = {on: list(found) for on, found in groupby(happened, lambda one: one.on)}
        for on in sorted(beside):
            if on < first.toordinal():
                for one in beside[on]:
                    self._note(one)
        by_day = groupby(receipts, lambda one: one.on)
        coming = next(by_day, None)
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            self.told(day)
            self._dawn(day, recounted=recounted and day == first)
            for one in beside.get(day.toordinal(), ()):
                self._happened(one)
            if coming is not None and coming[0] == day.toordinal():
                for receipt in coming[1]:
                    self._buy(receipt)
                coming = next(by_day, None)
            for member_id in self.to_close.get(day, ()):
                self.stands.settle(member_id)
        return self._ended()

    def _dawn(self, day: date, *, recounted: bool) -> None:
        self.clock.now = datetime.combine(day, time(12), tzinfo=self.desk.shop.zone)
        lay_closed(self.desk.db, day)
        self.giving.begin_day(day)
        self.stands.dawn(day)
        if recounted:
            self.stands.count_again()
        self.giving.by_calendar(self.stands.books.members)
        for one in self.to_join.get(day, ()):
            self._join(one)

    def _join(self, one: Standing) -> None:
        self.stands.enter(one)
        self.stands.bring(one)
        self.stands.settle(one.member_id)
        if one.is_registered:
            self.giving.happen("joining", one.member_id, "joining", lambda _trigger: True)

    def _happened(self, one: Beside) -> None:
        """What happened beside receipts, each of which may move a member up (9.19)."""
        if one.member_id not in self.stands.books.members:
            return
        if one.kind == "overlay":
            self.stands.overlay(one.member_id, one.id)
        elif one.kind == "lifted":
            self.stands.lift(one.member_id, one.id)
        else:
            self._note(one)
            self.stands.climb(one.member_id)
        if one.kind == "rating":
            self.giving.happen(
                "rating", one.member_id, f"rating:{one.id}",
                partial(is_score, one.number),
            )  # fmt: skip

    def _note(self, one: Beside) -> None:
        if one.member_id not in self.stands.books.members:
            return
        person = self.stands.person(one.member_id)
        if one.kind == "rating":
            person.ratings.append((one.on, one.number))
        elif one.kind == "contact":
            person.contacts.append(one.on)
        elif one.kind == "top_up":
            person.top_ups.append((one.on, one.number))

    def _ended(self) -> Lived:
        self.giving.lived.tiers = {
            member_id: member.held
            for member_id, member in self.stands.books.members.items()
            if member.is_open(self.stretch.last)
        }
        return self.giving.lived

    # --- receipts ---

    def _buy(self, receipt: Receipt) -> None:
        """A receipt is priced, and earns, on the tier held before it."""
        if receipt.member_id not in self.stands.books.members:
            return  # it is of before they joined
        settings, person = self.desk.shop.settings, self.stands.person(receipt.member_id)
        tier, sums = self.stands.books.tiers[self.stands.rank(receipt.member_id)], self.giving.sums
        points = receipt.earned(
            settings.earn_points, settings.earn_per, tier.points_percent,
            person.percent_on(self.giving.day),
        )  # fmt: skip
        sums.discount += receipt.discount(tier)
        sums.earned += points
        sums.earned_really += receipt.points
        person.came(receipt.on, receipt.left, points)
        if self.has_lines:
            person.receipts[receipt.id] = receipt.bought()
        if self.stretch.has_days:
            lay_receipt(self.desk.db, receipt.member_id, receipt.on, receipt.left, points)
        self.stands.climb(receipt.member_id)
        if person.referrer is not None and "referrals" in self.stands.books.asked:
            self.stands.climb(person.referrer)
        if self.giving.by_kind:
            self._reward(receipt, person)

    def _reward(self, receipt: Receipt, person: Person) -> None:
        """See ``happenings.bought``."""
        member_id, happen = receipt.member_id, self.giving.happen
        happen("purchase", member_id, f"receipt:{receipt.id}", receipt.reaches)
        number = len(person.on)
        happen("visit", member_id, f"visit:{number}", partial(is_visit, number))
        if person.referrer is not None:
            for side, who, key in (
                ("referrer", person.referrer, f"friend:{member_id}"),
                ("friend", member_id, "brought"),
            ):
                its = partial(is_first_brought, side, receipt.left, person.has_bought)
                happen("referral", who, key, its)
        person.largest = max(person.largest, receipt.left)

    # --- what is heard of ---

    def _stood(self, member_id: int) -> None:
        """Let everybody who asks know what a member holds, and whether they are one still."""
        stands = (self.stands.rank(member_id), self.stands.is_closed(member_id))
        people = self.giving.books.people
        if people.get(member_id) != stands or self.stands.day == self.stretch.first:
            people[member_id] = stands
            lay_tier(self.desk.db, member_id, self.stands.books.members[member_id].held)

    def _stepped(self, member_id: int, tier: str) -> None:
        self.giving.happen("upgrade", member_id, tier, partial(is_step, tier))

    def _have(self, member_id: int, reward: Reward) -> None:
        """What a member has of a reward from then on."""
        if isinstance(reward, Trial):
            self.stands.let_try(member_id, reward.tier, reward.days)
        elif isinstance(reward, Multiplied):
            until = self.giving.day + timedelta(days=reward.days - 1)
            self.stands.person(member_id).multiplied.append((reward.percent, until))

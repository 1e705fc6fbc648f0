"""What rules give as a stretch of days is lived through again: judged by the books of a run."""

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shopdesk import occurring, reward_rules, segments, settling, triggers
from shopdesk.giving import Points, Reward
from shopdesk.reward_rules import Rule
from shopdesk.settling_books import Books, Candidate, Settled
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger
from shopdesk.vouchers import Promise

_OF_ALL = "value"
"""The trait that says where somebody stands among all: all are asked about to answer it."""


@dataclass(slots=True)
class Sums:
    """What a month brought; money in minor units.

    ``earned`` are points of receipts, ``earned_really`` those they brought, ``given`` those of
    rules.
    """

    vouchers: int = 0
    cost: int = 0
    discount: int = 0
    earned: int = 0
    earned_really: int = 0
    given: int = 0


@dataclass(slots=True)
class Lived:
    """What came of it; ``tiers`` are those held at the end."""

    months: dict[tuple[int, int], Sums] = field(default_factory=dict)
    by_rule: dict[int, Counter[str]] = field(default_factory=dict)
    gifts: Counter[int] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    tiers: dict[int, str] = field(default_factory=dict)


class Giving:
    """The rules of the shop as it was, and what they have given so far.

    ``have`` is told what a member was given, for what comes of it later.
    """

    def __init__(
        self, desk: Desk, members: Sequence[int], have: Callable[[int, Reward], None]
    ) -> None:
        self.desk, self.have, self.lived = desk, have, Lived()
        self.books = Books(desk, members)
        self.rules = reward_rules.in_force(desk)
        self.by_kind: dict[str, list[tuple[Rule, list[Trigger]]]] = {}
        for rule in self.rules:
            for kind in dict.fromkeys(trigger.kind for trigger in rule.triggers):
                self.by_kind.setdefault(kind, []).append((rule, rule.having(kind)))
        self.sums, self.day = Sums(), date.min
        self.today: dict[int, frozenset[int]] = {}
        """Who is in a segment on the day, where all were asked about."""

    def begin_day(self, day: date) -> None:
        """Count what comes for another day."""
        self.day, self.today = day, {}
        self.sums = self.lived.months.setdefault((day.year, day.month), Sums())

    def by_calendar(self, there: Container[int]) -> None:
        """Give what the day brings by the calendar to whom is there."""
        for rule in self.rules:
            for trigger in rule.triggers:
                if triggers.KINDS[trigger.kind].is_calendar:
                    for coming in occurring.on_day(self.desk, trigger, self.day):
                        if coming.member_id in there:
                            self._give(Candidate(rule, *coming), is_one_of_many=True)

    def happen(
        self, kind: str, member_id: int, occasion: str, is_met: Callable[[Trigger], bool]
    ) -> None:
        """See ``rewards.give_for``."""
        for rule, its in self.by_kind.get(kind, ()):
            if any(map(is_met, its)):
                self._give(Candidate(rule, member_id, occasion, self.day))

    def _give(self, one: Candidate, *, is_one_of_many: bool = False) -> None:
        if not one.rule.picks(one.member_id) or not self._is_for(
            one, is_one_of_many=is_one_of_many
        ):
            return
        settled = settling.judge(self.books, one)
        if settled is None:
            return
        if settled.why:
            self.lived.left_out[settled.why] += 1
            return
        self._count(settled)
        for reward in settled.rewards:
            self.have(one.member_id, reward)

    def _is_for(self, one: Candidate, *, is_one_of_many: bool) -> bool:
        """Whether a member is in the segment of a rule; many are asked about at once."""
        segment = one.rule.segment
        if segment is None:
            return True
        filters = segments.get(self.desk, segment).filters
        if not is_one_of_many and all(each.trait != _OF_ALL for each in filters):
            return segments.holds(self.desk, segment, one.member_id)
        if segment not in self.today:
            self.today[segment] = frozenset(segments.members(self.desk, segment))
        return one.member_id in self.today[segment]

    def _count(self, settled: Settled) -> None:
        promised: list[Any] = [one for one in settled.rewards if isinstance(one, Promise)]
        rule = self.lived.by_rule.setdefault(settled.candidate.rule.id, Counter())
        rule.update(occasions=1, vouchers=len(promised), cost=settled.cost)
        self.sums.vouchers += len(promised)
        self.sums.cost += settled.cost
        self.sums.given += sum(
            reward.points for reward in settled.rewards if isinstance(reward, Points)
        )
        self.lived.gifts.update(one.gift for one in promised if one.gift is not None)

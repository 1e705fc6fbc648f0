"""What is settled, why it may be left out, and the books that judging looks at.

A preview and a run read the same books: a run inside its change, so that two at once cannot give
more than there is.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import gift_sets, gifts, giving, holding, products, standing
from shopdesk.assessing import rank_of
from shopdesk.gifts import Gift
from shopdesk.giving import OfTier, Reward, Trial
from shopdesk.language import N_
from shopdesk.reward_rules import Rule
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.given import COUNTS, Given, Occasion
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.people import Member
from shopdesk.triggers import Trigger
from shopdesk.vouchers import Promise

CLOSED = N_("the membership is closed")
ABOVE = N_("the gift is for a higher tier")
HAD = N_("already given this gift")
BORN = N_("a birthday was rewarded less than 300 days ago")
OFTEN = N_("already given as often as the rule allows")
ALL = N_("the rule has given as often as it may")
BUDGET = N_("the rule's budget is used up")
NO_PASS = N_("it would give uses of what is no pass")
SHORT = N_("the gift is out of stock")


class Candidate(NamedTuple):
    """An occasion of a rule that has come to a member and is not settled yet."""

    rule: Rule
    member_id: int
    occasion: str
    on: date
    window: int | None = None
    purchase: int | None = None
    owed: int | None = None
    """The row that has kept it since an earlier day."""
    met: tuple[Trigger, ...] = ()
    """The triggers that brought it."""

    @property
    def is_upgrade(self) -> bool:
        """Whether it came by a step onto a tier."""
        return any(one.kind == "upgrade" and one.subject == self.occasion for one in self.met)


class Settled(NamedTuple):
    """What becomes of a candidate: what it is given and each may cost, or why it is not.

    ``short`` is the gift that there is none of: then it is owed. ``vouchers`` are the ids of those
    that were issued, once it is carried out.
    """

    candidate: Candidate
    rewards: tuple[Reward, ...] = ()
    costs: tuple[int, ...] = ()
    why: str = ""
    short: int | None = None
    vouchers: tuple[int, ...] = ()

    @property
    def cost(self) -> int:
        """What all of it may cost."""
        return sum(self.costs)

    @property
    def waits(self) -> bool:
        """Whether it is owed: there is none of the gift, or the ladder was put in another order
        since its upgrade was given a rule."""
        is_above = self.why == ABOVE and self.candidate.is_upgrade
        return self.short is not None or is_above


# --- what has to be known ---------------------------------------------------------------------


@prepared
def _people(members: Any) -> Any:
    columns = (Member.id, Member.tier, Member.tier_until, Member.closed_on)
    return Member.select(*columns).where(among(Member.id, members))


@prepared
def _rewarded(rule: Any, members: Any) -> Any:
    return Occasion.select(Occasion.member, Occasion.occasion, Occasion.on_day).where(
        (Occasion.rule == rule) & COUNTS & among(Occasion.member, members)
    )


@prepared
def _had(gift: Any, members: Any) -> Any:
    return Voucher.select(Voucher.member).where(
        among(Voucher.member, members)
        & (Voucher.gift == gift)
        & (Voucher.state != SQL("'expired'"))  # what is, would be looked for among all vouchers
        & (Voucher.state != SQL("'void'"))
    )


@prepared
def _spent(rule: Any) -> Any:
    return (
        Occasion.select(
            fn.COUNT(fn.DISTINCT(Occasion.id)), fn.COALESCE(fn.SUM(Given.cost), SQL("0"))
        )
        .join(Given, on=(Given.occasion == Occasion.id))
        .where((Occasion.rule == rule) & COUNTS)
    )  # fmt: skip


class Books:
    """What judging looks at for some members: as it stands, and as it is used up on the way."""

    def __init__(self, desk: Desk, members: Sequence[int]) -> None:
        self.desk, self.members = desk, json.dumps(sorted(set(members)))
        self.ladder = standing.ladder(desk)
        self.people = {
            id_: (rank_of(self.ladder, self._held(id_, tier, until)), closed is not None)
            for id_, tier, until, closed in _people(desk.db, self.members).fetchall()
        }
        self._gifts: dict[int, Gift] = {}
        self.free: dict[int, int | None] = {}
        self._had: dict[int, set[int]] = {}
        self._rewarded: dict[int, dict[int, list[tuple[str, date]]]] = {}
        self._spent: dict[int, tuple[int, int]] = {}
        self._costs: dict[Reward, int] = {}
        self._of_tier: dict[tuple[OfTier, int], Promise | None] = {}
        self._locked: set[int] | None = None

    def _held(self, member: int, tier: str, until: int | None) -> str:
        """What a member holds, whether or not a day was run since something ended."""
        if until is None:
            return tier
        return holding.now(self.desk, member, tier, until, self.desk.today())

    def rewarded(self, rule: int) -> dict[int, list[tuple[str, date]]]:
        """The occasions that a rule rewarded, and their days, by member."""
        if rule not in self._rewarded:
            found: dict[int, list[tuple[str, date]]] = {}
            for member, occasion, on in _rewarded(self.desk.db, rule, self.members).fetchall():
                found.setdefault(member, []).append((occasion, date.fromordinal(on)))
            self._rewarded[rule] = found
        return self._rewarded[rule]

    def had(self, gift: int) -> set[int]:
        """Who was promised or given a gift."""
        if gift not in self._had:
            found = _had(self.desk.db, gift, self.members).fetchall()
            self._had[gift] = {row[0] for row in found}
        return self._had[gift]

    def spent(self, rule: int) -> tuple[int, int]:
        """How many occasions a rule rewarded, and what all of it may cost."""
        if rule not in self._spent:
            self._spent[rule] = _spent(self.desk.db, rule).fetchone()
        return self._spent[rule]

    def gift(self, gift: int) -> Gift:
        """A gift that may be given, and from then on how many are left of it."""
        if gift not in self._gifts:
            self._gifts[gift] = gifts.get(self.desk, gift)
            self.free[gift] = self._gifts[gift].free
        return self._gifts[gift]

    def has(self, gift: int, count: int) -> bool:
        """Whether so many of a gift are left."""
        self.gift(gift)
        free = self.free[gift]
        return free is None or free >= count

    def is_pass(self, product: int) -> bool:
        """Whether a product is a pass still."""
        return products.known(self.desk, [product])[product].pass_terms is not None

    def cost(self, reward: Reward) -> int:
        """What a reward may cost."""
        if reward not in self._costs:
            self._costs[reward] = giving.way_of(reward).cost(self.desk, reward)
        return self._costs[reward]

    def of_tier(self, reward: OfTier, member: int) -> Promise | None:
        """What a set promises for a member's tier: looked up once for all on it."""
        key = reward, self.people[member][0]
        if key not in self._of_tier:
            gift = gift_sets.get(self.desk, reward.gift_set).gift_for(self.desk, key[1])
            found = None if gift is None else giving.as_promised(gift, reward, self.desk)
            self._of_tier[key] = found
        return self._of_tier[key]

    def use(self, settled: Settled) -> None:
        """Take what is given off what is left."""
        rule, member = settled.candidate.rule.id, settled.candidate.member_id
        on = settled.candidate.on
        self.rewarded(rule).setdefault(member, []).append((settled.candidate.occasion, on))
        if rule in self._spent:
            times, cost = self._spent[rule]
            self._spent[rule] = times + 1, cost + settled.cost
        for reward in settled.rewards:
            self.take(member, reward)
            if isinstance(reward, Trial):
                self._raise(member, rank_of(self.ladder, reward.tier))

    def take(self, member: int, reward: Reward) -> None:
        """Take a gift that is given off what is left."""
        if isinstance(reward, Promise) and reward.gift is not None:
            self.had(reward.gift).add(member)
            self.gift(reward.gift)
            free = self.free[reward.gift]
            self.free[reward.gift] = None if free is None else free - 1

    def _raise(self, member: int, rank: int) -> None:
        """Let a tier to try count for what is given after it; under a lock it does not (9.26)."""
        if self._locked is None:
            running = holding.running_of_all(self.desk.db, self.desk.today())
            self._locked = {
                who for who, its in running.items() if any(one.kind == "lock" for one in its)
            }
        before, is_closed = self.people[member]
        if member not in self._locked:
            self.people[member] = max(before, rank), is_closed

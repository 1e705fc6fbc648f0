"""Settling what is due: each occasion is given, owed until there is stock, or left out.

A preview and a run judge alike, by ``Books``: a run reads them inside its change, so that two at
once cannot give more than there is.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import birthdays, gift_sets, gifts, giving, holding, standing
from shopdesk.assessing import rank_of
from shopdesk.giving import OfTier, Reward, To, Trial
from shopdesk.language import N_
from shopdesk.reward_rules import Limits, Rule
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import among, prepared, prepared_row
from shopdesk.store.tables.given import Given, Occasion, Owed
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.people import Member
from shopdesk.vouchers import Promise

CLOSED = N_("the membership is closed")
ABOVE = N_("the gift is for a higher tier")
HAD = N_("was given this gift before")
BORN = N_("a birthday was rewarded less than 300 days ago")
OFTEN = N_("was given as often as the rule allows")
ALL = N_("the rule has given as often as it may")
BUDGET = N_("the rule's budget is used up")
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

    @property
    def is_upgrade(self) -> bool:
        """Whether it came by a step onto a tier."""
        return any(trigger.subject == self.occasion for trigger in self.rule.having("upgrade"))


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
        (Occasion.rule == rule) & (Occasion.is_freed == SQL("0")) & among(Occasion.member, members)
    )


@prepared
def _had(gift: Any, members: Any) -> Any:
    return Voucher.select(Voucher.member).where(
        (Voucher.gift == gift)
        & ((Voucher.state == SQL("'issued'")) | (Voucher.state == SQL("'redeemed'")))
        & among(Voucher.member, members)
    )


@prepared
def _spent(rule: Any) -> Any:
    return (
        Occasion.select(
            fn.COUNT(fn.DISTINCT(Occasion.id)), fn.COALESCE(fn.SUM(Given.cost), SQL("0"))
        )
        .join(Given, on=(Given.occasion == Occasion.id))
        .where((Occasion.rule == rule) & (Occasion.is_freed == SQL("0")))
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
        self.gifts = {gift.id: gift for gift in gifts.catalogue(desk, closed=True)}
        self.free = {gift.id: gift.free for gift in self.gifts.values()}
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

    def has(self, gift: int, count: int) -> bool:
        """Whether so many of a gift are left."""
        free = self.free[gift]
        return free is None or free >= count

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
        times, cost = self.spent(rule)
        self._spent[rule] = times + 1, cost + settled.cost
        for reward in settled.rewards:
            self.take(member, reward)
            if isinstance(reward, Trial):
                self._raise(member, rank_of(self.ladder, reward.tier))

    def take(self, member: int, reward: Reward) -> None:
        """Take a gift that is given off what is left."""
        if isinstance(reward, Promise) and reward.gift is not None:
            self.had(reward.gift).add(member)
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


# --- judging ----------------------------------------------------------------------------------


def judge(books: Books, candidate: Candidate) -> Settled | None:
    """What becomes of a candidate; nothing where the occasion was rewarded already."""
    before = books.rewarded(candidate.rule.id).get(candidate.member_id, [])
    if any(occasion == candidate.occasion for occasion, _on in before):
        return None
    why = _out(books, candidate, before)
    if why:
        return Settled(candidate, why=why)
    chosen: list[Reward] = []
    for reward in candidate.rule.rewards:
        fitting, why, short = fit(books, candidate.member_id, reward, chosen)
        if fitting is None:
            return Settled(candidate, why=why, short=short)
        chosen.append(fitting)
    settled = Settled(candidate, tuple(chosen), tuple(map(books.cost, chosen)))
    limits, (_times, spent) = candidate.rule.limits, books.spent(candidate.rule.id)
    if limits.budget and spent + settled.cost > limits.budget:
        return Settled(candidate, why=BUDGET)
    books.use(settled)
    return settled


def _out(books: Books, candidate: Candidate, before: Sequence[tuple[str, date]]) -> str:
    """Why a member is given nothing, whatever it would be."""
    limits = candidate.rule.limits
    if books.people[candidate.member_id][1]:
        return CLOSED
    if candidate.occasion.startswith("birthday:") and _is_too_near(candidate, before):
        return BORN
    if limits.per_member:
        period = _period(limits, candidate.on)
        if sum(_period(limits, on) == period for _, on in before) >= limits.per_member:
            return OFTEN
    if limits.in_all and books.spent(candidate.rule.id)[0] >= limits.in_all:
        return ALL
    return ""


def _is_too_near(candidate: Candidate, before: Sequence[tuple[str, date]]) -> bool:
    return any(
        abs((candidate.on - on).days) <= birthdays.REWARDED_ONCE
        for occasion, on in before
        if occasion.startswith("birthday:")
    )


def _period(limits: Limits, on: date) -> tuple[int, ...]:
    """The month, quarter or year of a day; all days are one where there is no period."""
    return {
        "": (),
        "month": (on.year, on.month),
        "quarter": (on.year, (on.month - 1) // 3),
        "year": (on.year,),
    }[limits.period]


def fit(
    books: Books, member_id: int, reward: Reward, chosen: Sequence[Reward] = ()
) -> tuple[Reward | None, str, int | None]:
    """The reward, or what is given instead of it; else why not, and the gift there is none of.

    What is ``chosen`` already is given at the same time.
    """
    if isinstance(reward, OfTier):
        promised = books.of_tier(reward, member_id)
        if promised is None:
            return None, ABOVE, None
        reward = promised
    if not isinstance(reward, Promise) or reward.gift is None:
        return reward, "", None
    rank, _ = books.people[member_id]
    taken = [one.gift for one in chosen if isinstance(one, Promise)]
    why, short = "", None
    for gift in (reward.gift, reward.instead):
        if gift is None:
            continue
        if rank < rank_of(books.ladder, books.gifts[gift].lowest_tier):
            why = why or ABOVE
        elif not reward.is_again and (member_id in books.had(gift) or gift in taken):
            why = why or HAD
        elif not books.has(gift, 1 + taken.count(gift)):
            why, short = SHORT, short or gift
        else:
            is_plain = reward.gift == gift and reward.instead is None
            return reward if is_plain else replace(reward, gift=gift, instead=None), "", None
    return None, why, short


# --- writing ----------------------------------------------------------------------------------

_insert_occasion = prepared_row(
    Occasion, "event", "rule", "member", "occasion", "on_day", "purchase"
)  # fmt: skip
_GIVEN = ("event", "occasion", "kind", "amount", "cost", "voucher", "lot", "overlay", "multiplier")
_insert_given = prepared_row(Given, *_GIVEN)


@prepared
def _owe(event: Any, rule: Any, member: Any, occasion: Any, on_day: Any, purchase: Any) -> Any:
    return Owed.insert(
        event=event, rule=rule, member=member, occasion=occasion, on_day=on_day, purchase=purchase
    ).on_conflict_ignore()


@prepared
def _no_longer_owed(owed: Any) -> Any:
    return Owed.delete().where(Owed.id == owed)


def carry_out(made: Change, books: Books, settled: Settled) -> Settled:
    """Give what was found due inside a change, or keep that it is owed; returns it as it is now."""
    one, issued = settled.candidate, list[int]()
    row = (
        made.event, one.rule.id, one.member_id, one.occasion, one.on.toordinal(), one.purchase
    )  # fmt: skip
    if settled.rewards:
        occasion_id = _insert_occasion(made.db, row)
        title, channel = one.rule.title(made.desk.language), one.rule.channel
        to = To(one.member_id, one.rule.id, title, one.window, channel)
        for reward in settled.rewards:
            voucher_id = _write_given(made, occasion_id, reward, to, books.cost(reward))
            issued += [] if voucher_id is None else [voucher_id]
    if settled.waits and one.owed is None:
        _owe(made.db, *row)
    if not settled.waits and one.owed is not None:
        _no_longer_owed(made.db, owed=one.owed)
    return settled._replace(vouchers=tuple(issued))


def forget_given(made: Change, candidates: Sequence[Candidate], settled: Sequence[Settled]) -> None:
    """Owe no more what was given meanwhile, by another run or at the till."""
    for one in {one.owed for one in candidates} - {one.candidate.owed for one in settled}:
        _no_longer_owed(made.db, owed=one)


def _write_given(made: Change, occasion_id: int, reward: Reward, to: To, cost: int) -> int | None:
    """Give one thing, and keep that it was; returns the voucher that it is, where it is one."""
    columns = {
        "event": made.event, "occasion": occasion_id, "kind": giving.to_json(reward)["kind"],
        "cost": cost, **giving.way_of(reward).give(made, reward, to),
    }  # fmt: skip
    _insert_given(made.db, [columns.get(name) for name in _GIVEN])
    voucher_id: int | None = columns.get("voucher")
    return voucher_id

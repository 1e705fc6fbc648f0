"""Reward rules: when (trigger) + what (reward), given once per member and occasion.

What is due is asked in one way, by the purchase that makes it due and by a run that catches up:
nothing is given twice, and what could not be given for want of stock stays due.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from shopdesk import gifts, members, retesting, standing, text, vouchers
from shopdesk.assessing import Evidence, rank_of
from shopdesk.inspection import promise_title
from shopdesk.language import translator
from shopdesk.permissions import sees_costs
from shopdesk.refusals import ChoiceRefused, GiftTier, NameTaken
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.giving import Occasion, RewardRule
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tiers import TierChange
from shopdesk.topics import Topic
from shopdesk.vouchers import Promise


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a rule gives: its kind, and the tier where the kind asks for one."""

    kind: str
    tier: str


def upgrade(tier: str) -> Trigger:
    """When a member reaches a tier, by whatever step; once per member and tier for life (9.20)."""
    return Trigger("upgrade", tier)


def voucher(
    *,
    gift: int | None = None,
    amount: int = 0,
    percent_off: int = 0,
    minimum: int = 0,
    cap: int | None = None,
    valid_days: int = vouchers.DEFAULT_VALID_DAYS,
    stacking: str = "",
    is_alone: bool = False,
    is_several: bool = False,
) -> Promise:
    """The reward of a gift, amount or percentage voucher; the words of ``vouchers.issue``."""
    return Promise(
        gift, amount, percent_off, minimum, cap, valid_days, stacking, is_alone, is_several
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A reward rule as stored; ``event`` wrote it, and only what came later is rewarded."""

    id: int
    event: int
    name: str
    name_en: str | None
    trigger: Trigger
    reward: Promise
    starts_on: date
    closed_on: date | None

    def title(self, language: str) -> str:
        """The rule's name in a language, or in the one it has: the occasion of its vouchers."""
        return self.name_en or self.name if language == "en" else self.name


@dataclass(frozen=True, slots=True)
class Due:
    """One thing a rule owes a member, and on which occasion."""

    rule: Rule
    member_id: int
    occasion: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do: who gets what, who is left out and why, cost, gifts that run short.

    ``cost`` is nothing for who may not see it.
    """

    given: tuple[tuple[int, str, str], ...]
    left_out: tuple[tuple[int, str, str], ...]
    cost: int | None
    short: tuple[tuple[int, int], ...]


def rules(desk: Desk) -> list[Rule]:
    """All rules in force, in the order made."""
    rows = (
        RewardRule.select()
        .where(RewardRule.closed_on.is_null())
        .order_by(RewardRule.id)
        .dicts()
        .bind(desk.db)
    )
    return [
        Rule(
            row["id"], row["event"], row["name"], row["name_en"],
            Trigger(**json.loads(row["trigger"])), Promise(**json.loads(row["reward"])),
            row["starts_on"], row["closed_on"],
        )
        for row in rows
    ]  # fmt: skip


def add(
    desk: Desk,
    *,
    name: str,
    trigger: Trigger,
    reward: Promise,
    name_en: str | None = None,
    key: str | None = None,
) -> Rule:
    """Put a rule in force from today; what happened before is not rewarded.

    Refuses a name that is taken, a tier that is not on the ladder, a reward that no voucher can
    make, and a gift for a higher tier than the rule's.
    """
    reward = vouchers.checked(desk, reward)
    _check_trigger(desk, trigger, reward)
    tidy = text.kept(name, desk.language)
    content = [tidy, name_en, asdict(trigger), asdict(reward)]
    with change(desk, Topic.REWARDS, action="rewards.add", key=key, content=content) as made:
        if made.repeats is None:
            if RewardRule.select().where(RewardRule.name == tidy).tuples().bind(made.db).first():
                raise NameTaken(desk.language, name=tidy)
            made.subject = (
                RewardRule.insert(
                    name=tidy, name_en=text.kept(name_en, desk.language) if name_en else None,
                    trigger=json.dumps(asdict(trigger)), reward=json.dumps(asdict(reward)),
                    starts_on=made.today, event=made.event,
                ).bind(made.db).execute()
            )  # fmt: skip
        rule_id = made.subject if made.repeats is None else made.repeats
        return next(rule for rule in rules(desk) if rule.id == rule_id)


def _check_trigger(desk: Desk, trigger: Trigger, reward: Promise) -> None:
    if not isinstance(trigger, Trigger):
        raise ChoiceRefused(desk.language, value=trigger, choices=", ".join(TRIGGERS))
    ladder = standing.ladder(desk)
    codes = [tier.code for tier in ladder]
    for value, choices in ((trigger.kind, list(TRIGGERS)), (trigger.tier, codes[1:])):
        if value not in choices:
            raise ChoiceRefused(desk.language, value=value, choices=", ".join(choices))
    if reward.gift is None:
        return
    gift = gifts.get(desk, reward.gift)
    if gift.lowest_tier and codes.index(trigger.tier) < rank_of(ladder, gift.lowest_tier):
        lowest = ladder[rank_of(ladder, gift.lowest_tier)].name(desk.language)
        raise GiftTier(desk.language, gift=gift.title(desk.language), tier=lowest)


# --- what is due ------------------------------------------------------------------------------


def _upgrades_due(desk: Desk, rule: Rule, member_id: int | None) -> list[Due]:
    """Steps onto the rule's tier since the rule was made, imported history left out.

    What a merged member was owed is not owed to the survivor: both may have been given it.

    An upgrade of the change being made has no event yet: that is written last.
    """
    query = (
        TierChange.select(TierChange.id, TierChange.member, TierChange.evidence)
        .join(Event, JOIN.LEFT_OUTER)
        .switch(TierChange)
        .join(
            Occasion,
            JOIN.LEFT_OUTER,
            on=(
                (Occasion.member == TierChange.member)
                & (Occasion.rule == rule.id)
                & (Occasion.occasion == rule.trigger.tier)
            ),
        )
        .where(
            (TierChange.kind == "upgrade")
            & (TierChange.event > rule.event)
            & (Event.action.is_null() | (Event.action != "imports.purchases"))
            & Occasion.rule.is_null()
            & TierChange.member.not_in(MergedMember.select(MergedMember.member))
        )
        .order_by(TierChange.id)
    )
    if member_id is not None:
        query = query.where(TierChange.member == member_id)
    stepped = query.tuples().bind(desk.db)
    tier = rule.trigger.tier
    owed = [m for id_, m, stored in stepped if _stands(desk.db, m, id_, stored, tier)]
    return [Due(rule, member, rule.trigger.tier) for member in dict.fromkeys(owed)]


def _stands(db: Any, member_id: int, change_id: int, stored: str, tier: str) -> bool:
    """Whether an upgrade with this evidence stepped onto a tier, not taken back since (9.14).

    Nor stands what came between a merge and its undoing.
    """
    evidence = [Evidence(**values) for values in json.loads(stored)]
    if tier not in retesting.stepped_on(evidence):
        return False
    if _gone_over(db, member=member_id, change=change_id).fetchone() is not None:
        return False
    row = _kept_of(db, member=member_id, change=change_id).fetchone()
    return row is None or tier not in retesting.lost(evidence, row[0])


@prepared
def _gone_over(member: Any, change: Any) -> Any:
    return TierChange.select(TierChange.id).where(
        (TierChange.member == member)
        & (TierChange.kind == "unmerged")
        & (TierChange.id > change)
        & (TierChange.about < change)
    )


@prepared
def _kept_of(member: Any, change: Any) -> Any:
    change_of_member = (TierChange.member == member) & (TierChange.about == change)
    return (
        TierChange.select(TierChange.to_tier)
        .where(change_of_member & (TierChange.kind == "reverted"))
        .order_by(TierChange.id.desc())
        .limit(1)
    )


TRIGGERS: dict[str, Callable[[Desk, Rule, int | None], list[Due]]] = {"upgrade": _upgrades_due}
"""Each kind of trigger and what it makes due: for one member, or for all."""


def due(desk: Desk, member_id: int | None = None) -> list[Due]:
    """All that the rules owe and have not given, to one member or to everyone."""
    return [d for rule in rules(desk) for d in TRIGGERS[rule.trigger.kind](desk, rule, member_id)]


def on_upgrade(made: Change, member_id: int) -> None:
    """Give what an upgrade earned, in the purchase's own transaction.

    A gift that is out of stock stays due: no sale fails for want of a present.
    """
    for owed in due(made.desk, member_id):
        gift = owed.rule.reward.gift
        is_free = gift is None or gifts.has_free(made, gift)
        if is_free and not _unfit(made.desk, owed):
            _give(made, owed)


def _give(made: Change, owed: Due) -> None:
    voucher_id = vouchers.write(
        made, owed.rule.reward, owed.member_id, rule=owed.rule.id,
        occasion=owed.rule.title(made.desk.language),
    )  # fmt: skip
    Occasion.insert(
        rule=owed.rule.id, member=owed.member_id, occasion=owed.occasion, voucher=voucher_id,
        event=made.event,
    ).bind(made.db).execute()  # fmt: skip


# --- runs -------------------------------------------------------------------------------------


def preview(desk: Desk) -> Preview:
    """What ``run`` would do now, without doing it."""
    _ = translator(desk.language)
    catalogue = gifts.catalogue(desk)
    left = {gift.id: gift.free for gift in catalogue}
    costs = {gift.id: gift.cost for gift in catalogue}
    given: list[tuple[int, str, str]] = []
    left_out: list[tuple[int, str, str]] = []
    short: Counter[int] = Counter()
    cost = 0
    for owed in due(desk):
        gift, free = owed.rule.reward.gift, left.get(owed.rule.reward.gift or 0)
        reason = _unfit(desk, owed)
        if not reason and gift is not None and free == 0:
            short[gift] += 1
            reason = _("the gift is out of stock")
        if reason:
            left_out.append((owed.member_id, owed.rule.name, reason))
            continue
        title = promise_title(desk, owed.rule.reward, desk.language)
        given.append((owed.member_id, owed.rule.name, title))
        if gift is not None:
            cost += costs[gift] or 0
            left[gift] = None if free is None else free - 1
    seen = cost if sees_costs(desk) else None
    return Preview(tuple(given), tuple(left_out), seen, tuple(short.items()))


def _unfit(desk: Desk, owed: Due) -> str:
    """Why someone may not be given what is due, or nothing."""
    _ = translator(desk.language)
    member, gift = members.get(desk, owed.member_id), owed.rule.reward.gift
    if member.closed:
        return _("the membership is closed")
    if gift is not None and not gifts.get(desk, gift).is_for(desk, member.tier.rank):
        return _("the gift is for a higher tier")
    return ""


def run(desk: Desk) -> Preview:
    """Give everything that is due, exactly as ``preview`` says; what is left out stays due.

    Refuses while the clock is not believable.
    """
    topics = (Topic.VOUCHERS, Topic.GIFTS)
    with change(desk, *topics, action="rewards.run") as made:
        made.require_believable_clock()
        planned = preview(desk)
        left_out = {(member_id, name) for member_id, name, _reason in planned.left_out}
        for owed in due(desk):
            if (owed.member_id, owed.rule.name) not in left_out:
                _give(made, owed)
        made.note(given=len(planned.given), left_out=len(left_out))
    return planned

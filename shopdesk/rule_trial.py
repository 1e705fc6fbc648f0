"""A reward rule that is not there yet: what it would be, whom it reaches, what it would give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from shopdesk import (
    festivals,
    gift_sets,
    giving,
    inputs,
    rewards,
    rule_making,
    segments,
    triggers,
)
from shopdesk.giving import OfTier, Reward
from shopdesk.permissions import sees_costs
from shopdesk.refusals import ChoiceRefused
from shopdesk.reward_rules import Rule
from shopdesk.rewards import Preview
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger
from shopdesk.trying import tried

LOOKED_AHEAD = timedelta(days=29)
"""So far from its first day on a rule of personal days is looked at: thirty days of them."""
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would do by itself.

    ``reach`` is how many members it is for today, ``each`` what one occasion may cost at most, in
    minor units, and nothing for who may not see it. ``seen`` is what runs would give by the end of
    ``through``; both are nothing where it gives only when something happens.
    """

    rule: Rule
    reach: int
    each: int | None
    through: date | None = None
    seen: Preview | None = None


def kept(desk: Desk, values: Mapping[str, Any], *, instead_of: int | None = None) -> Rule:
    """The rule as ``rewards.add(desk, **values)`` would keep it, or as ``rewards.edit`` would
    change the one it is tried ``instead_of``. Its name may be missing; refuses what they refuse."""
    if not isinstance(values, Mapping):
        raise ChoiceRefused(desk.language, value=values, choices=", ".join(rule_making.WORDS))
    for word in values:
        inputs.choice(word, rule_making.WORDS, desk.language)
    its = {"trigger": (), "reward": (), **values, "name": values.get("name") or uuid4().hex}

    def keep() -> Rule:
        if instead_of is None:
            return rewards.add(desk, **its)
        return rewards.edit(desk, instead_of, **its)

    return tried(desk, keep, action="rewards.add")


def preview_rule(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    on: date | None = None,
    instead_of: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Trial:
    """What a rule would do if ``rewards.add(desk, **values)`` were done: nothing is kept.

    Looks as far as ``on``, else to the day on which it gives next; at most
    ``rewards.FORESEEN_DAYS`` ahead, a later day is refused. Refuses what adding it would.
    """
    rule = kept(desk, values, instead_of=instead_of)
    day = None if on is None else inputs.day(on, desk.language)
    filters = () if rule.segment is None else segments.get(desk, rule.segment).filters
    found = segments.matching(desk, filters, progress=progress, cancelled=cancelled)
    reach = sum(map(rule.picks, found))
    each = sum(_most(desk, one) for one in rule.rewards) if sees_costs(desk) else None
    through = _through(desk, rule) if day is None else day
    if through is None:
        return Trial(rule, reach, each)
    seen = rewards.foreseen(desk, [rule], through, progress=progress, cancelled=cancelled)
    return Trial(rule, reach, each, through, seen)


def _most(desk: Desk, reward: Reward) -> int:
    """What a reward may cost; the gift of a tier as the dearest of its set."""
    if not isinstance(reward, OfTier):
        return giving.way_of(reward).cost(desk, reward)
    its = gift_sets.get(desk, reward.gift_set).gifts.values()
    promised = (giving.as_promised(gift, reward, desk) for gift in its)
    return max(giving.way_of(one).cost(desk, one) for one in promised)


def _through(desk: Desk, rule: Rule) -> date | None:
    """The day on which it gives next, or of personal days the last one that is looked at; none
    further than can be foreseen."""
    furthest = desk.today() + timedelta(days=rewards.FORESEEN_DAYS)
    first = min(max(desk.today(), rule.starts_on, rule.settled_on + timedelta(days=1)), furthest)
    days = [
        _next_on(desk, one, first) for one in rule.triggers
        if triggers.KINDS[one.kind].is_calendar
    ]  # fmt: skip
    if not days:
        return None
    return min(*days, furthest, rule.ends_on or furthest)


def _next_on(desk: Desk, trigger: Trigger, first: date) -> date:
    if trigger.kind == "every":
        months = triggers.MONTHS[trigger.subject]
        days = (first + timedelta(days=number) for number in range(_A_YEAR + 1))
        return next(
            day for day in days if day.day == trigger.number and (day.month - 1) % months == 0
        )
    if trigger.kind == "festival":
        before = timedelta(days=trigger.number)
        return festivals.next_on(festivals.get(desk, trigger.subject), first + before) - before
    return first + LOOKED_AHEAD

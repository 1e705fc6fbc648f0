"""Making reward rules, changing and ending them. They are read by ``reward_rules``."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from shopdesk import (
    clock,
    gifts,
    giving,
    inputs,
    reward_rules,
    rule_seals,
    segments,
    standing,
    text,
    triggers,
)
from shopdesk.assessing import rank_of
from shopdesk.giving import Reward
from shopdesk.refusals import ContentRefused, DateRefused, GiftTier, NameTaken
from shopdesk.refusals_of_giving import RuleClosed
from shopdesk.reward_rules import Limits, Rule
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.columns import CHANNELS
from shopdesk.store.tables.given import Owed
from shopdesk.store.tables.rules import RewardRule
from shopdesk.topics import Topic
from shopdesk.triggers import Trigger
from shopdesk.vouchers import Promise

CAUGHT_UP_DAYS = 366
"""A first day may be so long ago: what the calendar brought since is given by the next run."""


def add(
    desk: Desk,
    *,
    name: str,
    trigger: Trigger | Sequence[Trigger],
    reward: Reward | Sequence[Reward],
    name_en: str | None = None,
    segment: int | None = None,
    limits: Limits | None = None,
    channel: str = "counter",
    starts_on: date | None = None,
    ends_on: date | None = None,
    key: str | None = None,
) -> Rule:
    """Put a rule in force from today or ``starts_on``.

    Where that has passed, the next run catches up with what the calendar brought since; what
    came before it is not rewarded, nor what happened at the till before the rule was made.
    Refuses a first day more than ``CAUGHT_UP_DAYS`` ago, a name that is taken, a trigger that
    can never come, a reward that nobody can be given, a gift for a higher tier than that of its
    upgrade, limits and days that cannot be.
    """
    values = _columns(
        desk, name=name, name_en=name_en, trigger=trigger, reward=reward, limits=limits,
        channel=channel, segment=segment,
    )  # fmt: skip
    content = values | {"starts_on": starts_on, "ends_on": ends_on}
    with change(desk, Topic.REWARDS, action="rewards.add", key=key, content=content) as made:
        if made.repeats is None:
            _refuse_taken(made, values["name"])
            lasting = _lasting(made, made.today if starts_on is None else starts_on, ends_on)
            made.subject = (
                RewardRule.insert(**values, **lasting, event=made.event).bind(made.db).execute()
            )
            made.revised = True
            rule_seals.put_on(made, made.subject)
        rule_id = made.subject if made.repeats is None else made.repeats
        assert rule_id is not None
        return reward_rules.get(desk, rule_id)


def edit(desk: Desk, rule_id: int, **values: Any) -> Rule:
    """Change what ``add`` takes, by those words, from now on.

    What it rewarded stays and counts in its limits; days that no run has settled yet, and what it
    owes, are given as it stands now. Its first day can be moved until it has come. Refuses a rule
    that has ended.
    """
    with change(desk, Topic.REWARDS, action="rewards.edit") as made:
        now = reward_rules.get(desk, rule_id)
        if now.closed_on is not None:
            raise RuleClosed(desk.language, name=now.title(desk.language))
        for word in values:
            inputs.choice(word, WORDS, desk.language)
        columns = _edited(made, now, written(now) | values)
        RewardRule.update(**columns).where(RewardRule.id == rule_id).bind(made.db).execute()
        made.note(changed=sorted(values))
        rule_seals.put_on(made, rule_id)
        made.subject, made.revised = rule_id, True
    return reward_rules.get(desk, rule_id)


WORDS = (
    "name", "trigger", "reward", "name_en", "segment", "limits", "channel", "starts_on", "ends_on",
)  # fmt: skip
"""What there is to say of a rule."""


def written(rule: Rule) -> dict[str, Any]:
    """A rule as ``add`` would be told it: to be changed, or copied."""
    return {
        "name": rule.name, "trigger": rule.triggers, "reward": rule.rewards,
        "name_en": rule.name_en, "segment": rule.segment, "limits": rule.limits,
        "channel": rule.channel, "starts_on": rule.starts_on, "ends_on": rule.ends_on,
    }  # fmt: skip


def _edited(made: Change, now: Rule, wanted: dict[str, Any]) -> dict[str, Any]:
    first = wanted.pop("starts_on") or made.today
    last = wanted.pop("ends_on")
    columns = _columns(made.desk, **wanted)
    _refuse_taken(made, columns["name"], but=now.id)
    if first == now.starts_on:
        _check_days(made.desk, first, last)
        return {**columns, "ends_on": last}
    if now.starts_on <= made.today:
        raise DateRefused(made.desk.language, date=first)
    return {**columns, **_lasting(made, first, last)}


def _lasting(made: Change, first: date, last: date | None) -> dict[str, Any]:
    """From when until when, with nothing settled yet."""
    _check_days(made.desk, first, last)
    if made.today - first > timedelta(days=CAUGHT_UP_DAYS):
        raise DateRefused(made.desk.language, date=first)
    return {"starts_on": first, "ends_on": last, "settled_on": first - timedelta(days=1)}


def tried(desk: Desk, **values: Any) -> dict[str, Any]:
    """The columns of a rule as ``add`` would store them, whatever its days; refuses what that
    would, but a name that is taken."""
    for word in values:
        inputs.choice(word, WORDS, desk.language)
    kept = {word: value for word, value in values.items() if word not in ("starts_on", "ends_on")}
    usual: dict[str, Any] = {
        "name": "…", "name_en": None, "trigger": (), "reward": (), "limits": None,
        "channel": "counter", "segment": None,
    }  # fmt: skip
    return _columns(desk, **usual | kept)


def _columns(
    desk: Desk, *, name: str, name_en: str | None, trigger: Any, reward: Any,
    limits: Limits | None, channel: str, segment: int | None,
) -> dict[str, Any]:  # fmt: skip
    its = tuple(triggers.checked(desk, one) for one in _several(desk, trigger))
    gives = tuple(giving.checked(desk, one) for one in _several(desk, reward))
    _refuse_above(desk, its, gives)
    inputs.choice(channel, CHANNELS, desk.language)
    return {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
        "channel": channel,
        "segment": None if segment is None else segments.get(desk, segment).id,
        **reward_rules.columns(reward_rules.checked_limits(desk, limits or Limits()), its, gives),
    }


def _several(desk: Desk, given: Any) -> list[Any]:
    """One of something, or several of it."""
    if not isinstance(given, list | tuple):
        return [given]
    if not given:
        raise ContentRefused(desk.language)
    return list(given)


def _refuse_above(desk: Desk, its: Iterable[Trigger], gives: Iterable[Reward]) -> None:
    """Refuse a gift that whoever comes to the tier could not be given."""
    ladder = standing.ladder(desk)
    for reward in gives:
        if not isinstance(reward, Promise) or reward.gift is None:
            continue
        gift = gifts.get(desk, reward.gift)
        lowest = rank_of(ladder, gift.lowest_tier)
        for trigger in its:
            if trigger.kind == "upgrade" and rank_of(ladder, trigger.subject) < lowest:
                tier = ladder[lowest].name(desk.language)
                raise GiftTier(desk.language, gift=gift.title(desk.language), tier=tier)


def _refuse_taken(made: Change, name: str, *, but: int = 0) -> None:
    taken = (RewardRule.name == name) & (RewardRule.id != but)
    if RewardRule.select().where(taken).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)


def _check_days(desk: Desk, first: date, last: date | None) -> None:
    for day in (first, last):
        if day is not None and not clock.is_day(day):
            raise DateRefused(desk.language, date=day)
    if last is not None and last < first:
        raise DateRefused(desk.language, date=last)


def close(desk: Desk, rule_id: int) -> Rule:
    """End a rule now: it gives no more, nor what it still owes. One that was closed stays so."""
    with change(desk, Topic.REWARDS, action="rewards.close") as made:
        if reward_rules.get(desk, rule_id).closed_on is None:
            values = {"closed_on": made.today}
            RewardRule.update(**values).where(RewardRule.id == rule_id).bind(made.db).execute()
            Owed.delete().where(Owed.rule == rule_id).bind(made.db).execute()
            rule_seals.put_on(made, rule_id)
            made.revised = True
        made.subject = rule_id
    return reward_rules.get(desk, rule_id)

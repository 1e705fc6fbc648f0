"""The terms that are tried on the past: those of today, and what is changed of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from types import EllipsisType
from typing import Any

from shopdesk import (
    inputs,
    ladder_terms,
    ladders,
    reward_rules,
    rule_making,
    settings,
    standing,
)
from shopdesk.ladders import Tier
from shopdesk.refusals import ChoiceRefused, ContentRefused
from shopdesk.reward_rules import CENT, Rule
from shopdesk.shop import Desk
from shopdesk.store.overlaying import Terms

RATES = ("earn_points", "earn_per", "points_step", "points_value")
"""Settings that can be tried: how points are earned and what they are worth."""
_ASKS_DAYS = ("away",)
"""Kinds of triggers that ask what was bought on which day."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Changes of the reward rules: some ``added`` as the words of ``rewards.add``, some ``changed``
    by their ids as ``rewards.edit`` would, some ``closed``; the days of all are those tried."""

    added: Sequence[Mapping[str, Any]] = ()
    changed: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    closed: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is tried: a ladder, its terms of reviews, rates of points, rules; none is as today."""

    ladder: Sequence[Tier] | None = None
    review_months: int | EllipsisType | None = ...
    grace_days: int | EllipsisType = ...
    rates: Mapping[str, int] | None = None
    rules: Rules | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """Terms to live by; ``rules`` as rows, each as if it had always been in force."""

    rules: tuple[dict[str, Any], ...]
    settings: settings.Settings
    tiers: Sequence[Tier]
    review: ladder_terms.Terms

    def stored(self) -> Terms:
        """The same as they are laid over a shop."""
        tiers, months, grace = ladders.to_json(self.tiers), *asdict(self.review).values()
        return Terms(self.settings.to_json(), tiers, months, grace, self.rules)

    @property
    def asks_days(self) -> bool:
        """Whether somebody asks what was bought on which day: segments, and who is away."""
        return any(
            row["segment_id"] is not None or f'"{kind}"' in row["triggers"]
            for row in self.rules
            for kind in _ASKS_DAYS
        )


def of_today(desk: Desk) -> Tried:
    """The terms in force."""
    ladder, its = standing.ladder(desk), desk.shop.settings
    return Tried(_rows(desk, Rules()), its, ladder, ladder_terms.terms(desk))


def changed(desk: Desk, changes: Changes) -> Tried:
    """The terms as they are changed; refuses what the changes themselves would refuse."""
    ladder = changes.ladder
    if ladder is not None:
        ladder_terms.refuse_unfit(desk, ladder)
    review = ladder_terms.checked(desk, changes.review_months, changes.grace_days)
    tiers = standing.ladder(desk) if ladder is None else tuple(ladder)
    rules = _rows(desk, Rules() if changes.rules is None else changes.rules)
    return Tried(rules, _rates(desk, changes.rates), tiers, review)


def _rates(desk: Desk, rates: Mapping[str, int] | None) -> settings.Settings:
    if rates is None:
        return desk.shop.settings
    if not isinstance(rates, Mapping) or set(rates) - set(RATES):
        raise ChoiceRefused(desk.language, value=rates, choices=", ".join(RATES))
    values: dict[str, Any] = dict(rates)
    return settings.checked(replace(desk.shop.settings, **values))


def _rows(desk: Desk, rules: Rules) -> tuple[dict[str, Any], ...]:
    """The rules in force with what is changed of them."""
    if not isinstance(rules, Rules) or not isinstance(rules.changed, Mapping):
        raise ContentRefused(desk.language)
    if not all(isinstance(each, list | tuple) for each in (rules.added, rules.closed)):
        raise ContentRefused(desk.language)
    known = {rule.id: rule for rule in reward_rules.listed(desk)}
    for rule_id in (*rules.changed, *rules.closed):
        reward_rules.get(desk, rule_id)
    found = {
        rule.id: {
            "name": rule.name, "name_en": rule.name_en, "segment": rule.segment,
            "channel": rule.channel,
            **reward_rules.columns(rule.limits, rule.triggers, rule.rewards),
        }
        for rule in known.values()
        if rule.closed_on is None and rule.is_on(desk.today()) and rule.id not in rules.closed
    }  # fmt: skip
    found |= {id_: _words(desk, values, known[id_]) for id_, values in rules.changed.items()}
    for number, values in enumerate(rules.added, max(known, default=0) + 1):
        found[number] = _words(desk, values)
    return tuple(_row(desk, rule_id, values) for rule_id, values in found.items())


def _words(desk: Desk, values: Mapping[str, Any], now: Rule | None = None) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        raise ChoiceRefused(desk.language, value=values, choices=", ".join(rule_making.WORDS))
    for word in values:
        inputs.choice(word, rule_making.WORDS, desk.language)
    before = {} if now is None else rule_making.written(now)
    return rule_making.tried(desk, **{**before, **values})


def _row(desk: Desk, rule_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    before, today = date.min.toordinal(), desk.today().toordinal()
    return {
        "id": rule_id, "event_id": 0, "starts_on": before, "ends_on": None, "closed_on": None,
        "settled_on": today,
        **{"segment_id" if name == "segment" else name: value for name, value in values.items()},
    }  # fmt: skip


# --- pilots -----------------------------------------------------------------------------------


def opened(terms: Tried, before: Tried) -> Tried | None:
    """The same with new and changed rules that are pilots given to everybody; nothing where there
    is none: a pilot is for a segment, or for so many of a hundred."""
    known = {row["id"]: row for row in before.rules}
    pilots = [row for row in terms.rules if row != known.get(row["id"]) and _is_pilot(row)]
    rows = tuple(_for_everybody(row) if row in pilots else row for row in terms.rules)
    return replace(terms, rules=rows) if pilots else None


def _is_pilot(row: dict[str, Any]) -> bool:
    return row["segment_id"] is not None or reward_rules.limits_of(row["limits"]).share < CENT


def _for_everybody(row: dict[str, Any]) -> dict[str, Any]:
    limits = replace(reward_rules.limits_of(row["limits"]), share=CENT)
    return row | {"segment_id": None, "limits": reward_rules.columns(limits, (), ())["limits"]}

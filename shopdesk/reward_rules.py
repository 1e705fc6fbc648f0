"""Reward rules as they stand: when, who, what and how often; written by ``rewards``."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shopdesk import giving, triggers
from shopdesk.giving import Reward
from shopdesk.language import in_either
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, ChoiceRefused
from shopdesk.refusals_of_giving import UnknownRule
from shopdesk.shop import Desk
from shopdesk.store.tables.rules import RewardRule as Row
from shopdesk.triggers import Trigger

PERIODS = ("", "month", "quarter", "year")
CENT = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a rule gives, beside once for each occasion; 0 is without limit.

    ``per_member`` occasions of a member in a ``period`` (empty: ever), ``in_all`` occasions, a
    ``budget`` in minor units of what all it gives may cost. ``share``: a pilot, for so many of a
    hundred members, picked by chance but the same ones every time.
    """

    per_member: int = 0
    period: str = ""
    in_all: int = 0
    budget: int = 0
    share: int = CENT


@dataclass(frozen=True, slots=True)
class Rule:
    """A reward rule as stored; ``event`` wrote it, and only what came later is rewarded.

    It gives all of its ``rewards`` whenever one of its ``triggers`` comes, to the members of its
    ``segment`` where it has one, from ``starts_on`` through ``ends_on``. Everything the calendar
    brought through ``settled_on`` is settled.
    """

    id: int
    event: int
    name: str
    name_en: str | None
    triggers: tuple[Trigger, ...]
    rewards: tuple[Reward, ...]
    limits: Limits
    segment: int | None
    channel: str
    starts_on: date
    ends_on: date | None
    closed_on: date | None
    settled_on: date

    def title(self, language: str) -> str:
        """The rule's name in a language, or in the one it has: the occasion of its vouchers."""
        return in_either(language, self.name, self.name_en)

    def is_on(self, day: date) -> bool:
        """Whether it gives what comes on a day."""
        ends_on = date.max if self.ends_on is None else self.ends_on
        return self.starts_on <= day <= ends_on

    @property
    def is_calendar(self) -> bool:
        """Whether the calendar brings it to members, for runs to settle."""
        return any(triggers.KINDS[trigger.kind].is_calendar for trigger in self.triggers)

    def picks(self, member_id: int) -> bool:
        """Whether a member belongs to the part that a pilot is for; of no pilot, everybody."""
        if self.limits.share == CENT:
            return True
        drawn = hashlib.sha256(f"{self.id} {member_id}".encode()).digest()
        return int.from_bytes(drawn[:4]) % CENT < self.limits.share

    def having(self, kind: str) -> list[Trigger]:
        """Its triggers of one kind."""
        return [trigger for trigger in self.triggers if trigger.kind == kind]


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        row["id"], row["event"], row["name"], row["name_en"],
        triggers.read(row["triggers"]),
        tuple(map(giving.from_json, json.loads(row["rewards"]))),
        limits_of(row["limits"]), row["segment"], row["channel"], row["starts_on"],
        row["ends_on"], row["closed_on"], row["settled_on"],
    )  # fmt: skip


def listed(desk: Desk) -> list[Rule]:
    """All rules there ever were, in the order made."""
    return [_rule(row) for row in Row.select().order_by(Row.id).dicts().bind(desk.db)]


def get(desk: Desk, rule_id: int) -> Rule:
    """One rule; refuses an unknown id."""
    known = is_whole(rule_id, 1, LARGEST)
    row = Row.select().where(Row.id == rule_id).dicts().bind(desk.db).first() if known else None
    if row is None:
        raise UnknownRule(desk.language, rule=rule_id)
    return _rule(row)


def in_force(desk: Desk) -> tuple[Rule, ...]:
    """Those that were not closed, as of the shop's revision: read once."""
    kept = desk.shop.known.rules
    if not kept:
        kept.append(tuple(rule for rule in listed(desk) if rule.closed_on is None))
    return kept[0]


def columns(limits: Limits, its: tuple[Trigger, ...], gives: tuple[Reward, ...]) -> dict[str, str]:
    """What is stored of them."""
    return {
        "triggers": triggers.written(its),
        "rewards": json.dumps([giving.to_json(one) for one in gives], ensure_ascii=False),
        "limits": json.dumps(asdict(limits)),
    }


def limits_of(stored: str) -> Limits:
    """Limits as they are stored."""
    return Limits(**json.loads(stored))


def checked_limits(desk: Desk, limits: Limits) -> Limits:
    """The limits, or the refusal of the first that cannot be."""
    if not isinstance(limits, Limits) or limits.period not in PERIODS:
        value = getattr(limits, "period", limits)
        raise ChoiceRefused(desk.language, value=value, choices=", ".join(PERIODS[1:]))
    for number in (limits.per_member, limits.in_all, limits.budget):
        if not is_whole(number, 0, LARGEST - 1):
            raise AmountRefused(desk.language, amount=number)
    if not is_whole(limits.share, 1, CENT):
        raise AmountRefused(desk.language, amount=limits.share)
    return limits

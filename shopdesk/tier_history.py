"""How a member came to each tier: every change with its evidence in words and its receipts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk.ladders import FACTS
from shopdesk.language import translator
from shopdesk.money import Money
from shopdesk.receipts import display_number
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables import Purchase, Refund, TierChange
from shopdesk.tiers import Evidence, Receipt, rank_of


@dataclass(frozen=True, slots=True)
class TierStep:
    """One change of tier: ``before`` and ``tier`` by name, ``reasons`` one sentence each.

    ``receipts`` are those the evidence was summed from, with what is left of each today.
    """

    on: date
    kind: str
    before: str
    tier: str
    ladder_version: int
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...]
    receipts: tuple[Receipt, ...]


@prepared
def _changes(member: Any) -> Any:
    change = TierChange
    return (
        change.select(
            change.on_day, change.kind, change.from_tier, change.to_tier, change.ladder,
            change.purchase, change.evidence,
        )
        .where(change.member == member)
        .order_by(change.id.desc())
    )  # fmt: skip


@prepared
def _receipts(member: Any) -> Any:
    given_back = fn.COALESCE(fn.SUM(Refund.money), SQL("0"))
    return (
        Purchase.select(
            Purchase.id, Purchase.number, Purchase.on_day, Purchase.due - given_back
        )
        .join(Refund, JOIN.LEFT_OUTER, on=(Refund.purchase == Purchase.id))
        .where(Purchase.member == member)
        .group_by(Purchase.id)
        .order_by(Purchase.on_day.desc(), Purchase.id.desc())
    )  # fmt: skip


def of_member(desk: Desk, member_id: int) -> list[TierStep]:
    """Every change of a member's tier, the newest first."""
    bought = _receipts(desk.db, member=member_id).fetchall()
    return [_step(desk, row, bought) for row in _changes(desk.db, member=member_id).fetchall()]


def name(desk: Desk, code: str | None) -> str:
    """A tier's name as the desk speaks; one that the ladder no longer has goes by its code."""
    for tier in desk.shop.known.ladder:
        if tier.code == code:
            return tier.name(desk.language)
    return code or ""


def _step(desk: Desk, row: Sequence[Any], bought: Sequence[Sequence[Any]]) -> TierStep:
    on, kind, before, tier, version, purchase, stored = row
    evidence = tuple(Evidence(**values) for values in json.loads(stored))
    return TierStep(
        on=date.fromordinal(on),
        kind=kind,
        before=name(desk, before),
        tier=name(desk, tier),
        ladder_version=version,
        evidence=evidence,
        reasons=_reasons(desk, tier, evidence),
        receipts=_behind(evidence, purchase, bought),
    )


def _behind(
    evidence: Sequence[Evidence], purchase: int | None, bought: Sequence[Sequence[Any]]
) -> tuple[Receipt, ...]:
    """The receipts within the days of the evidence, up to the one that led to the change."""
    if not evidence or purchase is None:
        return ()
    first = min(date.fromisoformat(e.first_on) for e in evidence).toordinal()
    last = max(date.fromisoformat(e.last_on) for e in evidence).toordinal()
    return tuple(
        Receipt(display_number(id_, number), date.fromordinal(on), left)
        for id_, number, on, left in bought
        if first <= on <= last and id_ <= purchase
    )


def _reasons(desk: Desk, tier: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What was reached, one sentence a condition; for the first tier, how it was given."""
    _ = translator(desk.language)
    if evidence:
        return tuple(_reason(desk, e) for e in evidence if e.is_met)
    if rank_of(desk.shop.known.ladder, tier) == 0:
        return (_("Everyone begins here."),)
    return (_("Came with this tier from the imported list."),)


def _reason(desk: Desk, evidence: Evidence) -> str:
    _ = translator(desk.language)
    facts = {
        "tier": name(desk, evidence.tier),
        "fact": _(FACTS[evidence.fact]),
        "value": _value(desk, evidence.fact, evidence.value),
        "threshold": _value(desk, evidence.fact, evidence.threshold),
        "first": evidence.first_on,
        "last": evidence.last_on,
    }
    if evidence.window == "lifetime":
        return _("{tier}: {fact} {value} until {last}, {threshold} needed").format(**facts)
    return _("{tier}: {fact} {value} from {first} to {last}, {threshold} needed").format(**facts)


def _value(desk: Desk, fact: str, value: int) -> str:
    return str(Money(value, desk.shop.settings.currency)) if fact == "spend" else f"{value:,}"

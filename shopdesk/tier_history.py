"""How a member came to each tier: every change with its evidence in words and its receipts.

What has happened is told by the names of its time: a ladder is kept for ever.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any

from shopdesk import day_words, overlays, people, retesting, tier_words
from shopdesk.assessing import Evidence
from shopdesk.clock import day_or_none
from shopdesk.evidence import Receipt, of_change
from shopdesk.ladders import FACTS, Tier, from_json
from shopdesk.language import translator
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Ladder
from shopdesk.store.tables.tiers import TierChange


@dataclass(frozen=True, slots=True)
class TierStep:
    """One change of tier: ``before`` and ``tier`` by name, ``reasons`` one sentence each.

    ``how`` says it in a sentence; ``receipts`` are those the evidence was summed from and that are
    not void, with what is left of each today; ``review_on`` is when the tier was to be reviewed
    next. A tier given from outside the criteria is a step too, by the names of its kind, and so is
    its lifting.
    """

    on: date
    kind: str
    before: str
    tier: str
    ladder_version: int
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    how: str = ""
    review_on: date | None = None


@prepared
def _changes(member: Any) -> Any:
    change = TierChange
    return (
        change.select(
            change.on_day, change.kind, change.from_tier, change.to_tier, change.ladder,
            change.event, change.purchase, change.evidence, change.reviewed_on, change.review_on,
        )
        .where(change.member == member)
        .order_by(change.id.desc())
    )  # fmt: skip


def of_member(desk: Desk, member_id: int) -> list[TierStep]:
    """Every change of a member's tier and all that overlaid it, the newest first."""
    people.refuse_unknown(desk, member_id)
    then = Names(desk)
    changes = _changes(desk.db, member=member_id).fetchall()
    steps = [(row[5], _step(desk, member_id, then, row)) for row in changes]
    steps += _given(desk, then, member_id)
    steps.sort(key=itemgetter(0), reverse=True)
    return [step for _event, step in steps]


def _given(desk: Desk, then: "Names", member_id: int) -> Iterator[tuple[int, TierStep]]:
    """What was given from outside the criteria, and its lifting, each with its event."""
    for kind, words, event, one in overlays.happened(desk, member_id):
        is_given = kind == one.kind
        reason = one.reason if is_given else one.lifted_because
        on, tier = one.from_on if is_given else one.lifted_on, then.of(one.tier, event)
        how = tier_words.said(desk.language, words, tier=tier, until=one.until_on, reason=reason)
        yield event, TierStep(on or one.from_on, kind, "", tier, 0, (), (how,), (), how)


def of_receipt(desk: Desk, purchase_id: int, language: str = "") -> str:
    """The tier on which a receipt was priced, by the name it had then; nothing for a walk-in."""
    row = _priced(desk.db, purchase=purchase_id).fetchone()
    return "" if row is None else Names(desk, language).of(*row)


@prepared
def _priced(purchase: Any) -> Any:
    return Purchase.select(Purchase.tier, Purchase.event).where(Purchase.id == purchase)


# --- what tiers were called -------------------------------------------------------------------


@prepared
def _versions() -> Any:
    return Ladder.select(Ladder.event, Ladder.tiers).order_by(Ladder.id.desc())


class Names:
    """The tiers as they were called when something happened, whatever the ladder is now."""

    def __init__(self, desk: Desk, language: str = "") -> None:
        self.language = language or desk.language
        self._versions: list[tuple[int, str]] = _versions(desk.db).fetchall()
        self._ladder = cache(from_json)

    def _ladders(self, event: int) -> Iterator[tuple[Tier, ...]]:
        """The ladders there had been at an event of the audit, the one in force first."""
        return (self._ladder(tiers) for since, tiers in self._versions if since <= event)

    def of(self, code: str | None, event: int) -> str:
        """A tier's name at an event; one that no ladder had goes by its code."""
        known = (tier for ladder in self._ladders(event) for tier in ladder if tier.code == code)
        tier = next(known, None)
        return (code or "") if tier is None else tier.name(self.language)

    def is_lowest(self, code: str, event: int) -> bool:
        """Whether a tier was everyone's at an event."""
        return any(ladder[0].code == code for ladder in islice(self._ladders(event), 1))


def _step(desk: Desk, member_id: int, then: Names, row: Sequence[Any]) -> TierStep:
    on, kind, before, tier, version, event, purchase, stored, reviewed, review = row
    evidence = tuple(Evidence(**values) for values in json.loads(stored))
    names = {"before": then.of(before, event), "tier": then.of(tier, event)}
    return TierStep(
        on=date.fromordinal(on),
        kind=kind,
        **names,
        ladder_version=version,
        evidence=evidence,
        reasons=_reasons(desk, then, tier, event, _decisive(kind, tier, evidence)),
        receipts=of_change(desk, member_id, evidence, event, purchase),
        how=tier_words.said(desk.language, kind, reviewed=day_or_none(reviewed), **names),
        review_on=day_or_none(review),
    )


def _decisive(kind: str, tier: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The conditions that decided: those met, or those missed where the tier went."""
    if kind == "reverted":
        gone = retesting.lost(evidence, tier)
        return tuple(e for e in evidence if e.tier in gone and not e.is_met)
    is_down = kind in ("step_down", "recounted")
    return tuple(e for e in evidence if e.is_met != is_down)


def _reasons(
    desk: Desk, then: Names, tier: str, event: int, evidence: Sequence[Evidence]
) -> tuple[str, ...]:
    """What was reached, one sentence a condition; for the first tier, how it was given."""
    _ = translator(desk.language)
    if evidence:
        return tuple(_reason(desk, e, then.of(e.tier, event)) for e in evidence)
    if then.is_lowest(tier, event):
        return (_("Everyone begins here."),)
    return (_("Came with this tier from the imported list."),)


def _reason(desk: Desk, evidence: Evidence, tier: str) -> str:
    _ = translator(desk.language)
    facts = {
        "tier": tier,
        "fact": _(FACTS[evidence.fact].word),
        "value": _value(desk, evidence.fact, evidence.value),
        "threshold": _value(desk, evidence.fact, evidence.threshold),
        "first": day_words.dated(date.fromisoformat(evidence.first_on), desk.language),
        "last": day_words.dated(date.fromisoformat(evidence.last_on), desk.language),
    }
    if evidence.window == "lifetime":
        return _("{tier}: {fact} {value} until {last}, {threshold} needed").format(**facts)
    return _("{tier}: {fact} {value} from {first} to {last}, {threshold} needed").format(**facts)


def _value(desk: Desk, fact: str, value: int) -> str:
    return FACTS[fact].written(value, desk.shop.settings.currency)

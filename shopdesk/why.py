"""Why a member stands on a tier, and what the next one takes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, SQL, fn

from shopdesk.assessing import Evidence, Tested, is_reached, rank_of
from shopdesk.facts import Facts
from shopdesk.ladders import Tier
from shopdesk.language import plural, translator
from shopdesk.money import Money
from shopdesk.refusals import UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.tables import Member, Purchase, Refund, TierChange


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that counts: its number, business day and what is left of it."""

    number: str
    on: date
    spend: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a member stands on a tier, and what the next one takes.

    ``evidence`` and ``ladder_version`` are those of the change that led here; ``receipts`` the
    ones it stood on. ``next`` tests the tier above as of today; ``sentence`` says it in words.
    """

    tier: str
    since_on: date
    kind: str
    ladder_version: int
    evidence: tuple[Evidence, ...]
    receipts: tuple[Receipt, ...]
    next_tier: str | None
    next: tuple[Evidence, ...]
    sentence: str


def why(desk: Desk, member_id: int) -> Why:
    """Explain a member's tier and the way to the next one."""
    last = (
        TierChange.select(
            TierChange.on_day, TierChange.kind, TierChange.ladder, TierChange.purchase,
            TierChange.evidence, Member.joined_on, Member.tier,
        )
        .join(Member)
        .where(TierChange.member == member_id)
        .order_by(TierChange.id.desc())
        .tuples()
        .bind(desk.db)
        .first()
    )  # fmt: skip
    if last is None:
        raise UnknownMember(desk.language, member=member_id)
    since_on, kind, version, purchase_id, stored, joined_on, tier = last
    evidence = tuple(Evidence(**values) for values in json.loads(stored))
    next_tier, ahead = _ahead(desk, member_id, tier, joined_on)
    return Why(
        tier=tier,
        since_on=since_on,
        kind=kind,
        ladder_version=version,
        evidence=evidence,
        receipts=_receipts_behind(desk, member_id, evidence, purchase_id),
        next_tier=next_tier.code if next_tier else None,
        next=ahead,
        sentence=_sentence(desk, next_tier, ahead),
    )


def _ahead(
    desk: Desk, member_id: int, tier: str, joined_on: date
) -> tuple[Tier | None, tuple[Evidence, ...]]:
    desk.shop.refresh()
    tiers = desk.shop.known.ladder
    rank = rank_of(tiers, tier)
    if rank == len(tiers) - 1:
        return None, ()
    above = tiers[rank + 1]
    return above, Tested(desk.today(), joined_on, Facts(desk.db, member_id)).evidence(above)


def _receipts_behind(
    desk: Desk, member_id: int, evidence: Sequence[Evidence], purchase_id: int
) -> tuple[Receipt, ...]:
    """The receipts within the days of the evidence, up to the one that led to the change."""
    if not evidence:
        return ()
    first = min(date.fromisoformat(e.first_on) for e in evidence)
    last = max(date.fromisoformat(e.last_on) for e in evidence)
    given_back = fn.COALESCE(fn.SUM(Refund.money), SQL("0"))
    rows = (
        Purchase.select(Purchase.id, Purchase.number, Purchase.on_day, Purchase.due - given_back)
        .join(Refund, JOIN.LEFT_OUTER, on=(Refund.purchase == Purchase.id))
        .where(
            (Purchase.member == member_id)
            & Purchase.on_day.between(first, last)
            & (Purchase.id <= purchase_id)
        )
        .group_by(Purchase.id)
        .order_by(Purchase.on_day, Purchase.id)
        .tuples()
        .bind(desk.db)
    )
    return tuple(
        Receipt(number or f"{purchase_id:06}", on, left) for purchase_id, number, on, left in rows
    )


def _sentence(desk: Desk, above: Tier | None, ahead: Sequence[Evidence]) -> str:
    """``To Gold: ¥1,240.00 more or 3 more visits``: what each condition still open takes."""
    _ = translator(desk.language)
    if above is None or above.criteria is None:
        return _("This is the highest tier.")
    if is_reached(above, ahead):
        return _("Reaches {tier} with the next purchase.").format(tier=above.name(desk.language))
    parts = [_missing(desk, e) for e in ahead if not e.is_met]
    joint = _(" or ") if above.criteria.mode == "any" else _(" and ")
    return _("To {tier}: {missing}").format(
        tier=above.name(desk.language), missing=joint.join(parts)
    )


def _missing(desk: Desk, evidence: Evidence) -> str:
    _ = translator(desk.language)
    if evidence.fact == "spend":
        money = Money(evidence.missing, desk.shop.settings.currency)
        return _("{amount} more").format(amount=money)
    if evidence.fact == "visits":
        ngettext = plural(desk.language)
        more = ngettext("{count} more visit", "{count} more visits", evidence.missing)
        return more.format(count=evidence.missing)
    return _("{count} more points earned").format(count=evidence.missing)

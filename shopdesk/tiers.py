"""Tiers: moving members up the ladder by themselves, and saying why they stand where they do."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import clock, facts, ladders
from shopdesk.ladders import (
    Condition,
    Criteria,
    Tier,
    Window,
    all_of,
    any_of,
    at_least,
    calendar_quarter,
    calendar_year,
    lifetime,
    membership_year,
    rolling_months,
)
from shopdesk.language import N_, plural, translator
from shopdesk.money import Money
from shopdesk.refusals import LadderRefused, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables import (
    Gift,
    Ladder,
    Member,
    Purchase,
    Refund,
    RewardRule,
    TierChange,
)
from shopdesk.topics import Topic

__all__ = [
    "Condition", "Criteria", "Tier", "Window", "all_of", "any_of", "assess", "at_least",
    "calendar_quarter", "calendar_year", "ladder", "lifetime", "membership_year",
    "rolling_months", "set_ladder", "tier_on", "why",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """One condition as it was tested: the tier it leads to, the value found, over which days."""

    tier: str
    fact: str
    value: int
    threshold: int
    window: str
    first_on: str
    last_on: str

    @property
    def is_met(self) -> bool:
        """Whether the value reaches the threshold."""
        return self.value >= self.threshold

    @property
    def missing(self) -> int:
        """How much more it takes."""
        return max(0, self.threshold - self.value)


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


def ladder(desk: Desk) -> tuple[Tier, ...]:
    """The tiers in force, the lowest first."""
    desk.shop.refresh()
    return desk.shop.known.ladder


def set_ladder(desk: Desk, tiers: Sequence[Tier]) -> None:
    """Put another ladder in force from now on; history keeps the ladder it was made under.

    Members keep their tier; whoever meets more moves up at the next purchase. Refuses a ladder
    that is none, and one without a tier that members stand on or that gifts or rules name.
    """
    fault = ladders.fault(tiers)
    if fault is not None:
        raise LadderRefused(desk.language, reason=translator(desk.language)(fault))
    with change(desk, Topic.TIERS, action="tiers.set_ladder") as made:
        codes = {tier.code for tier in tiers}
        for used, sentence in (
            (_held(made.db), N_("members stand on the tier {tier}.")),
            (_named(made.db), N_("gifts or reward rules name the tier {tier}.")),
        ):
            if used - codes:
                reason = translator(desk.language)(sentence).format(tier=min(used - codes))
                raise LadderRefused(desk.language, reason=reason)
        Ladder.insert(event=made.event, tiers=ladders.to_json(tiers)).bind(made.db).execute()
        made.revised = True


def _held(db: Any) -> set[str]:
    return {row[0] for row in Member.select(Member.tier).distinct().tuples().bind(db)}


def _named(db: Any) -> set[str]:
    lowest = Gift.select(Gift.lowest_tier).where(Gift.lowest_tier.is_null(False))
    triggers = RewardRule.select(RewardRule.trigger).where(RewardRule.closed_on.is_null())
    named = {row[0] for row in lowest.tuples().bind(db)}
    return named | {json.loads(row[0])["tier"] for row in triggers.tuples().bind(db)}


# --- up ---------------------------------------------------------------------------------------


@prepared
def _set_tier(member: Any, tier: Any) -> Any:
    return Member.update(tier=tier, earned=tier).where(Member.id == member)


@prepared
def _insert_upgrade(
    *, event: Any, member: Any, from_tier: Any, to_tier: Any, at: Any, on_day: Any, ladder: Any,
    purchase: Any, evidence: Any,
) -> Any:  # fmt: skip
    return TierChange.insert(
        event=event, member=member, kind="upgrade", from_tier=from_tier, to_tier=to_tier, at=at,
        on_day=on_day, ladder=ladder, purchase=purchase, evidence=evidence,
    )  # fmt: skip


class _Tested:
    """A member's facts as of a day: each window is read once, however many conditions ask."""

    __slots__ = ("_known", "joined_on", "read", "today")

    def __init__(self, today: date, joined_on: date, read: facts.Reader) -> None:
        self.today, self.joined_on, self.read = today, joined_on, read
        self._known: dict[int, facts.Sums] = {}
        """By window, told by its identity: a ladder that was stored has one of each."""

    def value(self, condition: Condition) -> int:
        """The number that a condition tests."""
        window = condition.window
        sums = self._known.get(id(window))
        if sums is None:
            sums = self.read(*window.bounds(self.today, self.joined_on))
            self._known[id(window)] = sums
        value: int = getattr(sums, condition.fact)
        return value

    def meets(self, condition: Condition) -> bool:
        """Whether one condition is met."""
        return self.value(condition) >= condition.threshold

    def reaches(self, tier: Tier) -> bool:
        """Whether the tier's criteria are met; the lowest tier is everyone's."""
        criteria = tier.criteria
        return criteria is None or criteria.are_met([self.meets(c) for c in criteria.conditions])

    def highest(self, tiers: Sequence[Tier], rank: int) -> tuple[int, tuple[Evidence, ...]]:
        """See ``highest_reached``."""
        for place in range(len(tiers) - 1, rank, -1):
            if self.reaches(tiers[place]):
                steps = tiers[rank + 1 : place + 1]
                return place, tuple(e for tier in steps for e in self.evidence(tier))
        return rank, ()

    def evidence(self, tier: Tier) -> tuple[Evidence, ...]:
        """Every condition of a tier with the value found."""
        conditions = tier.criteria.conditions if tier.criteria else ()
        return tuple(self._one(tier, condition) for condition in conditions)

    def _one(self, tier: Tier, condition: Condition) -> Evidence:
        first, last = condition.window.bounds(self.today, self.joined_on)
        return Evidence(
            tier.code, condition.fact, self.value(condition), condition.threshold,
            condition.window.kind, first.isoformat(), last.isoformat(),
        )  # fmt: skip


def is_reached(tier: Tier, evidence: Sequence[Evidence]) -> bool:
    """Whether the evidence satisfies the tier's criteria; the lowest tier is everyone's."""
    return tier.criteria is None or tier.criteria.are_met([e.is_met for e in evidence])


def highest_reached(
    tiers: Sequence[Tier], rank: int, today: date, joined_on: date, read: facts.Reader
) -> tuple[int, tuple[Evidence, ...]]:
    """The highest rank above ``rank`` that qualifies, with the evidence of every step to it.

    ``rank`` itself and no evidence when none does.
    """
    return _Tested(today, joined_on, read).highest(tiers, rank)


def assess(
    made: Change, member_id: int, tier_code: str, joined_on: date, *, today: date, purchase: int
) -> tuple[str, ...]:
    """Move a member up if a purchase earned it; returns the codes of the tiers stepped onto."""
    known = made.desk.shop.known
    tiers = known.ladder
    rank = rank_of(tiers, tier_code)
    tested = _Tested(today, joined_on, partial(facts.sums, made.db, member_id))
    if not any(map(tested.meets, known.hurdles[rank])):
        return ()
    reached, evidence = tested.highest(tiers, rank)
    if reached == rank:
        return ()
    _insert_upgrade(
        made.db, event=made.event, member=member_id, from_tier=tiers[rank].code,
        to_tier=tiers[reached].code, at=clock.to_ms(made.at), on_day=today.toordinal(),
        ladder=made.desk.shop.known.ladder_id, purchase=purchase,
        evidence=json.dumps([asdict(e) for e in evidence]),
    )  # fmt: skip
    _set_tier(made.db, member=member_id, tier=tiers[reached].code)
    return tuple(tier.code for tier in tiers[rank + 1 : reached + 1])


def rank_of(tiers: Sequence[Tier], code: str | None) -> int:
    """A tier's place on the ladder; one that is not on it counts as the lowest."""
    for rank, tier in enumerate(tiers):
        if tier.code == code:
            return rank
    return 0


@prepared
def _tier_on(member: Any, day: Any) -> Any:
    return (
        TierChange.select(TierChange.to_tier)
        .where((TierChange.member == member) & (TierChange.on_day <= day))
        .order_by(TierChange.id.desc())
        .limit(1)
    )


def tier_on(desk: Desk, member_id: int, day: date) -> str:
    """The tier a member held at the end of a business day; before joining, the lowest.

    By what was written last of the changes up to it: imported history may be known late.
    """
    row = _tier_on(desk.db, member=member_id, day=day.toordinal()).fetchone()
    return row[0] if row else desk.shop.known.ladder[0].code


# --- why --------------------------------------------------------------------------------------


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
    tiers = ladder(desk)
    rank = rank_of(tiers, tier)
    if rank == len(tiers) - 1:
        return None, ()
    above, read = tiers[rank + 1], partial(facts.sums, desk.db, member_id)
    return above, _Tested(desk.today(), joined_on, read).evidence(above)


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

"""Tiers: moving members up the ladder by themselves, and saying why they stand where they do."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from shopdesk import clock, ladders
from shopdesk.assessing import Evidence, Tested, highest_reached, is_reached, rank_of
from shopdesk.facts import Facts
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
from shopdesk.language import N_, translator
from shopdesk.refusals import LadderRefused
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables import (
    Gift,
    Ladder,
    Member,
    RewardRule,
    TierChange,
)
from shopdesk.topics import Topic
from shopdesk.why import Receipt, Why, why

__all__ = [
    "Condition", "Criteria", "Evidence", "Receipt", "Tier", "Why", "Window", "all_of", "any_of",
    "assess", "at_least", "calendar_quarter", "calendar_year", "highest_reached", "is_reached",
    "ladder", "lifetime", "membership_year", "rank_of", "rolling_months", "set_earned",
    "set_ladder", "tier_on", "why",
]  # fmt: skip


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


def assess(
    made: Change, member_id: int, tier_code: str, joined_on: date, *, today: date, purchase: int
) -> tuple[str, ...]:
    """Move a member up if a purchase earned it; returns the codes of the tiers stepped onto."""
    known = made.desk.shop.known
    tiers = known.ladder
    rank = rank_of(tiers, tier_code)
    tested = Tested(today, joined_on, Facts(made.db, member_id))
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


@prepared
def _set_earned(member: Any, tier: Any, review_on: Any) -> Any:
    return Member.update(tier=tier, earned=tier, review_on=review_on).where(Member.id == member)


def set_earned(made: Change, member_id: int, tier: str, review_on: date | None) -> None:
    """Let a member stand on an earned tier, to be reviewed on a day or never."""
    review = None if review_on is None else review_on.toordinal()
    _set_earned(made.db, member=member_id, tier=tier, review_on=review)


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

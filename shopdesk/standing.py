"""Where members stand on the ladder: moving them up, and what they held on a day."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from peewee import fn

from shopdesk import clock, holding, inputs, ladder_terms, open_lots, people
from shopdesk.assessing import Evidence, Tested, rank_of
from shopdesk.facts import Facts
from shopdesk.ladders import Tier
from shopdesk.reviewing import next_review, rank_after
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierChange


def ladder(desk: Desk) -> tuple[Tier, ...]:
    """The tiers in force, the lowest first."""
    desk.shop.refresh()
    return desk.shop.known.ladder


def review_after(made: Change, day: date, rank: int) -> date | None:
    """When who came to a rank on a day is reviewed, by the terms in force."""
    return next_review(day, made.desk.shop.known.review_months, rank)


def review_after_decision(made: Change, day: date, rank: int) -> date | None:
    """The same of a day that may be long past: never sooner than counted from when the months
    between reviews were decided on."""
    _event, decided_on = ladder_terms.decided(made.db)
    return review_after(made, max(day, decided_on), rank)


# --- up ---------------------------------------------------------------------------------------


def assess(
    made: Change, member_id: int, earned: str, joined_on: date, *, today: date,
    purchase: int | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Move a member up who earned it; returns the codes of the tiers stepped onto."""
    known = made.desk.shop.known
    tested = Tested(today, joined_on, Facts(made.db, member_id))
    if not any(map(tested.meets, known.hurdles[rank_of(known.ladder, earned)])):
        return ()
    return upgrade(made, member_id, earned, tested, purchase=purchase)


def upgrade(
    made: Change, member_id: int, earned: str, tested: Tested, *, purchase: int | None = None,
    day: date | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Move a member up to the highest tier reached; returns the codes of the tiers stepped onto.

    The review counts from ``day``, today unless said: history that becomes known late is reviewed
    no sooner than what happens now.
    """
    known = made.desk.shop.known
    rank = rank_of(known.ladder, earned)
    reached, evidence = tested.highest(known.ladder, rank)
    if reached == rank:
        return ()
    steps = known.ladder[rank + 1 : reached + 1]
    move(
        made, member_id, "upgrade", known.ladder[rank].code, steps[-1].code, evidence,
        on=tested.today, review_on=review_after(made, day or made.today, reached),
        purchase=purchase,
    )  # fmt: skip
    return tuple(tier.code for tier in steps)


# --- every change -----------------------------------------------------------------------------


_insert = prepared_row(
    TierChange, "event", "member", "kind", "from_tier", "to_tier", "at", "on_day", "ladder",
    "purchase", "evidence", "reviewed_on", "review_on",
)  # fmt: skip


def move(
    made: Change, member_id: int, kind: str, before: str, tier: str,
    evidence: Sequence[Evidence], *, on: date, review_on: date | None,
    purchase: int | None = None, reviewed_on: date | None = None,
) -> None:  # fmt: skip
    """Write a change of what a member earned, or that it was kept, dated ``on``."""
    _insert(made.db, (
        made.event, member_id, kind, before, tier, clock.to_ms(made.at), on.toordinal(),
        made.desk.shop.known.ladder_id, purchase, json.dumps([asdict(e) for e in evidence]),
        None if reviewed_on is None else reviewed_on.toordinal(),
        None if review_on is None else review_on.toordinal(),
    ))  # fmt: skip
    holding.set_earned(made, member_id, tier, review_on)


# --- on a day ---------------------------------------------------------------------------------


@prepared
def _earned_on(member: Any, day: Any) -> Any:
    newest = TierChange.alias("newest")
    last = newest.select(fn.MAX(newest.id)).where(newest.member == member)
    return (
        TierChange.select(
            TierChange.to_tier, TierChange.event, TierChange.review_on, TierChange.id == last,
            Member.review_on, Member.joined_on,
        )
        .join(Member, on=(Member.id == TierChange.member))
        .where((TierChange.member == member) & (TierChange.on_day <= day))
        .order_by(TierChange.id.desc())
        .limit(1)
    )  # fmt: skip


def tier_on(desk: Desk, member_id: int, day: date) -> str:
    """The tier a member held at the end of a business day (9.21); before joining, the lowest.

    What was earned goes by what was written last of the changes up to it, for imported history may
    be known late, less what reviews take that no daily run has held yet; over it lies what overlaid
    it on that day. Refuses an unknown member.
    """
    people.refuse_unknown(desk, member_id)
    return held_on(desk, member_id, inputs.day(day, desk.language))


def held_on(desk: Desk, member_id: int, day: date) -> str:
    """The same of a member who is known."""
    tiers = desk.shop.known.ladder
    row = _earned_on(desk.db, member=member_id, day=day.toordinal()).fetchone()
    earned = _reviewed(desk, member_id, row, day) if row else tiers[0].code
    return holding.held(tiers, earned, holding.running(desk.db, member_id, day))


_Change = tuple[str, int, int | None, int, int | None, int]
"""Tier, event, review day, whether it is the last; the member's review day and day of joining."""


def _reviewed(desk: Desk, member_id: int, change: _Change, day: date) -> str:
    """What reviews leave that are over by a day, written or not; none while the clock is wrong."""
    known, (earned, event, then, is_last, now, joined) = desk.shop.known, change
    if known.review_months is None:
        return earned
    day = min(day, open_lots.believed_day(desk))
    review_on = now if is_last else dated_anew(desk, earned, event, then)
    if review_on is None or review_on >= day.toordinal():
        return earned
    rank = rank_after(
        known.ladder, rank_of(known.ladder, earned), date.fromordinal(review_on), day,
        months=known.review_months, grace_days=known.grace_days,
        joined_on=date.fromordinal(joined), read=Facts(desk.db, member_id),
    )  # fmt: skip
    return known.ladder[rank].code


def dated_anew(desk: Desk, earned: str, event: int, review_on: int | None) -> int | None:
    """When a change of before was to be reviewed, had it stood: by the terms in force (9.15)."""
    decided, on = ladder_terms.decided(desk.db)
    if event >= decided:
        return review_on
    known = desk.shop.known
    day = next_review(on, known.review_months, rank_of(known.ladder, earned))
    return None if day is None else day.toordinal()

"""The tier after a merge: the higher of both, and what a refund may still take back (9.22)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from peewee import fn

from shopdesk import clock, holding, occasions, retesting, reverting, standing, upgrading
from shopdesk.assessing import Evidence, rank_of
from shopdesk.clock import day_or_none
from shopdesk.retesting import Step
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tiers import TierChange, TierOverlay, TierOverlayEnd

_insert = prepared_row(
    TierChange, "event", "member", "kind", "from_tier", "to_tier", "at", "on_day", "ladder",
    "evidence", "about", "reviewed_on", "review_on",
)  # fmt: skip


@prepared
def _stands(member: Any) -> Any:
    return Member.select(Member.earned, Member.review_on).where(Member.id == member)


@prepared
def _last_change(member: Any) -> Any:
    return TierChange.select(fn.MAX(TierChange.id)).where(TierChange.member == member)


def last_change(db: Any, member_id: int) -> int:
    """The last change of a member's tier."""
    return int(_last_change(db, member=member_id).fetchone()[0])


def carry(made: Change, keep: int, drop: int) -> None:
    """Let the survivor stand on the higher tier of both, with its review date.

    The steps up of the last 14 days come over one by one, each with what it stood on, so that a
    refund takes them back as before the merge; what is below them is settled. Of equal tiers the
    later review counts.
    """
    tiers = made.desk.shop.known.ladder
    (held, review), (other, later) = (
        _stands(made.db, member=member).fetchone() for member in (keep, drop)
    )
    now = rank_of(tiers, held)
    if rank_of(tiers, other) < now:
        return
    if rank_of(tiers, other) == now:
        if review is not None and later is not None and later > review:
            _write(made, keep, held, held, date.fromordinal(later))
        return
    until = day_or_none(later)
    for tier, review_on, step in way(_recent(made, drop), other, until):
        if rank_of(tiers, tier) > now:
            _write(made, keep, tiers[now].code, tier, review_on, step)
            now = rank_of(tiers, tier)


def _recent(made: Change, drop: int) -> list[Step]:
    """The steps up that a refund may still take back, the first one first."""
    recent = []
    for step in reverting.steps(made, drop):
        if not step.is_recent(made.today):
            break
        recent.append(step)
    return recent[::-1]


def way(
    recent: Sequence[Step], tier: str, review_on: date | None
) -> list[tuple[str, date | None, Step | None]]:
    """How a tier is come to: the one that is settled, then each recent step, with review dates."""
    reviews = [step.old_review_on for step in recent] + [review_on]
    settled = recent[0].before if recent else tier
    stepped = [(step.held, reviews[place + 1], step) for place, step in enumerate(recent)]
    last = [] if recent and recent[-1].held == tier else [(tier, review_on, None)]
    return [(settled, reviews[0], None), *stepped, *last]


def _write(
    made: Change, member_id: int, before: str, tier: str, review_on: date | None,
    step: Step | None = None,
) -> None:  # fmt: skip
    evidence: Sequence[Evidence] = step.evidence if step else ()
    reviewed = step.review.on if step and step.review else None
    _insert(made.db, (
        made.event, member_id, "merged", before, tier, clock.to_ms(made.at),
        made.today.toordinal(), step.ladder_id if step else made.desk.shop.known.ladder_id,
        json.dumps([asdict(e) for e in evidence]), step.root if step else None,
        None if reviewed is None else reviewed.toordinal(),
        None if review_on is None else review_on.toordinal(),
    ))  # fmt: skip
    holding.set_earned(made, member_id, tier, review_on)


# --- what overlays it -------------------------------------------------------------------------


def carry_overlays(made: Change, keep: int, drop: int) -> None:
    """Let what is given to one from outside run on for the survivor; their own lock stays."""
    own = {one.kind for one in holding.running(made.db, keep, made.today)}
    for one in holding.running(made.db, drop, made.today):
        if one.kind != "lock" or "lock" not in own:
            TierOverlay.insert(
                event=made.event, member=keep, kind=one.kind, tier=one.tier, from_on=made.today,
                until_on=one.until_on, reason=one.reason,
            ).bind(made.db).execute()  # fmt: skip
    holding.settle(made, keep)


def end_overlays(made: Change, merge: int, keep: int, reason: str) -> None:
    """End what came over by the event of a merge."""
    rows = TierOverlay.select(TierOverlay.id).where(
        (TierOverlay.event == merge) & (TierOverlay.member == keep)
    )
    running = {one.id for one in holding.running(made.db, keep, made.today)}
    for (overlay,) in rows.tuples().bind(made.db):
        if overlay in running:
            TierOverlayEnd.insert(
                overlay=overlay, event=made.event, on_day=made.today, reason=reason
            ).bind(made.db).execute()
    holding.settle(made, keep)


# --- back -------------------------------------------------------------------------------------


@prepared
def _left_of(member: Any, change: Any) -> Any:
    """Where a change led, or what refunds since left of it and of those before it."""
    one = TierChange
    taken_back = (one.kind == "reverted") & (one.id > change) & (one.about <= change)
    return (
        one.select(one.to_tier, one.review_on, one.event)
        .where((one.member == member) & ((one.id == change) | taken_back))
        .order_by(one.id.desc())
        .limit(1)
    )


def go_back(made: Change, keep: int, before: int) -> None:
    """Let the survivor stand where they stood before, less what refunds took back of that since.

    What was earned after the change ``before`` stood on both; the gifts it brought are taken back
    (9.1), and what the survivor reaches alone is theirs at once.
    """
    if last_change(made.db, keep) == before:
        return
    for step in reverting.steps(made, keep):
        if step.id > before and step.kind == "upgrade":
            lost = retesting.stepped_on(step.evidence)
            occasions.take_back(made, keep, lost, since=step.event)
    (held, _) = _stands(made.db, member=keep).fetchone()
    tier, review, event = _left_of(made.db, member=keep, change=before).fetchone()
    review_on = standing.dated_anew(made.desk, tier, event, review)
    until = day_or_none(review_on)
    _insert(made.db, (
        made.event, keep, "unmerged", held, tier, clock.to_ms(made.at), made.today.toordinal(),
        made.desk.shop.known.ladder_id, "[]", before, None, review_on,
    ))  # fmt: skip
    holding.set_earned(made, keep, tier, until)
    reverting.retest(made, keep)
    upgrading.attempt(made, keep)

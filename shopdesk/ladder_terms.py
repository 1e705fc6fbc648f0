"""Putting a ladder in force with its terms: when tiers are reviewed, with how much grace."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import EllipsisType
from typing import Any

from shopdesk import holding, ladders
from shopdesk.ladders import Tier
from shopdesk.language import N_, translator
from shopdesk.refusals import LadderRefused
from shopdesk.reviewing import next_review
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables.giving import Gift, GiftOfSet
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.rules import RewardRule, Segment
from shopdesk.store.tables.shop import Ladder
from shopdesk.store.tables.tiers import TierOverlay, TierOverlayEnd
from shopdesk.topics import Topic

_MOST_MONTHS, _MOST_GRACE = 120, 366


@dataclass(frozen=True, slots=True)
class Terms:
    """When earned tiers are reviewed: ``review_months`` after the last change or review, to the end
    of that month (nothing: nobody steps down), with ``grace_days`` to make up for what is missing.
    """

    review_months: int | None
    grace_days: int


def terms(desk: Desk) -> Terms:
    """The terms in force."""
    desk.shop.refresh()
    known = desk.shop.known
    return Terms(known.review_months, known.grace_days)


def set_ladder(
    desk: Desk, tiers: Sequence[Tier], *, review_months: int | EllipsisType | None = ...,
    grace_days: int | EllipsisType = ...,
) -> None:  # fmt: skip
    """Put another ladder in force from now on; history keeps the ladder it was made under.

    Members keep their tier: whoever meets more moves up at the next purchase, and ``tiers.recount``
    counts everyone again. Terms that are not given stay as they are. Where reviews begin or come
    after another number of months, every date counts anew from today, so that nobody is reviewed
    sooner than that many months after the decision. Refuses a ladder that is none, terms that are
    none, and one without a tier that members stand on or that gifts, sets of them, rules, segments
    or overlays name.
    """
    with change(desk, Topic.TIERS, action="tiers.set_ladder") as made:
        refuse_unfit(desk, tiers)
        known = desk.shop.known
        before = Terms(known.review_months, known.grace_days)
        after = checked(desk, review_months, grace_days)
        Ladder.insert(
            event=made.event, tiers=ladders.to_json(tiers), review_months=after.review_months,
            grace_days=after.grace_days,
        ).bind(made.db).execute()  # fmt: skip
        made.revised = True
        desk.shop.forget()
        _date_reviews(made, tiers[0].code, before.review_months, after.review_months)
        for member_id in holding.running_of_all(made.db, made.today):
            holding.settle(made, member_id)


def refuse_unfit(desk: Desk, tiers: Sequence[Tier]) -> None:
    """Refuse what can be no ladder of this shop, with the reason."""
    say = translator(desk.language)
    fault = ladders.fault(tiers)
    if fault is not None:
        raise LadderRefused(desk.language, reason=say(fault))
    codes = {tier.code for tier in tiers}
    for used, sentence in (
        (_held(desk.db, desk.today()), N_("members stand on the tier {tier}.")),
        (_named(desk.db), N_("gifts or reward rules name the tier {tier}.")),
        (_filtered_by(desk.db), N_("segments name the tier {tier}.")),
    ):
        if used - codes:
            raise LadderRefused(desk.language, reason=say(sentence).format(tier=min(used - codes)))


def decided(db: Any) -> tuple[int, date]:
    """The event and the day of the last decision on after how many months tiers are reviewed."""
    event, day = db.execute_sql(_DECIDED).fetchone()
    return event, date.fromordinal(day)


_DECIDED = """
    SELECT l.event_id, e.on_day FROM ladder AS l JOIN event AS e ON e.id = l.event_id
    WHERE l.id > (SELECT COALESCE(MAX(o.id), 0) FROM ladder AS o WHERE o.review_months IS NOT
                  (SELECT review_months FROM ladder ORDER BY id DESC LIMIT 1))
    ORDER BY l.id LIMIT 1"""
"""Of the ladders with the months of now, the first since others were in force."""


def _held(db: Any, today: date) -> set[str]:
    """What members earned, and what was given to them from outside and is not over."""
    earned = Member.select(Member.earned).distinct().tuples().bind(db)
    lifted = TierOverlayEnd.select(TierOverlayEnd.overlay)
    given = TierOverlay.select(TierOverlay.tier).where(
        (TierOverlay.until_on.is_null() | (TierOverlay.until_on >= today))
        & TierOverlay.id.not_in(lifted)
    )
    return {row[0] for rows in (earned, given.tuples().bind(db)) for row in rows}


def _named(db: Any) -> set[str]:
    lowest = Gift.select(Gift.lowest_tier).where(Gift.lowest_tier.is_null(False))
    rules = RewardRule.select(RewardRule.triggers, RewardRule.rewards).where(
        RewardRule.closed_on.is_null()
    )
    of_sets = GiftOfSet.select(GiftOfSet.tier).distinct()
    named = {row[0] for rows in (lowest, of_sets) for row in rows.tuples().bind(db)}
    for triggers, rewards in rules.tuples().bind(db):
        for trigger in json.loads(triggers):
            named |= {code for code, _days in trigger.get("windows", ())}
            named |= {trigger["subject"]} if trigger["kind"] == "upgrade" else set()
        named |= {reward["tier"] for reward in json.loads(rewards) if reward["kind"] == "trial"}
    return named


def _filtered_by(db: Any) -> set[str]:
    """What segments are by: their words would be of a tier that nobody knows."""
    kept = Segment.select(Segment.filters).tuples().bind(db)
    every = (one for (filters,) in kept for one in json.loads(filters))
    return {code for one in every if one["trait"] == "tier" for code in one["value"]}


def checked(desk: Desk, review_months: Any = ..., grace_days: Any = ...) -> Terms:
    """Terms that were given, or those in force where they were not; refuses what can be none."""
    known = desk.shop.known
    months = known.review_months if review_months is ... else review_months
    grace = known.grace_days if grace_days is ... else grace_days
    are_months = months is None or (type(months) is int and 1 <= months <= _MOST_MONTHS)
    if not (are_months and type(grace) is int and 0 <= grace <= _MOST_GRACE):
        reason = N_("reviews come after 1 to 120 months or never, with 0 to 366 days of grace.")
        raise LadderRefused(desk.language, reason=translator(desk.language)(reason))
    return Terms(months, grace)


def _date_reviews(made: Change, lowest: str, before: int | None, after: int | None) -> None:
    """Date the reviews of everyone whom the change concerns, all in one pass.

    The lowest tier has none; a tier that is no longer the lowest gets its first.
    """
    review_on = next_review(made.today, after, rank=1)
    above = Member.earned != lowest
    if before == after:
        above &= Member.review_on.is_null()
    if before != after or after is not None:
        Member.update(review_on=review_on).where(above).bind(made.db).execute()
    Member.update(review_on=None).where(
        (Member.earned == lowest) & Member.review_on.is_null(False)
    ).bind(made.db).execute()

"""Taking back what members were moved up for and no longer reach, after a refund (9.14)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import (
    clock,
    holding,
    ladder_terms,
    ladders,
    notices,
    occasions,
    retesting,
    standing,
)
from shopdesk.assessing import Evidence, rank_of
from shopdesk.facts import Facts
from shopdesk.ladders import Tier
from shopdesk.retesting import Held, Retested, Step
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Ladder
from shopdesk.store.tables.tiers import TierChange

UP = ("upgrade", "restored")
"""Kinds of change that move a member up for what was bought."""


def retest(made: Change, member_id: int, *, only: str = "") -> None:
    """Take back the steps up that a merge or its undoing left without what they stood on (9.1).

    What is too long ago for that stays, and is no news.
    """
    _settle_one(made, member_id, None, None, only=only, tells=False)


def settle(
    made: Change, member_id: int, refund_id: int, purchase_id: int, *, always: bool = False
) -> None:
    """Let a refund, already counted in the facts, take back the steps up that stood on it.

    The latest one first; the one before it only when that fell all the way. A step up of more than
    14 days ago waits for the review, or, where the ladder never lowers, is told to the owner;
    ``always`` takes it back as well, where history that was imported is undone.
    """
    _settle_one(made, member_id, refund_id, purchase_id, always=always)
    referrer = _referrer(made.db, member=member_id).fetchone()[0]
    if referrer is not None:
        _settle_one(made, referrer, refund_id, purchase_id, only="referrals", always=always)


def settle_top_up(made: Change, member_id: int) -> None:
    """The same after stored value was given back: of steps up that stood on what was topped up."""
    _settle_one(made, member_id, None, None, only="topped_up")


def settle_contacts(made: Change, member_id: int) -> None:
    """The same after a contact was found to be none: of steps up that stood on contacts."""
    _settle_one(made, member_id, None, None, only="interactions")


def _settle_one(
    made: Change, member_id: int, refund_id: int | None, purchase_id: int | None, *,
    only: str = "", always: bool = False, tells: bool = True,
) -> None:  # fmt: skip
    """The same for one member; with ``only``, steps up that stood on this fact."""
    read = Facts(made.db, member_id)
    for step in steps(made, member_id):
        if only and all(e.fact != only for e in step.evidence):
            return
        found = retesting.retest(step, read, made.today)
        if found.tier == step.held:
            return
        if not (always or step.is_recent(made.today)):
            if tells:
                _tell_that_it_stays(made, member_id, step, purchase_id)
            return
        _revert(made, member_id, step, found, refund_id)
        if found.tier != step.before:
            return


@prepared
def _referrer(member: Any) -> Any:
    return Member.select(Member.referrer).where(Member.id == member)


# --- what stands ------------------------------------------------------------------------------


@prepared
def _changes(member: Any) -> Any:
    change, root = TierChange, TierChange.alias("root")
    return (
        change.select(
            change.id, change.event, change.kind, change.from_tier, change.to_tier, change.on_day,
            change.ladder, change.evidence, change.reviewed_on, Ladder.grace_days,
            Member.joined_on, root.event, root.on_day, change.about, change.review_on,
        )
        .join(Ladder)
        .join(Member, on=(Member.id == change.member))
        .join(root, JOIN.LEFT_OUTER, on=(root.id == change.about))
        .where(change.member == member)
        .order_by(change.id.desc())
    )  # fmt: skip


def steps(made: Change, member_id: int) -> Iterator[Step]:
    """The changes that moved a member up and stand, the latest first.

    Those before a review, a recount or the joining are settled by it, and so is the tier that a
    merge brought but for its recent steps. What stood between a merge and its undoing is gone, but
    a refund that took back what had stood before it did so for good.
    """
    rows = _changes(made.db, member=member_id).fetchall()
    left: dict[int, str] = {}
    newest = rows[0][0] if rows else 0
    for place, row in enumerate(rows):
        id_, _event, kind, before, tier, *_, about, _review = row
        if kind == "reverted" and min(id_, about) <= newest:
            left.setdefault(about, tier)
        if kind == "reverted" or id_ > newest or (kind == "merged" and before == tier):
            continue
        if kind == "unmerged":
            newest = about
            continue
        if kind not in UP and (kind != "merged" or about is None):
            return
        step = _step(made, row, rows[place + 1], left.get(id_, tier))
        if step.held in retesting.stepped_on(step.evidence):
            yield step


def _step(made: Change, row: Sequence[Any], earlier: Sequence[Any], held: str) -> Step:
    id_, event, kind, before, _tier, on, ladder_id, stored, *review, about, _review = row
    review, root = review[:3], review[3:]
    if kind == "merged":
        event, on = root
    old_rank = rank_of(made.desk.shop.known.ladder, before)
    return Step(
        id=id_,
        event=event,
        kind=kind,
        before=before,
        held=held,
        on=date.fromordinal(on),
        tiers=_ladder(made, ladder_id),
        ladder_id=ladder_id,
        evidence=tuple(Evidence(**values) for values in json.loads(stored)),
        old_review_on=_old_review(made, earlier, old_rank),
        review=None if review[0] is None else _review_held(*review),
        root=about if kind == "merged" else id_,
    )


def _review_held(on: int, grace_days: int, joined_on: int) -> Held:
    """The review that a late receipt passed: only such a step up names one."""
    return Held(date.fromordinal(on), grace_days, date.fromordinal(joined_on))


def _old_review(made: Change, earlier: Sequence[Any], rank: int) -> date | None:
    """When the tier before was to be reviewed: as written then, or as counted anew since."""
    decided, on = ladder_terms.decided(made.db)
    if earlier[1] < decided:
        return standing.review_after(made, on, rank)
    return None if earlier[-1] is None else date.fromordinal(earlier[-1])


@prepared
def _ladder_row(ladder: Any) -> Any:
    return Ladder.select(Ladder.tiers).where(Ladder.id == ladder)


def _ladder(made: Change, ladder_id: int) -> tuple[Tier, ...]:
    known = made.desk.shop.known
    if ladder_id == known.ladder_id:
        return known.ladder
    return ladders.from_json(_ladder_row(made.db, ladder=ladder_id).fetchone()[0])


# --- taking back ------------------------------------------------------------------------------


_insert = prepared_row(
    TierChange, "event", "member", "kind", "from_tier", "to_tier", "at", "on_day", "ladder",
    "evidence", "refund", "about", "review_on",
)  # fmt: skip


def _revert(
    made: Change, member_id: int, step: Step, found: Retested, refund_id: int | None
) -> None:
    kept = retesting.nearest(made.desk.shop.known.ladder, step.tiers, found.tier)
    review_on = _review_after(made, step, found.tier, kept)
    _insert(made.db, (
        made.event, member_id, "reverted", step.held, kept, clock.to_ms(made.at),
        made.today.toordinal(), step.ladder_id, json.dumps([asdict(e) for e in found.evidence]),
        refund_id, step.id, None if review_on is None else review_on.toordinal(),
    ))  # fmt: skip
    holding.set_earned(made, member_id, kept, review_on)
    lost = retesting.lost(step.evidence, found.tier)
    if step.review is None:
        occasions.take_back(made, member_id, lost, since=step.event)
    _tell_what_was_priced(made, member_id, step, lost)


def _review_after(made: Change, step: Step, met: str, kept: str) -> date | None:
    """The old review day of the tier before; of a step between, that counted from its own day.

    So it is where tiers were not reviewed yet when the tier before was reached.
    """
    if met == step.before and step.old_review_on is not None:
        return step.old_review_on
    rank = rank_of(made.desk.shop.known.ladder, kept)
    return standing.review_after_decision(made, step.on, rank)


# --- telling the owner ------------------------------------------------------------------------


def _given_back(purchase: Any) -> Any:
    return fn.COALESCE(
        Refund.select(fn.SUM(Refund.money)).where(Refund.purchase == purchase), SQL("0")
    )


@prepared
def _priced_since(member: Any, event: Any) -> Any:
    return (
        Purchase.select(Purchase.id, Purchase.tier)
        .where(
            (Purchase.member == member)
            & (Purchase.event > event)
            & (Purchase.due > _given_back(Purchase.id))
        )
        .order_by(Purchase.id)
    )


@prepared
def _held(member: Any) -> Any:
    return Member.select(Member.tier).where(Member.id == member)


def _tell_what_was_priced(made: Change, member_id: int, step: Step, lost: Sequence[str]) -> None:
    """List the receipts priced on what was lost; not on what the member still holds otherwise."""
    (held,) = _held(made.db, member=member_id).fetchone()
    too_high = {code for code in lost if rank_of(step.tiers, code) > rank_of(step.tiers, held)}
    priced = _priced_since(made.db, member=member_id, event=step.event).fetchall()
    receipts = [purchase_id for purchase_id, tier in priced if tier in too_high]
    if receipts:
        notices.write(
            made, notices.PRICED_HIGHER, member=member_id, tier=step.held, receipts=receipts
        )


def _tell_that_it_stays(made: Change, member_id: int, step: Step, purchase_id: int | None) -> None:
    kind = notices.TIER_STAYS_TOP_UP if purchase_id is None else notices.TIER_STAYS
    is_for_ever = made.desk.shop.known.review_months is None
    if is_for_ever and not notices.is_said(made, kind, member=member_id, change_id=step.id):
        notices.write(
            made, kind, member=member_id, purchase=purchase_id, tier=step.held, change=step.id
        )

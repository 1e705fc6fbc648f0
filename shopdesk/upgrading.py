"""Testing an upgrade for what is no purchase of the member's own (9.19)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import referrers, retesting, rewards, standing
from shopdesk.assessing import Evidence
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tiers import TierChange


@prepared
def _stands(member: Any) -> Any:
    return Member.select(Member.earned, Member.joined_on).where(
        (Member.id == member) & Member.closed_on.is_null()
    )


def attempt(made: Change, member_id: int, *, today: date | None = None, gives: bool = True) -> None:
    """Move a member up if their facts reach more, with the gifts; a closed one stays."""
    row = _stands(made.db, member=member_id).fetchone()
    if row is None:
        return
    earned, joined = row
    steps = standing.assess(
        made, member_id, earned, date.fromordinal(joined), today=today or made.today
    )
    if gives:
        rewards.on_upgrade(made, member_id, steps)


# --- upgrades that stand ----------------------------------------------------------------------


def reward_again(made: Change, member_id: int) -> None:
    """Give what the upgrades that stand earned and was taken back, as a member parts from another.

    What was given for them, or is owed, is not given twice; nor is what history brought along.
    """
    for change_id, event, stored in _upgrades(made.db, member=member_id).fetchall():
        evidence = [Evidence(**values) for values in json.loads(stored)]
        steps = _standing(made.db, member_id, change_id, evidence)
        rewards.on_upgrade(made, member_id, steps, event=event)


@prepared
def _upgrades(member: Any) -> Any:
    """An upgrade of the change being made has no event yet: that is written last."""
    return (
        TierChange.select(TierChange.id, TierChange.event, TierChange.evidence)
        .join(Event, JOIN.LEFT_OUTER)
        .where(
            (TierChange.member == member) & (TierChange.kind == "upgrade")
            & (Event.action.is_null() | (Event.action != "imports.purchases"))
        )
        .order_by(TierChange.id)
    )  # fmt: skip


def _standing(
    db: Any, member_id: int, change_id: int, evidence: Sequence[Evidence]
) -> tuple[str, ...]:
    """The steps of an upgrade that were not taken back since (9.14).

    Nor stands what came between a merge and its undoing.
    """
    if _gone_over(db, member=member_id, change=change_id).fetchone() is not None:
        return ()
    steps = retesting.stepped_on(evidence)
    row = _kept_of(db, member=member_id, change=change_id).fetchone()
    lost = () if row is None else retesting.lost(evidence, row[0])
    return tuple(tier for tier in steps if tier not in lost)


@prepared
def _gone_over(member: Any, change: Any) -> Any:
    return TierChange.select(TierChange.id).where(
        (TierChange.member == member)
        & (TierChange.kind == "unmerged")
        & (TierChange.id > change)
        & (TierChange.about < change)
    )


@prepared
def _kept_of(member: Any, change: Any) -> Any:
    change_of_member = (TierChange.member == member) & (TierChange.about == change)
    return (
        TierChange.select(TierChange.to_tier)
        .where(change_of_member & (TierChange.kind == "reverted"))
        .order_by(TierChange.id.desc())
        .limit(1)
    )


@prepared
def _kept_receipts(member: Any) -> Any:
    return MemberDay.select(fn.COALESCE(fn.SUM(MemberDay.kept), SQL("0"))).where(
        MemberDay.member == member
    )


def friend_bought(made: Change, member_id: int, *, today: date, is_imported: bool) -> None:
    """Test the referrer's upgrade at a friend's first receipt (9.19)."""
    referrer = referrers.referrer_of(made.desk, member_id)
    if referrer is None or _kept_receipts(made.db, member=member_id).fetchone()[0] != 1:
        return
    attempt(made, referrer, today=today, gives=not is_imported)

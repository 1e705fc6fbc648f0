"""Testing an upgrade for what is no purchase of the member's own (9.19)."""

from datetime import date
from typing import Any

from peewee import SQL, fn

from shopdesk import referrers, rewards, standing
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.people import Member


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
    if steps and gives:
        rewards.on_upgrade(made, member_id)


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

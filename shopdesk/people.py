"""Whether somebody is a member of whom something new can be kept."""

from typing import Any

from shopdesk.refusals import MemberClosed, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.people import Member


@prepared
def _person(member: Any) -> Any:
    return Member.select(Member.name, Member.closed_on).where(Member.id == member)


def refuse_unknown(desk: Desk, member_id: int) -> tuple[str, int | None]:
    """Refuse an unknown member; returns the name, and since when the membership is closed."""
    row = row_of(_person, desk.db, member_id)
    if row is None:
        raise UnknownMember(desk.language, member=member_id)
    return row[0], row[1]


def refuse_absent(desk: Desk, member_id: int) -> None:
    """Refuse an unknown member and one whose membership is closed."""
    name, closed_on = refuse_unknown(desk, member_id)
    if closed_on is not None:
        raise MemberClosed(desk.language, name=name)

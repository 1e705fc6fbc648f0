"""Who brought whom: a friend names one referrer, once, before their first receipt (9.28)."""

from typing import Any

from peewee import SQL

from shopdesk.refusals import ReferrerRefused, UnknownMember
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase


@prepared
def _person(member: Any) -> Any:
    return Member.select(Member.joined_on, Member.closed_on, Member.referrer, Member.name).where(
        Member.id == member
    )


@prepared
def _has_bought(member: Any) -> Any:
    return Purchase.select(SQL("1")).where(Purchase.member == member).limit(1)


@prepared
def _name(member: Any, referrer: Any) -> Any:
    return Member.update(referrer=referrer).where(Member.id == member)


def name(made: Change, member_id: int, referrer: int) -> None:
    """Name who brought a member, inside a change.

    Refuses whoever is unknown, closed or no earlier member, a second naming, and one that comes
    after the friend's first receipt.
    """
    desk = made.desk
    if type(referrer) is not int:
        raise UnknownMember(desk.language, member=referrer)
    friend, found = (_person(made.db, member=id_).fetchone() for id_ in (member_id, referrer))
    if found is None:
        raise UnknownMember(desk.language, member=referrer)
    if friend is None:
        raise UnknownMember(desk.language, member=member_id)
    is_earlier = (found[0], referrer) < (friend[0], member_id)
    is_late = friend[2] is not None or _has_bought(made.db, member=member_id).fetchone()
    if found[1] is not None or not is_earlier or is_late:
        raise ReferrerRefused(desk.language, name=found[3])
    _name(made.db, member=member_id, referrer=referrer)


def referrer_of(desk: Desk, member_id: int) -> int | None:
    """Who brought a member."""
    row = _person(desk.db, member=member_id).fetchone()
    return None if row is None else row[2]

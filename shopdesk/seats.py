"""The seats of events: who waits has one as soon as it is free."""

from typing import Any

from peewee import SQL

from shopdesk import event_book, members
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import Gathering, Invitation
from shopdesk.store.tables.people import Member

_TAKES_SEAT = (Invitation.answer != SQL("'declined'")) & (
    Invitation.member.in_(Member.select(Member.id).where(Member.closed_on.is_null()))
)


@prepared
def _seats(event: Any, is_waiting: Any) -> Any:
    return (
        Invitation.select(Invitation.id, Invitation.member)
        .where(
            (Invitation.gathering == event) & (Invitation.is_waiting == is_waiting) & _TAKES_SEAT
        )
        .order_by(Invitation.id)
    )


@prepared
def _seat(invitation: Any) -> Any:
    return Invitation.update(is_waiting=0).where(Invitation.id == invitation)


def fill(made: Change, event_id: int) -> None:
    """Give the free seats to those who wait: the higher tiers first, then who was asked first."""
    capacity = event_book.get(made.desk, event_id).capacity
    waiting = _seats(made.db, event_id, 1).fetchall()
    if capacity is not None:
        free = max(0, capacity - len(_seats(made.db, event_id, 0).fetchall()))
        if not free or not waiting:
            return
        known = members.of_ids(made.desk, [member for _id, member in waiting])
        rank = {one.id: one.tier.rank for one in known}
        waiting = sorted(waiting, key=lambda row: (-rank[row[1]], row[0]))[:free]
    for invitation, _member in waiting:
        _seat(made.db, invitation)


@prepared
def _lists(member: Any, today: Any) -> Any:
    coming = (Gathering.on_day >= today) & Gathering.cancelled_on.is_null()
    return (
        Invitation.select(Invitation.gathering)
        .join(Gathering)
        .where((Invitation.member == member) & coming)
        .order_by(Invitation.gathering)
    )


def lists_of(made: Change, member_id: int) -> list[int]:
    """The events to come on whose list a member is."""
    found = _lists(made.db, member=member_id, today=made.today.toordinal()).fetchall()
    return [row[0] for row in found]


@prepared
def _inherit(keep: Any, drop: Any) -> Any:
    its = Invitation.alias("its")
    seated = its.select(its.gathering).where(
        (its.member == drop) & (its.is_waiting == SQL("0")) & (its.answer != SQL("'declined'"))
    )
    return Invitation.update(is_waiting=0).where(
        (Invitation.member == keep)
        & (Invitation.answer != SQL("'declined'"))
        & Invitation.gathering.in_(seated)
    )


def unite(made: Change, keep: int, drop: int) -> None:
    """Leave one seat to who was two members, and give the other to who waits."""
    _inherit(made.db, keep=keep, drop=drop)
    for event_id in lists_of(made, drop):
        fill(made, event_id)

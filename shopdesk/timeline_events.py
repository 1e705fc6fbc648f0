"""Events and friends on a member's time line: invited, came, and whom they brought."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shopdesk.language import in_either
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import CheckIn, CheckInUndo, Gathering, Invitation
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event
from shopdesk.timeline import Found


@prepared
def _rows(member: Any, most: Any) -> Any:
    return (
        Invitation.select(
            Event.on_day, Invitation.event, Gathering.name, Gathering.name_en, Gathering.on_day,
            Invitation.answer, Invitation.is_waiting,
        )
        .join(Gathering)
        .join(Event, on=(Event.id == Invitation.event))
        .where(Invitation.member == member)
        .order_by(Invitation.event.desc())
        .limit(most)
    )  # fmt: skip


def invited(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """To what a member was invited, and what was answered."""
    rows = _rows(desk.db, member=member_id, most=limit).fetchall()
    for on, event, name, name_en, day, answer, is_waiting in rows:
        title = in_either(desk.language, name, name_en)
        facts = {"name": title, "day": date.fromordinal(day)}
        state = "waiting" if is_waiting and answer != "declined" else answer
        yield Found("invited", on, event, words=f"guest_{state}", facts=facts)


@prepared
def _check_ins(member: Any, most: Any) -> Any:
    return (
        CheckIn.select(CheckIn.on_day, CheckIn.event, Gathering.name, Gathering.name_en)
        .join(Gathering)
        .where(
            (CheckIn.member == member) & CheckIn.id.not_in(CheckInUndo.select(CheckInUndo.check_in))
        )
        .order_by(CheckIn.event.desc())
        .limit(most)
    )


def came(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """To which events a member came, by their title in the reader's language."""
    for on, event, name, name_en in _check_ins(desk.db, member=member_id, most=limit).fetchall():
        title = in_either(desk.language, name, name_en)
        yield Found("event", on, event, facts={"note": title})


@prepared
def _friends(member: Any, most: Any) -> Any:
    return (
        Member.select(Event.on_day, Member.event, Member.name)
        .join(Event, on=(Event.id == Member.event))
        .where(Member.referrer == member)
        .order_by(Member.event.desc())
        .limit(most)
    )


def brought(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Whom a member brought, when they joined."""
    for on, event, name in _friends(desk.db, member=member_id, most=limit).fetchall():
        yield Found("brought", on, event, facts={"name": name})

"""Invitations to events on a member's time line; that they came is told as a contact."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shopdesk.language import in_either
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import Gathering, Invitation
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

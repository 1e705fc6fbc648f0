"""Guests of an event as they come: checked in once, rewarded, and taken out again if mistaken.

Who comes counts as a contact (``interactions``). What was a mistake is taken back on the same day:
the contact is none any more, and what rules gave for it goes as far as it is unused (9.1).
"""

from typing import Any

from shopdesk import (
    cards,
    event_book,
    guest_list,
    happenings,
    people,
    reverting,
    rule_book,
    selves,
    upgrading,
)
from shopdesk.event_book import Event
from shopdesk.guest_list import Guest
from shopdesk.money import is_whole
from shopdesk.refusals import AmountRefused, ContentRefused
from shopdesk.refusals_of_events import EventCancelled, EventNotToday, NotCheckedIn
from shopdesk.rule_book import Gave
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import CheckIn, CheckInUndo
from shopdesk.store.tables.knowing import Interaction
from shopdesk.topics import Topic

MOST_BROUGHT = 1_000
"""So many may come along with one member."""
_TOPICS = (
    Topic.EVENTS, Topic.MEMBERS, Topic.TIERS, Topic.POINTS, Topic.PASSES, Topic.VOUCHERS,
    Topic.GIFTS, Topic.REWARDS,
)  # fmt: skip


@prepared
def _standing(event: Any, member: Any) -> Any:
    """The check-ins of a member that stand: two of who was two members."""
    undone = CheckInUndo.select(CheckInUndo.check_in)
    return (
        CheckIn.select(CheckIn.id, CheckIn.on_day)
        .where(
            (CheckIn.gathering == event) & (CheckIn.member == member) & CheckIn.id.not_in(undone)
        )
        .order_by(CheckIn.id)
    )


def _today(made: Change, event_id: int) -> Event:
    """The event; refuses one that was cancelled or is on another day."""
    desk, one = made.desk, event_book.get(made.desk, event_id)
    if one.cancelled_on is not None:
        raise EventCancelled(
            desk.language, name=one.title(desk.language), reason=one.cancelled_because
        )
    if one.on != made.today:
        raise EventNotToday(desk.language, name=one.title(desk.language), date=one.on)
    return one


def check_in(
    desk: Desk,
    event_id: int,
    member_id: int | None = None,
    *,
    scanned: str = "",
    brought: int = 0,
    key: str | None = None,
) -> Guest:
    """Keep that a member, named by id or by a scanned card, came to an event today.

    ``brought`` people came along. Who is not on the list is a guest too: a walk-in. Who was checked
    in before stays so, whatever is said now. It counts as a contact, moves the member up where that
    is enough, and is rewarded once for each event. Refuses an event of another day or a cancelled
    one, unknown and closed members, lost cards, and a number that cannot be.
    """
    if (member_id is None) == (scanned == ""):
        raise ContentRefused(desk.language)
    if not is_whole(brought, 0, MOST_BROUGHT):
        raise AmountRefused(desk.language, amount=brought)
    who = cards.member_of(desk, scanned) if member_id is None else member_id
    content = [event_id, member_id, scanned, brought]
    with change(desk, *_TOPICS, action="events.check_in", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, who)
            one = _today(made, event_id)
            if _standing(made.db, event_id, who).fetchone() is None:
                _come(made, one, who, brought)
            made.subject = event_id
            made.note(member=who)
        found = guest_list.guest(desk, event_id, selves.survivor_of(made.db, who))
        if found is None:  # what this call made was undone since
            name, _closed = people.refuse_unknown(desk, who)
            raise NotCheckedIn(
                desk.language, member=name, name=event_book.get(desk, event_id).title(desk.language)
            )
        return found


def _come(made: Change, one: Event, member_id: int, brought: int) -> None:
    db = made.db
    contact = Interaction.insert(
        event=made.event, member=member_id, on_day=made.today, kind="event", note=one.name
    ).bind(db).execute()  # fmt: skip
    CheckIn.insert(
        event=made.event, gathering=one.id, member=member_id, at=made.at, on_day=made.today,
        brought=brought, interaction=contact,
    ).bind(db).execute()  # fmt: skip
    upgrading.attempt(made, member_id)
    happenings.attended(made, member_id, one.id)


def brought(desk: Desk, event_id: int, member_id: int) -> tuple[list[Gave], tuple[str, ...]]:
    """What rules gave a guest for coming today, or owe them; where nothing, why each gave nothing.

    Refuses an unknown member.
    """
    given = rule_book.of_member(desk, member_id, event=event_id)
    return given, () if given else happenings.why_no_gift(desk, member_id, event_id)


def undo_check_in(desk: Desk, event_id: int, member_id: int, *, key: str | None = None) -> None:
    """Take a check-in of today back: the contact and what it moved the member up for are none.

    What rules gave for it is taken back as far as it is unused; where some of it was used, it is
    not given again when the member comes after all. Refuses who was not checked in today.
    """
    content = [event_id, member_id]
    with change(desk, *_TOPICS, action="events.undo_check_in", key=key, content=content) as made:
        if made.repeats is not None:
            return
        one = event_book.get(desk, event_id)
        name, _closed = people.refuse_unknown(desk, member_id)
        rows = _standing(made.db, event_id, member_id).fetchall()
        if not rows or any(on != made.today.toordinal() for _id, on in rows):
            raise NotCheckedIn(desk.language, member=name, name=one.title(desk.language))
        for check_in_id, _on in rows:
            CheckInUndo.insert(check_in=check_in_id, event=made.event, on_day=made.today).bind(
                made.db
            ).execute()
        reverting.settle_contacts(made, member_id)
        happenings.attended_no_more(made, member_id, event_id)
        made.subject = event_id
        made.note(member=member_id)

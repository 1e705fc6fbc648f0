"""Events (活动): occasions that members are invited to, with a list of guests and their check-in.

Where there are fewer seats than invited members, those on a higher tier have them; the others wait,
and move up as soon as a seat is free.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import event_book, inputs, long, people, seats, segments, text
from shopdesk.checking_in import check_in, undo_check_in
from shopdesk.event_book import KINDS, Event, get, listed
from shopdesk.guest_list import STATES, Figures, Guest, figures, guest, guests
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, ContentRefused
from shopdesk.refusals_of_events import (
    EventBegun,
    EventCancelled,
    EventOver,
    GuestCame,
    NotOnList,
    TimeRefused,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.columns import ANSWERS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import CheckIn, CheckInUndo, Invitation
from shopdesk.store.tables.events import Gathering as Row
from shopdesk.topics import Topic

__all__ = [
    "ANSWERS", "KINDS", "STATES", "Event", "Figures", "Guest", "Invited", "add", "answer", "cancel",
    "check_in", "edit", "figures", "get", "guest", "guests", "invite", "listed", "undo_check_in",
    "uninvite",
]  # fmt: skip

_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True, slots=True)
class Invited:
    """Where those who were asked stand now, by id: who has a seat, and who waits for one."""

    seated: tuple[int, ...]
    waiting: tuple[int, ...]


# --- the events themselves --------------------------------------------------------------------


def add(
    desk: Desk,
    *,
    name: str,
    on: date,
    name_en: str | None = None,
    kind: str = "other",
    starts: str | None = None,
    ends: str | None = None,
    place: str = "",
    capacity: int | None = None,
    note: str = "",
    key: str | None = None,
) -> Event:
    """Keep an event of a day; ``capacity`` members have a seat, any number where it is nothing.

    Refuses a kind that is none of ``KINDS``, times that are none, and a capacity below 1.
    """
    values = _checked(
        desk, name=name, on=on, name_en=name_en, kind=kind, starts=starts, ends=ends, place=place,
        capacity=capacity, note=note,
    )  # fmt: skip
    with change(desk, Topic.EVENTS, action="events.add", key=key, content=values) as made:
        if made.repeats is None:
            made.subject = Row.insert(**values, event=made.event).bind(made.db).execute()
        event_id = made.subject if made.repeats is None else made.repeats
        assert event_id is not None
        return get(desk, event_id)


def edit(
    desk: Desk,
    event_id: int,
    *,
    name: str,
    on: date,
    name_en: str | None = None,
    kind: str = "other",
    starts: str | None = None,
    ends: str | None = None,
    place: str = "",
    capacity: int | None = None,
    note: str = "",
) -> Event:
    """Change an event; more seats go to who waits, fewer take nobody's.

    Refuses what ``add`` refuses, one that was cancelled, and another day once guests came.
    """
    values = _checked(
        desk, name=name, on=on, name_en=name_en, kind=kind, starts=starts, ends=ends, place=place,
        capacity=capacity, note=note,
    )  # fmt: skip
    with change(desk, Topic.EVENTS, action="events.edit") as made:
        before = _standing(desk, event_id)
        if before.on != on:
            _refuse_begun(made, before)
        Row.update(**values).where(Row.id == event_id).bind(made.db).execute()
        seats.fill(made, event_id)
        made.subject = event_id
        return get(desk, event_id)


def cancel(desk: Desk, event_id: int, *, reason: str) -> Event:
    """Say that an event does not take place, and why; its list is kept.

    Refuses one that was cancelled before, and one to which guests came.
    """
    why = text.reason(reason, desk.language)
    with change(desk, Topic.EVENTS, action="events.cancel") as made:
        _refuse_begun(made, _standing(desk, event_id))
        values = {"cancelled_on": made.today, "cancelled_because": why}
        Row.update(**values).where(Row.id == event_id).bind(made.db).execute()
        made.subject = event_id
        return get(desk, event_id)


def _checked(
    desk: Desk, *, name: str, on: date, name_en: str | None, kind: str, starts: str | None,
    ends: str | None, place: str, capacity: int | None, note: str,
) -> dict[str, Any]:  # fmt: skip
    language = desk.language
    for time in (starts, ends):
        if time is not None and not (isinstance(time, str) and re.fullmatch(_TIME, time)):
            raise TimeRefused(language, time=time)
    if capacity is not None and not is_whole(capacity, 1, LARGEST - 1):
        raise AmountRefused(language, amount=capacity)
    return {
        "name": text.kept(name, language),
        "name_en": text.kept(name_en, language) if name_en else None,
        "kind": inputs.choice(kind, KINDS, language),
        "on_day": inputs.day(on, language),
        "starts": starts,
        "ends": ends,
        "place": text.remark(place, language),
        "capacity": capacity,
        "note": text.remark(note, language),
    }


def _standing(desk: Desk, event_id: int) -> Event:
    """The event; refuses one that was cancelled."""
    one = event_book.get(desk, event_id)
    if one.cancelled_on is not None:
        raise EventCancelled(
            desk.language, name=one.title(desk.language), reason=one.cancelled_because
        )
    return one


@prepared
def _arrived(event: Any) -> Any:
    undone = CheckInUndo.select(CheckInUndo.check_in)
    return CheckIn.select(CheckIn.member).where(
        (CheckIn.gathering == event) & CheckIn.id.not_in(undone)
    )


def _refuse_begun(made: Change, one: Event) -> None:
    if _arrived(made.db, one.id).fetchone() is not None:
        raise EventBegun(made.desk.language, name=one.title(made.desk.language))


# --- the list ---------------------------------------------------------------------------------


def invite(
    desk: Desk,
    event_id: int,
    *,
    members: Sequence[int] = (),
    segment: int | None = None,
    key: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Invited:
    """Put members, and all of a segment, on the list of an event; who is on it stays as they are.

    Higher tiers have the seats first, then who was asked first; the others wait. Refuses unknown
    and closed members, an event that was cancelled or is over, and a call that asks for nobody.
    It is one change: stopped, it leaves nobody on the list.
    """
    content = [event_id, list(members) if isinstance(members, list | tuple) else members, segment]
    with change(desk, Topic.EVENTS, action="events.invite", key=key, content=content) as made:
        asked = _asked(desk, members, segment)
        if made.repeats is None:
            one = _standing(desk, event_id)
            if one.on < made.today:
                raise EventOver(desk.language, name=one.title(desk.language), date=one.on)
            for member_id in long.watched(asked, progress, cancelled):
                _put(made.db, made.event, event_id, member_id)
            seats.fill(made, event_id)
            made.subject = event_id
            made.note(asked=len(asked))
        return _places(desk, event_id, asked)


def _asked(desk: Desk, named: Any, segment: int | None) -> list[int]:
    if not isinstance(named, list | tuple) or not (named or segment is not None):
        raise ContentRefused(desk.language)
    for member_id in named:
        people.refuse_absent(desk, member_id)
    of_segment = [] if segment is None else segments.members(desk, segment)
    return list(dict.fromkeys([*named, *of_segment]))


def _places(desk: Desk, event_id: int, asked: Iterable[int]) -> Invited:
    wanted = set(asked)
    found = [one for one in guests(desk, event_id) if one.member_id in wanted]
    seated = [one.member_id for one in found if one.state in ("accepted", "open")]
    return Invited(tuple(seated), tuple(one.member_id for one in found if one.state == "waiting"))


@prepared
def _put(event: Any, gathering: Any, member: Any) -> Any:
    """Everyone waits until the seats are given."""
    return Invitation.insert(
        event=event, gathering=gathering, member=member, answer=ANSWERS[0], is_waiting=1
    ).on_conflict_ignore()


def uninvite(desk: Desk, event_id: int, member_id: int) -> None:
    """Take a member off the list; who waits moves up.

    Refuses who is not on it, who was checked in, and an event that was cancelled.
    """
    with change(desk, Topic.EVENTS, action="events.uninvite") as made:
        one = _standing(desk, event_id)
        name = _on_list(made, one, member_id)
        if (member_id,) in _arrived(made.db, event_id).fetchall():
            raise GuestCame(desk.language, member=name, name=one.title(desk.language))
        its = (Invitation.gathering == event_id) & (Invitation.member == member_id)
        Invitation.delete().where(its).bind(made.db).execute()
        seats.fill(made, event_id)
        made.subject = event_id
        made.note(member=member_id)


def _on_list(made: Change, one: Event, member_id: int) -> str:
    """The member's name; refuses who is not on the list."""
    language = made.desk.language
    name, _closed = people.refuse_unknown(made.desk, member_id)
    its = (Invitation.gathering == one.id) & (Invitation.member == member_id)
    if Invitation.select(Invitation.id).where(its).tuples().bind(made.db).first() is None:
        raise NotOnList(language, member=name, name=one.title(language))
    return name


def answer(desk: Desk, event_id: int, member_id: int, said: str) -> Guest:
    """Keep what an invited member said: one of ``ANSWERS``; ``open`` is that they said nothing.

    Who declines leaves the seat to who waits, and waits for one when they agree after all. Refuses
    who is not on the list, and an event that was cancelled.
    """
    inputs.choice(said, ANSWERS, desk.language)
    with change(desk, Topic.EVENTS, action="events.answer") as made:
        one = _standing(desk, event_id)
        _on_list(made, one, member_id)
        its = (Invitation.gathering == event_id) & (Invitation.member == member_id)
        if said == "declined":
            Invitation.update(is_waiting=1).where(its).bind(made.db).execute()
        Invitation.update(answer=said).where(its).bind(made.db).execute()
        seats.fill(made, event_id)
        made.subject = event_id
        made.note(member=member_id, said=said)
        found = guest(desk, event_id, member_id)
        assert found is not None
        return found

"""Tiers given from outside the ladder's criteria: a fixed lock, a floor, a trial, a paid tier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN

from shopdesk import clock, holding, people, text, tier_words
from shopdesk.clock import day_or_none
from shopdesk.refusals import (
    ChoiceRefused,
    DateRefused,
    OverlayOver,
    UnknownOverlay,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tiers import TierOverlay, TierOverlayEnd
from shopdesk.topics import Topic

_TOPICS = (Topic.MEMBERS, Topic.TIERS)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tier given from outside: ``kind`` is ``lock``, ``floor``, ``trial`` or ``paid``.

    It runs from ``from_on`` through ``until_on`` (nothing: without end) unless it was lifted on
    ``lifted_on``. ``staff`` gave it, for ``reason``.
    """

    id: int
    member_id: int
    kind: str
    tier: str
    from_on: date
    until_on: date | None
    reason: str
    staff: str | None
    lifted_on: date | None
    lifted_because: str | None
    is_running: bool


def overlays(desk: Desk, member_id: int) -> tuple[Overlay, ...]:
    """Every overlay a member ever had, the newest first; refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    today = desk.today()
    return tuple(_overlay(row, today) for row in _of_member(desk.db, member=member_id).fetchall())


def happened(
    desk: Desk, member_id: int, limit: int = -1
) -> Iterator[tuple[str, str, int, Overlay]]:
    """What was given and what was lifted: its kind, the name of its sentence, its event."""
    today = desk.today()
    for *row, given, lifted in _events(desk.db, member=member_id, most=limit).fetchall():
        one = _overlay(row, today)
        yield one.kind, tier_words.of_overlay(one.kind, one.until_on), given, one
        if lifted is not None:
            yield f"{one.kind}_lifted", f"{one.kind}_lifted", lifted, one


@prepared
def _events(member: Any, most: Any) -> Any:
    return (
        _rows()
        .select_extend(TierOverlay.event, TierOverlayEnd.event)
        .where(TierOverlay.member == member)
        .limit(most)
    )


def _rows() -> Any:
    one, end = TierOverlay, TierOverlayEnd
    return (
        one.select(
            one.id, one.member, one.kind, one.tier, one.from_on, one.until_on, one.reason,
            Staff.name, end.on_day, end.reason,
        )
        .join(end, JOIN.LEFT_OUTER, on=(end.overlay == one.id))
        .join(Event, JOIN.LEFT_OUTER, on=(Event.id == one.event))
        .join(Staff, JOIN.LEFT_OUTER, on=(Staff.id == Event.staff))
        .order_by(one.id.desc())
    )  # fmt: skip


@prepared
def _of_member(member: Any) -> Any:
    return _rows().where(TierOverlay.member == member)


@prepared
def _by_id(overlay: Any) -> Any:
    return _rows().where(TierOverlay.id == overlay)


def _overlay(row: Sequence[Any], today: date) -> Overlay:
    id_, member_id, kind, tier, first, last, reason, staff, ended, because = row
    until_on = day_or_none(last)
    lifted_on = day_or_none(ended)
    is_over = until_on is not None and until_on < today
    return Overlay(
        id_, member_id, kind, tier, date.fromordinal(first), until_on, reason, staff, lifted_on,
        because, is_running=lifted_on is None and not is_over,
    )  # fmt: skip


# --- giving -----------------------------------------------------------------------------------


def lock(
    desk: Desk, member_id: int, tier: str, *, reason: str, until: date | None = None,
    key: str | None = None,
) -> Overlay:  # fmt: skip
    """Fix a member on a tier through a day or without end, whatever is earned meanwhile (9.26).

    The earned tier goes on by its own rules underneath. A lock that runs already is replaced.
    Refuses a tier that is not on the ladder, a day before today, a closed membership, no reason.
    """
    why = text.reason(reason, desk.language)
    return _give(desk, _Asked("lock", member_id, tier, until, why), key)


def floor(
    desk: Desk, member_id: int, tier: str, *, reason: str, until: date | None = None,
    key: str | None = None,
) -> Overlay:  # fmt: skip
    """Let a member stand on a tier at least; it lets what is earned above it through.

    Refuses what ``lock`` refuses.
    """
    why = text.reason(reason, desk.language)
    return _give(desk, _Asked("floor", member_id, tier, until, why), key)


def trial(
    desk: Desk, member_id: int, tier: str, *, until: date, reason: str = "", key: str | None = None
) -> Overlay:
    """Let a member try a tier through a day; refuses what ``lock`` refuses, but needs no reason."""
    ends, why = _ends(desk, until), text.remark(reason, desk.language)
    return _give(desk, _Asked("trial", member_id, tier, ends, why), key)


def paid(
    desk: Desk, member_id: int, tier: str, *, until: date, reason: str = "", key: str | None = None
) -> Overlay:
    """Let a member have a tier that was paid for through a day; refuses what ``trial`` refuses."""
    ends, why = _ends(desk, until), text.remark(reason, desk.language)
    return _give(desk, _Asked("paid", member_id, tier, ends, why), key)


def _ends(desk: Desk, until: object) -> date:
    if not isinstance(until, date):
        raise DateRefused(desk.language, date=until)
    return until


class _Asked(NamedTuple):
    """What is to be given."""

    kind: str
    member_id: int
    tier: str
    until: date | None
    reason: str


def _give(desk: Desk, asked: _Asked, key: str | None) -> Overlay:
    with change(desk, *_TOPICS, action=f"tiers.{asked.kind}", key=key, content=asked) as made:
        overlay_id = made.repeats
        if overlay_id is None:
            _check(made, asked)
            made.subject = overlay_id = impose(made, *asked)
            made.note(member=asked.member_id, tier=asked.tier, until=asked.until)
    return _get(desk, overlay_id)


def impose(
    made: Change, kind: str, member_id: int, tier: str, until: date | None, reason: str
) -> int:
    """Give a tier from outside, inside a change; returns the overlay's id."""
    if kind == "lock":
        _end_locks(made, member_id, reason)
    query = TierOverlay.insert(
        event=made.event, member=member_id, kind=kind, tier=tier, from_on=made.today,
        until_on=until, reason=reason,
    )  # fmt: skip
    overlay_id: int = query.bind(made.db).execute()
    holding.settle(made, member_id)
    return overlay_id


def _check(made: Change, asked: _Asked) -> None:
    language, until = made.desk.language, asked.until
    people.refuse_absent(made.desk, asked.member_id)
    codes = [each.code for each in made.desk.shop.known.ladder]
    if asked.tier not in codes:
        raise ChoiceRefused(language, value=asked.tier, choices=", ".join(codes))
    if until is not None and not (clock.is_day(until) and until >= made.today):
        raise DateRefused(language, date=until)


# --- ending -----------------------------------------------------------------------------------


def _end_locks(made: Change, member_id: int, reason: str) -> None:
    for one in holding.running(made.db, member_id, made.today):
        if one.kind == "lock":
            _end(made, one.id, reason)


def _end(made: Change, overlay_id: int, reason: str) -> None:
    TierOverlayEnd.insert(
        overlay=overlay_id, event=made.event, on_day=made.today, reason=reason
    ).bind(made.db).execute()


def end(made: Change, member_id: int, overlay_id: int) -> None:
    """End an overlay inside a change, where it has not ended; of a member who was another when it
    was given, also as what it goes on for them."""
    was = _get(made.desk, overlay_id)
    terms = was.kind, was.tier, was.until_on, was.reason
    sql = "SELECT closed_on IS NOT NULL FROM member WHERE id = ?"
    ((is_gone,),) = made.db.execute_sql(sql, (was.member_id,)).fetchall()
    for member in {was.member_id, member_id}:
        for one in holding.running(made.db, member, made.today):
            goes_on = (one.kind, one.tier, one.until_on, one.reason) == terms
            if one.id == overlay_id or (is_gone and member != was.member_id and goes_on):
                _end(made, one.id, "")
                break
        holding.settle(made, member)


def lift(desk: Desk, overlay_id: int, *, reason: str, key: str | None = None) -> Overlay:
    """End an overlay now, for a reason; the member stands on what is left at once (9.26).

    Refuses an unknown one, and one that is over or lifted already.
    """
    why, content = text.reason(reason, desk.language), [overlay_id, reason]
    with change(desk, *_TOPICS, action="tiers.lift", key=key, content=content) as made:
        if made.repeats is None:
            one = _get(desk, overlay_id)
            if not one.is_running:
                raise OverlayOver(desk.language, overlay=overlay_id)
            made.subject = overlay_id
            _end(made, overlay_id, why)
            holding.settle(made, one.member_id)
            made.note(member=one.member_id, tier=one.tier)
    return _get(desk, overlay_id)


def _get(desk: Desk, overlay_id: int) -> Overlay:
    row = row_of(_by_id, desk.db, overlay_id)
    if row is None:
        raise UnknownOverlay(desk.language, overlay=overlay_id)
    return _overlay(row, desk.today())

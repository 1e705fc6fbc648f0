"""Days of the year that mean something to a member: their own, and those of their family.

They are known beside the member's own birthday, which stands with the member.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache
from typing import Any

from shopdesk import birthdays, inputs, member_details, people, text
from shopdesk.member_details import Birthday, LunarBirthday
from shopdesk.refusals import ChoiceRefused, ContentRefused, DateRefused, UnknownDate
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.columns import DATES
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.personal import MemberDate as Row
from shopdesk.topics import Topic

KINDS = DATES
"""``own``: a day of the member's own; ``birthday``, ``anniversary``: of someone of the family."""


@dataclass(frozen=True, slots=True)
class MemberDate:
    """A day that comes every year, with whose or which it is.

    It has either a ``day``, with or without the year in which it was first, or a ``lunar_day``.
    """

    id: int
    member_id: int
    kind: str
    name: str
    day: Birthday | None
    lunar_day: LunarBirthday | None


@dataclass(frozen=True, slots=True)
class Falling:
    """That a date comes on a day; ``years`` is for which time since the first, where it is
    known."""

    on: date
    date: MemberDate
    years: int | None


_COLUMNS = (
    Row.id, Row.member, Row.kind, Row.name, Row.year, Row.month, Row.day, Row.is_lunar, Row.is_leap,
)  # fmt: skip


@prepared
def _by_id(date_id: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.id == date_id)


@prepared
def _of_member(member: Any) -> Any:
    return Row.select(*_COLUMNS).where(Row.member == member).order_by(Row.id)


@prepared
def _every() -> Any:
    return Row.select(*_COLUMNS).join(Member).where(Member.closed_on.is_null()).order_by(Row.id)


def _read(row: tuple[Any, ...]) -> MemberDate:
    id_, member_id, kind, name, year, month, day, is_lunar, is_leap = row
    if is_lunar:
        lunar_day = (month, day, True) if is_leap else (month, day)
        return MemberDate(id_, member_id, kind, name, None, lunar_day)
    solar_day = date(year, month, day) if year else (month, day)
    return MemberDate(id_, member_id, kind, name, solar_day, None)


def get(desk: Desk, date_id: int) -> MemberDate:
    """One date; refuses an unknown id."""
    row = row_of(_by_id, desk.db, date_id)
    if row is None:
        raise UnknownDate(desk.language, date=date_id)
    return _read(row)


def of_member(desk: Desk, member_id: int) -> list[MemberDate]:
    """The dates of a member, the one that comes next first."""
    people.refuse_unknown(desk, member_id)
    found = [_read(row) for row in _of_member(desk.db, member_id).fetchall()]
    return sorted(found, key=lambda one: (next_on(one, desk.today()), one.id))


def next_on(one: MemberDate, today: date) -> date:
    """When a date comes next: today, or a day after it."""
    return _next(one.day, one.lunar_day, today)


def _next(day: Birthday | None, lunar_day: LunarBirthday | None, today: date) -> date:
    if lunar_day is not None:
        return birthdays.next_lunar(today, lunar_day)
    assert day is not None
    return birthdays.next_solar(today, day)


def falling(desk: Desk, first_on: date, last_on: date) -> list[Falling]:
    """Which dates of all members come on the days from ``first_on`` through ``last_on``, in the
    order of the days. Closed memberships have none. Refuses what is no day."""
    for day in (first_on, last_on):
        if inputs.day(day, desk.language).year == MAXYEAR:  # the next time may be beyond all days
            raise DateRefused(desk.language, date=day)
    next_of = cache(_next)  # many members share few days, and the Chinese calendar takes its time
    found = [
        Falling(on, one, on.year - one.day.year if isinstance(one.day, date) else None)
        for one in map(_read, _every(desk.db).fetchall())
        for on in _comes(one, first_on, last_on, next_of)
    ]
    return sorted(found, key=lambda one: (one.on, one.date.id))


def _comes(one: MemberDate, first_on: date, last_on: date, next_of: Any) -> Iterator[date]:
    day = first_on
    while day <= last_on:
        day = next_of(one.day, one.lunar_day, day)
        if day <= last_on:
            yield day
        day += timedelta(days=1)


# --- commands ---------------------------------------------------------------------------------


def add(
    desk: Desk,
    member_id: int,
    *,
    name: str,
    kind: str = "own",
    day: Birthday | None = None,
    lunar_day: LunarBirthday | None = None,
    key: str | None = None,
) -> MemberDate:
    """Keep a date of a member: whose or which it is, and its ``day`` or ``lunar_day``.

    A day is a date or (month, day); a lunar one (month, day), with True for a leap month, as a
    birthday is. Refuses an unknown or closed member, any kind but ``KINDS``, two days or none, and
    a day that cannot be.
    """
    values = _checked(desk, name, kind, day, lunar_day)
    content = [member_id, values]
    with change(desk, Topic.MEMBERS, action="dates.add", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            made.subject = Row.insert(
                event=made.event, member=member_id, **values
            ).bind(made.db).execute()  # fmt: skip
            made.note(member=member_id)
        written = made.subject if made.repeats is None else made.repeats
        assert written is not None
        return get(desk, written)


def edit(desk: Desk, date_id: int, **values: Any) -> MemberDate:
    """Change name, kind, day or lunar_day of a date, by those names; one day replaces the other."""
    unknown = values.keys() - {"name", "kind", "day", "lunar_day"}
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices="name, kind, …")
    with change(desk, Topic.MEMBERS, action="dates.edit") as made:
        now = get(desk, date_id)
        people.refuse_absent(desk, now.member_id)
        before: dict[str, Any] = {"name": now.name, "kind": now.kind}
        if "day" in values or "lunar_day" in values:
            before |= {"day": None, "lunar_day": None}
        else:
            before |= {"day": now.day, "lunar_day": now.lunar_day}
        columns = _checked(desk, **{**before, **values})
        Row.update(event=made.event, **columns).where(Row.id == date_id).bind(made.db).execute()
        made.subject = date_id
        made.note(member=now.member_id)
        return get(desk, date_id)


def remove(desk: Desk, date_id: int) -> None:
    """Forget a date; refuses an unknown id."""
    with change(desk, Topic.MEMBERS, action="dates.remove") as made:
        now = get(desk, date_id)
        Row.delete().where(Row.id == date_id).bind(made.db).execute()
        made.subject = date_id
        made.note(member=now.member_id)


def _checked(
    desk: Desk, name: str, kind: str, day: Birthday | None, lunar_day: LunarBirthday | None
) -> dict[str, Any]:
    """A date as columns, or the refusal of the first thing that cannot be kept."""
    inputs.choice(kind, KINDS, desk.language)
    values: dict[str, Any] = {"kind": kind, "name": text.kept(name, desk.language)}
    if day is not None and lunar_day is not None:
        raise ContentRefused(desk.language)
    if lunar_day is not None:
        month, of_month, is_leap = member_details.lunar(desk, lunar_day)
        return {**values, "year": None, "month": month, "day": of_month, "is_lunar": 1,
                "is_leap": is_leap}  # fmt: skip
    if day is None:
        raise DateRefused(desk.language, date="–")
    year, month, of_month = member_details.solar(desk, day)
    return {**values, "year": year, "month": month, "day": of_month, "is_lunar": 0, "is_leap": 0}

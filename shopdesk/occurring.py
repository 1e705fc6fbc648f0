"""Whom a day of the calendar brings an occasion to: all members at once, by one question each.

A day may be one that the shop was closed on and that is caught up later: it is asked for as it
would have been then, but of those who are members still.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import birthdays, dates, festivals, standing, triggers
from shopdesk.dates import MemberDate
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.people import Member
from shopdesk.triggers import Trigger

_DAY = timedelta(days=1)


class Coming(NamedTuple):
    """An occasion that comes to a member: the key it is given by once, the day it is about, and in
    how many days it is to be collected where its trigger says so."""

    member_id: int
    occasion: str
    on: date
    window: int | None = None


def on_day(
    desk: Desk, trigger: Trigger, day: date, member_id: int | None = None
) -> Iterator[Coming]:
    """Whom a day brings a trigger of the calendar to, in the order of their ids; ``member_id`` asks
    of one alone."""
    for coming in sorted(CALENDAR[trigger.kind](desk, trigger, day, member_id)):
        if member_id in (None, coming.member_id):
            yield coming


@prepared
def _everyone(day: Any) -> Any:
    return Member.select(Member.id).where(Member.closed_on.is_null() & (Member.joined_on <= day))


@prepared
def _one(member: Any, day: Any) -> Any:
    is_there = Member.closed_on.is_null() & (Member.joined_on <= day)
    return Member.select(Member.id).where((Member.id == member) & is_there)


def _there(desk: Desk, day: date, only: int | None) -> list[int]:
    """Who was a member on a day: everyone, or of one whether they were."""
    if only is None:
        rows = _everyone(desk.db, day=day.toordinal()).fetchall()
    else:
        rows = _one(desk.db, member=only, day=day.toordinal()).fetchall()
    return [member_id for (member_id,) in rows]


def _to_everyone(
    desk: Desk, occasion: str, on: date, day: date, only: int | None
) -> Iterator[Coming]:
    for member_id in _there(desk, day, only):
        yield Coming(member_id, occasion, on)


# --- days of everybody ------------------------------------------------------------------------


def _every(desk: Desk, trigger: Trigger, day: date, only: int | None) -> Iterator[Coming]:
    months = triggers.MONTHS[trigger.subject]
    begins = (day.month - 1) % months == 0
    if begins and day.day == trigger.number:
        number = (day.month - 1) // months + 1
        yield from _to_everyone(desk, f"{trigger.subject}:{day.year}-{number:02}", day, day, only)


def _festival(desk: Desk, trigger: Trigger, day: date, only: int | None) -> Iterator[Coming]:
    on = day + trigger.number * _DAY
    year = festivals.get(desk, trigger.subject).year_on(on)
    if year is not None:
        yield from _to_everyone(desk, f"{trigger.subject}:{year}", on, day, only)


# --- personal days ----------------------------------------------------------------------------


@prepared
def _born_on(is_lunar: Any, days: Any, day: Any) -> Any:
    """Members whose birthday falls on one of some days, [month, day, is in a leap month] each."""
    month, of_month, leap = (fn.json_extract(SQL("born.value"), f"$[{n}]") for n in range(3))
    lunar = (Member.lunar_month == month) & (Member.lunar_day == of_month)
    solar = (Member.birth_month == month) & (Member.birth_day == of_month)
    own = ((is_lunar == SQL("1")) & lunar & (Member.lunar_leap == leap)) | (
        (is_lunar == SQL("0")) & solar
    )
    return (
        Member.select(Member.id, Member.tier)
        .from_(Member, fn.json_each(days).alias("born"))
        .where(own & Member.closed_on.is_null() & (Member.joined_on <= day))
    )


def _birthday(desk: Desk, trigger: Trigger, day: date, _only: int | None) -> Iterator[Coming]:
    """By the tier's window: it opens half of its days before the birthday (9.27); on the day itself
    for all who were not on that tier then, or of whom it was not known.

    Who gave both has the one that comes first in the year; the other is too near to it.
    """
    windows = dict(trigger.windows)
    tiers = {tier.code: windows.get(tier.code, 1) for tier in standing.ladder(desk)}
    for ahead in sorted({_ahead(window) for window in tiers.values()} | {0}):
        on = day + ahead * _DAY
        for is_lunar, year, days in birthdays.falling_on(on):
            found = _born_on(desk.db, is_lunar, json.dumps(days), day.toordinal()).fetchall()
            for member_id, tier in found:
                window = tiers.get(tier, 1)
                left = window - _ahead(window) + ahead
                if ahead in (0, _ahead(window)):
                    yield Coming(member_id, f"birthday:{year}", on, left if windows else None)


def _ahead(window: int) -> int:
    """So many days before the birthday its window opens."""
    return (window - 1) // 2


def _called(one: MemberDate) -> str:
    """What a date is known by, however often it is written down: its kind and name, as a digest,
    for a name may be a person's and the key of what was given stays."""
    said = f"{one.kind} {one.name.casefold()}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _own_date(desk: Desk, trigger: Trigger, day: date, only: int | None) -> Iterator[Coming]:
    on = day + trigger.number * _DAY
    its = [found.date for found in dates.falling(desk, on, on)]
    there = set(_there(desk, day, only)) if its else set()
    for one in its:
        if one.kind == trigger.subject and one.member_id in there:
            year = birthdays.lunar_year(on) if one.lunar_day else on.year
            yield Coming(one.member_id, f"date:{_called(one)}:{year}", on)


@prepared
def _joined_on(days: Any) -> Any:
    return Member.select(Member.id, Member.joined_on).where(
        Member.closed_on.is_null() & among(Member.joined_on, days)
    )


def _years(desk: Desk, trigger: Trigger, day: date, _only: int | None) -> Iterator[Coming]:
    wanted = [trigger.number] if trigger.number else range(1, 101)
    joined = {on.toordinal(): years for years in wanted for on in _before(day, years)}
    for member_id, joined_on in _joined_on(desk.db, json.dumps(list(joined))).fetchall():
        yield Coming(member_id, f"years:{joined[joined_on]}", day)


def _before(day: date, years: int) -> Iterator[date]:
    """The days so many years before, of which this is the anniversary: 29 February's is the 28th
    in common years."""
    leap = (2, 29)
    if (day.month, day.day) != leap or _is_leap(day.year - years):
        yield day.replace(year=day.year - years)
    if (day.month, day.day) == (2, 28) and not _is_leap(day.year) and _is_leap(day.year - years):
        yield date(day.year - years, *leap)


def _is_leap(year: int) -> bool:
    return (date(year, 3, 1) - _DAY).day == 29


@prepared
def _last_seen_on(day: Any, until: Any) -> Any:
    """Who came on a day and not again until another."""
    later = MemberDay.alias("later")
    came_back = later.select(SQL("1")).where(
        (later.member == MemberDay.member) & (later.on_day > MemberDay.on_day)
        & (later.on_day <= until) & (later.kept > SQL("0"))
    )  # fmt: skip
    return (
        MemberDay.select(MemberDay.member)
        .join(Member, on=(Member.id == MemberDay.member))
        .where(
            (MemberDay.on_day == day) & (MemberDay.kept > SQL("0")) & Member.closed_on.is_null()
            & ~fn.EXISTS(came_back)
        )
    )  # fmt: skip


def _away(desk: Desk, trigger: Trigger, day: date, _only: int | None) -> Iterator[Coming]:
    last_seen = day - trigger.number * _DAY
    found = _last_seen_on(desk.db, last_seen.toordinal(), day.toordinal()).fetchall()
    for (member_id,) in found:
        yield Coming(member_id, f"away:{last_seen}", day)


CALENDAR: dict[str, Callable[[Desk, Trigger, date, int | None], Iterator[Coming]]] = {
    "every": _every,
    "festival": _festival,
    "birthday": _birthday,
    "own_date": _own_date,
    "years": _years,
    "away": _away,
}

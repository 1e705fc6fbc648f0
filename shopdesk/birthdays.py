"""When a birthday comes next, by the solar calendar and by the Chinese one."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from shopdesk import clock
from shopdesk.member_details import Birthday, LunarBirthday


def next_solar(today: date, birthday: Birthday) -> date:
    """The next time this day of the year comes; 29 February on the 28th in common years."""
    month, day = (
        (birthday.month, birthday.day) if isinstance(birthday, date) else (birthday[0], birthday[1])
    )
    this, following = (
        date(year, month, min(day, clock.month_bounds(year, month)[1].day))
        for year in (today.year, today.year + 1)
    )
    return this if this >= today else following


def next_lunar(today: date, birthday: LunarBirthday) -> date:
    """The next time this day of the Chinese year comes.

    A leap month's in the ordinary month of a year without it; the 30th on the 29th of a month that
    has no more.
    """
    comes = (in_lunar_year(today.year + step, birthday) for step in (-1, 0, 1))
    return next(day for day in comes if day >= today)


def falling_on(day: date) -> Iterator[tuple[int, int, list[tuple[int, int, int]]]]:
    """Which birthdays fall on a day, by each calendar: whether it is the Chinese one (1 or 0), its
    year, and the days as (month, day, is in a leap month)."""
    solar = [(day.month, day.day, 0)]
    is_last = (day + timedelta(days=1)).day == 1
    if day.month == _FEBRUARY and is_last and day.day < _LEAP_DAY:
        solar.append((_FEBRUARY, _LEAP_DAY, 0))
    yield 0, day.year, solar
    year, month, of_month = _lunar_day(day)
    found = [(abs(month), of_month, int(month < 0))]
    if month > 0 and _lunar_month(year, -month) is None:
        found.append((month, of_month, 1))
    if _lunar_day(day + timedelta(days=1))[2] == 1 and of_month < _LONG_MONTH:
        found += [(its, _LONG_MONTH, leap) for its, _of_month, leap in found]
    yield 1, year, found


_FEBRUARY, _LEAP_DAY, _LONG_MONTH, _MONTHS = 2, 29, 30, 12

REWARDED_ONCE = 300
"""No birthday counts so few days from the last one rewarded, wherever it was moved to (9.27)."""


def is_same_occasion(day: date, rewarded_on: date, *, is_lunar: bool) -> bool:
    """Whether a birthday is the one that another day was rewarded for: of the same year, by the
    calendar of the birthday, or too near.
    """
    if abs((day - rewarded_on).days) <= REWARDED_ONCE:
        return True
    number = lunar_year if is_lunar else _year
    return number(day) == number(rewarded_on)


def _year(day: date) -> int:
    return day.year


def lunar_year(day: date) -> int:
    """The Chinese year that a day lies in."""
    return _lunar_day(day)[0]


def _lunar_day(day: date) -> tuple[int, int, int]:
    """A day by the Chinese calendar: year, month (a leap one below 0), day of the month."""
    year = day.year if day >= _lunar_months(day.year)[0][0] else day.year - 1
    months = _lunar_months(year)
    first, month = months[bisect_right(months, (day, _MONTHS)) - 1]
    return year, month, (day - first).days + 1


@lru_cache(maxsize=256)
def _lunar_months(year: int) -> list[tuple[date, int]]:
    """The months of a Chinese year by their first days; a leap one is below 0."""
    signed = (sign * month for month in range(1, _MONTHS + 1) for sign in (1, -1))
    found = ((_lunar_month(year, month), month) for month in signed)
    return sorted((its[0], month) for its, month in found if its is not None)


def in_lunar_year(year: int, birthday: LunarBirthday) -> date:
    """The day on which a day of the Chinese year falls in that year; see ``next_lunar``."""
    month, day, *leap = birthday
    found = _lunar_month(year, -month) if leap and leap[0] else None
    found = found or _lunar_month(year, month)
    assert found is not None, "every year has its twelve"
    first, days = found
    return first + timedelta(days=min(day, days) - 1)


@lru_cache(maxsize=4096)
def _lunar_month(year: int, month: int) -> tuple[date, int] | None:
    """The first day of a month of the Chinese year and how many it has; a leap month is below 0,
    and mostly there is none. Reckoned once: it takes a hundred times as long as what it is for."""
    from lunar_python import Lunar, LunarMonth

    found = LunarMonth.fromYm(year, month)
    if found is None:
        return None
    first = Lunar.fromYmd(year, month, 1).getSolar()
    return date(first.getYear(), first.getMonth(), first.getDay()), found.getDayCount()

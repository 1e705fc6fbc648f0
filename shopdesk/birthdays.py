"""When a birthday comes next, by the solar calendar and by the Chinese one."""

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
    comes = (_in_lunar_year(today.year + step, birthday) for step in (-1, 0, 1))
    return next(day for day in comes if day >= today)


REWARDED_ONCE = 300
"""No birthday counts so few days from the last one rewarded, wherever it was moved to (9.27)."""


def is_same_occasion(day: date, rewarded_on: date, *, is_lunar: bool) -> bool:
    """Whether a birthday is the one that another day was rewarded for: of the same year, by the
    calendar of the birthday, or too near.
    """
    if abs((day - rewarded_on).days) <= REWARDED_ONCE:
        return True
    number = _lunar_year if is_lunar else _year
    return number(day) == number(rewarded_on)


def _year(day: date) -> int:
    return day.year


def _lunar_year(day: date) -> int:
    from lunar_python import Solar

    year: int = Solar.fromYmd(day.year, day.month, day.day).getLunar().getYear()
    return year


def _in_lunar_year(year: int, birthday: LunarBirthday) -> date:
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

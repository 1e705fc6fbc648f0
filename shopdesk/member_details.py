"""A person's details as they are kept: checked before a member is written with them."""

from datetime import date
from typing import Any

from shopdesk import clock, inputs, money, text
from shopdesk.language import LANGUAGES
from shopdesk.refusals import DateRefused, PhoneRefused
from shopdesk.shop import Desk

Birthday = date | tuple[int, int]
"""A whole date, or (month, day) of someone who keeps the year to themselves."""
LunarBirthday = tuple[int, int] | tuple[int, int, bool]
"""(month, day) of the Chinese calendar, and True for a leap month."""


def checked(
    desk: Desk,
    *,
    name: str,
    phone: str | None,
    birthday: Birthday | None,
    lunar_birthday: LunarBirthday | None,
    language: str,
) -> dict[str, Any]:
    """A person's details as columns, or the refusal of the first one that cannot be kept."""
    inputs.choice(language, LANGUAGES, desk.language)
    try:
        tidy_phone = text.phone(phone) if phone and phone.strip() else None
    except (ValueError, TypeError, AttributeError):
        raise PhoneRefused(desk.language, phone=phone) from None
    return {
        "name": text.kept(name, desk.language),
        "phone": tidy_phone,
        "language": language,
        **_birthday_columns(desk, birthday),
        **_lunar_columns(desk, lunar_birthday),
    }


_LEAP_YEAR = 2000


def _birthday_columns(desk: Desk, birthday: Birthday | None) -> dict[str, int | None]:
    year, month, day = (None, None, None) if birthday is None else solar(desk, birthday)
    return {"birth_year": year, "birth_month": month, "birth_day": day}


def _lunar_columns(desk: Desk, birthday: LunarBirthday | None) -> dict[str, int | None]:
    month, day, is_leap = (None, None, 0) if birthday is None else lunar(desk, birthday)
    return {"lunar_month": month, "lunar_day": day, "lunar_leap": is_leap}


def solar(desk: Desk, written: Birthday) -> tuple[int | None, int, int]:
    """Year (or nothing), month and day of what comes every year; refuses one that never did."""
    if isinstance(written, date):
        if not clock.is_day(written) or written > desk.today():
            raise DateRefused(desk.language, date=written)
        year: int | None = written.year
        month, day = written.month, written.day
    else:
        year, (month, day) = None, _pair(desk, written)
    try:
        date(year or _LEAP_YEAR, month, day)
    except (ValueError, TypeError, OverflowError):
        raise DateRefused(desk.language, date=f"{month}-{day}") from None
    return year, month, day


def _pair(desk: Desk, written: tuple[int, int]) -> tuple[int, int]:
    try:
        month, day = written
    except (ValueError, TypeError):
        raise DateRefused(desk.language, date=written) from None
    return month, day


def lunar(desk: Desk, written: LunarBirthday) -> tuple[int, int, int]:
    """Month, day and whether in a leap month (1 or 0) of a day of the Chinese year."""
    try:
        month, day, *leap = written
        can_be = money.is_whole(month, 1, 12) and money.is_whole(day, 1, 30)
    except (TypeError, ValueError):
        raise DateRefused(desk.language, date=written) from None
    if not can_be:
        raise DateRefused(desk.language, date=f"{month}-{day}")
    return month, day, int(bool(leap and leap[0]))

"""A person's details as they are kept: checked before a member is written with them."""

from datetime import date
from typing import Any

from shopdesk import clock, text
from shopdesk.language import LANGUAGES
from shopdesk.refusals import ChoiceRefused, DateRefused, PhoneRefused
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
    if language not in LANGUAGES:
        raise ChoiceRefused(desk.language, value=language, choices=", ".join(LANGUAGES))
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
    if birthday is None:
        return {"birth_year": None, "birth_month": None, "birth_day": None}
    if isinstance(birthday, date):
        if not clock.is_day(birthday) or birthday > desk.today():
            raise DateRefused(desk.language, date=birthday)
        year: int | None = birthday.year
        month, day = birthday.month, birthday.day
    else:
        year, (month, day) = None, birthday
    try:
        date(year or _LEAP_YEAR, month, day)
    except ValueError:
        raise DateRefused(desk.language, date=f"{month}-{day}") from None
    return {"birth_year": year, "birth_month": month, "birth_day": day}


def _lunar_columns(desk: Desk, birthday: LunarBirthday | None) -> dict[str, int | None]:
    if birthday is None:
        return {"lunar_month": None, "lunar_day": None, "lunar_leap": 0}
    try:
        month, day, *leap = birthday
        can_be = 1 <= month <= 12 and 1 <= day <= 30
    except TypeError:
        raise DateRefused(desk.language, date=birthday) from None
    if not can_be:
        raise DateRefused(desk.language, date=f"{month}-{day}")
    return {"lunar_month": month, "lunar_day": day, "lunar_leap": int(bool(leap and leap[0]))}

"""Days as people read and speak of them.

Where days stand below each other, are typed, or go into a file or onto paper they are ISO,
``2026-10-15``: columns, fields, vouchers, slips. In a sentence, on a card, in a heading they are
``15 Oct 2026`` (``dated``; ``near`` leaves this year out; ``day`` has the weekday, for what is
planned). A moment is ``2026-10-15 12:00``, as on receipts, the time by 24 hours.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeGuard
from zoneinfo import ZoneInfo

from shopdesk.language import N_, translator

WEEKDAYS = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)  # fmt: skip
"""Monday first, as Python counts them."""
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def day(on: date, today: date, language: str) -> str:
    """A day as one speaks of it: ``Tue 1 Dec``, with its year where that is another one."""
    _ = translator(language)
    said = _("{weekday} {day} {month}").format(
        weekday=_(WEEKDAYS[on.weekday()]), day=on.day, month=_(MONTHS[on.month - 1])
    )
    is_near = on.year == today.year
    return said if is_near else _("{day_of_year} {year}").format(day_of_year=said, year=on.year)


def of_year(month: int, on: int, language: str) -> str:
    """A day of every year: ``15 Oct``."""
    _ = translator(language)
    return _("{day} {month}").format(day=on, month=_(MONTHS[month - 1]))


def dated(on: date, language: str) -> str:
    """A day in a sentence: ``15 Oct 2026``."""
    said = of_year(on.month, on.day, language)
    _ = translator(language)
    return _("{day_of_year} {year}").format(day_of_year=said, year=on.year)


def near(on: date, today: date, language: str) -> str:
    """A day in a sentence, without its year where that is this one: ``15 Oct``."""
    is_near = on.year == today.year
    return of_year(on.month, on.day, language) if is_near else dated(on, language)


def spoken(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """What a sentence is filled with, its days as ``dated``."""
    return {
        name: dated(value, language) if is_day(value) else value for name, value in facts.items()
    }


def is_day(value: object) -> TypeGuard[date]:
    """Whether something is a day and no moment."""
    return isinstance(value, date) and not isinstance(value, datetime)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment on the shop's clock: ``2026-10-15 12:00``."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

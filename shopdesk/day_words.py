"""Days as people speak of them."""

from datetime import date, datetime
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


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment on the shop's clock: ``2026-10-15 12:00``."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

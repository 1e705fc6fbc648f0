"""Moments, business days and calendar arithmetic. The only place that asks the system's clock."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from time import monotonic_ns
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

BEHIND_TOLERANCE = timedelta(minutes=2)
AHEAD_LIMIT = timedelta(days=45)
"""A clock further ahead of the latest time seen than this stops runs until an owner accepts it."""


def system() -> datetime:
    """The computer's own time, aware, in UTC."""
    return datetime.now(UTC)


def uptime_ms(clock: Clock) -> int:
    """Milliseconds the computer has been running: nobody sets it, all programs of the computer see
    the same, a restart begins it anew.

    A clock that is given may bring a counter of its own, ``uptime_ms``; else it counts itself.
    """
    if clock is system:
        return monotonic_ns() // 10**6
    counter: Callable[[], int] = getattr(clock, "uptime_ms", lambda: to_ms(clock()))
    return counter()


def to_ms(moment: datetime) -> int:
    """A moment as stored: whole milliseconds since 1970 in UTC."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def is_day(value: object) -> bool:
    """Whether this is a day: a moment, though Python takes it for one, is none."""
    return type(value) is date


def whole_ms(moment: datetime) -> datetime:
    """A moment as it will be read back once it is stored."""
    return moment - _MICROSECOND * (moment.microsecond % 1000)


def from_ms(ms: int) -> datetime:
    """A stored moment as an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


def day_or_none(ordinal: int | None) -> date | None:
    """The day of a stored ordinal; none where none is stored."""
    return None if ordinal is None else date.fromordinal(ordinal)


_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def business_day(moment: datetime, zone: ZoneInfo, day_ends: time) -> date:
    """The day a moment is booked on: until ``day_ends`` (03:00 by default) the day before.

    An hour that comes twice in autumn ends the day once, the first time.
    """
    local = moment.astimezone(zone)
    day = local.date()
    if local.time() >= day_ends or (local.fold and _came_before(local, day_ends)):
        return day
    return day - timedelta(days=1)


def _came_before(local: datetime, day_ends: time) -> bool:
    """Whether, of two hours of the same name, the day ended in the first: this is the second."""
    ended = datetime.combine(local.date(), day_ends, local.tzinfo)
    return ended.utcoffset() != local.utcoffset()


def moment_of(day: date, zone: ZoneInfo) -> datetime:
    """Noon of a business day: the moment given to what is known only by its day (imports)."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)


_SHORTEST_MONTH = 28


@lru_cache(maxsize=1024)
def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier), the month's last day where it has none (9.24)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= _SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a calendar month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def month_of(day: date) -> str:
    """The month of a day as it is kept, such as ``2026-10``: later ones come after it as texts."""
    return day.isoformat()[:7]

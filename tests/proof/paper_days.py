"""The calendar of the rules: months, windows, last days (9.15, 9.23, 9.24)."""

from calendar import monthrange
from datetime import date, timedelta

ONE = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day of another month, that month's last day if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(joined: date, day: date) -> int:
    """Whole months a member: the most that fit from joining to a day."""
    count = 0
    while months_later(joined, count + 1) <= day:
        count += 1
    return count


def opens_on(kind: str, months: int, day: date, joined: date) -> date:
    """The first day of a window that ends on a day."""
    if kind == "rolling_months":
        return months_later(day, -months)
    if kind == "calendar_year":
        return day.replace(month=1, day=1)
    if kind == "calendar_quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    if kind == "membership_year":
        years = day.year - joined.year
        anniversary = months_later(joined, 12 * years)
        return anniversary if anniversary <= day else months_later(joined, 12 * years - 12)
    assert kind == "lifetime"
    return date.min


def last_whole(kind: str, day: date, joined: date) -> tuple[date, date] | None:
    """The last calendar window that was over by the end of a day, where there is such a thing."""
    if kind not in ("calendar_year", "calendar_quarter", "membership_year"):
        return None
    last = opens_on(kind, 0, day + ONE, joined) - ONE
    return (opens_on(kind, 0, last, joined), last) if last >= joined else None


def review_day(after: date, months: int | None, rank: int) -> date | None:
    """At the end of the month N months later; nothing on the lowest tier or with no reviews."""
    if months is None or rank == 0:
        return None
    return end_of_month(months_later(after, months))

"""How long value lives: the last valid day of what is earned or given (9.21, 9.23, 9.29)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from shopdesk import clock

if TYPE_CHECKING:
    from shopdesk.settings import Settings

LIMITS = {
    "never": (0, 3650),
    "days": (0, 3650),
    "months": (1, 120),
    "month_end": (0, 120),
    "year_end": (0, 20),
    "idle": (1, 120),
}
"""The policies there are, and how small and how large the count of each may be."""

LEAST_LATE_DAYS = 30
"""What is earned by a receipt entered late lives at least so many days from its entry (9.21)."""


class Life(NamedTuple):
    """How long a lot lives: to a day, or so many months after its member's last receipt.

    With both it lives to the later of the two, with neither for ever.
    """

    last_on: date | None = None
    idle_months: int | None = None


FOREVER = Life()


def last_day(policy: str, count: int, earned_on: date) -> date | None:
    """The last valid day of what is earned on a day; nothing where no day is set then.

    Months and years named by their end are whole ones after the earning one; a count of 0 is the
    earning one itself (9.23).
    """
    if policy == "days":
        return earned_on + timedelta(days=count)
    if policy == "months":
        return clock.add_months(earned_on, count)
    if policy == "month_end":
        month = clock.add_months(earned_on.replace(day=1), count)
        return clock.month_bounds(month.year, month.month)[1]
    if policy == "year_end":
        return date(earned_on.year + count, 12, 31)
    return None


def idle_last_day(months: int, earned_on: date, active_on: date | None) -> date:
    """The last valid day of a lot that lives so many months after a member's last receipt (9.29).

    Without a receipt, or with one so long ago that it was over then, it counts from its own day.
    """
    if active_on is not None:
        last = clock.add_months(active_on, months)
        if last >= earned_on:
            return last
    return clock.add_months(earned_on, months)


def life(settings: "Settings", earned_on: date) -> Life:
    """How long points of a day live by the shop's policy of now."""
    policy, count = settings.points_expiry, settings.points_expiry_count
    if policy == "idle":
        return Life(idle_months=count)
    return Life(last_day(policy, count, earned_on))


def late_life(settings: "Settings", earned_on: date, entered_on: date) -> Life:
    """The life of points from a receipt entered late: no less than 30 days from its entry (9.21).

    Points that end by idleness still live on with each receipt to come (9.29).
    """
    usual, least = life(settings, earned_on), entered_on + timedelta(days=LEAST_LATE_DAYS)
    last = usual.last_on
    if usual.idle_months is not None:
        last = idle_last_day(usual.idle_months, earned_on, earned_on)
    is_short = last is not None and last < least
    return Life(least, usual.idle_months) if is_short else usual

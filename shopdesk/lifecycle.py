"""Where a member stands between a first visit and being lost: computed, never typed."""

from datetime import date

NEW_DAYS, ACTIVE_DAYS, DORMANT_DAYS = 30, 90, 180


def stage(today: date, joined_on: date, first_on: date | None, last_on: date | None) -> str | None:
    """``new``, ``active``, ``dormant`` or ``lost`` on a day.

    New: the first visit is at most 30 days ago. Active, dormant: the last one at most 90, 180 days.
    Who never bought is new for 30 days from joining and nothing afterwards.
    """
    if first_on is None or last_on is None:
        return "new" if (today - joined_on).days <= NEW_DAYS else None
    if (today - first_on).days <= NEW_DAYS:
        return "new"
    days_away = (today - last_on).days
    if days_away <= ACTIVE_DAYS:
        return "active"
    return "dormant" if days_away <= DORMANT_DAYS else "lost"

"""Where a member stands between a first visit and being lost: computed, never typed."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shopdesk.settings import Settings


class Limits(NamedTuple):
    """The last day of each stage, in days: of ``new`` since the first visit, of ``active`` and
    ``dormant`` since the last one. Each is longer than the one before."""

    new: int = 30
    active: int = 90
    dormant: int = 180


def limits(settings: "Settings") -> Limits:
    """The limits that an owner decided on."""
    return Limits(settings.lifecycle_new, settings.lifecycle_active, settings.lifecycle_dormant)


def stage(
    today: date, joined_on: date, first_on: date | None, last_on: date | None, its: Limits
) -> str | None:
    """``new``, ``active``, ``dormant`` or ``lost`` on a day.

    Who never bought is new for as long after joining as others after their first visit, and
    nothing afterwards.
    """
    if first_on is None or last_on is None:
        return "new" if (today - joined_on).days <= its.new else None
    if (today - first_on).days <= its.new:
        return "new"
    days_away = (today - last_on).days
    if days_away <= its.active:
        return "active"
    return "dormant" if days_away <= its.dormant else "lost"

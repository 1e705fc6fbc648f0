"""What a new business day brings, and the clock it is told by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shopdesk import holding, journal, reviews, tenure, vouchers
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Shop
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class DayRun:
    """What the daily run did: so many days, and how much of what on them."""

    days: int
    vouchers_expired: int = 0
    overlays_ended: int = 0
    grown: int = 0
    tiers_kept: int = 0
    stepped_down: int = 0
    warned: int = 0
    points_expired: int = 0


DAILY: dict[str, Callable[[Change, date], int]] = {
    "vouchers_expired": vouchers.expire_due,
    "points_expired": journal.expire_all,
    "overlays_ended": holding.settle_lapsed,
    "grown": tenure.grow,
    "tiers_kept": reviews.keep,
    "stepped_down": reviews.step_down,
    "warned": reviews.warn,
}
"""What each business day brings, in this order, by the name it has in ``DayRun``."""

_TOPICS = (
    Topic.VOUCHERS, Topic.GIFTS, Topic.POINTS, Topic.TIERS, Topic.MEMBERS, Topic.PASSES
)  # fmt: skip


def run(desk: Desk) -> DayRun:
    """Bring about what every business day since the last run brings, one day after another.

    Each day is written whole or not at all; repeating it changes nothing. Refuses while the clock
    is not believable: nothing expires because a battery died.
    """
    done = dict.fromkeys(DAILY, 0)
    days = 0
    for day in _due(desk):
        with change(desk, *_TOPICS, action="days.run") as made:
            made.require_believable_clock()
            counts = {name: work(made, day) for name, work in DAILY.items()}
            _set_run(made.db, run_on=day.toordinal())
            made.note(day=day, **counts)
        days += 1
        for name, count in counts.items():
            done[name] += count
    return DayRun(days, **done)


@prepared
def _run_on() -> object:
    return Shop.select(Shop.run_on)


@prepared
def _set_run(run_on: object) -> object:
    return Shop.update(run_on=run_on)


def _due(desk: Desk) -> list[date]:
    """The days that have not been brought about, the oldest first; today, at least, again.

    What falls due may change within a day (a receipt entered late, a voucher that returns), so
    today is always looked at.
    """
    today = desk.today()
    (last,) = _run_on(desk.db).fetchone()
    first = today if last is None else min(today, date.fromordinal(last) + timedelta(days=1))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def accept_clock(desk: Desk) -> datetime:
    """Let an owner say that the computer's clock is right; returns the time accepted."""
    with change(desk, Topic.SHOP, action="days.accept_clock") as made:
        made.note(before=desk.shop.highest_at, accepted=made.clock_at)
        Shop.update(highest_at=made.clock_at).bind(made.db).execute()
    desk.shop.refresh()
    return made.clock_at

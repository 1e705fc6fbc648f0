"""Closing a till's day: once the shop is shut, or the next morning; never asked of who does not."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from peewee import fn

from shopdesk import cash_ups, drawer, shifts
from shopdesk.cash_ups import CashUp, Wanted
from shopdesk.drawer import Reckoned, Span, within
from shopdesk.refusals_of_days import DayClosed
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tills import CashUp as Row
from shopdesk.topics import Topic

_IN_USE_DAYS = 14
"""Who did not close a day for longer is not reminded of it."""


def last(desk: Desk) -> CashUp | None:
    """The last close of this till; nothing where it never was closed."""
    row = _last(desk.db, till=desk.till).fetchone()
    return None if row[0] is None else cash_ups.get(desk, row[0])


@prepared
def _last(till: Any) -> Any:
    return Row.select(fn.MAX(Row.id)).where((Row.till == till) & (Row.kind == "close"))


@prepared
def _first_behind(till: Any, since: Any, day: Any) -> Any:
    moved = within(till, since, drawer.NEWEST, drawer.ACTIONS)
    return Event.select(fn.MIN(Event.on_day)).where(moved & (Event.on_day > day))


def unclosed(desk: Desk) -> date | None:
    """The first business day before today whose money at this till was not closed.

    What was recorded behind a close on the day it closed is no reason. Nothing where no day is
    closed here as a rule: no close for two weeks, and no shift that began since.
    """
    before, now, today = last(desk), shifts.current(desk), desk.today()
    earliest = today - timedelta(days=_IN_USE_DAYS)
    if now is not None and earliest <= now.on < today:
        return now.on
    if before is None or before.on < earliest:
        return None
    since = drawer.last_close(desk.db, desk.till, today)
    (first,) = _first_behind(desk.db, desk.till, since, before.on.toordinal()).fetchone()
    return None if first is None or first >= today.toordinal() else date.fromordinal(first)


def expected(desk: Desk) -> Reckoned | None:
    """What this till should hold now: since its last close or, where it is only handed over, since
    its last handover. Nothing for who counts blind."""
    if not shifts.may_see_expected(desk):
        return None
    is_of_day = last(desk) is not None or shifts.left_behind(desk) is None
    return shifts.expected(desk, of_day=is_of_day)


def is_in_use(desk: Desk) -> bool:
    """Whether this till is reckoned up at all: a shift runs at it, or it was closed before."""
    return shifts.current(desk) is not None or last(desk) is not None


def is_after_close(desk: Desk) -> bool:
    """Whether this till's business day was closed: what is recorded now counts with the next.

    A day that was closed in the morning after does not close the one that begins.
    """
    before = last(desk)
    return before is not None and before.on == desk.today()


def close(
    desk: Desk,
    *,
    counted: Mapping[str, int] | None = None,
    left: int | None = None,
    key: str | None = None,
) -> CashUp:
    """Close the day of this till: what was ``counted`` by tender stands against what should be.

    It reckons up all that was recorded here since the last close, cash since it was last counted; a
    shift that runs ends with it. ``left`` is the cash that stays in the drawer, all of it where it
    is not said. Tenders that are not counted are only told. Refuses a till that was closed today
    with nothing recorded since.
    """
    counted = {} if counted is None else counted
    content = [counted, left]
    with change(desk, Topic.TILLS, action="days.close", key=key, content=content) as made:
        if made.repeats is not None:
            return cash_ups.get(desk, made.repeats)
        now = shifts.current(desk)
        if now is None:
            _refuse_closed(desk, made.event)
            return cash_ups.write(made, Wanted("close", counted, left))
        return cash_ups.write(made, Wanted("close", counted, left, now.id, on=now.on))


def _refuse_closed(desk: Desk, until: int) -> None:
    before = last(desk)
    if before is None or desk.shop.day_of(before.at) != desk.today():
        return
    since = drawer.last_close(desk.db, desk.till, desk.today())
    if drawer.days_of(desk.db, Span(desk.till, since, until)) is None:
        time = f"{before.at.astimezone(desk.shop.zone):%H:%M}"
        raise DayClosed(desk.language, till=desk.till, time=time, name=before.staff)

"""Closed months: their figures stay as they were, and nothing is dated into them any more."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from shopdesk import clock, figures, figures_kept, inputs
from shopdesk.refusals_of_days import MonthClosed, MonthClosedAlready, MonthRuns
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tills import MonthClose as Row
from shopdesk.topics import Topic

CLOSES_ON = 5
"""The day of the next month on which a month that nobody closed does so by itself."""


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month such as ``2026-10``: when it was closed and by whom; by nobody where ``is_due``."""

    month: str
    on: date
    staff: str
    is_due: bool


# --- queries ----------------------------------------------------------------------------------


@prepared
def _one(month: Any) -> Any:
    return (
        Row.select(Row.month, Row.on_day, Staff.name, Row.is_due)
        .join(Event, JOIN.LEFT_OUTER, on=(Row.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(Row.month == month)
    )


@prepared
def _newest() -> Any:
    return Row.select(fn.MAX(Row.month))


@prepared
def _first_day() -> Any:
    return Event.select(Event.on_day).order_by(Event.id).limit(1)


def closed(desk: Desk, year: int, month: int) -> ClosedMonth | None:
    """What is known of the close of a month; nothing where it is open. Refuses what is none."""
    first, _last = figures.bounds(desk, year, month)
    row = _one(desk.db, month=clock.month_of(first)).fetchone()
    if row is None:
        return None
    return ClosedMonth(row[0], date.fromordinal(row[1]), row[2] or "", bool(row[3]))


def closed_through(desk: Desk) -> date | None:
    """The last day that is closed: a closed month closes all before it. Nothing where none is."""
    (newest,) = _newest(desk.db).fetchone()
    return None if newest is None else clock.month_bounds(*_parts(newest))[1]


def first_day(desk: Desk) -> date:
    """The business day on which the shop began."""
    return date.fromordinal(_first_day(desk.db).fetchone()[0])


def is_open(desk: Desk, day: date, *, is_history: bool = False) -> bool:
    """Whether something may still be dated on a day.

    ``is_history`` is for an import: of the months before the one in which the shop began, any may
    come in whose own figures nobody had kept.
    """
    day, through = inputs.day(day, desk.language), closed_through(desk)
    if through is None or day > through:
        return True
    is_older = is_history and day < first_day(desk).replace(day=1)
    return is_older and _one(desk.db, month=clock.month_of(day)).fetchone() is None


def require_open(desk: Desk, day: date, *, is_history: bool = False) -> None:
    """Refuse a day on which nothing may be dated any more: see ``is_open``."""
    if not is_open(desk, day, is_history=is_history):
        raise MonthClosed(desk.language, month=clock.month_of(day), date=day)


def require_unclosed(desk: Desk, day: date) -> None:
    """Refuse to close the month of a day once more."""
    if not is_open(desk, day):
        raise MonthClosedAlready(desk.language, month=clock.month_of(day))


def _parts(month: str) -> tuple[int, int]:
    year, number = month.split("-")
    return int(year), int(number)


# --- commands ---------------------------------------------------------------------------------

_insert = prepared_row(Row, "month", "event", "on_day", "is_due", "figures")


def close(desk: Desk, year: int, month: int, *, key: str | None = None) -> ClosedMonth:
    """Close a month that is over: its figures are kept as they are now.

    What is corrected later falls into the open month. Refuses a month that still runs or is closed.
    """
    content = [year, month]
    with change(desk, Topic.MONTHS, action="months.close", key=key, content=content) as made:
        _first, last = figures.bounds(desk, year, month)
        if made.repeats is None:
            if last >= made.today:
                ends = last + timedelta(days=1)
                raise MonthRuns(desk.language, month=clock.month_of(last), date=ends)
            require_unclosed(desk, last)
            _write(made, last, is_due=False)
    done = closed(desk, year, month)
    assert done is not None
    return done


def close_due(made: Change, day: date) -> int:
    """Let the month before ``day`` close by itself, from the fifth on; returns how many did."""
    desk, last = made.desk, day.replace(day=1) - timedelta(days=1)
    if day.day < CLOSES_ON or last < first_day(desk) or not is_open(desk, last):
        return 0
    with change(desk, Topic.MONTHS, action="months.close_due") as due:
        _write(due, last, is_due=True)
    return 1


def _write(made: Change, last: date, *, is_due: bool) -> None:
    found = figures.counted(made.desk, last.year, last.month)
    kept = figures_kept.to_json(made.db, found)
    month = found.month
    _insert(made.db, (month, made.event, made.today.toordinal(), int(is_due), kept))
    made.subject = last.year * 12 + last.month
    made.note(month=month, sales=found.sales, orders=found.orders)

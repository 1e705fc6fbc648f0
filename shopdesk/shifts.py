"""Shifts at a till: who took the drawer over with what in it, and handed it over. All optional."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from shopdesk import buying, cash_ups, clock, day_words, drawer, permissions, serving
from shopdesk.cash_ups import CashUp, Wanted
from shopdesk.clock import from_ms
from shopdesk.drawer import Reckoned
from shopdesk.refusals import UnknownStaff
from shopdesk.refusals_of_days import NoShift, ShiftRuns
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.shop import Staff
from shopdesk.store.tables.tills import CashUp as CashUpRow
from shopdesk.store.tables.tills import Shift as Row
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's time at a till, and what lay in its drawer when it began, in minor units."""

    id: int
    till: str
    staff_id: int
    staff: str
    on: date
    at: datetime
    opening: int


# --- queries ----------------------------------------------------------------------------------


def _rows() -> Any:
    return (
        Row.select(Row.id, Row.till, Row.staff, Staff.name, Row.on_day, Row.at, Row.opening)
        .join(Staff, on=(Row.staff == Staff.id))
        .switch(Row)
    )


@prepared
def _one(shift: Any) -> Any:
    return _rows().where(Row.id == shift)


@prepared
def _running() -> Any:
    """The shifts that nothing ended, the newest first."""
    return (
        _rows()
        .join(CashUpRow, JOIN.LEFT_OUTER, on=(CashUpRow.shift == Row.id))
        .where(CashUpRow.id.is_null())
        .order_by(Row.id.desc())
    )


def running(desk: Desk) -> list[Shift]:
    """The shifts that run at any till of the shop, the newest first."""
    return [_shift(row) for row in _running(desk.db).fetchall()]


def current(desk: Desk) -> Shift | None:
    """The shift that runs at this till; nothing where none does."""
    return next((one for one in running(desk) if one.till == desk.till), None)


def _shift(row: Any) -> Shift:
    id_, till, staff_id, staff, on, at, opening = row
    return Shift(id_, till, staff_id, staff, date.fromordinal(on), from_ms(at), opening)


def may_see_expected(desk: Desk) -> bool:
    """Whether who sits here may see what should be in the drawer before it is counted."""
    return permissions.may(desk, "drawer.see") or not desk.shop.settings.cashiers_count_blind


def _refuse_blind(desk: Desk) -> None:
    if not may_see_expected(desk):
        permissions.require(desk, "drawer.see")


def expected(desk: Desk, *, of_day: bool = True) -> Reckoned:
    """What this till should hold now, and by what: since its last close, or with ``of_day=False``
    since its last handover. Refuses who counts blind."""
    _refuse_blind(desk)
    with desk.db.atomic():
        return drawer.reckon(desk.db, desk.till, desk.today(), is_day=of_day)


def left_behind(desk: Desk) -> int | None:
    """What the last handover or close left in this till's drawer; nothing where there was none.

    Refuses who counts blind.
    """
    _refuse_blind(desk)
    left = drawer.last_left(desk.db, desk.till)
    return None if left is None else left.cash


# --- commands ---------------------------------------------------------------------------------

_insert = prepared_row(Row, "event", "till", "staff", "at", "on_day", "opening")


def begin(desk: Desk, opening: int, *, key: str | None = None) -> Shift:
    """Begin a shift at this till: ``opening`` is the cash that lies in its drawer now, counted.

    What was taken since the last close lies in it already. Refuses while one runs here: that is
    handed over.
    """
    with change(desk, Topic.TILLS, action="shifts.begin", key=key, content=opening) as made:
        if made.repeats is not None:
            return _get(desk, made.repeats)
        _refuse_running(desk)
        made.subject = _write(made, desk.staff_id, buying.whole_amount(desk, opening))
        return _get(desk, made.subject)


def hand_over(
    desk: Desk,
    *,
    counted: Mapping[str, int],
    to: int | None = None,
    left: int | None = None,
    key: str | None = None,
) -> CashUp:
    """End the shift at this till: what was ``counted`` by tender stands against what should be.

    ``to`` is who takes over and begins with what is ``left`` in the drawer (all of it where it is
    not said); nobody, and the next to come begins with a count. Refuses where no shift runs.
    """
    content = [counted, to, left]
    with change(desk, Topic.TILLS, action="shifts.hand_over", key=key, content=content) as made:
        if made.repeats is not None:
            return cash_ups.get(desk, made.repeats)
        now = current(desk)
        if now is None:
            raise NoShift(desk.language)
        if to is not None and not serving.works_here(made.db, to):
            raise UnknownStaff(desk.language)
        done = cash_ups.write(made, Wanted("handover", counted, left, now.id, to))
        if to is not None:
            _write(made, to, done.left)
        return done


def _write(made: Change, staff_id: int, opening: int) -> int:
    at, on = clock.to_ms(made.at), made.today.toordinal()
    return _insert(made.db, (made.event, made.desk.till, staff_id, at, on, opening))


def _refuse_running(desk: Desk) -> None:
    now = current(desk)
    if now is not None:
        since = day_words.moment(now.at, desk.shop.zone)
        raise ShiftRuns(desk.language, name=now.staff, time=since)


def _get(desk: Desk, shift_id: int) -> Shift:
    return _shift(_one(desk.db, shift=shift_id).fetchone())

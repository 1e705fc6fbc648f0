"""Wrong PINs: whoever is tried too often is refused for a while, longer each time.

A try is an event of the audit, on the disk before the PIN is looked at: pulling the plug wins
nobody another one. The audit is also where they are counted, each person for themselves, so a
restart forgets nothing. What proves the person, or an owner, starts the count anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from peewee import Case, fn

from shopdesk import clock, pins
from shopdesk.refusals import TooManyTries
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Event

if TYPE_CHECKING:
    from shopdesk.shop import Desk

_FREE = 5
"""So many wrong PINs may be a hurry; the last of them brings the first wait."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_ANEW = ("desk.sign_in", "staff.set_pin", "staff.edit", "staff.unlock")


def wait_after(wrong: int) -> timedelta:
    """How long nobody is let in after so many wrong PINs."""
    if wrong < _FREE:
        return timedelta()
    doublings = min(wrong - _FREE, 10)
    return min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT)


def counting(tried: str, anew: tuple[str, ...]) -> Callable[..., Any]:
    """What counts somebody's wrong tries: the events ``tried``, since the last of ``anew``."""

    @prepared
    def wrong_ones(person: Any, now: Any) -> Any:
        """How many, and when the last: of a later time only under a clock that was wrong."""
        begun = Event.alias("begun")
        last = begun.select(fn.COALESCE(fn.MAX(begun.id), 0)).where(
            begun.action.in_(anew) & (begun.subject == person)
        )
        until_now = Case(None, [(Event.at <= now, Event.at)])
        return Event.select(fn.COUNT(Event.id), fn.MAX(until_now)).where(
            (Event.action == tried) & (Event.subject == person) & (Event.id > last)
        )

    return wrong_ones


_wrong_ones = counting("desk.try_pin", _ANEW)


def refused_until(desk: "Desk", staff_id: int) -> datetime | None:
    """Until when someone is refused, on the shop's clock and to the full minute; mostly nothing."""
    return refused_by(desk, _wrong_ones, staff_id)


def refused_by(desk: "Desk", wrong_ones: Callable[..., Any], person: int) -> datetime | None:
    """The same by what counts their tries."""
    now = desk.now()
    wrong, last_ms = wrong_ones(desk.db, person, clock.to_ms(now)).fetchone()
    if last_ms is None:
        return None
    until = clock.from_ms(last_ms) + wait_after(wrong)
    if now >= until:
        return None
    full = until.astimezone(desk.shop.zone).replace(second=0, microsecond=0)
    return full if full == until else full + _MINUTE


def prove(desk: "Desk", pin: str, stored: str) -> bool:
    """Whether this is the PIN of the desk's person; refuses to look after too many wrong ones."""
    if not pin:  # Enter before anything was typed: no try
        return False
    with change(desk, action="desk.try_pin") as made:
        made.subject = desk.staff_id
        until = refused_until(desk, desk.staff_id)
        if until is not None:
            raise TooManyTries(desk.language, name=desk.staff_name, time=f"{until:%H:%M}")
    return pins.matches(pin, stored)

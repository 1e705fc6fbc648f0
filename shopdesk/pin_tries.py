"""Wrong PINs: whoever is tried too often is refused for a while, longer each time.

A try is an event of the audit, on the disk before the PIN is looked at: pulling the plug wins
nobody another one. The audit is also where they are counted, each person for themselves, so a
restart forgets nothing. What proves the person, or an owner, starts the count anew.

A wait is measured by how long the computer has been running and not by its clock, which anybody may
set. Where it was started anew since the last try, no more is known than how long it runs now: a
wait is never shorter than it says, and what was left of it may begin again with the computer.
Recovery codes are tried and counted in the same way, apart from the PINs.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import fn

from shopdesk import pins, text
from shopdesk.refusals import Refused, SignInRefused, TooManyTries
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Event, Staff

if TYPE_CHECKING:
    from shopdesk.shop import Desk, Shop

_FREE = 5
"""So many wrong PINs may be a hurry; the last of them brings the first wait."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)
_ANEW = (
    "desk.sign_in", "staff.set_pin", "staff.edit", "staff.unlock", "staff.lift", "staff.recover",
)  # fmt: skip


def wait_after(wrong: int, free: int = _FREE) -> timedelta:
    """How long nobody is let in after so many wrong PINs; the ``free``-th brings the first wait."""
    if wrong < free:
        return timedelta()
    doublings = min(wrong - free, 10)
    return min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT)


class Tries(NamedTuple):
    """What is tried: the event that is a try of it, and what finds somebody's wrong ones."""

    action: str
    wrong_ones: Callable[..., Any]


def tries(action: str, anew: tuple[str, ...]) -> Tries:
    """Tries of one kind, counted by themselves: since the last of the events ``anew``."""

    @prepared
    def wrong_ones(person: Any) -> Any:
        """How many, and what is noted of the last: SQLite takes the row that has the highest id."""
        begun = Event.alias("begun")
        last = begun.select(fn.COALESCE(fn.MAX(begun.id), 0)).where(
            begun.action.in_(anew) & (begun.subject == person)
        )
        return Event.select(fn.COUNT(Event.id), fn.MAX(Event.id), Event.body).where(
            (Event.action == action) & (Event.subject == person) & (Event.id > last)
        )

    return Tries(action, wrong_ones)


PIN, CODE = tries("desk.try_pin", _ANEW), tries("desk.try_code", _ANEW)


def _passed(then_ms: int, now_ms: int) -> timedelta:
    """How long ago something was, at least, by the computer's running time then and now."""
    return _MS * (now_ms - then_ms if now_ms >= then_ms else now_ms)


def refused_until(desk: "Desk", person: int, what: Tries = PIN) -> datetime | None:
    """Until when someone is refused, as the clock stands and to the full minute; mostly nothing."""
    wrong, _last, body = what.wrong_ones(desk.db, person).fetchone()
    wait = wait_after(wrong)
    return waits_until(desk, wait, json.loads(body).get("uptime_ms", 0)) if wait else None


def waits_until(desk: "Desk", wait: timedelta, then_ms: int) -> datetime | None:
    """When a wait is over that began at so long a running time of the computer, to the full minute;
    nothing where it is over."""
    passed = _passed(then_ms, desk.shop.uptime_ms())
    if passed >= wait:
        return None
    until = (desk.shop.clock() + wait - passed).astimezone(desk.shop.zone)
    full = until.replace(second=0, microsecond=0)
    return full if full == until else full + _MINUTE


def keep_try(desk: "Desk", person: int, name: str, what: Tries, too_many: type[Refused]) -> None:
    """Keep a try, before what is tried is looked at; after too many wrong ones it is refused."""
    with change(desk, action=what.action) as made:
        made.subject = person
        made.note(uptime_ms=desk.shop.uptime_ms())
        until = refused_until(desk, person, what)
        if until is not None:
            raise too_many(desk.language, name=name, time=f"{until:%H:%M}")


@prepared
def _called(folded: Any) -> Any:
    return Staff.select(Staff.id, Staff.name, Staff.role, Staff.pin_hash).where(
        (Staff.folded == folded) & Staff.left_on.is_null()
    )


def called(shop: "Shop", name: str, pin: str, language: str) -> tuple[int, str, str, str]:
    """Who works here by this name: id, name, role and what is stored of the PIN.

    Nobody is refused like a wrong PIN, and no sooner.
    """
    row = _called(shop.db, folded=text.fold(name)).fetchone()
    if row is None:
        pins.matches(pin, pins.nobodys())
        raise SignInRefused(language)
    id_, known_as, role, stored = row
    return id_, known_as, role, stored


def prove(
    desk: "Desk", tried: str, stored: str, *,
    whose: tuple[int, str] | None = None, what: Tries = PIN,
) -> bool:  # fmt: skip
    """Whether this is the PIN (or code) of a person, by id and name: mostly the desk's own.

    Refuses to look after too many wrong ones.
    """
    if not (isinstance(tried, str) and tried):  # Enter before anything was typed: no try
        return False
    person, name = whose or (desk.staff_id, desk.staff_name)
    keep_try(desk, person, name, what, TooManyTries)
    return pins.matches(tried, stored)

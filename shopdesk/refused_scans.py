"""Voucher codes that were refused at a till: kept for the owner; many in a row slow it down.

Forged and unknown ones are counted in the database, each till for itself, so a restart forgets
nothing. A voucher that is used, or found good by ``vouchers.recognise``, starts the count anew; so
does a manager. A wait goes by the computer's running time, like that after wrong PINs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from shopdesk import inputs, text
from shopdesk.clock import from_ms
from shopdesk.permissions import require
from shopdesk.pin_tries import wait_after, waits_until
from shopdesk.refusals_of_vouchers import TooManyScans
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.channels import RefusedScan as Row
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.topics import Topic

FREE = 10
"""So many forged or unknown codes in a row bring the first wait."""
COUNTED = ("voucher_forged", "voucher_unknown")
MOST_LISTED = 500
_ANEW = ""


@dataclass(frozen=True, slots=True)
class RefusedScan:
    """A code that was refused: when, at which till, who served there, and the refusal's code."""

    id: int
    at: datetime
    till: str
    staff: str | None
    code: str
    refusal: str


def listed(desk: Desk, *, most: int = MOST_LISTED) -> list[RefusedScan]:
    """The refused codes, the newest first, so many at most; a manager may ask."""
    require(desk, "vouchers.see_refused")
    rows = _newest(desk.db, anew=_ANEW, most=max(0, inputs.most(most, desk.language))).fetchall()
    return [RefusedScan(id_, from_ms(at), *rest) for id_, at, *rest in rows]


@prepared
def _newest(anew: Any, most: Any) -> Any:
    return (
        Row.select(Row.id, Event.at, Row.till, Staff.name, Row.code, Row.refusal)
        .join(Event, on=(Row.event == Event.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Event.staff == Staff.id))
        .where(Row.refusal != anew)
        .order_by(Row.id.desc())
        .limit(most)
    )


@prepared
def _counted(till: Any, anew: Any) -> Any:
    """How many since the count began anew, and the running time at the last: SQLite takes the row
    that has the highest id."""
    begun = Row.alias("begun")
    last = begun.select(fn.COALESCE(fn.MAX(begun.id), 0)).where(
        (begun.till == till) & (begun.refusal == anew)
    )
    return Row.select(fn.COUNT(Row.id), fn.MAX(Row.id), Row.uptime_ms).where(
        (Row.till == till) & (Row.id > last) & Row.refusal.in_(COUNTED)
        & Row.uptime_ms.is_null(False)
    )  # fmt: skip


def waits(desk: Desk, till: str | None = None) -> datetime | None:
    """Until when a till, mostly the desk's own, takes no code but a genuine QR; mostly nothing."""
    wrong, _last, then_ms = _counted(desk.db, desk.till if till is None else till, _ANEW).fetchone()
    wait = wait_after(wrong, FREE)
    return waits_until(desk, wait, then_ms) if wait else None


@prepared
def _tills() -> Any:
    return Row.select(Row.till).distinct().order_by(Row.till)


def waiting(desk: Desk) -> dict[str, datetime]:
    """The tills that take no codes now, and until when; mostly none."""
    found = {row[0]: waits(desk, row[0]) for row in _tills(desk.db).fetchall()}
    return {till: until for till, until in found.items() if until is not None}


def refuse_waiting(desk: Desk) -> None:
    """Refuse any code at a till that waits."""
    until = waits(desk)
    if until is not None:
        raise TooManyScans(desk.language, till=desk.till, time=f"{until:%H:%M}")


_insert_refused = prepared_row(Row, "event", "till", "code", "refusal", "uptime_ms")


def keep_refused(made: Change, code: str, refusal: str) -> None:
    """Keep a refused code inside a change."""
    desk = made.desk
    _insert_refused(made.db, (made.event, desk.till, code, refusal, desk.shop.uptime_ms()))


def begin_anew(made: Change, till: str) -> None:
    """Begin the count of a till anew inside a change, where there is any."""
    if _counted(made.db, till, _ANEW).fetchone()[0]:
        _insert_refused(made.db, (made.event, till, "", _ANEW, None))


def is_counting(desk: Desk) -> bool:
    """Whether the last codes at the desk's till were forged or unknown."""
    return bool(_counted(desk.db, desk.till, _ANEW).fetchone()[0])


def allow(desk: Desk, *, till: str | None = None) -> None:
    """Let a till, mostly the desk's own, take codes again at once."""
    name = desk.till if till is None else text.kept(till, desk.language)
    with change(desk, Topic.VOUCHERS, action="vouchers.allow_scans") as made:
        made.note(till=name)
        begin_anew(made, name)

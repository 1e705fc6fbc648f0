"""Tills reckoned up: what each tender should have come to, what was counted, what stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import JOIN

from shopdesk import buying, clock, drawer, inputs
from shopdesk.clock import from_ms
from shopdesk.drawer import Span
from shopdesk.money import TENDER_ORDER
from shopdesk.paying import TENDERS
from shopdesk.refusals import AmountRefused, ChoiceRefused
from shopdesk.refusals_of_days import UnknownSlip
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row, prepared_rows, row_of
from shopdesk.store.tables.shop import Staff
from shopdesk.store.tables.tills import CashUp as Row
from shopdesk.store.tables.tills import CashUpTender


@dataclass(frozen=True, slots=True)
class CashUp:
    """A handover or the close of a day at a till; money in minor units.

    ``expected`` is by tender what should be there, ``counted`` what was counted of those that
    were, ``difference`` the one less the other: below 0 something is missing. ``left`` is the cash
    that stays in the drawer. ``first_on`` to ``on`` are the business days whose money it reckons
    up; ``to`` is who took over.
    """

    id: int
    kind: str
    till: str
    first_on: date
    on: date
    at: datetime
    staff: str
    to: str | None
    expected: dict[str, int]
    counted: dict[str, int]
    left: int

    @property
    def difference(self) -> dict[str, int]:
        """By each tender that was counted: what is there beyond what should be."""
        return {tender: self.counted[tender] - self.expected[tender] for tender in self.counted}

    @property
    def taken_out(self) -> int:
        """The cash that did not stay in the drawer."""
        return self.counted.get("cash", self.expected["cash"]) - self.left


# --- reading ----------------------------------------------------------------------------------


def _rows() -> Any:
    to = Staff.alias("to_staff")
    return (
        Row.select(
            Row.id, Row.kind, Row.till, Row.first_on, Row.on_day, Row.at, Staff.name, to.name,
            Row.left,
        )
        .join(Staff, on=(Row.staff == Staff.id))
        .join(to, JOIN.LEFT_OUTER, on=(Row.to_staff == to.id))
    )  # fmt: skip


@prepared
def _one(cash_up: Any) -> Any:
    return _rows().where(Row.id == cash_up)


@prepared
def _newest(limit: Any) -> Any:
    return _rows().order_by(Row.id.desc()).limit(limit)


@prepared
def _tenders(cash_up: Any) -> Any:
    return CashUpTender.select(
        CashUpTender.tender, CashUpTender.expected, CashUpTender.counted
    ).where(CashUpTender.cash_up == cash_up)


def _cash_up(desk: Desk, row: Any) -> CashUp:
    id_, kind, till, first_on, on, at, staff, to, left = row
    rows = _tenders(desk.db, cash_up=id_).fetchall()
    expected = {tender: amount for tender, amount, _counted in rows}
    counted = {tender: amount for tender, _expected, amount in rows if amount is not None}
    return CashUp(
        id_, kind, till, date.fromordinal(first_on), date.fromordinal(on), from_ms(at), staff, to,
        _ordered(expected), _ordered(counted), left,
    )  # fmt: skip


def _ordered(of: Mapping[str, int]) -> dict[str, int]:
    """Sums by tender in the order of tenders, nothing left out."""
    known = dict.fromkeys((*TENDER_ORDER, *of))
    return {tender: of[tender] for tender in known if tender in of}


def get(desk: Desk, cash_up_id: int) -> CashUp:
    """A handover or close by its id; refuses one that is none."""
    row = row_of(_one, desk.db, cash_up_id)
    if row is None:
        raise UnknownSlip(desk.language, slip=cash_up_id)
    return _cash_up(desk, row)


def listed(desk: Desk, *, limit: int = 100) -> list[CashUp]:
    """Handovers and closes of all tills, the newest first."""
    rows = _newest(desk.db, limit=inputs.most(limit, desk.language)).fetchall()
    return [_cash_up(desk, row) for row in rows]


# --- writing ----------------------------------------------------------------------------------

_insert = prepared_row(
    Row, "event", "till", "kind", "shift", "staff", "at", "first_on", "on_day", "since",
    "to_staff", "left",
)  # fmt: skip
_insert_tenders = prepared_rows(CashUpTender, "cash_up", "tender", "expected", "counted")


class Wanted(NamedTuple):
    """A handover or a close as it is asked for; ``shift`` is the one that it ends.

    ``on`` is its day where no money moved; today where that is not said.
    """

    kind: str
    counted: Mapping[str, int]
    left: int | None = None
    shift: int | None = None
    to: int | None = None
    on: date | None = None


def write(made: Change, wanted: Wanted) -> CashUp:
    """Reckon this till up inside a change.

    ``left`` is at most what was counted (or should be there); where it is not said all of it stays.
    Refuses a tender that is none, and amounts that are none.
    """
    desk = made.desk
    is_day = wanted.kind == "close"
    now = drawer.reckon(made.db, desk.till, made.today, is_day=is_day, until=made.event)
    counted = _checked(desk, wanted.counted, now.expected)
    there = max(0, counted.get("cash", now.expected["cash"]))
    left = there if wanted.left is None else buying.whole_amount(desk, wanted.left)
    if left > there:
        raise AmountRefused(desk.language, amount=left)
    expected = dict.fromkeys(counted, 0) | now.expected
    day = wanted.on or made.today
    first, last = drawer.days_of(made.db, Span(desk.till, now.since, made.event)) or (day, day)
    made.subject = _insert(made.db, (
        made.event, desk.till, wanted.kind, wanted.shift, desk.staff_id, clock.to_ms(made.at),
        first.toordinal(), last.toordinal(), now.since, wanted.to, left,
    ))  # fmt: skip
    rows = [(made.subject, t, amount, counted.get(t)) for t, amount in expected.items()]
    _insert_tenders(made.db, rows)
    made.note(expected=expected, counted=counted, left=left)
    return get(desk, made.subject)


def _checked(desk: Desk, counted: object, expected: Mapping[str, int]) -> dict[str, int]:
    """What was counted by tender, or the refusal of what is no amount or no tender."""
    known = dict.fromkeys((*TENDERS, *expected))
    if not isinstance(counted, Mapping) or counted.keys() - known.keys():
        raise ChoiceRefused(desk.language, value=counted, choices=", ".join(known))
    return {tender: buying.whole_amount(desk, amount) for tender, amount in counted.items()}

"""What stands behind what is said of a member: the receipts of a time, where points came from, and
the figures that make somebody active or of high value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import lifecycle, members, people, receipts, rfm
from shopdesk.assessing import Evidence as Tested
from shopdesk.clock import day_or_none
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Attachment
from shopdesk.store.tables.journal import Entry, Lot, MemberDay
from shopdesk.store.tables.receipts import Purchase, Refund


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that is not void: what is left of it today; a visit while anything is."""

    id: int
    number: str
    on: date
    spend: int
    is_visit: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a lot of points came from: a receipt, or ``kind`` of entry and what was said."""

    kind: str
    purchase_id: int | None
    receipt: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What made a debt of points greater (below 0) or paid of it: ``kind`` of entry, and the
    receipt whose refund it was."""

    on: date
    amount: int
    kind: str
    purchase_id: int | None
    receipt: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Why somebody is in a stage of lifecycle and of a value: both visits, the limits in days, and
    recency, frequency and money among all (nothing where they did not come in the year)."""

    stage: str | None
    first_on: date | None
    last_on: date | None
    limits: lifecycle.Limits
    value: "rfm.Scored | None"
    since_on: date


@prepared
def _of_member(member: Any, first: Any, last: Any) -> Any:
    back = fn.COALESCE(fn.SUM(Refund.money), SQL("0"))
    whole = fn.COALESCE(fn.MAX(Refund.is_whole), SQL("0"))
    void = fn.COALESCE(fn.MAX(Refund.is_void), SQL("0"))
    written = fn.COALESCE(Attachment.event, Purchase.event)
    return (
        Purchase.select(
            Purchase.id, Purchase.number, Purchase.on_day, Purchase.due - back, whole, written
        )
        .join(Refund, JOIN.LEFT_OUTER, on=(Refund.purchase == Purchase.id))
        .join(Attachment, JOIN.LEFT_OUTER, on=(Attachment.purchase == Purchase.id))
        .where((Purchase.member == member) & Purchase.on_day.between(first, last))
        .group_by(Purchase.id)
        .having(void == SQL("0"))
        .order_by(Purchase.on_day.desc(), Purchase.id.desc())
    )


def of_days(desk: Desk, member_id: int, first_on: date, last_on: date) -> tuple[Receipt, ...]:
    """The receipts that count for a member between two days, the newest first.

    Their ``spend`` sums to what the member spent then, and their days with a visit to the visits.
    """
    people.refuse_unknown(desk, member_id)
    rows = _of_member(desk.db, member_id, first_on.toordinal(), last_on.toordinal()).fetchall()
    return tuple(_receipt(*row) for *row, _written in rows)


def of_change(
    desk: Desk, member_id: int, tested: Sequence[Tested], event: int, purchase_id: int | None
) -> tuple[Receipt, ...]:
    """The receipts that a change of tier was tested on, as they count today, the newest first: of
    the days of what was tested, written until the change was."""
    if not tested:
        return ()
    first = min(date.fromisoformat(one.first_on) for one in tested).toordinal()
    last = max(date.fromisoformat(one.last_on) for one in tested).toordinal()
    return tuple(
        _receipt(*row)
        for *row, written in _of_member(desk.db, member_id, first, last).fetchall()
        if _is_before(written, event, row[0], purchase_id)
    )


def _receipt(id_: int, number: str | None, on: int, left: int, is_whole: int) -> Receipt:
    number = receipts.display_number(id_, number)
    return Receipt(id_, number, date.fromordinal(on), left, not is_whole)


def _is_before(written: int, event: int, receipt: int, last: int | None) -> bool:
    """Whether a receipt was there at a change; an import writes many by one event."""
    return written < event or (written == event and (last is None or receipt <= last))


@prepared
def _origins(member: Any) -> Any:
    """By the member's entries, for these have an index: lots that are used up have none."""
    return (
        Lot.select(Lot.id, Entry.kind, Purchase.id, Purchase.number, fn.MIN(Entry.id), Entry.reason)
        .join(Entry, on=(Entry.lot == Lot.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(Purchase.id == Lot.purchase))
        .where((Entry.member == member) & (Entry.account == POINTS))
        .group_by(Lot.id)
    )


def origins(desk: Desk, member_id: int) -> dict[int, Origin]:
    """Where each lot of points of a member came from."""
    found = {}
    for lot, kind, bought, number, _entry, reason in _origins(desk.db, member_id).fetchall():
        receipt = None if bought is None else receipts.display_number(bought, number)
        found[lot] = Origin(kind, bought, receipt, reason or "")
    return found


@prepared
def _debts(member: Any) -> Any:
    return (
        Entry.select(
            Entry.on_day, Entry.amount, Entry.kind, Purchase.id, Purchase.number, Entry.reason
        )
        .join(Purchase, JOIN.LEFT_OUTER, on=(Purchase.id == Entry.purchase))
        .where((Entry.member == member) & (Entry.account == POINTS) & Entry.lot.is_null())
        .order_by(Entry.id.desc())
    )


def debts(desk: Desk, member_id: int) -> tuple[Owed, ...]:
    """What a member's debt of points came from and what paid of it, the newest first; their sum is
    what is owed, below 0."""
    return tuple(
        Owed(
            on=date.fromordinal(on), amount=amount, kind=kind,
            purchase_id=bought,
            receipt=None if bought is None else receipts.display_number(bought, number),
            reason=reason or "",
        )
        for on, amount, kind, bought, number, reason in _debts(desk.db, member_id).fetchall()
    )  # fmt: skip


@prepared
def _visits(member: Any, until: Any) -> Any:
    """The first and the last visit up to a day."""
    return MemberDay.select(fn.MIN(MemberDay.on_day), fn.MAX(MemberDay.on_day)).where(
        (MemberDay.member == member) & (MemberDay.receipts > SQL("0")) & (MemberDay.on_day <= until)
    )


def standing(desk: Desk, member_id: int) -> Standing:
    """Why a member is in their stage of lifecycle, and of their value."""
    people.refuse_unknown(desk, member_id)
    today, limits = desk.today(), lifecycle.limits(desk.shop.settings)
    first, last = _visits(desk.db, member_id, today.toordinal()).fetchone()
    return Standing(
        stage=members.get(desk, member_id).lifecycle,
        first_on=day_or_none(first),
        last_on=day_or_none(last),
        limits=limits,
        value=rfm.scored(desk.db, today, member_id),
        since_on=today - timedelta(days=rfm.DAYS - 1),
    )

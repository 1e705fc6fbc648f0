"""What stands on a closing slip: a till's handover or day with all that led to what was expected.

It is read from records that never change, between the events that the slip begins and ends with:
printed again in a year it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import cash, cash_ups, drawer
from shopdesk.cash import CashMove
from shopdesk.cash_ups import CashUp
from shopdesk.drawer import GIVEN_BACK, SOLD, SOURCES, Count, Span, receipts_of, within
from shopdesk.language import N_
from shopdesk.receipts import display_number
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import VoucherUse
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Event, Staff
from shopdesk.store.tables.tills import CashUp as Row
from shopdesk.store.tables.tills import CashUpTender, Parked, ParkedEnd, Shift

_HEAD = 12
"""Characters of the audit's last hash that are printed: enough to be compared by eye."""


class Sold(NamedTuple):
    """Receipts of a span: how many, what was due, points earned and spent; of them those entered
    for an earlier day, and their due; the first and the last number."""

    receipts: int
    due: int
    earned: int
    spent: int
    late: int
    late_due: int
    first: str
    last: str


class Back(NamedTuple):
    """What was given back in a span: refunds (exchanges among them) and voids, and their money;
    points taken back and returned."""

    refunds: int
    refunded: int
    voids: int
    voided: int
    taken: int
    returned: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A closing slip. ``cash`` are the steps, in words to be translated, from what lay in the
    drawer to what was expected: they sum to it. ``topped_up`` and ``topped_back`` are the money for
    stored value sold and given back, by all tenders. ``handovers`` are those of the day.

    ``after_close`` counts receipts behind the close of the day before, on the day that it closed;
    ``parked`` the half-made sales that waited. ``audit`` is the number of the event that wrote the
    cash-up, ``head`` the beginning of its hash, in which all before it are sealed.
    """

    cash_up: CashUp
    sold: Sold
    back: Back
    topped_up: int
    topped_back: int
    cash: tuple[tuple[str, int], ...]
    moves: tuple[CashMove, ...]
    vouchers: int
    staff: tuple[str, ...]
    handovers: tuple[CashUp, ...]
    after_close: int
    parked: int
    audit: int
    head: str

    @property
    def sales(self) -> int:
        """What was sold less what was given back, in minor units."""
        return self.sold.due - self.back.refunded - self.back.voided

    @property
    def points_given(self) -> int:
        """Points earned less those taken back."""
        return self.sold.earned - self.back.taken

    @property
    def points_spent(self) -> int:
        """Points spent less those that returned."""
        return self.sold.spent - self.back.returned


def of(desk: Desk, cash_up_id: int) -> Slip:
    """The slip of a handover or close, by its id; refuses one that is none."""
    done = cash_ups.get(desk, cash_up_id)
    db = desk.db
    since, event = _bounds(db, cash_up=cash_up_id).fetchone()
    span = Span(done.till, since, event)
    (head,) = _hash(db, event=event).fetchone()
    handed = _counts(db, *span).fetchall()
    return Slip(
        cash_up=done,
        sold=_sold_in(db, span),
        back=Back(*_given_back(db, *span).fetchone()),
        topped_up=sum(SOURCES["top_ups"].read(db, span).values()),
        topped_back=-sum(SOURCES["top_ups_back"].read(db, span).values()),
        cash=_cash_steps(db, span, handed, done.expected["cash"]),
        moves=tuple(cash.moves(desk, span)),
        vouchers=_used(db, *span).fetchone()[0] + _handed_over(db, *span).fetchone()[0],
        staff=tuple(name for (name,) in _staff(db, *span).fetchall()),
        handovers=tuple(cash_ups.get(desk, row[4]) for row in handed),
        after_close=_after_close(desk, span),
        parked=_parked(db, event=event).fetchone()[0],
        audit=event,
        head=bytes(head).hex()[:_HEAD],
    )


@prepared
def _bounds(cash_up: Any) -> Any:
    return Row.select(Row.since, Row.event).where(Row.id == cash_up)


@prepared
def _hash(event: Any) -> Any:
    return Event.select(Event.hash).where(Event.id == event)


# --- receipts and refunds ---------------------------------------------------------------------


def _sum(column: Any) -> Any:
    return fn.COALESCE(fn.SUM(column), SQL("0"))


@prepared
def _sold(till: Any, since: Any, until: Any) -> Any:
    late = Purchase.on_day < Event.on_day
    return receipts_of(
        fn.COUNT(Purchase.id), _sum(Purchase.due), _sum(Purchase.points_earned),
        _sum(Purchase.points_spent), _sum(late), _sum(late * Purchase.due),
        fn.MIN(Purchase.id), fn.MAX(Purchase.id),
    ).where(within(till, since, until, SOLD))  # fmt: skip


def _sold_in(db: Any, span: Span) -> Sold:
    *sums, first, last = _sold(db, *span).fetchone()
    numbers = ("" if one is None else display_number(one, None) for one in (first, last))
    return Sold(*sums, *numbers)


@prepared
def _given_back(till: Any, since: Any, until: Any) -> Any:
    is_void = Refund.is_void
    kept = SQL("1") - is_void
    return (
        Event.select(
            _sum(kept), _sum(kept * Refund.money), _sum(is_void), _sum(is_void * Refund.money),
            _sum(Refund.points_taken), _sum(Refund.points_returned),
        )
        .join(Refund, on=(Refund.id == Event.subject))
        .where(within(till, since, until, GIVEN_BACK))
    )  # fmt: skip


@prepared
def _used(till: Any, since: Any, until: Any) -> Any:
    """Vouchers that lowered a receipt."""
    return (
        receipts_of(fn.COUNT(VoucherUse.voucher.distinct()))
        .join(VoucherUse, on=(VoucherUse.purchase == Purchase.id))
        .where(within(till, since, until, SOLD))
    )


@prepared
def _handed_over(till: Any, since: Any, until: Any) -> Any:
    """Gifts handed over."""
    redeemed = within(till, since, until, ("vouchers.redeem",))
    return Event.select(fn.COUNT(Event.id)).where(redeemed)


@prepared
def _staff(till: Any, since: Any, until: Any) -> Any:
    return (
        Event.select(Staff.name)
        .join(Staff, on=(Event.staff == Staff.id))
        .where(within(till, since, until, drawer.ACTIONS))
        .group_by(Staff.id)
        .order_by(fn.MIN(Event.id))
    )


@prepared
def _closed_on(since: Any) -> Any:
    return Row.select(Row.on_day).where((Row.event == since) & (Row.kind == "close"))


@prepared
def _on_day(till: Any, since: Any, until: Any, day: Any) -> Any:
    return Event.select(fn.COUNT(Event.id)).where(
        within(till, since, until, SOLD) & (Event.on_day == day)
    )


def _after_close(desk: Desk, span: Span) -> int:
    """Receipts that were recorded behind the close of the day before and on the day it closed."""
    row = _closed_on(desk.db, since=span.since).fetchone()
    return 0 if row is None else int(_on_day(desk.db, *span, row[0]).fetchone()[0])


@prepared
def _parked(event: Any) -> Any:
    over = ParkedEnd.select(SQL("1")).where(
        (ParkedEnd.parked == Parked.id) & (ParkedEnd.event < event)
    )
    return Parked.select(fn.COUNT(Parked.id)).where((Parked.event < event) & ~fn.EXISTS(over))


# --- cash, step by step -----------------------------------------------------------------------


@prepared
def _openings(till: Any, since: Any, until: Any) -> Any:
    return Shift.select(Shift.event, Shift.opening).where(
        (Shift.till == till) & (Shift.event > since) & (Shift.event < until)
    )


@prepared
def _counts(till: Any, since: Any, until: Any) -> Any:
    """What each handover of a span expected in cash, counted and left."""
    cash_ = (CashUpTender.cash_up == Row.id) & (CashUpTender.tender == "cash")
    return (
        Row.select(Row.event, CashUpTender.expected, CashUpTender.counted, Row.left, Row.id)
        .join(CashUpTender, on=cash_)
        .where((Row.till == till) & (Row.event > since) & (Row.event < until))
        .order_by(Row.id)
    )


def _cash_steps(
    db: Any, span: Span, handed: Sequence[Any], expected: int
) -> tuple[tuple[str, int], ...]:
    """From what lay in the drawer to what should: where it began, what moved it, what was found
    and taken between. The last step that has no name of its own is what a new count found."""
    begun, found = _begun(db, span, handed)
    wrong = sum(counted - due for _, due, counted, _, _ in handed if counted is not None)
    out = sum(left - (due if counted is None else counted) for _, due, counted, left, _ in handed)
    steps = [(N_("Opening float"), begun), (N_("of it taken before the shift"), found)]
    moved = drawer.moved_in(db, span)
    steps += [(SOURCES[name].words, sums.get("cash", 0)) for name, sums in moved.items()]
    steps += [(N_("Differences at handovers"), wrong), (N_("Taken out at handovers"), out)]
    steps.append((N_("Counted anew between"), expected - sum(amount for _, amount in steps)))
    return tuple(step for step in steps if step[1] or step[0] == "Opening float")


def _begun(db: Any, span: Span, handed: Sequence[Any]) -> tuple[int, int]:
    """What lay in the drawer to begin with, and how much of it came in this span already.

    That is the count with which the first shift began, unless a handover came before it; without
    one, what the close before left.
    """
    first = min(_openings(db, *span).fetchall(), default=None)
    if first is None or (handed and handed[0][0] <= first[0]):
        before = drawer.last_count(db, span.till, span.since + 1)
        return (0 if before is None else before.cash), 0
    opening = Count(*first)
    until = Span(span.till, span.since, opening.event)
    return opening.cash, -drawer.summed(drawer.moved_in(db, until)).get("cash", 0)

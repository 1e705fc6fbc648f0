"""What a till should hold: every source of its money, and what was counted there last.

Money is reckoned up by the events that moved it: whatever was written at a till between two of
them counts between the two, on whatever business day its receipt is. So a late receipt, a void and
an exchange are in the drawer when their money moved, and no receipt is in no drawer or in two.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from shopdesk import top_up_drawer
from shopdesk.language import N_
from shopdesk.money import TENDER_ORDER
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Exchange, Payment, Purchase, RefundPayment
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tills import CashMove, CashUp, Shift

NEWEST = 2**62
"""Behind every event there will be."""


class Span(NamedTuple):
    """What was written at a till behind the event ``since`` and before the event ``until``."""

    till: str
    since: int
    until: int = NEWEST


class Source(NamedTuple):
    """A way in which money comes to a till: its name in words, the actions of its events, and what
    each tender got by it in a span, in minor units (less than nothing where it was given out)."""

    words: str
    actions: tuple[str, ...]
    read: Callable[[Any, Span], dict[str, int]]


SOLD = ("purchases.record", "purchases.exchange")
GIVEN_BACK = ("purchases.refund", "purchases.void", "purchases.exchange", "passes.refund")
MOVED = {"in": "cash.pay_in", "out": "cash.pay_out"}


def within(till: Any, since: Any, until: Any, actions: Iterable[str]) -> Any:
    """The events of a span that did one of ``actions``: found by their action, oldest first."""
    return (
        (Event.action << tuple(actions))
        & (Event.id > since)
        & (Event.id < until)
        & (Event.till == till)
    )


def receipts_of(*columns: Any) -> Any:
    """Receipts from their events: one sold is its event's subject, one taken in exchange for what
    came back goes with the refund that is."""
    return (
        Event.select(*columns)
        .join(
            Exchange, JOIN.LEFT_OUTER,
            on=((Event.action == "purchases.exchange") & (Exchange.refund == Event.subject)),
        )
        .join(Purchase, on=(Purchase.id == fn.COALESCE(Exchange.purchase, Event.subject)))
    )  # fmt: skip


@prepared
def _paid(till: Any, since: Any, until: Any) -> Any:
    return (
        receipts_of(Payment.tender, fn.SUM(Payment.amount))
        .join(Payment, on=(Payment.purchase == Purchase.id))
        .where(within(till, since, until, SOLD))
        .group_by(Payment.tender)
    )


@prepared
def _given_back(till: Any, since: Any, until: Any) -> Any:
    return (
        Event.select(RefundPayment.tender, fn.SUM(SQL("0") - RefundPayment.amount))
        .join(RefundPayment, on=(RefundPayment.refund == Event.subject))
        .where(within(till, since, until, GIVEN_BACK))
        .group_by(RefundPayment.tender)
    )


@prepared
def _moved(till: Any, since: Any, until: Any, kind: Any) -> Any:
    return (
        Event.select(fn.COALESCE(fn.SUM(CashMove.amount), SQL("0")))
        .join(CashMove, on=(CashMove.id == Event.subject))
        .where(within(till, since, until, MOVED.values()) & (CashMove.kind == kind))
    )


def _by(ask: Callable[..., Any]) -> Callable[[Any, Span], dict[str, int]]:
    """A source whose statement tells the sum of each tender."""
    return lambda db, span: dict(ask(db, *span).fetchall())


def _put_in(db: Any, span: Span) -> dict[str, int]:
    return {"cash": _moved(db, *span, "in").fetchone()[0]}


def _taken_out(db: Any, span: Span) -> dict[str, int]:
    return {"cash": -_moved(db, *span, "out").fetchone()[0]}


def _topped_up(db: Any, span: Span) -> dict[str, int]:
    return _taken(db, span).money_in


def _topped_back(db: Any, span: Span) -> dict[str, int]:
    return {tender: -amount for tender, amount in _taken(db, span).money_out.items()}


def _taken(db: Any, span: Span) -> top_up_drawer.Taken:
    return top_up_drawer.taken(db, span.since + 1, span.until - 1, span.till)


SOURCES: dict[str, Source] = {
    "receipts": Source(N_("Receipts"), SOLD, _by(_paid)),
    "refunds": Source(N_("Refunds and voids"), GIVEN_BACK, _by(_given_back)),
    "top_ups": Source(N_("Top-ups"), ("stored_value.top_up",), _topped_up),
    "top_ups_back": Source(
        N_("Top-ups given back"),
        ("stored_value.refund_top_up", "stored_value.void_top_up"),
        _topped_back,
    ),
    "pay_in": Source(N_("Paid in"), (MOVED["in"],), _put_in),
    "pay_out": Source(N_("Paid out"), (MOVED["out"],), _taken_out),
}
"""Every way in which money comes to a till or leaves it, in the order of the slip."""

ACTIONS = tuple(dict.fromkeys(action for one in SOURCES.values() for action in one.actions))
"""What moves money at a till."""


# --- what was counted last --------------------------------------------------------------------


class Count(NamedTuple):
    """The last time that it was known what lies in a drawer: by which event, and how much."""

    event: int
    cash: int


@prepared
def _opening(till: Any, until: Any) -> Any:
    rows = Shift.select(Shift.event, Shift.opening).order_by(Shift.id.desc()).limit(1)
    return rows.where((Shift.till == till) & (Shift.event < until))


@prepared
def _left(till: Any, until: Any) -> Any:
    rows = CashUp.select(CashUp.event, CashUp.left).order_by(CashUp.id.desc()).limit(1)
    return rows.where((CashUp.till == till) & (CashUp.event < until))


@prepared
def _closed(till: Any, until: Any) -> Any:
    return CashUp.select(fn.MAX(CashUp.event)).where(
        (CashUp.till == till) & (CashUp.kind == "close") & (CashUp.event < until)
    )


@prepared
def _running_since(till: Any) -> Any:
    """The day of the shift that nothing ended yet."""
    return Shift.select(fn.MAX(Shift.on_day)).where(
        (Shift.till == till) & Shift.id.not_in(_ended())
    )


def _ended() -> Any:
    return CashUp.select(CashUp.shift).where(CashUp.shift.is_null(False))


@prepared
def _event_before(day: Any) -> Any:
    return Event.select(Event.id).where(Event.on_day < day).order_by(Event.id.desc()).limit(1)


def last_count(db: Any, till: str, until: int = NEWEST) -> Count | None:
    """When a drawer was counted last before an event, at a handover, a close or the beginning of a
    shift; nothing where it never was."""
    found = (ask(db, till, until).fetchone() for ask in (_opening, _left))
    return max((Count(*row) for row in found if row is not None), default=None)


def last_left(db: Any, till: str, until: int = NEWEST) -> Count | None:
    """What the last handover or close before an event left in a drawer."""
    row = _left(db, till, until).fetchone()
    return None if row is None else Count(*row)


def last_close(db: Any, till: str, today: date, until: int = NEWEST) -> int:
    """The event of a till's last close; without one, the last of what is before the day on which
    the shift that runs began or, where none does, before today."""
    (closed,) = _closed(db, till, until).fetchone()
    if closed is not None:
        return int(closed)
    first = _running_since(db, till).fetchone()[0] or today.toordinal()
    row = _event_before(db, first).fetchone()
    return 0 if row is None else int(row[0])


# --- reckoning up -----------------------------------------------------------------------------


class Reckoned(NamedTuple):
    """What a till should hold: ``moved`` by source and tender behind the event ``since``.

    ``expected`` by tender is what moved; of cash, what lay in the drawer when it was counted last
    and what moved since then.
    """

    since: int
    moved: dict[str, dict[str, int]]
    expected: dict[str, int]


def reckon(db: Any, till: str, today: date, *, is_day: bool, until: int = NEWEST) -> Reckoned:
    """Reckon a till up before an event: since its last close where ``is_day``, else since the last
    handover."""
    since, count = last_close(db, till, today, until), last_count(db, till, until)
    left = None if is_day else last_left(db, till, until)
    if left is not None:
        since = max(since, left.event)
    return reckoned(db, Span(till, since, until), count)


def reckoned(db: Any, span: Span, count: Count | None) -> Reckoned:
    """Reckon a till up over a span, its cash from a ``count`` on where there was one."""
    moved = moved_in(db, span)
    expected = summed(moved)
    if count is not None:
        since_count = moved_in(db, span._replace(since=count.event))
        expected["cash"] = count.cash + summed(since_count).get("cash", 0)
    return Reckoned(span.since, moved, in_order(expected))


def moved_in(db: Any, span: Span) -> dict[str, dict[str, int]]:
    """What moved in a span, by source and tender."""
    return {name: source.read(db, span) for name, source in SOURCES.items()}


def summed(moved: dict[str, dict[str, int]]) -> dict[str, int]:
    """What came of all sources together, by tender."""
    sums: dict[str, int] = {}
    for by_tender in moved.values():
        for tender, amount in by_tender.items():
            sums[tender] = sums.get(tender, 0) + amount
    return sums


def in_order(sums: dict[str, int]) -> dict[str, int]:
    """Sums by tender in the order of tenders, cash always among them, others only with money."""
    known = dict.fromkeys((*TENDER_ORDER, *sums), 0) | sums
    return {tender: known[tender] for tender in known if known[tender] or tender == "cash"}


@prepared
def _days(till: Any, since: Any, until: Any) -> Any:
    return Event.select(fn.MIN(Event.on_day), fn.MAX(Event.on_day)).where(
        within(till, since, until, ACTIONS)
    )


def days_of(db: Any, span: Span) -> tuple[date, date] | None:
    """The first and the last business day on which money moved in a span; nothing for none."""
    first, last = _days(db, *span).fetchone()
    return None if first is None else (date.fromordinal(first), date.fromordinal(last))

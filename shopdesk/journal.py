"""The journal: every movement of value a member holds, in lots and a debt.

An entry moves one lot, or the debt where it names none; entries are never changed. The balance is
the sum of the lots less the debt, and a debt never stands beside a lot with something in it,
because every credit pays the debt first (9.11). ``account`` keeps the same two sums ready.
"""

from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables import Account, Entry, Lot

POINTS = "points"


class Cause(NamedTuple):
    """Why value moves: written on each of its entries."""

    kind: str
    on: date
    purchase: int | None = None
    refund: int | None = None
    reason: str | None = None


_insert_lot = prepared_row(
    Lot, "member", "account", "granted", "remaining", "earned_on", "purchase", "event"
)
_insert_entry = prepared_row(
    Entry, "event", "member", "account", "lot", "kind", "amount", "on_day", "purchase", "refund",
    "reason",
)  # fmt: skip


@prepared
def _move_lot(lot: Any, amount: Any) -> Any:
    return Lot.update(remaining=Lot.remaining + amount).where(Lot.id == lot)


@prepared
def _move_account(member: Any, lots: Any, debt: Any) -> Any:
    return Account.update(lots=Account.lots + lots, debt=Account.debt + debt).where(
        (Account.member == member) & (Account.account == POINTS)
    )


@prepared
def _sums(member: Any) -> Any:
    return Account.select(Account.lots, Account.debt).where(
        (Account.member == member) & (Account.account == POINTS)
    )


@prepared
def _open_lots(member: Any) -> Any:
    """In the order in which they are spent: soonest expiry, then oldest, never-expiring last."""
    return (
        Lot.select(Lot.id, Lot.remaining)
        .where((Lot.member == member) & (Lot.account == POINTS) & (Lot.remaining > SQL("0")))
        .order_by(Lot.expires_on.is_null(), Lot.expires_on, Lot.earned_on, Lot.id)
    )


@prepared
def _lot_of(purchase: Any) -> Any:
    return Lot.select(Lot.id, Lot.remaining).where(Lot.purchase == purchase)


@prepared
def _drawn_for(purchase: Any) -> Any:
    """What each lot still misses of what was spent on a receipt, the lot drawn last first."""
    return (
        Entry.select(Entry.lot, fn.SUM(Entry.amount) * SQL("-1"))
        .where(
            (Entry.purchase == purchase)
            & Entry.lot.is_null(False)
            & Entry.kind.in_(("spent", "returned"))
        )
        .group_by(Entry.lot)
        .order_by(fn.MIN(Entry.id).desc())
    )


def balance(db: Any, member: int) -> tuple[int, int]:
    """Lots and debt of a member: one of the two is 0."""
    lots, debt = _sums(db, member=member).fetchone()
    return lots, debt


def _enter(made: Change, member: int, amount: int, cause: Cause, lot: int | None) -> None:
    kind, on, purchase, refund, reason = cause
    row = (
        made.event, member, POINTS, lot, kind, amount, on.toordinal(), purchase, refund, reason
    )  # fmt: skip
    _insert_entry(made.db, row)


def credit(made: Change, member: int, amount: int, cause: Cause, *, debt: int) -> None:
    """Give value: the debt is paid first, the rest makes a lot (``debt`` as it stands now)."""
    repaid = min(debt, amount)
    if repaid:
        _enter(made, member, repaid, cause, None)
    rest = amount - repaid
    if rest:
        earned_on = cause.on.toordinal()
        row = (member, POINTS, rest, rest, earned_on, cause.purchase, made.event)
        lot = _insert_lot(made.db, row)
        _enter(made, member, rest, cause, lot)
    if amount:
        _move_account(made.db, member, rest, -repaid)


def draw(made: Change, member: int, amount: int, cause: Cause, *, first: int | None = None) -> None:
    """Take value from the lots in spending order, ``first`` before all others; the rest is debt.

    Whoever must not run into debt asks ``balance`` before.
    """
    lots = _open_lots(made.db, member=member).fetchall()
    lots.sort(key=lambda lot: lot[0] != first)
    left = amount
    for lot, remaining in lots:
        part = min(left, remaining)
        if part:
            _take(made, member, part, cause, lot)
            left -= part
    if left:
        _enter(made, member, -left, cause, None)
    if amount:
        _move_account(made.db, member, left - amount, left)


def _take(made: Change, member: int, part: int, cause: Cause, lot: int) -> None:
    _move_lot(made.db, lot=lot, amount=-part)
    _enter(made, member, -part, cause, lot)


def take_back(made: Change, member: int, amount: int, cause: Cause) -> None:
    """Take back what a receipt earned: from its own lot, then the others, then as debt (9.10)."""
    own = _lot_of(made.db, purchase=cause.purchase).fetchone()
    draw(made, member, amount, cause, first=own[0] if own else None)


def give_back(made: Change, member: int, amount: int, cause: Cause) -> None:
    """Return value spent on a receipt to the lots it came from, the last drawn first (9.7).

    A debt is paid before any lot is filled (9.11).
    """
    _, debt = balance(made.db, member)
    repaid = min(debt, amount)
    if repaid:
        _enter(made, member, repaid, cause, None)
    left = amount - repaid
    for lot, missing in _drawn_for(made.db, purchase=cause.purchase).fetchall():
        part = min(left, missing)
        if part > 0:
            _move_lot(made.db, lot=lot, amount=part)
            _enter(made, member, part, cause, lot)
            left -= part
    if amount:
        _move_account(made.db, member, amount - repaid, -repaid)

"""The journal: every movement of value a member holds, in lots and a debt.

An entry moves one lot, or the debt where it names none; entries are never changed. The balance is
the sum of the lots less the debt, and a debt never stands beside a lot with something in it,
because every credit pays the debt first (9.11). ``account`` keeps the same two sums ready, and a
day before whose end none of its lots ends. Only points are ever owed.
"""

from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import expiry, open_lots
from shopdesk.expiry import FOREVER, Life
from shopdesk.open_lots import POINTS
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.belonging import Moved
from shopdesk.store.tables.journal import Account, Entry, Lot
from shopdesk.store.tables.receipts import Purchase


class Cause(NamedTuple):
    """Why value moves, and of which account: written on each of its entries."""

    kind: str
    on: date
    purchase: int | None = None
    refund: int | None = None
    reason: str | None = None
    account: str = POINTS


_insert_lot = prepared_row(
    Lot, "member", "account", "granted", "remaining", "earned_on", "purchase", "event",
    "expires_on", "idle_months",
)  # fmt: skip
_insert_entry = prepared_row(
    Entry, "event", "member", "account", "lot", "kind", "amount", "on_day", "purchase", "refund",
    "reason", "origin",
)  # fmt: skip


@prepared
def _move_lot(lot: Any, amount: Any) -> Any:
    return Lot.update(remaining=Lot.remaining + amount).where(Lot.id == lot)


@prepared
def _move_account(member: Any, account: Any, lots: Any, debt: Any) -> Any:
    return Account.update(lots=Account.lots + lots, debt=Account.debt + debt).where(
        (Account.member == member) & (Account.account == account)
    )


@prepared
def _insert_account(member: Any, account: Any, lots: Any) -> Any:
    return Account.insert(member=member, account=account, lots=lots, debt=0)


@prepared
def _end_by(member: Any, account: Any, day: Any) -> Any:
    sooner = fn.MIN(fn.COALESCE(Account.next_on, day), day)
    return Account.update(next_on=sooner).where(
        (Account.member == member) & (Account.account == account)
    )


@prepared
def _set_next(member: Any, account: Any, day: Any) -> Any:
    return Account.update(next_on=day).where(
        (Account.member == member) & (Account.account == account)
    )


@prepared
def _look_by(member: Any, day: Any) -> Any:
    return Account.update(next_on=day).where(
        (Account.member == member) & (Account.account == POINTS) & (Account.next_on > day)
    )


@prepared
def _sums(member: Any, account: Any) -> Any:
    return Account.select(Account.lots, Account.debt).where(
        (Account.member == member) & (Account.account == account)
    )


@prepared
def _next(member: Any, account: Any) -> Any:
    return Account.select(Account.next_on).where(
        (Account.member == member) & (Account.account == account)
    )


@prepared
def _due(day: Any) -> Any:
    return Account.select(Account.member, Account.account).where(Account.next_on < day)


@prepared
def _drawn_for(purchase: Any, account: Any) -> Any:
    """What each lot still misses of what was spent on a receipt, the lot drawn last first; and
    the receipt's day, on which it was used."""
    drawn = fn.COALESCE(Entry.origin, Entry.lot)
    return (
        Entry.select(drawn, fn.SUM(Entry.amount) * SQL("-1"), Purchase.on_day)
        .join(Purchase, on=(Purchase.id == Entry.purchase))
        .where(
            (Entry.purchase == purchase)
            & (Entry.account == account)
            & Entry.lot.is_null(False)
            & Entry.kind.in_(("spent", "returned"))
        )
        .group_by(drawn)
        .order_by(fn.MIN(Entry.id).desc())
    )


def balance(db: Any, member: int, account: str = POINTS) -> tuple[int, int]:
    """Lots and debt of a member: one of the two is 0. Lots may hold what is past its last day."""
    lots, debt = _sums(db, member, account).fetchone() or (0, 0)
    return lots, debt


# --- what has ended ---------------------------------------------------------------------------


def expire(made: Change, member: int, day: date, account: str = POINTS) -> int:
    """Write off what of an account is past its last day on ``day``, dated the day after it.

    Returns how much.
    """
    lost, first = 0, day.toordinal()
    ends = []
    for lot in open_lots.held(made.db, member, account):
        if lot.last is None:
            continue
        if lot.last < first:
            cause = Cause("expired", date.fromordinal(lot.last + 1), account=account)
            _take(made, member, lot.remaining, cause, lot.id)
            lost += lot.remaining
        else:
            ends.append(lot.last)
    if lost:
        _move_account(made.db, member, account, -lost, 0)
    _set_next(made.db, member, account, min(ends, default=None))
    return lost


def expire_due(made: Change, member: int, account: str = POINTS) -> int:
    """Write off what of an account is past its last day, before it is moved."""
    (next_on,) = _next(made.db, member, account).fetchone() or (None,)
    day = _believed(made)
    if next_on is None or next_on >= day.toordinal():
        return 0
    return expire(made, member, day, account)


def _believed(made: Change) -> date:
    """See ``open_lots.believed_day``: the same inside a change."""
    shop = made.desk.shop
    return made.today if made.is_clock_believable else shop.day_of(shop.highest_at)


def expire_all(made: Change, day: date) -> int:
    """Write off what is past its last day on a business day; returns how many points."""
    lost = 0
    for member, account in _due(made.db, day.toordinal()).fetchall():
        amount = expire(made, member, day, account)
        lost += amount if account == POINTS else 0
    return lost


def look_by(made: Change, member: int, day: date) -> None:
    """Look at a member's points by the day of a receipt entered late.

    It may be the last one now, and idle points end by it (9.29), though never before its day.
    """
    _look_by(made.db, member, day.toordinal())


def look_again(made: Change, member: int) -> None:
    """Note when points end, now that the member's last receipt is void (9.29)."""
    ends = [lot.last for lot in open_lots.held(made.db, member) if lot.last is not None]
    if ends:
        _set_next(made.db, member, POINTS, min(ends))


# --- moving -----------------------------------------------------------------------------------


def _enter(
    made: Change, member: int, amount: int, cause: Cause, lot: int | None,
    origin: int | None = None,
) -> None:  # fmt: skip
    kind, on, purchase, refund, reason, account = cause
    row = (
        made.event, member, account, lot, kind, amount, on.toordinal(), purchase, refund, reason,
        origin,
    )  # fmt: skip
    _insert_entry(made.db, row)


def credit(
    made: Change, member: int, amount: int, cause: Cause, *, debt: int = 0, life: Life = FOREVER
) -> int | None:
    """Give value: the debt is paid first, the rest makes a lot (``debt`` as it stands now).

    Returns the lot.
    """
    repaid = min(debt, amount)
    if repaid:
        _enter(made, member, repaid, cause, None)
    rest, lot = amount - repaid, None
    if rest:
        lot = _make_lot(made, member, rest, cause, life, purchase=cause.purchase)
    if amount:
        _settle(made, member, cause.account, rest, -repaid)
        if rest and life != FOREVER:
            _note_end(made, member, cause, life)
    return lot


def _make_lot(
    made: Change, member: int, amount: int, cause: Cause, life: Life, *,
    purchase: int | None = None, origin: int | None = None,
) -> int:  # fmt: skip
    last = None if life.last_on is None else life.last_on.toordinal()
    row = (
        member, cause.account, amount, amount, cause.on.toordinal(), purchase, made.event, last,
        life.idle_months,
    )  # fmt: skip
    lot = _insert_lot(made.db, row)
    _enter(made, member, amount, cause, lot, origin)
    return lot


def _settle(made: Change, member: int, account: str, lots: int, debt: int) -> None:
    """Move the sums; the first value of an account opens it."""
    moved = _move_account(made.db, member, account, lots, debt)
    if not moved.rowcount:
        _insert_account(made.db, member, account, lots)


def _note_end(made: Change, member: int, cause: Cause, life: Life) -> None:
    last = life.last_on
    if life.idle_months is not None:
        active = open_lots.active_on(made.db, member)
        idle = expiry.idle_last_day(life.idle_months, cause.on, active)
        last = idle if last is None else max(last, idle)
    if last is not None:
        _end_by(made.db, member, cause.account, last.toordinal())


def draw(
    made: Change, member: int, amount: int, cause: Cause, *, first: int | None = None,
    there_on: date | None = None,
) -> None:  # fmt: skip
    """Take value from the lots in spending order, ``first`` before all others; the rest is debt.

    With ``there_on`` from those alone that were there on that day already.
    Whoever must not run into debt asks ``balance`` before. But for points there is no debt: to
    draw more than there is, is a mistake of the caller (``ValueError``), and nothing is written.
    """
    if not amount:
        return
    lots = open_lots.held(made.db, member, cause.account, there_on)
    if cause.account != POINTS and sum(lot.remaining for lot in lots) < amount:
        raise ValueError(f"{cause.account}: {amount} is more than there is")
    if first is not None:
        lots.sort(key=lambda lot: lot.id != first)
    left = amount
    for lot in lots:
        part = min(left, lot.remaining)
        if part:
            _take(made, member, part, cause, lot.id)
            left -= part
    if left:
        _enter(made, member, -left, cause, None)
    _settle(made, member, cause.account, left - amount, left)


def _take(made: Change, member: int, part: int, cause: Cause, lot: int) -> None:
    _move_lot(made.db, lot=lot, amount=-part)
    _enter(made, member, -part, cause, lot)


def take_from(made: Change, member: int, amount: int, cause: Cause, lot: int) -> None:
    """Take value from this one lot, which has so much; nothing where that is nothing."""
    if amount:
        _take(made, member, amount, cause, lot)
        _settle(made, member, cause.account, -amount, 0)


def take_back(made: Change, member: int, amount: int, cause: Cause) -> None:
    """Take back what a receipt earned: from its own lot, then the others, then as debt (9.10)."""
    own = open_lots.of_purchase(made.db, cause.purchase, cause.account)
    draw(made, member, amount, cause, first=own)


def give_back(made: Change, member: int, amount: int, cause: Cause) -> None:
    """Return value spent on a receipt to the lots it came from, the last drawn first (9.7).

    A debt is paid before any lot is filled (9.11); what a lot that has ended should get makes a
    new one (9.16).
    """
    if not amount:
        return
    _, debt = balance(made.db, member, cause.account)
    repaid = min(debt, amount)
    if repaid:
        _enter(made, member, repaid, cause, None)
    _settle(made, member, cause.account, amount - repaid, -repaid)
    left = amount - repaid
    if not left:
        return
    for lot, missing, spent_on in _drawn_for(made.db, cause.purchase, cause.account).fetchall():
        part = min(left, missing)
        if part > 0:
            _fill(made, member, part, cause, lot, spent_on)
            left -= part


def give_to(
    made: Change, member: int, amount: int, cause: Cause, lot: int, spent_on: int
) -> int | None:
    """Return value to this one lot, from which it was drawn on a day; where that lot has ended
    meanwhile, returns the new one that it makes (9.16)."""
    _settle(made, member, cause.account, amount, 0)
    return _fill(made, member, amount, cause, lot, spent_on)


def _fill(
    made: Change, member: int, part: int, cause: Cause, lot: int, spent_on: int
) -> int | None:
    """Put value back into a lot, or into a new one that lives as long as it had left (9.16)."""
    new = None
    last, had = open_lots.last_day_of(made.db, member, lot, spent_on)
    if last is None or had is None or last >= _believed(made).toordinal():
        _move_lot(made.db, lot=lot, amount=part)
        _enter(made, member, part, cause, lot)
    else:
        left = max(0, min(had - spent_on, LONGEST_RETURNED_DAYS))
        last = made.today.toordinal() + left
        new = _make_lot(made, member, part, cause, Life(date.fromordinal(last)), origin=lot)
    if last is not None:
        _end_by(made.db, member, cause.account, last)
    return new


LONGEST_RETURNED_DAYS = 30
"""What returns after its lot has ended lives no longer than this (9.16)."""


# --- from one member to another ---------------------------------------------------------------


def hand_over(
    made: Change, source: int, target: int, lots: list[open_lots.OpenLot], cause: Cause
) -> None:
    """Enter that lots, which are the target's by now, and all debt went over to them (9.22).

    The debt is netted against the lots at once (9.11).
    """
    come = sum(lot.remaining for lot in lots)
    _, owed = balance(made.db, source, cause.account)
    _pass_on(made, source, target, lots, owed, cause)
    _settle(made, target, cause.account, 0, 0)  # lots of which nothing is left come over too
    _settle_if(made, source, cause.account, -come, -owed)
    _net(made, target, cause, come, owed)


def _pass_on(
    made: Change, source: int, target: int, lots: list[open_lots.OpenLot], owed: int, cause: Cause
) -> None:
    for lot in lots:
        if lot.remaining:
            _enter(made, source, -lot.remaining, cause, lot.id)
            _enter(made, target, lot.remaining, cause, lot.id)
    if owed:
        _enter(made, source, owed, cause, None)
        _enter(made, target, -owed, cause, None)


def _net(made: Change, member: int, cause: Cause, lots_in: int, debt_in: int) -> None:
    """Take both sums in, and let the lots pay as much of the debt as there is of both."""
    lots, debt = balance(made.db, member, cause.account)
    both = left = min(lots + lots_in, debt + debt_in)
    for lot in open_lots.held(made.db, member, cause.account) if both else ():
        part = min(left, lot.remaining)
        if part:
            _take(made, member, part, cause, lot.id)
            left -= part
    if both:
        _enter(made, member, both, cause, None)
    _settle_if(made, member, cause.account, lots_in - both, debt_in - both)


def _settle_if(made: Change, member: int, account: str, lots: int, debt: int) -> None:
    if lots or debt:
        _settle(made, member, account, lots, debt)


@prepared
def _handed_over(event: Any, member: Any, account: Any) -> Any:
    """What a merge moved of an account of a member: lot, amount."""
    return Entry.select(Entry.lot, Entry.amount).where(
        (Entry.member == member)
        & (Entry.account == account)
        & (Entry.event == event)
        & (Entry.kind == SQL("'moved'"))
    )


@prepared
def _came(event: Any) -> Any:
    return Moved.select(Moved.row).where((Moved.event == event) & (Moved.kind == SQL("'lot'")))


def hand_back(
    made: Change, merge: int, source: int, target: int, cause: Cause, *, life: Life
) -> None:
    """Enter that what came over by the event ``merge``, and is the target's again, went back.

    What was netted then is as it was before; what of the target's debt was paid meanwhile by what
    the source earned is theirs again, as a lot that lives as one of today.
    """
    account, come = cause.account, {row[0] for row in _came(made.db, made.event).fetchall()}
    before = _handed_over(made.db, merge, target, account).fetchall()
    owed = sum(amount for lot, amount in before if lot is None)
    then = _handed_over(made.db, merge, source, account).fetchall()
    netted = {lot: -amount for lot, amount in then if lot is not None and amount < 0}
    lots = open_lots.held(made.db, target, account)
    left = sum(lot.remaining for lot in lots)
    _pass_on(made, source, target, lots, 0, cause)
    for lot, amount in netted.items():
        _move_lot(made.db, lot=lot, amount=amount)
        _enter(made, target if lot in come else source, amount, cause, lot)
    if owed:
        _enter(made, target, -owed, cause, None)
    filled = sum(amount for lot, amount in netted.items() if lot in come)
    paid = sum(netted.values())
    _net(made, target, cause, left + filled, owed)
    _owe_again(made, source, cause, paid - owed, paid - filled - left, life=life)


def _owe_again(
    made: Change, member: int, cause: Cause, debt_in: int, lots_in: int, *, life: Life
) -> None:
    """Take in a debt, which may be below nothing: then it was paid for another, and is returned."""
    _, debt = balance(made.db, member, cause.account)
    left = max(0, -(debt + debt_in))
    if debt_in + left:
        _enter(made, member, -(debt_in + left), cause, None)
    if left:
        _make_lot(made, member, left, cause, life)
    _net(made, member, cause, lots_in + left, debt_in + left)

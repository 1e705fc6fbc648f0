"""Uses of passes: sold with a line, spent by another, taken back and given back in their lots."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from shopdesk import expiry, journal, products
from shopdesk.expiry import Life
from shopdesk.journal import Cause
from shopdesk.open_lots import believed_day
from shopdesk.pricing import Item, Priced
from shopdesk.refusals import ContentRefused
from shopdesk.refusals_of_value import (
    NotEnoughUses,
    PassOffSale,
    PassOfNobody,
    PassWhole,
    UsesTooNew,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.journal import Entry, Lot
from shopdesk.store.tables.prepaid import Pass, PassLot, PassUse
from shopdesk.store.tables.receipts import Refund

ACCOUNT = "pass"
UNIT = 1000
"""Thousandths of one whole unit, or of one use."""


class Use(NamedTuple):
    """So many uses from a lot that pay a line, by its index from 0."""

    place: int
    lot: int
    uses: int


# --- paying by uses ---------------------------------------------------------------------------


def chosen(
    desk: Desk, items: Sequence[Item], indexes: Sequence[int], member: int | None,
    there_on: date | None = None,
) -> tuple[Use, ...]:  # fmt: skip
    """The uses that pay these lines, of the member's passes that end earliest.

    One use pays one unit of its product. With ``there_on`` only of passes that were sold by that
    day. Refuses a line that is none or named twice, one of no
    product or no whole quantity, and more uses than the member's valid passes have.
    """
    found: list[Use] = []
    taken: dict[int, int] = {}
    for place in _places(desk, indexes, len(items)):
        item = items[place]
        if item.quantity_milli % UNIT or item.product_id is None:
            raise PassWhole(desk.language, name=item.name)
        if member is None:
            raise PassOfNobody(desk.language, name=item.name)
        lots = _lots(desk, member, item.product_id, there_on)
        left = {lot: has - taken.get(lot, 0) for lot, has in lots}
        for lot, part in _drawn(desk, item, left, there_on):
            found.append(Use(place, lot, part))
            taken[lot] = taken.get(lot, 0) + part
    return tuple(found)


def _drawn(
    desk: Desk, item: Item, left: Mapping[int, int], there_on: date | None
) -> Iterator[tuple[int, int]]:
    """So many uses of each lot, in their order, as a line takes."""
    wanted, there_are = item.quantity_milli // UNIT, sum(left.values())
    if wanted > there_are and there_on is not None:
        raise UsesTooNew(
            desk.language, name=item.name, wanted=wanted, left=there_are, date=there_on
        )
    if wanted > there_are:
        raise NotEnoughUses(desk.language, name=item.name, wanted=wanted, left=there_are)
    for lot, has in left.items():
        part = min(wanted, has)
        if part:
            yield lot, part
            wanted -= part


def _places(desk: Desk, indexes: Sequence[int], count: int) -> list[int]:
    if not isinstance(indexes, Sequence):
        raise ContentRefused(desk.language)
    if any(type(index) is not int or not 0 <= index < count for index in indexes):
        raise ContentRefused(desk.language)
    if len(set(indexes)) < len(indexes):
        raise ContentRefused(desk.language)
    return sorted(indexes)


@prepared
def _lots_of_product(member: Any, product: Any) -> Any:
    return (
        Lot.select(Lot.id, Lot.remaining, Lot.expires_on, Lot.earned_on)
        .join(PassLot, on=(PassLot.lot == Lot.id))
        .join(Pass, on=(Pass.id == PassLot.pass_))
        .where(
            (Lot.member == member)
            & (Lot.account == ACCOUNT)
            & (Lot.remaining > SQL("0"))
            & (Pass.product == product)
        )
    )


def _lots(
    desk: Desk, member: int, product: int, there_on: date | None = None
) -> list[tuple[int, int]]:
    """The lots of a member's valid passes for a product, the one that ends earliest first."""
    today = believed_day(desk).toordinal()
    newest = (date.max if there_on is None else there_on).toordinal()
    rows = [
        (last is None, last or 0, earned_on, lot, left)
        for lot, left, last, earned_on in _lots_of_product(desk.db, member, product).fetchall()
        if earned_on <= newest and (last is None or last >= today)
    ]
    return [(lot, left) for *_order, lot, left in sorted(rows)]


def available(desk: Desk, member: int, product: int) -> int:
    """How many units of a product a member's valid passes pay for."""
    return sum(left for _lot, left in _lots(desk, member, product))


_insert_use = prepared_row(PassUse, "purchase", "line", "lot", "uses")


def draw(made: Change, member: int, uses: Sequence[Use], purchase_id: int) -> None:
    """Take the uses that pay a receipt's lines, today."""
    if not uses:
        return
    journal.expire_due(made, member, ACCOUNT)
    cause = Cause("spent", made.today, purchase_id, account=ACCOUNT)
    for use in uses:
        journal.take_from(made, member, use.uses, cause, use.lot)
        _insert_use(made.db, (purchase_id, use.place + 1, use.lot, use.uses))


# --- selling a pass ---------------------------------------------------------------------------


def refuse_unsellable(desk: Desk, items: Sequence[Item], member: int | None) -> None:
    """Refuse a pass for nobody known, a part of one, and one of goods that are no longer sold."""
    for item in items:
        if item.pass_terms is None:
            continue
        if member is None:
            raise PassOfNobody(desk.language, name=item.name)
        if item.quantity_milli % UNIT:
            raise PassWhole(desk.language, name=item.name)
        pays = item.pass_terms.product_id
        goods = products.known(desk, [pays])[pays]
        if goods.discontinued:
            raise PassOffSale(desk.language, name=item.name, goods=goods.name)


_insert_pass = prepared_row(Pass, "event", "purchase", "line", "product", "uses", "ends_on")
_insert_pass_lot = prepared_row(PassLot, "lot", "pass_")


def sell(made: Change, member: int, priced: Priced, purchase_id: int, on: date) -> None:
    """Make the passes that a receipt of a day sold, each with its lot."""
    for number, line in enumerate(priced.lines, 1):
        terms, count = line.item.pass_terms, uses_of(line.item)
        if terms is None or count is None:
            continue
        life = _life(made, terms.valid_days, on)
        cause = Cause("topped_up", on, purchase_id, account=ACCOUNT)
        lot = journal.credit(made, member, count, cause, life=life)
        last = None if life.last_on is None else life.last_on.toordinal()
        pass_id = _insert_pass(
            made.db, (made.event, purchase_id, number, terms.product_id, count, last)
        )
        _insert_pass_lot(made.db, (lot, pass_id))


def uses_of(item: Item) -> int | None:
    """How many uses a line sells, where it is a pass."""
    terms = item.pass_terms
    return None if terms is None else terms.uses * item.quantity_milli // UNIT


def _life(made: Change, valid_days: int | None, on: date) -> Life:
    """Valid through so many days after the day of sale, 30 at least from a late entry (9.21)."""
    if valid_days is None:
        return expiry.FOREVER
    last = on + timedelta(days=valid_days)
    least = made.today + timedelta(days=expiry.LEAST_LATE_DAYS)
    return Life(max(last, least) if on < made.today else last)


# --- coming back ------------------------------------------------------------------------------


def valid_left(today: Any) -> Any:
    """What is left in the lots that have not ended before a day."""
    return fn.SUM(fn.IIF(fn.COALESCE(Lot.expires_on, today) >= today, Lot.remaining, SQL("0")))


@prepared
def _unused(purchase: Any, today: Any) -> Any:
    return (
        Pass.select(Pass.line, valid_left(today))
        .join(PassLot, on=(PassLot.pass_ == Pass.id))
        .join(Lot, on=(Lot.id == PassLot.lot))
        .where(Pass.purchase == purchase)
        .group_by(Pass.line)
    )


def unused(desk: Desk, purchase_id: int) -> dict[int, int]:
    """By the number of each line that sold a pass: how many of its uses are unspent and valid."""
    return dict(_unused(desk.db, purchase_id, believed_day(desk).toordinal()).fetchall())


@prepared
def _lots_of_line(purchase: Any, line: Any) -> Any:
    return (
        Lot.select(Lot.id, Lot.remaining)
        .join(PassLot, on=(PassLot.lot == Lot.id))
        .join(Pass, on=(Pass.id == PassLot.pass_))
        .where((Pass.purchase == purchase) & (Pass.line == line) & (Lot.remaining > SQL("0")))
        .order_by(Lot.id)
    )


def take_back(
    made: Change, member: int, purchase_id: int, refund_id: int, line: int, uses: int
) -> None:
    """Take unspent uses of the pass that a line sold, as it is given back."""
    journal.expire_due(made, member, ACCOUNT)
    cause = Cause("taken_back", made.today, purchase_id, refund_id, account=ACCOUNT)
    for lot, left in _lots_of_line(made.db, purchase_id, line).fetchall():
        part = min(uses, left)
        journal.take_from(made, member, part, cause, lot)
        uses -= part


@prepared
def _uses_of_line(purchase: Any, line: Any) -> Any:
    return (
        PassUse.select(PassUse.lot, PassUse.uses, PassLot.pass_, Entry.on_day)
        .join(PassLot, on=(PassLot.lot == PassUse.lot))
        .join(
            Entry,
            on=(
                (Entry.purchase == PassUse.purchase)
                & (Entry.lot == PassUse.lot)
                & (Entry.kind == "spent")
            ),
        )
        .where((PassUse.purchase == purchase) & (PassUse.line == line))
        .group_by(PassUse.lot)
        .order_by(fn.MIN(Entry.id))
    )


def give_back(made: Change, member: int, purchase_id: int, refund_id: int, line: int) -> list[int]:
    """Return the uses that paid a line to their lots; where one has ended, to a new one (9.16).

    Returns the lots that they came from.
    """
    cause, lots = Cause("returned", made.today, purchase_id, refund_id, account=ACCOUNT), []
    for lot, uses, pass_id, spent_on in _uses_of_line(made.db, purchase_id, line).fetchall():
        new = journal.give_to(made, member, uses, cause, lot, spent_on)
        if new is not None:
            _insert_pass_lot(made.db, (new, pass_id))
        lots.append(lot)
    return lots


@prepared
def _moved(refund: Any) -> Any:
    return (
        Entry.select(Entry.kind, fn.SUM(Entry.amount))
        .where(
            (Entry.purchase == Refund.select(Refund.purchase).where(Refund.id == refund))
            & (Entry.refund == refund)
            & (Entry.account == ACCOUNT)
        )
        .group_by(Entry.kind)
    )


def moved_by(db: Any, refund_id: int) -> dict[str, int]:
    """The uses that a refund moved, by kind of entry."""
    return dict(_moved(db, refund_id).fetchall())


@prepared
def _paid_lines(purchase: Any) -> Any:
    return (
        PassUse.select(PassUse.line, fn.SUM(PassUse.uses))
        .where(PassUse.purchase == purchase)
        .group_by(PassUse.line)
    )


def paid_lines(db: Any, purchase_id: int) -> Mapping[int, int]:
    """By the number of each line that a pass paid: how many uses that took."""
    return dict(_paid_lines(db, purchase_id).fetchall())

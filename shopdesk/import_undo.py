"""Undoing a whole import: what came with it goes again, by new rows that take back the old ones.

History stays. Receipts become void, value is taken out by entries that reverse it, products are
withdrawn or as they were before, and members who came with it are closed, so that their numbers,
phones and cards are free for the same list once more. Who was here before loses what the import
gave them, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from shopdesk import (
    finding,
    import_changed,
    import_log,
    import_use,
    inspection,
    journal,
    long,
    refunds,
    selves,
    vouchers,
)
from shopdesk.journal import Cause
from shopdesk.long import Cancelled
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Entry, Lot
from shopdesk.store.tables.moving import ImportFill
from shopdesk.store.tables.people import Card, Member
from shopdesk.store.tables.receipts import Product, Purchase
from shopdesk.topics import Topic

REASON = "import undone"
"""What the journal and the receipts say of it."""
_TOPICS = (
    Topic.MEMBERS, Topic.POINTS, Topic.TIERS, Topic.PURCHASES, Topic.PRODUCTS, Topic.VOUCHERS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back of an import; ``cancelled`` means that nothing was.

    ``filled`` counts members who were here before and lost what they had taken over, ``changed``
    products that were here before and are again as they were.
    """

    import_id: int
    members: int = 0
    receipts: int = 0
    products: int = 0
    cards: int = 0
    filled: int = 0
    changed: int = 0
    cancelled: bool = False


@dataclass(slots=True)
class _Work:
    """The undoing under way: how many of how many steps are done."""

    made: Change
    event: int
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None

    def each(self, rows: Iterable[Any]) -> Iterator[Any]:
        return long.watched(list(rows), self.progress, self.cancelled, every=20)


def undo(
    desk: Desk,
    import_id: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    key: str | None = None,
) -> Undone:
    """Take back an import by its id (see ``import_log.listed``): all that came with it, or nothing.

    Members it made are closed and empty, receipts void, products withdrawn, cards unbound; what it
    filled up is empty again, what it changed of products as it was; tiers its receipts led to fall
    as far as the other receipts hold them. The file may be imported again then. Refuses once
    anything of it was used, with the first that was: a receipt since, or attached since, of a
    member it brought or has receipts of, value drawn, a product of it or a pass for one sold, what
    it changed of one changed again, a voucher redeemed, a month of its receipts closed.
    ``progress`` is told how far each part of it is.
    """
    try:
        with change(desk, *_TOPICS, action=import_log.UNDO, key=key, content=import_id) as made:
            if made.repeats is not None:
                return Undone(import_id)
            import_use.refuse_used(desk, import_id)
            done = _taken_back(_Work(made, import_id, progress, cancelled))
            made.subject = import_id
            made.facts.clear()
            made.note(
                members=done.members, receipts=done.receipts, products=done.products,
                cards=done.cards, filled=done.filled, changed=done.changed,
            )  # fmt: skip
            made.revised = True
            return done
    except Cancelled:
        return Undone(import_id, cancelled=True)


def _taken_back(work: _Work) -> Undone:
    bought = work.each(_receipts(work.made.db, event=work.event).fetchall())
    receipts = refunds.take_back(work.made, (purchase_id for (purchase_id,) in bought), REASON)
    _empty(work)
    cards = _unbind(work)
    filled = _unfill(work)
    members = _close(work)
    changed = import_changed.bring_back(work.made, work.event)
    return Undone(work.event, members, receipts, _withdraw(work), cards, filled, changed)


@prepared
def _receipts(event: Any) -> Any:
    """The last first: so points go back as they came."""
    return Purchase.select(Purchase.id).where(Purchase.event == event).order_by(Purchase.id.desc())


# --- value ------------------------------------------------------------------------------------


@prepared
def _lots(event: Any) -> Any:
    return (
        Lot.select(Lot.member, Lot.account, Lot.id, Lot.remaining)
        .where((Lot.event == event) & (Lot.remaining > 0))
        .order_by(Lot.id)
    )


@prepared
def _debts(event: Any) -> Any:
    """What members owe by an import, beside what its receipts did."""
    return (
        Entry.select(Entry.member, fn.SUM(Entry.amount) * SQL("-1"))
        .where(
            (Entry.event == event)
            & Entry.lot.is_null()
            & (Entry.kind == "adjusted")
            & (Entry.account == POINTS)
        )
        .group_by(Entry.member)
    )


def _empty(work: _Work) -> None:
    """Take out what members brought along, lot by lot, and let go what they owed by it."""
    made = work.made
    for member, account, lot, remaining in work.each(_lots(made.db, event=work.event).fetchall()):
        cause = Cause("adjusted", made.today, reason=REASON, account=account)
        journal.draw(made, member, remaining, cause, first=lot)
    for member, owed in _debts(made.db, event=work.event).fetchall():
        _, debt = journal.balance(made.db, member)
        cause = Cause("adjusted", made.today, reason=REASON)
        journal.credit(made, member, min(owed, debt), cause, debt=debt)


# --- people, cards, products ------------------------------------------------------------------


def _unbind(work: _Work) -> int:
    """Free the cards made elsewhere that came with the import."""
    unbound = (Card.event == work.event) & Card.serial.is_null()
    return int(Card.delete().where(unbound).bind(work.made.db).execute())


_NOTHING: dict[str, dict[str, int | None]] = {
    "phone": {"phone": None, "shared_phone": 0},
    "birthday": {"birth_year": None, "birth_month": None, "birth_day": None},
    "lunar": {"lunar_month": None, "lunar_day": None, "lunar_leap": 0},
}


@prepared
def _fills(event: Any) -> Any:
    return (
        ImportFill.select(ImportFill.member, ImportFill.what)
        .where(ImportFill.event == event)
        .order_by(ImportFill.id)
    )


def _unfill(work: _Work) -> int:
    """Empty again what members who were here before took over."""
    db, found = work.made.db, _fills(work.made.db, event=work.event).fetchall()
    for member, what in work.each(found):
        if what in _NOTHING:
            Member.update(**_NOTHING[what]).where(Member.id == member).bind(db).execute()
        if what == "phone":
            finding.rewrite_keys(db, member, selves.keys(db, member))
    return len({row[0] for row in found})


@prepared
def _came(event: Any) -> Any:
    return Member.select(Member.id, Member.number).where(Member.event == event)


@prepared
def _promised(member: Any) -> Any:
    return Voucher.select(Voucher.id).where(
        (Voucher.member == member) & (Voucher.state == "issued")
    )


def _close(work: _Work) -> int:
    """Close who came with the import: the number is free again, own cards find nobody."""
    made, count = work.made, 0
    for member_id, number in work.each(_came(made.db, event=work.event).fetchall()):
        for (voucher_id,) in _promised(made.db, member=member_id).fetchall():
            vouchers.end(made, inspection.get(made.desk, voucher_id), "void", on=made.today)
        (
            Member.update(closed_on=made.today, number=f"{number}~{member_id}")
            .where(Member.id == member_id)
            .bind(made.db)
            .execute()
        )
        (
            Card.update(lost_on=made.today)
            .where((Card.member == member_id) & Card.lost_on.is_null())
            .bind(made.db)
            .execute()
        )
        finding.rewrite_keys(made.db, member_id, ())
        count += 1
    return count


def _withdraw(work: _Work) -> int:
    """Take the import's products out of sale, and free their codes and names."""
    made, count = work.made, 0
    rows = Product.select(Product.id, Product.folded).where(Product.event == work.event)
    for product_id, folded in work.each(rows.tuples().bind(made.db)):
        (
            Product.update(discontinued_on=made.today, ean=None, folded=f"{folded}~{product_id}")
            .where(Product.id == product_id)
            .bind(made.db)
            .execute()
        )
        count += 1
    return count

"""Whether anything that came with an import was used since: what was cannot be undone."""

from datetime import date
from typing import Any

from peewee import fn

from shopdesk import day_words, import_changed, import_log, months, receipts
from shopdesk.language import N_, translator
from shopdesk.permissions import require_to_act
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.tables.belonging import Attachment, Erasure, Merge, MergeUndo
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Entry, Lot
from shopdesk.store.tables.moving import ImportFill
from shopdesk.store.tables.people import Card, Member
from shopdesk.store.tables.prepaid import Pass
from shopdesk.store.tables.receipts import Product, Purchase, PurchaseLine, Refund


class ImportUsed(Refused):
    """Something that came with an import was used since, or the import was undone before."""

    code = "import_used"
    sentence = N_("This import cannot be undone any more: {reason}")


_UNDONE = N_("it was undone on {date}.")
_WHY = {
    "bought": N_("{name} (No. {number}) has bought something since."),
    "attached": N_("a receipt has been attached to {name} (No. {number}) since."),
    "moved": N_("what {name} (No. {number}) brought along has been moved since."),
    "merged": N_("{name} (No. {number}) has been merged with another member or erased since."),
    "brought": N_("{name} (No. {number}) has brought somebody along since."),
    "voucher": N_("{name} (No. {number}) has used a voucher since."),
    "changed": N_("{name} has been changed since."),
    "sold": N_("{name} has been sold since."),
    "returned": N_("something of receipt {number} has come back since."),
    "lost": N_("card {name} has been reported lost since."),
    "closed": N_("the month of receipt {number} has been closed since."),
    "prepaid": N_("a pass for {name} has been sold or given since."),
    "by_rule": N_("a rule gives uses of {name}."),
}


def _void(purchase: Any) -> Any:
    return Refund.select(Refund.id).where((Refund.purchase == purchase) & (Refund.is_void == 1))


def _first(query: Any, db: Any) -> Any:
    return query.limit(1).tuples().bind(db).first()


def _of_receipts(members: Any) -> Any:
    """Members of these with each of their receipts that is not void."""
    return (
        Member.select(Member.name, Member.number)
        .join(Purchase, on=(Purchase.member == Member.id))
        .where(Member.id.in_(members) & ~fn.EXISTS(_void(Purchase.id)))
        .order_by(Purchase.id)
    )


def _bought(db: Any, event: int, members: Any) -> Any:
    """A member of these with a receipt after the import."""
    return _first(_of_receipts(members).where(Purchase.event > event), db)


def _attached(db: Any, event: int, members: Any) -> Any:
    """A member of these to whom a receipt was attached after the import, however old it is.

    What came with a merge needs no look: it goes back with it, and else they are merged.
    """
    late = Attachment.select(Attachment.purchase).where(Attachment.event > event)
    return _first(_of_receipts(members).where(Purchase.id.in_(late)), db)


def _moved(db: Any, event: int) -> Any:
    """A member whose lot of this import was drawn on; what ended by itself is not used."""
    return _first(
        Member.select(Member.name, Member.number)
        .join(Lot, on=(Lot.member == Member.id))
        .join(Entry, on=((Entry.lot == Lot.id) & (Entry.member == Lot.member)))
        .where(
            (Lot.event == event)
            & (Entry.event != event)
            & (Entry.kind != "expired")
            & ~fn.EXISTS(_void(Entry.purchase))
        )
        .order_by(Entry.id),
        db,
    )


def _entered(db: Any, event: int) -> Any:
    """A newcomer of this import with any other movement of value since, but by void receipts."""
    return _first(
        Member.select(Member.name, Member.number)
        .join(Entry, on=(Entry.member == Member.id))
        .where(
            (Member.event == event)
            & (Entry.event > event)
            & (Entry.kind != "expired")
            & ~fn.EXISTS(_void(Entry.purchase))
        )
        .order_by(Entry.id),
        db,
    )


def _owing(db: Any, event: int) -> Any:
    """A member who paid back since what they owed by this import."""
    filled = ImportFill.select(ImportFill.member).where(
        (ImportFill.event == event) & (ImportFill.what == "owed")
    )
    return _first(
        Member.select(Member.name, Member.number)
        .join(Entry, on=(Entry.member == Member.id))
        .where(
            Member.id.in_(filled)
            & (Entry.account == "points")
            & Entry.lot.is_null()
            & (Entry.event > event)
            & ~fn.EXISTS(_void(Entry.purchase))
        ),
        db,
    )


def _merged(db: Any, event: int) -> Any:
    """A member of this import who was merged or erased since: who they were is no more to be had.

    Of an import are its newcomers, and who holds by now what it brought.
    """
    filled = ImportFill.select(ImportFill.member).where(ImportFill.event == event)
    buyers = Purchase.select(Purchase.member).where(Purchase.event == event)
    holders = Lot.select(Lot.member).where(Lot.event == event)
    undone = MergeUndo.select(MergeUndo.merge)
    merged = (Merge.event > event) & Merge.id.not_in(undone)
    return _first(
        Member.select(Member.name, Member.number).where(
            (
                (Member.event == event) | Member.id.in_(filled)
                | Member.id.in_(buyers) | Member.id.in_(holders)
            )
            & (
                Member.id.in_(Merge.select(Merge.keep).where(merged))
                | Member.id.in_(Merge.select(Merge.drop).where(merged))
                | Member.id.in_(Erasure.select(Erasure.member))
            )
        ).order_by(Member.id),
        db,
    )  # fmt: skip


def _brought(db: Any, event: int) -> Any:
    """A newcomer who is named as who brought somebody that did not come with them."""
    friend = Member.alias()
    return _first(
        Member.select(Member.name, Member.number)
        .join(friend, on=(friend.referrer == Member.id))
        .where((Member.event == event) & (friend.event != event)),
        db,
    )


def _redeemed(db: Any, event: int) -> Any:
    return _first(
        Member.select(Member.name, Member.number)
        .join(Voucher, on=(Voucher.member == Member.id))
        .where((Member.event == event) & (Voucher.state == "redeemed")),
        db,
    )


def _sold(db: Any, event: int) -> Any:
    return _first(
        Product.select(Product.name, Product.id)
        .join(PurchaseLine, on=(PurchaseLine.product == Product.id))
        .join(Purchase, on=(PurchaseLine.purchase == Purchase.id))
        .where((Product.event == event) & (Purchase.event != event))
        .order_by(Purchase.id),
        db,
    )


def _prepaid(db: Any, event: int) -> Any:
    """A product of this import that somebody holds a pass for, sold as another product."""
    return _first(
        Product.select(Product.name, Product.id)
        .join(Pass, on=((Pass.product == Product.id) | (Pass.sold_as == Product.id)))
        .where(Product.event == event),
        db,
    )


_GIVEN_BY_RULE = """
    SELECT p.name, p.id FROM product AS p, reward_rule AS r, json_each(r.rewards) AS g
    WHERE p.event_id = ? AND g.value ->> '$.kind' = 'pass' AND g.value ->> '$.product' = p.id"""


def _given_by_rule(db: Any, event: int) -> Any:
    """A pass of this import that a rule gives uses of."""
    return db.execute_sql(_GIVEN_BY_RULE, (event,)).fetchone()


def _closed(desk: Desk, event: int) -> Any:
    """The first receipt of a day of which none could come any more: it may not be made void."""
    rows = (
        Purchase.select(Purchase.on_day, fn.MIN(Purchase.id), Purchase.number)
        .where(Purchase.event == event)
        .group_by(Purchase.on_day)
    )
    for on, id_, number in rows.tuples().bind(desk.db):
        if not months.is_open(desk, on, is_history=True):
            return id_, number
    return None


def _returned(db: Any, event: int) -> Any:
    return _first(
        Purchase.select(Purchase.id, Purchase.number)
        .join(Refund, on=(Refund.purchase == Purchase.id))
        .where(Purchase.event == event)
        .order_by(Refund.id),
        db,
    )


def _lost(db: Any, event: int) -> Any:
    return _first(
        Card.select(Card.code, Card.member).where(
            (Card.event == event) & Card.serial.is_null() & Card.lost_on.is_null(False)
        ),
        db,
    )


def why_not(desk: Desk, import_id: int) -> str:
    """Why an import cannot be undone any more, the first reason there is; empty where it can."""
    require_to_act(desk, import_log.UNDO)
    kind = import_log.kind_of(desk, import_id)
    db = desk.db
    if (row := import_log.undone_on(db, event=import_id).fetchone()) is not None:
        undone = day_words.dated(date.fromordinal(row[0]), desk.language)
        return translator(desk.language)(_UNDONE).format(date=undone)
    came = Member.select(Member.id).where(Member.event == import_id)
    buyers = Purchase.select(Purchase.member).where(Purchase.event == import_id)
    is_history = kind == "purchases"
    looks: tuple[tuple[str, Any], ...] = (
        ("merged", lambda: _merged(db, import_id)),
        ("bought", lambda: _bought(db, import_id, came)),
        ("bought", lambda: is_history and _bought(db, import_id, buyers)),
        ("attached", lambda: _attached(db, import_id, came)),
        ("attached", lambda: is_history and _attached(db, import_id, buyers)),
        ("returned", lambda: is_history and _returned(db, import_id)),
        ("closed", lambda: is_history and _closed(desk, import_id)),
        ("moved", lambda: _moved(db, import_id)),
        ("moved", lambda: _entered(db, import_id)),
        ("moved", lambda: _owing(db, import_id)),
        ("brought", lambda: _brought(db, import_id)),
        ("voucher", lambda: _redeemed(db, import_id)),
        ("sold", lambda: _sold(db, import_id)),
        ("prepaid", lambda: _prepaid(db, import_id)),
        ("by_rule", lambda: _given_by_rule(db, import_id)),
        ("changed", lambda: import_changed.changed_since(db, import_id)),
        ("lost", lambda: _lost(db, import_id)),
    )
    for what, look in looks:
        if found := look():
            return _said(desk, what, found)
    return ""


def _said(desk: Desk, what: str, found: tuple[Any, Any]) -> str:
    name, number = found
    if what in ("returned", "closed"):
        number = receipts.display_number(int(name), number)
    return translator(desk.language)(_WHY[what]).format(name=name, number=number)


def refuse_used(desk: Desk, import_id: int) -> None:
    """Refuse to take back an import of which something was used since, with the first reason."""
    if reason := why_not(desk, import_id):
        raise ImportUsed(desk.language, reason=reason)

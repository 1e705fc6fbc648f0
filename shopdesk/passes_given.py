"""Passes that rules give: uses that nobody paid for, and that are taken back with what gave them.

They are spent like those of a pass that was sold and are worth no money: nothing comes back for
them (9.18). What is unspent of them goes when the occasion does (9.1).
"""

from datetime import timedelta
from typing import Any

from peewee import SQL, fn

from shopdesk import expiry, journal, notices, products
from shopdesk.expiry import Life
from shopdesk.journal import Cause
from shopdesk.pass_uses import ACCOUNT
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.journal import Entry, Lot
from shopdesk.store.tables.prepaid import Pass, PassForfeit, PassLot
from shopdesk.store.tables.receipts import Product


def cost_of(desk: Desk, product_id: int, uses: int) -> int:
    """What so many uses cost the shop: by the cost of the pass, else by that of its goods."""
    sold_as = products.known(desk, [product_id])[product_id]
    terms = sold_as.pass_terms
    assert terms is not None
    if sold_as.cost is not None:
        return sold_as.cost * uses // terms.uses
    goods = products.known(desk, [terms.product_id])[terms.product_id]
    return (goods.cost or 0) * uses


_insert_pass = prepared_row(
    Pass, "event", "product", "uses", "ends_on", "rule", "member", "sold_as"
)  # fmt: skip
_insert_lot = prepared_row(PassLot, "lot", "pass_")


def give_uses(
    made: Change, member_id: int, product_id: int, uses: int, *, rule: int, title: str
) -> int:
    """Give a member uses of a pass, valid as long as one sold today; returns their lot."""
    terms = products.known(made.desk, [product_id])[product_id].pass_terms
    assert terms is not None
    days = terms.valid_days
    last = None if days is None else made.today + timedelta(days=days)
    cause = Cause("adjusted", made.today, reason=title, account=ACCOUNT)
    life = expiry.FOREVER if last is None else Life(last)
    lot = journal.credit(made, member_id, uses, cause, life=life)
    assert lot is not None
    ends = None if last is None else last.toordinal()
    row = (made.event, terms.product_id, uses, ends, rule, member_id, product_id)
    _insert_lot(made.db, (lot, _insert_pass(made.db, row)))
    return lot


# --- taking back ------------------------------------------------------------------------------


@prepared
def _pass_of(lot: Any) -> Any:
    return PassLot.select(PassLot.pass_).where(PassLot.lot == lot)


@prepared
def _spent(pass_id: Any) -> Any:
    """Uses that were spent and did not come back."""
    return (
        Entry.select(fn.COALESCE(fn.SUM(Entry.amount), SQL("0")))
        .join(PassLot, on=(PassLot.lot == Entry.lot))
        .where(
            (PassLot.pass_ == pass_id)
            & ((Entry.kind == SQL("'spent'")) | (Entry.kind == SQL("'returned'")))
        )
    )


@prepared
def _forfeited(pass_id: Any) -> Any:
    return PassForfeit.select(PassForfeit.is_used).where(PassForfeit.pass_ == pass_id)


def are_uses_spent(made: Change, lot: int) -> bool:
    """Whether a use of the pass that began with a lot is spent, or was when it was taken back."""
    (pass_id,) = _pass_of(made.db, lot).fetchone()
    row = _forfeited(made.db, pass_id).fetchone()
    return bool(_spent(made.db, pass_id).fetchone()[0] < 0 or (row and row[0]))


@prepared
def _unspent(pass_id: Any) -> Any:
    return (
        Lot.select(Lot.id, Lot.remaining, Lot.member)
        .join(PassLot, on=(PassLot.lot == Lot.id))
        .where((PassLot.pass_ == pass_id) & (Lot.remaining > SQL("0")))
        .order_by(Lot.id)
    )


@prepared
def _forfeit(pass_id: Any, event: Any, is_used: Any) -> Any:
    return PassForfeit.insert(pass_=pass_id, event=event, is_used=is_used)


@prepared
def _whose(pass_id: Any) -> Any:
    return (
        Pass.select(Pass.member, Product.name)
        .join(Product, on=(Product.id == Pass.sold_as))
        .where(Pass.id == pass_id)
    )


def forfeit_uses(made: Change, lot: int) -> None:
    """Take back what is unspent of the pass that began with a lot, for good; what was spent is told
    to the owner (9.1)."""
    (pass_id,) = _pass_of(made.db, lot).fetchone()
    if _forfeited(made.db, pass_id).fetchone() is None:
        spent = -_spent(made.db, pass_id).fetchone()[0]
        _forfeit(made.db, pass_id, made.event, int(spent > 0))
        if spent:
            member_id, name = _whose(made.db, pass_id).fetchone()
            notices.write(made, notices.USES_SPENT, member=member_id, uses=spent, goods=name)
    _empty(made, pass_id)


def _empty(made: Change, pass_id: int) -> None:
    cause = Cause("adjusted", made.today, account=ACCOUNT)
    for member_id in {row[2] for row in _unspent(made.db, pass_id).fetchall()}:
        journal.expire_due(made, member_id, ACCOUNT)
    for lot, left, member_id in _unspent(made.db, pass_id).fetchall():
        journal.take_from(made, member_id, left, cause, lot)


def empty_again(made: Change, lot: int) -> None:
    """Let uses that came back be gone, where what gave them was taken back meanwhile (9.1)."""
    (pass_id,) = _pass_of(made.db, lot).fetchone()
    if _forfeited(made.db, pass_id).fetchone() is not None:
        _empty(made, pass_id)


@prepared
def _given_to(member: Any) -> Any:
    return Pass.select(Pass.id).where((Pass.member == member) & Pass.member.is_null(False))


def empty_all(made: Change, member_id: int) -> None:
    """Take whatever uses a member was given and has not spent: they are to be erased."""
    for (pass_id,) in _given_to(made.db, member_id).fetchall():
        _empty(made, pass_id)

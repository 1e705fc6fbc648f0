"""Passes: so many uses of one product, sold like goods, spent one for each unit (9.18).

A product may be a pass (``products.add(pass_product=…)``). To be used, a line of a purchase names
it: ``purchases.record(passes=[…])``. Such a line counts 0; the money was made when the pass was
sold.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import given_back, pass_uses, people, receipts, refunds, text
from shopdesk.clock import day_or_none
from shopdesk.money import is_whole
from shopdesk.open_lots import believed_day
from shopdesk.pass_uses import UNIT, available
from shopdesk.refunds import Refund
from shopdesk.refusals import AmountRefused
from shopdesk.refusals_of_value import PassGiven, UnknownPass, UsesExceed
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Lot
from shopdesk.store.tables.prepaid import Pass as Row
from shopdesk.store.tables.prepaid import PassLot
from shopdesk.store.tables.receipts import Product, Purchase, PurchaseLine, RefundLine
from shopdesk.store.tables.receipts import Refund as Back
from shopdesk.store.tables.rules import RewardRule

__all__ = ["Pass", "available", "get", "lines_paid", "of_member", "preview_refund", "refund"]


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass that a member bought or was given: ``left`` of its ``uses`` are there for
    ``product_id``.

    ``price`` is what was paid for it, in minor units; ``refunded`` uses were given back for money.
    It is valid through ``ends_on``, or without end. ``left`` is 0 once it has ended. One that a
    rule gave has no receipt: ``given_by`` is the name of the rule.
    """

    id: int
    member_id: int
    name: str
    product_id: int
    product_name: str
    uses: int
    left: int
    refunded: int
    price: int
    purchase_id: int | None
    line: int | None
    ends_on: date | None
    given_by: str | None = None

    @property
    def used(self) -> int:
        """Uses that were spent, or that ended unspent."""
        return self.uses - self.left - self.refunded


# --- queries ----------------------------------------------------------------------------------


def _refunded() -> Any:
    return fn.COALESCE(
        RefundLine.select(fn.SUM(RefundLine.quantity_milli))
        .join(Back, on=(RefundLine.refund == Back.id))
        .where((Back.purchase == Row.purchase) & (RefundLine.line == Row.line)),
        SQL("0"),
    )


def _rows(today: Any) -> Any:
    line, sold_as = PurchaseLine, Product.alias("sold_as")
    return (
        Row.select(
            Row.id, Lot.member, fn.COALESCE(line.name, sold_as.name), Row.product, Product.name,
            Row.uses, pass_uses.valid_left(today), _refunded(), fn.COALESCE(line.paid, SQL("0")),
            Row.purchase, Row.line, fn.MAX(Lot.expires_on), RewardRule.name, RewardRule.name_en,
        )
        .join(PassLot, on=(PassLot.pass_ == Row.id))
        .join(Lot, on=(Lot.id == PassLot.lot))
        .join(Product, on=(Product.id == Row.product))
        .join(
            line, JOIN.LEFT_OUTER,
            on=((line.purchase == Row.purchase) & (line.line == Row.line)),
        )
        .join(sold_as, JOIN.LEFT_OUTER, on=(sold_as.id == Row.sold_as))
        .join(RewardRule, JOIN.LEFT_OUTER, on=(RewardRule.id == Row.rule))
        .group_by(Row.id)
        .order_by(Row.id.desc())
    )  # fmt: skip


@prepared
def _one(pass_id: Any, today: Any) -> Any:
    return _rows(today).where(Row.id == pass_id)


@prepared
def _of_member(member: Any, today: Any) -> Any:
    """By their receipts, which go along with the lots, or by what says whose a given one is: a
    member's lots are found by no index once nothing is left in them."""
    sold = Purchase.select(Purchase.id).where(Purchase.member == member)
    its = Row.alias("its")
    given = its.select(its.id).where((its.member == member) & its.member.is_null(False))
    bought = its.select(its.id).where(its.purchase.in_(sold))
    return _rows(today).where(Row.id.in_(bought.union_all(given)))


def get(desk: Desk, pass_id: int) -> Pass:
    """One pass; refuses an unknown id."""
    today = believed_day(desk).toordinal()
    row = _one(desk.db, pass_id, today).fetchone() if type(pass_id) is int else None
    if row is None:
        raise UnknownPass(desk.language, pass_id=pass_id)
    return _told(desk, row)


def of_member(desk: Desk, member_id: int, *, valid_only: bool = False) -> list[Pass]:
    """A member's passes, the newest first, or only those with a use left: what ends first, first.

    Refuses an unknown member.
    """
    people.refuse_unknown(desk, member_id)
    today = believed_day(desk).toordinal()
    found = [_told(desk, row) for row in _of_member(desk.db, member_id, today).fetchall()]
    if not valid_only:
        return found
    valid = [one for one in found if one.left]
    return sorted(valid, key=lambda one: (one.ends_on is None, one.ends_on or date.max, one.id))


def lines_paid(desk: Desk, purchase_id: int) -> frozenset[int]:
    """The numbers of the lines of a receipt that passes paid; refuses an unknown id."""
    receipt = receipts.get(desk, purchase_id)
    return frozenset(pass_uses.paid_lines(desk.db, receipt.id))


def _told(desk: Desk, row: tuple[Any, ...]) -> Pass:
    (
        id_, member, name, product, product_name, uses, left, back, paid, purchase, line, last,
        rule, rule_en,
    ) = row  # fmt: skip
    ends_on = day_or_none(last)
    return Pass(
        id_, member, name, product, product_name, uses, left, back // UNIT, paid, purchase, line,
        ends_on, rule_en or rule if desk.language == "en" else rule,
    )  # fmt: skip


# --- giving unused uses back ------------------------------------------------------------------


def preview_refund(
    desk: Desk, pass_id: int, *, uses: int | None = None, in_cash: bool = False
) -> Refund:
    """Everything a refund of uses would do: it is the refund itself, taken back again."""
    with rehearsal(desk, action="passes.refund") as made:
        seen = _refund(made, pass_id, uses, "", in_cash=in_cash)
    return replace(seen, id=None)


def refund(
    desk: Desk,
    pass_id: int,
    *,
    reason: str,
    uses: int | None = None,
    in_cash: bool = False,
    key: str | None = None,
) -> Refund:
    """Give back unspent ``uses`` of a pass, or all of them, as a refund of its receipt.

    They are worth floor(price paid x uses given back / uses), over all refunds of the pass (9.18);
    money, points and tier go as with any refund of a receipt. Refuses more than are unspent, more
    of the receipt in all than the role may give back, and a pass that was given.
    """
    content = [pass_id, uses, reason, in_cash]
    with change(desk, *refunds.TOPICS, action="passes.refund", key=key, content=content) as made:
        if made.repeats is not None:
            return refunds.get(desk, made.repeats)
        why = text.reason(reason, desk.language)
        done = _refund(made, pass_id, uses, why, in_cash=in_cash)
        given_back.refuse_over_limit(made, done.purchase_id, done.money)
        return done


def _refund(made: Change, pass_id: int, uses: int | None, why: str, *, in_cash: bool) -> Refund:
    desk = made.desk
    sold = get(desk, pass_id)
    if sold.purchase_id is None or sold.line is None:
        raise PassGiven(desk.language, name=sold.name, rule=sold.given_by)
    left = receipts.settled(desk, sold.purchase_id).unused.get(sold.line, 0)
    wanted = left if uses is None else uses
    if uses is not None and not is_whole(uses, 1, sold.uses):
        raise AmountRefused(desk.language, amount=uses)
    if not 0 < wanted <= left:
        raise UsesExceed(desk.language, left=left)
    return refunds.by_uses(made, sold.purchase_id, (sold.line, wanted * UNIT), why, in_cash=in_cash)

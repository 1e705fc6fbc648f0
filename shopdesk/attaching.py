"""Attaching a forgotten member to a receipt that was sold to nobody known (9.21).

The receipt is not priced anew: its member, and by what rule it earned, are the only columns of it
that ever change, once, to what an append-only row says (``tables/belonging.py`` has the reason).
"""

from datetime import timedelta
from typing import Any

from peewee import SQL, fn

from shopdesk import (
    buying,
    expiry,
    journal,
    limits,
    months,
    moving,
    people,
    receipts,
    sales,
    standing,
)
from shopdesk.assessing import rank_of
from shopdesk.buying import Buyer
from shopdesk.pricing import PointsRule
from shopdesk.receipts import Purchase
from shopdesk.refusals import UnknownMember
from shopdesk.refusals_of_people import AttachTooLate, NotAttachable, ReceiptHasMember
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Attachment
from shopdesk.store.tables.receipts import Exchange
from shopdesk.store.tables.receipts import Purchase as Row
from shopdesk.store.tables.shop import Event
from shopdesk.topics import Topic

_TOPICS = (
    Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS, Topic.MEMBERS,
)  # fmt: skip


def attach(desk: Desk, purchase_id: int, *, member: int, key: str | None = None) -> Purchase:
    """Say whose receipt it was, once, within the shop's days for it; returns the receipt.

    It earns by the tier held at the end of its business day and counts in that day's facts; its
    points are of that day and live at least 30 days from now; it may move the member up or give
    back a tier lost at a review it would have passed, dated today. No price changes. Refuses a
    receipt that has a member, is too old, or of which something was given back or exchanged, a
    closed membership, one of a closed month, and more on a day than the shop's limit for a role.
    """
    content = [purchase_id, member]
    with change(desk, *_TOPICS, action="purchases.attach", key=key, content=content) as made:
        if made.repeats is None:
            made.subject = purchase_id
            _attach(made, purchase_id, member)
        return receipts.get(desk, purchase_id)


def preview_attach(desk: Desk, purchase_id: int, *, member: int) -> Purchase:
    """The receipt as it would be: what it would earn and on which tier; refuses the same."""
    with rehearsal(desk, action="purchases.attach") as made:
        _attach(made, purchase_id, member)
        return receipts.get(desk, purchase_id)


def is_open(desk: Desk, receipt: Purchase) -> bool:
    """Whether a member may still be attached to a receipt, the limit of a cashier apart."""
    first = desk.today() - timedelta(days=desk.shop.settings.attach_days)
    is_free = receipt.member_id is None and receipt.on >= first
    return is_free and not _is_touched(desk.db, receipt.id)


def _attach(made: Change, purchase_id: int, member: int) -> None:
    desk, receipt = made.desk, receipts.get(made.desk, purchase_id)
    _refuse(made, receipt)
    buyer = buying.buyer(desk, member)
    if buyer is None:
        raise UnknownMember(desk.language, member=member)
    if buyer.has_past:
        journal.expire_due(made, buyer.id)
    sold = receipts.settled(desk, purchase_id)
    tier, rule = _earning(desk, buyer, receipt, sold.rule)
    points = rule.earned(sold.state.base)
    _write(made, receipt, buyer.id, tier, (sold.rule, rule), points)
    life = expiry.late_life(desk.shop.settings, receipt.on, made.today)
    sales.count(
        made, buyer, purchase_id, on=receipt.on, spend=receipt.total, points=points, life=life
    )
    made.note(member=buyer.id, points=points)


def _earning(
    desk: Desk, buyer: Buyer, receipt: Purchase, rule: PointsRule
) -> tuple[str, PointsRule]:
    """The tier held at the end of the receipt's day, and the rule of the sale by that tier."""
    ladder, tier = desk.shop.known.ladder, standing.held_on(desk, buyer.id, receipt.on)
    return tier, rule._replace(percent=ladder[rank_of(ladder, tier)].points_percent)


# --- what is refused --------------------------------------------------------------------------


def _refuse(made: Change, receipt: Purchase) -> None:
    desk, days = made.desk, made.desk.shop.settings.attach_days
    if receipt.member_id is not None:
        name, _closed = people.refuse_unknown(desk, receipt.member_id)
        raise ReceiptHasMember(desk.language, receipt=receipt.number, name=name)
    months.require_open(desk, receipt.on)  # its figures were kept with a walk-in's receipt
    if receipt.on < made.today - timedelta(days=days):
        raise AttachTooLate(desk.language, receipt=receipt.number, date=receipt.on, days=days)
    if _is_touched(made.db, receipt.id):
        raise NotAttachable(desk.language, receipt=receipt.number)
    if limits.is_limited(desk, "attach"):
        (count,) = _attached(made.db, staff=made.staff_id, day=made.today.toordinal()).fetchone()
        limits.refuse_over(desk, "attach", count + 1)


@prepared
def _attached(staff: Any, day: Any) -> Any:
    return (
        Attachment.select(fn.COUNT(SQL("*")))
        .join(Event, on=(Event.id == Attachment.event))
        .where((Attachment.on_day == day) & (Event.staff == staff))
    )


@prepared
def _exchanged(purchase: Any) -> Any:
    return Exchange.select(Exchange.refund).where(Exchange.purchase == purchase)


def _is_touched(db: Any, purchase_id: int) -> bool:
    """Whether something of it came back, or it was sold for what came back: both name a member."""
    has_refund = receipts.is_refunded(db, purchase_id)
    return has_refund or _exchanged(db, purchase=purchase_id).fetchone() is not None


# --- writing it -------------------------------------------------------------------------------


@prepared
def _insert(
    *, purchase: Any, event: Any, member: Any, on_day: Any, tier: Any, rule: Any, rule_before: Any,
    points: Any,
) -> Any:  # fmt: skip
    return Attachment.insert(
        purchase=purchase, event=event, member=member, on_day=on_day, tier=tier, rule=rule,
        rule_before=rule_before, points=points,
    )  # fmt: skip


@prepared
def _set(purchase: Any, member: Any, tier: Any, rule: Any, points: Any) -> Any:
    return Row.update(member=member, tier=tier, rule=rule, points_earned=points).where(
        Row.id == purchase
    )


def _write(
    made: Change, receipt: Purchase, member: int, tier: str, rules: tuple[PointsRule, PointsRule],
    points: int,
) -> None:  # fmt: skip
    before, rule = (sales.as_kept(each) for each in rules)
    _insert(
        made.db, purchase=receipt.id, event=made.event, member=member,
        on_day=made.today.toordinal(), tier=tier, rule=rule, rule_before=before, points=points,
    )  # fmt: skip
    moving.note(made, "purchase", receipt.id, None, member)
    _set(made.db, purchase=receipt.id, member=member, tier=tier, rule=rule, points=points)

"""What comes back of a top-up: principal, the bonus that goes with it, and the money (9.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from shopdesk import (
    clock,
    coming_back,
    journal,
    limits,
    members,
    returns,
    reverting,
    spending,
    text,
    voucher_returns,
)
from shopdesk.buying import whole_amount
from shopdesk.journal import Cause
from shopdesk.members import MemberTier
from shopdesk.money import TOP_UP_TENDERS, Money
from shopdesk.refusals import AmountRefused
from shopdesk.refusals_of_value import TopUpExceeds, TopUpSpent, TopUpVoided, TopUpVoidTooLate
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared, prepared_row, prepared_rows
from shopdesk.store.tables.prepaid import TopUp as Sold
from shopdesk.store.tables.prepaid import TopUpRefund as Row
from shopdesk.store.tables.prepaid import TopUpRefundPayment
from shopdesk.store.tables.shop import Event
from shopdesk.top_ups import TOPICS, TopUp, get


@dataclass(frozen=True, slots=True)
class TopUpRefund:
    """What a refund of a top-up gives and takes; ``id`` is nothing in a preview.

    ``principal`` leaves the member's stored value, ``bonus`` is taken with it, and ``money`` is
    paid out by ``tenders``: the principal less the bonus of the top-up that was spent beyond what
    goes with the principal kept. ``vouchers_lost`` became void with a tier that was taken back.
    """

    id: int | None
    top_up_id: int
    member_id: int
    on: date
    principal: int
    bonus: int
    money: int
    tenders: dict[str, int]
    vouchers_lost: tuple[str, ...] = ()
    tier: MemberTier | None = None

    @property
    def deducted(self) -> int:
        """By how much the money is less than the principal; below 0 where bonus that a refund
        deducted before has come back since."""
        return self.principal - self.money


# --- the arithmetic ---------------------------------------------------------------------------


class Terms(NamedTuple):
    """A top-up as it was sold, and what of it is spent on receipts."""

    principal: int
    bonus: int
    principal_spent: int
    bonus_spent: int

    def clawed(self, refunded: int) -> int:
        """How much bonus goes once so much principal was given back in all.

        What is unspent of the bonus, in proportion of what is unspent of the principal, so that all
        of it goes with the last; rounded down.
        """
        unspent = self.principal - self.principal_spent
        return (self.bonus - self.bonus_spent) * refunded // unspent

    def paid_out(self, refunded: int) -> int:
        """The money for so much principal given back in all.

        Less the bonus spent beyond bonus x principal not given back / principal, rounded down.
        """
        goes_along = self.bonus * (self.principal - refunded) // self.principal
        return refunded - max(0, self.bonus_spent - goes_along)


def _planned(made: Change, top_up: TopUp, principal: int | None, *, in_cash: bool) -> TopUpRefund:
    desk = made.desk
    wanted = _wanted(desk, top_up, principal)
    refunded = top_up.refunded + wanted
    money = max(0, _terms(top_up).paid_out(refunded) - top_up.money_back)
    had = returns.tenders_given(top_up.payments, top_up.money_back)
    now = returns.tenders_given(top_up.payments, top_up.money_back + money)
    tenders = {tender: now[tender] - had[tender] for tender in now if now[tender] > had[tender]}
    return TopUpRefund(
        id=None,
        top_up_id=top_up.id,
        member_id=top_up.member_id,
        on=made.today,
        principal=wanted,
        bonus=max(0, _terms(top_up).clawed(refunded) - top_up.clawed),
        money=money,
        tenders=coming_back.as_asked(desk, tenders, in_cash=in_cash),
    )


def _terms(top_up: TopUp) -> Terms:
    return Terms(top_up.principal, top_up.bonus, top_up.principal_spent, top_up.bonus_spent)


def _wanted(desk: Desk, top_up: TopUp, principal: int | None) -> int:
    """The principal to be given back: what is asked for, or all that is unspent.

    That may be nothing where bonus came back since all the principal did: it goes after it, and the
    money that was deducted for it is paid.
    """
    if principal is None and not top_up.left and _is_unsettled(top_up):
        return 0
    if principal == 0:
        raise AmountRefused(desk.language, amount=principal)
    wanted = top_up.left if principal is None else whole_amount(desk, principal)
    if not 0 < wanted <= top_up.left:
        left = Money(top_up.left, desk.shop.settings.currency)
        raise TopUpExceeds(desk.language, left=left)
    return wanted


def _is_unsettled(top_up: TopUp) -> bool:
    """Bonus is there of a top-up whose principal was all given back."""
    return top_up.refunded == top_up.principal and top_up.bonus_left > 0


# --- commands ---------------------------------------------------------------------------------


def preview_refund_top_up(
    desk: Desk, top_up_id: int, *, principal: int | None = None, in_cash: bool = False
) -> TopUpRefund:
    """Everything a refund of a top-up would do: it is the refund itself, taken back again."""
    with rehearsal(desk, action="stored_value.refund_top_up") as made:
        seen = _refunded(made, get(desk, top_up_id), principal, "", in_cash=in_cash)
    return replace(seen, id=None)


def refund_top_up(
    desk: Desk,
    top_up_id: int,
    *,
    reason: str,
    principal: int | None = None,
    in_cash: bool = False,
    key: str | None = None,
) -> TopUpRefund:
    """Give back ``principal`` of a top-up, or all that is unspent of it.

    The unspent bonus of the same top-up goes in proportion, and bonus spent beyond what goes with
    the principal kept is deducted from the money, over all refunds of it (9.4). Money goes back to
    the tenders it came from (9.5), or all of it ``in_cash`` where the shop allows. A tier of the
    last 14 days that stood on it is taken back. Refuses more than is unspent, and more of one
    top-up in all than the role may give back.
    """
    content = [top_up_id, principal, reason, in_cash]
    with change(
        desk, *TOPICS, action="stored_value.refund_top_up", key=key, content=content
    ) as made:
        if made.repeats is not None:
            return refund_of(desk, made.repeats)
        why = text.reason(reason, desk.language)
        return _within_limit(
            desk, _refunded(made, get(desk, top_up_id), principal, why, in_cash=in_cash)
        )


def void_top_up(desk: Desk, top_up_id: int, *, reason: str, key: str | None = None) -> TopUpRefund:
    """Take a top-up of today back as if it had never been; refused once any of it was spent, and
    twice."""
    with change(
        desk, *TOPICS, action="stored_value.void_top_up", key=key, content=[top_up_id, reason]
    ) as made:
        if made.repeats is not None:
            return refund_of(desk, made.repeats)
        top_up = get(desk, top_up_id)
        if top_up.voided:
            raise TopUpVoided(desk.language)
        if top_up.on != made.today:
            raise TopUpVoidTooLate(desk.language, date=top_up.on)
        if (top_up.left, top_up.bonus_left) != (top_up.principal, top_up.bonus):
            raise TopUpSpent(desk.language)
        why = text.reason(reason, desk.language)
        return _within_limit(desk, _refunded(made, top_up, None, why, is_void=True))


def _within_limit(desk: Desk, done: TopUpRefund) -> TopUpRefund:
    """Refuse money beyond the role's limit, with all that was paid out for the top-up before."""
    if done.money:
        limits.refuse_over(desk, "refund", get(desk, done.top_up_id).money_back)
    return done


_insert = prepared_row(
    Row, "top_up", "event", "at", "on_day", "principal", "bonus", "money", "is_void", "reason"
)
_insert_payments = prepared_rows(TopUpRefundPayment, "refund", "tender", "amount")


@prepared
def _lots(top_up: Any) -> Any:
    return Sold.select(Sold.principal_lot, Sold.bonus_lot).where(Sold.id == top_up)


def _refunded(
    made: Change, top_up: TopUp, principal: int | None, why: str, *,
    in_cash: bool = False, is_void: bool = False,
) -> TopUpRefund:  # fmt: skip
    planned = _planned(made, top_up, principal, in_cash=in_cash)
    refund_id = _insert(made.db, (
        top_up.id, made.event, clock.to_ms(made.at), made.today.toordinal(), planned.principal,
        planned.bonus, planned.money, int(is_void), why,
    ))  # fmt: skip
    _insert_payments(made.db, [(refund_id, *each) for each in planned.tenders.items()])
    lots = _lots(made.db, top_up=top_up.id).fetchone()
    for bucket, lot in zip(spending.BUCKETS, lots, strict=True):
        cause = Cause("taken_back", made.today, account=bucket)
        journal.take_from(made, top_up.member_id, getattr(planned, bucket), cause, lot)
    reverting.settle_top_up(made, top_up.member_id)
    made.subject = refund_id
    tier = members.get(made.desk, top_up.member_id).tier.code
    made.note(top_up=top_up.id, principal=planned.principal, money=planned.money, tier=tier)
    return _with_tier(made.desk, replace(planned, id=refund_id), made.event, tier)


def _with_tier(desk: Desk, done: TopUpRefund, event: int, tier: str) -> TopUpRefund:
    """What it did to the tier."""
    _back, lost = voucher_returns.moved_by(desk, event, done.on, done.member_id)
    held = members.member_tier(desk.shop.known.ladder, tier)
    return replace(done, vouchers_lost=lost, tier=held)


@prepared
def _one(refund: Any) -> Any:
    return (
        Row.select(
            Row.top_up,
            Sold.member,
            Row.on_day,
            Row.principal,
            Row.bonus,
            Row.money,
            Row.event,
            Event.body,
        )
        .join(Sold, on=(Sold.id == Row.top_up))
        .join(Event, on=(Event.id == Row.event))
        .where(Row.id == refund)
    )


@prepared
def _tenders(refund: Any) -> Any:
    return TopUpRefundPayment.select(TopUpRefundPayment.tender, TopUpRefundPayment.amount).where(
        TopUpRefundPayment.refund == refund
    )


def refund_of(desk: Desk, refund_id: int) -> TopUpRefund:
    """A refund of a top-up made before."""
    row = _one(desk.db, refund=refund_id).fetchone()
    top_up, member, on, principal, bonus, money, event, noted = row
    given: Mapping[str, int] = dict(_tenders(desk.db, refund=refund_id).fetchall())
    tenders = {tender: given[tender] for tender in TOP_UP_TENDERS if tender in given}
    done = TopUpRefund(
        refund_id, top_up, member, date.fromordinal(on), principal, bonus, money, tenders
    )
    return _with_tier(desk, done, event, json.loads(noted)["tier"])

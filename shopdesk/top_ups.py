"""Top-ups: stored value sold at face, with a bonus on top, and what comes back of it (9.3, 9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from shopdesk import (
    buying,
    clock,
    journal,
    paying,
    people,
    permissions,
    spending,
    upgrading,
)
from shopdesk.clock import from_ms
from shopdesk.journal import Cause
from shopdesk.money import LARGEST, TOP_UP_TENDERS, Money
from shopdesk.refusals import AmountRefused, ChoiceRefused, PaymentMismatch
from shopdesk.refusals_of_value import BalanceTooLarge, TopUpTooLarge, UnknownTopUp
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row, prepared_rows, row_of
from shopdesk.store.tables.journal import Lot
from shopdesk.store.tables.prepaid import TopUp as Row
from shopdesk.store.tables.prepaid import TopUpPayment, TopUpRefund
from shopdesk.topics import Topic

TOPICS = (
    Topic.STORED_VALUE, Topic.MEMBERS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS, Topic.NOTICES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopUp:
    """A top-up and what has become of it; money in minor units.

    ``refunded`` is the principal given back so far and ``clawed`` the bonus taken with it, ``left``
    and ``bonus_left`` what is unspent of both, ``money_back`` what was paid out; ``cash_given`` is
    what was handed over for its cash part, where that was said.
    """

    id: int
    number: str
    member_id: int
    on: date
    at: datetime
    principal: int
    bonus: int
    payments: dict[str, int]
    left: int
    bonus_left: int
    refunded: int = 0
    clawed: int = 0
    money_back: int = 0
    voided: bool = False
    cash_given: int | None = None

    @property
    def change(self) -> int:
        """What was handed back of the cash given."""
        return 0 if self.cash_given is None else self.cash_given - self.payments.get("cash", 0)

    @property
    def principal_spent(self) -> int:
        """How much of its principal is spent on receipts."""
        return self.principal - self.refunded - self.left

    @property
    def bonus_spent(self) -> int:
        """The same of its bonus."""
        return self.bonus - self.clawed - self.bonus_left


def display_number(top_up_id: int) -> str:
    """A top-up's number as people read it."""
    return f"S{top_up_id:06}"


# --- queries ----------------------------------------------------------------------------------


def _back(column: Any, pick: Any = fn.SUM) -> Any:
    return fn.COALESCE(
        TopUpRefund.select(pick(column)).where(TopUpRefund.top_up == Row.id), SQL("0")
    )


def _left(lot: Any) -> Any:
    return fn.COALESCE(Lot.select(Lot.remaining).where(Lot.id == lot), SQL("0"))


def _rows() -> Any:
    return Row.select(
        Row.id, Row.member, Row.on_day, Row.at, Row.principal, Row.bonus, _left(Row.principal_lot),
        _left(Row.bonus_lot), _back(TopUpRefund.principal), _back(TopUpRefund.bonus),
        _back(TopUpRefund.money), _back(TopUpRefund.is_void, fn.MAX), Row.cash_given,
    )  # fmt: skip


@prepared
def _one(top_up: Any) -> Any:
    return _rows().where(Row.id == top_up)


@prepared
def _of_member(member: Any) -> Any:
    return _rows().where(Row.member == member).order_by(Row.id.desc())


@prepared
def _payments(top_up: Any) -> Any:
    return TopUpPayment.select(TopUpPayment.tender, TopUpPayment.amount).where(
        TopUpPayment.top_up == top_up
    )


def get(desk: Desk, top_up_id: int) -> TopUp:
    """One top-up; refuses an unknown id."""
    row = row_of(_one, desk.db, top_up_id)
    if row is None:
        raise UnknownTopUp(desk.language, top_up=top_up_id)
    return _told(desk, row)


def top_ups(desk: Desk, member_id: int) -> list[TopUp]:
    """A member's top-ups, the newest first; refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    return [_told(desk, row) for row in _of_member(desk.db, member=member_id).fetchall()]


def _told(desk: Desk, row: tuple[Any, ...]) -> TopUp:
    id_, member, on, at, principal, bonus, left, bonus_left, refunded, clawed, money, *rest = row
    is_void, given = rest
    paid = dict(_payments(desk.db, top_up=id_).fetchall())
    return TopUp(
        id_, display_number(id_), member, date.fromordinal(on), from_ms(at), principal, bonus,
        {tender: paid[tender] for tender in TOP_UP_TENDERS if tender in paid}, left, bonus_left,
        refunded, clawed, money, bool(is_void), given,
    )  # fmt: skip


def bonus_for(desk: Desk, principal: int) -> int:
    """The bonus that the shop's rule gives for a top-up.

    The best of the rules whose principal it reaches, once: with 50.00 for 500.00 alone, 1,000.00
    is given 50.00 as well.
    """
    if type(principal) is not int:
        raise AmountRefused(desk.language, amount=principal)
    rules = desk.shop.settings.bonus_rules
    return max([bonus for least, bonus in rules if least <= principal], default=0)


# --- topping up -------------------------------------------------------------------------------


def top_up(
    desk: Desk,
    member_id: int,
    *,
    principal: int,
    pay: Mapping[str, int],
    bonus: int | None = None,
    cash_given: int | None = None,
    key: str | None = None,
) -> TopUp:
    """Sell stored value at face: ``pay`` by cash, card, wechat or alipay sums to ``principal``.
    ``cash_given`` is what the customer handed over, at least the cash part.

    The bonus is that of the shop's rule; another one, at most the principal, takes a manager. It
    earns no points and is no sale; the member may move up by it. Refuses what is beyond the shop's
    limits for one top-up or for what a member holds, a member who is unknown or closed, and any
    other tender (9.3).
    """
    paying.refuse_shapeless(desk, pay, ())
    content = [member_id, principal, bonus, dict(pay), cash_given]
    with change(desk, *TOPICS, action="stored_value.top_up", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        people.refuse_absent(desk, member_id)
        if buying.whole_amount(desk, principal) == 0:
            raise AmountRefused(desk.language, amount=principal)
        given = _bonus(desk, principal, bonus)
        paid = _checked(desk, pay, principal)
        paying.refuse_other_cash(desk, paid.get("cash", 0), cash_given)
        _refuse_beyond_limits(desk, member_id, principal, given)
        made.subject = _write(made, member_id, principal, given, paid, cash_given)
        made.note(principal=principal, bonus=given)
        upgrading.attempt(made, member_id)
        return get(desk, made.subject)


def _bonus(desk: Desk, principal: int, asked: int | None) -> int:
    rule = bonus_for(desk, principal)
    if asked is None:
        return rule
    if buying.whole_amount(desk, asked) > principal:  # a refund could not take it back (9.4)
        raise AmountRefused(desk.language, amount=Money(asked, desk.shop.settings.currency))
    if asked != rule:
        permissions.require_to_act(desk, "stored_value.other_bonus")
    return asked


def _checked(desk: Desk, pay: Mapping[str, int], principal: int) -> dict[str, int]:
    for tender, amount in pay.items():
        if tender not in TOP_UP_TENDERS:
            raise ChoiceRefused(desk.language, value=tender, choices=", ".join(TOP_UP_TENDERS))
        buying.whole_amount(desk, amount)
    paid, currency = sum(pay.values()), desk.shop.settings.currency
    if paid != principal:
        raise PaymentMismatch(
            desk.language, paid=Money(paid, currency), due=Money(principal, currency)
        )
    return {tender: pay[tender] for tender in TOP_UP_TENDERS if pay.get(tender)}


def _refuse_beyond_limits(desk: Desk, member_id: int, principal: int, bonus: int) -> None:
    settings = desk.shop.settings
    currency = settings.currency
    most, largest = settings.top_up_largest, settings.stored_value_largest
    if most and principal > most:
        raise TopUpTooLarge(
            desk.language, most=Money(most, currency), wanted=Money(principal, currency)
        )
    balance = spending.held(desk.db, member_id).total + principal + bonus
    if largest and balance > largest:
        raise BalanceTooLarge(
            desk.language, most=Money(largest, currency), balance=Money(balance, currency)
        )
    if balance >= LARGEST:
        raise AmountRefused(desk.language, amount=Money(principal, currency))


_insert = prepared_row(
    Row,
    "event",
    "member",
    "at",
    "on_day",
    "principal",
    "bonus",
    "principal_lot",
    "bonus_lot",
    "cash_given",
)
_insert_payments = prepared_rows(TopUpPayment, "top_up", "tender", "amount")


def _write(
    made: Change, member_id: int, principal: int, bonus: int, paid: Mapping[str, int],
    cash_given: int | None,
) -> int:  # fmt: skip
    lots = [
        journal.credit(made, member_id, amount, Cause("topped_up", made.today, account=bucket))
        for bucket, amount in zip(spending.BUCKETS, (principal, bonus), strict=True)
    ]
    row = (
        made.event, member_id, clock.to_ms(made.at), made.today.toordinal(), principal, bonus,
        *lots, cash_given,
    )  # fmt: skip
    top_up_id = _insert(made.db, row)
    _insert_payments(made.db, [(top_up_id, *each) for each in paid.items()])
    return top_up_id

"""Purchases: quoting and recording them, in one transaction that does all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk import (
    buying,
    clock,
    exchanging,
    facts_after,
    holding,
    quoting,
    sales,
    text,
    tiers,
    vouchers,
)
from shopdesk.buying import Quantity
from shopdesk.by_hand import Discount, Prices
from shopdesk.exchanging import Exchange
from shopdesk.members import MemberTier, member_tier
from shopdesk.money import Money
from shopdesk.permissions import sees_costs
from shopdesk.pricing import PricedLine, Step
from shopdesk.quoting import Alternative, Wish
from shopdesk.receipts import Line, Purchase, get, of_day, of_member
from shopdesk.refunds import TOPICS as REFUND_TOPICS
from shopdesk.refunds import Refund, preview_refund, refund, void
from shopdesk.refusals import (
    ChoiceRefused,
    DayRefused,
    PaymentMismatch,
    Refused,
    VoucherMisread,
)
from shopdesk.sales import Payments, Sale
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.topics import Topic

__all__ = [
    "Alternative", "Discount", "Exchange", "Line", "Purchase", "Quote", "Refund", "Step",
    "exchange", "get", "of_day", "of_member", "preview_exchange", "preview_refund", "quote",
    "record", "refund", "void",
]  # fmt: skip

TENDERS = ("cash", "wechat", "alipay", "card")
_TOPICS = (Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS, Topic.MEMBERS)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would cost and earn now, each step with its why.

    The goods' own cost is nothing for who may not see it.
    ``sum(line.item.listed for line in lines) + sum(step.amount for step in steps) == due``. Where
    prices excluded each other, ``alternative`` is the next best way, and ``unused_vouchers`` are
    those of the vouchers given that are better kept.
    """

    due: int
    steps: tuple[Step, ...]
    lines: tuple[PricedLine, ...]
    points_earned: int
    points_used: int
    tier_after: MemberTier | None
    alternative: Alternative | None = None
    unused_vouchers: tuple[str, ...] = ()


def quote(
    desk: Desk,
    *,
    member: int | None = None,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
    discount: Discount | None = None,
    prices: Prices | None = None,
    is_cash: bool = False,
) -> Quote:
    """Price a purchase without recording it; ``member=None`` is a walk-in.

    Give ``amount`` (minor units) or ``lines`` of (product id, quantity). By hand a ``discount`` is
    taken off the receipt, and ``prices`` sets single lines, by their index from 0, to (a lower
    price for one unit, reason). ``is_cash`` says that all of it will be paid in cash. Refuses what
    ``record`` would refuse.
    """
    desk.shop.refresh()
    today = desk.today()
    wish = Wish(member, amount, lines, vouchers, points, discount, prices, is_cash)
    asked, alternative, unused = quoting.quoted(desk, wish, on=today, today=today)
    told = asked.priced.lines
    if not sees_costs(desk):
        told = tuple(line._replace(item=line.item._replace(cost=None)) for line in told)
    return Quote(
        due=asked.priced.due,
        steps=asked.priced.steps,
        lines=told,
        points_earned=asked.points_earned,
        points_used=asked.priced.points_used,
        tier_after=_tier_after(desk, asked, today),
        alternative=alternative,
        unused_vouchers=unused,
    )


def record(
    desk: Desk,
    *,
    pay: Mapping[str, int],
    member: int | None = None,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
    discount: Discount | None = None,
    prices: Prices | None = None,
    cash_given: int | None = None,
    key: str | None = None,
    on: date | None = None,
) -> Purchase:
    """Record a purchase: price, points, tier, vouchers and what the upgrade gives, all or nothing.

    ``pay`` says how much came by cash, wechat, alipay or card, in minor units; it must sum to what
    is due. ``cash_given`` is what the customer handed over, at least the cash part. ``on`` enters a
    receipt late, for a business day within the shop's limit, with a manager's right. For the rest
    see ``quote``; a price by hand is refused beyond what the role may take off.
    """
    _refuse_shapeless(desk, pay, vouchers)
    content: list[object] = [
        member,
        amount,
        lines,
        list(vouchers),
        points,
        dict(pay),
        cash_given,
        on,
    ]
    if discount is not None or prices:
        content += [discount, str(prices)]
    is_late = on is not None and on != desk.today()
    permission = "purchases.back_date" if is_late else None
    try:
        with change(
            desk, *_TOPICS, action="purchases.record", key=key, content=content,
            permission=permission,
        ) as made:  # fmt: skip
            if made.repeats is not None:
                return get(desk, made.repeats)
            day = _checked_day(made, on)
            wish = Wish(member, amount, lines, vouchers, points, discount, prices, _is_cash(pay))
            sale = quoting.quoted(desk, wish, on=day, today=made.today).sale
            due = sale.priced.due
            paid = _checked_payment(desk, pay, cash_given, due)
            made.subject = sales.write(made, sale, paid)
            made.note(due=due, points=sale.points_earned)
            if discount is not None or prices:
                made.note(by_hand=sale.priced.by_hand)
            return sales.receipt(made, sale, paid, made.subject)
    except Refused as refusal:
        _remember(desk, vouchers, refusal)
        raise


def exchange(
    desk: Desk,
    purchase_id: int,
    *,
    returned: Sequence[tuple[int, Quantity]],
    pay: Mapping[str, int],
    reason: str,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
    cash_given: int | None = None,
    key: str | None = None,
) -> Exchange:
    """Take ``returned`` (line number, quantity) of a receipt back and sell ``lines`` or ``amount``.

    One goes exactly as a refund by lines, the other as a purchase of today by the same member. What
    came back pays first, by its tenders in their order (9.5); ``pay`` is for the rest and must sum
    to it; what is over is handed back. What both mean for the tier is settled once, after both.
    """
    _refuse_shapeless(desk, pay, vouchers)
    content = [purchase_id, returned, dict(pay), reason, amount, lines, list(vouchers), points,
               cash_given]  # fmt: skip
    try:
        with change(
            desk, *REFUND_TOPICS, action="purchases.exchange", key=key, content=content
        ) as made:
            if made.repeats is not None:
                return exchanging.get(desk, made.repeats)
            wish = Wish(None, amount, lines, vouchers, points, is_cash=_is_cash(pay))
            return exchanging.make(
                made, purchase_id, returned=returned, reason=text.reason(reason, desk.language),
                sell=_selling(made, wish),
                pay=lambda due: _checked_payment(desk, pay, cash_given, due),
            )  # fmt: skip
    except Refused as refusal:
        _remember(desk, vouchers, refusal)
        raise


def preview_exchange(
    desk: Desk,
    purchase_id: int,
    *,
    returned: Sequence[tuple[int, Quantity]],
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
) -> Exchange:
    """Everything an exchange would do, before it is done; what is left to pay as if in cash.

    It is the exchange itself, taken back again, so the two cannot differ.
    """
    with rehearsal(desk, action="purchases.exchange") as made:
        return exchanging.make(
            made, purchase_id, returned=returned, reason="",
            sell=_selling(made, Wish(None, amount, lines, vouchers, points, is_cash=True)),
            pay=lambda due: Payments({"cash": due} if due else {}),
        ).unwritten()  # fmt: skip


def _refuse_shapeless(desk: Desk, pay: object, scanned: object) -> None:
    """Refuse payments that are no amounts by tender, and vouchers that are no codes."""
    if not isinstance(pay, Mapping):
        raise ChoiceRefused(desk.language, value=pay, choices=", ".join(TENDERS))
    if isinstance(scanned, str) or not isinstance(scanned, Sequence):
        raise VoucherMisread(desk.language, code=scanned)


def _is_cash(pay: Mapping[str, int]) -> bool:
    """Whether nothing is paid otherwise than in cash."""
    return not [part for tender, part in pay.items() if part and tender != "cash"]


def _selling(made: Change, wish: Wish) -> exchanging.Sell:
    """How what is taken in an exchange is priced: for whoever brought the goods back, today."""
    today = made.today

    def sell(member: int | None, back: Mapping[str, int]) -> Sale:
        theirs = wish._replace(member=member, is_cash=wish.is_cash and _is_cash(back))
        return quoting.quoted(made.desk, theirs, on=today, today=today).sale

    return sell


def _remember(desk: Desk, scanned: Sequence[str], refusal: Refused) -> None:
    """A voucher refused in a purchase is kept in the audit as one refused on its own is."""
    code = refusal.facts.get("code") or (scanned[0] if len(scanned) == 1 else None)
    if isinstance(code, str):
        vouchers.remember_refusal(desk, code, refusal)


def _checked_day(made: Change, on: date | None) -> date:
    days = made.desk.shop.settings.back_date_days
    if on is None:
        return made.today
    if not (clock.is_day(on) and made.today - timedelta(days=days) <= on <= made.today):
        raise DayRefused(made.desk.language, date=on, days=days)
    return on


def _checked_payment(
    desk: Desk, pay: Mapping[str, int], cash_given: int | None, due: int
) -> Payments:
    for tender, amount in pay.items():
        if tender not in TENDERS:
            raise ChoiceRefused(desk.language, value=tender, choices=", ".join(TENDERS))
        buying.whole_amount(desk, amount)
    paid, cash = sum(pay.values()), pay.get("cash", 0)
    currency = desk.shop.settings.currency
    if paid != due:
        raise PaymentMismatch(desk.language, paid=Money(paid, currency), due=Money(due, currency))
    given = cash if cash_given is None else buying.whole_amount(desk, cash_given)
    if given < cash or (given and not cash):
        raise PaymentMismatch(desk.language, paid=Money(given, currency), due=Money(cash, currency))
    return Payments({tender: amount for tender, amount in pay.items() if amount}, cash_given)


def _tier_after(desk: Desk, asked: Sale, today: date) -> MemberTier | None:
    """The tier the member would stand on after this purchase."""
    buyer = asked.buyer
    if buyer is None:
        return None
    ladder = desk.shop.known.ladder

    read = facts_after.reader(desk, buyer.id, asked, today)
    rank = tiers.rank_of(ladder, buyer.earned)
    reached, _ = tiers.highest_reached(ladder, rank, today, buyer.joined_on, read)
    if reached == rank:
        return member_tier(ladder, buyer.tier)
    overlays = holding.running(desk.db, buyer.id, today)
    return member_tier(ladder, holding.held(ladder, ladder[reached].code, overlays))

"""Purchases: quoting and recording them, in one transaction that does all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shopdesk import (
    buying,
    clock,
    exchanging,
    facts,
    holding,
    pricing,
    sales,
    text,
    tiers,
    vouchers,
)
from shopdesk.buying import Buyer, Quantity
from shopdesk.exchanging import Exchange
from shopdesk.inspection import Voucher, tenths
from shopdesk.language import translator
from shopdesk.members import MemberTier, member_tier
from shopdesk.money import LARGEST, Money
from shopdesk.permissions import sees_costs
from shopdesk.pricing import PointsRule, Priced, Step
from shopdesk.receipts import Line, Purchase, get, of_day, of_member
from shopdesk.refunds import TOPICS as REFUND_TOPICS
from shopdesk.refunds import Refund, preview_refund, refund, void
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    DayRefused,
    NotEnoughPoints,
    PaymentMismatch,
    Refused,
    VoucherMinimum,
    VouchersTogether,
    VoucherUseless,
)
from shopdesk.sales import Payments, Sale
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.topics import Topic

__all__ = [
    "Exchange", "Line", "Purchase", "Quote", "Refund", "Step", "exchange", "get", "of_day",
    "of_member", "preview_exchange", "preview_refund", "quote", "record", "refund", "void",
]  # fmt: skip

TENDERS = ("cash", "wechat", "alipay", "card")
_TOPICS = (Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS, Topic.MEMBERS)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would cost and earn now, each step with its why.

    The goods' own cost is nothing for who may not see it.
    ``sum(line.item.listed for line in lines) + sum(step.amount for step in steps) == due``.
    """

    due: int
    steps: tuple[Step, ...]
    lines: tuple[pricing.PricedLine, ...]
    points_earned: int
    points_used: int
    tier_after: MemberTier | None


def quote(
    desk: Desk,
    *,
    member: int | None = None,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
) -> Quote:
    """Price a purchase without recording it; ``member=None`` is a walk-in.

    Give ``amount`` (minor units) or ``lines`` of (product id, quantity). Refuses what ``record``
    would refuse.
    """
    desk.shop.refresh()
    today = desk.today()
    asked = _asked(desk, member, amount, lines, vouchers, points, on=today, today=today)
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
    cash_given: int | None = None,
    key: str | None = None,
    on: date | None = None,
) -> Purchase:
    """Record a purchase: price, points, tier, vouchers and what the upgrade gives, all or nothing.

    ``pay`` says how much came by cash, wechat, alipay or card, in minor units; it must sum to what
    is due. ``cash_given`` is what the customer handed over, at least the cash part. ``on`` enters a
    receipt late, for a business day within the shop's limit, with a manager's right.
    """
    content = [member, amount, lines, list(vouchers), points, dict(pay), cash_given, on]
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
            sale = _asked(desk, member, amount, lines, vouchers, points, on=day, today=made.today)
            due = sale.priced.due
            paid = _checked_payment(desk, pay, cash_given, due)
            made.subject = sales.write(made, sale, paid)
            made.note(due=due, points=sale.points_earned)
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
    content = [purchase_id, returned, dict(pay), reason, amount, lines, list(vouchers), points,
               cash_given]  # fmt: skip
    try:
        with change(
            desk, *REFUND_TOPICS, action="purchases.exchange", key=key, content=content
        ) as made:
            if made.repeats is not None:
                return exchanging.get(desk, made.repeats)
            return exchanging.make(
                made, purchase_id, returned=returned, reason=text.reason(reason, desk.language),
                sell=_selling(made, amount, lines, vouchers, points),
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
            sell=_selling(made, amount, lines, vouchers, points),
            pay=lambda due: Payments({"cash": due} if due else {}),
        ).unwritten()  # fmt: skip


def _selling(made: Change, *what: Any) -> Callable[[int | None], Sale]:
    """How what is taken in an exchange is priced: for whoever brought the goods back, today."""
    today = made.today
    return lambda member: _asked(made.desk, member, *what, on=today, today=today)


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


# --- pricing ----------------------------------------------------------------------------------


def _asked(
    desk: Desk,
    member: int | None,
    amount: int | None,
    lines: Sequence[tuple[int, Quantity]] | None,
    scanned: Sequence[str],
    points: int,
    *,
    on: date,
    today: date,
) -> Sale:
    """What was asked for, priced and earning, as it will be written once it is paid."""
    buyer = buying.buyer(desk, member)
    items = buying.items(desk, amount, lines)
    tier = _tier_of(desk, buyer, None if on == today else on)
    rule = points_rule(desk, tier)
    priced = pricing.start(items)
    if tier is not None and tier.discount_percent:
        priced = pricing.with_tier(priced, tier.discount_percent, _tier_words(desk, tier))
    chosen = vouchers.for_purchase(desk, scanned, member) if scanned else []
    if chosen:
        priced = _with_vouchers(desk, priced, chosen)
    if points:
        priced = _with_points(desk, priced, buyer, points, rule)
    earned = _earned(desk, buyer, priced, rule)
    code = tier.code if tier else None
    return Sale(buyer, code, priced, rule, earned, on, vouchers=tuple(chosen))


def _earned(desk: Desk, buyer: Buyer | None, priced: Priced, rule: PointsRule) -> int:
    """What the receipt earns; refuses an amount that would earn more than an account can hold."""
    earned = rule.earned(priced.earning_base) if buyer else 0
    if buyer and buyer.lots + earned >= LARGEST:
        raise AmountRefused(desk.language, amount=Money(priced.due, desk.shop.settings.currency))
    return earned


def _tier_of(desk: Desk, buyer: Buyer | None, past: date | None) -> tiers.Tier | None:
    """The tier that prices a receipt: the present, or that held at the end of a past day (9.21)."""
    if buyer is None:
        return None
    ladder = desk.shop.known.ladder
    code = buyer.tier if past is None else tiers.tier_on(desk, buyer.id, past)
    return ladder[tiers.rank_of(ladder, code)]


def points_rule(desk: Desk, tier: tiers.Tier | None) -> PointsRule:
    """How a receipt on this tier earns, and what points are worth, as of now."""
    s = desk.shop.settings
    percent = tier.points_percent if tier else 100
    return PointsRule(s.earn_points, s.earn_per, percent, s.points_step, s.points_value)


def _tier_words(desk: Desk, tier: tiers.Tier) -> str:
    _, off = translator(desk.language), tier.discount_percent
    return _("{tier}: {percent} off").format(
        tier=tier.name(desk.language), percent=f"{off}%", tenths=tenths(off)
    )


def _with_vouchers(desk: Desk, priced: Priced, chosen: Sequence[Voucher]) -> Priced:
    """Refuse vouchers that may not be used together or lower nothing (9.17), then apply them."""
    goods, minimums = priced.due, 0
    rules: dict[int, str] = {}
    for voucher in chosen:
        minimums += voucher.minimum
        if minimums > goods:
            currency = desk.shop.settings.currency
            raise VoucherMinimum(
                desk.language, code=voucher.code, minimum=Money(minimums, currency),
                goods=Money(goods, currency),
            )  # fmt: skip
        if voucher.rule_id in rules and voucher.rule_id is not None:
            raise VouchersTogether(desk.language, code=voucher.code, other=rules[voucher.rule_id])
        if voucher.rule_id is not None:
            rules[voucher.rule_id] = voucher.code
    priced = pricing.with_vouchers(priced, [vouchers.term(desk, v) for v in chosen])
    if priced.useless:
        code = next(v.code for v in chosen if v.id == priced.useless[0])
        raise VoucherUseless(desk.language, code=code)
    return priced


def _with_points(
    desk: Desk, priced: Priced, buyer: Buyer | None, points: int, rule: PointsRule
) -> Priced:
    balance = buyer.lots - buyer.debt if buyer else 0
    buying.whole_amount(desk, points)
    if points > balance:
        raise NotEnoughPoints(desk.language, wanted=points, balance=balance)
    _ = translator(desk.language)
    return pricing.with_points(priced, points, rule, _("{points} points"))


def _tier_after(desk: Desk, asked: Sale, today: date) -> MemberTier | None:
    """The tier the member would stand on after this purchase."""
    buyer = asked.buyer
    if buyer is None:
        return None
    ladder = desk.shop.known.ladder

    is_new_visit = facts.sums(desk.db, buyer.id, today, today).visits == 0
    more = facts.Sums(asked.priced.due, int(is_new_visit), asked.points_earned)
    before = facts.Facts(desk.db, buyer.id)

    def read(fact: str, first: date, last: date) -> int:
        added: int = getattr(more, fact)
        return before(fact, first, last) + added

    rank = tiers.rank_of(ladder, buyer.earned)
    reached, _ = tiers.highest_reached(ladder, rank, today, buyer.joined_on, read)
    if reached == rank:
        return member_tier(ladder, buyer.tier)
    overlays = holding.running(desk.db, buyer.id, today)
    return member_tier(ladder, holding.held(ladder, ladder[reached].code, overlays))

"""Purchases: quoting and recording them, in one transaction that does all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk import (
    assessing,
    clock,
    facts_after,
    holding,
    months,
    paying,
    quoting,
    sales,
    serving,
    why,
)
from shopdesk.attaching import attach, preview_attach
from shopdesk.buying import Quantity
from shopdesk.by_hand import Discount, Prices
from shopdesk.exchanging import Exchange, exchange, preview_exchange
from shopdesk.members import MemberTier, member_tier
from shopdesk.paying import TENDERS
from shopdesk.permissions import require_to_act, sees_costs
from shopdesk.pricing import PricedLine, Step
from shopdesk.quoting import Alternative, Wish
from shopdesk.receipts import Line, Purchase, get, of_day, of_member
from shopdesk.refunds import Refund, preview_refund, refund, void
from shopdesk.refusals import DayRefused, Refused
from shopdesk.sales import Sale
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.topics import Topic

__all__ = [
    "TENDERS", "Alternative", "Discount", "Exchange", "Line", "Purchase", "Quote", "Refund", "Step",
    "attach", "exchange", "get", "of_day", "of_member", "preview_attach", "preview_exchange",
    "preview_refund", "quote", "record", "refund", "void",
]  # fmt: skip

_TOPICS = (
    Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS, Topic.MEMBERS,
    Topic.STORED_VALUE, Topic.PASSES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would cost and earn now, each step with its why.

    The goods' own cost is nothing for who may not see it.
    ``sum(line.item.listed for line in lines) + sum(step.amount for step in steps) == due``. Where
    prices excluded each other, ``alternative`` is the next best way, and ``unused_vouchers`` are
    those of the vouchers given that are better kept. ``ahead`` says what the purchase leaves
    missing to the next tier, in words.
    """

    due: int
    steps: tuple[Step, ...]
    lines: tuple[PricedLine, ...]
    points_earned: int
    points_used: int
    tier_after: MemberTier | None
    alternative: Alternative | None = None
    unused_vouchers: tuple[str, ...] = ()
    ahead: str = ""


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
    passes: Sequence[int] = (),
    stored_value: int = 0,
    on: date | None = None,
) -> Quote:
    """Price a purchase without recording it; ``member=None`` is a walk-in.

    Give ``amount`` (minor units) or ``lines`` of (product id, quantity). By hand a ``discount`` is
    taken off the receipt, and ``prices`` sets single lines, by their index from 0, to (a lower
    price for one unit, reason). ``is_cash`` says that all of it will be paid in cash. ``on`` is an
    earlier day that it will be entered for.

    ``passes`` names the lines, by their index from 0, that uses of the member's passes pay: one use
    a unit, from what ends earliest; such a line counts 0 and nothing else lowers it.
    ``stored_value`` says how much of what is due will be paid by it, at most all: what is bonus of
    it earns no points. Refuses what ``record`` would refuse.
    """
    desk.shop.refresh()
    today = desk.today()
    day = check_day(desk, on)
    wish = Wish(member, amount, lines, vouchers, points, discount, prices, is_cash, passes)
    asked, alternative, unused = quoting.quoted(desk, wish, on=day, today=today)
    if stored_value:
        asked = sales.paid_by(asked, paying.by_stored_value(desk, asked, stored_value))
    told = asked.priced.lines
    if not sees_costs(desk):
        told = tuple(line._replace(item=line.item._replace(cost=None)) for line in told)
    tier_after, ahead = _tier_after(desk, asked, today)
    return Quote(
        due=asked.priced.due,
        steps=asked.priced.steps,
        lines=told,
        points_earned=asked.points_earned,
        points_used=asked.priced.points_used,
        tier_after=tier_after,
        alternative=alternative,
        unused_vouchers=unused,
        ahead=ahead,
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
    served_by: int | None = None,
    passes: Sequence[int] = (),
    proof: str | None = None,
) -> Purchase:
    """Record a purchase: price, points, tier, vouchers and what the upgrade gives, all or nothing.

    ``pay`` says how much came by cash, wechat, alipay, card or the member's own stored_value, in
    minor units; it must sum to what is due. (It may name pass as well, which pays 0 of that: see
    ``passes``.) Above the shop's limit stored value takes a ``proof``: see ``proofs``.
    ``cash_given`` is what the customer handed over, at least the cash part. ``on`` enters a receipt
    late, for a business day within the shop's limit, with a manager's right: it spends only what
    was there on that day already, and spends it today, so that every month keeps what was owed at
    its end. ``served_by`` lets it count for another member of staff. For the rest see ``quote``; a
    price by hand is refused beyond what the role may take off.
    """
    paying.refuse_shapeless(desk, pay, vouchers)
    content: list[object] = [
        member, amount, lines, list(vouchers), points, dict(pay), cash_given, on
    ]  # fmt: skip
    if discount is not None or prices:
        content += [discount, str(prices)]
    if served_by is not None:
        content.append({"served_by": served_by})
    if passes:
        content.append(passes)
    paying.prove(desk, member, pay, proof)
    is_late = on is not None and on != desk.today()
    permission = "purchases.back_date" if is_late else None
    try:
        with change(
            desk, *_TOPICS, action="purchases.record", key=key, content=content,
            permission=permission,
        ) as made:  # fmt: skip
            if made.repeats is not None:
                return get(desk, made.repeats)
            day = _checked_day(desk, on, made.today)
            wish = Wish(
                member, amount, lines, vouchers, points, discount, prices, paying.is_cash(pay),
                passes,
            )  # fmt: skip
            sale = quoting.sold(desk, wish, on=day, today=made.today)
            due = sale.priced.due
            paid = paying.checked(desk, pay, cash_given, due, member, there_on=sale.there_on)
            sale = sales.paid_by(sale, paid)
            made.subject = sales.write(made, sale, paid)
            made.note(due=due, points=sale.points_earned)
            serving.note(made, made.subject, served_by)
            if discount is not None or prices:
                made.note(by_hand=sale.priced.by_hand)
            return sales.receipt(made, sale, paid, made.subject)
    except Refused as refusal:
        paying.remember_refusal(desk, vouchers, refusal)
        raise


def check_day(desk: Desk, on: date | None) -> date:
    """The business day that a receipt may be entered for now, today where none is given.

    Refuses a day beyond the shop's limit or in a closed month, and who may not enter it late.
    """
    today = desk.today()
    day = _checked_day(desk, on, today)
    if day != today:
        require_to_act(desk, "purchases.back_date")
    return day


def _checked_day(desk: Desk, on: date | None, today: date) -> date:
    """The business day of a receipt: today, or one before within the limit that is still open."""
    days = desk.shop.settings.back_date_days
    if on is None:
        return today
    if not (clock.is_day(on) and today - timedelta(days=days) <= on <= today):
        raise DayRefused(desk.language, date=on, days=days)
    if on < today:
        months.require_open(desk, on)
    return on


def _tier_after(desk: Desk, asked: Sale, today: date) -> tuple[MemberTier | None, str]:
    """The tier the member would stand on after this purchase, and what the next would still take
    where the purchase itself brings nothing above."""
    buyer = asked.buyer
    if buyer is None:
        return None, ""
    ladder = desk.shop.known.ladder

    read = facts_after.reader(desk, buyer.id, asked, today)
    rank = assessing.rank_of(ladder, buyer.earned)
    reached, _ = assessing.highest_reached(ladder, rank, today, buyer.joined_on, read)
    if reached == rank and buyer.tier == buyer.earned:
        return member_tier(ladder, buyer.tier), why.still_missing(desk, rank, buyer.joined_on, read)
    overlays = holding.running(desk.db, buyer.id, today)
    decides = holding.decisive(ladder, ladder[reached].code, overlays)
    tier = ladder[reached].code if decides is None else decides.tier
    is_locked = decides is not None and decides.kind == "lock"
    from_here = reached if is_locked else assessing.rank_of(ladder, tier)
    return member_tier(ladder, tier), why.still_missing(desk, from_here, buyer.joined_on, read)

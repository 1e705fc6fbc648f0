"""What a purchase would cost: everything asked for, priced step by step in the shop's words."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from shopdesk import (
    assessing,
    buying,
    by_hand,
    choosing,
    multipliers,
    offering,
    offers,
    open_lots,
    pass_uses,
    pricing,
    standing,
    steps,
)
from shopdesk import vouchers as book
from shopdesk.buying import Buyer, Quantity
from shopdesk.by_hand import Discount, Prices
from shopdesk.choosing import Case, Way
from shopdesk.inspection import Voucher
from shopdesk.ladders import Tier
from shopdesk.language import translator
from shopdesk.money import LARGEST, Money
from shopdesk.offers import Offered
from shopdesk.pass_uses import Use
from shopdesk.pricing import Item, PointsRule, Priced, Term
from shopdesk.promise_words import tenths
from shopdesk.refusals import (
    AmountRefused,
    ContentRefused,
    NotEnoughPoints,
    OrderPromotionAlone,
    PointsTooNew,
    Refused,
    VoucherMinimum,
    VoucherUseless,
)
from shopdesk.sales import Sale
from shopdesk.shop import Desk
from shopdesk.steps import Membership


class Wish(NamedTuple):
    """A purchase as it is asked for; ``is_cash`` says that all of it is paid in cash."""

    member: int | None
    amount: int | None
    lines: Sequence[tuple[int, Quantity]] | None
    vouchers: Sequence[str] = ()
    points: int = 0
    discount: Discount | None = None
    prices: Prices | None = None
    is_cash: bool = False
    passes: Sequence[int] = ()
    """The lines, by their index from 0, that passes pay."""
    tier: str | None = None
    """The tier to price it at, where that is not the one the member holds."""


class Alternative(NamedTuple):
    """Another way the receipt could have gone: what would be due, and why."""

    due: int
    why: str


class Quoted(NamedTuple):
    """A purchase priced: as it will be written, and the next best way if there was a choice.

    ``unused`` are vouchers that it goes without, because that is less to pay.
    """

    sale: Sale
    alternative: Alternative | None
    unused: tuple[str, ...]


def quoted(desk: Desk, wish: Wish, *, on: date, today: date) -> Quoted:
    """What was asked for, priced and earning as on a day, with the other way it could go."""
    asked = _asked(desk, wish, on, today)
    taken, other = choosing.choose(asked.case, is_best=desk.shop.settings.best_for_customer)
    sale = _sale(desk, wish, asked, taken)
    alternative = None
    if other is not None:
        due = _completed(desk, wish, other.priced, asked).due
        alternative = Alternative(due, _in_words(desk, other.priced))
    unused = () if taken.terms else tuple([one.code for one in asked.vouchers])
    return Quoted(sale, alternative, unused)


def sold(desk: Desk, wish: Wish, *, on: date, today: date) -> Sale:
    """The same as it will be written, without a look at the other ways."""
    asked = _asked(desk, wish, on, today)
    taken = choosing.take(asked.case, is_best=desk.shop.settings.best_for_customer)
    return _sale(desk, wish, asked, taken)


class _Asked(NamedTuple):
    """A wish with what the shop knows: who buys, on which tier, and all that may lower it."""

    buyer: Buyer | None
    tier: Tier | None
    case: Case
    rule: PointsRule
    vouchers: list[Voucher]
    on: date
    uses: tuple[Use, ...] = ()
    there_on: date | None = None


def _asked(desk: Desk, wish: Wish, on: date, today: date) -> _Asked:
    buyer = buying.buyer(desk, wish.member)
    tier = _tier_of(desk, wish, buyer, on, is_past=on < today)
    there_on = on if on < today else None
    case, rule, uses = _case(desk, wish, buyer, tier, on, there_on)
    chosen = _vouchers(desk, wish, there_on) if wish.vouchers else []
    if chosen:
        case = case._replace(terms=tuple([book.term(desk, voucher) for voucher in chosen]))
    return _Asked(buyer, tier, case, rule, chosen, on, uses, there_on)


def _sale(desk: Desk, wish: Wish, asked: _Asked, way: Way) -> Sale:
    """A purchase as it goes one way; refuses vouchers that cannot be used so."""
    if way.fault is not None:
        raise _refusal(desk, way, asked.case.terms)
    buyer, tier, rule = asked.buyer, asked.tier, asked.rule
    priced = _completed(desk, wish, way.priced, asked)
    if wish.discount is not None or wish.prices:
        by_hand.refuse_beyond_limit(desk, wish.discount, priced)
    earned = _earned(desk, buyer, priced, rule)
    spent = tuple(asked.vouchers) if way.terms else ()
    return Sale(
        buyer, tier.code if tier else None, priced, rule, earned, asked.on, spent,
        uses=asked.uses, there_on=asked.there_on,
    )  # fmt: skip


def _vouchers(desk: Desk, wish: Wish, there_on: date | None) -> list[Voucher]:
    """The vouchers scanned, which may lie on one receipt together."""
    chosen = book.for_purchase(desk, wish.vouchers, wish.member, there_on)
    book.refuse_together(desk, chosen)
    return chosen


def _refusal(desk: Desk, way: Way, terms: Sequence[Term]) -> Refused:
    """Why the vouchers cannot be used on this receipt (9.17)."""
    assert way.fault is not None
    kind, term = way.fault
    if kind == "useless":
        return VoucherUseless(desk.language, code=term.code)
    if kind == "order":
        assert way.order is not None
        return OrderPromotionAlone(desk.language, code=term.code, other=way.order.why)
    currency = desk.shop.settings.currency
    upto = sum(one.minimum for one in terms[: terms.index(term) + 1])
    return VoucherMinimum(
        desk.language, code=term.code, minimum=Money(upto, currency),
        goods=Money(way.goods, currency),
    )  # fmt: skip


# --- what may lower it --------------------------------------------------------------------------


def _case(
    desk: Desk, wish: Wish, buyer: Buyer | None, tier: Tier | None, on: date,
    there_on: date | None,
) -> tuple[Case, PointsRule, tuple[Use, ...]]:  # fmt: skip
    """The goods with all that may lower them except vouchers, how they earn, and the passes."""
    items = buying.items(desk, wish.amount, wish.lines)
    start, rule = pricing.start(items), points_rule(desk, tier)
    uses: tuple[Use, ...] = ()
    if wish.passes or any(item.pass_terms for item in items):
        pass_uses.refuse_unsellable(desk, items, wish.member)
        uses = pass_uses.chosen(desk, items, wish.passes, wish.member, there_on)
        start = steps.with_passes(start, _by_pass(desk, items, uses))
    buying.refuse_off_sale(desk, items, [use.place for use in uses])
    lines: tuple[Offered, ...] = ()
    orders: tuple[Offered, ...] = ()
    points: tuple[Offered, ...] = ()
    if offering.known(desk):
        rank = assessing.rank_of(desk.shop.known.ladder, tier.code if tier else None)
        lines, orders, points = offering.for_receipt(desk, wish.member, rank, on)
    if buyer is not None and buyer.has_multiplier:
        points = (*points, *_own_multiplier(desk, buyer, on))
    start, rule = _multiplied(start, rule, points)
    if wish.prices:
        prices = by_hand.prices(desk, items, wish.prices)
        if any(use.place in prices for use in uses):
            raise ContentRefused(desk.language)
        start = steps.with_hand_prices(start, prices)
    discount = None if wish.discount is None else by_hand.discount(desk, wish.discount)
    membership = None if tier is None else _membership(desk, tier, items)
    return Case(start, lines, orders, membership, discount), rule, uses


def _by_pass(desk: Desk, items: Sequence[Item], uses: Sequence[Use]) -> dict[int, str]:
    """The lines that passes pay, in words."""
    _ = translator(desk.language)
    return {use.place: _("{name}: by a pass").format(name=items[use.place].name) for use in uses}


def _multiplied(
    start: Priced, rule: PointsRule, points: Sequence[Offered]
) -> tuple[Priced, PointsRule]:
    """The lines with what multiplies their points, which the rule keeps too (9.12)."""
    if not points:
        return start, rule
    lines = [
        line._replace(points_percent=offers.multiplied(points, line.item)) for line in start.lines
    ]
    campaigns = tuple(
        (one.id, one.offer.percent)
        for one in points
        if any(one.covers.has(line.item) for line in lines)
    )
    return start._replace(lines=tuple(lines)), rule._replace(campaigns=campaigns)


def _own_multiplier(desk: Desk, buyer: Buyer, on: date) -> Sequence[Offered]:
    """What was given to the buyer to multiply all their points, as a campaign without a number."""
    percent = multipliers.percent_on(desk.db, buyer.id, on)
    if percent == multipliers.PLAIN:
        return ()
    return [Offered(0, offers.points(percent), offers.Covers(), combines=True, why="")]


def _membership(desk: Desk, tier: Tier, items: Sequence[Item]) -> Membership | None:
    """Step 2 as this tier has it, with its words; nothing where it lowers nothing."""
    has_price = [item.member_price for item in items].count(None) < len(items)
    if not (tier.discount_percent or tier.category_discounts or has_price):
        return None
    _ = translator(desk.language)

    def says(percent: int) -> str:
        return _("{tier}: {percent} off").format(
            tier=tier.name(desk.language), percent=f"{percent}%", tenths=tenths(percent)
        )

    return Membership(tier.discount_percent, tier.category_discounts, says, _("Member price"))


def _tier_of(
    desk: Desk, wish: Wish, buyer: Buyer | None, on: date, *, is_past: bool
) -> Tier | None:
    """The tier that prices a receipt: the present, or that held at the end of a past day (9.21).

    A review that is over lowers it also where the daily run did not come to it yet (9.15).
    """
    if buyer is None:
        return None
    ladder, code = desk.shop.known.ladder, wish.tier or buyer.tier
    is_overdue = buyer.review_on is not None and buyer.review_on < on.toordinal()
    if wish.tier is None and (is_past or is_overdue):
        code = standing.held_on(desk, buyer.id, on)
    return ladder[assessing.rank_of(ladder, code)]


def points_rule(desk: Desk, tier: Tier | None) -> PointsRule:
    """How a receipt on this tier earns, and what points are worth, as of now."""
    s = desk.shop.settings
    percent = tier.points_percent if tier else 100
    return PointsRule(
        s.earn_points, s.earn_per, percent, s.points_step, s.points_value, s.points_cap_percent
    )


# --- the last steps -----------------------------------------------------------------------------


def _completed(desk: Desk, wish: Wish, priced: Priced, asked: _Asked) -> Priced:
    """A price with points and rounding."""
    s = desk.shop.settings
    if wish.points:
        priced = _with_points(desk, priced, asked, wish.points)
    if s.rounding_unit > 1 and (wish.is_cash or not s.rounding_cash_only):
        _ = translator(desk.language)
        priced = steps.with_rounding(priced, s.rounding_unit, _("Rounded down"))
    return priced


def _with_points(desk: Desk, priced: Priced, asked: _Asked, points: int) -> Priced:
    buyer, there_on = asked.buyer, asked.there_on
    balance = buyer.lots - buyer.debt if buyer else 0
    buying.whole_amount(desk, points)
    if points > balance:
        raise NotEnoughPoints(desk.language, wanted=points, balance=balance)
    there = open_lots.there(desk, buyer.id, there_on) if buyer and there_on else balance
    if points > there:
        raise PointsTooNew(desk.language, wanted=points, balance=there, date=there_on)
    _ = translator(desk.language)
    why = _("1 point") if points == 1 else _("{points} points")
    return steps.with_points(priced, points, asked.rule, why)


def _earned(desk: Desk, buyer: Buyer | None, priced: Priced, rule: PointsRule) -> int:
    """What the receipt earns; refuses an amount that would earn more than an account can hold."""
    earned = rule.earned(priced.earning_base) if buyer else 0
    if buyer and buyer.lots + earned >= LARGEST:
        raise AmountRefused(desk.language, amount=Money(priced.due, desk.shop.settings.currency))
    return earned


_CHOSEN = ("promotion", "member_price", "tier", "order", "voucher")


def _in_words(desk: Desk, priced: Priced) -> str:
    """A way as it can be offered to the customer: what lowers the price in it."""
    _ = translator(desk.language)
    said = [step.why for step in priced.steps if step.kind in _CHOSEN]
    return " + ".join(said) or _("the listed price")

"""What a purchase would cost: everything asked for, priced step by step in the shop's words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from shopdesk import buying, choosing, offers, pricing, promotions, steps, tiers
from shopdesk import vouchers as book
from shopdesk.buying import Buyer, Quantity
from shopdesk.choosing import Case, Way
from shopdesk.inspection import Voucher, tenths
from shopdesk.language import translator
from shopdesk.money import LARGEST, Money
from shopdesk.offers import Offered
from shopdesk.pricing import PERCENT, Item, PointsRule, Priced, Term
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    DiscountLimit,
    HandPriceRefused,
    NotEnoughPoints,
    OrderPromotionAlone,
    Refused,
    VoucherMinimum,
    VoucherUseless,
)
from shopdesk.sales import Sale
from shopdesk.shop import Desk
from shopdesk.steps import HandDiscount, HandPrice, Membership
from shopdesk.text import reason


class Discount(NamedTuple):
    """A discount by hand on the whole receipt: why, and an ``amount`` or a ``percent``."""

    reason: str
    amount: int = 0
    percent: int = 0


Prices = Mapping[int, tuple[int, str]]
"""By the index of a line (the first is 0): a lower price for one unit, and why."""


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
    """What was asked for, priced and earning as on a business day."""
    buyer = buying.buyer(desk, wish.member)
    tier = _tier_of(desk, buyer, None if on == today else on)
    case, rule = _case(desk, wish, buyer, tier, on)
    chosen = _vouchers(desk, wish) if wish.vouchers else []
    if chosen:
        case = case._replace(terms=tuple([book.term(desk, voucher) for voucher in chosen]))
    best, other = choosing.choose(case, is_best=desk.shop.settings.best_for_customer)
    if best.fault is not None:
        raise _refusal(desk, best, case.terms)
    priced = _completed(desk, wish, best.priced, buyer, rule)
    if wish.discount is not None or wish.prices:
        _refuse_beyond_limit(desk, wish, priced)
    earned = _earned(desk, buyer, priced, rule)
    spent = tuple(chosen) if best.terms else ()
    sale = Sale(buyer, tier.code if tier else None, priced, rule, earned, on, spent)
    alternative = None
    if other is not None:
        due = _completed(desk, wish, other.priced, buyer, rule).due
        alternative = Alternative(due, _in_words(desk, other.priced))
    return Quoted(sale, alternative, () if best.terms else tuple([one.code for one in chosen]))


def _vouchers(desk: Desk, wish: Wish) -> list[Voucher]:
    """The vouchers scanned, which may lie on one receipt together."""
    chosen = book.for_purchase(desk, wish.vouchers, wish.member)
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
    desk: Desk, wish: Wish, buyer: Buyer | None, tier: tiers.Tier | None, on: date
) -> tuple[Case, PointsRule]:
    """The goods with all that may lower them except vouchers, and how they earn."""
    items = buying.items(desk, wish.amount, wish.lines)
    start, rule = pricing.start(items), points_rule(desk, tier)
    lines: tuple[Offered, ...] = ()
    orders: tuple[Offered, ...] = ()
    if promotions.known(desk):
        rank = tiers.rank_of(desk.shop.known.ladder, tier.code if tier else None)
        lines, orders, points = promotions.for_receipt(desk, wish.member, rank, on)
        start, rule = _multiplied(start, rule, points)
    if wish.prices:
        start = steps.with_hand_prices(start, _hand_prices(desk, items, wish.prices))
    discount = None if wish.discount is None else _hand_discount(desk, wish.discount)
    membership = None if tier is None else _membership(desk, tier, items)
    return Case(start, lines, orders, membership, discount), rule


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


def _membership(desk: Desk, tier: tiers.Tier, items: Sequence[Item]) -> Membership | None:
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
    return PointsRule(
        s.earn_points, s.earn_per, percent, s.points_step, s.points_value, s.points_cap_percent
    )


# --- by hand ------------------------------------------------------------------------------------


def _hand_prices(desk: Desk, items: Sequence[Item], prices: Prices) -> dict[int, HandPrice]:
    """The prices set by hand, with their words; refuses one that is not lower, and no reason."""
    _, currency = translator(desk.language), desk.shop.settings.currency
    checked = {}
    for index, price, why in _by_index(desk, prices, len(items)):
        item = items[index]
        if buying.whole_amount(desk, price) >= item.price:
            given, now = Money(price, currency), Money(item.price, currency)
            raise HandPriceRefused(desk.language, given=given, price=now)
        said = _("{name} for {price}: {reason}").format(
            name=item.name, price=Money(price, currency), reason=reason(why, desk.language)
        )
        checked[index] = HandPrice(price, said)
    return checked


def _by_index(desk: Desk, prices: Prices, count: int) -> list[tuple[int, int, str]]:
    """Index, price and reason, by lines; refuses what is no price, or of no line."""
    try:
        by_index = [(index, price, why) for index, (price, why) in prices.items()]
    except (AttributeError, TypeError, ValueError):
        raise AmountRefused(desk.language, amount=prices) from None
    for index, _price, _why in by_index:
        if type(index) is not int or not 0 <= index < count:
            choices = ", ".join(map(str, range(count)))
            raise ChoiceRefused(desk.language, value=index, choices=choices)
    return sorted(by_index, key=lambda one: one[0])


def _hand_discount(desk: Desk, discount: Discount) -> HandDiscount:
    """The discount by hand, with its words; refuses none, two in one, and no reason."""
    _ = translator(desk.language)
    if not isinstance(discount, Discount):
        raise AmountRefused(desk.language, amount=discount)
    why, amount, percent = discount
    if (buying.whole_amount(desk, amount) == 0) == (buying.whole_amount(desk, percent) == 0):
        raise AmountRefused(desk.language, amount=amount)
    if percent > PERCENT:
        raise AmountRefused(desk.language, amount=percent)
    said = _("Discount: {reason}").format(reason=reason(why, desk.language))
    return HandDiscount(amount, percent, said)


def _refuse_beyond_limit(desk: Desk, wish: Wish, priced: Priced) -> None:
    """Refuse more by hand than there is, or than the role may take: a share of the goods."""
    given = -sum(step.amount for step in priced.steps if step.kind == "discount")
    if wish.discount is not None and wish.discount.amount > given:
        raise AmountRefused(
            desk.language, amount=Money(wish.discount.amount, desk.shop.settings.currency)
        )
    s, off, currency = desk.shop.settings, priced.by_hand, desk.shop.settings.currency
    limits = {"owner": PERCENT, "manager": s.hand_discount_manager_percent}
    percent = limits.get(desk.role, s.hand_discount_cashier_percent)
    if off * PERCENT > priced.goods * percent:
        raise DiscountLimit(
            desk.language, name=desk.staff_name, share=f"{percent}%", off=Money(off, currency),
            most=Money(priced.goods * percent // PERCENT, currency),
        )  # fmt: skip


# --- the last steps -----------------------------------------------------------------------------


def _completed(
    desk: Desk, wish: Wish, priced: Priced, buyer: Buyer | None, rule: PointsRule
) -> Priced:
    """A price with points and rounding."""
    s = desk.shop.settings
    if wish.points:
        priced = _with_points(desk, priced, buyer, wish.points, rule)
    if s.rounding_unit > 1 and (wish.is_cash or not s.rounding_cash_only):
        _ = translator(desk.language)
        priced = steps.with_rounding(priced, s.rounding_unit, _("Rounded down"))
    return priced


def _with_points(
    desk: Desk, priced: Priced, buyer: Buyer | None, points: int, rule: PointsRule
) -> Priced:
    balance = buyer.lots - buyer.debt if buyer else 0
    buying.whole_amount(desk, points)
    if points > balance:
        raise NotEnoughPoints(desk.language, wanted=points, balance=balance)
    _ = translator(desk.language)
    return steps.with_points(priced, points, rule, _("{points} points"))


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

"""The steps of a price, in their order, each taking something off the lines of one receipt.

[a line paid by a pass] → [a line's price set by hand] → 1 line promotions → 2 member price or tier
discount → 3 one order promotion → [a discount by hand] → 4 vouchers → 5 points → 6 rounding. A
percentage is taken once per step and rate on the sum of the lines it covers, rounded half up, then
spread by largest remainder, ties to the earlier line (9.9). Pure arithmetic.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from shopdesk import offers
from shopdesk.money import half_up, spread
from shopdesk.offers import Offered
from shopdesk.pricing import (
    PERCENT,
    Item,
    PointsRule,
    Priced,
    PricedLine,
    Term,
    listed,
    lowered,
)


class HandPrice(NamedTuple):
    """A lower price for one unit of a line, set by hand, and why."""

    price: int
    why: str


class HandDiscount(NamedTuple):
    """An amount or a percentage off the whole receipt, by hand, and why."""

    amount: int
    percent: int
    why: str


class Membership(NamedTuple):
    """What a tier takes off: a percentage, another one in some categories, and its words."""

    percent: int
    by_category: Mapping[str, int]
    says: Callable[[int], str]
    """Why, for a percentage."""
    member_price: str
    """Why, for a member's price."""

    def rate(self, item: Item) -> int:
        """The percentage that a line is discounted by."""
        return self.by_category.get(item.category, self.percent) if item.is_discounted else 0


def with_passes(priced: Priced, words: Mapping[int, str]) -> Priced:
    """Take lines that uses of a pass pay out of the price, by their index, each with its why.

    Such a line counts 0: nothing else touches it (9.18).
    """
    for index, why in words.items():
        lines = list(priced.lines)
        lines[index] = lines[index]._replace(is_by_hand=True)
        parts = _only(len(lines), {index: lines[index].paid})
        priced = lowered(priced._replace(lines=tuple(lines)), "pass", parts, why)
    return priced


def with_hand_prices(priced: Priced, prices: Mapping[int, HandPrice]) -> Priced:
    """Set the prices of single lines, named by their index: no promotion touches these."""
    for index, (price, why) in prices.items():
        item = priced.lines[index].item
        lines = list(priced.lines)
        lines[index] = lines[index]._replace(is_by_hand=True)
        off = item.listed - listed(price, item.quantity_milli)
        parts = _only(len(lines), {index: off})
        priced = lowered(priced._replace(lines=tuple(lines)), "hand_price", parts, why)
    return priced


def with_promotions(priced: Priced, picks: Sequence[Offered | None]) -> Priced:
    """Step 1: each line by the promotion it picked, promotion by promotion in the order made."""
    for offered in sorted({pick for pick in picks if pick is not None}, key=lambda one: one.id):
        chosen = [index for index, pick in enumerate(picks) if pick == offered]
        parts = offers.parts(offered.offer, [priced.lines[index].item for index in chosen])
        by_line = _only(len(picks), dict(zip(chosen, parts, strict=True)))
        priced = lowered(priced, "promotion", by_line, offered.why)
    return priced


def with_membership(
    priced: Priced, membership: Membership, without: Collection[int] = ()
) -> Priced:
    """Step 2: each line the lower of member price and tier discount, never both (9.9).

    ``without`` names lines whose promotion does not go with either.
    """
    at_price: dict[int, int] = {}
    at_rate: dict[int, dict[int, int]] = {}
    for index, line in enumerate(priced.lines):
        if line.is_by_hand or index in without:
            continue
        left, rate = line.paid, membership.rate(line.item)
        fixed = member_total(line.item)
        if fixed is not None and fixed * PERCENT < left * (PERCENT - rate):
            at_price[index] = left - fixed
        elif rate:
            at_rate.setdefault(rate, {})[index] = left
    count = len(priced.lines)
    priced = lowered(priced, "member_price", _only(count, at_price), membership.member_price)
    for rate, weights in at_rate.items():
        parts = percentage(_only(count, weights), rate)
        priced = lowered(priced, "tier", parts, membership.says(rate))
    return priced


def member_total(item: Item) -> int | None:
    """What the line costs at the member's price of its product, if it has one."""
    price = item.member_price
    return None if price is None else listed(price, item.quantity_milli)


def with_order(priced: Priced, offered: Offered) -> Priced:
    """Step 3: the order promotion, on the covered lines that may be discounted.

    Nothing where these do not reach its minimum, tested after step 2.
    """
    weights = [
        line.paid if _is_open(line) and offered.covers.has(line.item) else 0
        for line in priced.lines
    ]
    off = offers.off_order(offered.offer, sum(weights))
    return lowered(priced, "order", spread(off, weights), offered.why)


def _is_open(line: PricedLine) -> bool:
    return line.item.is_discounted and not line.is_by_hand


def with_discount(priced: Priced, discount: HandDiscount) -> Priced:
    """The discount by hand: never more than is due."""
    weights = [line.paid for line in priced.lines]
    if discount.percent:
        parts = percentage(weights, discount.percent)
    else:
        parts = spread(min(discount.amount, sum(weights)), weights)
    return lowered(priced, "discount", parts, discount.why)


def with_vouchers(priced: Priced, terms: Sequence[Term]) -> Priced:
    """Step 4: percentages before amounts, each kind in the order given (9.9); no change is given.

    A voucher that lowers nothing is listed in ``useless`` for the caller to refuse (9.17).
    """
    for term in sorted(terms, key=lambda term: term.kind != "percent"):
        priced = _with_voucher(priced, term)
    return priced


def _with_voucher(priced: Priced, term: Term) -> Priced:
    weights = [line.paid for line in priced.lines]
    left = sum(weights)
    off = half_up(left * term.percent_off, PERCENT) if term.kind == "percent" else term.amount
    off = min(off, left, off if term.cap is None else term.cap)
    if not off:
        return priced._replace(useless=(*priced.useless, term.id))
    parts = spread(off, weights)
    used = [(term.id, index, part) for index, part in enumerate(parts) if part]
    priced = lowered(priced, "voucher", parts, term.why)
    return priced._replace(voucher_lines=(*priced.voucher_lines, *used))


def with_points(priced: Priced, points: int, rule: PointsRule, why: str) -> Priced:
    """Step 5: points as money (9.7): in whole steps, for no more than the share they may pay."""
    if not rule.value:
        return priced
    weights = [line.paid for line in priced.lines]
    most = sum(weights) * rule.cap_percent // PERCENT
    units = min(points // rule.step, most // rule.value)
    if not units:
        return priced
    used = units * rule.step
    parts = spread(units * rule.value, weights)
    priced = lowered(priced, "points", parts, why.format(points=f"{used:,}"))
    lines = [
        line._replace(points=count)
        for line, count in zip(priced.lines, spread(used, weights), strict=True)
    ]
    return priced._replace(lines=tuple(lines), points_used=used)


def with_rounding(priced: Priced, unit: int, why: str) -> Priced:
    """Step 6: down to a multiple of the smallest cash unit, spread over the lines (9.8)."""
    off = priced.due % unit
    return lowered(priced, "rounding", spread(off, [line.paid for line in priced.lines]), why)


def percentage(weights: Sequence[int], percent: int) -> list[int]:
    """A percentage of a sum, rounded half up and spread over what makes it up (9.9)."""
    return spread(half_up(sum(weights) * percent, PERCENT), weights)


def _only(count: int, parts: Mapping[int, int]) -> list[int]:
    """The parts of some lines among all of them."""
    return [parts.get(index, 0) for index in range(count)]

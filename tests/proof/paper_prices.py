"""What a receipt costs on paper: seven steps, and every way to combine what lowers it (9.2-9.17).

Where the best for the customer counts, all ways are priced and one with the least to pay must be
what the till chose; else promotions come first and there is one way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import product
from math import floor

from tests.proof.paper_money import nearest, percent_of, shared
from tests.proof.paper_receipts import Line
from tests.proof.paper_tiers import Tier
from tests.proof.paper_vouchers import Promise


@dataclass(frozen=True)
class Goods:
    """What is sold."""

    price: int
    category: str
    is_discounted: bool = True
    is_earning: bool = True
    member_price: int | None = None
    is_for: int | None = None
    """What it is a pass for, by place among the goods: for ``uses`` units of it, ``days`` long."""
    uses: int = 0
    days: int | None = None


@dataclass(frozen=True)
class Offer:
    """A promotion; ``kind`` as the shop names it, only what it asks for is set."""

    kind: str
    percent: int = 0
    amount: int = 0
    nth: int = 0
    minimum: int = 0
    is_every: bool = False
    id: int = 0
    places: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    is_for_members: bool = False
    lowest_rank: int = 0
    weekdays: tuple[int, ...] = ()
    combines: bool = True
    days: tuple[date, date] = (date.min, date.max)

    def counts(self, rank: int | None, on: date) -> bool:
        """For whom and when; ``rank`` is nothing for a walk-in."""
        is_day = self.days[0] <= on <= self.days[1]
        if not is_day or (self.weekdays and on.isoweekday() not in self.weekdays):
            return False
        if rank is None:
            return not (self.is_for_members or self.lowest_rank or self.kind == "points")
        return rank >= self.lowest_rank

    def covers(self, line: Line, goods: list[Goods]) -> bool:
        if not (self.places or self.categories):
            return True
        if line.place is None:
            return False
        return line.place in self.places or goods[line.place].category in self.categories

    def lowers(self, line: Line, goods: list[Goods]) -> bool:
        """What may not be discounted only where the promotion names it."""
        return self.covers(line, goods) and (line.is_discounted or line.place in self.places)


@dataclass(frozen=True)
class Terms:
    """What the shop decided about prices."""

    cap_percent: int = 100
    step: int = 100
    value: int = 100
    rounding: int = 1
    is_cash_only: bool = False
    is_best: bool = True
    unearning: tuple[str, ...] = ()


@dataclass
class Basket:
    """A receipt to be priced. ``by_hand`` is an amount and a percentage off the whole."""

    lines: list[Line]
    goods: list[Goods]
    tier: Tier | None
    offers: list[Offer] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    by_hand: tuple[int, int] = (0, 0)
    prices: dict[int, int] = field(default_factory=dict)
    """Prices of units set by hand, by line."""
    passes: tuple[int, ...] = ()
    """The lines that passes pay: they count 0 (9.18)."""

    def is_fixed(self, place: int) -> bool:
        """Nothing else lowers it."""
        return place in self.prices or place in self.passes


@dataclass
class Way:
    """One way to price a basket."""

    left: list[int]
    steps: list[tuple[str, int]] = field(default_factory=list)
    lowered: dict[Promise, set[int]] = field(default_factory=dict)
    points: list[int] = field(default_factory=list)
    fault: str | None = None

    @property
    def due(self) -> int:
        return sum(self.left)

    def lower(self, kind: str, parts: list[int]) -> None:
        if sum(parts):
            self.left = [left - part for left, part in zip(self.left, parts, strict=True)]
            self.steps.append((kind, -sum(parts)))


def ways(basket: Basket, terms: Terms) -> list[Way]:
    """The ways that may be taken: those with the least to pay, or the one where promotions come
    first. With a ``fault`` alone where the vouchers can be used in no way.
    """
    if not terms.is_best:
        return [_promotions_first(basket)]
    found = [
        _priced(basket, picks, order, promises)
        for picks in _all_picks(basket)
        for order in [None, *_of_kinds(basket, ORDER)]
        for promises in ([basket.promises, []] if basket.promises else [[]])
        if not (promises and order and not order.combines)
    ]
    open_ways = [way for way in found if way.fault is None]
    if basket.promises and not any(way.lowered for way in open_ways):
        return [way for way in found if way.fault]
    least = min(way.due for way in open_ways)
    return [way for way in open_ways if way.due == least]


LINE, ORDER = ("percent", "amount", "price", "nth"), ("order_percent", "order_amount")
Picks = list[Offer | None]


def _of_kinds(basket: Basket, kinds: tuple[str, ...]) -> list[Offer]:
    return [offer for offer in basket.offers if offer.kind in kinds]


def _groups(basket: Basket) -> list[list[int]]:
    """Lines of one product get the same promotion; what has a price by hand gets none."""
    together: dict[object, list[int]] = {}
    for place, line in enumerate(basket.lines):
        if not basket.is_fixed(place):
            together.setdefault(line.place if line.place is not None else f"{place}", []).append(
                place
            )
    return list(together.values())


def _choices(basket: Basket, group: list[int]) -> list[Offer]:
    line = basket.lines[group[0]]
    return [
        offer for offer in _of_kinds(basket, LINE)
        if offer.lowers(line, basket.goods) and sum(_exact(basket, offer, group))
    ]  # fmt: skip


def _all_picks(basket: Basket) -> Iterator[Picks]:
    groups = _groups(basket)
    for chosen in product(*([None, *_choices(basket, group)] for group in groups)):
        picks: Picks = [None] * len(basket.lines)
        for group, offer in zip(groups, chosen, strict=True):
            for place in group:
                picks[place] = offer
        yield picks


def _promotions_first(basket: Basket) -> Way:
    """Each line the one that lowers it most, of equal ones the earlier; the order the best."""
    picks: Picks = [None] * len(basket.lines)
    for group in _groups(basket):
        choices = _choices(basket, group)
        if choices:
            best = max(choices, key=lambda offer: sum(_exact(basket, offer, group)))
            for place in group:
                picks[place] = best
    orders = [
        (_priced(basket, picks, order, [], is_order_alone=True).due, n, order)
        for n, order in enumerate([None, *_of_kinds(basket, ORDER)])
    ]
    order = min(orders, key=lambda one: one[:2])[2]
    way = _priced(basket, picks, order, basket.promises)
    if order and not order.combines and basket.promises:
        way.fault = "voucher_together"
    return way


# --- the steps ----------------------------------------------------------------------------------


def _priced(
    basket: Basket, picks: Picks, order: Offer | None, promises: list[Promise],
    *, is_order_alone: bool = False,
) -> Way:  # fmt: skip
    """Steps 1 to 4 one way."""
    way = Way([line.listed for line in basket.lines])
    for place in sorted(basket.passes):
        way.lower("pass", _only(way, {place: way.left[place]}))
    for place, price in sorted(basket.prices.items()):
        now = nearest(Fraction(price * basket.lines[place].milli, 1000))
        way.lower("hand_price", _only(way, {place: way.left[place] - now}))
    for offer in _of_kinds(basket, LINE):
        covered = [place for place, pick in enumerate(picks) if pick is offer]
        if covered:
            parts = _parts(basket, offer, covered)
            way.lower("promotion", _only(way, dict(zip(covered, parts, strict=True))))
    _for_members(basket, way, picks)
    goods = way.due
    if order is not None:
        _off_order(basket, way, order)
    if is_order_alone:
        return way
    amount, percent = basket.by_hand
    off = percent_of(way.due, percent) if percent else min(amount, way.due)
    way.lower("discount", shared(off, way.left))
    _with_vouchers(way, promises, goods)
    return way


def _only(way: Way, parts: dict[int, int]) -> list[int]:
    return [parts.get(place, 0) for place in range(len(way.left))]


def _units(basket: Basket, offer: Offer, places: list[int]) -> list[int]:
    """What the nth units of a product cost on each line: whole units, counted over all lines."""
    weights, seen = [], {}
    for place in places:
        line = basket.lines[place]
        key = line.place if line.place is not None else f"{place}"
        before = seen.get(key, 0)
        seen[key] = after = before + line.milli // 1000
        count = sum(1 for unit in range(before + 1, after + 1) if unit % offer.nth == 0)
        price = line.listed if line.place is None else basket.goods[line.place].price
        weights.append(price * count)
    return weights


def _weights(basket: Basket, offer: Offer, places: list[int]) -> list[int]:
    lines = [basket.lines[place] for place in places]
    match offer.kind:
        case "nth":
            return _units(basket, offer, places)
        case "amount":
            return [min(x.listed, nearest(Fraction(offer.amount * x.milli, 1000))) for x in lines]
        case "price":
            return [
                max(0, x.listed - nearest(Fraction(offer.amount * x.milli, 1000))) for x in lines
            ]
    return [line.listed for line in lines]


def _parts(basket: Basket, offer: Offer, places: list[int]) -> list[int]:
    weights = _weights(basket, offer, places)
    if offer.kind in ("amount", "price"):
        return weights
    return shared(percent_of(sum(weights), offer.percent), weights)


def _exact(basket: Basket, offer: Offer, places: list[int]) -> list[Fraction]:
    percent = 100 if offer.kind in ("amount", "price") else offer.percent
    return [Fraction(weight * percent, 100) for weight in _weights(basket, offer, places)]


def _for_members(basket: Basket, way: Way, picks: Picks) -> None:
    """Step 2: the lower of member price and tier discount, never both; equal ones: the tier."""
    tier = basket.tier
    if tier is None:
        return
    prices: dict[int, int] = {}
    rates: dict[int, dict[int, int]] = {}
    for place, line in enumerate(basket.lines):
        pick = picks[place]
        if basket.is_fixed(place) or (pick and not pick.combines):
            continue
        goods = None if line.place is None else basket.goods[line.place]
        by_category = dict(tier.off_category)
        rate = by_category.get(goods.category, tier.off) if goods else tier.off
        rate = rate if line.is_discounted else 0
        left = way.left[place]
        if goods and goods.member_price is not None:
            fixed = nearest(Fraction(goods.member_price * line.milli, 1000))
            if fixed < left * (1 - Fraction(rate, 100)):
                prices[place] = left - fixed
                continue
        if rate:
            rates.setdefault(rate, {})[place] = left
    way.lower("member_price", _only(way, prices))
    for rate, covered in rates.items():
        weights = _only(way, covered)
        way.lower("tier", shared(percent_of(sum(weights), rate), weights))


def _off_order(basket: Basket, way: Way, order: Offer) -> None:
    """Step 3, on the covered lines that may be discounted; their sum must reach the minimum."""
    open_ = [
        left if line.is_discounted and not basket.is_fixed(place)
        and order.covers(line, basket.goods) else 0
        for place, (line, left) in enumerate(zip(basket.lines, way.left, strict=True))
    ]  # fmt: skip
    goods = sum(open_)
    if goods < order.minimum:
        return
    times = goods // order.minimum if order.is_every else 1
    off = min(goods, order.amount * times)
    if order.kind == "order_percent":
        off = percent_of(goods, order.percent)
    way.lower("order", shared(off, open_))


def _with_vouchers(way: Way, promises: list[Promise], goods: int) -> None:
    """Step 4: percentages first, each kind as given; minimums together within the goods (9.17)."""
    if sum(promise.minimum for promise in promises) > goods:
        way.fault = "voucher_minimum"
    for promise in sorted(promises, key=lambda promise: promise.percent == 0):
        off = percent_of(way.due, promise.percent) if promise.percent else promise.amount
        off = min(off, way.due, off if promise.cap is None else promise.cap)
        if off == 0:
            way.fault = way.fault or "voucher_useless"
            continue
        parts = shared(off, way.left)
        way.lower("voucher", parts)
        way.lowered[promise] = {place for place, part in enumerate(parts) if part}


def finish(priced: Way, terms: Terms, wish: int, *, is_cash: bool) -> Way:
    """Steps 5 and 6: points in whole steps up to the share they may pay, then rounding down."""
    way = replace(priced, steps=list(priced.steps))
    most = floor(Fraction(way.due * terms.cap_percent, 100))
    count = min(wish // terms.step, most // terms.value) if terms.value else 0
    way.points = shared(count * terms.step, way.left)
    way.lower("points", shared(count * terms.value, way.left))
    if is_cash or not terms.is_cash_only:
        way.lower("rounding", shared(way.due % terms.rounding, way.left))
    return way


def multiplied(basket: Basket, line: Line) -> int:
    """Several promotions multiply what a line earns, in whole percents, a hundredfold at most."""
    percent = 100
    for offer in _of_kinds(basket, ("points",)):
        if offer.covers(line, basket.goods):
            percent = percent * offer.percent // 100
    return min(percent, 10_000)

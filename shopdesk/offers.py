"""What a promotion offers, and by how much it lowers lines or an order. Values and arithmetic.

To add an offer: its kind in ``LINE`` (or ``ORDER``), its words in ``offering`` and ``step_words``,
a row in the table of its test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from shopdesk.money import half_up, spread
from shopdesk.pricing import PERCENT, Item, listed


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to lower a price or to multiply points; only what its kind asks for is set."""

    kind: str
    percent: int = 0
    amount: int = 0
    nth: int = 0
    minimum: int = 0
    is_every: bool = False
    on_birthday: bool = False


@dataclass(frozen=True, slots=True)
class Covers:
    """Which goods an offer is for: some products, some categories, or (neither named) all."""

    products: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether it names nothing, so that it is for all goods."""
        return not (self.products or self.categories)

    def names(self, item: Item) -> bool:
        """Whether it names the product itself."""
        return item.product_id in self.products

    def has(self, item: Item) -> bool:
        """Whether it is for this line."""
        return self.is_everything or self.names(item) or item.category in self.categories


class Offered(NamedTuple):
    """A promotion as a receipt meets it; ``why`` is what the cashier reads aloud.

    One that does not combine excludes member prices and tier discounts from the lines it lowers,
    or, if it is for the order, vouchers.
    """

    id: int
    offer: Offer
    covers: Covers
    combines: bool
    why: str

    def lowers(self, item: Item) -> bool:
        """Whether it may lower this line: one kept from discounts only where it names it."""
        return self.covers.has(item) and (item.is_discounted or self.covers.names(item))


def percent_off(percent: int) -> Offer:
    """A percentage off the lines."""
    return Offer("percent", percent=percent)


def amount_off(amount: int) -> Offer:
    """An amount off every unit, in minor units."""
    return Offer("amount", amount=amount)


def special_price(price: int) -> Offer:
    """Another price for one unit, where that is less."""
    return Offer("price", amount=price)


def nth_unit(nth: int, *, percent_off: int) -> Offer:
    """Every nth unit of a product at a percentage off: whole units only, over all its lines."""
    return Offer("nth", percent=percent_off, nth=nth)


def order_percent(percent: int, *, minimum: int = 0) -> Offer:
    """A percentage off the order from a minimum of goods on."""
    return Offer("order_percent", percent=percent, minimum=minimum)


def order_amount(amount: int, *, minimum: int = 0, every: bool = False) -> Offer:
    """An amount off the order from a minimum of goods on, once or for ``every`` such amount."""
    return Offer("order_amount", amount=amount, minimum=minimum, is_every=every)


def points(percent: int, *, on_birthday: bool = False) -> Offer:
    """Multiply by ``percent`` / 100 what the lines earn; perhaps on the member's birthday only."""
    return Offer("points", percent=percent, on_birthday=on_birthday)


def _nth_weights(offer: Offer, items: Sequence[Item]) -> list[int]:
    """Of each line what its nth units cost, counted on from the lines of the product before it."""
    counted: dict[int | tuple[int], int] = {}
    weights = []
    for index, item in enumerate(items):
        key = (index,) if item.product_id is None else item.product_id
        before = counted.get(key, 0)
        counted[key] = after = before + item.quantity_milli // 1000
        weights.append(item.price * (after // offer.nth - before // offer.nth))
    return weights


LINE: dict[str, Callable[[Offer, Sequence[Item]], list[int]]] = {
    "percent": lambda _offer, items: [item.listed for item in items],
    "nth": _nth_weights,
    "amount": lambda offer, items: [
        min(item.listed, listed(offer.amount, item.quantity_milli)) for item in items
    ],
    "price": lambda offer, items: [
        max(0, item.listed - listed(offer.amount, item.quantity_milli)) for item in items
    ],
}
"""Each offer for lines and what of each line it takes: a percentage of that, or all of it."""
ORDER = ("order_percent", "order_amount")
POINTS = "points"
_WHOLE = ("amount", "price")


def _share(offer: Offer) -> int:
    return PERCENT if offer.kind in _WHOLE else offer.percent


def parts(offer: Offer, items: Sequence[Item]) -> list[int]:
    """What an offer takes off each of the lines that it is for, once for all of them (9.9)."""
    weights = LINE[offer.kind](offer, items)
    return spread(half_up(sum(weights) * _share(offer), PERCENT), weights)


def exact(offer: Offer, items: Sequence[Item]) -> list[Fraction]:
    """The same without rounding: what a choice between offers goes by."""
    weights = LINE[offer.kind](offer, items)
    return [Fraction(weight * _share(offer), PERCENT) for weight in weights]


def off_order(offer: Offer, goods: int) -> int:
    """What an order offer takes off goods of this sum: nothing below its minimum."""
    if goods < offer.minimum:
        return 0
    if offer.kind == "order_percent":
        return half_up(goods * offer.percent, PERCENT)
    times = goods // offer.minimum if offer.is_every else 1
    return min(goods, offer.amount * times)


def multiplied(offered: Sequence[Offered], item: Item) -> int:
    """By how many percent the points of a line are multiplied: several multiply each other.

    Rounded down to a whole percentage, a hundredfold at most.
    """
    percent = PERCENT
    for one in offered:
        if one.covers.has(item):
            percent = percent * one.offer.percent // PERCENT
    return min(percent, MOST_POINTS_PERCENT)


MOST_POINTS_PERCENT = 10_000

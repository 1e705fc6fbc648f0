"""Prices of several products raised or lowered at once, seen before they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from shopdesk import products
from shopdesk.money import LARGEST, Money, half_up, is_whole
from shopdesk.products import Product
from shopdesk.refusals import AmountRefused, ChoiceRefused, ContentRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.topics import Topic

Rounding = Literal["nearest", "up", "down"]
ROUNDINGS: tuple[Rounding, ...] = get_args(Rounding)
LEAST_PERCENT, MOST_PERCENT = -99, 1000


@dataclass(frozen=True, slots=True)
class Rise:
    """By how much prices change: ``percent`` of each, then ``amount`` in minor units; both may be
    below 0.

    What comes of it is brought to a multiple of ``step`` minor units: the nearest (a half upwards),
    the next ``up`` or ``down``, and never below one step. ``members``: the price for members, where
    a product has one, changes in the same way.
    """

    percent: int = 0
    amount: int = 0
    step: int = 1
    rounding: Rounding = "nearest"
    members: bool = False


@dataclass(frozen=True, slots=True)
class Repriced:
    """A product as it is, with the prices it would have."""

    product: Product
    price: int
    member_price: int | None

    @property
    def id(self) -> int:
        """The product's id."""
        return self.product.id

    @property
    def is_changed(self) -> bool:
        """Whether anything would differ."""
        now = self.product
        return (self.price, self.member_price) != (now.price, now.member_price)


def preview(desk: Desk, ids: Iterable[int], rise: Rise) -> list[Repriced]:
    """What the prices of some products would become, in the order given; writes nothing.

    Refuses a rise that is none, and one that would leave nothing of a price.
    """
    _check(desk, rise)
    return [_repriced(desk, products.get(desk, id_), rise) for id_ in _each(desk, ids)]


def reprice(
    desk: Desk, ids: Iterable[int], rise: Rise, *, key: str | None = None
) -> list[Repriced]:
    """Change them so, all or none; each price that differs is kept in its history."""
    wanted = _each(desk, ids)
    if not wanted:
        raise ContentRefused(desk.language)
    content = [wanted, repr(rise)]
    with change(desk, Topic.PRODUCTS, action="products.reprice", key=key, content=content) as made:
        if made.repeats is not None:
            return []
        changed = [one for one in preview(desk, wanted, rise) if one.is_changed]
        for one in changed:
            values = {"price": one.price, "member_price": one.member_price}
            products.alter(made, one.product.id, values)
        made.subject = made.event
        made.note(products=len(changed), percent=rise.percent, amount=rise.amount)
    return changed


def _each(desk: Desk, ids: Iterable[int]) -> list[int]:
    """Each id once; refuses what is no list of them."""
    try:
        return list(dict.fromkeys(ids))
    except TypeError:
        raise ContentRefused(desk.language) from None


def _check(desk: Desk, rise: Rise) -> None:
    if not isinstance(rise, Rise):
        raise AmountRefused(desk.language, amount=rise)
    if not is_whole(rise.percent, LEAST_PERCENT, MOST_PERCENT):
        raise AmountRefused(desk.language, amount=f"{rise.percent} %")
    if not is_whole(rise.amount, 1 - LARGEST, LARGEST - 1):
        raise AmountRefused(desk.language, amount=rise.amount)
    if not is_whole(rise.step, 1, LARGEST - 1):
        raise AmountRefused(desk.language, amount=rise.step)
    if rise.rounding not in ROUNDINGS:
        raise ChoiceRefused(desk.language, value=rise.rounding, choices=", ".join(ROUNDINGS))


def _repriced(desk: Desk, product: Product, rise: Rise) -> Repriced:
    member_price = product.member_price
    if rise.members and member_price is not None:
        member_price = _risen(desk, member_price, rise)
    return Repriced(product, _risen(desk, product.price, rise), member_price)


def _risen(desk: Desk, price: int, rise: Rise) -> int:
    """A price after the rise; what is free stays free."""
    if price == 0:
        return 0
    hundredfold = price * (100 + rise.percent) + rise.amount * 100
    if hundredfold <= 0:
        currency = desk.shop.settings.currency
        raise AmountRefused(desk.language, amount=Money(-(-hundredfold // 100), currency))
    steps = {
        "nearest": half_up(hundredfold, 100 * rise.step),
        "up": -(-hundredfold // (100 * rise.step)),
        "down": hundredfold // (100 * rise.step),
    }[rise.rounding]
    return max(steps, 1) * rise.step

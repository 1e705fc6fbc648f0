"""Prices by hand: of a line, of the receipt, and how far each role may go."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shopdesk import buying, limits
from shopdesk.language import translator
from shopdesk.money import Money
from shopdesk.pricing import PERCENT, Item, Priced
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    DiscountLimit,
    DiscountTooLarge,
    HandPriceRefused,
)
from shopdesk.shop import Desk
from shopdesk.steps import HandDiscount, HandPrice
from shopdesk.text import reason


class Discount(NamedTuple):
    """A discount by hand on the whole receipt: why, and an ``amount`` or a ``percent``."""

    reason: str
    amount: int = 0
    percent: int = 0


Prices = Mapping[int, tuple[int, str]]
"""By the index of a line (the first is 0): a lower price for one unit, and why."""


def prices(desk: Desk, items: Sequence[Item], asked: Prices) -> dict[int, HandPrice]:
    """The prices set by hand, with their words; refuses one that is not lower, and no reason."""
    _, currency = translator(desk.language), desk.shop.settings.currency
    checked = {}
    for index, price, why in _by_index(desk, asked, len(items)):
        item = items[index]
        if buying.whole_amount(desk, price) >= item.price:
            given, now = Money(price, currency), Money(item.price, currency)
            raise HandPriceRefused(desk.language, given=given, price=now)
        said = _("{name} for {price}: {reason}").format(
            name=item.name, price=Money(price, currency), reason=reason(why, desk.language)
        )
        checked[index] = HandPrice(price, said)
    return checked


def _by_index(desk: Desk, asked: Prices, count: int) -> list[tuple[int, int, str]]:
    """Index, price and reason, by lines; refuses what is no price, or of no line."""
    try:
        by_index = [(index, price, why) for index, (price, why) in asked.items()]
    except (AttributeError, TypeError, ValueError):
        raise AmountRefused(desk.language, amount=asked) from None
    for index, _price, _why in by_index:
        if type(index) is not int or not 0 <= index < count:
            choices = ", ".join(map(str, range(count)))
            raise ChoiceRefused(desk.language, value=index, choices=choices)
    return sorted(by_index, key=lambda one: one[0])


def discount(desk: Desk, asked: Discount) -> HandDiscount:
    """The discount by hand, with its words; refuses none, two in one, and no reason."""
    _ = translator(desk.language)
    if not isinstance(asked, Discount):
        raise AmountRefused(desk.language, amount=asked)
    why, amount, percent = asked
    if (buying.whole_amount(desk, amount) == 0) == (buying.whole_amount(desk, percent) == 0):
        raise AmountRefused(desk.language, amount=amount)
    if percent > PERCENT:
        raise AmountRefused(desk.language, amount=percent)
    said = _("Discount: {reason}").format(reason=reason(why, desk.language))
    return HandDiscount(amount, percent, said)


def refuse_beyond_limit(desk: Desk, asked: Discount | None, priced: Priced) -> None:
    """Refuse more by hand than there is, or than the role may take: a share of the goods."""
    given = -sum(step.amount for step in priced.steps if step.kind == "discount")
    off, currency = priced.by_hand, desk.shop.settings.currency
    if asked is not None and asked.amount > given:
        raise DiscountTooLarge(
            desk.language, amount=Money(asked.amount, currency), most=Money(given, currency)
        )

    def fits(role: str) -> bool:
        return off * PERCENT <= priced.goods * _percent(desk, role)

    if not limits.passes(desk, fits):
        name, role = limits.acting(desk)
        percent = _percent(desk, role)
        raise DiscountLimit(
            desk.language, name=name, share=f"{percent}%", given=Money(off, currency),
            most=Money(priced.goods * percent // PERCENT, currency), **limits.beyond(desk, fits),
        )  # fmt: skip


def _percent(desk: Desk, role: str) -> int:
    """The share of the goods that a role may take off by hand."""
    s = desk.shop.settings
    own = {"owner": PERCENT, "manager": s.hand_discount_manager_percent}
    return own.get(role, s.hand_discount_cashier_percent)

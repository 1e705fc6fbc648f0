"""What a purchase is made of before it is priced: who buys, and which lines."""

from collections.abc import Container, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shopdesk import holding, multipliers, open_lots, pricing, products, text
from shopdesk.language import LANGUAGES, N_, translator
from shopdesk.money import LARGEST
from shopdesk.pricing import Item
from shopdesk.refusals import (
    AmountRefused,
    ContentRefused,
    MemberClosed,
    QuantityRefused,
    UnknownMember,
    UnknownProduct,
)
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Account
from shopdesk.store.tables.people import Member

Quantity = int | str | Decimal
"""A quantity as given: never a ``float``."""

PLAIN = N_("Goods")
"""What the line of a plain amount is called. It is kept in the language of the till that sold it,
and read in that of whoever reads it."""


class Buyer(NamedTuple):
    """A member as a purchase needs them; ``lots`` without what is past its last day.

    ``has_past`` says that something may have to be written off first.
    """

    id: int
    name: str
    tier: str
    joined_on: date
    lots: int
    debt: int
    earned: str
    """The tier earned; ``tier`` is that or what overlays it."""
    review_on: int | None
    """When the earned tier is reviewed, as an ordinal."""
    has_past: bool = False
    has_multiplier: bool = False
    """Whether something may multiply their points: see ``multipliers``."""


@prepared
def _buyer(member: Any) -> Any:
    return (
        Member.select(
            Member.name, Member.tier, Member.joined_on, Member.closed_on, Account.lots,
            Account.debt, Member.earned, Member.review_on, Member.tier_until, Account.next_on,
            multipliers.has_any(Member.id),
        )
        .join(Account, on=((Account.member == Member.id) & (Account.account == "points")))
        .where(Member.id == member)
    )  # fmt: skip


def buyer(desk: Desk, member_id: int | None) -> Buyer | None:
    """Who buys; nobody known for a walk-in. Refuses an unknown or closed member."""
    if member_id is None:
        return None
    row = _buyer(desk.db, member_id).fetchone() if type(member_id) is int else None
    if row is None:
        raise UnknownMember(desk.language, member=member_id)
    name, tier, joined, closed, lots, debt, earned, review_on, until, next_on, multiplier = row
    if closed is not None:
        raise MemberClosed(desk.language, name=name)
    if until is not None:
        tier = holding.now(desk, member_id, tier, until, desk.today())
    past = open_lots.past(desk, member_id, next_on)
    return Buyer(
        member_id, name, tier, date.fromordinal(joined), lots - past, debt, earned, review_on,
        past > 0, bool(multiplier),
    )  # fmt: skip


def items(
    desk: Desk, amount: int | None, lines: Sequence[tuple[int, Quantity]] | None
) -> list[Item]:
    """The lines to be priced: those given, or one for a plain amount.

    Refuses both or neither, an amount below 0, no whole number or too large, an unknown product,
    and a quantity that is none.
    """
    if (amount is None) == (not lines):
        raise ContentRefused(desk.language)
    if amount is not None:
        return [plain_item(desk, amount)]
    assert lines is not None
    try:
        wanted = [(product_id, count) for product_id, count in lines]
        known = products.known(desk, [product_id for product_id, _ in wanted])
    except (TypeError, ValueError):
        raise ContentRefused(desk.language) from None
    asked = [_item(desk, known.get(product_id), product_id, count) for product_id, count in wanted]
    whole_amount(desk, sum(item.listed for item in asked))
    return asked


def refuse_off_sale(desk: Desk, items: Sequence[Item], paid: Container[int]) -> None:
    """Refuse goods that are no longer sold, but for the lines, by their index, that passes have
    ``paid``: those were sold while they were."""
    known = products.known(desk, [item.product_id for item in items if item.product_id])
    for place, item in enumerate(items):
        if item.product_id and known[item.product_id].discontinued and place not in paid:
            raise UnknownProduct(desk.language, product=item.name)


def plain_item(desk: Desk, amount: int) -> Item:
    """The one line of a purchase that is only an amount."""
    whole_amount(desk, amount)
    return Item(None, translator(desk.language)(PLAIN), "", 1000, amount, None, amount)


def is_plain(product_id: int | None, name: str) -> bool:
    """Whether a line is a plain amount, called so in any of the languages."""
    return product_id is None and any(name == translator(one)(PLAIN) for one in LANGUAGES)


def _item(
    desk: Desk, product: products.Product | None, product_id: int, quantity: Quantity
) -> Item:
    if product is None:
        raise UnknownProduct(desk.language, product=product_id)
    quantity_milli = milli(desk, quantity)
    listed = pricing.listed(product.price, quantity_milli)
    whole_amount(desk, listed)
    return Item(
        product.id, product.name, product.category, quantity_milli, product.price, product.cost,
        listed, product.is_discounted, earns(desk, product.is_earning, product.category),
        product.member_price, product.pass_terms,
    )  # fmt: skip


def earns(desk: Desk, is_earning: bool, category: str) -> bool:
    """Whether goods of this category earn points, given that the product may."""
    return is_earning and category not in desk.shop.settings.unearning_categories


def milli(desk: Desk, quantity: Quantity) -> int:
    """A quantity as whole thousandths, or the refusal of what is none."""
    try:
        return text.milli(quantity)
    except ValueError:
        raise QuantityRefused(desk.language, quantity=quantity) from None


def whole_amount(desk: Desk, amount: object) -> int:
    """An amount that money can be: a whole number from 0 to below ``LARGEST``."""
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount < LARGEST:
        raise AmountRefused(desk.language, amount=amount)
    return amount

"""What a product is made of, tested before it is kept."""

from typing import Any

from shopdesk import codes, text
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, ChoiceRefused, TextRefused
from shopdesk.shop import Desk

LONGEST_EAN = 20
"""An EAN has 8 to 14 digits; a shop's own article codes may have letters and be longer."""
LONGEST_UNIT = 12

EDITABLE = (
    "name", "price", "category", "cost", "ean", "member_price", "is_discounted", "is_earning",
    "unit",
)  # fmt: skip
"""What can be changed of a product, beside whether it is still sold."""


def checked(
    desk: Desk,
    *,
    name: str,
    price: int,
    category: str,
    cost: int | None,
    ean: str | None,
    member_price: int | None = None,
    is_discounted: bool = True,
    is_earning: bool = True,
    unit: str = "",
) -> dict[str, Any]:
    """A product's columns, or the refusal of the first value that cannot be kept."""
    for amount in (price, cost, member_price):
        if amount is not None and (type(amount) is not int or not 0 <= amount < LARGEST):
            raise AmountRefused(desk.language, amount=amount)
    for flag in (is_discounted, is_earning):
        if not isinstance(flag, bool):
            raise ChoiceRefused(desk.language, value=flag, choices="True, False")
    tidy = text.kept(name, desk.language)
    return {
        "name": tidy,
        "folded": text.fold(tidy),
        "category": text.kept(category, desk.language) if category.strip() else "",
        "price": price,
        "cost": cost,
        "member_price": member_price,
        "ean": _checked_ean(desk, ean),
        "is_discounted": int(is_discounted),
        "is_earning": int(is_earning),
        "unit": text.kept(unit, desk.language, LONGEST_UNIT) if unit.strip() else "",
    }


def _checked_ean(desk: Desk, ean: str | None) -> str | None:
    if ean is None or not ean.strip():
        return None
    code = text.scanned(ean)
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_EAN):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    if codes.has_own_shape(code):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    return code

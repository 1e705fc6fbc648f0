"""What a product is made of, tested before it is kept."""

from typing import Any

from shopdesk import codes, inputs, text
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, TextRefused
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
    for amount in (price, 0 if cost is None else cost, 0 if member_price is None else member_price):
        if not is_whole(amount, 0, LARGEST - 1):
            raise AmountRefused(desk.language, amount=amount)
    tidy = text.kept(name, desk.language)
    return {
        "name": tidy,
        "folded": text.fold(tidy),
        "category": text.remark(category, desk.language, text.NAME_LENGTH),
        "price": price,
        "cost": cost,
        "member_price": member_price,
        "ean": _checked_ean(desk, ean),
        "is_discounted": int(inputs.flag(is_discounted, desk.language)),
        "is_earning": int(inputs.flag(is_earning, desk.language)),
        "unit": text.remark(unit, desk.language, LONGEST_UNIT),
    }


def _checked_ean(desk: Desk, ean: str | None) -> str | None:
    if ean is None or (isinstance(ean, str) and not ean.strip()):
        return None
    code = text.scanned(ean)
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_EAN):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    if codes.has_own_shape(code):
        raise TextRefused(desk.language, text=ean, longest=LONGEST_EAN)
    return code

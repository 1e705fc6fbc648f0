"""Money as whole minor units (fen, cents), and the arithmetic that keeps it whole.

Decimals exist only at the edges: ``parse`` reads what a person typed, ``Money`` writes it.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

LARGEST = 10**13
"""No single amount may reach this many minor units; a sum of a million of them still fits."""

SYMBOLS = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3}


def minor_digits(currency: str) -> int:
    """How many decimals the currency has: 2 for CNY, 0 for JPY."""
    return _MINOR_DIGITS.get(currency, 2)


class Money(NamedTuple):
    """An amount in minor units that knows its currency; as text ``¥1,240.00``."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return f"{'-' if self.minor < 0 else ''}{SYMBOLS.get(self.currency, self.currency + ' ')}{plain(abs(self.minor), self.currency, grouped=True)}"


def plain(minor: int, currency: str, *, grouped: bool = False) -> str:
    """Write an amount without its symbol: ``1240.00``, or ``1,240.00`` when ``grouped``."""
    digits = minor_digits(currency)
    whole, part = divmod(abs(minor), 10**digits)
    head = f"{whole:,}" if grouped else str(whole)
    return f"{'-' if minor < 0 else ''}{head}{f'.{part:0{digits}}' if digits else ''}"


def parse(text: str, currency: str) -> int:
    """Read an amount a person wrote (``12.5``, ``¥1,240.00``, full-width digits) as minor units.

    Raises ``ValueError`` for anything else: no number, not finite, finer than the minor unit,
    or ``LARGEST`` and beyond.
    """
    cleaned = text.strip().replace("，", ",").replace("￥", "¥")
    for symbol in {SYMBOLS.get(currency, ""), "¥", "元", currency}:
        cleaned = cleaned.replace(symbol, "") if symbol else cleaned
    try:
        value = Decimal(cleaned.replace(",", "").strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise ValueError(text)
    scaled = value.scaleb(minor_digits(currency))
    if scaled != scaled.to_integral_value() or abs(scaled) >= LARGEST:
        raise ValueError(text)
    return int(scaled)


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole, a half upwards (both at least 0)."""
    return (2 * numerator + denominator) // (2 * denominator)


def ceil_div(numerator: int, denominator: int) -> int:
    """Divide and round up to the next whole."""
    return -(-numerator // denominator)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Share ``total`` over ``weights`` by largest remainder, ties to the earlier one (9.9).

    The parts always sum to ``total``; a weight of 0 gets 0, and where all weights are 0 (and only
    then) so must ``total`` be.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[
        : total - sum(parts)
    ]:
        parts[index] += 1
    return parts

"""Money as whole minor units (fen, cents), and the arithmetic that keeps it whole.

Decimals exist only at the edges: ``parse`` reads what a person typed, ``Money`` writes it.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

LARGEST = 10**13
"""No amount may reach this many minor units; the sum of half a million of them still fits."""

TENDER_ORDER = ("cash", "card", "wechat", "alipay", "principal", "bonus", "imported")
"""Every way to pay; in this order money goes back to where it came from (9.5)."""

TOP_UP_TENDERS = ("cash", "card", "wechat", "alipay")
"""What stored value is sold for (9.3); in that order too."""

SYMBOLS = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3}
_WRITTEN = r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?"
_LONGEST = 40
"""Digits: more than any amount has, few enough to be read at once."""


def minor_digits(currency: str) -> int:
    """How many decimals the currency has: 2 for CNY, 0 for JPY."""
    return _MINOR_DIGITS.get(currency, 2)


class Money(NamedTuple):
    """An amount in minor units that knows its currency; as text ``¥1,240.00``."""

    minor: int
    currency: str

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        symbol = SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{sign}{symbol}{plain(abs(self.minor), self.currency, grouped=True)}"


def plain(minor: int, currency: str, *, grouped: bool = False) -> str:
    """Write an amount without its symbol: ``1240.00``, or ``1,240.00`` when ``grouped``."""
    digits = minor_digits(currency)
    whole, part = divmod(abs(minor), 10**digits)
    head = f"{whole:,}" if grouped else str(whole)
    return f"{'-' if minor < 0 else ''}{head}{f'.{part:0{digits}}' if digits else ''}"


def parse(text: str, currency: str) -> int:
    """Read an amount a person wrote (``12.5``, ``¥1,240.00``, full-width digits) as minor units.

    Raises ``ValueError`` for anything else: no number, a comma that does not set thousands apart,
    finer than the minor unit, or ``LARGEST`` and beyond. Nothing is guessed at.
    """
    written = re.fullmatch(_WRITTEN, _unmarked(text, currency))
    if written is None:
        raise ValueError(text)
    sign, whole, part = written["sign"], written["whole"].replace(",", ""), written["part"] or ""
    digits = minor_digits(currency)
    if not whole + part or part[digits:].strip("0") or len(whole) > _LONGEST:
        raise ValueError(text)
    minor = int(whole + part[:digits].ljust(digits, "0"))
    if minor >= LARGEST:
        raise ValueError(text)
    return -minor if sign else minor


def _unmarked(text: str, currency: str) -> str:
    """The text without its currency: a symbol or code before it (or its sign) or behind it."""
    half_width = unicodedata.normalize("NFKC", text).strip()
    marks = "|".join(re.escape(mark) for mark in (SYMBOLS.get(currency, currency), currency))
    bare = re.sub(rf"^(-?)(?:{marks})\s*", r"\1", half_width)
    return bare if bare != half_width else re.sub(rf"\s*(?:{marks}|元)$", "", half_width)


def is_whole(value: object, lowest: int, highest: int) -> bool:
    """Whether this is a whole number between two, both included; ``True`` is none."""
    return type(value) is int and lowest <= value <= highest


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
    by_remainder = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts

"""The codes on cards and vouchers: random, checked, signed, and readable by any scanner.

Digits and capitals without I, L, O and U. The last symbol of a code checks the others: it is a
sum over the field of 32 elements with a different weight at each place, so any one wrong symbol
and any two exchanged ones are noticed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import NamedTuple

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHOP_LENGTH = 6
CARD_DIGITS = 8
VOUCHER_RANDOM = 10
_GIFT_LENGTH = 5
_DAY_LENGTH = 4
_SIGNATURE_LENGTH = 16
_KINDS = {"gift": "G", "amount": "A", "percent": "P"}
_FIELD = 0b100101
"""x^5 + x^2 + 1: makes 32 symbols a field in which the powers of 2 run through all but 0."""


_source: ContextVar[Callable[[int], bytes]] = ContextVar("source", default=secrets.token_bytes)


@contextmanager
def drawn_from(source: Callable[[int], bytes]) -> Iterator[None]:
    """Draw codes and keys from another source meanwhile: the sample shop is the same every time."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def random_bytes(count: int) -> bytes:
    """Unguessable bytes."""
    return _source.get()(count)


def random_symbols(count: int) -> str:
    """Unguessable symbols, five bits each."""
    return "".join(SYMBOLS[byte % len(SYMBOLS)] for byte in random_bytes(count))


def check_symbol(body: str) -> str:
    """The symbol that checks ``body``; raises ``ValueError`` for a symbol that is no symbol."""
    total = 0
    for symbol in body:
        total ^= SYMBOLS.index(symbol)
        total <<= 1
        if total & 32:
            total ^= _FIELD
    return SYMBOLS[total]


def is_checked(code: str) -> bool:
    """Whether the last symbol agrees with the others."""
    return len(code) > 1 and all(c in SYMBOLS for c in code) and check_symbol(code[:-1]) == code[-1]


def card_code(serial: int) -> str:
    """The code of the n-th card: ``M``, eight digits, check."""
    body = f"M{serial:0{CARD_DIGITS}}"
    return body + check_symbol(body)


def has_card_shape(code: str) -> bool:
    """Whether this is meant to be one of our card codes, misread or not."""
    return len(code) == CARD_DIGITS + 2 and code[0] == "M" and code[1:-1].isdigit()


def new_voucher_code() -> str:
    """A fresh voucher code: ``V``, ten random symbols, check."""
    body = "V" + random_symbols(VOUCHER_RANDOM)
    return body + check_symbol(body)


VOUCHER_LENGTH = VOUCHER_RANDOM + 2
QR_LENGTH = VOUCHER_LENGTH + SHOP_LENGTH + 1 + _GIFT_LENGTH + _DAY_LENGTH + _SIGNATURE_LENGTH


def has_voucher_shape(code: str) -> bool:
    """Whether this is meant to be a voucher's code or its QR, misread or not."""
    return code[:1] == "V" and len(code) in (VOUCHER_LENGTH, QR_LENGTH)


def looks_meant(code: str) -> bool:
    """Whether a code may be a voucher's of which some was lost or added on the way."""
    return code[:1] == "V" and len(code) >= VOUCHER_LENGTH - 2


RECEIPT_DIGITS = 8
RECEIPT_LENGTH = RECEIPT_DIGITS + SHOP_LENGTH + 2


def receipt_code(shop: str, purchase_id: int) -> str:
    """The code on a receipt: ``R``, eight digits, the shop's own code, check."""
    body = f"R{purchase_id:0{RECEIPT_DIGITS}}{shop}"
    return body + check_symbol(body)


def has_receipt_shape(code: str) -> bool:
    """Whether this is meant to be the code of a receipt, misread or not."""
    digits = code[1 : RECEIPT_DIGITS + 1]
    return len(code) == RECEIPT_LENGTH and code[0] == "R" and digits.isdigit()


def read_receipt(code: str) -> tuple[str, int]:
    """Shop and id of a receipt's code; raises ``ValueError`` for one that was misread."""
    if not is_checked(code):
        raise ValueError(code)
    return code[RECEIPT_DIGITS + 1 : -1], int(code[1 : RECEIPT_DIGITS + 1])


def has_own_shape(code: str) -> bool:
    """Whether this is meant to be one of our codes, so that nothing else may be known by it."""
    return has_card_shape(code) or has_voucher_shape(code) or has_receipt_shape(code)


def _number(value: int, length: int) -> str:
    symbols = []
    for _ in range(length):
        value, digit = divmod(value, 32)
        symbols.append(SYMBOLS[digit])
    return "".join(reversed(symbols))


def _parsed(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value * 32 + SYMBOLS.index(symbol)
    return value


class Signed(NamedTuple):
    """What a voucher's QR says, whoever asks: true only if the signature is the shop's."""

    code: str
    shop: str
    kind: str
    gift_id: int
    valid_until_on: date
    is_genuine: bool


def qr_payload(
    secret: bytes, shop: str, *, code: str, kind: str, gift_id: int | None, valid_until_on: date
) -> str:
    """The text of a voucher's QR: code, shop, kind, gift, last day, and a signature over them."""
    body = (
        code
        + shop
        + _KINDS[kind]
        + _number(gift_id or 0, _GIFT_LENGTH)
        + _number(valid_until_on.toordinal(), _DAY_LENGTH)
    )
    return body + _signature(secret, body)


def read_qr(secret: bytes, payload: str) -> Signed:
    """Take a voucher's QR apart and test its signature; raises ``ValueError`` for no such text."""
    body, signature = payload[:-_SIGNATURE_LENGTH], payload[-_SIGNATURE_LENGTH:]
    code, rest = body[:VOUCHER_LENGTH], body[VOUCHER_LENGTH:]
    shop, letter, rest = rest[:SHOP_LENGTH], rest[SHOP_LENGTH], rest[SHOP_LENGTH + 1 :]
    kinds = {written: kind for kind, written in _KINDS.items()}
    if letter not in kinds or not all(c in SYMBOLS for c in payload):
        raise ValueError(payload)
    return Signed(
        code=code,
        shop=shop,
        kind=kinds[letter],
        gift_id=_parsed(rest[:_GIFT_LENGTH]),
        valid_until_on=date.fromordinal(max(1, min(_parsed(rest[_GIFT_LENGTH:]), _LAST_DAY))),
        is_genuine=hmac.compare_digest(signature, _signature(secret, body)),
    )


_LAST_DAY = date.max.toordinal()


def _signature(secret: bytes, body: str) -> str:
    digest = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    return _number(int.from_bytes(digest[:10], "big"), _SIGNATURE_LENGTH)

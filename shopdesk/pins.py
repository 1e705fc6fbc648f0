"""PINs: what is stored instead of them."""

import base64
import hashlib
import hmac
import secrets

from shopdesk.refusals import PinRefused

SHORTEST = {"owner": 6, "manager": 4, "cashier": 4}
LONGEST = 12
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_MEMORY = 64 * 2**20


def nobodys() -> str:
    """What stands for the PIN of nobody: matches nothing, and takes as long to say so as a real
    one."""
    return _written("AAAAAAAAAAAAAAAAAAAAAA==", "AA==")


def check(pin: str, role: str, language: str) -> None:
    """Refuse a PIN that is too short for the role, too long, or no digits."""
    digits = SHORTEST[role]
    is_number = isinstance(pin, str) and pin.isascii() and pin.isdigit()
    if not (is_number and digits <= len(pin) <= LONGEST):
        raise PinRefused(language, digits=digits)


def hashed(pin: str, role: str, language: str) -> str:
    """Return what is stored for a PIN; refuses one that cannot be: see ``check``."""
    check(pin, role, language)
    return sealed(pin)


def sealed(pin: str) -> str:
    """What is stored instead of any secret."""
    salt = secrets.token_bytes(16)
    return _written(_text(salt), _text(_key(pin, salt, _COST, _BLOCK, _PARALLEL)))


def _written(salt: str, key: str) -> str:
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt}${key}"


def matches(pin: str, stored: str) -> bool:
    """Whether this is the PIN that was stored; what is no text is none."""
    _, cost, block, parallel, salt, key = stored.split("$")
    tried = pin if isinstance(pin, str) else ""
    made = _key(tried, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(made, base64.b64decode(key))


def _key(pin: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        pin.encode("utf-8", "surrogatepass"), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

"""What people type and scan, made safe to keep and easy to find."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from shopdesk.refusals import ReasonMissing, TextMissing, TextRefused

NAME_LENGTH = 64
NOTE_LENGTH = 500
QUANTITY_SCALE = 1000
"""Quantities have three decimals at most: tea is sold by weight."""
_SMALLEST_QUANTITY = Decimal("0.001")
_TOO_MANY = 10**6

_INVISIBLE = {"Cc", "Cf", "Cs", "Cn"}
"""Controls, joiners and overrides of direction, lone surrogates, unassigned.

Not private use: older Chinese software writes rare characters of names there.
"""
_BETWEEN_DIGITS = {"Zs", "Pd", "Cc", "Cf"}
"""Spaces, dashes and what is copied unseen around a phone number."""


_BROAD = "。！？；："


def clean(text: object, longest: int = NAME_LENGTH) -> str:
    """Return ``text`` as it is stored: NFC, nothing invisible, single spaces, at most ``longest``.

    Raises ``ValueError`` when nothing is left, and for what is too long or no text. Newer
    characters that this Python has no category for are kept where they are CJK: a name keeps its
    text.
    """
    tidy = _tidied(text) if isinstance(text, str) else ""
    if not tidy or len(tidy) > longest:
        raise ValueError(text)
    return tidy


def kept(
    written: str,
    language: str,
    longest: int = NAME_LENGTH,
    missing: type[TextRefused] = TextMissing,
) -> str:
    """``clean``, or the refusal of a text that cannot be kept: ``missing`` where there is none."""
    try:
        return clean(written, longest)
    except ValueError:
        is_empty = isinstance(written, str) and not _tidied(written)
        refused = missing if is_empty else TextRefused
        raise refused(language, text=written, longest=longest) from None


def reason(written: str, language: str) -> str:
    """Why something is done, as it is kept; nothing said is refused in words of its own."""
    return kept(written, language, NOTE_LENGTH, ReasonMissing)


def remark(written: str, language: str, longest: int = NOTE_LENGTH) -> str:
    """A note that may be empty, or the refusal of one that cannot be kept."""
    if isinstance(written, str) and not _tidied(written):
        return ""
    return kept(written, language, longest)


def searched(typed: str, language: str) -> str:
    """What is looked for: anything but halves of characters; refuses what is no text."""
    if not isinstance(typed, str):
        raise TextRefused(language, text=typed, longest=NAME_LENGTH)
    return typed.encode("utf-8", "ignore").decode()


def _tidied(text: str) -> str:
    kept = "".join(c for c in text if not _is_invisible(c) or c in "\n\t")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _INVISIBLE and not (
        category == "Cn" and 0x20000 <= ord(character) <= 0x3FFFF
    )


def is_whole(text: str) -> bool:
    """Whether every character is one: half of a pair (from a broken program) cannot be stored."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after the other: parted by a space, but after a full stop that brings its own,
    as Chinese ones do."""
    said = ""
    for one in filter(None, sentences):
        said += one if not said or said[-1] in _BROAD else f" {one}"
    return said


def capital(said: str) -> str:
    """What is said within sentences too, as it stands alone."""
    return said[:1].upper() + said[1:]


def free(name: str, taken: Collection[str]) -> str:
    """A name like this one that is not taken: ``Tea week (2)``."""
    bare, count, found = re.sub(r" \(\d+\)$", "", name), 1, name
    while found in taken:
        count += 1
        end = f" ({count})"
        found = bare[: NAME_LENGTH - len(end)] + end
    return found


def fold(text: object) -> str:
    """Return the form in which texts are compared: half-width, lower case, no spaces.

    What is no text is like none.
    """
    if not isinstance(text, str):
        return ""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def in_order(name: str) -> bytes:
    """What names are listed by: letters and digits first, then Chinese ones by pinyin.

    That is the order of GB 2312 for the 3,755 common characters; rarer ones stand by their radical
    or their code, where no reader looks for them by sound anyway.
    """
    return fold(name).encode("gb18030")


def phone(text: str) -> str:
    """Return a phone number as stored: digits, with ``+`` kept for foreign ones, 86 dropped.

    Raises ``ValueError`` for fewer than 5 or more than 15 digits or anything that is no phone.
    """
    half_width = unicodedata.normalize("NFKC", text)
    kept = "".join(
        c for c in half_width if c not in "().·" and unicodedata.category(c) not in _BETWEEN_DIGITS
    )
    kept = kept.removeprefix("+86").removeprefix("0086")
    if len(kept) == 13 and kept.startswith("861"):
        kept = kept[2:]
    digits = kept.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 15):
        raise ValueError(text)
    return kept


def masked(phone: str | None) -> str:
    """A phone as others may see it: ``138****8000``."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else f"****{phone[-2:]}"


def scanned(text: object) -> str:
    """Return a scan or typed code as compared: NFKC, capitals, no spaces or dashes.

    Of what is no text nothing was scanned.
    """
    if not isinstance(text, str):
        return ""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(c for c in half_width if c.isalnum() or c in "./+$%").upper()


def milli(quantity: int | str | Decimal) -> int:
    """Return a quantity as whole thousandths.

    Raises ``ValueError`` for more than three decimals, nothing, less than nothing, a million or
    more, or no number at all; a ``float`` is none.
    """
    if type(quantity) is int and 0 < quantity < _TOO_MANY:
        return quantity * QUANTITY_SCALE
    if isinstance(quantity, bool) or not isinstance(quantity, int | str | Decimal):
        raise ValueError(quantity)
    try:
        value = Decimal(quantity)
    except InvalidOperation:
        raise ValueError(quantity) from None
    if not (value.is_finite() and 0 < value < _TOO_MANY):
        raise ValueError(quantity)
    scaled = value.quantize(_SMALLEST_QUANTITY)
    if scaled != value:
        raise ValueError(quantity)
    return int(scaled * QUANTITY_SCALE)


@lru_cache(maxsize=256)
def from_milli(quantity_milli: int) -> Decimal:
    """Return thousandths as the shortest decimal: ``2``, ``0.125``."""
    whole, part = divmod(quantity_milli, QUANTITY_SCALE)
    return Decimal(whole) if not part else (Decimal(quantity_milli) / QUANTITY_SCALE).normalize()

"""The values in other people's tables: days, moments, amounts and numbers as they are written.

Each reader raises ``ValueError`` for what it cannot read without guessing.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shopdesk import money, text
from shopdesk.language import N_, translator
from shopdesk.refusals import Refused

EARLIEST = date(1900, 1, 1)
_EXCEL_ZERO = date(1899, 12, 30)
_NOTHING = {"-", "--", "---", "—", "/", "\\", "n/a", "na", "null", "none", "nil", "无", "暂无"}

_TIME = r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_TIME}")
_JOINED = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?")

_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[-+]?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}")
_PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
_FLOATED = re.compile(r"(\d+)\.0+")
_MOBILE = re.compile(r"(?:86)?(1\d{10})")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_PROTECTED = re.compile(r"'+(?=[-=+@\t\d])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


COLUMNS = {
    "number": N_("number"), "name": N_("name"), "phone": N_("phone"), "birthday": N_("birthday"),
    "joined": N_("joined"), "tier": N_("tier"), "points": N_("points"), "member": N_("member"),
    "receipt": N_("receipt"), "date": N_("date"), "amount": N_("amount"),
    "quantity": N_("quantity"), "product": N_("product"), "price": N_("price"),
    "category": N_("category"), "cost": N_("cost"), "ean": N_("ean"),
    "member_price": N_("member price"), "unit": N_("unit"), "owed": N_("owed"),
    "principal": N_("principal"), "bonus": N_("bonus"), "card": N_("card"), "lunar": N_("lunar"),
    "calendar": N_("calendar"), "language": N_("language"), "shared": N_("shared"),
}  # fmt: skip
"""Our columns as people call them; the English word is what ``their=ours`` takes."""


def column_name(ours: str, language: str) -> str:
    """One of our columns in a language, with the word to type where that is another."""
    said = translator(language)(COLUMNS.get(ours, ours))
    return said if said == ours else f"{said} ({ours})"


class ValueMissing(Refused):
    """A row lacks what it cannot do without."""

    code = "missing"
    sentence = N_("The row has no {column}.")

    def text(self, language: str) -> str:
        """The sentence, with the column as people call it."""
        column = column_name(str(self.facts["column"]), language)
        return translator(language)(self.sentence).format(column=column)


class RowTooWide(Refused):
    """A row has more cells than the heading, so nobody can say which is which."""

    code = "columns"
    sentence = N_("The row has {cells} cells, the heading {columns}: a comma too many?")


class RefundRow(Refused):
    """An amount below zero."""

    code = "refund"
    sentence = N_("{amount} is below zero: only amounts of zero and more can be imported.")


class TextDamaged(Refused):
    """A character that stands for one that was lost."""

    code = "text"
    sentence = N_("“{text}” has lost characters: the file was once saved in another encoding.")


def plain(cell: str) -> str:
    """A cell without what keeps a spreadsheet from calculating with it: ``="007"``, ``'007``."""
    if cell.startswith("'"):
        return cell[1:].strip() if _PROTECTED.match(cell) else cell
    as_text = _AS_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return as_text[1].strip() if as_text else cell


def protected(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; ``plain`` undoes it."""
    return f"'{cell}" if cell.startswith(_FORMULA) or _PROTECTED.match(cell) else cell


def given(cell: str) -> str:
    """What a cell holds, nothing for the dashes and words people write for nothing."""
    return "" if cell.casefold() in _NOTHING else cell


def mobile(cell: str) -> str | None:
    """The phone, where a cell can hardly be anything else: 11 digits from 1, maybe 86 before."""
    try:
        found = _MOBILE.fullmatch(text.phone(cell))
    except ValueError:
        return None
    return found[1] if found else None


def numeral(cell: str) -> str:
    """A number that names something (a phone, a card): half-width, mended if kept as a decimal."""
    half_width = unicodedata.normalize("NFKC", cell)
    floated = _FLOATED.fullmatch(half_width)
    return floated[1] if floated else half_width


@lru_cache(maxsize=8192)
def amount(cell: str, currency: str) -> int:
    """An amount in minor units, maybe below 0; a comma is what its place says it is or refused."""
    half_width = unicodedata.normalize("NFKC", cell)
    bare = "".join(half_width.split())
    for symbol in (money.SYMBOLS.get(currency, ""), "¥", "元", currency):
        bare = bare.replace(symbol, "") if symbol else bare
    if _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif not (_GROUPED.fullmatch(bare) or _PLAIN.fullmatch(bare)):
        raise ValueError(cell)
    return money.parse(bare, currency)


def count(cell: str) -> int:
    """A whole number from 0: ``1,200``, ``1200.0``."""
    bare = "".join(unicodedata.normalize("NFKC", cell).split())
    bare = numeral(bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare)
    if not (bare.isascii() and bare.isdigit()) or int(bare) >= money.LARGEST:
        raise ValueError(cell)
    return int(bare)


@lru_cache(maxsize=8192)
def moment(cell: str) -> tuple[date, time | None]:
    """A day, and the time where one is written; midnight is what exports make of no time."""
    half_width = unicodedata.normalize("NFKC", cell).strip()
    if serial := _SERIAL.fullmatch(half_width):
        return _from_excel(int(serial[1]), float(f"0.{serial[2] or 0}"))
    if found := _YEAR_FIRST.fullmatch(half_width) or _JOINED.fullmatch(half_width):
        year, month, day, *clock = found.groups()
    elif found := _DAY_FIRST.fullmatch(half_width):
        day, month, year, *clock = found.groups()
    else:
        raise ValueError(cell)
    on = date(int(year), int(month), int(day))
    if on < EARLIEST:
        raise ValueError(cell)
    hour, minute, second = (int(part or 0) for part in clock)
    at = time(hour, minute, second)
    return on, None if at == time() else at


def _from_excel(days: int, part: float) -> tuple[date, time | None]:
    on = _EXCEL_ZERO + timedelta(days=days)
    at = (datetime.combine(on, time()) + timedelta(seconds=round(part * 86400))).time()
    return on, None if at == time() else at


def day(cell: str) -> date:
    """A day, whatever time stands beside it."""
    return moment(cell)[0]


def birthday(cell: str) -> date | tuple[int, int]:
    """A whole date, or (month, day) where no year is given."""
    found = _MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    return (int(found[1]), int(found[2])) if found else day(cell)

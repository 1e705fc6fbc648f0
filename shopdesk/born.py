"""Birthdays in every dress: with or without a year, solar or lunar, in digits or in Chinese words.

Each reader raises ``ValueError`` for what it cannot read without guessing.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from shopdesk import cells
from shopdesk.member_details import Birthday, LunarBirthday

_LUNAR = ("农历", "阴历", "旧历", "农", "阴", "lunar")
_SOLAR = ("公历", "阳历", "新历", "国历", "公", "阳", "solar", "gregorian")
_UNKNOWN = {"0000-00-00", "1900-01-01", "1900/1/1", "1900-1-1", "1899-12-30", "00-00"}
"""What other programs write where no birthday is known."""

_MARKED = re.compile(r"^[((\[]?(?P<mark>\D+?)[))\]::]?\s*(?=[\d闰正一二三四五六七八九十冬腊-])")
_MARKED_BEHIND = re.compile(r"[((\[]\s*(?P<mark>\D+?)\s*[))\]]$")
_JOINED = re.compile(r"(\d{2})(\d{2})")
_DAY_OF_YEAR = re.compile(r"--(\d{1,2})-?(\d{1,2})")
_LUNAR_WORDS = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(闰|leap\s*)?"
    r"(\d{1,2}|正|十[一二]|[一二三四五六七八九十]|冬|腊)\s*[-/.月]\s*"
    r"(\d{1,2}|初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?"
    r"|廿[一二三四五六七八九]?|三十|十)\s*日?",
    re.IGNORECASE,
)
_ONLY_LUNAR = re.compile("[闰正冬腊初廿]|leap", re.IGNORECASE)
"""Words that only a day of the Chinese calendar has."""
_ONES = {character: place for place, character in enumerate("一二三四五六七八九", 1)}
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "十": 10, "十一": 11, "十二": 12, **_ONES}


class Born(NamedTuple):
    """A birthday as it was written: solar or lunar, or neither."""

    solar: Birthday | None = None
    lunar: LunarBirthday | None = None


def read(cell: str, *, is_lunar: bool = False) -> Born:
    """What a cell says; ``is_lunar`` is what another column says of it, its own words count more.

    ``1990-05-20``, ``5-20``, ``0520``, ``5月20日``, ``农历八月十五``, ``闰四月初八``,
    ``8-15(农历)``.
    """
    written = unicodedata.normalize("NFKC", cell).strip()
    mark = None
    for pattern in (_MARKED, _MARKED_BEHIND):
        found = pattern.search(written)
        if found and found["mark"].strip().casefold() in (*_LUNAR, *_SOLAR):
            mark = found["mark"].strip().casefold()
            first, behind = found.span()
            written = (written[:first] + written[behind:]).strip()
    if not cells.given(written) or written.split(" ")[0] in _UNKNOWN:
        return Born()
    if mark in _LUNAR or (mark is None and (is_lunar or _ONLY_LUNAR.search(written))):
        return Born(lunar=lunar(written))
    return Born(solar=_solar(written))


def says_lunar(cell: str) -> bool:
    """Whether a column of calendars says that a birthday is lunar; refuses what says neither."""
    word = unicodedata.normalize("NFKC", cell).strip().casefold()
    if word in _LUNAR:
        return True
    if word and word not in _SOLAR:
        raise ValueError(cell)
    return False


def _solar(written: str) -> Birthday:
    if found := _JOINED.fullmatch(written) or _DAY_OF_YEAR.fullmatch(written):
        return int(found[1]), int(found[2])
    return cells.birthday(written)


def lunar(written: str) -> LunarBirthday:
    """A day of the Chinese calendar: ``8-15``, ``闰4-8``, ``八月十五``; a year is left out."""
    tidy = unicodedata.normalize("NFKC", written).strip()
    found = _LUNAR_WORDS.fullmatch(tidy)
    if found is None:
        if joined := _JOINED.fullmatch(tidy):
            return int(joined[1]), int(joined[2])
        day = cells.birthday(tidy)
        return (day.month, day.day) if isinstance(day, date) else day
    _year, leap, month, day_word = found.groups()
    number = int(month) if month.isdigit() else _MONTHS[month]
    day_number = int(day_word) if day_word.isdigit() else _day(day_word)
    return (number, day_number, True) if leap else (number, day_number)


def _day(word: str) -> int:
    """``初八`` 8, ``十`` 10, ``廿三`` 23, ``三十`` 30."""
    if word.startswith("初"):
        return 10 if word == "初十" else _ONES[word[1]]
    for lead, ten in (("三十", 30), ("二十", 20), ("廿", 20), ("十", 10)):
        if word.startswith(lead):
            rest = word.removeprefix(lead)
            return ten + (_ONES[rest] if rest else 0)
    raise ValueError(word)


def written(solar: Birthday | None) -> str:
    """A birthday as ``read`` reads it again; nothing where there is none."""
    if solar is None:
        return ""
    return str(solar) if isinstance(solar, date) else f"{solar[0]:02}-{solar[1]:02}"


def lunar_written(day: LunarBirthday | None) -> str:
    """A lunar birthday as ``lunar`` reads it again; nothing where there is none."""
    if day is None:
        return ""
    month, number, *leap = day
    return f"{'闰' if leap and leap[0] else ''}{month:02}-{number:02}"

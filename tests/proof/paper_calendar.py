"""Days on paper: what falls on a day by the solar and the Chinese calendar, and its name.

By looking at the day itself, never by reckoning from a birthday to a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from lunar_python import LunarYear, Solar

from tests.proof.paper_days import ONE

if TYPE_CHECKING:
    from tests.proof.paper_rules import Person

FESTIVALS = {
    "new_year": (1, 1, False),
    "valentine": (2, 14, False),
    "christmas": (12, 25, False),
    "spring_festival": (1, 1, True),
    "lantern": (1, 15, True),
    "dragon_boat": (5, 5, True),
    "mid_autumn": (8, 15, True),
    "new_years_eve": (12, 30, True),
}
NEAR = 300
"""No birthday counts so near to another one that was rewarded (9.27)."""


@dataclass(frozen=True)
class Day:
    """A day of the year, by one calendar or the other."""

    month: int
    day: int
    is_lunar: bool = False
    is_leap: bool = False


@cache
def lunar(day: date) -> tuple[int, int, int]:
    """Year, month (a leap one below 0) and day by the Chinese calendar."""
    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return found.getYear(), found.getMonth(), found.getDay()


def falls(one: Day, on: date) -> bool:
    """Whether it falls on this very day, on the last of a month too short for it."""
    if not one.is_lunar:
        is_eve = (on.month, on.day) == (2, 28) and (on + ONE).month == 3
        return (one.month, one.day) == (on.month, on.day) or (
            is_eve and (one.month, one.day) == (2, 29)
        )
    year, month, of_month = lunar(on)
    is_in_leap = one.is_leap and LunarYear.fromYear(year).getLeapMonth() == one.month
    if month != (-one.month if is_in_leap else one.month):
        return False
    is_short = lunar(on + ONE)[2] == 1
    return one.day == of_month or (is_short and one.day > of_month)


def year_of(one: Day, on: date) -> int:
    return lunar(on)[0] if one.is_lunar else on.year


def birthdays(person: "Person", on: date) -> Iterator[str]:
    """The keys of a person's birthdays that fall on a day (9.27)."""
    for one in (person.solar, person.lunar):
        if one and falls(one, on):
            yield f"birthday:{year_of(one, on)}"


def anniversary(joined: date, day: date) -> int:
    """How many years of membership are full on a day; 0 where it is no anniversary."""
    same = falls(Day(joined.month, joined.day), day)
    return day.year - joined.year if same and day > joined else 0


def period(name: str, day: date) -> tuple[int, ...]:
    """The month, quarter or year that a day lies in; without a name all days lie in one."""
    parts: dict[str, tuple[int, ...]] = {
        "": (), "month": (day.year, day.month), "year": (day.year,),
        "quarter": (day.year, (day.month + 2) // 3),
    }  # fmt: skip
    return parts[name]

"""The people of the sample shop: names in both languages, and how each of them comes and goes."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from shopdesk.language import RESOURCES

_LATIN_SHARE = 0.12
_WHOLE_NAMES_FIRST = 26


@dataclass(slots=True)
class Regular:
    """Someone who will come to the shop: how often, how much they take, from which day to which."""

    name: str
    phone: str
    language: str
    per_day: float
    appetite: float
    first_day: int
    last_day: int
    birthday: tuple[int, int] | None
    lunar_birthday: tuple[int, int] | None
    member_id: int | None = None


# Share of people, visits a day, appetite.
_PATRON = (0.25, 2.8)
"""Visits a day and appetite of the first few, so that the highest tier is never empty."""
_PATRONS = 2
_KINDS = ((0.04, 0.17, 2.1), (0.16, 0.085, 1.35), (0.45, 0.032, 1.0), (0.35, 0.011, 0.9))


def drawn(random: Random, count: int, days_long: int) -> list[Regular]:
    """Draw the people of a shop that runs ``days_long`` days."""
    with (RESOURCES / "demo" / "names.json").open(encoding="utf-8") as file:
        names = json.load(file)
    phones: set[str] = set()
    return [_person(random, names, number, days_long, phones) for number in range(count)]


def _person(
    random: Random, names: dict[str, Any], number: int, days_long: int, phones: set[str]
) -> Regular:
    is_latin = number >= _WHOLE_NAMES_FIRST and random.random() < _LATIN_SHARE
    name = (
        names["whole"][number] if number < len(names["whole"]) else _name(random, names, is_latin)
    )
    draw, index = random.random(), 0
    while index < len(_KINDS) - 1 and draw > _KINDS[index][0]:
        draw -= _KINDS[index][0]
        index += 1
    is_patron = number < _PATRONS
    per_day, appetite = _PATRON if is_patron else _KINDS[index][1:]
    first_day = int(days_long * random.random() ** 1.1)
    if random.random() < 0.15 or is_patron:
        first_day = 0
    stays = random.random() < 0.62 or is_patron
    last_day = days_long if stays else first_day + int(random.expovariate(1 / 140)) + 1
    born = (random.randint(1, 12), random.randint(1, 28))
    calendar = random.random()
    return Regular(
        name=name,
        phone=_phone(random, names, is_latin, phones),
        language="en" if is_latin else "zh_CN",
        per_day=per_day * random.uniform(0.7, 1.3),
        appetite=appetite * random.uniform(0.8, 1.25),
        first_day=first_day,
        last_day=last_day,
        birthday=born if calendar < 0.55 else None,
        lunar_birthday=born if 0.55 <= calendar < 0.75 else None,
    )


def _name(random: Random, names: dict[str, Any], is_latin: bool) -> str:
    if is_latin:
        return str(random.choice(names["latin"]))
    draw = random.random()
    kind = "common" if draw < 0.85 else "polyphone" if draw < 0.94 else "double"
    given = names["given_women"] if random.random() < 0.55 else names["given_men"]
    return str(random.choice(names[f"surnames_{kind}"]) + random.choice(given))


def _phone(random: Random, names: dict[str, Any], is_latin: bool, taken: set[str]) -> str:
    ranges = [r for r in names["phones"] if r["for"] == ("latin" if is_latin else "zh")]
    while True:
        chosen = random.choice(ranges)
        digits = chosen["digits"]
        phone = f"{chosen['prefix']}{random.randrange(10**digits):0{digits}}"
        if phone not in taken:
            taken.add(phone)
            return phone

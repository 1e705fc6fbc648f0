"""Festivals by name: those everybody keeps, by the solar or the Chinese calendar, and a shop's own.

A lunar festival falls in the ordinary month of a year that has it twice, and on the last day of a
month that is too short for it.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import birthdays, clock, member_details, text
from shopdesk.language import N_, in_either, translator
from shopdesk.refusals import ChoiceRefused, DateRefused, NameTaken
from shopdesk.refusals_of_giving import FestivalKept, FestivalUsed
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables.rules import Festival as Row
from shopdesk.store.tables.rules import RewardRule
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Festival:
    """A day of the year with a name: ``code`` is what a rule calls it."""

    code: str
    name: str
    name_en: str | None
    month: int
    day: int
    is_lunar: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the shop made it, and may change it."""
        return self.code.startswith(_OWN)

    def title(self, language: str) -> str:
        """Its name in a language, or in the one it has."""
        if not self.is_own:
            return translator(language)(self.name)
        return in_either(language, self.name, self.name_en)

    def falls(self, year: int) -> date:
        """The day on which it falls in a year of its own calendar."""
        if self.is_lunar:
            return birthdays.in_lunar_year(year, (self.month, self.day))
        return date(year, self.month, min(self.day, clock.month_bounds(year, self.month)[1].day))

    def year_on(self, day: date) -> int | None:
        """The year of its own calendar in which it falls on this very day, or nothing."""
        years = (day.year - 1, day.year) if self.is_lunar else (day.year,)
        return next((year for year in years if self.falls(year) == day), None)


_OWN = "own:"
_KNOWN = (
    Festival("new_year", N_("New Year"), None, 1, 1),
    Festival("spring_festival", N_("Spring Festival"), None, 1, 1, is_lunar=True),
    Festival("lantern", N_("Lantern Festival"), None, 1, 15, is_lunar=True),
    Festival("valentine", N_("Valentine's Day"), None, 2, 14),
    Festival("womens_day", N_("Women's Day"), None, 3, 8),
    Festival("labour_day", N_("Labour Day"), None, 5, 1),
    Festival("childrens_day", N_("Children's Day"), None, 6, 1),
    Festival("dragon_boat", N_("Dragon Boat Festival"), None, 5, 5, is_lunar=True),
    Festival("qixi", N_("Qixi"), None, 7, 7, is_lunar=True),
    Festival("mid_autumn", N_("Mid-Autumn Festival"), None, 8, 15, is_lunar=True),
    Festival("national_day", N_("National Day"), None, 10, 1),
    Festival("double_ninth", N_("Double Ninth"), None, 9, 9, is_lunar=True),
    Festival("laba", N_("Laba"), None, 12, 8, is_lunar=True),
    Festival("new_years_eve", N_("Chinese New Year's Eve"), None, 12, 30, is_lunar=True),
    Festival("christmas", N_("Christmas"), None, 12, 25),
)


def known(desk: Desk) -> dict[str, Festival]:
    """All festivals by their codes, the shop's own last."""
    rows = Row.select().order_by(Row.id).dicts().bind(desk.db)
    own = (
        Festival(
            f"{_OWN}{row['id']}", row["name"], row["name_en"], row["month"], row["day"],
            bool(row["is_lunar"]),
        )
        for row in rows
    )  # fmt: skip
    return {one.code: one for one in (*_KNOWN, *own)}


def get(desk: Desk, code: object) -> Festival:
    """One festival; refuses a code that is none."""
    every = known(desk)
    if not isinstance(code, str) or code not in every:
        raise ChoiceRefused(desk.language, value=code, choices=", ".join(every))
    return every[code]


def add(
    desk: Desk,
    *,
    name: str,
    name_en: str | None = None,
    day: tuple[int, int] | None = None,
    lunar_day: tuple[int, int] | None = None,
    key: str | None = None,
) -> Festival:
    """Keep a festival of the shop's own: its ``day`` or ``lunar_day`` as (month, day).

    Refuses two days or none, a day that cannot be, and a name that is taken.
    """
    values = _columns(desk, name, name_en, day, lunar_day)
    with change(desk, Topic.REWARDS, action="festivals.add", key=key, content=values) as made:
        if made.repeats is None:
            _refuse_taken(made, values["name"])
            made.subject = Row.insert(**values, event=made.event).bind(made.db).execute()
        festival_id = made.subject if made.repeats is None else made.repeats
        return get(desk, f"{_OWN}{festival_id}")


def edit(
    desk: Desk,
    code: str,
    *,
    name: str,
    name_en: str | None = None,
    day: tuple[int, int] | None = None,
    lunar_day: tuple[int, int] | None = None,
) -> Festival:
    """Change a festival of the shop's own; refuses what ``add`` refuses, one that everybody keeps,
    and another day for one that a rule was ever for."""
    values = _columns(desk, name, name_en, day, lunar_day)
    with change(desk, Topic.REWARDS, action="festivals.edit") as made:
        before = _own(desk, code)
        if values["name"] != before.name:
            _refuse_taken(made, values["name"])
        if (values["month"], values["day"], bool(values["is_lunar"])) != _day_of(before):
            _refuse_used(made, before)
        made.subject = _id_of(before)
        Row.update(**values).where(Row.id == made.subject).bind(made.db).execute()
        return get(desk, code)


def remove(desk: Desk, code: str) -> None:
    """Forget a festival of the shop's own; refuses one that everybody keeps, and one that a rule
    was ever for."""
    with change(desk, Topic.REWARDS, action="festivals.remove") as made:
        festival = _own(desk, code)
        _refuse_used(made, festival)
        made.subject = _id_of(festival)
        Row.delete().where(Row.id == made.subject).bind(made.db).execute()


def used_by(desk: Desk, code: str) -> str | None:
    """The name of a rule that a festival was ever for."""
    rules = RewardRule.select(RewardRule.name, RewardRule.triggers).order_by(RewardRule.id)
    for rule, triggers in rules.tuples().bind(desk.db):
        if any(
            (trigger["kind"], trigger["subject"]) == ("festival", code)
            for trigger in json.loads(triggers)
        ):
            return str(rule)
    return None


def _columns(
    desk: Desk, name: str, name_en: str | None, day: Any, lunar_day: Any
) -> dict[str, Any]:
    if (day is None) == (lunar_day is None):
        raise DateRefused(desk.language, date=day or "–")
    if day is not None:
        _year, month, of_month = member_details.solar(desk, day)
    else:
        month, of_month, _leap = member_details.lunar(desk, lunar_day)
    return {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
        "month": month,
        "day": of_month,
        "is_lunar": int(lunar_day is not None),
    }


def _own(desk: Desk, code: str) -> Festival:
    festival = get(desk, code)
    if not festival.is_own:
        raise FestivalKept(desk.language, name=festival.title(desk.language))
    return festival


def _id_of(festival: Festival) -> int:
    return int(festival.code.removeprefix(_OWN))


def _day_of(festival: Festival) -> tuple[int, int, bool]:
    return festival.month, festival.day, festival.is_lunar


def _refuse_taken(made: Change, name: str) -> None:
    if Row.select(Row.id).where(Row.name == name).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)


def _refuse_used(made: Change, festival: Festival) -> None:
    rule = used_by(made.desk, festival.code)
    if rule is not None:
        language = made.desk.language
        raise FestivalUsed(language, name=festival.title(language), rule=rule)


def coming(festival: Festival, today: date, count: int = 2) -> list[date]:
    """The next days on which it comes, today's included."""
    days = (festival.falls(today.year + step) for step in range(-1, count + 1))
    return [day for day in days if day >= today][:count]


def next_on(festival: Festival, today: date) -> date:
    """When it comes next: today, or a day after it."""
    return coming(festival, today, 1)[0]

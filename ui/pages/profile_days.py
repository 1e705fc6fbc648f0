"""The days of a member and their family that come every year, and the form of one."""

from datetime import date
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import dates
from shopdesk.dates import MemberDate
from shopdesk.language import N_
from shopdesk.members import Member
from ui.till import Till
from ui.widgets.choices import beside, choices, show_only
from ui.widgets.days import LunarDay, solar_in
from ui.widgets.form import Form
from ui.widgets.parts import field, held, named
from ui.widgets.person import day_said, day_typed, lunar_words

KINDS = {
    "own": N_("Own day"),
    "birthday": N_("Birthday in the family"),
    "anniversary": N_("Anniversary in the family"),
}


def about(till: Till, one: MemberDate) -> str:
    """What a date is and when, in a few words: ``Own day · 1 May · next on 1 May 2027``."""
    _, ngettext = till.say, till.count
    when = lunar_words(till, one.lunar_day) if one.lunar_day else day_said(till, one.day or (1, 1))
    comes = dates.next_on(one, till.desk.today())
    next_time = _("next on {day}").format(day=till.near(comes))
    if isinstance(one.day, date) and comes.year > one.day.year:
        years = comes.year - one.day.year
        words = ngettext("{count} year on {day}", "{count} years on {day}", years)
        next_time = words.format(count=years, day=till.near(comes))
    return " · ".join((_(KINDS[one.kind]), when, next_time))


class DateForm(Form):
    """A day that comes every year: a new one where none is given."""

    def __init__(
        self, till: Till, parent: QWidget, member: Member, one: MemberDate | None = None
    ) -> None:
        _ = till.say
        self.member, self.one, self.key = member, one, f"form:{uuid4().hex}"
        self.kind, self.calendar = "own", "solar"
        self.name = field(_("Whose or which day"), _("Wedding day, mother, eldest son"))
        self.solar = field(_("Day"), _("MM-DD or YYYY-MM-DD"), digits=True)
        self.lunar = LunarDay(till, _("Month of the lunar day"), _("Day of the lunar month"))
        offered = [(_(words), kind) for kind, words in KINDS.items()]
        self.kinds = choices(self.name, offered, self.choose_kind)
        calendars = [(_("Solar calendar"), "solar"), (_("Lunar calendar"), "lunar")]
        self.calendars = choices(self.solar, calendars, self.choose_calendar)
        self.parts = {
            "solar": held(named(_("Day"), self.solar)),
            "lunar": held(self.lunar.row(_("Lunar month"), _("Lunar day"))),
        }
        super().__init__(
            till, parent, _("A day to remember") if one is None else _("Change this day"),
            beside(self.kinds), named(_("Whose or which day"), self.name),
            beside(self.calendars), *self.parts.values(),
            submit=self.save, ok=_("Save"), width=560,
        )  # fmt: skip
        self._fill(one)
        self.name.setFocus()

    def _fill(self, one: MemberDate | None) -> None:
        if one is not None:
            self.name.setText(one.name)
            if one.day is not None:
                self.solar.setText(day_typed(one.day))
            if one.lunar_day is not None:
                self.lunar.show(one.lunar_day)
        self.choose_kind("own" if one is None else one.kind)
        self.choose_calendar("lunar" if one is not None and one.lunar_day else "solar")

    def choose_kind(self, kind: str) -> None:
        """Say what day it is."""
        self.kind = kind
        self.kinds[kind].setChecked(True)

    def choose_calendar(self, calendar: str) -> None:
        """Type a day of the solar calendar, or choose one of the Chinese one."""
        self.calendar = calendar
        show_only(calendar, self.calendars, self.parts)
        self.fit()

    def save(self) -> None:
        """Keep it, and say so."""
        till, _ = self.till, self.till.say
        is_solar = self.calendar == "solar"
        values: dict[str, Any] = {
            "name": self.name.text(),
            "kind": self.kind,
            "day": solar_in(till, self.solar) if is_solar else None,
            "lunar_day": None if is_solar else self.lunar.chosen(),
        }
        if self.one is None:
            kept = dates.add(till.desk, self.member.id, **values, key=self.key)
        else:
            kept = dates.edit(till.desk, self.one.id, **values)
        day = till.dated(dates.next_on(kept, till.desk.today()))
        till.tell(_("{name}: comes next on {day}.").format(name=kept.name, day=day))

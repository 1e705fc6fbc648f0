"""Festivals: when each comes next by its calendar, and the shop's own to add, change, remove."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, day_words, festivals, permissions
from shopdesk.festivals import Festival
from shopdesk.refusals import DateRefused
from shopdesk.trying import tried
from ui import dialogs, look
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.days import LunarDay, solar_in
from ui.widgets.editor import Editor
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import button, card, column, field, held, label, named, row
from ui.widgets.table import Column, Table

_ROWS, _FEW = 6, 4
"""The rows of the list beside the fields, and above them where letters are large."""
_BROAD = 430
"""Pixels that the list needs at the usual size: the fields are below it where there are less."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A festival and the days on which it comes next."""

    festival: Festival
    coming: list[date]


class FestivalsForm(Editor):
    """The list by the next day of each; beside it what the marked own one is called and when it is.

    It stays open until it is closed: one makes several in a row. With none marked of the shop's
    own what is typed becomes a new one.
    """

    def __init__(self, till: Till, page: QWidget) -> None:
        _ = till.say
        self.key = f"festival:{uuid4().hex}"
        self.edited: Festival | None = None
        self.last_said = ""
        """What was saved or removed last: the strip is behind the form."""
        self.table = self._table(till)
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.calendar = choices(
            _("By which calendar"), [(_("Solar"), False), (_("Lunar calendar"), True)]
        )
        self.day = field(_("Day"), "MM-DD", digits=True)
        self.lunar = LunarDay(till, _("Lunar month"), _("Lunar day"))
        self.lunar.leap.hide()
        self.solar_part = held(named(_("Day"), self.day))
        self.lunar_part = held(self.lunar.row(_("Lunar month"), _("Lunar day")))
        self.new = button(_("Another one"), self.begin_new, "small", icon="add")
        self.remove = button(_("Remove…"), self.remove_it, "small", icon="close")
        self.heading = label(kind="heading")
        self.may = permissions.may(till.desk, "festivals.add")
        about = (
            _("Rules can give gifts on any of these days. You can add, change and remove your own.")
            if self.may else _("You can look at festivals here, but not change them.")
        )  # fmt: skip
        super().__init__(
            till, page, _("Festivals"), label(about, "soft", wraps=True),
            FittedGrid([held(column(card(self.table, margin=1))), self._asked(till)], (2, 1),
                       space=20, is_filled=True),
            submit=self.save, ok=_("Save"), width=1000, leave=_("Close"),
            foot=self.telling(till),
        )  # fmt: skip
        self.calendar.currentIndexChanged.connect(lambda _place: self._dated())
        self.table.selected.connect(self._marked)
        self._read()
        self.begin_new()
        self.follow(
            self.name, self.name_en, self.calendar, self.day, self.lunar.month, self.lunar.day
        )
        self.is_ready = self.may
        self.show_what_comes()

    def _asked(self, till: Till) -> QWidget:
        """What is asked of an own one."""
        _ = till.say
        return held(column(
            row(self.heading, 1, self.remove, self.new),
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            named(_("By which calendar"), self.calendar), self.solar_part, self.lunar_part, 1,
        ))  # fmt: skip

    def _table(self, till: Till) -> Table:
        _ = till.say
        columns: list[Column[Shown]] = [
            Column(_("Festival"), lambda one: _titled(till, one.festival)),
            Column(_("Comes next"), lambda one: f"{one.coming[0]}", 120, is_whole=True),
            Column(_("After that"), lambda one: f"{one.coming[1]}", 120, is_whole=True),
        ]
        table = Table(_("Festivals"), columns, empty="")
        height = table.view.verticalHeader().defaultSectionSize()
        size = till.preferences.size
        table.setFixedHeight(height * ((_ROWS if size < look.LARGE_LETTERS else _FEW) + 1))
        table.setMinimumWidth(_BROAD * size // 100)
        return table

    def _read(self) -> None:
        today = self.till.desk.today()
        found = [
            Shown(one, festivals.coming(one, today))
            for one in festivals.known(self.till.desk).values()
        ]
        self.table.show_rows(sorted(found, key=lambda one: one.coming))

    def _marked(self, shown: Shown | None) -> None:
        """Fill in an own festival; any other leaves what is typed for a new one."""
        self._show(shown.festival if shown and shown.festival.is_own else None)
        self.show_what_comes()

    def begin_new(self) -> None:
        """Empty fields for a new one."""
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(self.table.view.rootIndex())
        self._show(None)
        self.name.setFocus()

    def _show(self, festival: Festival | None) -> None:
        _, self.edited = self.till.say, festival
        self.heading.setText(_("Your own festival") if festival else _("New festival"))
        self.name.setText(festival.name if festival else "")
        self.name_en.setText((festival.name_en or "") if festival else "")
        self.day.setText("")
        choose(self.calendar, bool(festival and festival.is_lunar))
        if festival is not None and festival.is_lunar:
            self.lunar.show((festival.month, festival.day))
        elif festival is not None:
            self.day.setText(f"{festival.month:02}-{festival.day:02}")
        self._dated()
        for each in (self.name, self.name_en, self.calendar, self.day, self.ok, self.new):
            each.setEnabled(self.may)
        self.remove.setEnabled(self.may and festival is not None)

    def _dated(self) -> None:
        is_lunar = bool(self.calendar.currentData())
        self.lunar_part.setVisible(is_lunar)
        self.solar_part.setVisible(not is_lunar)

    def accept(self) -> None:
        """Go on with another one instead of closing."""
        self.said.hide()
        self._read()
        self.begin_new()
        self.sentences.setText(self.last_said)

    def _values(self) -> dict[str, Any]:
        is_lunar = bool(self.calendar.currentData())
        day = None if is_lunar else solar_in(self.till, self.day)
        return {
            "name": self.name.text(), "name_en": self.name_en.text().strip() or None, "day": day,
            "lunar_day": self.lunar.chosen() if is_lunar else None,
        }  # fmt: skip

    def sentence(self) -> str:
        """When it comes next, and the year after."""
        _, values = self.till.say, self._values()
        values["name"] = values["name"].strip() or _("This festival")
        found = tried(self.till.desk, lambda: self._kept(values), action="festivals.add")
        today, language = self.till.desk.today(), self.till.language
        days = [day_words.day(on, today, language) for on in festivals.coming(found, today)]
        said = _("{name} comes on {first}, then on {second}.")
        return said.format(name=found.title(language), first=days[0], second=days[1])

    def field_of(self, refusal: Refused) -> QWidget | None:
        """A day that cannot be is the festival's."""
        if isinstance(refusal, DateRefused):
            return self.lunar.month if self.calendar.currentData() else self.day
        return super().field_of(refusal)

    def _kept(self, values: dict[str, Any], key: str | None = None) -> Festival:
        if self.edited is None:
            return festivals.add(self.till.desk, **values, key=key)
        return festivals.edit(self.till.desk, self.edited.code, **values)

    def save(self) -> None:
        """Add it, or change the one that is marked, and say so."""
        till, _ = self.till, self.till.say
        saved = self._kept(self._values(), self.key)
        self.key = f"festival:{uuid4().hex}"
        self.last_said = _("{name} is saved.").format(name=saved.title(till.language))
        till.tell(self.last_said)

    def remove_it(self) -> None:
        """Forget the one that is marked; one that a rule is for stays."""
        till, _, festival = self.till, self.till.say, self.edited
        if festival is None:
            return
        name = festival.title(till.language)
        question = _("Remove the festival {name}?").format(name=name)
        if not dialogs.ask(
            self, _("Remove a festival"), question, yes=_("Remove"), no=_("Keep it")
        ):
            return
        try:
            festivals.remove(till.desk, festival.code)
        except Refused as refusal:
            self.refuse(refusal.text(till.language))
            return
        self.last_said = _("{name} is removed.").format(name=name)
        till.tell(self.last_said)
        self.accept()


def _titled(till: Till, festival: Festival) -> str:
    """What it is called, and that it is the shop's own."""
    _, title = till.say, festival.title(till.language)
    own = _("own")
    return f"{title} · {own}" if festival.is_own else title

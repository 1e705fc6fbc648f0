"""Settings: the shop, its ladder, its staff, this computer, backups, and what ShopDesk is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from shopdesk.language import N_
from shopdesk.topics import Topic
from ui import help_topics, look
from ui.pages.page import Page
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.in_both import advance
from ui.widgets.later import Later
from ui.widgets.parts import button, column, label

_KEPT = "settings section"
"""The till remembers which section is open, as the page is built anew for another look."""

_BROAD, _LETTERS, _LONGEST = 40, 112, 176
"""How broad the names of the sections are: what is beside the letters, and the letters, in a
language of long words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A section: its name, its title, and how it is made."""

    name: str
    title: str
    make: Callable[[Till], Section]


def _shop(till: Till) -> Section:
    from ui.pages.settings_shop import ShopSection

    return ShopSection(till)


def _ladder(till: Till) -> Section:
    from ui.pages.settings_ladder import LadderSection

    return LadderSection(till)


def _owner(till: Till) -> Section:
    from ui.pages.settings_owner import OwnerSection

    return OwnerSection(till)


def _staff(till: Till) -> Section:
    from ui.pages.settings_staff import StaffSection

    return StaffSection(till)


def _permissions(till: Till) -> Section:
    from ui.pages.settings_permissions import PermissionsSection

    return PermissionsSection(till)


def _computer(till: Till) -> Section:
    from ui.pages.settings_computer import ComputerSection

    return ComputerSection(till)


def _backup(till: Till) -> Section:
    from ui.pages.settings_backup import BackupSection

    return BackupSection(till)


def _move(till: Till) -> Section:
    from ui.pages.settings_move import MoveSection

    return MoveSection(till)


def _about(till: Till) -> Section:
    from ui.pages.settings_about import AboutSection

    return AboutSection(till)


SECTIONS = (
    Entry("shop", N_("Shop"), _shop),
    Entry("ladder", N_("Ladder"), _ladder),
    Entry("owner", N_("To look at"), _owner),
    Entry("staff", N_("Staff and PINs"), _staff),
    Entry("permissions", N_("Permissions"), _permissions),
    Entry("computer", N_("This computer"), _computer),
    Entry("backup", N_("Backup"), _backup),
    Entry("move", N_("Import, export"), _move),
    Entry("about", N_("About"), _about),
)
"""Every section, in the order of the list."""


class Settings(Page):
    """The sections' names on the left, the one that is open beside them."""

    topics = frozenset({Topic.SHOP, Topic.STAFF, Topic.TIERS, Topic.NOTICES})

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.tabs: dict[str, QPushButton] = {}
        self.stack = QStackedWidget()
        makers = {entry.name: partial(entry.make, till) for entry in SECTIONS}
        self.sections = Later(self.stack, makers)
        self.unread = set(makers)
        group = QButtonGroup(self)
        for entry in SECTIONS:
            tab = button(_(entry.title), partial(self.show_section, entry.name), "section")
            tab.setCheckable(True)
            group.addButton(tab)
            self.tabs[entry.name] = tab
        left = QWidget()
        left.setFixedWidth(self._breadth())
        names = column(*self.tabs.values(), space=0)
        left.setLayout(column(label(_("Settings"), "title"), names, 1, space=10))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 16, 14, 12)
        layout.setSpacing(16)
        layout.addWidget(left)
        layout.addWidget(self.stack, 1)
        self.open = self._remembered()

    def _breadth(self) -> int:
        """Room for the longest name of a section, as far as what is beside them can spare it."""
        size, bold = self.till.preferences.size, look.letters(look.BASE, is_bold=True)
        letters = max(advance(bold, self.till.say(entry.title)) for entry in SECTIONS)
        usual, most = (look.scaled(pixels, size) for pixels in (_LETTERS, _LONGEST))
        return _BROAD + max(usual, min(letters, most))

    def _remembered(self) -> str:
        kept = self.till.property(_KEPT)
        return kept if kept in self.tabs else SECTIONS[0].name

    def show_section(self, name: str) -> None:
        """Open a section, made when it is first wanted."""
        section = self.sections[name]
        if name in self.unread:
            self.unread.discard(name)
            section.load()
        self.open = name
        self.till.setProperty(_KEPT, name)
        self.tabs[name].setChecked(True)
        if any(tab.hasFocus() for tab in self.tabs.values()):
            self.tabs[name].setFocus()
        self.stack.setCurrentWidget(section)

    def make_next(self) -> bool:
        """Do a step for a section, or a part of one, that was not opened yet."""
        if self.sections.make_next():
            return True
        return any(section.make_next() for section in self.sections.made.values())

    @property
    def section(self) -> Section:
        """The section that is open."""
        return self.sections[self.open]

    def load(self) -> None:
        """Read again what is shown, the others once they are; what is half typed stays as it is."""
        self.unread.update(self.tabs)
        self.show_section(self.open)

    def begin(self) -> None:
        """Choose a section."""
        self.tabs[self.open].setFocus()

    def show_what(self, *, section: str | None = None, **_what: Any) -> None:
        """Open a section that another page asks for."""
        if section in self.tabs:
            self.show_section(section)
        self.begin()

    @property
    def topic(self) -> str:
        """Each section has a page of the help."""
        return help_topics.of_section(self.open)

    def record(self) -> None:
        """F12: save what was typed."""
        self.section.record()

    def escape(self) -> bool:
        """Take back what was typed and not saved."""
        return self.section.escape()

    def scanned(self, code: str) -> bool:
        """A scan belongs to the section that waits for one."""
        return self.section.scanned(code)

    def example(self) -> None:
        """The ladder."""
        self.show_section("ladder")

"""The frame around the pages: the rail, the pages as they are first shown, the strip, the keys."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import card_stock
from shopdesk.language import N_
from shopdesk.permissions import may
from shopdesk.topics import Topic
from ui import help, icons, keys, languages, look, scans
from ui.pages.page import Page
from ui.till import Till
from ui.widgets.in_both import advance
from ui.widgets.later import Later
from ui.widgets.parts import as_typed, button
from ui.widgets.status import Status
from ui.widgets.strip import Message, Strip
from ui.widgets.tips import tip

_TAB_EDGES = 8
"""Pixels beside the title of a page on the rail."""
_LOCK_EDGES = 27
"""Pixels beside the icon and the name on what locks the till."""
_TWO_LINES = 880
"""Pixels of height, at 100 percent, from which each tab of the rail has room for two lines."""
_TAB, _LOW_TAB = 44, 33
"""Height of a tab of the rail without its letters; the lower where large letters leave little
room."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen: its name and icon, its title, its key, how its page is made, what it ``takes``.

    Who may not do that finds it not on the rail; by its key the page says why.
    """

    name: str
    title: str
    key: str
    make: Callable[[Till], Page]
    takes: str = ""


def _counter(till: Till) -> Page:
    from ui.pages.counter import Counter

    return Counter(till)


def _members(till: Till) -> Page:
    from ui.pages.members import Members

    return Members(till)


def _vouchers(till: Till) -> Page:
    from ui.pages.vouchers import Vouchers

    return Vouchers(till)


def _records(till: Till) -> Page:
    from ui.pages.records import Records

    return Records(till)


def _day(till: Till) -> Page:
    from ui.pages.day import Day

    return Day(till)


def _reports(till: Till) -> Page:
    from ui.pages.reports import Reports

    return Reports(till)


def _products(till: Till) -> Page:
    from ui.pages.products import Products

    return Products(till)


def _settings(till: Till) -> Page:
    from ui.pages.settings import Settings

    return Settings(till)


PAGES = (
    Entry("counter", N_("Counter"), "F2", _counter),
    Entry("members", N_("Members"), "F3", _members),
    Entry("vouchers", N_("Vouchers"), "F4", _vouchers),
    Entry("records", N_("Records"), "F5", _records),
    Entry("day", N_("The day"), "Ctrl+8", _day),
    Entry("reports", N_("Reports"), "F6", _reports, takes="figures.month"),
    Entry("products", N_("Products"), "Ctrl+7", _products),
    Entry("settings", N_("Settings"), "F10", _settings),
)
"""Every screen, in the order of the rail."""


class Frame(QWidget):
    """The rail on the left, the page, the strip below. Built anew for another language or look."""

    def __init__(self, till: Till, lock: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.lock = till, lock
        self.stack = QStackedWidget()
        self.parts = Later(
            self.stack,
            {entry.name: partial(entry.make, till) for entry in PAGES},
            self._read_ahead,
        )
        self.stale = set(self.parts)
        self.aside: dict[str, Message] = {}
        self.is_resting = False
        _ = till.say
        self.strip = Strip(_("Undo"), _("Close this message"))
        self.tabs: dict[str, QToolButton] = {}
        self.titles: list[tuple[QToolButton, str]] = []
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 0, 16, 10)
        right.addLayout(self.foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail())
        layout.addLayout(right, 1)
        self._keys()
        till.told.connect(self._tell)
        till.added.connect(self.strip.add)
        till.asked.connect(self.strip.ask)
        self.strip.asking.connect(till.asking)
        till.hushed.connect(self.strip.hush)
        till.next_begun.connect(self.strip.next_begun)
        till.wanted.connect(self.show_page)
        till.signals.changed.connect(self._changed)

    # --- the rail ---

    def _rail(self) -> QFrame:
        _, till = self.till.say, self.till
        rail = QFrame()
        rail.setProperty("kind", "rail")
        width = look.scaled(104, till.preferences.size)
        rail.setFixedWidth(width)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(6, 8, 6, 8)
        layout.setSpacing(2)
        group = QButtonGroup(rail)
        for entry in PAGES:
            if entry.name == PAGES[-1].name:
                layout.addStretch(1)
            tab = self._tab(entry, width - 13)
            group.addButton(tab)
            layout.addWidget(tab)
            tab.setVisible(not entry.takes or may(till.desk, entry.takes))
        if not till.shop.known.is_practice:  # there it stands in the banner
            layout.addWidget(self._help_tab(width - 13))
        self.status = Status(till)
        layout.addWidget(self.status)
        layout.addWidget(self._who(width - 13))
        return rail

    def _who(self, width: int) -> QPushButton:
        """Who sits here, on what locks the till."""
        _, name = self.till.say, self.till.desk.staff_name
        made = button("", self.lock, "small", icon="lock", name=_("Lock this till (F11)"))
        tip(made, f"{name} · {made.accessibleName()}")
        font = look.font(look.scaled(look.SMALL, self.till.preferences.size))
        room = width - made.iconSize().width() - _LOCK_EDGES
        fitted = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, room)
        made.setText(fitted)
        return made

    def _tab(self, entry: Entry, width: int) -> QToolButton:
        _ = self.till.say
        tab = self._dressed(entry.name, _(entry.title), entry.key, width)
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self.turn_to(entry.name))
        self.tabs[entry.name] = tab
        return tab

    def _help_tab(self, width: int) -> QToolButton:
        _ = self.till.say
        tab = self._dressed("help", _("Help"), "F1", width)
        tab.clicked.connect(self.show_help)
        return tab

    def _dressed(self, icon: str, title: str, key: str, width: int) -> QToolButton:
        """A tab of the rail, as all of them look."""
        tab = QToolButton()
        tab.setProperty("kind", "rail")
        tab.setText(as_typed(title))
        self.titles.append((tab, title))
        tab.setAccessibleName(f"{title} {key}")
        tip(tab, "\n".join(filter(None, (f"{title} · {key}", languages.second(title)))))
        tab.setAccessibleDescription(languages.second(title))
        colour = tab.palette().color(QPalette.ColorRole.WindowText)
        tab.setIcon(icons.icon(icon, colour))
        tab.setIconSize(QSize(24, 24))
        tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        tab.setFixedWidth(width)
        size = self.till.preferences.size
        is_low = size > look.LARGE_LETTERS
        tab.setProperty("mood", "low" if is_low else None)
        tab.setMinimumHeight((_LOW_TAB if is_low else _TAB) + look.scaled(18, size))
        return tab

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two languages stand beside or below one another on the rail where all have room."""
        size = self.till.preferences.size
        is_high = event.size().height() >= look.scaled(_TWO_LINES, size)
        is_short = all(self._is_on_a_line(title, tab.width()) for tab, title in self.titles)
        for tab, title in self.titles:
            said = languages.both(title, " " if is_short else "\n")
            tab.setText(as_typed(said if is_short or is_high else title))
        super().resizeEvent(event)

    def _is_on_a_line(self, title: str, width: int) -> bool:
        """Whether both languages of a screen that has two stand on one line of the rail."""
        small = look.font(look.scaled(look.SMALL, self.till.preferences.size), is_bold=True)
        return advance(small, languages.both(title)) + _TAB_EDGES <= width

    def _keys(self) -> None:
        for entry in PAGES:
            self._key(entry.key, partial(self.turn_to, entry.name))
        deeds: dict[str, Callable[[], object]] = {
            "help": self.show_help, "new_member": partial(self._of_page, Page.new_member),
            "issue": self._issue, "search": partial(self._of_page, Page.search),
            "lock": self.lock, "record": partial(self._of_page, Page.record),
            "undo": self._undo, "offer": self.strip.take_offer,
            "paper": partial(self._of_page, Page.paper), "back_up": self._back_up,
            "customer": self._turn_customer, "debug": self._copy_debug_info,
            "escape": self._escape,
        }  # fmt: skip
        for one in keys.WINDOW:
            self._key(one.sequence, deeds[one.deed])

    def _key(self, sequence: str, pressed: Callable[[], object]) -> None:
        key = QShortcut(QKeySequence(sequence), self)
        key.setAutoRepeat(False)
        key.activated.connect(pressed)

    def show_help(self) -> None:
        """F1: the help for what is shown, or away with it."""
        preferences = self.till.preferences
        help.turn(self.window(), self.till.spoken, self.page.topic, preferences.size)

    def _of_page(self, method: Callable[[Page], None]) -> None:
        getattr(self.page, method.__name__)()

    # --- pages ---

    @property
    def pages(self) -> dict[str, Page]:
        """The pages that are made, by their names."""
        return self.parts.made

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    @property
    def name(self) -> str:
        """The name of the page that is shown."""
        return next(name for name, page in self.pages.items() if page is self.page)

    def turn_to(self, name: str) -> None:
        """A person turns the page: what was said on the one before is over."""
        if name != self.name:
            self.strip.hush()
        self.show_page(name, {})

    def show_page(self, name: str, what: dict[str, Any]) -> None:
        """Show a page, made when it is first wanted, read again if it is stale.

        What a page has read is not shown again to who has left the staff or has another role.
        """
        self.till.require_unchanged()
        self._put_aside(name)
        page = self.parts[name]
        (page.foot or self.foot).addWidget(self.strip)
        self.stack.setCurrentWidget(page)
        self.tabs[name].setChecked(True)
        if self.strip.message is None and name in self.aside:
            self.strip.show_message(self.aside.pop(name))
        if name in self.stale:
            self.stale.discard(name)
            page.load()
        if what:
            page.show_what(**what)
        else:
            page.begin()

    def make_next(self) -> bool:
        """Do a step for a page, or a part of one, that was not shown yet; whether there was one."""
        if self.parts.make_next(self._is_offered):
            return True
        return any(page.make_next() for page in self.pages.values())

    def _read_ahead(self, name: str) -> None:
        """What a page shows first is read with it, but for what takes long and may go unseen."""
        page = self.pages[name]
        if page.is_read_ahead:
            self.stale.discard(name)
            page.load()

    def _is_offered(self, name: str) -> bool:
        (takes,) = (entry.takes for entry in PAGES if entry.name == name)
        return not takes or may(self.till.desk, takes)

    def _put_aside(self, coming: str) -> None:
        """What can be taken back stays with its page and is there again with it."""
        if not self.pages or coming == self.name:
            return
        if self.strip.is_undo and self.strip.message is not None:
            self.aside[self.name] = self.strip.message
            self.strip.clear()
        elif self.strip.is_question:
            self.strip.clear()

    def _tell(self, text: str, mood: str, act: Callable[[], None] | None, word: str) -> None:
        if self.pages:
            self.aside.pop(self.name, None)
        self.strip.tell(text, mood, act, word)

    def _changed(self, topics: frozenset[Topic]) -> None:
        """What shows something that changed reads it again: at once if it is seen."""
        if Topic.BACKUPS in topics and not self.is_resting:
            self.status.load()
        for name, page in self.pages.items():
            if page.topics & topics:
                if page is self.page and not self.is_resting:
                    page.load()
                else:
                    self.stale.add(name)

    def rest(self) -> None:
        """Behind the lock nothing is read, and no question waits."""
        self.is_resting = True
        if self.strip.is_question:
            self.strip.clear()

    def go_on(self) -> None:
        """Whoever left is back: read what changed meanwhile."""
        self.is_resting = False
        self.status.load()
        if self.name in self.stale:
            self.stale.discard(self.name)
            self.page.load()

    # --- keys and scans ---

    def _issue(self) -> None:
        """F8: issue a voucher to the member that is shown, or ask for whom."""
        self.show_page("vouchers", {"issue": True, "member": self.page.who})

    def _back_up(self) -> None:
        """Ctrl+B: back up now."""
        self.show_page("settings", {"section": "backup"})
        self.page.record()

    def _turn_customer(self) -> None:
        """Ctrl+K: open the window for customers, or close it."""
        till, _ = self.till, self.till.say
        is_on = not till.preferences.customer
        till.prefer(customer=is_on)
        opened, closed = _("The customer display is open."), _("The customer display is closed.")
        till.tell(opened if is_on else closed, "note")

    def _copy_debug_info(self) -> None:
        """Ctrl+Shift+D: what support asks for."""
        from ui.pages.settings_about import copy_debug_info

        copy_debug_info(self.till)

    def _undo(self) -> None:
        """Ctrl+Z: only what the strip shows, and not in the middle of the next thing."""
        if self.page.may_undo:
            self.strip.undo()

    def _escape(self) -> None:
        if self.strip.is_question or not self.page.escape():
            self.strip.decline()

    def scanned(self, code: str) -> None:
        """A scan: the page takes it, else it goes where it belongs."""
        self.strip.hush()
        if self.page.scanned(code):
            return
        scan = scans.understood(self.till.desk, code)
        _ = self.till.say
        if scan.kind == "member":
            self.show_page("members", {"member": scan.member})
        elif scan.kind == "voucher":
            self.show_page("vouchers", {"code": code})
        elif scan.kind == "receipt":
            self.show_page("records", {"receipt": scan.receipt})
        elif scan.kind == "product":
            self.show_page("products", {"product": scan.product})
        elif scan.refusal is not None:
            if scan.refusal.code in scans.WITH_HISTORY:
                self.show_page("vouchers", {"history": code})
            self.till.refuse(scan.refusal)
        elif card_stock.is_blank(self.till.desk, code):
            text = _("{code} is a blank card: nobody has it yet.").format(code=code)
            register = partial(self._register, code)
            self.till.tell(text, "note", offer=(_("Register with it…"), register))
        else:
            text = _("Unknown code {code}. Nothing was changed.").format(code=code)
            self.till.tell(text, "note", offer=(_("Link it…"), partial(self._link, code)))

    def _register(self, card: str) -> None:
        from ui.widgets.member_form import MemberForm

        form = MemberForm(self.till, self, card=card)
        if form.filled() and form.saved is not None:
            page = "counter" if self.name == "counter" else "members"
            self.show_page(page, {"member": form.saved.id})

    def _link(self, code: str) -> None:
        from ui.pages.link_form import LinkForm

        LinkForm(self.till, self, code).filled()

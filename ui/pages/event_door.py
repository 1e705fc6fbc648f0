"""One event with its guests: who is invited, who comes; a scan of a card checks a guest in."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import day_words, events, permissions, text
from shopdesk.event_words import STATES
from shopdesk.events import Event, Guest
from ui import look, scans
from ui.look import scaled
from ui.pages import event_figures, event_paper
from ui.pages.event_figures import arrival_said, brought_said, came_at
from ui.pages.event_forms import InviteForm
from ui.pages.page import Page
from ui.pages.voucher_member import MemberChoice
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.figure import OPENS, Figure
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import whole_in
from ui.widgets.parts import button, card, cleared, column, field, label, named, row
from ui.widgets.person import tier_name
from ui.widgets.scrolling import Snug
from ui.widgets.table import Column, Table

_MOODS = {"accepted": "good", "open": "", "waiting": "note", "declined": "bad", "walk_in": ""}

_LEAST_OF_LIST = 150
"""Pixels of the list of guests, at least: its head and three of them."""


class EventDoor(QWidget):
    """The guests of an event; while it is today, whoever is chosen or scanned is checked in."""

    def __init__(self, till: Till, page: Page, leave: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.page, self.leave = till, page, leave
        self.shown: Event | None = None
        _ = till.say
        self.title = Elided("", "heading")
        self.figures = column(space=0)
        self.back_button = button(_("All events"), leave, icon="back")
        self.invite_button = button(_("Invite…"), self.invite, icon="add")
        self.print_button = button(
            _("Print…"), self.paper, icon="print", name=_("Print guest list")
        )
        self.who = MemberChoice(till, hint=_("Name, phone or card"))
        self.who.chose.connect(self._chosen)
        self.brought = field(_("Brings along"), "0", digits=True)
        self.brought.setMaximumWidth(110)
        self.said = label(kind="soft", wraps=True)
        self.come_button = button(_("Check in"), self.come, "primary")
        self.undo_button = button(_("Undo check-in"), self.undo)
        self.yes_button = button(_("Will come"), lambda: self.answer("accepted"))
        self.no_button = button(_("Will not come"), lambda: self.answer("declined"))
        self.off_button = button(_("Take off the list"), self.take_off)
        self.table = self._table()
        self.who.query.setAccessibleName(_("Check in"))
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(
            FittedRow(
                self.back_button, self.title, 1, self.print_button, self.invite_button,
                below=(self.invite_button,),
            )
        )  # fmt: skip
        layout.addLayout(self.figures)
        self.at_door = QWidget()
        both = row(named(_("Check in"), self.who), named(_("Brings along"), self.brought))
        both.setStretch(0, 1)
        self.at_door.setLayout(column(both))
        layout.addWidget(self.at_door)
        layout.addWidget(self.said)
        layout.addWidget(card(self.table, margin=1), 1)
        self.table.setMinimumHeight(scaled(_LEAST_OF_LIST, till.preferences.size))
        deeds = (self.yes_button, self.no_button, self.off_button, self.undo_button)
        layout.addWidget(FittedRow(1, *deeds, self.come_button, below=(self.come_button,)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Snug(inside))

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        start = button(_("Invite…"), self.invite, icon="add")
        start.setEnabled(permissions.may(till.desk, "events.invite"))
        table = Table(
            _("Guests"),
            [
                Column[Guest](_("Full name"), lambda one: one.name),
                Column(_("Tier"), lambda one: tier_name(till, one.tier), 110),
                Column(_("Number"), lambda one: one.number, 95, is_spare=True),
                Column(_("Phone"), lambda one: one.phone, 130, is_spare=True),
                Column(_("Answer"), lambda one: _(STATES[one.state]), 130,
                       pill=lambda one: look.chip(till.preferences.theme, _MOODS[one.state])),
                Column(_("Brought"), lambda one: f"{one.brought or ''}", 90, is_number=True,
                       is_spare=True),
                Column(_("Came at"), lambda one: came_at(till, one), 95, is_number=True),
            ],
            empty="",
            action=start,
        )  # fmt: skip
        table.opened.connect(lambda _guest: self.come())
        table.selected.connect(lambda _guest: self._show_deeds())
        return table

    # --- reading ---

    def show_event(self, event_id: int) -> None:
        """Open an event."""
        self.shown = events.get(self.till.desk, event_id)
        self.table.show_rows(())
        self.who.choose(None)
        self.load()

    @property
    def is_today(self) -> bool:
        """Whether guests can be checked in now."""
        one = self.shown
        return one is not None and one.cancelled_on is None and one.on == self.till.desk.today()

    def load(self) -> None:
        """Read the event, its guests and its figures; who was marked stays marked."""
        if self.shown is None:
            return
        desk = self.till.desk
        self.shown = events.get(desk, self.shown.id)
        one, marked = self.shown, self.table.current
        language = self.till.language
        day = day_words.day(one.on, desk.today(), language)
        when = [one.title(language), day, one.times(), one.place]
        self.title.say(" · ".join(filter(None, when)))
        found = events.guests(desk, one.id)
        self._show_figures(one, found)
        self.table.show_rows(found)
        ids = [one.member_id for one in found]
        self.table.mark(ids.index(marked.member_id) if marked and marked.member_id in ids else 0)
        self.at_door.setVisible(self.is_today)
        self._say_when()
        self._show_deeds()

    def _show_figures(self, event: Event, guests: Sequence[Guest]) -> None:
        """Each figure of the event, which opens whom it counts."""
        cells = []
        for part in event_figures.parts(self.till, event, guests):
            opens = partial(event_figures.look, self.till, self, event, part)
            inside = column(label(part.said, "soft"), space=0)
            cells.append(Figure(inside, opens, name=part.said, how=self.till.say(OPENS)))
        cleared(self.figures)
        self.figures.addWidget(FittedGrid(cells, (10, 5, 3, 2), space=14, is_filled=False))

    def _say_when(self) -> None:
        """Why nobody can be checked in now."""
        assert self.shown is not None
        _, one = self.till.say, self.shown
        said = ""
        if one.cancelled_on is not None:
            said = _("Called off on {day}: {reason}")
            said = said.format(day=self.till.dated(one.cancelled_on), reason=one.cancelled_because)
        elif not self.is_today:
            said = _("Guests are checked in on {day}.").format(day=self.till.dated(one.on))
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def _show_deeds(self) -> None:
        guest: Guest | None = self.table.current
        _, desk, one = self.till.say, self.till.desk, self.shown
        stands = one is not None and one.cancelled_on is None
        is_listed = guest is not None and guest.state != "walk_in" and stands
        is_here = guest is not None and guest.came_at is not None
        may_answer = is_listed and permissions.may(desk, "events.answer") and guest is not None
        self.come_button.setEnabled(self.is_today and guest is not None and not is_here)
        self.undo_button.setEnabled(self.is_today and is_here)
        self.yes_button.setEnabled(
            may_answer and guest is not None and guest.state in ("open", "declined")
        )
        self.no_button.setEnabled(may_answer and guest is not None and guest.state != "declined")
        self.off_button.setEnabled(
            is_listed and not is_here and permissions.may(desk, "events.uninvite")
        )
        may_invite = permissions.may(desk, "events.invite")
        is_over = one is not None and one.on < desk.today()
        can_invite = stands and may_invite and not is_over
        self.invite_button.setEnabled(can_invite)
        said = _("Nobody is on the list yet. Members who come uninvited can be checked in too.")
        if not stands or is_over:
            said = _("Nobody was on the list.")
        self.table.say_empty(said, offers=can_invite)

    def begin(self) -> None:
        """The field at the door, or the list of guests."""
        if self.is_today:
            self.who.setFocus()
        elif self.table.model.rowCount():
            self.table.enter()
        elif self.invite_button.isEnabled():
            self.invite_button.setFocus()

    def escape(self) -> bool:
        """Clear what is typed at the door."""
        had = self.who.is_open
        if had:
            self.who.choose(None)
        return had

    # --- at the door ---

    def _chosen(self) -> None:
        member = self.who.member
        if member is not None:
            self.who.choose(None)
            self._check_in(member.id)
            self.who.setFocus()

    def scanned(self, code: str) -> bool:
        """Check in whose card it is; anything else goes where it belongs."""
        if not self.is_today:
            return False
        scan = scans.understood(self.till.desk, code)
        if scan.kind != "member" or scan.member is None:
            return False
        self._check_in(scan.member)
        return True

    def come(self) -> None:
        """Check in the guest that is marked."""
        if self.come_button.isEnabled():
            self._check_in(self.table.current.member_id)
            if not self.come_button.isEnabled():  # the keys would be lost with it
                self.who.setFocus()

    def _check_in(self, member: int) -> None:
        till, one = self.till, self.shown
        assert one is not None
        before = events.guest(till.desk, one.id, member)
        key = f"door:{uuid4().hex}"

        def work() -> Guest:
            typed = self.brought.text().strip()
            brought = whole_in(till, self.brought) if typed else 0
            return events.check_in(till.desk, one.id, member, brought=brought, key=key)

        done = till.attempt(work, lambda: self._check_in(member))
        if done is None:
            return
        self.brought.clear()
        self.load()
        self._mark(member)
        said, mood = arrival_said(till, before, done)
        is_new = before is None or before.came_at is None
        more = brought_said(till, one, done.member_id) if is_new else ""
        till.tell(text.in_a_row((said, more)), mood)

    def _mark(self, member: int) -> None:
        ids = [one.member_id for one in self.table.model.rows]
        if member in ids:
            self.table.mark(ids.index(member))

    def undo(self) -> None:
        """Take the check-in of the marked guest back."""
        if not self.undo_button.isEnabled() or self.shown is None:
            return
        till, _, guest = self.till, self.till.say, self.table.current
        event_id, key = self.shown.id, f"undo:{uuid4().hex}"
        if till.done(lambda: events.undo_check_in(till.desk, event_id, guest.member_id, key=key)):
            self.load()
            self.table.enter()
            said = _("{name} is not checked in any more; what it gave is taken back.")
            till.tell(said.format(name=guest.name))

    # --- the list ---

    def invite(self) -> None:
        """Put members on the list."""
        if self.shown is not None and self.invite_button.isEnabled():
            InviteForm(self.till, self.page, self.shown).filled()

    def answer(self, said: str) -> None:
        """Keep what the marked guest said."""
        guest, till, one = self.table.current, self.till, self.shown
        if guest is None or one is None:
            return
        done = till.attempt(lambda: events.answer(till.desk, one.id, guest.member_id, said))
        if done is not None:
            _ = till.say
            self.load()
            state = _(STATES[done.state])
            till.tell(f"{done.name}: {state}")

    def take_off(self) -> None:
        """Take the marked guest off the list."""
        guest, till, one = self.table.current, self.till, self.shown
        if guest is None or one is None or not self.off_button.isEnabled():
            return
        if till.done(lambda: events.uninvite(till.desk, one.id, guest.member_id)):
            _ = till.say
            self.load()
            till.tell(_("{name} is off the list.").format(name=guest.name))

    # --- paper ---

    def paper(self) -> bool:
        """Ctrl+P: the list of guests on paper."""
        if self.shown is None:
            return False
        event_paper.preview(self.till, self.page, self.shown).seen()
        return True

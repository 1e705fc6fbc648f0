"""Events: what is coming and what was, each with its guests; one that is opened is at the door."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk import events, permissions, text
from shopdesk.event_words import KINDS
from shopdesk.events import Event, Figures
from shopdesk.language import N_
from ui import look
from ui.pages import event_figures
from ui.pages.event_door import EventDoor
from ui.pages.event_figures import Part
from ui.pages.event_forms import CancelForm, EventForm
from ui.pages.page import Page
from ui.pages.profile_forms import may
from ui.pages.rule_form import RuleForm
from ui.pages.rule_templates import for_event
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, held, label
from ui.widgets.table import Column, Table

STATES = {
    "today": N_("Today"),
    "coming": N_("Coming"),
    "over": N_("Over"),
    "cancelled": N_("Called off"),
}
_MOODS = {"today": "good", "coming": "note", "over": "", "cancelled": "bad"}


class EventList(QWidget):
    """The list, and behind it the event that was opened; Enter or two clicks open one."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        self.figures: dict[int, Figures] = {}
        is_allowed = permissions.may(till.desk, "events.add")
        self.add_button = button(_("New event"), self.add, "primary", icon="add")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        self.cancel_button = button(_("Call it off…"), self.cancel, icon="close")
        self.reward_button = button(_("Reward those who come…"), self.reward, icon="gift")
        self.open_button = button(_("Guests…"), self.open, icon="members")
        start = button(_("New event"), self.add, icon="add")
        for one in (self.add_button, start):
            one.setEnabled(is_allowed)
        self.table = Table(
            _("Events"),
            [
                Column[Event](_("Event"), lambda one: one.title(till.language)),
                Column(_("Day"), lambda one: f"{one.on}", 112, is_whole=True),
                Column(_("Time"), lambda one: one.times(), 112, is_whole=True, is_spare=True),
                Column(_("Place"), lambda one: one.place, 130, is_spare=True),
                Column(_("Kind"), lambda one: _(KINDS[one.kind]), 120, is_spare=True),
                Column(_("Invited"), lambda one: f"{self.figures[one.id].invited:,}", 85,
                       is_number=True, opens=self.look_at_invited),
                Column(_("Came"), lambda one: f"{self.figures[one.id].came:,}", 75,
                       is_number=True, opens=self.look_at_who_came),
                Column(_("State"), lambda one: _(STATES[self._state(one)]), 105,
                       pill=lambda one: look.chip(till.preferences.theme,
                                                  _MOODS[self._state(one)])),
            ],
            empty=_("No events yet. Members are invited to one and checked in at the door."),
            action=start,
        )  # fmt: skip
        self.table.opened.connect(lambda _event: self.open())
        self.table.selected.connect(lambda _event: self._show_deeds())
        self.about = label("", "soft", wraps=True)
        self.door = EventDoor(till, page, self.back)
        self.stack = QStackedWidget()
        self.stack.addWidget(held(self._list()))
        self.stack.addWidget(self.door)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _list(self) -> QVBoxLayout:
        deeds = [self.open_button, self.edit_button, self.cancel_button, self.reward_button,
                 self.add_button]  # fmt: skip
        made = QVBoxLayout()
        made.setSpacing(12)
        if not self.add_button.isEnabled():
            _ = self.till.say
            about = _("You can check guests in here; a manager or the owner makes events.")
            made.addWidget(label(about, "soft", wraps=True))
        made.addWidget(FittedRow(1, *deeds, below=(self.reward_button, self.add_button)))
        made.addWidget(card(self.table, margin=1), 1)
        made.addWidget(self.about)
        return made

    def look_at_invited(self, one: Event) -> None:
        """Open who was invited."""
        _ = self.till.say
        said = _("Invited {count}").format(count=self.figures[one.id].invited)
        event_figures.look(self.till, self.page, one, Part(said, event_figures.is_invited))

    def look_at_who_came(self, one: Event) -> None:
        """Open who came."""
        _ = self.till.say
        said = _("Came {count}").format(count=self.figures[one.id].came)
        event_figures.look(self.till, self.page, one, Part(said, event_figures.came))

    def _state(self, one: Event) -> str:
        today = self.till.desk.today()
        if one.cancelled_on is not None:
            return "cancelled"
        return "today" if one.on == today else "coming" if one.on > today else "over"

    # --- reading ---

    @property
    def is_open(self) -> bool:
        """Whether an event is open, and not the list."""
        return self.stack.currentWidget() is self.door

    def load(self) -> None:
        """Read the list, and the event that is open."""
        desk = self.till.desk
        found = events.listed(desk)
        self.figures = {one.id: events.figures(desk, one.id) for one in found}
        self.table.show_again(found)
        if self.table.current is None:
            states = [self._state(one) for one in found]
            self.table.mark(states.index("today") if "today" in states else 0)
        self._show_deeds()
        if self.is_open:
            self.door.load()

    def _show_deeds(self) -> None:
        one: Event | None = self.table.current
        desk = self.till.desk
        stands = one is not None and one.cancelled_on is None
        self.open_button.setEnabled(one is not None)
        self.edit_button.setEnabled(stands and permissions.may(desk, "events.edit"))
        self.cancel_button.setEnabled(stands and permissions.may(desk, "events.cancel"))
        is_over = one is not None and self._state(one) == "over"
        self.reward_button.setEnabled(
            stands and not is_over and permissions.may(desk, "rewards.add")
        )
        said = [] if one is None else [one.note, self._gone(one)]
        self.about.setText(text.in_a_row(said))
        self.about.setVisible(bool(self.about.text()))

    def _gone(self, one: Event) -> str:
        _ = self.till.say
        if one.cancelled_on is None:
            return ""
        said = _("Called off on {day}: {reason}")
        return said.format(day=self.till.dated(one.cancelled_on), reason=one.cancelled_because)

    def begin(self) -> None:
        """The keys where work is: the door, or the list."""
        if self.is_open:
            self.door.begin()
        elif self.table.model.rowCount():
            self.table.enter()
        else:
            self.add_button.setFocus()

    # --- deeds ---

    def open(self) -> None:
        """Show the guests of the event that is marked."""
        if self.table.current is not None:
            self.door.show_event(self.table.current.id)
            self.stack.setCurrentWidget(self.door)
            self.door.begin()

    def back(self) -> None:
        """The list again."""
        self.stack.setCurrentIndex(0)
        self.load()
        self.begin()

    def escape(self) -> bool:
        """Esc: from the door to the list."""
        if not self.is_open:
            return False
        if not self.door.escape():
            self.back()
        return True

    def search(self) -> bool:
        """F9: the field at the door of an event that is open."""
        if self.is_open:
            self.door.begin()
        return self.is_open

    def scanned(self, code: str) -> bool:
        """A card is checked in while an event of today is open."""
        return self.is_open and self.door.scanned(code)

    def paper(self) -> bool:
        """Ctrl+P: the list of guests of the event that is open, or of the one that is marked."""
        one = self.table.current
        if not self.is_open and one is not None:
            self.door.show_event(one.id)
        return (self.is_open or one is not None) and self.door.paper()

    def add(self) -> None:
        """A form for a new event."""
        if may(self.till, "events.add", self.add):
            form = EventForm(self.till, self.page, None)
            if form.filled():
                self.table.mark_made(form.saved)

    def edit(self) -> None:
        """A form for the event that is marked."""
        if self.edit_button.isEnabled():
            EventForm(self.till, self.page, self.table.current).filled()

    def cancel(self) -> None:
        """Say why the marked event does not take place."""
        if self.cancel_button.isEnabled():
            CancelForm(self.till, self.page, self.table.current).filled()

    def reward(self) -> None:
        """A form for a rule that gives something to each guest of the marked event who comes."""
        if self.reward_button.isEnabled():
            RuleForm(self.till, self.page, for_event(self.till, self.table.current)).filled()

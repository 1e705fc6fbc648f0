"""Forms of events: what one is, why it does not take place, and who is invited."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, day_words, events, segments
from shopdesk.event_words import KINDS
from shopdesk.events import Event, Invited
from shopdesk.refusals import DateRefused, UnknownMember
from shopdesk.trying import tried
from ui.background import Progress
from ui.pages.profile_tier_forms import day_in
from ui.pages.settings_part import pair
from ui.pages.voucher_member import MemberChoice
from ui.till import Till
from ui.widgets.choices import Box, choices, show_only
from ui.widgets.editor import Editor
from ui.widgets.form import Form, warning, whole_in
from ui.widgets.in_both import add_choice
from ui.widgets.parts import field, held, label, named, row
from ui.widgets.working_form import WorkingForm


class EventForm(Editor):
    """What an event is; a new one where none is given."""

    def __init__(self, till: Till, parent: QWidget, event: Event | None) -> None:
        _ = till.say
        self.shown, self.key = event, f"event:{uuid4().hex}"
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.kind = Box()
        for kind, words in KINDS.items():
            add_choice(self.kind, _(words), kind)
        self.on = field(_("Day"), _("like 2027-01-31"), digits=True)
        self.starts = field(_("Starts at"), _("like 14:00, optional"), digits=True)
        self.ends = field(_("Ends at"), _("like 16:30, optional"), digits=True)
        self.place = field(_("Place"), _("Optional"))
        self.capacity = field(_("Seats for members"), _("No limit"), digits=True)
        self.note = field(_("Note"), _("Optional"))
        if event is not None:
            self._fill(event)
        super().__init__(
            till, parent, _("New event") if event is None else _("Edit event"),
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            pair(named(_("Kind"), self.kind), named(_("Day"), self.on)),
            pair(named(_("Starts at"), self.starts), named(_("Ends at"), self.ends)),
            pair(named(_("Place"), self.place), named(_("Seats for members"), self.capacity)),
            named(_("Note"), self.note),
            submit=self.save, ok=_("Save"), width=620, foot=self.telling(till),
        )  # fmt: skip
        self.follow(
            self.name, self.name_en, self.kind, self.on, self.starts, self.ends, self.place,
            self.capacity, self.note,
        )  # fmt: skip
        self.is_ready = True
        self.show_what_comes()

    def _fill(self, event: Event) -> None:
        self.name.setText(event.name)
        self.name_en.setText(event.name_en or "")
        self.name_en.setCursorPosition(0)
        self.kind.setCurrentIndex(self.kind.findData(event.kind))
        self.on.setText(f"{event.on}")
        self.starts.setText(event.starts or "")
        self.ends.setText(event.ends or "")
        self.place.setText(event.place)
        self.capacity.setText("" if event.capacity is None else f"{event.capacity}")
        self.note.setText(event.note)

    def field_of(self, refusal: Refused) -> QWidget | None:
        """A day that cannot be is the event's."""
        return self.on if isinstance(refusal, DateRefused) else super().field_of(refusal)

    def sentence(self) -> str:
        """What takes place, when, where, and for how many."""
        till, _, ngettext = self.till, self.till.say, self.till.count
        day = day_in(till, self.on, is_needed=True)
        assert day is not None
        when = day_words.day(day, till.desk.today(), till.language)
        starts, ends = self.starts.text().strip(), self.ends.text().strip()
        if starts and ends:
            when = _("{day} from {starts} to {ends}").format(day=when, starts=starts, ends=ends)
        elif starts:
            when = _("{day} from {starts} on").format(day=when, starts=starts)
        english = self.name_en.text().strip() if till.language == "en" else ""
        name = english or self.name.text().strip() or _("This event")
        place = self.place.text().strip()
        said = _("{name}: {when}, at {place}.") if place else _("{name}: {when}.")
        seats = _("Any number of members may come.")
        if self.capacity.text().strip():
            count = whole_in(till, self.capacity)
            seats = ngettext("{count} seat for members.", "{count} seats for members.", count)
            seats = seats.format(count=f"{count:,}")
        return _("{sentence} {more}").format(
            sentence=said.format(name=name, when=when, place=place), more=seats
        )

    def trial(self) -> None:
        """Refuse what saving would."""
        tried(self.till.desk, self._keep, action="events.add")

    def save(self) -> None:
        """Keep it, and say so."""
        till, _ = self.till, self.till.say
        self.saved = self._keep()
        till.tell(_("{name} is saved.").format(name=self.saved.title(till.language)))

    def _keep(self) -> Event:
        till = self.till
        day = day_in(till, self.on, is_needed=True)
        assert day is not None
        seats = whole_in(till, self.capacity) if self.capacity.text().strip() else None
        values = {
            "name_en": self.name_en.text().strip() or None, "kind": self.kind.currentData(),
            "starts": self.starts.text().strip() or None, "ends": self.ends.text().strip() or None,
            "place": self.place.text(), "note": self.note.text(),
        }  # fmt: skip
        name = self.name.text()
        if self.shown is None:
            return events.add(till.desk, name=name, on=day, capacity=seats, key=self.key, **values)
        return events.edit(till.desk, self.shown.id, name=name, on=day, capacity=seats, **values)


class CancelForm(Form):
    """Why an event does not take place."""

    def __init__(self, till: Till, parent: QWidget, event: Event) -> None:
        _ = till.say
        self.shown = event
        self.reason = field(_("Reason"), _("Why it is called off (kept on record)"))
        gone = _("{name} on {day} is called off for good. Its list is kept; ShopDesk tells nobody.")
        super().__init__(
            till, parent, _("Call an event off"),
            warning(gone.format(name=event.title(till.language), day=till.dated(event.on))),
            named(_("Reason"), self.reason),
            submit=self.save, ok=_("Call it off"), kind="final", leave=_("Let it take place"),
            width=500,
        )  # fmt: skip

    def save(self) -> None:
        """Call it off, and say so."""
        till, _ = self.till, self.till.say
        gone = events.cancel(till.desk, self.shown.id, reason=self.reason.text())
        till.tell(_("{name} is called off.").format(name=gone.title(till.language)))


class InviteForm(WorkingForm):
    """Who is put on the list: one member, or all of a segment, beside the window and all at once.

    What is under way can be stopped: then nobody was invited, and the form stays.
    """

    def __init__(self, till: Till, parent: QWidget, event: Event) -> None:
        _ = till.say
        self.shown, self.key, self.what = event, f"invite:{uuid4().hex}", "member"
        self.who = MemberChoice(till, hint=_("Name, phone or card"))
        self.segment = Box()
        for one in segments.listed(till.desk):
            self.segment.addItem(one.title(till.language), one.id)
        self.parts = {
            "member": held(named(_("Member"), self.who)),
            "segment": held(named(_("Segment"), self.segment)),
        }
        offered = [(_("One member"), "member"), (_("A segment"), "segment")]
        self.buttons = choices(self.who, offered, self.choose)
        said = _("Whoever is on the list already stays on it.")
        if event.capacity is not None:
            ngettext = till.count
            said = ngettext(
                "{count} seat: higher tiers have it first, the others wait for one.",
                "{count} seats: higher tiers have them first, the others wait for one.",
                event.capacity,
            )
        super().__init__(
            till, parent, _("Invite to {name}").format(name=event.title(till.language)),
            held(row(*self.buttons.values(), 1)), *self.parts.values(),
            label(said.format(count=event.capacity), "soft", wraps=True),
            1, submit=self.save, ok=_("Invite"), width=520, code_field=self.who.query,
        )  # fmt: skip
        self.buttons["segment"].setEnabled(self.segment.count() > 0)
        self.choose("member")
        self.who.setFocus()
        self.who.chose.connect(self._chose)

    def choose(self, what: str) -> None:
        """One member, or a segment."""
        self.what = what
        show_only(what, self.buttons, self.parts)
        self.fit()

    def try_it(self) -> None:
        """Invite one member at once; a segment beside the window, where it may take a while."""
        if self.what == "member":
            super().try_it()
        elif self.job is None:
            self._invite()

    def _chose(self) -> None:
        """Enter invites who was chosen: the field that had the keys is gone, and *Cancel* would be
        the next to have them."""
        if self.who.member is not None:
            self.ok.setFocus()
        self.fit()

    def save(self) -> None:
        """Put a member on the list, and say whether they have a seat."""
        if self.who.member is None:
            raise UnknownMember(self.till.language, member=self.who.query.text() or "–")
        who = [self.who.member.id]
        self._tell(events.invite(self.till.desk, self.shown.id, members=who, key=self.key))

    def _invite(self) -> None:
        _, desk, event_id, key = self.till.say, self.till.desk, self.shown.id, self.key
        segment = self.segment.currentData()

        def work(progress: Progress) -> Invited:
            return events.invite(desk, event_id, segment=segment, key=key, progress=progress)

        locked = (self.segment, *self.buttons.values())
        self.begin(work, _("The segment is being invited…"), self._done, locked=locked)

    def _done(self, asked: Invited) -> None:
        self._tell(asked)
        self.accept()

    def _tell(self, asked: Invited) -> None:
        """Say how many have a seat and how many wait."""
        till, ngettext = self.till, self.till.count
        seated, waiting = len(asked.seated), len(asked.waiting)
        said = ngettext("{count} of them has a seat", "{count} of them have a seat", seated)
        more = ngettext("{count} waits for one", "{count} wait for one", waiting)
        _ = till.say
        till.tell(
            _("Invited: {seated}, {waiting}.").format(
                seated=said.format(count=f"{seated:,}"), waiting=more.format(count=f"{waiting:,}")
            )
        )

"""Staff and PINs: who may sign in, as what."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import money, pin_tries, staff
from shopdesk.permissions import ROLES
from shopdesk.pins import LONGEST, SHORTEST
from shopdesk.staff import StaffMember
from ui import dialogs, role_words
from ui.pages import recovery_form
from ui.pages.settings_part import Section, choices, choose
from ui.till import Till
from ui.widgets.form import hundredths_in
from ui.widgets.heights import whole
from ui.widgets.new_pin import NewPin, WithPin
from ui.widgets.parts import button, card, field, label, named, row
from ui.widgets.pin_pad import PinField
from ui.widgets.table import Column, Table


class StaffSection(Section):
    """The list, and what may be done with whoever is marked."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.table = Table(
            _("Staff"),
            [
                Column[StaffMember](_("Full name"), self._named),
                Column(_("Role"), self._may_what, 320),
                Column(_("Commission"), self._commission, 110, is_number=True),
            ],
            empty=_("Nobody works here yet."),
        )
        self.table.selected.connect(lambda _person: self._marked())
        self.table.opened.connect(self._opened)
        self.add_button = button(_("New colleague"), self.add, "primary", icon="add")
        self.edit_button = button(_("Name and role"), self.edit, icon="edit")
        self.pin_button = button(_("New PIN"), self.set_pin, icon="lock")
        self.leave_button = button(_("Mark as left"), self.leave, "danger")
        self.unlock_button = button(_("Let in again"), self.unlock, icon="good")
        self.own = button(_("My PIN"), lambda: self.set_pin(mine=True))
        self.code_button = button(_("My recovery code…"), self.renew_code, icon="lock")
        is_owner = self.may("staff.edit")
        note = label(
            _("Only an owner changes the staff. Your own PIN you can change here."),
            "note", wraps=True,
        )  # fmt: skip
        frame = card(margin=1, space=0)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.table)
        tools = [self.edit_button, self.pin_button, self.leave_button]
        what = label(
            _(
                "By default, cashiers sell; managers also refund, issue vouchers and keep the "
                "products; owners also decide rules, staff and settings: see "
                "Permissions. A PIN has {short} to {longest} digits, an owner's at least {long}."
            ).format(short=SHORTEST["cashier"], long=SHORTEST["owner"], longest=LONGEST),
            "soft", wraps=True,
        )  # fmt: skip
        self.build(
            _("Staff and PINs"), note, row(*tools, self.unlock_button, self.own, 1), frame,
            row(1, self.code_button), what, 1,
            beside=self.add_button,
        )  # fmt: skip
        note.setVisible(not is_owner)
        for each in (*tools, self.add_button, self.code_button):
            each.setVisible(is_owner)
        self.own.setVisible(not is_owner)

    def _named(self, person: StaffMember) -> str:
        _ = self.till.say
        if person.id == self.till.desk.staff_id:
            return _("{name} (you)").format(name=person.name)
        return person.name

    def _may_what(self, person: StaffMember) -> str:
        """The role; with too many wrong PINs, also until when they are kept out."""
        _, role = self.till.say, self.till.say(role_words.ROLES[person.role])
        until = pin_tries.refused_until(self.till.desk, person.id)
        if until is None:
            return role
        return _("{role} · no sign-in until {time}").format(role=role, time=f"{until:%H:%M}")

    @staticmethod
    def _commission(person: StaffMember) -> str:
        """The percentage of what they sell."""
        return f"{money.plain(person.commission, 'CNY')}%" if person.commission else ""

    def load(self) -> None:
        """Read who works here."""
        place = self.table.view.currentIndex().row()
        self.table.show_rows(staff.everyone(self.till.desk))
        whole(self.table)
        self.table.mark(min(max(0, place), self.table.model.rowCount() - 1))
        self._marked()

    def _marked(self) -> None:
        person, desk = self.table.current, self.till.desk
        for each in (self.edit_button, self.pin_button, self.leave_button):
            each.setEnabled(person is not None)
        is_kept_out = False
        if person is not None:
            self.leave_button.setEnabled(person.id != desk.staff_id)
            is_kept_out = pin_tries.refused_until(desk, person.id) is not None
        self.unlock_button.setVisible(is_kept_out and self.may("staff.unlock"))

    def _opened(self, _person: StaffMember) -> None:
        if self.may("staff.edit"):
            self.edit()

    # --- what is done ---

    def add(self) -> None:
        """Somebody new."""
        if StaffForm(self.till, self, None).filled():
            self.load()

    def edit(self) -> None:
        """Another name or role."""
        if (
            self.table.current is not None
            and StaffForm(self.till, self, self.table.current).filled()
        ):
            self.load()

    def set_pin(self, *, mine: bool = False) -> None:
        """A new PIN for whoever is marked, or one's own."""
        desk = self.till.desk
        person = self.table.current
        if mine:
            person = StaffMember(desk.staff_id, desk.staff_name, desk.role)
        if person is not None:
            PinForm(self.till, self, person).filled()

    def renew_code(self) -> None:
        """A new recovery code for the owner who sits here."""
        recovery_form.renew(self.till, self)

    def unlock(self) -> None:
        """Let somebody in again whom too many wrong PINs keep out."""
        if (person := self.table.current) is not None:
            self.till.attempt(lambda: self._unlock(person))

    def _unlock(self, person: StaffMember) -> None:
        _ = self.till.say
        staff.unlock(self.till.desk, person.id)
        self.load()
        self.till.tell(_("{name} can sign in again.").format(name=person.name))

    def leave(self) -> None:
        """Somebody no longer works here; asked first, as it cannot be taken back."""
        _, till, person = self.till.say, self.till, self.table.current
        if person is None:
            return
        text = _(
            "{name} can no longer sign in, and any till they work at locks itself. What {name} "
            "recorded stays. This cannot be taken back."
        ).format(name=person.name)
        yes = _("Mark as left")
        if not dialogs.ask(self, yes, text, yes=yes, no=_("Cancel")):
            return
        till.attempt(lambda: self._leave(person))

    def _leave(self, person: StaffMember) -> None:
        _ = self.till.say
        staff.leave(self.till.desk, person.id)
        self.load()
        self.till.tell(_("{name} can no longer sign in.").format(name=person.name))


class StaffForm(WithPin):
    """Who it is and what they may; a PIN where one is needed."""

    def __init__(self, till: Till, parent: QWidget, person: StaffMember | None) -> None:
        _ = till.say
        self.person = person
        self.name = field(_("Full name"))
        self.role = choices(
            _("Role"), [(_(role_words.ROLES[role]), role) for role in reversed(ROLES)]
        )
        self.pin = NewPin(till, _("PIN"))
        self.why = label(_("An owner's PIN is longer: choose a new one."), "note", wraps=True)
        self.commission = field(_("Commission in percent"), _("like 1.5; empty: none"), digits=True)
        if person is not None:
            self.name.setText(person.name)
            choose(self.role, person.role)
            if person.commission:
                self.commission.setText(money.plain(person.commission, "CNY"))
        super().__init__(
            till, parent, _("New colleague") if person is None else _("Edit colleague"),
            named(_("Full name"), self.name), named(_("Role"), self.role), self.why, self.pin.part,
            named(_("Commission in percent"), self.commission,
                  _("Of the receipts they serve; the sum is in Reports.")),
            submit=self.save, ok=_("Save"),
        )  # fmt: skip
        self.role.currentIndexChanged.connect(lambda _place: self._asks())
        self._asks()

    @property
    def needs_pin(self) -> bool:
        """Whether the role asks for a PIN that is not there yet."""
        now = SHORTEST[self.person.role] if self.person is not None else 0
        return SHORTEST[self.role.currentData()] > now

    def _asks(self) -> None:
        self.pin.part.setVisible(self.needs_pin)
        self.why.setVisible(self.needs_pin and self.person is not None)
        self.fit()

    def save(self) -> None:
        """Add or change them, and say so."""
        desk, name, role = self.till.desk, self.name.text(), self.role.currentData()
        pin = self.pin.first.text()
        is_none = not self.commission.text().strip()
        rate = 0 if is_none else hundredths_in(self.till, self.commission)
        if self.person is None:
            saved = staff.add(desk, name=name, pin=pin, role=role, commission=rate)
        else:
            new = pin if self.needs_pin else None
            saved = staff.edit(desk, self.person.id, name=name, role=role, pin=new, commission=rate)
        _ = self.till.say
        self.till.tell(_("{name} is saved.").format(name=saved.name))


class PinForm(WithPin):
    """A new PIN for someone; one's own asks for the one until now."""

    def __init__(self, till: Till, parent: QWidget, person: StaffMember) -> None:
        _ = till.say
        self.person, self.pin = person, NewPin(till, _("New PIN"))
        is_own = person.id == till.desk.staff_id
        self.old = PinField(_("Current PIN")) if is_own else None
        asked = [] if self.old is None else [named(_("Current PIN"), self.old)]
        short, longest = SHORTEST[person.role], LONGEST
        digits = _("{short} to {longest} digits").format(short=short, longest=longest)
        title = _("New PIN for {name}").format(name=person.name)
        super().__init__(
            till, parent, title, *asked, self.pin.part, label(digits, "soft"),
            submit=self.save, ok=_("Save"),
        )  # fmt: skip

    def save(self) -> None:
        """Set it; the one until now ends."""
        old = self.old.text() if self.old is not None else None
        staff.set_pin(self.till.desk, self.person.id, self.pin.first.text(), old=old)
        _ = self.till.say
        self.till.tell(_("{name} signs in with the new PIN from now on.").format(
            name=self.person.name
        ))  # fmt: skip

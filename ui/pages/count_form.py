"""Counting a till, to hand it over or to close its day."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, days, parked, shifts, staff
from shopdesk.cash_ups import CashUp
from shopdesk.paying import TENDERS
from ui.pages.count_notes import CashCount, follow, number_field
from ui.pages.counter_sale import typed_amount
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.form import Form, warning
from ui.widgets.in_both import add_choice
from ui.widgets.parts import column, held, label, named, row, set_mood


class CountForm(Form):
    """What is there by each tender; what is left empty is not counted.

    ``is_day`` closes the day, else the shift is handed over. Who may see it is told beside each
    field how far it is from what should be there; others learn it once it is counted.
    """

    def __init__(self, till: Till, parent: QWidget, *, is_day: bool) -> None:
        _, desk = till.say, till.desk
        self.is_day, self.key = is_day, f"count:{uuid4().hex}"
        self.made: CashUp | None = None
        self.expected = (
            shifts.expected(desk, of_day=is_day).expected
            if shifts.may_see_expected(desk) else None
        )  # fmt: skip
        self.cash = CashCount(till, _("Cash, counted"))
        self.others = {
            one: number_field(_("{tender}, by its own statement").format(
                tender=tender_name(till, one)), _("not counted"))
            for one in TENDERS if one != "cash"
        }  # fmt: skip
        self.left = number_field(_("Stays in the drawer"), _("all of it"))
        self.to = Box()
        self.to.setAccessibleName(_("Handed over to"))
        self.notes = {tender: label("", "soft", wraps=True) for tender in TENDERS}
        title = _("Close the day") if is_day else _("Hand the shift over")
        super().__init__(
            till, parent, title, *self._parts(till), submit=self.save,
            ok=title, width=720,
        )  # fmt: skip
        self.cash.open.clicked.connect(self.fit)
        self.cash.changed.connect(self._look)
        for one in self.others.values():
            one.textChanged.connect(lambda _text: self._look())
        follow([*self.cash.fields, *self.others.values(), self.left], self.ok)
        self._look()
        self.cash.setFocus()

    def _parts(self, till: Till) -> list[QWidget]:
        _, ngettext = till.say, till.count
        shown: list[QWidget] = []
        if self.is_day and (waiting := len(parked.listed(till.desk))):
            text = ngettext(
                "{count} parked sale waits still.", "{count} parked sales wait still.", waiting
            )
            shown.append(warning(text.format(count=waiting)))
        shown.append(held(column(self.cash, self.notes["cash"], space=4)))
        others = []
        for tender, typed in self.others.items():
            one = named(tender_name(till, tender), typed)
            one.addWidget(self.notes[tender])
            others.append(held(one))
        below = [named(_("Stays in the drawer"), self.left)]
        if not self.is_day:
            add_choice(self.to, _("Nobody yet"), None)
            now = shifts.current(till.desk)
            for person in staff.everyone(till.desk):
                if now is None or person.id != now.staff_id:
                    self.to.addItem(person.name, person.id)
            below.append(named(_("Handed over to"), self.to))
        return [*shown, held(row(*others)), held(row(*below))]

    # --- what is typed ---

    def _counted(self) -> dict[str, int]:
        """What was typed by tender; refuses what is no amount."""
        typed = {"cash": self.cash.sum, **self.others}
        return {
            tender: typed_amount(self.till, one.text())
            for tender, one in typed.items()
            if one.text().strip()
        }

    def _look(self) -> None:
        """Say beside each field how far it is from what should be there, to who may see it."""
        if self.expected is None:
            return
        _, till = self.till.say, self.till
        for tender, typed in {"cash": self.cash.sum, **self.others}.items():
            due = self.expected.get(tender, 0)
            said, mood = _("Expected: {amount}").format(amount=till.money(due)), ""
            try:
                off = typed_amount(till, typed.text()) - due if typed.text().strip() else None
            except Refused:
                off = None
            if off is not None:
                said, mood = f"{said} · {difference(till, off)}", "bad" if off else "good"
            self.notes[tender].setText(said)
            set_mood(self.notes[tender], mood)

    def save(self) -> None:
        """Write the count down, and say what it came to."""
        till, _ = self.till, self.till.say
        left = typed_amount(till, self.left.text()) if self.left.text().strip() else None
        if self.is_day:
            self.made = days.close(till.desk, counted=self._counted(), left=left, key=self.key)
            said = _("The day of till {till} is closed.").format(till=self.made.till)
        else:
            self.made = shifts.hand_over(
                till.desk, counted=self._counted(), to=self.to.currentData(), left=left,
                key=self.key,
            )  # fmt: skip
            said = _("The shift of {name} is over.").format(name=self.made.staff)
        told = [
            f"{tender_name(till, tender)}: {difference(till, off)}"
            for tender, off in self.made.difference.items()
        ]
        is_off = any(self.made.difference.values())
        till.tell(" · ".join([said, *told]), "note" if is_off else "good")


def difference(till: Till, off: int) -> str:
    """How far a count is from what should be there, in words."""
    _ = till.say
    if not off:
        return _("exact")
    word = _("{amount} over") if off > 0 else _("{amount} missing")
    return word.format(amount=till.money(abs(off)))

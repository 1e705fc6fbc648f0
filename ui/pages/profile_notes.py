"""Keeping what a member said: how it was, what happened with them."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import feedback, interactions
from shopdesk.language import N_
from shopdesk.members import Member
from ui.till import Till
from ui.widgets.choices import Box, beside, choices, show_only
from ui.widgets.form import Form
from ui.widgets.in_both import add_choice
from ui.widgets.parts import field, held, named

CONTACTS = {
    "call": N_("Call"),
    "visit": N_("Visit"),
    "event": N_("Event"),
    "complaint": N_("Complaint"),
    "survey": N_("Survey"),
}


class NoteForm(Form):
    """A contact or a rating, with what was said."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.what, self.key = member, "contact", f"form:{uuid4().hex}"
        self.kind = Box()
        self.score = Box()
        for kind, words in CONTACTS.items():
            add_choice(self.kind, _(words), kind)
        for score in range(feedback.HIGHEST, feedback.LOWEST - 1, -1):
            self.score.addItem(str(score), score)
        self.note = field(_("Note"), _("What was said (kept on record)"))
        offered = [(_("Contact"), "contact"), (_("Rating"), "rating")]
        self.parts = {
            "contact": held(named(_("What it was"), self.kind)),
            "rating": held(named(_("How it was, from 1 to 5"), self.score)),
        }
        self.buttons = choices(self.kind, offered, self.choose)
        super().__init__(
            till, parent, _("Note about {name}").format(name=member.name),
            beside(self.buttons), *self.parts.values(),
            named(_("Note"), self.note), submit=self.save, ok=_("Save"), width=520,
        )  # fmt: skip
        self.choose("contact")
        self.note.setFocus()

    def choose(self, what: str) -> None:
        """Keep a contact or a rating."""
        self.what = what
        show_only(what, self.buttons, self.parts)
        self.fit()

    def save(self) -> None:
        """Keep it, and say so."""
        till, _ = self.till, self.till.say
        desk, who, note, key = till.desk, self.member.id, self.note.text(), self.key
        if self.what == "contact":
            interactions.log(desk, who, self.kind.currentData(), note, key=key)
        else:
            feedback.rate(desk, who, self.score.currentData(), note=note, key=key)
        till.tell(_("Kept; it stands in the timeline of {name}.").format(name=self.member.name))

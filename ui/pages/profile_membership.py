"""A membership, in the personal part of a profile: whom it was merged with, merging, erasing."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk import day_words, erasing, members
from shopdesk.members import Member
from shopdesk.merging import Merge
from ui.pages.erase_form import EraseForm
from ui.pages.merge_form import MergeForm, undo_merge
from ui.pages.profile_forms import may
from ui.pages.profile_tab import Tab
from ui.till import Till
from ui.widgets.parts import button, card, cleared, column, label, row


class Membership(Tab):
    """One person, one membership: what was done about it, and what can be."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.merges = column(space=6)
        self.undo_buttons: list[QWidget] = []
        self.merge_button = button(_("Merge…"), self.merge, "small", icon="members")
        self.erase_button = button(_("Erase…"), self.erase, "danger", icon="erase")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                label(_("Membership"), "heading"), self.merges,
                self._deed(
                    _("If this person is registered twice, both become one membership: receipts, "
                      "points and vouchers go along, and every card still works."),
                    self.merge_button,
                ),
                self._deed(
                    _("If this person asks for it, their data is taken out for good. The figures "
                      "of the shop stay."),
                    self.erase_button,
                ),
            )
        )  # fmt: skip

    @staticmethod
    def _deed(text: str, deed: QWidget) -> QHBoxLayout:
        made = row(label(text, "soft", wraps=True), deed, space=16)
        made.setStretch(0, 1)
        return made

    def load(self, member: Member) -> None:
        """Read the merges; each can be undone from here for thirty days."""
        cleared(self.merges)
        self.undo_buttons = []
        for one in members.merges(self.till.desk, member.id):
            self.merges.addLayout(self._merge(one, member))
        self.merge_button.setEnabled(not member.closed)
        self.erase_button.setEnabled(erasing.is_there(self.till.desk, member.id))

    def _merge(self, one: Merge, member: Member) -> QHBoxLayout:
        till, _ = self.till, self.till.say
        is_survivor = one.keep == member.id
        other = members.get(till.desk, one.drop if is_survivor else one.keep)
        said = _("Merged with {name} ({number}) on {day}.")
        if not is_survivor:
            said = _("Merged into {name} ({number}) on {day}.")
        if one.undone_on is not None:
            said = _("Merged with {name} ({number}) on {day}, and undone on {undone}.")
        days = day_words.spoken({"day": one.on, "undone": one.undone_on}, till.language)
        text = said.format(name=other.name, number=other.number, **days)
        parts: list[QWidget] = []
        if not is_survivor and one.undone_on is None:
            parts = [button(_("Go there"), lambda: till.go("members", member=other.id), "small")]
        elif one.undone_on is None and till.desk.today() <= one.undo_until:
            parts = [button(_("Undo the merge"), lambda: self.undo(one.id), "small", icon="undo")]
            self.undo_buttons += parts
        made = row(label(text, wraps=True), *parts, space=16)
        made.setStretch(0, 1)
        return made

    def undo(self, merge_id: int) -> None:
        """Let them be two again."""
        if may(self.till, "members.undo_merge", partial(self.undo, merge_id)):
            undo_merge(self.till, merge_id)

    def merge(self) -> None:
        """A form that finds the other membership and shows both side by side."""
        if self.member is not None and may(self.till, "members.merge", self.merge):
            form = MergeForm(self.till, self, self.member.id)
            if form.filled() and form.made is not None and form.made.keep != self.member.id:
                self.till.go("members", member=form.made.keep)

    def erase(self) -> None:
        """A form that says what goes and what stays."""
        if self.member is not None and may(self.till, "members.erase", self.erase):
            EraseForm(self.till, self, self.member).filled()

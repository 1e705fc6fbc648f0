"""Members who may be one person: each pair with the reason, to be merged or said to be two."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, duplicates, members, permissions
from shopdesk.duplicates import Alike, Pair
from ui.background import Progress
from ui.pages.merge_form import MergeForm
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import button, row
from ui.widgets.person import masked
from ui.widgets.table import Column, Table

_HEIGHT, _NONE = 320, 160
"""Pixels: the list of pairs, and the sentence where there are none."""


class DuplicatesForm(Form):
    """The pairs, looked for beside the window: a long roll takes a second or two."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.table = Table(
            _("Who may be one person"),
            [
                Column(_("One"), lambda pair: self._who(pair.first), 260),
                Column(_("The other"), lambda pair: self._who(pair.second), 260),
                Column(_("Why"), self._why),
            ],
            empty=_("Looking through all members…"),
        )
        self.table.setMinimumHeight(_HEIGHT)
        self.table.opened.connect(self.merge)
        self.table.selected.connect(self._marked)
        self.look_at = button(_("Look and merge…"), self._merge_marked, icon="members")
        self.two = button(_("They are two people"), self.dismiss, icon="erase")
        super().__init__(
            till, parent, _("Duplicates"), self.table, row(self.look_at, self.two, 1),
            submit=lambda: None, ok=_("Done"), width=920,
        )  # fmt: skip
        self.leave.hide()  # what was done here was done at once
        self.ok.setDefault(False)
        self.ok.setAutoDefault(False)
        self._marked(None)
        self.look()

    def look(self) -> None:
        """Look for pairs, beside the window."""
        desk = self.till.desk

        def work(_progress: Progress) -> list[Pair]:
            return members.duplicates(desk)

        self.till.background(self, work).done.connect(self.show_pairs)

    def show_pairs(self, pairs: list[Pair]) -> None:
        """Show what was found."""
        _ = self.till.say
        self.table.say_empty(_("Nobody seems to be here twice."))
        place = self.table.view.currentIndex().row()
        self.table.show_rows(pairs)
        for deed in (self.look_at, self.two):
            deed.setVisible(bool(pairs))
        self.table.setMinimumHeight(_HEIGHT if pairs else _NONE)
        if self._was_seen:
            self.fit()
        self.table.mark(max(0, min(place, len(pairs) - 1)))
        self._marked(self.table.current)
        (self.table.view if pairs else self.ok).setFocus()

    @staticmethod
    def _who(one: Alike) -> str:
        return " · ".join(filter(None, (one.name, one.number, masked(one.phone))))

    def _why(self, pair: Pair) -> str:
        _ = self.till.say
        return _(", ").join(_(duplicates.REASONS[reason]) for reason in pair.reasons)

    def _marked(self, pair: Pair | None) -> None:
        for one in (self.look_at, self.two):
            one.setEnabled(pair is not None)

    def _merge_marked(self) -> None:
        if self.table.current is not None:
            self.merge(self.table.current)

    def merge(self, pair: Pair) -> None:
        """See both side by side, and merge them from there."""
        if self._done(self._require_to_merge, partial(self.merge, pair)):
            form = MergeForm(self.till, self, pair.first.id, pair.second.id)
            if form.filled():
                self.look()

    def _require_to_merge(self) -> None:
        desk = self.till.desk
        if not permissions.is_lifted(desk, "members.merge"):
            permissions.require(desk, "members.merge")

    def dismiss(self) -> None:
        """Say that the marked pair is two people: it is not proposed again."""
        pair: Pair | None = self.table.current
        if pair is None:
            return
        one, other = pair.first.id, pair.second.id
        if self._done(lambda: members.not_duplicates(self.till.desk, one, other), self.dismiss):
            self.show_pairs([left for left in self.table.model.rows if left != pair])

    def _done(self, work: Callable[[], object], again: Callable[[], object]) -> bool:
        """Do something, or say here why not: the strip is out of reach behind a form."""
        self.said.hide()
        self.offer_help(None)
        try:
            work()
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            self.offer_help(refusal, again)
            return False
        return True

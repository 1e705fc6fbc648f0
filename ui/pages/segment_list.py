"""Segments: whom each is for in words, how many are in it now, and who; made and changed."""

from array import array
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import permissions, roster, segment_lists, segment_words, segments
from shopdesk.language import beside
from shopdesk.long import Part
from shopdesk.roster import Listed
from shopdesk.segments import Segment
from ui import dialogs, files, folders, whereabouts
from ui.background import Job, Progress
from ui.pages import listed_behind
from ui.pages.page import Page
from ui.pages.profile_forms import may
from ui.pages.profile_paper import safe
from ui.pages.segment_form import SegmentForm
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.long_list import LongList, Source
from ui.widgets.parts import button, card, column, label, row
from ui.widgets.person import masked
from ui.widgets.table import Column, Table


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment with what it says."""

    segment: Segment
    said: str

    @property
    def id(self) -> int:
        """The segment's id."""
        return self.segment.id


class SegmentList(QWidget):
    """The list, and the members of the marked one; Enter or two clicks open either."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        self.counts: dict[int, int] = {}
        self.listed: int | None = None
        self.job: Job | None = None
        _ = till.say
        self.add_button = button(_("New segment"), self.add, "primary", icon="add")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        self.remove_button = button(_("Remove…"), self.remove, icon="close")
        self.export_button = button(_("Export…"), self.export)
        self.may_change = permissions.may(till.desk, "segments.add")
        self.start = button(_("New segment"), self.add, icon="add")
        for one in (self.add_button, self.start):
            one.setEnabled(self.may_change)
        self.table = self._segments()
        self.members = self._members()
        self.long = LongList(till, self.members, self._say)
        self.said = label(wraps=True)
        self.other = label(kind="soft", wraps=True)
        self.count = label(kind="soft")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        deeds = (self.export_button, self.remove_button, self.edit_button, self.add_button)
        layout.addWidget(FittedRow(1, *deeds, below=(self.add_button,)))
        about = _("You can look at segments here, but not change them.")
        if not self.may_change:
            layout.addWidget(label(about, "soft", wraps=True))
        self.sentences = card(self.said, self.other, margin=14, space=6)
        right = column(self.sentences, row(self.count, 1), card(self.members, margin=1))
        right.setStretch(2, 1)
        both = row(card(self.table, margin=1), space=14)
        both.addLayout(right)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        layout.addLayout(both, 1)

    def _segments(self) -> Table:
        _, language = self.till.say, self.till.language
        table = Table(
            _("Segments"),
            [
                Column(_("Segment"), lambda one: one.segment.title(language)),
                Column(_("Members"), self._count, 90, is_number=True,
                       opens=lambda _shown: self.members.enter()),
            ],
            empty=_("No segment yet. One is a group of members by what is known of them; rules "
                    "can be for it."),
            action=self.start,
        )  # fmt: skip
        table.opened.connect(lambda _shown: self.edit())
        table.selected.connect(self._show)
        return table

    def _members(self) -> Table:
        _, till = self.till.say, self.till
        columns: list[Column[Listed]] = [
            Column(_("Full name"), lambda one: one.name),
            listed_behind.tier(till, self.page, 120),
            Column(_("Phone"), lambda one: masked(one.phone), 130, is_spare=True),
            listed_behind.last_visit(till, self.page, 120, is_spare=True),
        ]  # fmt: skip
        table = Table(_("Members of the segment"), columns, empty="")
        table.opened.connect(lambda one: till.go("members", member=one.id))
        return table

    # --- reading ---

    def load(self) -> None:
        """Read them by name, and count them anew; what was marked stays marked."""
        desk, language = self.till.desk, self.till.language
        found = [
            Shown(one, segment_words.sentence(desk, one.filters, language, is_any=one.is_any))
            for one in segments.listed(desk)
        ]
        self.counts = {}
        self.table.show_again(found)
        if self.table.current is None:
            self.table.mark(0)
        self._show(self.table.current)
        if self.isVisible():
            self._count_all()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Count whenever somebody comes to look: nobody waits for what is behind another tab."""
        super().showEvent(event)
        self._show(self.table.current)
        self._count_all()

    def _count(self, one: Shown) -> str:
        return f"{self.counts[one.id]:,}" if one.id in self.counts else "…"

    def _count_all(self) -> None:
        """Count all of them beside the window."""
        if self.job is not None:
            self.job.cancel()
        desk, every = self.till.desk, [one.segment for one in self.table.model.rows]

        def work(progress: Progress) -> dict[int, int]:
            return {
                one.id: len(
                    segments.matching(desk, one.filters, is_any=one.is_any, progress=progress)
                )
                for one in every
            }

        job = self.till.background(self, work)
        job.done.connect(lambda counts: self._counted(job, counts))
        job.ended.connect(job.deleteLater)
        self.job = job

    def _counted(self, job: Job, counts: dict[int, int]) -> None:
        if job is self.job:
            self.job, self.counts = None, counts
            self.table.view.viewport().update()

    def _show(self, shown: Shown | None) -> None:
        """Say all of it, in both languages; list who is in it; offer what can be done."""
        self.sentences.setVisible(shown is not None)
        self.members.setVisible(shown is not None)
        desk = self.till.desk
        for one, action in ((self.edit_button, "edit"), (self.remove_button, "remove"),
                            (self.export_button, "export")):  # fmt: skip
            one.setEnabled(shown is not None and permissions.may(desk, f"segments.{action}"))
        if shown is None:
            self.count.setText("")
            return
        its, other = shown.segment, beside(self.till.language)
        self.said.setText(shown.said)
        self.other.setText(segment_words.sentence(desk, its.filters, other, is_any=its.is_any))
        if self.isVisible():
            self._list(its)

    def _list(self, its: Segment) -> None:
        desk = self.till.desk

        def whole() -> "array[int]":
            found = segments.matching(desk, its.filters, is_any=its.is_any)
            return array("i", reversed(found))  # who joined last first

        nobody_yet = partial(Part, array("i"), is_whole=False)
        keep, self.listed = its.id == self.listed, its.id
        self.long.show(Source(nobody_yet, whole, partial(roster.window, desk)), keep=keep)

    def _say(self, many: int, is_whole: bool) -> None:
        _, ngettext = self.till.say, self.till.count
        said = ngettext("{count} member now", "{count} members now", many)
        self.count.setText(said.format(count=f"{many:,}") if is_whole else _("Counting…"))
        nobody = _("Nobody is in it now.")
        self.members.say_empty(nobody if is_whole else _("Looking through all members…"))

    def begin(self) -> None:
        """The keys on the list."""
        if self.table.model.rowCount():
            self.table.enter()
        else:
            self.add_button.setFocus()

    # --- deeds ---

    def add(self) -> None:
        """A form for a new segment."""
        if may(self.till, "segments.add", self.add):
            form = SegmentForm(self.till, self.page, None)
            if form.filled() and form.saved is not None:
                self._mark(form.saved.id)

    def edit(self) -> None:
        """A form for the segment that is marked."""
        if self.edit_button.isEnabled():
            shown = self.table.current
            if SegmentForm(self.till, self.page, shown.segment).filled():
                self._mark(shown.id)

    def _mark(self, segment_id: int) -> None:
        self.load()
        ids = [one.id for one in self.table.model.rows]
        if segment_id in ids:
            self.table.mark(ids.index(segment_id))

    def remove(self) -> None:
        """Forget the segment that is marked; one that a rule is for stays."""
        till, shown = self.till, self.table.current
        if shown is None or not may(till, "segments.remove", self.remove):
            return
        _, name = till.say, shown.segment.title(till.language)
        question = _("Remove the segment {name}? Its members stay as they are.").format(name=name)
        if not dialogs.ask(self, _("Remove a segment"), question, yes=_("Remove"), no=_("Keep it")):
            return
        if till.attempt(partial(self._removed, shown.id)):
            till.tell(_("{name} is removed.").format(name=name))
            self.load()

    def _removed(self, segment_id: int) -> bool:
        segments.remove(self.till.desk, segment_id)
        return True

    def export(self) -> None:
        """Save who is in the segment and agrees to be written to, beside the selling."""
        till, shown = self.till, self.table.current
        if shown is None or not may(till, "segments.export", self.export):
            return
        _, desk, title = till.say, till.desk, shown.segment.title(till.language)
        name = whereabouts.documents() / f"{safe(title)}{files.CSV}"
        file = folders.save_as(_, self, _("Export"), name, files.CSV)
        if file is None:
            return

        def work(_progress: Progress) -> segment_lists.Exported:
            from reports.files import write_whole

            made = segment_lists.export(desk, shown.id)
            try:
                write_whole(file, made.content, language=till.language)
            except OSError as error:
                raise files.not_written(till.language, error, file) from None
            return made

        till.background(self, work).done.connect(partial(self._exported, file))

    def _exported(self, file: Path, made: segment_lists.Exported) -> None:
        till, _ = self.till, self.till.say
        said = _("Saved as {file}: {members}. Left out, as they did not agree to be written to: "
                 "{left_out}.")  # fmt: skip
        members, left_out = f"{made.members:,}", f"{made.left_out:,}"
        till.tell(said.format(file=file, members=members, left_out=left_out))

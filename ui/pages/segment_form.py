"""A segment as it is made: its filters row by row, said in words, counted as one goes."""

from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shopdesk import segment_templates, segment_words, segments
from shopdesk.segment_templates import Template
from shopdesk.segments import Filter, Segment
from shopdesk.trying import tried
from ui import languages
from ui.background import Job, Progress
from ui.pages.segment_filter import FilterRow
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.editor import Editor
from ui.widgets.laid import held_by
from ui.widgets.parts import (
    button,
    card,
    column,
    field,
    held,
    label,
    named,
    number_names,
    row,
)

MOST = 8
"""So many filters can be followed by whoever reads them."""
_PAUSE_MS = 300
"""So long nothing is typed before it is counted."""
_FIRST = Filter("visits", "at_least", 1)


class SegmentForm(Editor):
    """A new segment, or one that is changed; ``saved`` is it once the form is taken."""

    def __init__(self, till: Till, page: QWidget, segment: Segment | None) -> None:
        _ = till.say
        self.segment, self.key = segment, f"segment:{uuid4().hex}"
        self.saved: Segment | None = None
        self.job: Job | None = None
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.templates = self._templates(till)
        self.mode = choices(
            _("How the conditions count together"),
            [(_("all of these together"), False), (_("any one of these is enough"), True)],
        )
        self.more = button(_("Add a condition"), self.add, "small", icon="add")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.sentences = label(wraps=True)
        self.counted = label(kind="heading", wraps=True)
        begins = [] if segment else [named(_("Begin with"), self.templates)]
        super().__init__(
            till, page, _("New segment") if segment is None else _("Edit segment"), *begins,
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            held(column(row(label(_("Who is in it"), "heading"), self.mode, 1, self.more),
                        self.rows)),
            submit=self.save, ok=_("Save"), width=880,
            foot=card(self.sentences, self.counted, margin=12, space=6),
        )  # fmt: skip
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self.count)
        self.follow(self.mode, self.name, self.name_en)
        self.templates.currentIndexChanged.connect(lambda _place: self._begin())
        self.finished.connect(lambda _result: self._stop())
        self._show(segment)

    def _templates(self, till: Till) -> QComboBox:
        _ = till.say
        offered: list[tuple[str, object]] = [(_("Conditions of your own"), None)]
        for one in segment_templates.offered(till.desk):
            offered.append((one.name_en if till.language == "en" else one.name, one))
        return choices(_("Begin with"), offered)

    def _show(self, segment: Segment | None) -> None:
        filters = (_FIRST,) if segment is None else segment.filters
        if segment is not None:
            self.name.setText(segment.name)
            self.name_en.setText(segment.name_en or "")
            choose(self.mode, segment.is_any)
        self._fill(filters)

    def _begin(self) -> None:
        """Begin anew with a template."""
        template: Template | None = self.templates.currentData()
        if template is not None:
            self.name.setText(template.name)
            self.name_en.setText(template.name_en)
            choose(self.mode, False)
            self._fill(template.filters)

    # --- rows ---

    def filter_rows(self) -> list[FilterRow]:
        """The filters as they stand in the form."""
        return [each for each in held_by(self.rows) if isinstance(each, FilterRow)]

    def _fill(self, filters: tuple[Filter, ...]) -> None:
        self.is_ready = False
        for gone in self.filter_rows():
            self._take_out(gone)
        for one in filters:
            self.rows.addWidget(FilterRow(self.till, one, self.show_what_comes, self._remove))
        self.is_ready = True
        self.show_what_comes()

    def add(self) -> None:
        """One more condition."""
        made = FilterRow(self.till, _FIRST, self.show_what_comes, self._remove)
        self.rows.addWidget(made)
        made.trait.setFocus()
        self.show_what_comes()

    def _remove(self, gone: FilterRow) -> None:
        self._take_out(gone)
        self.more.setFocus()
        self.show_what_comes()

    def _take_out(self, gone: FilterRow) -> None:
        self.rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    # --- what it comes to ---

    def filters(self) -> tuple[Filter, ...]:
        """What was chosen; refuses a number that is none."""
        return tuple(each.filter() for each in self.filter_rows())

    def show_what_comes(self) -> None:
        """Say whom it is for in both languages, or why it cannot be; count them a little later."""
        number_names([each.remove for each in self.filter_rows()])
        if not self.is_ready:
            return
        _, rows = self.till.say, self.filter_rows()
        self.more.setEnabled(len(rows) < MOST)
        self.mode.setEnabled(len(rows) > 1)
        self._stop()
        self.counted.setText("")
        super().show_what_comes()

    def sentence(self) -> str:
        """Whom it is for, in both languages."""
        _, filters, desk, own = self.till.say, self.filters(), self.till.desk, self.till.language
        is_any = bool(self.mode.currentData())
        each = languages.pair(own)
        said = [segment_words.sentence(desk, filters, one, is_any=is_any) for one in each]
        self.counted.setText(_("Counting…"))
        self.pause.start()
        return "\n".join(said)

    def trial(self) -> None:
        """Refuse what saving would."""
        tried(self.till.desk, self._keep, action="segments.add")

    def count(self) -> None:
        """Count who is in it now, beside the window."""
        desk, filters, is_any = self.till.desk, self.filters(), bool(self.mode.currentData())

        def work(progress: Progress) -> int:
            return len(segments.matching(desk, filters, is_any=is_any, progress=progress))

        job = self.till.background(self, work)
        job.done.connect(lambda many: self._tell(job, many))
        job.ended.connect(job.deleteLater)
        self.job = job

    def _tell(self, job: Job, many: int) -> None:
        if job is self.job:
            self.job = None
            said = self.till.count("{count} member now", "{count} members now", many)
            self.counted.setText(said.format(count=f"{many:,}"))

    def _stop(self) -> None:
        self.pause.stop()
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def save(self) -> None:
        """Keep it, and say so."""
        till, _ = self.till, self.till.say
        self.saved = self._keep()
        till.tell(_("{name} is saved.").format(name=self.saved.title(till.language)))

    def _keep(self) -> Segment:
        values: dict[str, Any] = {
            "name": self.name.text(),
            "name_en": self.name_en.text().strip() or None,
            "filters": self.filters(),
            "is_any": bool(self.mode.currentData()),
        }
        if self.segment is None:
            return segments.add(self.till.desk, **values, key=self.key)
        return segments.edit(self.till.desk, self.segment.id, **values)

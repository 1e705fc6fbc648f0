"""Reports: a month in figures against the one before, in pictures, and on paper."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reports.words import month_name
from shopdesk import behind, figures, figures_knowing, members, months, permissions
from shopdesk.clock import month_bounds
from shopdesk.figures import Commission, TopMember
from shopdesk.figures_knowing import Known
from shopdesk.topics import Topic
from ui import dialogs, files, folders, languages, look, whereabouts
from ui.background import Job, Progress
from ui.pages.page import Page
from ui.pages.reports_rows import Picked, RowsBelow
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.choices import Box
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import add_choice
from ui.widgets.parts import button, cleared, column, label, row, scrolled
from ui.widgets.scrolling import by_keys

if TYPE_CHECKING:
    from reports.month import MonthReport

    _Counted = tuple[MonthReport, list[Commission], Known]

_LARGE = 130
"""Percent: beyond it the row of the month has no room for everything."""
_BOTH = 620
"""Pixels that the page needs for the report and the rows behind a figure."""
_REPORT, _ROWS = 2, 3
"""How they share it: the rows are what was asked for."""
FIRST_YEAR = 1990
"""No shop has records on this program before it."""


class Reports(Page):
    """One month at a time, counted beside the window; the newest choice counts."""

    topics = frozenset(
        {Topic.SHOP, Topic.MEMBERS, Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS,
         Topic.MONTHS}
    )  # fmt: skip

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.chosen: tuple[int, int] | None = None
        self.report: MonthReport | None = None
        self.earned: list[Commission] = []
        self.known: Known | None = None
        self.job: Job | None = None
        self.saved: Path | None = None
        self.left: QWidget | None = None
        self.title = label(kind="title")
        self.back = button(
            "", lambda: self.step(-1), icon="back", name=_("The month before (Page Up)")
        )
        self.next = button(
            "", lambda: self.step(1), icon="next", name=_("The month after (Page Down)")
        )
        self.languages = Box()
        self.languages.setAccessibleName(_("Languages of the PDF"))
        shops = till.shop.settings.language
        for chosen in ((shops,), languages.pair(shops)):
            words = _("PDF: {languages}").format(languages=languages.joined(chosen))
            add_choice(self.languages, words, chosen)
        self.pdf = button(_("Monthly PDF"), self.save_pdf, "primary")
        self.xlsx = button(_("Export XLSX"), self.save_xlsx, name=_("Save the figures as XLSX"))
        self.note = label(kind="soft", wraps=True)
        self.busy = Busy()
        self.folder = button(_("Open folder"), self.open_folder, "small", icon="folder")
        self.folder.hide()
        self.shut = button(_("Close the month…"), self.close_month, "small", icon="lock")
        self.shut.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(8)
        is_large = till.preferences.size > _LARGE
        ways = (self.xlsx, self.languages)
        above, below = ((), ways) if is_large else (ways, ())
        head = FittedRow(self.back, self.next, self.title, 1, *above, self.pdf)
        layout.addWidget(head)
        spare = [1] if below else []
        second = row(self.busy, self.folder, self.shut, *spare, *below)
        both = column(self.note, second, space=8) if is_large else row(self.note, second)
        both.setStretch(0, 1)
        layout.addLayout(both)
        layout.addWidget(self._content(), _REPORT)
        self.rows = RowsBelow(till)
        self.rows.hide()
        self.rows.closed.connect(self._rows_left)
        layout.addWidget(self.rows, _ROWS)
        self.may_see = permissions.may(till.desk, "figures.month")
        for each in (head, self.xlsx):  # which stands in the second row at a large size
            each.setVisible(self.may_see)
        self._enable()

    def _content(self) -> QStackedWidget:
        _ = self.till.say
        self.counting = Busy(centred=True)
        waiting = QWidget()
        waiting.setLayout(column(1, self.counting, 2))
        self.sentence = label(kind="soft", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.counter = button(_("To the counter"), lambda: self.till.go("counter"))
        self.again = button(_("Count again"), self.load)
        self.empty = QWidget()
        self.empty.setLayout(
            column(1, self.sentence, row(1, self.counter, self.again, 1), 2, space=16)
        )
        inside = QWidget()
        self.body = column(space=10)
        inside.setLayout(self.body)
        self.shown = by_keys(scrolled(inside), _("Reports"))
        self.stack = QStackedWidget()
        self.waiting = waiting
        for each in (waiting, self.empty, self.shown):
            self.stack.addWidget(each)
        return self.stack

    # --- which month ---

    @property
    def month(self) -> tuple[int, int]:
        """Year and month: the running one, whichever that has become, until another is chosen."""
        return self.chosen or self._running()

    @month.setter
    def month(self, month: tuple[int, int]) -> None:
        self.chosen = None if month == self._running() else month

    def _running(self) -> tuple[int, int]:
        today = self.till.desk.today()
        return today.year, today.month

    def step(self, months: int) -> None:
        """Go some months on or back, not beyond the running one."""
        year, month = self.month
        place = year * 12 + month - 1 + months
        now_year, now_month = self._running()
        if FIRST_YEAR * 12 <= place <= now_year * 12 + now_month - 1:
            self.month = (place // 12, place % 12 + 1)
            self.load()

    def load(self) -> None:
        """Count the month that is chosen; what was being counted for another is left."""
        _, till = self.till.say, self.till
        if not self.may_see:
            text = _("Your role does not see the month's figures. "
                     "Daily receipts are in Records (F5).")  # fmt: skip
            self._say(text, failed=False)
            return
        year, month = self.month
        name = month_name(f"{year}-{month:02}", till.language)
        self.title.setText(name)
        self.next.setEnabled((year, month) < self._running())
        if self.job is not None:
            self.job.cancel()
        if self.report is None or self.report.figures.month != f"{year}-{month:02}":
            self._forget()
        self.job = job = till.background(self, self._work(year, month))
        self.counting.follow(job, _("{month} is being counted…").format(month=name))
        job.done.connect(lambda counted: self._counted(job, counted))
        job.ended.connect(lambda: self._ended(job))

    def _work(self, year: int, month: int) -> Callable[[Progress], "_Counted"]:
        desk = self.till.desk
        may_see = permissions.may(desk, "figures.commission")

        def work(_progress: Progress) -> "_Counted":
            from reports import charts, fonts
            from reports.month import month_report

            assert charts  # read here, so that the window need not wait for it
            fonts.register()
            earned = figures.commission(desk, *month_bounds(year, month)) if may_see else []
            known = figures_knowing.month(desk, year, month)
            return month_report(desk, year, month), earned, known

        return work

    def _forget(self) -> None:
        self.report, self.saved = None, None
        self.rows.leave()
        self.note.clear()
        self.folder.hide()
        self.shut.hide()
        self._enable()
        self.stack.setCurrentWidget(self.waiting)

    def _enable(self) -> None:
        for each in (self.pdf, self.xlsx):
            each.setEnabled(self.may_see and self.report is not None)

    def _counted(self, job: Job, counted: "_Counted") -> None:
        if job is self.job:
            self.report, self.earned, self.known = counted
            self._enable()
            self._show(self.report)
            if not self.rows.isHidden():
                self.rows.read(behind.FIRST)

    def _ended(self, job: Job) -> None:
        """What could not be counted says so, and can be tried again."""
        if job is not self.job:
            return
        self.job = None
        if self.report is None:
            _ = self.till.say
            self._say(_("This month could not be counted. Nothing was changed."), failed=True)

    def _say(self, text: str, *, failed: bool) -> None:
        self.sentence.setText(text)
        self.again.setVisible(failed)
        self.counter.setVisible(not failed)
        self.stack.setCurrentWidget(self.empty)

    # --- what is shown ---

    def _show(self, report: "MonthReport") -> None:
        _ = self.till.say
        now = report.figures
        self.shut.setVisible(self._may_close())
        if not (now.orders or now.new_members or now.vouchers_issued or now.sales):
            name = self.title.text()
            text = _("No sale and no new member in {month}.").format(month=name)
            self._say(text, failed=False)
            return
        if report.is_running:
            self.note.setText(_("The month is still running: no comparison yet."))
        else:
            self.note.setText(_("▲▼ against the month before") + self._closed())
        self._build(report)
        if not self.isVisible():
            self._bring(report)
        elif self.stack.currentWidget() is not self.shown:
            QTimer.singleShot(0, self.stack, partial(self._lay_out, report))

    def _lay_out(self, report: "MonthReport") -> None:
        """Give what is built its places before it is seen, and then show it: between the three
        keys are heard."""
        if report is self.report and self.isVisible():
            self.shown.resize(self.stack.size())
            self.shown.grab(QRect(0, 0, 1, 1))
        QTimer.singleShot(0, self.stack, partial(self._bring, report))

    def _bring(self, report: "MonthReport") -> None:
        if report is self.report:
            self.stack.setCurrentWidget(self.shown)

    # --- closing it ---

    def _closed(self) -> str:
        """That the month is closed, when and by whom."""
        _, done = self.till.say, months.closed(self.till.desk, *self.month)
        if done is None:
            return ""
        said = _("closed automatically on {day}") if done.is_due else _("closed on {day} by {name}")
        return " · " + said.format(day=self.till.dated(done.on), name=done.staff)

    def _may_close(self) -> bool:
        """Whether the month is over and open still, and who sits here may close it."""
        desk, last = self.till.desk, month_bounds(*self.month)[1]
        is_over = last < desk.today() and months.is_open(desk, last)
        return is_over and permissions.may(desk, "months.close")

    def close_month(self) -> None:
        """Close the month that is shown, once it is agreed: it cannot be opened again."""
        till, _ = self.till, self.till.say
        name = self.title.text()
        text = _(
            "Close {month}? Its figures stay as they are now, and so do all months before it:"
            " nothing can be dated into them any more. What is corrected later falls into the"
            " month in which it is."
        ).format(month=name)
        title = _("Close the month")
        if dialogs.ask(self, title, text, yes=title, no=_("Cancel")):
            done = till.attempt(lambda: months.close(till.desk, *self.month))
            if done is not None:
                till.tell(_("{month} is closed.").format(month=name))

    def _build(self, report: "MonthReport") -> None:
        from ui.pages import reports_charts as charts
        from ui.pages import reports_commission, reports_tiles
        from ui.pages import reports_parts as parts

        _, till, show, known = self.till.say, self.till, self.look_behind, self.known
        self.left = None  # it goes with what was shown
        cleared(self.body)
        first, *others = reports_tiles.tiles(till, report, show)
        for part in (first, charts.pictures(till, report, show), *others):
            self.body.addWidget(part)
        if (told := parts.three_things(till, report)) is not None:
            self.body.addWidget(told)
        if known is not None:
            self._build_known(known)
        if report.tiers:
            self.moves = charts.tier_moves(till, report, show)
            self.body.addWidget(charts.on_card(_("Tier movements"), self.moves))
        self.top = parts.top_members(till, report)
        self.top.opened.connect(self.open_member)
        hint = _("Enter or a double click opens the member.")
        self.body.addWidget(parts.framed(_("Best members"), self.top, hint))
        if known is not None and known.rules:
            self.rules = parts.rules(till, report, known.rules)
            self.rules.opened.connect(lambda rule: show(parts.behind_rule(till, rule)))
            hint = _("Enter or a double click opens the vouchers.")
            self.body.addWidget(parts.framed(_("Vouchers by rule"), self.rules, hint))
        if (paid := reports_commission.shown(till, report, self.earned, show)) is not None:
            self.body.addWidget(paid)
        self.days = parts.days(till, report)
        self.days.opened.connect(lambda day: self.till.go("records", day=day.on))
        hint = _("Enter or a double click opens the day.")
        self.body.addWidget(parts.framed(_("Day by day"), self.days, hint))
        self.body.addStretch(1)

    def _build_known(self, known: Known) -> None:
        from ui.pages import reports_charts as charts

        _, till, show = self.till.say, self.till, self.look_behind
        stages = charts.lifecycle(till, known.lifecycle, show)
        cards = [charts.on_card(_("Members by lifecycle"), stages)]
        if any(one.came for one in known.cohorts):
            hint = _("share of those who joined who came in the months after")
            kept = charts.cohorts(till, known.cohorts, show)
            cards.insert(0, charts.on_card(_("Retention by joining month"), kept, hint))
        self.body.addWidget(charts.beside(*cards))

    # --- behind the figures ---

    def look_behind(self, picked: Picked) -> None:
        """Show the rows behind a figure below the report; what was left has the keys again."""
        self.left = self.focusWidget()
        self.rows.look(self.month, picked)
        self.stack.setVisible(not self._is_low())
        if self.left is not None and self.shown.isAncestorOf(self.left):
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self.left is not None and self.shown.isAncestorOf(self.left):
            self.shown.ensureWidgetVisible(self.left, 0, 8)

    def _is_low(self) -> bool:
        """Whether there is no room for the report and the rows at once."""
        return self.height() < look.scaled(_BOTH, self.till.preferences.size)

    def _rows_left(self) -> None:
        self.stack.show()
        if self.left is not None and self.shown.isAncestorOf(self.left):
            self.left.setFocus()

    def escape(self) -> bool:
        """Put the rows away."""
        if self.rows.isHidden():
            return False
        self.rows.leave()
        return True

    def open_member(self, top: TopMember) -> None:
        """Show one of the best members."""
        found = [m for m in members.find(self.till.desk, top.number) if m.number == top.number]
        if found:
            self.till.go("members", member=found[0].id)
        else:
            _ = self.till.say
            text = _("The membership of {name} is closed: there is nothing to show.")
            self.till.tell(text.format(name=top.name), "note")

    # --- files ---

    def save_pdf(self) -> None:
        """Save the report as it is printed."""
        _, report, chosen = self.till.say, self.report, self.languages.currentData()
        if report is None or not self.may_see:
            return

        def write(file: Path) -> None:
            from reports import month_pdf

            month_pdf.pdf(file, report, languages=tuple(chosen))

        self._save(_("Save the monthly report"), files.PDF, write)

    def save_xlsx(self) -> None:
        """Save the figures for a spreadsheet."""
        _, report, language = self.till.say, self.report, self.till.language
        if report is None or not self.may_see:
            return

        def write(file: Path) -> None:
            from reports import month_xlsx

            month_xlsx.xlsx(file, report, language=language)

        self._save(_("Save the figures"), files.XLSX, write)

    def _save(self, title: str, ending: str, write: Callable[[Path], None]) -> None:
        _, till = self.till.say, self.till
        assert self.report is not None
        name = whereabouts.documents() / f"{self.report.number}{ending}"
        file, language = folders.save_as(_, self, title, name, ending), till.language
        if file is None:
            return

        def work(_progress: Progress) -> Path:
            try:
                write(file)
            except OSError as error:
                raise files.not_written(language, error, file) from error
            return file

        job = till.background(self, work)
        self.folder.hide()
        self.busy.follow(job, _("{file} is being written…").format(file=file.name))
        job.done.connect(self._saved)

    def _saved(self, file: Path) -> None:
        _ = self.till.say
        self.saved = file
        self.folder.show()
        self.till.tell(_("Saved: {file}").format(file=file))

    def open_folder(self) -> None:
        """Show where the file was saved."""
        if self.saved is not None and not folders.show(self.saved):
            _ = self.till.say
            text = _("The folder cannot be opened here. The file is {file}")
            self.till.tell(text.format(file=self.saved), "note")

    # --- keys ---

    def begin(self) -> None:
        """Choose the month first."""
        (self.back if self.may_see else self.counter).setFocus()

    def paper(self) -> None:
        """Ctrl+P: the month on paper, once it is counted."""
        if self.job is not None and self.report is None:
            _ = self.till.say
            said = _("The month is still being counted. Press again when it is there.")
            self.till.tell(said, "note")
        self.save_pdf()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Page Up and Page Down go through the months."""
        steps: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            self.step(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def show_what(self, *, month: tuple[int, int] | None = None, **_what: Any) -> None:
        """Go to a month: ``(year, month)``."""
        if month is not None and month != self.month:
            self.month = month
            self.load()

    def example(self) -> None:
        """The month before, counted."""
        from ui import background

        self.step(-1)
        background.finish()

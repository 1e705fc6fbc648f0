"""The rows behind a figure, below the report: who, what, when, by how much; their sum is the
figure, and each leads to its receipt, voucher or member."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from reports.words import NOTHING, percent, permille
from shopdesk import behind, behind_files, behind_later, permissions
from shopdesk.behind import Found, Row, Wanted
from shopdesk.behind_later import Later
from shopdesk.behind_words import is_money
from shopdesk.money import half_up
from ui import files, folders, whereabouts
from ui.background import Job, Progress
from ui.pages import reports_row_words as words
from ui.pages.profile_paper import safe
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.choices import Box
from ui.widgets.elided import Elided
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import add_choice
from ui.widgets.parts import button, label
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip


class Pick(NamedTuple):
    """One figure to look behind, and what it is called (in the language of the till)."""

    name: str
    wanted: Wanted


class Picked(NamedTuple):
    """Figures that belong together, of which one is looked behind at a time."""

    title: str
    picks: tuple[Pick, ...]
    at: int = 0


class RowsBelow(QFrame):
    """What stands behind one figure of one month; ``closed`` tells that it was put away."""

    closed = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.job: Job | None = None
        self.picked: Picked | None = None
        self.month = (0, 0)
        self.found: Found | None = None
        self.later: tuple[Later, ...] = ()
        self.setProperty("kind", "card")
        _ = till.say
        self.title = Elided("", "heading")
        self.sum = label("", "heading")
        self.about = label("", "soft", wraps=True)
        self.note = label("", "note", wraps=True)
        self.more = button("", self.show_all, "small")
        self.member = button(_("Open the member"), self.open_member, "small", icon="members")
        self.away = [
            button(ending[1:].upper(), partial(self.save, ending), "small",
                   name=_("Save these rows as {kind}").format(kind=ending[1:].upper()))
            for ending in (files.XLSX, files.CSV)
        ]  # fmt: skip
        leave = button("", self.leave, "small", icon="back", name=_("Back to the report (Esc)"))
        self.choice = Box()
        self.choice.setAccessibleName(_("Which figure"))
        self.choice.activated.connect(self.pick)
        self.busy = Busy()
        self.table = self._table()
        first = FittedRow(
            leave, self.title, self.sum, 1, self.choice, self.more, self.member, *self.away,
            below=(self.more, self.member, *self.away),
        )  # fmt: skip
        for one in self.away:
            tip(one, one.accessibleName())
            if not permissions.may(till.desk, "figures.export"):
                one.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(first)
        layout.addWidget(self.about)
        layout.addWidget(self.busy)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Rows behind the figure"),
            [
                Column[Row](_("Day"), lambda r: f"{r.on}" if r.on else "–", 116, is_whole=True),
                Column(_("Member"), self._who, 190),
                Column(_("What"), lambda r: words.what(till, r)),
                Column(_("Amount"), self._amount, 130, is_number=True),
                Column(_("In the figure"), self._value, 130, is_number=True),
            ],
            empty=_("Nothing stands behind this figure."),
        )
        table.opened.connect(self.open)
        table.selected.connect(self._marked)
        return table

    def _who(self, one: Row) -> str:
        _ = self.till.say
        return one.name or (_("Walk-in") if one.member_id is None else "–")

    def _amount(self, one: Row) -> str:
        return "" if one.amount is None else self.till.money(one.amount)

    def _value(self, one: Row) -> str:
        _, wanted = self.till.say, self.wanted
        if wanted is not None and wanted.figure in words.RATES and not is_money(wanted):
            return _("yes") if one.value else _("no")
        return words.number(self.till, self.wanted or Wanted(""), one.value)

    @property
    def wanted(self) -> Wanted | None:
        """The figure that is looked behind."""
        return None if self.picked is None else self.picked.picks[self.picked.at].wanted

    # --- showing ---

    def look(self, month: tuple[int, int], picked: Picked) -> None:
        """Look behind one of some figures of a month."""
        self.month, self.picked, self.found = month, picked, None
        self.choice.clear()
        for one in picked.picks:
            add_choice(self.choice, one.name, None)
        self.choice.setVisible(len(picked.picks) > 1)
        self.show()
        self.pick(picked.at)

    def pick(self, place: int) -> None:
        """Look behind another of the figures."""
        if self.picked is None:
            return
        self.picked = self.picked._replace(at=place)
        self.choice.setCurrentIndex(place)
        self.read(behind.FIRST)

    def show_all(self) -> None:
        """Name all the rows."""
        self.read(None)

    def read(self, most: int | None) -> None:
        """Read the rows beside the window."""
        _, wanted, (year, month), desk = self.till.say, self.wanted, self.month, self.till.desk
        if wanted is None or self.picked is None:
            return
        if self.job is not None:
            self.job.cancel()

        def work(_progress: Progress) -> tuple[Found, tuple[Later, ...]]:
            found = behind.rows(desk, year, month, wanted, most=most)
            is_changed = bool(found.corrected or found.corrected_of)
            return found, behind_later.of_month(desk, year, month) if is_changed else ()

        self.title.say(self._title())
        self.about.setText(words.definition(self.till, wanted.figure))
        self.job = job = self.till.background(self, work)
        self.busy.follow(job, _("The rows are being read…"))
        job.done.connect(lambda found: self._read(job, *found))

    def _title(self) -> str:
        assert self.picked is not None
        pick = self.picked.picks[self.picked.at]
        several = len(self.picked.picks) > 1 and pick.name != self.picked.title
        return f"{self.picked.title} · {pick.name}" if several else self.picked.title

    def _read(self, job: Job, found: Found, later: tuple[Later, ...]) -> None:
        if job is not self.job:
            return
        _, ngettext, till = self.till.say, self.till.count, self.till
        self.job, self.found, self.later = None, found, later
        counted = ngettext("{count} row", "{count} rows", found.count).format(
            count=f"{found.count:,}"
        )
        self.sum.setText(f"{self.said(found)} · {counted}")
        is_cut = len(found.rows) < found.count
        self.more.setText(_("The first {shown} · show all").format(shown=f"{len(found.rows):,}"))
        self.more.setVisible(is_cut)
        self.note.setText(self._as_closed(found))
        self.note.setVisible(bool(self.note.text()))
        self.table.view.setColumnHidden(3, not any(one.amount is not None for one in found.rows)
                                        or is_money(found.wanted))  # fmt: skip
        self.table.view.setColumnHidden(0, not any(one.on for one in found.rows))
        self.table.view.setColumnHidden(1, not any(one.member_id for one in found.rows))
        self.table.show_rows(found.rows)
        self._marked(None)
        if till.signed_in is not None:
            self.table.enter()

    def said(self, found: Found) -> str:
        """What the rows come to: their sum, or of a rate what it is made of."""
        return _figure(self.till, found.wanted, found.value, found.of)

    def _as_closed(self, found: Found) -> str:
        """That the month is closed with another figure, and what was corrected since."""
        if found.kept is None or not (found.corrected or found.corrected_of):
            return ""
        _, till = self.till.say, self.till
        said = _("As closed it is {figure}; the rows are as of today. Corrected since: {change}.")
        change = words.number(till, found.wanted, -found.corrected)
        if found.wanted.figure in words.RATES:
            change = f"{-found.corrected:+,} / {-found.corrected_of:+,}"
        figure = _figure(till, found.wanted, found.kept.n, found.kept.of)
        reasons = [words.later(till, one) for one in self.later]
        return "\n".join([said.format(figure=figure, change=change), *reasons])

    # --- going on ---

    def _marked(self, one: Row | None) -> None:
        leads_elsewhere = one is not None and (one.purchase_id or one.voucher_id)
        self.member.setVisible(bool(leads_elsewhere and one is not None and one.member_id))

    def open(self, one: Row) -> None:
        """Go to what a row is about: its voucher, its receipt, its member."""
        if one.voucher_code is not None:
            self.till.go("vouchers", history=one.voucher_code)
        elif one.purchase_id is not None:
            self.till.go("records", receipt=one.purchase_id)
        elif one.member_id is not None:
            self.till.go("members", member=one.member_id)

    def open_member(self) -> None:
        """Go to the member of the marked row."""
        if self.table.current is not None and self.table.current.member_id is not None:
            self.till.go("members", member=self.table.current.member_id)

    # --- taking them away ---

    def save(self, ending: str) -> None:
        """Save all the rows as CSV or XLSX, beside the window."""
        till, wanted, (year, month) = self.till, self.wanted, self.month
        if wanted is None:
            return
        _, desk = till.say, till.desk
        name = whereabouts.documents() / f"{safe(self._title())} {year}-{month:02}{ending}"
        file = folders.save_as(_, self, _("Save the rows"), name, ending)
        if file is None:
            return

        def work(_progress: Progress) -> int:
            from reports.files import write_whole

            made = behind_files.export(desk, year, month, wanted, kind=ending[1:])
            try:
                write_whole(file, made.content, language=till.language)
            except OSError as error:
                raise files.not_written(till.language, error, file) from None
            return made.rows

        job = till.background(self, work)
        self.busy.follow(job, _("{file} is being written…").format(file=file.name))
        job.done.connect(lambda count: self._saved(file, count))

    def _saved(self, file: Path, count: int) -> None:
        ngettext = self.till.count
        said = ngettext("{count} row saved: {file}", "{count} rows saved: {file}", count)
        self.till.tell(said.format(count=f"{count:,}", file=file))

    def leave(self) -> None:
        """Back to the report alone."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
        self.picked = self.found = None
        self.hide()
        self.closed.emit()


def _figure(till: Till, wanted: Wanted, value: int, of: int) -> str:
    if wanted.figure == "average_order":
        if not of:
            return NOTHING
        sign = -1 if value < 0 else 1
        return till.money(sign * half_up(abs(value), of))
    said = words.number(till, wanted, value)
    if wanted.figure in words.RATES:
        return f"{said} / {of:,} = {percent(permille(value, of))}" if of else NOTHING
    return said


def picked(title: str, figure: str) -> Picked:
    """One figure by itself."""
    return Picked(title, (Pick(title, Wanted(figure)),))


def together(title: str, picks: Sequence[tuple[str, Wanted]], at: int = 0) -> Picked:
    """Figures that belong together."""
    return Picked(title, tuple(Pick(*one) for one in picks), at)

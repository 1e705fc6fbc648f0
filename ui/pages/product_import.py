"""Products from a file: what was recognised, what each row would do, then the import itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_documents_path
from PySide6.QtWidgets import QCheckBox, QWidget

from shopdesk import imports
from shopdesk.import_job import ImportResult
from shopdesk.import_look import Looked, look
from shopdesk.refusals import Refused
from ui import dialogs, files, folders
from ui.background import Job, Progress
from ui.pages.product_import_parts import (
    ENCODINGS,
    FATES,
    ColumnsGrid,
    Outcome,
    missing,
    outcomes,
    readable,
)
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.form import Form
from ui.widgets.parts import button, card, column, held, label, row
from ui.widgets.table import Column, Table

_ROWS = 7
_AGAIN = "already_imported"
"""The code of the refusal of a file that was imported before."""


def chosen_file(till: Till, parent: QWidget) -> Path | None:
    """Ask for a table; nothing if that was left."""
    _ = till.say
    kinds = _("Tables (*.csv *.tsv *.txt *.xlsx)")
    return dialogs.open_file(parent, _("Import products"), user_documents_path(), kinds)


class ImportForm(Form):
    """A file of products: tried whenever something about it is said, imported once it is right."""

    def __init__(self, till: Till, page: QWidget, file: Path) -> None:
        _ = till.say
        self.file, self.is_importing = file, False
        self.job: Job | None = None
        self.tried: ImportResult | None = None
        self.name = label(kind="heading", wraps=True)
        self.grid = ColumnsGrid(till, "products", self.try_out)
        self.update_those = QCheckBox(_("Bring the prices of products that are there"))
        self.update_those.setChecked(True)
        self.skip = QCheckBox(_("Leave out the rejected rows"))
        self.again = QCheckBox(_("Import this file again"))
        self.again.hide()
        self.which = choices(_("Which rows"), [])
        self.table = self._table(till)
        self.whole = label(kind="soft", wraps=True)
        self.table.selected.connect(lambda one: self.whole.setText(one.said if one else ""))
        self.rejects = button(_("Save the rejected rows…"), self.save_rejects)
        self.busy = Busy()
        self.told = label(kind="soft", wraps=True)
        another = button(_("Another file…"), self.choose, icon="folder")
        super().__init__(
            till, page, _("Import products"),
            row(self.name, 1, another), readable(till),
            FittedGrid([self._read(till), self._would_be(till)], (2, 1), space=28, is_filled=True),
            submit=self.bring_in, ok=_("Import"), width=980,
            foot=held(column(self.busy, self.told, space=4)),
        )  # fmt: skip
        self.update_those.toggled.connect(lambda _is_on: self.try_out())
        self.skip.toggled.connect(lambda _is_on: self._judge())
        self.which.currentIndexChanged.connect(lambda _place: self._list())
        self._show(None)
        self.take(file)

    def _table(self, till: Till) -> Table:
        _ = till.say
        columns: list[Column[Outcome]] = [
            Column(_("Row"), lambda one: f"{one.id}", 56, is_number=True),
            Column(_("What"), lambda one: _(FATES[one.fate]), 110, is_whole=True),
            Column(_("Product, price or reason"), lambda one: f"{one.name}  {one.said}".strip()),
        ]
        made: Table = Table(_("What would come of it"), columns, empty=_("Nothing to show yet."))
        made.setFixedHeight(made.view.verticalHeader().defaultSectionSize() * (_ROWS + 1))
        return made

    def _read(self, till: Till) -> QWidget:
        """What was recognised, to be put right."""
        _ = till.say
        return held(column(
            label(_("Their columns, and what each is here"), "heading", wraps=True), self.grid,
            self.update_those, self.skip, self.again, 1, space=12,
        ))  # fmt: skip

    def _would_be(self, till: Till) -> QWidget:
        """What becomes of the rows."""
        _ = till.say
        return held(column(
            label(_("What would come of it"), "heading"), row(self.which, 1, self.rejects),
            card(self.table, margin=1), self.whole, 1, space=12,
        ))  # fmt: skip

    # --- the file ---

    def choose(self) -> None:
        """Another file instead."""
        file = chosen_file(self.till, self)
        if file is not None and not self.is_importing:
            self.take(file)

    def take(self, file: Path) -> None:
        """Look at a file, show what it has, and try it."""
        self.file = file
        self.again.hide()
        self.again.setChecked(False)
        looked = self._looked(None)
        if looked is None:
            self.name.setText(file.name)
            return
        _ = self.till.say
        read = _("{file}, read as {encoding}")
        self.name.setText(read.format(file=file.name, encoding=ENCODINGS[looked.encoding]))
        self.grid.show_looked(looked)
        self.try_out()

    def _looked(self, columns: Any) -> Looked | None:
        try:
            return look(self.till.desk, self.file, "products", columns)
        except Refused as refusal:
            self._stop()
            self._show(None)
            self.refuse(refusal.text(self.till.language))
            return None

    # --- trying ---

    def try_out(self) -> None:
        """See on the worker what would come of it; an older try is left."""
        self._stop()
        self.said.hide()
        self._show(None)
        looked = self._looked(self.grid.columns())
        if looked is None:
            return
        if looked.missing:
            self.told.setText(missing(self.till, looked))
            return
        _ = self.till.say
        work = self._work(dry_run=True, skip_rejects=True, again=True)
        job = self._run(work, _("The file is being read…"))
        job.done.connect(lambda result: self._tried(job, result))

    def _work(self, **options: Any) -> Callable[[Progress], ImportResult]:
        return partial(_imported, self.till.desk, self.file, {
            "columns": self.grid.columns(), "update": self.update_those.isChecked(), **options,
        })  # fmt: skip

    def _run(self, work: Callable[[Progress], Any], text: str) -> Job:
        self.job = job = self.till.background(self, work, refused=self._refused)
        self.busy.follow(job, text)
        job.ended.connect(lambda: self._ended(job))
        return job

    def _stop(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _ended(self, job: Job) -> None:
        if job is self.job:
            self.job = None
            self.is_importing = False
            self._judge()

    def _tried(self, job: Job, result: ImportResult) -> None:
        if job is self.job:
            self._show(result)

    def _show(self, result: ImportResult | None) -> None:
        """Show what would come of it, or that nothing is known yet."""
        _, self.tried = self.till.say, result
        self.rows = [] if result is None else outcomes(self.till, result)
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItem(_("All rows"), "")
        for fate, words in FATES.items():
            if any(one.fate == fate for one in self.rows):
                self.which.addItem(_(words), fate)
        self.which.blockSignals(False)
        self._list()
        self._judge()

    def _list(self) -> None:
        fate = self.which.currentData()
        self.table.show_rows([one for one in self.rows if not fate or one.fate == fate])

    def _judge(self) -> None:
        """Say what is known, and let import what can be."""
        result = self.tried
        self.rejects.setEnabled(result is not None and result.rejected_count > 0)
        self.skip.setVisible(result is not None and result.rejected_count > 0)
        is_good = result is not None and (self.skip.isChecked() or not result.rejected_count)
        self.ok.setEnabled(is_good and result is not None and result.written > 0)
        self.told.setText("" if result is None else counted(self.till, result))

    # --- importing ---

    def try_it(self) -> None:
        """Import on the worker; the form closes once it is done."""
        if self.is_importing or not self.ok.isEnabled():
            return
        self.submit()

    def bring_in(self) -> None:
        """Begin the import: all of it or nothing, also where it is cancelled."""
        _ = self.till.say
        self._stop()
        self.said.hide()
        work = self._work(skip_rejects=self.skip.isChecked(), again=self.again.isChecked())
        job = self._run(work, _("The products are being imported…"))
        self.is_importing = True
        self.ok.setEnabled(False)
        job.done.connect(self._brought_in)
        job.stopped.connect(lambda: self.refuse(_("Cancelled. Nothing was changed.")))

    def _brought_in(self, result: ImportResult) -> None:
        self.till.tell(counted(self.till, result))
        self.accept()

    def _refused(self, refusal: Refused) -> None:
        _, is_again = self.till.say, refusal.code == _AGAIN
        self.again.setVisible(is_again)
        again = _("This file was imported before. Tick that it shall be once more, or leave it.")
        self.refuse(again if is_again else refusal.text(self.till.language))

    def save_rejects(self) -> None:
        """All rejected rows with their reasons, to be mended and imported."""
        _ = self.till.say
        name = user_documents_path() / f"{self.file.stem}-rejected{files.CSV}"
        target = folders.save_as(_, self, _("Save the rejected rows"), name, files.CSV)
        if target is None or self.is_importing:
            return
        work = self._work(dry_run=True, skip_rejects=True, again=True, rejects=target)
        job = self._run(work, _("{file} is being written…").format(file=target.name))
        said = _("Saved: {file}").format(file=target)
        job.done.connect(lambda _result: self.told.setText(said))

    def reject(self) -> None:
        """Stop what runs; a form whose import is stopped stays to say so."""
        was_importing = self.is_importing
        if self.job is not None:
            self.job.cancel()
        if not was_importing:
            super().reject()


def _imported(desk: Any, file: Path, options: dict[str, Any], progress: Progress) -> ImportResult:
    return imports.products(desk, file, progress=progress, **options)


def counted(till: Till, result: ImportResult) -> str:
    """What an import does, in figures."""
    _ = till.say
    same = result.written - result.created_products - result.changed_products
    return _("{new} new, {changed} changed, {same} unchanged, {rejected} rejected").format(
        new=f"{result.created_products:,}", changed=f"{result.changed_products:,}",
        same=f"{same:,}", rejected=f"{result.rejected_count:,}",
    )  # fmt: skip

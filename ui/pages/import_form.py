"""Bringing a file in: what its columns are, a try that writes nothing, then the import itself."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, import_preview, imports
from shopdesk.imports import ImportResult, Preview
from shopdesk.language import N_
from shopdesk.refusals_of_files import AlreadyImported
from ui import dialogs, files, folders, whereabouts
from ui.background import Progress
from ui.pages import import_result
from ui.pages.import_columns import Columns, missing
from ui.pages.import_tiers import Tiers
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.in_both import Check, add_choice
from ui.widgets.parts import held, label, named, row, set_mood
from ui.widgets.working_form import WorkingForm

TITLES = {
    "members": N_("Import members"),
    "products": N_("Import products"),
    "purchases": N_("Import purchases"),
    "cards": N_("Import cards"),
}
_BRING: dict[str, Callable[..., ImportResult]] = {
    "members": imports.members,
    "products": imports.products,
    "purchases": imports.purchases,
    "cards": imports.cards,
}
_ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GBK / GB18030", "utf-16": "UTF-16"}
_TWINS = {
    "skip": N_("Leave the row out"),
    "fill": N_("Take over what the member here lacks"),
    "new": N_("Make a new member, sharing the phone"),
    "reject": N_("Reject the row"),
}


def bring_in(till: Till, parent: QWidget, kind: str) -> None:
    """Ask for a file, and bring in what it holds."""
    _ = till.say
    kinds = files.tables(_("Tables"))
    path = dialogs.open_file(parent, _(TITLES[kind]), whereabouts.documents(), kinds)
    if path is not None:
        ImportForm(till, parent, kind, path).filled()


class ImportForm(WorkingForm):
    """One file: looked at, tried, imported. ``came`` is what the last try or import came to.

    Until it was tried nothing is imported, and whatever is changed has to be tried again.
    """

    def __init__(self, till: Till, parent: QWidget | None, kind: str, path: Path) -> None:
        _ = till.say
        self.kind, self.path = kind, path
        self.folder = Path(tempfile.mkdtemp(prefix="shopdesk-"))
        self.seen: Preview | None = None
        self.came: ImportResult | None = None
        self.encoding = Box()
        self.encoding.setMinimumContentsLength(14)
        self.needs = label(wraps=True)
        set_mood(self.needs, "note")
        self.columns = Columns(till, self._columns_changed)
        self.twins = Box()
        for choice, words in _TWINS.items():
            add_choice(self.twins, _(words), choice)
        self.create_members = Check(_("Make members who are not there"))
        self.create_products = Check(_("Make products that are not there"))
        self.update_products = Check(_("Update products that are there already"))
        self.update_products.setChecked(True)
        self.without_points = Check(_("Earn no points: the members brought theirs along"))
        self.skip_rejects = Check(_("Import the good rows though some are rejected"))
        self.again = Check(_("Import this file once more on purpose"))
        self.tiers = Tiers(till, self._changed)
        self.outcome = import_result.Outcome(till, self.save_rejects)
        self.way = held(named(_("How the file is written"), self.encoding))
        self.about_twins = held(named(_("Whoever is a member here already"), self.twins))
        super().__init__(
            till, parent, _(TITLES[kind]), label(path.name, "heading"), self.tiers,
            self.outcome, row(self.way, self.about_twins, 1, space=16), self.create_members,
            self.create_products, self.update_products, self.without_points, self.skip_rejects,
            self.again, self.needs, self.columns, submit=self._go_on, ok=_("Try it"), width=820,
        )  # fmt: skip
        self.about_twins.setVisible(kind == "members")
        for box in (self.create_members, self.create_products, self.without_points):
            box.setVisible(kind == "purchases")
            box.toggled.connect(self._changed)
        self.update_products.setVisible(kind == "products")
        self.update_products.toggled.connect(self._changed)
        self.again.hide()
        self.again.toggled.connect(self._changed)
        self.skip_rejects.toggled.connect(self._changed)
        self.twins.currentIndexChanged.connect(self._changed)
        self.encoding.activated.connect(lambda _place: self.look({}))
        self.finished.connect(lambda _how: shutil.rmtree(self.folder, ignore_errors=True))
        self.way.hide()
        self.needs.hide()
        self.outcome.hide()
        self.look({})

    # --- looking ---

    def look(self, columns: dict[str, str]) -> None:
        """Look at the file as it would be read with these columns."""
        _, desk, path, kind = self.till.say, self.till.desk, self.path, self.kind
        encoding = self.encoding.currentData()

        def work(_progress: Progress) -> Preview:
            return imports.preview(desk, path, kind, columns=columns, encoding=encoding)

        self.begin(work, _("{file} is being read…").format(file=path.name), self.show_preview)

    def show_preview(self, seen: Preview) -> None:
        """Show what the file has."""
        self.seen = seen
        if not self.encoding.count():
            for encoding in seen.encodings:
                self.encoding.addItem(_ENCODINGS[encoding], encoding)
        self.encoding.setCurrentIndex(self.encoding.findData(seen.encoding))
        self.way.setVisible(bool(seen.encodings))
        self.columns.show_preview(seen)
        self._say_what_is_missing()
        self._changed()
        self.fit()

    def _say_what_is_missing(self) -> None:
        assert self.seen is not None
        said = missing(self.till, self.seen)
        self.needs.setText(said)
        self.needs.setVisible(bool(said))
        self.ok.setEnabled(not said)

    def _columns_changed(self) -> None:
        assert self.seen is not None
        try:
            seen = import_preview.named(self.till.desk, self.seen, self.columns.chosen())
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            self.ok.setEnabled(False)
            return
        self.said.hide()
        self.seen = seen
        self._say_what_is_missing()
        self._changed()

    # --- trying and importing ---

    def _changed(self, *_what: object) -> None:
        """Something else would come of it now: try it first."""
        self.came = None
        self.outcome.hide()
        self.leave.show()
        _ = self.till.say
        self.ok.setText(_("Try it"))

    def _go_on(self) -> None:
        """The next step: a try, or what was tried."""
        self.run(dry_run=self.came is None)

    def try_it(self) -> None:
        """Take the next step; the form stays until the import is done."""
        if self.job is not None:
            return
        if self.came is not None and not self.came.dry_run:
            self.accept()
            return
        self.submit()

    def options(self) -> dict[str, Any]:
        """What was chosen, by the names that the import has for it."""
        chosen: dict[str, Any] = {
            "columns": self.columns.chosen(),
            "encoding": self.encoding.currentData(),
            "skip_rejects": self.skip_rejects.isChecked(),
            "again": self.again.isChecked(),
        }
        if self.kind == "members":
            chosen["duplicates"] = self.twins.currentData()
            chosen["tiers"] = self.tiers.chosen()
        if self.kind == "products":
            chosen["update"] = self.update_products.isChecked()
        if self.kind == "purchases":
            chosen["create_members"] = self.create_members.isChecked()
            chosen["create_products"] = self.create_products.isChecked()
            chosen["earns"] = not self.without_points.isChecked()
        return chosen

    def run(self, *, dry_run: bool) -> None:
        """Try it or import it, beside the window."""
        _, desk, path = self.till.say, self.till.desk, self.path
        bring, options, rejects = _BRING[self.kind], self.options(), self.folder / "rejects.csv"
        rejects.unlink(missing_ok=True)

        def work(progress: Progress) -> ImportResult:
            return bring(desk, path, dry_run=dry_run, rejects=rejects, progress=progress, **options)

        said = _("{file} is being tried…") if dry_run else _("{file} is being imported…")
        self.begin(work, said.format(file=path.name), self.show_result)

    def after(self) -> None:
        """Nothing is tried of a file that could not be read, or lacks a column."""
        self.ok.setEnabled(self.seen is not None and not self.seen.missing)

    def was_refused(self, refusal: Refused) -> None:
        """Say why; a file that was imported already may be so once more, on purpose."""
        if isinstance(refusal, AlreadyImported):
            self.again.show()
        super().was_refused(refusal)

    def show_result(self, result: ImportResult) -> None:
        """Say what came of it, and what the next step is."""
        _, self.came = self.till.say, result
        self.outcome.show_result(result, has_rejects=(self.folder / "rejects.csv").exists())
        self.outcome.show()
        self.tiers.add(result.unknown_tiers)
        if not result.dry_run:
            self.ok.setText(_("Close"))
            self.leave.hide()  # it is no way to take the import back
            if result.written:
                self.till.tell(import_result.summary(self.till, result))
        elif result.written:
            ngettext = self.till.count
            text = ngettext("Import {count} row", "Import {count} rows", result.written)
            self.ok.setText(text.format(count=f"{result.written:,}"))
        else:
            self._changed_after_nothing()
        self.fit()
        self.body.verticalScrollBar().setValue(0)
        self.ok.setFocus()

    def _changed_after_nothing(self) -> None:
        """Nothing would be written: only another choice makes sense now."""
        _, self.came = self.till.say, None
        self.ok.setText(_("Try it again"))

    def save_rejects(self) -> None:
        """Save the rejected rows where they can be mended."""
        _ = self.till.say
        name = self.path.with_name(f"{self.path.stem}-rejected.csv")
        target = folders.save_as(_, self, _("Save the rejected rows"), name, ".csv")
        if target is None:
            return
        try:
            shutil.copyfile(self.folder / "rejects.csv", target)
        except OSError as error:
            self.refuse(files.not_written(self.till.language, error, target).text(
                self.till.language
            ))  # fmt: skip
            return
        self.till.tell(_("The rejected rows are in {file}").format(file=target))

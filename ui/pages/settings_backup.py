"""Backup: whole, checked copies of the shop in a folder of its own and a second place, the list of
them, and bringing one back."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from shopdesk import backup_list, backup_log, backups
from shopdesk.backup_list import Found
from shopdesk.language import N_
from ui import dialogs, files, folders, whereabouts
from ui.background import Progress
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.fitted_row import FittedRow
from ui.widgets.heights import whole
from ui.widgets.parts import Part, button, card, label, picture, row, set_mood
from ui.widgets.table import Column, Table

STATES = {
    "sealed": N_("whole"),
    "unsealed": N_("without its seal"),
    "damaged": N_("damaged"),
}
PLACES = {"backups": N_("Folder of backups"), "backups_too": N_("Second place")}
_MB = 1_000_000


class BackupSection(Section):
    """When the last one was made, one more, where they lie, and which there are."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.saved: Path | None = None
        self.last = label(wraps=True)
        self.none_yet = picture("note")
        self.make_button = button(_("Back up now…"), self.make, "primary")
        self.stop_button = button(_("Cancel"), self.stop, "small")
        self.busy, self.looking = Busy(), Busy()
        self.folder = button(_("Open folder"), self.open_folder, icon="folder")
        for each in (self.folder, self.stop_button):
            each.hide()
        self.places = {name: label(wraps=True) for name in PLACES}
        self.choosers = {name: button(_("Choose…"), partial(self.choose, name)) for name in PLACES}
        self.no_second = button(_("None"), self.forget_second)
        for name, words in PLACES.items():
            self.choosers[name].setAccessibleName(_("Choose: {what}").format(what=_(words)))
            self.places[name].setAccessibleName(_(words))
        self.no_second.setAccessibleName(_("No second place"))
        self.same_disk = label(wraps=True)
        set_mood(self.same_disk, "note")
        self.table = self._table()
        self.restore_button = button(_("Bring this one back…"), self.restore, "danger")
        self.other_button = button(_("Another file…"), self.restore_other)
        self.build(_("Backup"), *self._cards(), 1)

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Backups"),
            [
                Column[Found](_("File"), lambda one: one.file.name),
                Column(_("Up to"), lambda one: till.moment(one.at), 160, is_whole=True),
                Column(_("Size"), lambda one: f"{one.size / _MB:,.1f} MB", 100, is_number=True),
                Column(_("Checked"), lambda one: _(STATES[one.state]), 140),
            ],
            empty=_("No backup of this shop lies in these folders."),
            action=button(_("Back up now…"), self.make, icon="add"),
        )
        table.selected.connect(lambda _one: self._marked())
        return table

    def _cards(self) -> list[Part]:
        _ = self.till.say
        where = _(
            "Keep it on another disk or a USB stick, not only on this computer. The copy is "
            "checked before it gets its name, and a seal is put beside it: keep both together. "
            "Selling may go on meanwhile."
        )
        back = _(
            "A backup takes the place of the shop as it is now. What is written down since would be"
            " missing, and you are told how much that is before anything is done. The file that is"
            " here now is kept beside the new one and can be brought back in the same way."
        )
        last = row(self.none_yet, self.last)
        last.setStretch(1, 1)
        frame = card(margin=1, space=0)
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(self.table)
        places: list[Part] = []
        for name, words in PLACES.items():
            more = [self.no_second] if name == "backups_too" else []
            line = row(self.places[name], self.choosers[name], *more)
            line.setStretch(0, 1)
            places += [label(_(words), "soft"), line]
        return [
            card(last, label(where, "soft", wraps=True),
                 FittedRow(self.make_button, self.folder, self.stop_button, 1), self.busy),
            card(label(_("Where backups are kept"), "heading"), *places, self.same_disk),
            label(_("Backups"), "heading"), frame, self.looking,
            card(label(_("Restore"), "heading"), label(back, "soft", wraps=True),
                 FittedRow(self.restore_button, self.other_button, 1)),
        ]  # fmt: skip

    # --- what there is ---

    def load(self) -> None:
        """Say when the last backup was made and where they lie, and look which there are."""
        _, kept = self.till.say, self.till.preferences
        made = backup_log.last_made(self.till.desk)
        self.none_yet.setVisible(made is None)
        set_mood(self.last, "note" if made is None else "")
        if made is None:
            self.last.setText(_("No backup yet."))
        else:
            text = _("The last backup was made on {at}: {file}")
            self.last.setText(text.format(at=f"{made.at:%Y-%m-%d %H:%M}", file=made.file))
        for name, place in self.places.items():
            place.setText(getattr(kept, name) or _("none chosen"))
        both = [one for one in (kept.backups, kept.backups_too) if one]
        notes = [folders.same_disk_note(_, one, self.till.shop.location) for one in both]
        self.same_disk.setText(notes[0] if notes else "")
        self.same_disk.setVisible(bool(notes) and all(notes))
        self.no_second.setVisible(bool(kept.backups_too))
        self.look()

    def look(self) -> None:
        """Read the backups of the folders, beside the window."""
        _, shop = self.till.say, self.till.shop
        if self.looking.job is not None:
            return
        kept = self.till.preferences
        chosen = [Path(one) for one in (kept.backups, kept.backups_too) if one]
        places = [*chosen, shop.location.parent]

        def work(progress: Progress) -> list[Found]:
            return backup_list.found(shop, places, progress=progress)

        job = self.till.background(self, work)
        self.looking.follow(job, _("Looking at the backups…"))
        job.done.connect(self._seen)

    def _seen(self, found: list[Found]) -> None:
        self.table.show_again(found)
        whole(self.table, most=10)
        self._marked()

    def _marked(self) -> None:
        one, may = self.table.current, self.may("backups.restore")
        self.restore_button.setEnabled(one is not None and one.state != "damaged" and may)
        self.other_button.setEnabled(may)

    # --- where ---

    def choose(self, name: str) -> None:
        """Ask for a folder and remember it, for this computer."""
        _ = self.till.say
        begin = getattr(self.till.preferences, name) or whereabouts.documents()
        chosen = dialogs.choose_folder(self, _(PLACES[name]), begin)
        if chosen is not None:
            self.till.prefer(**{name: str(chosen)})
            self.load()

    def forget_second(self) -> None:
        """Make no more backups in the second place; what lies there stays."""
        self.till.prefer(backups_too="")
        self.load()

    # --- making one ---

    def record(self) -> None:
        """F12: make a backup."""
        self.make()

    def make(self) -> None:
        """Make a backup in the folders that are chosen, or ask where."""
        if not self.make_button.isEnabled():
            return
        kept = self.till.preferences
        places = [Path(one) for one in (kept.backups, kept.backups_too) if one]
        if not places:
            file = self._asked()
            places = [] if file is None else [file]
        if places:
            self._make(places)

    def _asked(self) -> Path | None:
        _, till = self.till.say, self.till
        now = till.desk.now().astimezone(till.shop.zone)
        kept = "".join(c for c in till.shop.settings.name if c.isalnum()) or "shop"
        name = whereabouts.documents() / f"{kept}-{now:%Y%m%d-%H%M%S}{files.SHOP}"
        return folders.save_as(_, self, _("Back up to"), name, files.SHOP)

    def _make(self, places: list[Path]) -> None:
        """The first place, then the second: one that fails does not undo the other."""
        _, till, desk = self.till.say, self.till, self.till.desk

        def work(progress: Progress) -> Path:
            made = [backups.make(desk, place, progress=progress) for place in places]
            return made[0]

        job = till.background(self, work)
        self.make_button.setEnabled(False)
        self.folder.hide()
        self.stop_button.show()
        self.busy.follow(job, _("{file} is being written…").format(file=places[0].name))
        job.done.connect(self._made)
        job.stopped.connect(
            lambda: till.tell(_("Stopped. Backups that were finished are whole."), "note")
        )
        job.ended.connect(self._ended)

    def stop(self) -> None:
        """Leave it: no half backup is there then."""
        if self.busy.job is not None:
            self.busy.job.cancel()

    def _ended(self) -> None:
        self.make_button.setEnabled(True)
        self.stop_button.hide()
        self.load()

    def _made(self, file: Path) -> None:
        _ = self.till.say
        self.saved = file
        self.folder.show()
        self.till.tell(_("The backup is whole and checked: {file}").format(file=file))

    def open_folder(self) -> None:
        """Show where it was saved."""
        if self.saved is not None and not folders.show(self.saved):
            _ = self.till.say
            text = _("The folder cannot be opened here. The file is {file}")
            self.till.tell(text.format(file=self.saved), "note")

    # --- bringing one back ---

    def restore(self) -> None:
        """Ask with what would be missing, then bring the marked one back."""
        if self.table.current is not None and self.restore_button.isEnabled():
            self._restore(self.table.current)

    def restore_other(self) -> None:
        """A backup that lies elsewhere."""
        _ = self.till.say
        begin = Path(self.till.preferences.backups or whereabouts.home())
        file = folders.open_shop(self, _("Restore a backup"), begin)
        if file is None:
            return
        found = backup_list.one(self.till.shop, file)
        if found is None or found.state == "damaged":
            text = _("{file} is no whole backup of this shop. Nothing was changed.")
            self.till.tell(text.format(file=file), "bad")
        else:
            self._restore(found)

    def _restore(self, backup: Found) -> None:
        from ui.pages.restore_form import RestoreForm

        RestoreForm(self.till, self, backup).filled()

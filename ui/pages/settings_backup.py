"""Backup: a whole, checked copy of the shop, made beside the selling."""

from pathlib import Path

from shopdesk import backup_log, backups
from ui import files, folders, whereabouts
from ui.background import Progress
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.parts import button, card, label, picture, row, set_mood


class BackupSection(Section):
    """When the last one was made, and one more."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.saved: Path | None = None
        self.last = label(wraps=True)
        self.none_yet = picture("note")
        self.make_button = button(_("Back up now…"), self.make, "primary")
        self.busy = Busy()
        self.folder = button(_("Open folder"), self.open_folder, icon="folder")
        self.folder.hide()
        where = _(
            "Keep it on another disk or a USB stick, not only on this computer. The copy is "
            "checked before it gets its name, and a seal is put beside it: keep both together. "
            "Selling may go on meanwhile."
        )
        back = _(
            "To bring a backup back, close ShopDesk and type in a terminal: {command}. It is "
            "checked first, and the file that was there is kept beside it."
        ).format(command="shopdesk restore BACKUP SHOP")
        last = row(self.none_yet, self.last)
        last.setStretch(1, 1)
        self.build(
            _("Backup"),
            card(last, label(where, "soft", wraps=True), row(self.make_button, self.folder, 1),
                 self.busy),
            card(label(_("Restore"), "heading"), label(back, wraps=True)),
            1,
        )  # fmt: skip

    def load(self) -> None:
        """Say when the last backup was made."""
        _ = self.till.say
        made = backup_log.last_made(self.till.desk)
        self.none_yet.setVisible(made is None)
        set_mood(self.last, "note" if made is None else "")
        if made is None:
            self.last.setText(_("No backup yet."))
        else:
            text = _("The last backup was made on {at}: {file}")
            self.last.setText(text.format(at=f"{made.at:%Y-%m-%d %H:%M}", file=made.file))

    def record(self) -> None:
        """F12: make a backup."""
        self.make()

    def make(self) -> None:
        """Make a backup where it is wanted."""
        _, till = self.till.say, self.till
        if not self.make_button.isEnabled():
            return
        now = till.desk.now().astimezone(till.shop.zone)
        kept = "".join(c for c in till.shop.settings.name if c.isalnum()) or "shop"
        name = whereabouts.documents() / f"{kept}-{now:%Y%m%d-%H%M%S}{files.SHOP}"
        file, desk = folders.save_as(_, self, _("Back up to"), name, files.SHOP), till.desk
        if file is None:
            return

        def work(_progress: Progress) -> Path:
            return backups.make(desk, file)

        job = till.background(self, work)
        self.make_button.setEnabled(False)
        self.folder.hide()
        self.busy.follow(job, _("{file} is being written…").format(file=file.name))
        job.done.connect(self._made)
        job.ended.connect(lambda: self.make_button.setEnabled(True))

    def _made(self, file: Path) -> None:
        _ = self.till.say
        self.saved = file
        self.folder.show()
        self.load()
        self.till.tell(_("The backup is whole and checked: {file}").format(file=file))

    def open_folder(self) -> None:
        """Show where it was saved."""
        if self.saved is not None and not folders.show(self.saved):
            _ = self.till.say
            text = _("The folder cannot be opened here. The file is {file}")
            self.till.tell(text.format(file=self.saved), "note")

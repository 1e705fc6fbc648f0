"""Bringing a backup back: what would be missing, PIN and reason; done between two windows."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from shopdesk import Refused, backup_list, backups
from shopdesk.backup_list import Found, Missing
from shopdesk.backups import Restored
from shopdesk.language import leading, translator
from ui import background, dialogs
from ui.look import dress, scaled
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.form import Form
from ui.widgets.parts import button, column, field, label, named, row
from ui.widgets.pin_pad import PinField


class RestoreForm(Form):
    """What was written since the backup and would be missing stands above PIN and reason."""

    def __init__(self, till: Till, parent: QWidget, backup: Found) -> None:
        _, self.backup = till.say, backup
        told, mood = _missing(till, backup_list.missing(till.desk, backup))
        since = _("{file} goes up to {at}.").format(
            file=backup.file.name, at=till.moment(backup.at)
        )
        kept = _(
            "The shop as it is now is kept beside the new file; restore that in the same way to"
            " undo this. The window closes and opens again."
        )
        self.reason = field(_("Reason"), _("Why a backup is restored (kept on record)"))
        self.pin = PinField(_("Your PIN"))
        super().__init__(
            till, parent, _("Restore a backup"), label(since, wraps=True),
            label(told, mood, wraps=True), label(kept, "soft", wraps=True),
            named(_("Reason"), self.reason), named(_("Your PIN"), self.pin),
            submit=self.allow, ok=_("Restore it"), kind="final", width=520,
        )  # fmt: skip

    def allow(self) -> None:
        """Write it down; the window goes, and the rest is done once the shop is closed."""
        file, till = self.backup.file, self.till
        backups.allow_restore(
            till.desk, file, pin=self.pin.text(), reason=self.reason.text()
        )  # fmt: skip
        self.accepted.connect(lambda: till.restore_wanted.emit(file))


def _missing(till: Till, lost: Missing) -> tuple[str, str]:
    """What was written since the backup, and how it is said: a warning where there is something."""
    _ = till.say
    if not (lost.receipts or lost.top_ups or lost.members or lost.vouchers):
        return _("Nothing has been recorded since, so nothing will be missing."), "soft"
    told = _(
        "Written down since, and missing afterwards: receipts {receipts}, top-ups {top_ups},"
        " new members {members}, vouchers {vouchers}."
    ).format(
        receipts=f"{lost.receipts:,}", top_ups=f"{lost.top_ups:,}",
        members=f"{lost.members:,}", vouchers=f"{lost.vouchers:,}",
    )  # fmt: skip
    return told, "note"


class Restoring(QDialog):
    """What is seen between the two windows; it is all done or nothing, and cannot be left."""

    def __init__(self, backup: Path, location: Path, language: str, size: int) -> None:
        super().__init__()
        dress(self)
        self.backup, self.location = backup, location
        self.restored: Restored | None = None
        _ = self.say = translator(language)
        self.language = leading(language)
        self.setWindowTitle("ShopDesk")
        self.setMinimumWidth(scaled(520, size))
        self.said = label(_("The backup is being checked and restored…"), wraps=True)
        self.busy = Busy()
        self.ok = button(_("Open the shop"), self.accept, "primary")
        self.ok.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        title = label(_("Restore a backup"), "title")
        layout.addLayout(column(title, self.said, self.busy, row(1, self.ok), space=14))
        self.begin()

    def begin(self) -> None:
        """Do it beside the window; how it went is said before the shop opens."""
        backup, location = self.backup, self.location
        job = background.Job(self)
        job.done.connect(self._done)
        job.refused.connect(self._refused)
        job.failed.connect(background.raise_again)
        job.ended.connect(lambda: self.ok.setEnabled(True))
        self.busy.follow(job, self.said.text())
        self.ok.setEnabled(False)
        background.run(job, None, lambda _progress: backups.restore(backup, location))

    def _done(self, restored: Restored) -> None:
        _, self.restored = self.say, restored
        text = _("The backup is in its place. What was there is kept as {file}.")
        self._say(text.format(file=restored.kept_aside or "–"))

    def _refused(self, refusal: Refused) -> None:
        _ = self.say
        text = _("{why} The shop is as it was.")
        self._say(text.format(why=refusal.text(self.language)))

    def _say(self, text: str) -> None:
        """Say how it went, and grow with what is said."""
        self.said.setText(text)
        self.setMinimumHeight(self.heightForWidth(self.minimumWidth()))

    def reject(self) -> None:
        """Leave only once it has ended."""
        if self.ok.isEnabled():
            super().reject()


def between(backup: Path, location: Path, language: str, size: int) -> None:
    """Bring a backup back while no window has the shop open, and say how it went."""
    dialogs.show(Restoring(backup, location, language, size))

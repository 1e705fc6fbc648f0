"""A shop that cannot be opened: why, and what to open instead."""

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout

from shopdesk import Refused, backups
from shopdesk.backups import Restored
from shopdesk.language import leading, translator
from ui import (
    background,
    dialogs,
    files,
    folders,
    help,
    help_topics,
    preferences,
    whereabouts,
)
from ui.look import dress, scaled
from ui.widgets.busy import Busy
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, column, label, picture, row

_NEW = f"shop{files.SHOP}"
_MENDED_ELSEWHERE = ("busy", "read_only", "disk_full", "disk_error", "no_file")
"""Refusals that may be gone at the next try: another program closed, a disk connected."""
_SPOILT = ("not_a_shop", "damaged")
"""Refusals of the file itself, which a backup can take the place of."""


def instead(location: Path, refusal: Refused) -> Path | None:
    """Say why ``location`` cannot be opened and ask for another; nothing if that was left."""
    made = Unopened(location, refusal)
    dialogs.show(made)
    return made.chosen


class Unopened(QDialog):
    """The sentence, what helps, and the ways on: another file, a backup, a new shop, once more.

    The first of them is the one that can help here."""

    def __init__(self, location: Path, refusal: Refused) -> None:
        super().__init__()
        dress(self)
        self.location = location
        self.chosen: Path | None = None
        self.is_busy = False
        spoken = preferences.load().language or preferences.spoken()
        self.language = leading(spoken)
        _ = self.say = translator(spoken)
        self.setWindowTitle("ShopDesk")
        self.setMinimumWidth(scaled(580, preferences.load().size))
        self.said = label(refusal.text(self.language), wraps=True)
        safe = label(_("Nothing was changed. What is in the file stays as it is."), "soft",
                     wraps=True)  # fmt: skip
        waits, spoilt = refusal.code in _MENDED_ELSEWHERE, refusal.code in _SPOILT
        self.again = button(_("Try again"), lambda: self.take(location), "primary" if waits else "")
        self.other = button(
            _("Open an existing shop…"), self.open_other, "" if waits else "primary"
        )
        new = button(_("Begin a new shop…"), self.begin_new)
        self.back = button(_("Restore a backup…"), self.bring_back)
        if not spoilt:
            self.back.hide()
        leave = button(_("Quit"), self.reject)
        helps = _(
            "Open your shop's own file, or bring its newest backup back: that is checked first,"
            " and the file that was in its place is kept beside it."
        )
        help_ = [label(helps, wraps=True)] if spoilt else []
        first, second = (self.again, self.other) if waits else (self.other, self.again)
        first.setDefault(True)
        self.ways = (self.again, self.other, new, self.back, leave)
        self.busy = Busy()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        title = label(_("This shop cannot be opened"), "title")
        layout.addLayout(
            column(
                row(picture("bad", 28), title, 1), self.said, safe, *help_,
                self.busy, FittedRow(self.back, new, 1), FittedRow(leave, 1, second, first),
                space=14,
            )
        )  # fmt: skip
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        first.setFocus()
        self._fit()

    def show_help(self) -> None:
        """F1: the help for a file that cannot be opened, or away with it."""
        kept = preferences.load()
        help.turn(self, self.language, help_topics.of_class(type(self)), kept.size)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Be as high as needed: only now the letters have their sizes."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make room for all that is said: Qt reckons with one line of a text that wraps."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        width = self.minimumWidth()
        self.resize(width, layout.totalHeightForWidth(width))

    def take(self, location: Path) -> None:
        """Go on with a file."""
        self.chosen = location
        self.accept()

    def open_other(self) -> None:
        """Another file: where the shop lies now, or a backup of it."""
        _ = self.say
        folder = self.location.parent
        found = folders.open_shop(self, _("Open an existing shop"), folder)
        if found is not None:
            self.take(found)

    def begin_new(self) -> None:
        """A new shop in a new file; the first run asks the rest."""
        _ = self.say
        place = self.location.with_name(_NEW)
        named = folders.save_as(_, self, _("Where the file is kept"), place, files.SHOP)
        if named is not None:
            self.take(named)

    def bring_back(self) -> None:
        """Put a backup in this place; what was there is kept beside it, and where is said."""
        _ = self.say
        title = _("Restore a backup")
        backup = folders.open_shop(self, title, whereabouts.home())
        if backup is None:
            return
        job = background.Job(self)
        job.done.connect(self._brought_back)
        job.refused.connect(self._not_brought_back)
        job.failed.connect(background.raise_again)
        job.ended.connect(lambda: self._wait(is_busy=False))
        self.busy.follow(job, _("The backup is being checked and restored…"))
        self._wait(is_busy=True)
        background.run(job, None, lambda _progress: backups.restore(backup, self.location))

    def _wait(self, *, is_busy: bool) -> None:
        """Nothing else is begun meanwhile: it is all done or nothing, and does not take long."""
        self.is_busy = is_busy
        for way in self.ways:
            way.setEnabled(not is_busy)
        self._fit()

    def reject(self) -> None:
        """Leave, but not in the middle of what puts a file in the place of another."""
        if not self.is_busy:
            super().reject()

    def _brought_back(self, restored: Restored) -> None:
        _ = self.say
        if restored.kept_aside is not None:
            text = _("The backup is in its place. What was there is kept as {file}.")
            said = text.format(file=restored.kept_aside)
            dialogs.tell(self, _("Restore a backup"), said)
        self.take(restored.location)

    def _not_brought_back(self, refusal: Refused) -> None:
        self.said.setText(refusal.text(self.language))

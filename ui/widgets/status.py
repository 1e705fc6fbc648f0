"""Whether all is well, at a glance: what is recorded is on the disk, and when it was last backed
up. In words, with an icon and a colour."""

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from shopdesk import backup_log
from ui import icons, languages, look
from ui.background import Job, Progress
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.parts import label, row, set_mood
from ui.widgets.tips import tip

_ICON = 14
"""Pixels at 100 percent."""
_SPACE, _EDGE = 4, 2
OLD_DAYS = 2
"""From so many days on the last backup is old."""


class Status(QFrame):
    """The chip; what the audit remembers of backups is read beside the window."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.job: Job | None = None
        self.setProperty("kind", "status")
        self.icon, self.word = label(), Elided("", "tiny")
        inside = row(1, self.icon, self.word, 1, space=_SPACE)
        inside.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.setLayout(inside)
        self.load()

    def load(self) -> None:
        """Read when the last backup was made."""
        _, desk = self.till.say, self.till.desk
        if self.till.shop.known.is_practice:
            said = _("Practice shop: nothing here counts or is backed up.")
            self._show(_("Practice"), said, "note")
            return

        def work(_progress: Progress) -> datetime | None:
            made = backup_log.last_made(desk)
            return None if made is None else made.at

        self.job = job = self.till.background(self, work)
        job.done.connect(lambda at: self.show_backup(at) if job is self.job else None)

    def show_backup(self, at: datetime | None) -> None:
        """Show how old the last backup is; nothing where there is none."""
        _, ngettext = self.till.say, self.till.count
        if at is None:
            said = _("All is saved on this computer; there is no backup yet.")
            self._show(_("No backup"), said, "note")
            return
        days = (self.till.desk.today() - self.till.shop.day_of(at)).days
        if days >= OLD_DAYS:
            short = ngettext("{count} day old", "{count} days old", days).format(count=days)
            said = ngettext(
                "All is saved on this computer; the last backup is {count} day old.",
                "All is saved on this computer; the last backup is {count} days old.", days,
            )  # fmt: skip
            self._show(short, said.format(count=days), "note")
            return
        time = f"{at:%H:%M}"
        said = _("All is saved on this computer; last backup {when}.")
        when = self.till.near(self.till.shop.day_of(at)) if days else time
        short = f"{at:%m-%d}" if days else time
        self._show(_("Saved {when}").format(when=short), said.format(when=when), "good")

    def _show(self, short: str, said: str, mood: str) -> None:
        self.word.say(short)
        told = "\n".join(filter(None, (said, languages.second(said))))
        for one in (self, self.word):
            tip(one, told)
        self.setAccessibleName(said)
        for one in (self, self.word):
            set_mood(one, mood)
        tokens = look.THEMES[self.till.preferences.theme]
        colour = {"good": tokens.good, "note": tokens.note}[mood]
        self.icon.setPixmap(icons.pixmap(mood, colour, icons.scaled(_ICON)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show the icon where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The word is never cut: where it is long the icon makes room for it."""
        self.word.ensurePolished()
        wide = self.word.sizeHint().width() + self.icon.sizeHint().width() + _SPACE + 2 * _EDGE
        self.icon.setVisible(wide <= self.width())

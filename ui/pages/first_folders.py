"""Where backups go, asked in the first run: kept at once, as this computer's, like its language."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from ui import dialogs, folders, preferences, whereabouts
from ui.pages.settings_backup import PLACES
from ui.widgets.parts import Part, button, label, row, set_mood

if TYPE_CHECKING:
    from ui.pages.first_run import FirstRun


class FirstFolders:
    """The folder of backups and the second place, each chosen or left; a note where a disk that
    fails would take both."""

    def __init__(self, page: "FirstRun") -> None:
        self.page = page
        self.say: Callable[[str], str] = str
        self.shown: dict[str, QLabel] = {}
        self.choose_buttons: dict[str, QPushButton] = {}
        self.none_buttons: dict[str, QPushButton] = {}

    def parts(self, say: Callable[[str], str]) -> Iterator[Part]:
        """The parts of the page, made anew in a language."""
        _ = self.say = say
        said = _(
            "A backup belongs on another disk or a USB stick, not beside this file: a disk that "
            "fails takes both. Ctrl+B makes one."
        )
        yield label(_("Where backups are kept"), "heading")
        yield label(said, "soft", wraps=True)
        self.note = label(wraps=True)
        set_mood(self.note, "note")
        for name, words in PLACES.items():
            self.shown[name] = label(wraps=True)
            self.shown[name].setAccessibleName(_(words))
            choose = button(_("Choose…"), partial(self.choose, name), icon="folder")
            choose.setAccessibleName(_("Choose: {what}").format(what=_(words)))
            none = button(_("None"), partial(self._keep, name, ""))
            none.setAccessibleName(_("None: {what}").format(what=_(words)))
            self.choose_buttons[name], self.none_buttons[name] = choose, none
            line = row(self.shown[name], choose, none)
            line.setStretch(0, 1)
            yield label(_(words), "soft")
            yield line
        yield self.note
        self.tell()

    def choosers(self) -> Iterator[QPushButton]:
        """The buttons in the order they are read."""
        for name, choose in self.choose_buttons.items():
            yield choose
            yield self.none_buttons[name]

    def tell(self) -> None:
        """Show what is chosen, and say whether it lies where the shop does."""
        _, kept = self.say, self.page.kept
        for name, shown in self.shown.items():
            chosen = getattr(kept, name)
            shown.setText(chosen or _("none chosen"))
            self.none_buttons[name].setEnabled(bool(chosen))
        place = Path(self.page.place.text().strip()).expanduser()
        both = (kept.backups, kept.backups_too)
        notes = [folders.same_disk_note(_, one, place) for one in both if one]
        note = notes[0] if notes and all(notes) else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def choose(self, name: str) -> None:
        """Ask for a folder."""
        _ = self.say
        begin = getattr(self.page.kept, name) or whereabouts.documents()
        chosen = dialogs.choose_folder(self.page, _(PLACES[name]), begin)
        if chosen is not None:
            self._keep(name, str(chosen))

    def _keep(self, name: str, folder: str) -> None:
        self.page.kept = preferences.changed(self.page.kept, **{name: folder})
        self.tell()

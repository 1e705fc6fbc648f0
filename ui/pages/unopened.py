"""A shop that cannot be opened: why, and what to open instead."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout

from shopdesk import Refused
from shopdesk.language import translator
from ui import dialogs, files, folders, preferences
from ui.look import scaled
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, column, label, picture, row

_NEW = f"shop{files.SHOP}"


def instead(location: Path, refusal: Refused) -> Path | None:
    """Say why ``location`` cannot be opened and ask for another; nothing if that was left."""
    made = Unopened(location, refusal)
    dialogs.show(made)
    return made.chosen


class Unopened(QDialog):
    """The sentence, and three ways on: the same once more, another file, a new shop."""

    def __init__(self, location: Path, refusal: Refused) -> None:
        super().__init__()
        self.location = location
        self.chosen: Path | None = None
        language = preferences.load().language or preferences.spoken()
        _ = self.say = translator(language)
        self.setWindowTitle("ShopDesk")
        self.setMinimumWidth(scaled(580, preferences.load().size))
        said = label(refusal.text(language), wraps=True)
        safe = label(_("Nothing was changed. What is in the file stays as it is."), "soft",
                     wraps=True)  # fmt: skip
        again = button(_("Try again"), lambda: self.take(location), "primary")
        again.setDefault(True)
        other = button(_("Open another shop…"), self.open_other)
        new = button(_("Begin a new shop…"), self.begin_new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        title = label(_("This shop cannot be opened"), "title")
        layout.addLayout(
            column(
                row(picture("bad", 28), title, 1), said, safe,
                FittedRow(new, other, 1, again), space=14,
            )
        )  # fmt: skip
        layout.activate()  # Qt reckons with one line of a text that wraps
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
        found = folders.open_shop(self, _("Open another shop"), folder)
        if found is not None:
            self.take(found)

    def begin_new(self) -> None:
        """A new shop in a new file; the first run asks the rest."""
        _ = self.say
        place = self.location.with_name(_NEW)
        named = folders.save_as(_, self, _("Where the file lies"), place, files.SHOP)
        if named is not None:
            self.take(named)

"""The parts of an import in the window: their columns with ours, and what becomes of each row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from shopdesk import headings
from shopdesk.cells import COLUMNS
from shopdesk.import_job import ImportResult
from shopdesk.import_look import Looked
from shopdesk.language import N_
from ui import look
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.parts import Elided, cleared, label

ENCODINGS = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "gb18030": "GBK / GB18030", "xlsx": "Excel",
}  # fmt: skip
FATES = {
    "rejected": N_("Rejected"), "new": N_("New"), "price": N_("Price changed"),
    "other": N_("Changed otherwise"), "same": N_("Unchanged"),
}  # fmt: skip
"""What can become of a row, what asks for a look first."""


_BOX = 120
"""How broad the choice of one of ours is at least."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row of the file, in words."""

    id: int
    fate: str
    name: str
    said: str


def outcomes(till: Till, result: ImportResult) -> list[Outcome]:
    """Every row that a result names, those first that ask for a look."""
    _ = till.say
    found = [Outcome(one.row, "rejected", "", one.reason) for one in result.rejected]
    for one in result.product_rows:
        price = till.money(one.after)
        if one.before is not None and one.before != one.after:
            said = _("{before} → {after}").format(before=till.money(one.before), after=price)
        else:
            said = price
        found.append(Outcome(one.row, one.kind, one.name, said))
    order = list(FATES)
    return sorted(found, key=lambda one: (order.index(one.fate), one.id))


class ColumnsGrid(QWidget):
    """Their columns, an example of what stands in each, and which of ours it is.

    ``changed`` is called when a person says so.
    """

    def __init__(self, till: Till, kind: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.kind, self.changed = till, kind, changed
        self.boxes: dict[str, QComboBox] = {}
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)

    def show_looked(self, looked: Looked) -> None:
        """Show the columns of another file as they were understood."""
        cleared(self.grid)
        self.boxes = {}
        for place, theirs in enumerate(looked.headings):
            if theirs in self.boxes or not theirs:
                continue
            box = self._box(theirs, looked.columns.get(theirs, headings.LEFT_OUT))
            self.boxes[theirs] = box
            line = len(self.boxes)
            self.grid.addWidget(Elided(theirs, "heading"), line, 0)
            self.grid.addWidget(Elided(_example(looked, place), "soft"), line, 1)
            self.grid.addWidget(box, line, 2)

    def _box(self, theirs: str, ours: str) -> QComboBox:
        _ = self.till.say
        offered: list[tuple[str, object]] = [(_("(leave out)"), headings.LEFT_OUT)]
        offered += [(_(COLUMNS[one]), one) for one in headings.ours(self.kind)]
        made = choices(_("What {column} is").format(column=theirs), offered)
        choose(made, ours)
        made.setMinimumWidth(look.scaled(_BOX, self.till.preferences.size))
        made.activated.connect(lambda _place: self._chosen(made))
        return made

    def _chosen(self, box: QComboBox) -> None:
        """One of ours is in one of theirs only: the one it was in before is left out."""
        for other in self.boxes.values():
            if other is not box and other.currentData() == box.currentData():
                choose(other, headings.LEFT_OUT)
        self.changed()

    def columns(self) -> Mapping[str, str]:
        """What was said of each of their columns."""
        return {theirs: box.currentData() for theirs, box in self.boxes.items()}


def _example(looked: Looked, place: int) -> str:
    found = (row[place] for row in looked.examples if place < len(row) and row[place])
    return " · ".join(found)


def missing(till: Till, looked: Looked) -> str:
    """What has to be said before the file can be read."""
    _ = till.say
    named = _(", ").join(_(COLUMNS[one]) for one in looked.missing)
    return _("Say which column is: {columns}.").format(columns=named) if looked.missing else ""


def readable(till: Till) -> QWidget:
    """Which files can be read."""
    _ = till.say
    return label(
        _("CSV, TSV or XLSX with a row of headings; GBK and UTF-8 are told apart."), "soft",
        wraps=True,
    )  # fmt: skip

"""The columns of a file that is to be imported: what stands in each, and what it is taken for."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from shopdesk.imports import Preview
from shopdesk.language import N_
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.elided import Elided
from ui.widgets.in_both import add_choice
from ui.widgets.parts import cleared, label

_EXAMPLES = 3
MEANINGS = {
    "number": N_("Member number"), "name": N_("Full name"), "phone": N_("Phone"),
    "birthday": N_("Day of birth"), "lunar": N_("Lunar birthday"),
    "calendar": N_("Solar or lunar"), "joined": N_("Joined on"),
    "tier": N_("Tier"), "points": N_("Points"), "owed": N_("Points owed"),
    "principal": N_("Stored value"), "bonus": N_("Stored bonus"),
    "card": N_("Membership card"), "language": N_("Language"), "shared": N_("Shared phone"),
    "product": N_("Product"), "price": N_("Price"), "category": N_("Category"),
    "cost": N_("Cost"), "ean": N_("EAN"), "member_price": N_("Member price"), "unit": N_("Sold by"),
    "receipt": N_("Receipt no."), "member": N_("Member"),
    "date": N_("Date"), "amount": N_("Amount paid"), "quantity": N_("Quantity"),
}  # fmt: skip
"""Our columns as people call them."""


class Columns(QWidget):
    """A line a column: its name in the file, the first values, and a choice of what it is."""

    def __init__(self, till: Till, changed: Callable[[], object]) -> None:
        super().__init__()
        self.till, self.changed = till, changed
        self.choices: list[QComboBox] = []
        self.heading: tuple[str, ...] = ()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(6)
        for column, share in enumerate((3, 5, 4)):
            self.grid.setColumnStretch(column, share)

    def show_preview(self, seen: Preview) -> None:
        """Show these columns; what was chosen in others is forgotten."""
        _ = self.till.say
        cleared(self.grid)
        self.choices, self.heading = [], seen.heading
        for column, title in enumerate(
            (_("Column in the file"), _("First rows"), _("Taken as"))
        ):  # fmt: skip
            self.grid.addWidget(label(title, "soft"), 0, column)
        for place, theirs in enumerate(seen.heading):
            filled = dict.fromkeys(row[place] for row in seen.rows if row[place])
            examples = list(filled)[:_EXAMPLES]
            choice = self._choice(seen.ours, seen.columns[place], theirs or str(place + 1))
            self.grid.addWidget(Elided(theirs or "–", ""), place + 1, 0)
            self.grid.addWidget(Elided(" · ".join(examples) or "–", "soft"), place + 1, 1)
            self.grid.addWidget(choice, place + 1, 2)
            self.choices.append(choice)

    def _choice(self, ours: Sequence[str], chosen: str, theirs: str) -> QComboBox:
        _ = self.till.say
        made = Box()
        made.setAccessibleName(_("{column} is taken as").format(column=theirs))
        add_choice(made, _("– left out –"), "")
        for name in ours:
            add_choice(made, _(MEANINGS[name]), name)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        made.setMinimumContentsLength(8)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel that scrolls changes nothing
        made.currentIndexChanged.connect(lambda _place: self.changed())
        return made

    def chosen(self) -> dict[str, str]:
        """Their names with ours, those left out among them; of two of one name the first."""
        found: dict[str, str] = {}
        for theirs, choice in zip(self.heading, self.choices, strict=True):
            if theirs and theirs not in found:
                found[theirs] = choice.currentData()
        return found


def missing(till: Till, seen: Preview) -> str:
    """What is still to be named, in words; empty where nothing is."""
    _ = till.say
    groups = ["/".join(_(MEANINGS[ours]) for ours in group) for group in seen.missing]
    if not groups:
        return ""
    return _("Say which column is: {missing}").format(missing=_(", ").join(groups))

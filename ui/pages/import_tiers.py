"""Tiers of a list that are not on our ladder: which of ours each of them is."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from shopdesk import tiers
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.elided import Elided
from ui.widgets.in_both import add_choice
from ui.widgets.parts import column, label


class Tiers(QWidget):
    """A line a tier that was met and not known; hidden while there is none."""

    def __init__(self, till: Till, changed: Callable[[], object]) -> None:
        super().__init__()
        self.till, self.changed = till, changed
        self.choices: dict[str, QComboBox] = {}
        _ = till.say
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(6)
        for place, share in enumerate((3, 4)):
            self.grid.setColumnStretch(place, share)
        title = label(_("Tiers of the file that are not on the ladder"), "soft", wraps=True)
        inside = column(title, self.grid, space=6)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)
        self.hide()

    def add(self, met: Iterable[str]) -> None:
        """Ask for those that were not asked for yet."""
        for theirs in met:
            if theirs not in self.choices:
                self._ask(theirs)
        self.setVisible(bool(self.choices))

    def _ask(self, theirs: str) -> None:
        _, till, row = self.till.say, self.till, len(self.choices)
        made = Box()
        made.setAccessibleName(_("{tier} becomes").format(tier=theirs))
        add_choice(made, _("– reject the row –"), None)
        for tier in tiers.ladder(till.desk):
            made.addItem(tier.name(till.language), tier.code)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.currentIndexChanged.connect(lambda _place: self.changed())
        self.grid.addWidget(Elided(theirs, ""), row, 0)
        self.grid.addWidget(made, row, 1)
        self.choices[theirs] = made

    def chosen(self) -> dict[str, str]:
        """Their tiers with ours, as far as it was said."""
        said = {theirs: choice.currentData() for theirs, choice in self.choices.items()}
        return {theirs: code for theirs, code in said.items() if code is not None}

"""The ways to pay at the counter: which one is chosen, or what each takes of a split."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import TENDERS
from ui import look
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import button

_EDGES = 16
"""Pixels left and right of a button's word, its frame among them."""


WAYS = (*TENDERS, STORED_VALUE)
"""All that a sale can be paid by here."""


class Tenders(QWidget):
    """A button for each tender, and one to pay in several ways.

    They keep their places whatever is chosen: each is as wide as its word in bold needs.
    """

    chosen = Signal(str)
    split_wanted = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for tender in WAYS:
            one = button(tender_name(till, tender), partial(self.chosen.emit, tender), "tender")
            one.setCheckable(True)
            self.group.addButton(one)
            self.buttons[tender] = one
        stored = self.buttons[STORED_VALUE]
        stored.setToolTip(f"{stored.text()} · Alt+S")
        name = _("Paid in several ways")
        self.split = button(_("Split"), self.split_wanted.emit, "tender", name=name)
        self.split.setToolTip(name)
        parts = [*self.buttons.values(), self.split]
        for one in parts:
            one.setMinimumWidth(self._width(one.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(FittedGrid(parts, (len(parts), 3), space=4, is_filled=True))

    def _width(self, word: str) -> int:
        lit = look.font(look.scaled(look.SMALL, self.till.preferences.size), is_bold=True)
        return max(look.CONTROL, QFontMetrics(lit).horizontalAdvance(word) + _EDGES)

    def show_chosen(self, chosen: str, shares: Mapping[str, int]) -> None:
        """Light the tender that is chosen, or all that take a share of what is due."""
        self.group.setExclusive(False)
        for tender, one in self.buttons.items():
            one.setChecked(tender in shares if shares else tender == chosen)
            name = tender_name(self.till, tender)
            one.setAccessibleName(self.share(tender, shares[tender]) if tender in shares else name)
        self.group.setExclusive(not shares)

    def share(self, tender: str, amount: int) -> str:
        """What a tender takes, in words: ``Cash ¥182.00``."""
        return f"{tender_name(self.till, tender)} {self.till.money(amount)}"

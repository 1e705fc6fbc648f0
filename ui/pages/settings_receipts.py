"""Receipts at this computer: printer, paper, when, the drawer; beside it what one looks like."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shopdesk import logo
from shopdesk.language import N_
from ui import printing, receipt_printing
from ui.pages.settings_part import choices, choose
from ui.pages.settings_seen import HEIGHT, WIDTH, beside, drawn
from ui.preferences import PAPERS, WHEN
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.live_paper import LivePaper
from ui.widgets.parts import button, card, column, label, named
from ui.widgets.tips import tip

_PAPER_WORDS = {
    "80": N_("Roll, 80 mm"),
    "58": N_("Roll, 58 mm"),
    "A4": N_("Sheet, A4"),
    "A5": N_("Sheet, A5"),
}
_WHEN_WORDS = {
    "ask": N_("offer it beside Undo"),
    "always": N_("always"),
    "never": N_("not automatically"),
}
_TESTED = {"80": N_("80 mm"), "58": N_("58 mm"), "A4": N_("A4")}
_RECEIPTS = ""
"""The printer that is chosen above, whichever it is."""


class ReceiptCard(QWidget):
    """What is chosen counts at once, for this computer alone; the picture follows."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.known = printing.names()
        usual = (_("The system's usual one"), "")
        each = [(name, name) for name in self.known]
        self.printer = self._choice("printer", _("Printer of receipts"), [usual, *each])
        self.paper = self._choice(
            "paper", _("Paper"), [(_(_PAPER_WORDS[one]), one) for one in PAPERS]
        )
        self.receipts = self._choice(
            "receipts", _("Print after a sale"), [(_(_WHEN_WORDS[one]), one) for one in WHEN]
        )
        self.drawer = self._choice(
            "drawer", _("Cash opens the drawer by"), [(_("not by ShopDesk"), ""), *each]
        )
        self.tests = {
            one: button(_(words), partial(self.test, one)) for one, words in _TESTED.items()
        }
        for one, made in self.tests.items():
            said = _("Print a test page: {paper}").format(paper=_(_PAPER_WORDS[one]))
            made.setAccessibleName(said)
            tip(made, said)
        self.tested = choices(_("Test page on"), [(_("The printer of receipts"), _RECEIPTS), *each])
        self.live = LivePaper(
            till, _("How a receipt will look"), self._make, wide=WIDTH, high=HEIGHT
        )
        self._lay_out()

    def _lay_out(self) -> None:
        _ = self.till.say
        left = column(
            named(_("Printer of receipts"), self.printer, self._advice()),
            named(_("Paper"), self.paper),
            named(_("Print after a sale"), self.receipts),
            named(
                _("Cash opens the drawer by"), self.drawer,
                _("Choose a printer whose driver is set to open the drawer with each job."),
            ),
            named(
                _("Test page on"), self.tested,
                _("Margins, scale, letters, greys and codes, to measure and to scan."),
            ),
            FittedRow(*self.tests.values(), 1),
            1,
            space=12,
        )  # fmt: skip
        both = beside(self.till, left, card(self.live, kind="inset", margin=8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(label(_("Receipts"), "heading"), both))

    def _advice(self) -> str:
        _ = self.till.say
        if self.known:
            return _("Receipts go there without a question.")
        return _("No printer was found: receipts are saved as PDF beside the shop's file, by day.")

    def _choice(self, name: str, title: str, offered: list[tuple[str, Any]]) -> QComboBox:
        box = choices(title, offered)
        box.activated.connect(lambda _place: self._prefer(name, box.currentData()))
        return box

    def _prefer(self, name: str, value: object) -> None:
        if getattr(self.till.preferences, name) != value:
            self.till.prefer(**{name: value})
            self.live.draw()

    def test(self, paper: str) -> None:
        """Print the test page of one kind of paper where it is wanted."""
        chosen, kept = self.tested.currentData(), self.till.preferences.printer
        receipt_printing.test(self.till, paper, kept if chosen == _RECEIPTS else chosen)

    def load(self) -> None:
        """Show what this computer remembers, and a receipt as the shop is now."""
        kept = self.till.preferences
        for name in ("printer", "paper", "receipts", "drawer"):
            choose(getattr(self, name), getattr(kept, name))
        self.live.draw()

    def _make(self) -> Callable[[], bytes]:
        till = self.till
        return drawn(till, till.shop.settings, till.preferences.paper, logo.of(till.desk))

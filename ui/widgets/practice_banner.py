"""The banner across the whole top of a practice shop, at work and locked, in both languages."""

from PySide6.QtWidgets import QFrame, QSizePolicy

from shopdesk.shop import PRACTICE
from ui import help, practising
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.parts import button, label, row
from ui.widgets.tips import tip


def mark() -> QFrame:
    """The same in one line, for a form that may lie over the banner."""
    made = QFrame()
    made.setProperty("kind", "practice")
    layout = row(label(PRACTICE, "heading"), Elided(practising.SAID, "soft"))
    layout.setStretch(1, 1)
    layout.setContentsMargins(12, 4, 12, 4)
    made.setLayout(layout)
    return made


class PracticeBanner(QFrame):
    """That nothing counts here, and the ways out: anew, for who is signed in, and back."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.setProperty("kind", "practice")
        words = label(PRACTICE, "heading")
        said = Elided(practising.SAID, "soft")
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.anew = button(_("Start anew"), lambda: practising.anew(till), "small")
        tip(
            self.anew,
            _("Made afresh of the shop as it is now; what was practised is gone for good."),
        )
        self.leave = button(_("Leave practice"), lambda: practising.leave(till), "small")
        helps = button(_("Help"), self.show_help, "small", name=_("Help on practising"))
        tip(helps, "F1")
        layout = row(words, said, helps, self.anew, self.leave)
        layout.setContentsMargins(16, 4, 12, 4)
        self.setLayout(layout)

    def show_help(self) -> None:
        """What F1 shows, for fingers."""
        help.turn(self.window(), self.till.language, "practice", self.till.preferences.size)

    def show_locked(self, *, is_locked: bool) -> None:
        """Whoever is not signed in only leaves."""
        self.anew.setVisible(not is_locked)

"""*Ask a manager…*: what was refused for a right or a limit is allowed once, by a PIN."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import Desk, Refused, lifting
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import column, label, named, row
from ui.widgets.pin_pad import PinField, PinPad, is_pin


class LiftForm(Form):
    """Who allows it, and their PIN. ``allowed`` is the desk for one act once they did."""

    def __init__(self, till: Till, parent: QWidget | None, refusal: Refused) -> None:
        _ = till.say
        self.allowed: Desk | None = None
        names = lifting.who_may(till.desk, refusal)
        self.who = choices(_("Who allows it"), [(name, name) for name in names])
        self.pin = PinField(_("Their PIN"))
        self.pin.arrow.connect(self._another)
        self.pad = PinPad(till, self.pin)
        said = _("You stay signed in: it is allowed this once, and both names are kept with it.")
        left = column(
            named(_("Who allows it"), self.who), named(_("Their PIN"), self.pin),
            label(said, "soft", wraps=True), 1,
        )  # fmt: skip
        both = row(left, self.pad, space=24)
        both.setStretch(0, 1)
        super().__init__(
            till, parent, _("Ask a manager"), label(refusal.text(till.language), wraps=True), both,
            submit=self.allow, ok=_("Allow it once"), width=620,
        )  # fmt: skip
        self.who.currentIndexChanged.connect(lambda _place: self.pin.setFocus())
        self.pin.setFocus()

    def _another(self, arrow: Qt.Key) -> None:
        """The name above or below; behind the last one comes the first."""
        step = -1 if arrow in (Qt.Key.Key_Up, Qt.Key.Key_Left) else 1
        self.who.setCurrentIndex((self.who.currentIndex() + step) % self.who.count())

    def allow(self) -> None:
        """Take their PIN; a wrong one counts as a try of theirs."""
        typed = self.pin.text()
        self.pin.clear()
        self.pin.setFocus()
        self.allowed = lifting.lifted(self.till.desk, name=self.who.currentData(), pin=typed)

    def scanned(self, code: str) -> bool:
        """A PIN that came as fast as a scan, from a hand or a badge."""
        if not is_pin(code):
            return super().scanned(code)
        self.pin.insert(code)
        self.try_it()
        return True


def allowed(till: Till, parent: QWidget | None, refusal: Refused) -> Desk | None:
    """Ask for the PIN that allows what was refused; nothing where none is given."""
    form = LiftForm(till, parent, refusal)
    return form.allowed if form.filled() else None


def offer(till: Till, refusal: Refused, again: Callable[[], object]) -> None:
    """Ask for the PIN over whatever is shown now, and do the same act ``again`` under it."""
    desk = allowed(till, QApplication.activeWindow(), refusal)
    if desk is not None:
        with till.lifted_by(desk):
            again()

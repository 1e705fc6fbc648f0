"""Who served: chosen at the counter where the shop asks for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk import staff
from ui import look
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.parts import label, row
from ui.widgets.tips import tip

_LETTERS = 6
"""Room for a name; a longer one is whole in the list."""


class ServedBy(QWidget):
    """The staff, whoever sits here first; ``chosen`` is told whom the sale counts for: none is
    whoever records it. Hidden where the shop does not ask."""

    chosen = Signal(object)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till, _ = till, till.say
        self.names = Box()
        self.names.setAccessibleName(_("Served by"))
        tip(self.names, _("Served by") + " · Alt+W")
        self.names.setMinimumContentsLength(_LETTERS)
        self.names.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.names.activated.connect(lambda _place: self.chosen.emit(self.names.currentData()))
        has_room = till.preferences.size <= look.LARGE_LETTERS
        said = [label(_("Served by"), "soft")] if has_room else []
        self.setLayout(row(*said, self.names, space=6))

    def load(self) -> None:
        """Read who works here, if the shop asks who served."""
        is_asked = self.till.shop.settings.served_by
        self.setVisible(is_asked)
        if is_asked:
            self.fill()

    def fill(self) -> None:
        """Show who works here, whoever sits here first."""
        desk = self.till.desk
        others = [(one.name, one.id) for one in staff.everyone(desk) if one.id != desk.staff_id]
        self.names.clear()
        for name, staff_id in [(desk.staff_name, None), *others]:
            self.names.addItem(name, staff_id)

    def show_chosen(self, staff_id: int | None) -> None:
        """Mark whom the sale counts for."""
        self.names.setCurrentIndex(max(0, self.names.findData(staff_id)))

    def next(self) -> None:
        """Alt+W: the next of the staff; behind the last comes whoever sits here."""
        if not self.isHidden():
            self.names.setCurrentIndex((self.names.currentIndex() + 1) % self.names.count())
            self.chosen.emit(self.names.currentData())

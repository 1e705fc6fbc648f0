"""Who served: chosen at the counter where the shop asks for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from shopdesk import staff
from ui.till import Till


class ServedBy(QComboBox):
    """The staff, whoever sits here first; ``chosen`` is told whom the sale counts for: nobody else
    is none. Hidden where the shop does not ask."""

    chosen = Signal(object)

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till, _ = till, till.say
        self.setAccessibleName(_("Served by"))
        self.setToolTip("Alt+S")
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda _place: self.chosen.emit(self.currentData()))

    def load(self) -> None:
        """Read who works here, if the shop asks who served."""
        _, desk = self.till.say, self.till.desk
        said = _("Served by {name}")
        is_asked = desk.shop.settings.served_by
        self.setVisible(is_asked)
        self.clear()
        if is_asked:
            self.addItem(said.format(name=desk.staff_name), None)
            for one in staff.everyone(desk):
                if one.id != desk.staff_id:
                    self.addItem(said.format(name=one.name), one.id)

    def show_chosen(self, staff_id: int | None) -> None:
        """Mark whom the sale counts for."""
        self.setCurrentIndex(max(0, self.findData(staff_id)))

    def ask(self) -> None:
        """Alt+S: choose with the arrows and Enter."""
        if not self.isHidden():
            self.setFocus()
            self.showPopup()

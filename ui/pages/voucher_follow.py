"""What is to be followed up: gifts on their way, partners to be paid, codes that were refused."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk import permissions
from shopdesk.language import N_
from ui.pages.page import Page
from ui.pages.voucher_deliveries import DeliveryList
from ui.pages.voucher_partners import PartnerList
from ui.pages.voucher_refused import RefusedList
from ui.till import Till
from ui.widgets.choices import choices
from ui.widgets.fitted_row import FittedRow

List = DeliveryList | PartnerList | RefusedList
LISTS: dict[str, tuple[str, type[List], str]] = {
    "deliveries": (N_("Deliveries"), DeliveryList, ""),
    "partners": (N_("Partners"), PartnerList, "settlements.see"),
    "refused": (N_("Refused codes"), RefusedList, "vouchers.see_refused"),
}
"""What there is to follow up: its title, its list, and what one must be allowed to look at it."""


class FollowUp(QWidget):
    """One of the lists, read when it is looked at."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        _ = till.say
        allowed = {
            name: (title, made)
            for name, (title, made, action) in LISTS.items()
            if not action or permissions.may(till.desk, action)
        }
        self.lists: dict[str, List] = {n: made(till, page) for n, (_t, made) in allowed.items()}
        offered = [(_(title), name) for name, (title, _made) in allowed.items()]
        self.buttons = choices(self, offered, self.choose)
        self.stack = QStackedWidget()
        for one in self.lists.values():
            self.stack.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        if len(offered) > 1:
            layout.addWidget(FittedRow(*self.buttons.values(), 1))
        layout.addWidget(self.stack, 1)
        self.choose("deliveries")

    def choose(self, name: str) -> None:
        """Show one of the lists."""
        self.name = name
        self.buttons[name].setChecked(True)
        self.stack.setCurrentWidget(self.lists[name])
        self.load()

    def load(self) -> None:
        """Read what is looked at."""
        if self.isVisible():
            self.lists[self.name].load()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read it now that it is looked at."""
        super().showEvent(event)
        self.lists[self.name].load()

    def paper(self) -> bool:
        """Ctrl+P: what the list that is looked at has on paper; whether there is anything."""
        one = self.lists[self.name]
        return isinstance(one, PartnerList) and one.paper()

    def begin(self) -> None:
        """The keys on the list."""
        self.lists[self.name].begin()

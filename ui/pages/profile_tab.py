"""One part of a profile below its head."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.members import Member
from ui.till import Till
from ui.widgets.parts import Part, card, row


class Tab(QWidget):
    """One part of a profile, read when it is looked at: seven at once would be waited for.

    Before the first member is shown they are made, one at a time where nobody waits."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.member: Member | None = None
        self.is_made = self.is_stale = False

    def make(self) -> bool:
        """Make what this part consists of, unless that is done; whether it was not."""
        was_made, self.is_made = self.is_made, True
        if not was_made:
            self.fill()
        return not was_made

    def fill(self) -> None:
        """Make what this part consists of."""

    def show_member(self, member: Member) -> None:
        """Show a member, once this part is looked at."""
        self.member, self.is_stale = member, True

    def look(self) -> None:
        """This part is looked at: read it, unless that is done."""
        self.make()
        if self.is_stale and self.member is not None:
            self.is_stale = False
            self.load(self.member)

    def load(self, member: Member) -> None:
        """Read what this part shows."""

    def _lay(self, table: QWidget, *above: Part) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        if above:
            layout.addLayout(row(*above))
        layout.addWidget(card(table, margin=1), 1)

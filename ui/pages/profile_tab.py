"""One part of a profile below its head."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.members import Member
from ui.till import Till
from ui.widgets.parts import Part, card, row


class Tab(QWidget):
    """One part of a profile."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.member: Member | None = None

    def show_member(self, member: Member) -> None:
        """Show a member, read now."""
        self.member = member
        self.load(member)

    def load(self, member: Member) -> None:
        """Read what this part shows."""

    def _lay(self, table: QWidget, *above: Part) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        if above:
            layout.addLayout(row(*above))
        layout.addWidget(card(table, margin=1), 1)

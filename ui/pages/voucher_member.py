"""Choosing a member in a form: type or scan, choose from what fits, or leave it to the bearer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from shopdesk import members
from shopdesk.members import Member
from ui.till import Till
from ui.widgets.parts import Field, button, label, row

_MOST = 8


class _Query(Field):
    """The field; down goes to the list, Enter takes what is marked there."""

    def __init__(self, found: QListWidget) -> None:
        super().__init__()
        self.found = found

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk the list while typing; Enter belongs to it as long as it is open."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self.found.count():
            place = self.found.currentRow() + steps[key]
            self.found.setCurrentRow(max(0, min(place, self.found.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.found.count():
            self.found.itemActivated.emit(self.found.currentItem())
        else:
            super().keyPressEvent(event)


class MemberChoice(QWidget):
    """Who a voucher is for; ``member`` is nothing for whoever bears it. ``chose`` tells a choice.

    Another form says by its ``hint`` whom it asks for."""

    chose = Signal()

    def __init__(self, till: Till, member: int | None = None, *, hint: str = "") -> None:
        super().__init__()
        self.till = till
        self.member: Member | None = None
        _ = till.say
        self.found = QListWidget()
        self.found.setAccessibleName(_("Members found"))
        self.found.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.found.itemActivated.connect(lambda _item: self._take(self.found.currentRow()))
        self.found.itemClicked.connect(lambda _item: self._take(self.found.currentRow()))
        self.query = _Query(self.found)
        self.query.setAccessibleName(_("Member"))
        self.query.setPlaceholderText(hint or _("Name, phone or card; empty: for the bearer"))
        self.query.textChanged.connect(self._look)
        self.chosen = label(kind="heading")
        self.other = button(_("Another member"), self.ask, "small")
        self._hits: list[Member] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.query)
        layout.addWidget(self.found)
        layout.addLayout(row(self.chosen, 1, self.other))
        self.setFocusProxy(self.query)
        self.choose(None if member is None else members.get(till.desk, member))

    def ask(self) -> None:
        """Choose again."""
        self.choose(None)
        self.query.setFocus()

    def choose(self, member: Member | None) -> None:
        """Take a member, or show the field."""
        self.member = member
        self.query.clear()
        self._list([])
        self.query.setVisible(member is None)
        self.chosen.setVisible(member is not None)
        self.other.setVisible(member is not None)
        if member is not None:
            tier = member.tier.name(self.till.language)
            self.chosen.setText(f"{member.name} · {member.number} · {tier}")
        self.chose.emit()

    def _look(self, text: str) -> None:
        self._list(members.find(self.till.desk, text, limit=_MOST) if text.strip() else [])

    def _list(self, hits: list[Member]) -> None:
        self._hits = hits
        self.found.clear()
        for member in hits:
            tier = member.tier.name(self.till.language)
            self.found.addItem(f"{member.name} · {member.number} · {tier}")
        self.found.setVisible(bool(hits))
        if hits:
            self.found.setCurrentRow(0)
            rows = min(len(hits), 4)
            self.found.setFixedHeight(rows * self.found.sizeHintForRow(0) + 8)

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._hits):
            self.choose(self._hits[place])

    @property
    def is_open(self) -> bool:
        """Something was typed and nobody chosen yet: it must not pass for the bearer's."""
        return bool(self.query.text().strip())

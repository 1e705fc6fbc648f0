"""A section of the settings, and what sections share."""

from collections.abc import Sequence

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.permissions import may
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.in_both import add_choice
from ui.widgets.parts import Part, column, label, row, scrolled


class Section(QWidget):
    """One section: its title, what it says, and what can be changed in it."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till

    def build(
        self,
        title: str,
        *parts: Part,
        beside: QWidget | None = None,
        foot: QHBoxLayout | None = None,
    ) -> None:
        """Put the parts below the title; they scroll where there is no room, the foot stays."""
        inside = QWidget()
        inside.setLayout(column(*parts, space=12))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        head = [] if beside is None else [beside]
        layout.addLayout(row(label(title, "title"), 1, *head))
        layout.addWidget(scrolled(inside), 1)
        if foot is not None:
            layout.addLayout(foot)

    def may(self, action: str) -> bool:
        """Whether who is signed in may do this."""
        return may(self.till.desk, action)

    def load(self) -> None:
        """Read what is shown, but leave what is half typed."""

    def make_next(self) -> bool:
        """Make a part that is not there yet; whether there was one."""
        return False

    def record(self) -> None:
        """F12: save what was typed."""

    def escape(self) -> bool:
        """Esc: take back what was typed; whether there was anything."""
        return False

    def scanned(self, _code: str) -> bool:
        """Take a scan; False leaves it to the window, which goes where it belongs."""
        return False


class _Choice(Box):
    """A choice among others that scroll: the wheel goes past it instead of choosing something."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave it to what scrolls."""
        event.ignore()


def choices(name: str, offered: Sequence[tuple[str, object]]) -> QComboBox:
    """A choice of one: ``(what it is called, what it stands for)``."""
    made = _Choice()
    made.setAccessibleName(name)
    for title, value in offered:
        add_choice(made, title, value)
    return made


def choose(box: QComboBox, value: object) -> None:
    """Mark what a value is called; one that is not offered is added as it is."""
    place = next((at for at in range(box.count()) if box.itemData(at) == value), -1)
    if place < 0:
        box.addItem(str(value), value)
        place = box.count() - 1
    box.setCurrentIndex(place)


def pair(*parts: Part) -> QHBoxLayout:
    """Two fields, or three, side by side, equally broad."""
    for each in parts:
        if isinstance(each, QVBoxLayout):
            each.addStretch(1)
    made = row(*parts, space=16)
    for place in range(len(parts)):
        made.setStretch(place, 1)
    return made

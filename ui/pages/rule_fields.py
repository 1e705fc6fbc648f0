"""A kind to choose among several, and the fields that it asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from shopdesk import money
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.form import amount_in, whole_in
from ui.widgets.in_both import Check
from ui.widgets.parts import Part, column, field, held, named, row

_ACROSS = 2
"""So many fields stand side by side."""


class Asked(QWidget):
    """The kind, and the fields of that kind; ``changed`` is called when one of them is.

    Of what is ``wide`` each has a row of its own. ``beside`` stands at the end of the kind's row.
    """

    def __init__(
        self, till: Till, title: str, kinds: Sequence[tuple[str, str]],
        asks: Mapping[str, Iterable[str]], fields: Mapping[str, tuple[str, QWidget]],
        changed: Callable[[], None], *, wide: Sequence[str] = (), beside: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.till, self.asks, self.wide, self.changed = till, asks, wide, changed
        self.kind = choices(title, kinds)
        self.fields = {name: part for name, (_title, part) in fields.items()}
        self.held = {
            name: part if isinstance(part, QCheckBox | QLabel) else held(named(said, part))
            for name, (said, part) in fields.items()
        }
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(8)
        for side in range(_ACROSS):
            self.grid.setColumnStretch(side, 1)
        ends: list[Part] = [] if beside is None else [beside]
        head = row(self.kind, *ends)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.grid, space=8))
        for part in self.held.values():
            part.setParent(self)
        self.kind.currentIndexChanged.connect(lambda _place: self._kind_chosen())
        for part in self.fields.values():
            self._listen(part)
        self.show_asked()

    def _listen(self, part: QWidget) -> None:
        for one in (part, *part.findChildren(QLineEdit)):
            if isinstance(one, QLineEdit):
                one.textChanged.connect(lambda _text: self.changed())
            elif isinstance(one, QComboBox):
                one.currentIndexChanged.connect(lambda _place: self.changed())
            elif isinstance(one, QCheckBox):
                one.toggled.connect(lambda _is_on: self.changed())

    def _kind_chosen(self) -> None:
        self.show_asked()
        self.changed()

    def show_asked(self) -> None:
        """Show the fields that the kind asks for, in its order."""
        asked, place = self.asks[self.kind.currentData()], 0
        for part in self.held.values():
            self.grid.removeWidget(part)
            part.hide()
        for name in asked:
            part, is_wide = self.held[name], name in self.wide
            place += is_wide and place % _ACROSS
            self.grid.addWidget(part, place // _ACROSS, place % _ACROSS, 1, 1 + is_wide)
            part.show()
            place += 1 + is_wide

    # --- what is in them ---

    def put(self, name: str, value: Any) -> None:
        """Show what a field has: a text, a choice, whether it is so."""
        part = self.fields[name]
        if isinstance(part, QComboBox):
            choose(part, value)
        elif isinstance(part, QCheckBox):
            part.setChecked(bool(value))
        elif isinstance(part, QLineEdit):
            part.setText(str(value) if value else "")

    def put_amount(self, name: str, minor: int | None) -> None:
        """Show an amount; none is an empty field."""
        self.put(name, money.plain(minor, self.till.shop.settings.currency) if minor else "")

    def text(self, name: str) -> str:
        """What is typed into a field."""
        typed = self.fields[name]
        assert isinstance(typed, QLineEdit)
        return typed.text().strip()

    def whole(self, name: str, empty: int | None = None) -> int:
        """The whole number typed; an empty field is refused unless ``empty`` says what it is."""
        if empty is not None and not self.text(name):
            return empty
        typed = self.fields[name]
        assert isinstance(typed, QLineEdit)
        return whole_in(self.till, typed)

    def amount(self, name: str, *, is_needed: bool = False) -> int:
        """The amount typed, in minor units; 0 for an empty field unless one ``is_needed``."""
        if not is_needed and not self.text(name):
            return 0
        typed = self.fields[name]
        assert isinstance(typed, QLineEdit)
        return amount_in(self.till, typed)

    def chosen(self, name: str) -> Any:
        """What is chosen in a field."""
        box = self.fields[name]
        assert isinstance(box, QComboBox)
        return box.currentData()

    def is_on(self, name: str) -> bool:
        """Whether a box is ticked."""
        box = self.fields[name]
        assert isinstance(box, QCheckBox)
        return box.isChecked()


def number(title: str, hint: str = "") -> tuple[str, QLineEdit]:
    """A field for a number under its title."""
    return title, field(title, hint, digits=True)


def choice(title: str, offered: Sequence[tuple[str, object]]) -> tuple[str, QComboBox]:
    """A choice under its title."""
    return title, choices(title, offered)


def tick(title: str) -> tuple[str, QCheckBox]:
    """A box with its words."""
    return title, Check(title)

"""One of something or several: each can be taken away, and another added."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from ui.till import Till
from ui.widgets.parts import button, card, column, number_names, row

Make = Callable[[Any, QPushButton], QWidget]
"""``make(value, remove)`` makes the fields of one, with the button that takes it away."""


class Several(QWidget):
    """The fields of each, one below the other; ``changed`` once there are more or fewer.

    ``another`` is what a new one begins with. The last one cannot be taken away.
    """

    def __init__(
        self, till: Till, values: Sequence[Any], make: Make, another: Any, *, add: str,
        remove: str, changed: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.till, self.make, self.another, self.changed = till, make, another, changed
        self.remove_words = remove
        self.parts: list[Any] = []
        self.removes: list[QPushButton] = []
        self.inside = column(space=10)
        self.add_button = button(add, self.add, icon="add")
        self.setLayout(column(self.inside, row(self.add_button, 1), space=8))
        for value in values:
            self._put(value)

    def _put(self, value: Any) -> QWidget:
        remove = button("", lambda: None, icon="erase", name=self.remove_words)
        made = self.make(value, remove)
        framed = card(made, margin=12)
        remove.clicked.connect(partial(self._take, made, framed, remove))
        self.parts.append(made)
        self.removes.append(remove)
        self.inside.addWidget(framed)
        self._show_removes()
        return made

    def _take(self, made: QWidget, framed: QWidget, remove: QPushButton, _on: bool = False) -> None:
        self.parts.remove(made)
        self.removes.remove(remove)
        self.inside.removeWidget(framed)
        framed.hide()
        framed.deleteLater()
        self._show_removes()
        self.add_button.setFocus()
        self.changed()

    def _show_removes(self) -> None:
        number_names(self.removes)
        for one in self.removes:
            one.setVisible(len(self.removes) > 1)

    def add(self) -> None:
        """One more."""
        made = self._put(self.another)
        made.findChildren(QWidget)[0].setFocus()
        self.changed()

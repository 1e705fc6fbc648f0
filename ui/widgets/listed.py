"""A list in a form: so many rows high where there is room for them, fewer where there is not."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.parts import Part, card, column, held
from ui.widgets.table import Column, Table

_RING = 2
"""Pixels: the frame of a list that has the keys is broader by these."""


class Listed(Table):
    """As high as ``most`` rows as far as there is room, ``least`` of them at least: then only they
    scroll, not what is above and below."""

    def __init__(
        self, name: str, columns: Sequence[Column[Any]], *, empty: str, least: int, most: int
    ) -> None:
        self.least, self.most = least, most
        super().__init__(name, columns, empty=empty)

    def _high(self, rows: int) -> QSize:
        head = self.view.horizontalHeader().sizeHint().height()
        frame = 2 * self.view.frameWidth() + _RING
        return QSize(0, head + self.view.height_of(rows) + frame)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for most of its rows."""
        return self._high(self.most)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for some of them."""
        return self._high(self.least)


def at_foot(table: Listed, *below: Part) -> QWidget:
    """A list with what stands below it, as the foot of a form: it, and not what is above, has what
    room is left; where there is too little each of the two scrolls by itself."""
    made = held(column(card(table, margin=1), *below, space=14))
    grows = made.sizePolicy()
    grows.setVerticalPolicy(QSizePolicy.Policy.Expanding)
    grows.setVerticalStretch(1)
    made.setSizePolicy(grows)
    return made

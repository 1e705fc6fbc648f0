"""The goods that are bought most, to be touched where nothing is scanned: bread, tea by the cup."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from shopdesk import products
from shopdesk.products import Product
from ui import look
from ui.till import Till
from ui.widgets.parts import button
from ui.widgets.tips import tip

_LEAST, _HIGH, _GAP, _EDGE = 132, 58, 8, 10
"""Pixels at 100 percent: the least width of a button, its height, between two, beside its text."""


class Usual(QWidget):
    """So many rows of buttons as there is room for, each product where it was before."""

    def __init__(self, till: Till, add: Callable[[int], None]) -> None:
        super().__init__()
        self.till, self.add = till, add
        self.goods: list[Product] = []
        self.buttons: list[QPushButton] = []
        self.high = 0
        """Of it in pixels, as it is shown now; 0 where it is not."""
        self.laid: tuple[int, int, QSize] | None = None
        """Rows, buttons in each, and how large they are."""
        self.grid = QGridLayout(self)
        gap = look.scaled(_GAP, till.preferences.size)
        self.grid.setContentsMargins(0, gap, 0, 0)
        self.grid.setSpacing(gap)
        self.hide()

    def show_goods(self, bought: Sequence[Product]) -> None:
        """Offer these; what was among them before stays in its place."""
        found = {one.id: one for one in bought}
        places = [found.pop(one.id, None) for one in self.goods]
        coming = list(found.values())
        places = [one or (coming.pop(0) if coming else None) for one in places]
        places += coming
        goods: list[Product] = []
        while places:  # where nothing has come, the last one takes the place of what is gone
            one = places.pop(0)
            while one is None and places:
                one = places.pop()
            goods += [one] if one else []
        if goods == self.goods:
            return
        self.goods, self.laid = goods, None
        for old in self.buttons:
            old.deleteLater()
        self.buttons = [self._button(one) for one in goods]

    def _button(self, one: Product) -> QPushButton:
        price = self.till.money(one.price)
        made = button(
            f"{one.name}\n{price}", partial(self.add, one.id), "goods", name=f"{one.name} {price}"
        )
        made.setParent(self)  # it is shown where there is room, as broad as there is
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.setMinimumWidth(1)
        return made

    def fit(self, width: int, height: int) -> int:
        """Show as many whole rows as there is room for; returns how high they are."""
        size = self.till.preferences.size
        gap, high = look.scaled(_GAP, size), max(look.FINGER, look.scaled(_HIGH, size))
        across = max(1, (width + gap) // (look.scaled(_LEAST, size) + gap))
        rows = min(-(-len(self.buttons) // across), max(0, height // (gap + high)))
        wide = (width - gap * (across - 1)) // across
        self.high = rows * (gap + high)
        if self.laid != (laid := (rows, across, QSize(wide, high))):
            self.laid = laid
            self._lay(rows, across, QSize(wide, high))
        return self.high

    def _lay(self, rows: int, across: int, size: QSize) -> None:
        for made in self.buttons:
            self.grid.removeWidget(made)
            made.hide()
        for place, made in enumerate(self.buttons[: rows * across]):
            self.grid.addWidget(made, *divmod(place, across))
            self._name(made, self.goods[place], size.width() - 2 * _EDGE)
            made.setFixedHeight(size.height())
            made.show()
        for column in range(products.MOST_USUAL):
            self.grid.setColumnStretch(column, 1 if column < across else 0)
        self.setFixedHeight(self.high)
        self.setVisible(bool(rows))

    def _name(self, made: QPushButton, one: Product, room: int) -> None:
        price = self.till.money(one.price)
        short = QFontMetrics(made.font()).elidedText(one.name, Qt.TextElideMode.ElideRight, room)
        made.setText(f"{short}\n{price}")
        tip(made, f"{one.name} · {price}" if short != one.name else "")

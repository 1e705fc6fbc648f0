"""Which goods are taken in an exchange: lines of a product and a quantity."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import products
from shopdesk.products import Product
from shopdesk.refusals import ContentRefused, QuantityRefused
from ui.pages.lines_back import quantity_in
from ui.pages.product_box import ProductBox
from ui.till import Till
from ui.widgets.parts import button, column, field, held, row
from ui.widgets.scrolling import Snug

_LISTED = 300
"""So many products stand in the list; any other is found by what is typed."""
_IN_SIGHT = 2
"""So many lines stand there, and the one that has the keys; the others are scrolled to."""


class TakenLine(QWidget):
    """A product, found by a part of its name, its EAN or in the list, and how many of it."""

    def __init__(self, till: Till, number: int, goods: list[Product]) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        name = _("Goods taken, line {number}").format(number=number)
        self.product = ProductBox(till, name, goods)
        self.count = field(_("How many, line {number}").format(number=number), "0", digits=True)
        self.count.setText("1")
        self.count.setFixedWidth(self.count.fontMetrics().averageCharWidth() * 6)
        both = row(self.product, self.count)
        both.setStretch(0, 1)
        self.setLayout(both)

    @property
    def chosen(self) -> int | None:
        """The id of the product chosen from the list, if what stands there is still its name."""
        return self.product.chosen

    def one_more(self) -> None:
        """Count one more; from the beginning where no number stands there."""
        try:
            count = quantity_in(self.till, self.count)
        except QuantityRefused:
            count = Decimal(0)
        self.count.setText(f"{count + 1:f}")

    def choose(self, product: Product) -> None:
        """Take this product, whether or not it stands in the list yet."""
        self.product.choose(product)

    @property
    def is_blank(self) -> bool:
        """Whether no product is named."""
        return not self.product.currentText().strip()

    def taken(self) -> tuple[int, Decimal]:
        """The product's id and the quantity; refuses what fits no product, or several."""
        return self.product.product_id(), quantity_in(self.till, self.count)


class TakenGoods(QWidget):
    """Lines of goods, the first of them blank; those without a product do not count."""

    changed = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.goods = products.find(till.desk, "", limit=_LISTED)
        self.lines: list[TakenLine] = []
        self.rows = column(space=6)
        self.listed = Snug(held(self.rows))
        self.more = button(_("One more line"), self._add_line, "small", icon="add")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column(self.listed, row(self.more, 1), space=6))
        self._new_line()

    def _new_line(self) -> TakenLine:
        made = TakenLine(self.till, len(self.lines) + 1, self.goods)
        made.product.editTextChanged.connect(lambda _text: self.changed.emit())
        made.count.textChanged.connect(lambda _text: self.changed.emit())
        self.rows.addWidget(made)
        if self.lines:
            QWidget.setTabOrder(self.lines[-1].count, made.product)
        QWidget.setTabOrder(made.product, made.count)
        QWidget.setTabOrder(made.count, self.more)
        self.lines.append(made)
        high = made.sizeHint().height() + self.rows.spacing()
        self.listed.setMaximumHeight(_IN_SIGHT * high)
        return made

    def _add_line(self) -> None:
        self._new_line().product.setFocus()

    @property
    def is_blank(self) -> bool:
        """Whether no product is named."""
        return all(one.is_blank for one in self.lines)

    def begin(self) -> None:
        """Put the keys where the next product is named."""
        one = next((line for line in self.lines if line.is_blank), self.lines[0])
        one.product.setFocus()

    def add(self, product: Product) -> None:
        """One of a product, or one more of it, as by a scan."""
        for line in self.lines:
            if line.chosen == product.id:
                line.one_more()
                return
        blank = next((line for line in self.lines if line.is_blank), None) or self._new_line()
        blank.choose(product)

    def taken(self) -> list[tuple[int, Decimal]]:
        """What is taken, as (product id, quantity); refuses nothing at all."""
        made = [line.taken() for line in self.lines if not line.is_blank]
        if not made:
            raise ContentRefused(self.till.language)
        return made

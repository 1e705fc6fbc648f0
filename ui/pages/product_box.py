"""A field that names a product: chosen from a list, or found by a part of its name or its EAN."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QStyledItemDelegate

from shopdesk import products
from shopdesk.products import Product
from shopdesk.refusals import UnknownProduct
from ui import look
from ui.pages.product_words import price
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.parts import field
from ui.widgets.who import SeveralFit

_MOST = 5
"""So many products are named where what was typed fits several."""


class ProductBox(Box):
    """Lists some goods; any other is found by what is typed."""

    def __init__(self, till: Till, name: str, goods: list[Product]) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setLineEdit(field(name, _("A part of the name, or the EAN")))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for one in goods:
            self.offer(one)
        self.setCurrentIndex(-1)
        self.setCompleter(self._by_parts())

    def _by_parts(self) -> QCompleter:
        made = QCompleter(self.model(), self)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = made.popup()
        assert popup is not None
        popup.setItemDelegate(QStyledItemDelegate(popup))
        look.dress(popup)
        return made

    def offer(self, one: Product) -> None:
        """Put one more product into the list."""
        self.addItem(f"{one.name} · {price(self.till, one)}", one.id)

    def choose(self, product: Product) -> None:
        """Take this product, whether or not it stands in the list yet."""
        if self.findData(product.id) < 0:
            self.offer(product)
        self.setCurrentIndex(self.findData(product.id))

    @property
    def chosen(self) -> int | None:
        """The id of the product chosen from the list, if what stands there is still its name."""
        place = self.currentIndex()
        if place < 0 or self.currentText() != self.itemText(place):
            return None
        return int(self.itemData(place))

    def product_id(self) -> int:
        """The product that is named; refuses what fits none, or several."""
        till, _, written = self.till, self.till.say, self.currentText()
        if self.chosen is not None:
            return self.chosen
        found = products.find(till.desk, written, limit=_MOST)
        found = [one for one in found if one.name == written.strip()] or found
        if not found:
            raise UnknownProduct(till.language, product=written)
        if len(found) > 1:
            names = _(", ").join(one.name for one in found)
            raise SeveralFit(till.language, value=written, choices=names)
        return found[0].id

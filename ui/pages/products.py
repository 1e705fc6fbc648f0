"""Products: what is sold, at what price; added, priced anew, taken out of sale."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from shopdesk import codes, money, permissions, products
from shopdesk.products import Product
from shopdesk.topics import Topic
from ui import look
from ui.pages.page import Page
from ui.pages.product_pass import PassTermsFields, pass_words
from ui.pages.profile_forms import may
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import Form, amount_in
from ui.widgets.parts import button, card, field, label, named, row
from ui.widgets.table import Column, Table

_MOST = 2_000
"""So many are listed: whoever needs more types more."""


class Products(Page):
    """The list with its search; Enter or two clicks open a product."""

    topics = frozenset({Topic.PRODUCTS, Topic.SHOP})

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.names: dict[int, str] = {}
        self.query = field(_("Find a product"), _("Name or barcode · F9"))
        self.query.textChanged.connect(lambda _text: self.load())
        self.query.returnPressed.connect(self._open_first)
        self.count = label(kind="soft")
        add = button(_("New product"), self.add, "primary", icon="add")
        start = button(_("New product"), self.add, icon="add")
        self.may_change = permissions.may(till.desk.role, "products.add")
        for one in (add, start):
            one.setEnabled(self.may_change)
        cost: Column[Product] = Column(
            _("Cost"), lambda p: "" if p.cost is None else till.money(p.cost), 120, is_number=True
        )
        self.table = Table(
            _("Products"),
            [
                Column(_("Product"), self._name),
                Column(_("Category"), lambda p: p.category, 150),
                Column(_("Barcode"), lambda p: p.ean or "", 170, is_whole=True),
                *([cost] if permissions.sees_costs(till.desk) else []),
                Column(_("Price"), lambda p: till.money(p.price), 120, is_number=True),
            ],
            empty="",
            action=start,
        )
        self.table.opened.connect(self.edit)
        self.table.follow(self.query)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        title = label(_("Products"), "title")
        self.query.setMinimumWidth(260)
        self.query.setMaximumWidth(look.scaled(340, till.preferences.size))
        head = FittedRow(title, self.query, self.count, 1, add, spare=(self.count, title))
        head.line.setStretchFactor(self.query, 1000)
        layout.addWidget(head)
        if not self.may_change:
            about = _("Only a manager or the owner can change products.")
            layout.addWidget(label(about, "soft", wraps=True))
        layout.addWidget(card(self.table, margin=1), 1)

    def _name(self, product: Product) -> str:
        _, name = self.till.say, product.name
        if told := pass_words(self.till, product, self.names):
            name = _("{name} (pass: {told})").format(name=name, told=told)
        return _("{name} (no longer sold)").format(name=name) if product.discontinued else name

    def load(self) -> None:
        """Read the products that fit what is typed."""
        _, typed = self.till.say, self.query.text()
        found = products.listed(self.till.desk, typed, limit=_MOST)
        paid_by_passes = {one.pass_product for one in found if one.pass_product is not None}
        known = products.by_ids(self.till.desk, paid_by_passes)
        self.names = {id_: one.name for id_, one in known.items()}
        self.table.show_again(found)
        is_cut = len(found) == _MOST
        self.count.setText(
            _("Only the first {count}; type more").format(count=_MOST) if is_cut else ""
        )
        self.table.say_empty(
            _("No product fits. Type less, or add a new one.")
            if typed.strip()
            else _("No product here yet. A sale needs none: a plain amount will do."),
            offers=self.may_change,
        )

    def show_what(self, *, product: int | None = None, **_what: Any) -> None:
        """Go to a product that was scanned."""
        if product is not None:
            if product not in self._listed():
                found = products.get(self.till.desk, product)
                self.query.setText(found.ean or found.name)
            self.table.mark(self._listed().index(product))
            self.table.view.setFocus()

    def _listed(self) -> list[int]:
        return [shown.id for shown in self.table.model.rows]

    def begin(self) -> None:
        """Type what is looked for."""
        self.query.setFocus()
        self.query.selectAll()

    def escape(self) -> bool:
        """Show all again."""
        had = bool(self.query.text())
        self.query.clear()
        return had

    def _open_first(self) -> None:
        if self.table.model.rows:
            self.edit(self.table.model.rows[0])

    def add(self) -> None:
        """A form for a new product."""
        if may(self.till, "products.add"):
            ProductForm(self.till, self, None).filled()

    def edit(self, product: Product) -> None:
        """A form for a product; receipts keep the price they had."""
        if may(self.till, "products.edit"):
            ProductForm(self.till, self, product).filled()


class ProductForm(Form):
    """What a product is; a new one where none is given."""

    def __init__(self, till: Till, page: Page, product: Product | None) -> None:
        _ = till.say
        self.product = product
        currency = till.shop.settings.currency
        self.name = field(_("Name"))
        self.category = field(_("Category"), _("Tea, cups, … (optional)"))
        self.price = field(_("Price"), "0.00", digits=True)
        self.cost = field(_("Cost"), _("Optional"), digits=True)
        self.ean = field(_("Barcode"), _("Scan or type; optional"), digits=True)
        self.gone = QCheckBox(_("No longer sold"))
        self.as_pass = PassTermsFields(till, product)
        if product is not None:
            self.name.setText(product.name)
            self.category.setText(product.category)
            self.price.setText(money.plain(product.price, currency))
            self.cost.setText("" if product.cost is None else money.plain(product.cost, currency))
            self.ean.setText(product.ean or "")
            self.gone.setChecked(product.discontinued)
        super().__init__(
            till, page, _("New product") if product is None else _("Edit product"),
            named(_("Name"), self.name), named(_("Category"), self.category),
            row(named(_("Price"), self.price), named(_("Cost"), self.cost)),
            named(_("Barcode"), self.ean), self.as_pass, self.gone,
            submit=self.save, ok=_("Save"), code_field=self.ean,
        )  # fmt: skip
        self.gone.setVisible(product is not None)
        self.as_pass.turned.connect(self.fit)

    def takes(self, code: str) -> bool:
        """A barcode is made elsewhere: one of our own cards is none."""
        return super().takes(code) and not codes.has_card_shape(code)

    def save(self) -> None:
        """Add or change the product, and say so."""
        till, desk = self.till, self.till.desk
        values: dict[str, Any] = {
            "name": self.name.text(),
            "category": self.category.text(),
            "price": amount_in(till, self.price),
            "cost": amount_in(till, self.cost) if self.cost.text().strip() else None,
            "ean": self.ean.text().strip() or None,
            **self.as_pass.values(),
        }
        if self.product is None:
            saved = products.add(desk, **values)
        else:
            gone = self.gone.isChecked()
            saved = products.edit(desk, self.product.id, **values, discontinued=gone)
        _ = till.say
        till.tell(_("{name} is saved.").format(name=saved.name))

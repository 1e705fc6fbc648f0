"""Products: what is sold, at what price; found, changed one by one or many at once, brought in."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shopdesk import categories, codes, permissions, products, text
from shopdesk.products import Product
from shopdesk.topics import Topic
from ui import look, scans
from ui.pages import import_form
from ui.pages.page import Page
from ui.pages.product_categories import CategoriesForm
from ui.pages.product_form import ProductForm
from ui.pages.product_pass import terms_words
from ui.pages.product_prices import RepriceForm
from ui.pages.product_words import ORDERS, STATES, amount, price, state
from ui.pages.profile_forms import may
from ui.pages.promotion_list import PromotionList
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.choices import leave_room, offer
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import Tabs
from ui.widgets.parts import button, card, field, label
from ui.widgets.table import Column, Table
from ui.widgets.turning import turned_by_keys

_MOST = 2_000
"""So many are listed: whoever needs more types more."""
_ALL, _NONE = None, ""


class Products(Page):
    """The list with its search; Enter or two clicks open a product. Beside it the promotions."""

    topics = frozenset({Topic.PRODUCTS, Topic.SHOP, Topic.PROMOTIONS, Topic.TIERS})
    is_read_ahead = True

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.names: dict[int, str] = {}
        self.may_change = permissions.may(till.desk, "products.add")
        self.tabs = Tabs()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Products and promotions"))
        titles = (_("Products"), _("Promotions"))
        for _title in titles:
            self.tabs.addTab("")
        self.tabs.entitle(titles)
        self.query = field(_("Find a product"), _("Name, pinyin or barcode · F9"))
        self.query.textChanged.connect(lambda _text: self.load_goods())
        self.query.returnPressed.connect(self._open_first)
        self.category = self._choice(_("Category"), [(_("All categories"), _ALL)])
        self.states = self._choice(_("Which products"), [(_(w), c) for c, w in STATES.items()])
        self.order = self._choice(_("In which order"), [(_(w), c) for c, w in ORDERS.items()])
        self.count = label(kind="soft")
        self.table = self._table()
        self.table.opened.connect(self.edit)
        self.table.follow(self.query)
        self.table.allow_several()
        self.promotions = PromotionList(till, self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._goods())
        self.stack.addWidget(self.promotions)
        self.tabs.currentChanged.connect(self._turned)
        turned_by_keys(self, self.tabs, self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        layout.addWidget(FittedRow(self.tabs, 1, self.count))
        layout.addWidget(self.stack, 1)

    def _turned(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.count.setVisible(place == 0)
        self.tabs.updateGeometry()  # the one in front is bold, so broader

    def _choice(self, name: str, offered: list[tuple[str, object]]) -> QComboBox:
        made = choices(name, offered)
        if self.till.preferences.size <= look.LARGE_LETTERS:  # else it shares a row of its own
            made.setMaximumWidth(look.scaled(200, self.till.preferences.size))
        made.currentIndexChanged.connect(lambda _place: self.load_goods())
        return made

    def _goods(self) -> QWidget:
        """The tab of the products: what narrows the list, what can be done, and the list."""
        _ = self.till.say
        self.several = button(_("Choose several"), self._choose_several)
        self.several.setCheckable(True)
        leave_room(self.several)
        self.prices = button(_("Change prices…"), self.reprice, icon="edit")
        self.named = button(_("Categories…"), self.name_categories)
        self.bring = button(_("Import…"), self.bring_in, icon="folder")
        add = button(_("New product"), self.add, "primary", icon="add")
        deeds: list[QPushButton] = [self.several, self.prices, self.named, self.bring, add]
        for one in deeds:
            one.setEnabled(self.may_change)
        self.query.setMinimumWidth(200)
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        wide = [self.query, self.category]
        narrow = [self.states, self.order]
        head = FittedRow(*wide, *narrow, below=narrow)
        head.line.setStretchFactor(self.query, 1000)
        layout.addWidget(head)
        if self.may_change:
            layout.addWidget(FittedRow(*deeds[:-1], 1, add, below=(add,)))
        else:
            about = _("You can look at products here, but not change them.")
            layout.addWidget(label(about, "soft", wraps=True))
        layout.addWidget(card(self.table, margin=1), 1)
        return made

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        start = button(_("New product"), self.add, icon="add")
        start.setEnabled(self.may_change)
        cost: Column[Product] = Column(
            _("Cost"), lambda p: amount(till, p.cost), 105, is_number=True, is_spare=True
        )
        return Table(
            _("Products"),
            [
                Column(_("Product"), self._name),
                Column(_("Category"), lambda p: p.category, 120),
                Column(_("Barcode"), lambda p: p.ean or "", 160, is_whole=True, is_spare=True),
                Column(_("State"), lambda p: state(till, p), 125,
                       pill=lambda p: look.chip(till.preferences.theme,
                                                "note" if p.discontinued else "good")),
                *([cost] if permissions.sees_costs(till.desk) else []),
                Column(_("Member price"), lambda p: amount(till, p.member_price), 120,
                       is_number=True, is_spare=True),
                Column(_("Price"), lambda p: price(till, p), 120, is_number=True),
            ],
            empty="",
            action=start,
        )  # fmt: skip

    def _name(self, product: Product) -> str:
        _, told = self.till.say, terms_words(self.till, product, self.names)
        if not told:
            return product.name
        return _("{name} (pass: {told})").format(name=product.name, told=told)

    # --- reading ---

    def load(self) -> None:
        """Read the categories, the products that fit what is typed, and the promotions."""
        self._load_categories()
        self.load_goods()
        self.promotions.load()

    def _load_categories(self) -> None:
        _ = self.till.say
        found = [(one.name, one.name) for one in categories.listed(self.till.desk)]
        offer(self.category, [
            (_("All categories"), _ALL), *found, (_("Without a category"), _NONE)
        ])  # fmt: skip

    def load_goods(self) -> None:
        """Read the products that fit what is typed and chosen."""
        _, ngettext, typed = self.till.say, self.till.count, self.query.text()
        found = products.listed(
            self.till.desk, typed, category=self.category.currentData(),
            state=self.states.currentData(), order=self.order.currentData(), limit=_MOST,
        )  # fmt: skip
        paid_by_passes = {one.pass_product for one in found if one.pass_product is not None}
        known = products.by_ids(self.till.desk, paid_by_passes)
        self.names = {id_: one.name for id_, one in known.items()}
        self.table.show_again(found)
        said = ngettext("{count} product", "{count} products", len(found))
        if len(found) == _MOST:
            said = _("Only the first {count}; type more")
        self.count.setText(said.format(count=f"{len(found):,}"))
        self.prices.setEnabled(self.may_change and bool(found))
        is_narrowed = bool(typed.strip()) or self._is_narrowed
        self.table.say_empty(
            _("No product fits. Type less, or add a new one.")
            if is_narrowed
            else _("No product here yet. A sale needs none: a plain amount will do."),
            offers=self.may_change,
        )

    @property
    def _is_narrowed(self) -> bool:
        return bool(self.category.currentIndex() or self.states.currentIndex())

    def _show_all(self) -> None:
        self.category.setCurrentIndex(0)
        self.states.setCurrentIndex(0)

    def show_what(
        self, *, product: int | None = None, ean: str = "", promotions: bool = False, **_what: Any
    ) -> None:
        """Go to a product that was scanned, offer to add one, or show the promotions."""
        self.tabs.setCurrentIndex(int(promotions))
        if product is not None:
            if product not in self._listed():
                found = products.get(self.till.desk, product)
                self._show_all()
                self.query.setText(found.ean or found.name)
            self.table.mark(self._listed().index(product))
            self.table.view.setFocus()
        elif ean:
            self._offer(ean)

    def _listed(self) -> list[int]:
        return [shown.id for shown in self.table.model.rows]

    def scanned(self, code: str) -> bool:
        """A product's code shows the product, one that nobody knows offers to add it."""
        code = text.scanned(code)
        if codes.has_voucher_shape(code) or codes.has_card_shape(code) or not self.may_change:
            return False
        scan = scans.understood(self.till.desk, code)
        if scan.kind != "unknown":
            return False
        gone = next((p for p in products.listed(self.till.desk, code) if p.ean == code), None)
        if gone is not None:
            self.show_what(product=gone.id)
        else:
            self._offer(code)
        return True

    def _offer(self, code: str) -> None:
        _ = self.till.say
        said = _("No product has the code {code}. Enter: add it. Esc: leave it.")
        self.till.ask(said.format(code=code), _("Add"), lambda: self.add(ean=code))

    # --- keys ---

    def begin(self) -> None:
        """Type what is looked for."""
        if self.tabs.currentIndex() == 1:
            self.promotions.begin()
            return
        self.query.setFocus()
        self.query.selectAll()

    def search(self) -> None:
        """F9: the field that finds products."""
        self.tabs.setCurrentIndex(0)
        self.begin()

    def escape(self) -> bool:
        """Choose one only, then show all again."""
        had = bool(self.query.text()) or self._is_narrowed
        if self.several.isChecked():
            self.several.click()
            return True
        self.query.clear()
        self._show_all()
        return had

    def _open_first(self) -> None:
        if self.table.model.rows:
            self.edit(self.table.model.rows[0])

    def _choose_several(self) -> None:
        """By touch one after the other, or as usual with Shift and Ctrl."""
        self.table.allow_several(by_touch=self.several.isChecked())
        self.table.view.clearSelection()
        self.table.view.setFocus()

    # --- deeds ---

    def add(self, *, ean: str = "") -> None:
        """A form for a new product, perhaps with the code it has."""
        if may(self.till, "products.add", partial(self.add, ean=ean)):
            ProductForm(self.till, self, None, ean=ean).filled()

    def edit(self, product: Product) -> None:
        """A form for a product; receipts keep the price they had."""
        if may(self.till, "products.edit", partial(self.edit, product)):
            ProductForm(self.till, self, product).filled()

    def reprice(self) -> None:
        """Change the prices of the chosen products, or of all that are listed."""
        if not may(self.till, "products.reprice", self.reprice):
            return
        chosen = self.table.chosen
        is_all = len(chosen) < (1 if self.several.isChecked() else 2)
        wanted = list(self.table.model.rows) if is_all else chosen
        if wanted:
            RepriceForm(self.till, self, wanted, is_all=is_all).filled()

    def name_categories(self) -> None:
        """Rename categories, and say which earn points."""
        CategoriesForm(self.till, self).filled()

    def bring_in(self) -> None:
        """Products and prices from a file."""
        if may(self.till, "imports.products"):
            import_form.bring_in(self.till, self, "products")

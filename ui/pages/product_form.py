"""What a product is: a new one, or one whose prices and terms are changed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from shopdesk import categories, codes, money, permissions, prices, products
from shopdesk.prices import PriceChange
from shopdesk.products import Product
from ui import look
from ui.pages.product_pass import PassTermsFields
from ui.pages.product_words import PRICES, amount
from ui.pages.settings_part import pair
from ui.till import Till
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.form import Form, amount_in
from ui.widgets.heights import whole
from ui.widgets.in_both import Check
from ui.widgets.parts import card, column, field, held, label, named
from ui.widgets.table import Column, Table

_ROWS = 3
"""Changes of prices that are in sight without scrolling the list."""


class ProductForm(Form):
    """What a product is; a new one where none is given, perhaps with the code that was scanned."""

    def __init__(
        self, till: Till, page: QWidget, product: Product | None, *, ean: str = ""
    ) -> None:
        _ = till.say
        self.product = product
        self.name = field(_("Name"))
        self.category = field(_("Category"), _("Tea, cups, … (optional)"))
        self.price = field(_("Price"), "0.00", digits=True)
        self.member_price = field(_("Member price"), _("Optional"), digits=True)
        self.cost = field(_("Cost"), _("Optional"), digits=True)
        self.unit = field(_("Sold by"), _("Piece, cup, bag … (optional)"))
        self.ean = field(_("Barcode"), _("Scan or type; optional"), digits=True)
        self.ean.setText(ean)
        self.discounted = Check(_("Tier discounts apply"))
        self.earning = Check(_("It earns points"))
        self.gone = Check(_("No longer sold"))
        self.as_pass = PassTermsFields(till, product)
        self.history = self._history(till)
        self._offer(till)
        self._fill(till, product)
        ticks = [self.discounted, self.earning, self.gone]
        costs = [named(_("Cost"), self.cost)] if permissions.sees_costs(till.desk) else []
        super().__init__(
            till, page, _("New product") if product is None else _("Edit product"),
            pair(named(_("Name"), self.name), named(_("Category"), self.category)),
            pair(named(_("Price"), self.price), named(_("Member price"), self.member_price),
                 *costs),
            pair(named(_("Sold by"), self.unit), named(_("Barcode"), self.ean)),
            FittedGrid(ticks, (3, 1), space=14, is_filled=True), self.as_pass,
            self.history,
            submit=self.save, ok=_("Save"), code_field=self.ean, width=620,
        )  # fmt: skip
        self.gone.setVisible(product is not None)
        self.history.setVisible(product is not None)
        self.as_pass.turned.connect(self.fit)

    def _offer(self, till: Till) -> None:
        """Offer the categories there are while one is typed."""
        completer = QCompleter([one.name for one in categories.listed(till.desk)], self.category)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        assert popup is not None
        look.dress(popup)
        self.category.setCompleter(completer)

    def _fill(self, till: Till, product: Product | None) -> None:
        self.discounted.setChecked(product is None or product.is_discounted)
        self.earning.setChecked(product is None or product.is_earning)
        if product is None:
            return
        for typed, text in (
            (self.name, product.name), (self.category, product.category),
            (self.unit, product.unit), (self.ean, product.ean or ""),
        ):  # fmt: skip
            typed.setText(text)
        currency = till.shop.settings.currency
        for typed, minor in (
            (self.price, product.price), (self.member_price, product.member_price),
            (self.cost, product.cost),
        ):  # fmt: skip
            typed.setText("" if minor is None else money.plain(minor, currency))
        self.gone.setChecked(product.discontinued)

    def _history(self, till: Till) -> QWidget:
        """The prices it had, under each other, the newest first."""
        _ = till.say
        columns: list[Column[PriceChange]] = [
            Column(_("Day"), lambda one: f"{one.on}", 110, is_whole=True),
            Column(_("What"), lambda one: _(PRICES[one.what]), 110),
            Column(_("Before"), lambda one: amount(till, one.before) or "–", 100, is_number=True),
            Column(_("After"), lambda one: amount(till, one.after) or "–", 100, is_number=True),
            Column(_("By"), lambda one: one.by),
        ]
        self.changes: Table = Table(
            _("Prices it had"), columns, empty=_("Its prices were never changed.")
        )
        if self.product is not None:
            self.changes.show_rows(prices.changes(till.desk, self.product.id))
        frame = card(whole(self.changes, most=_ROWS), margin=1)
        return held(column(label(_("Prices it had"), "soft"), frame, space=4))

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
            "member_price": self._amount(self.member_price),
            "unit": self.unit.text(),
            "ean": self.ean.text().strip() or None,
            "is_discounted": self.discounted.isChecked(),
            "is_earning": self.earning.isChecked(),
        }
        if permissions.sees_costs(desk):
            values["cost"] = self._amount(self.cost)
        if self.product is None:
            saved = products.add(desk, **(values | self.as_pass.values()))
        else:
            values["discontinued"] = self.gone.isChecked()
            changed = self._changed(values) | self.as_pass.values()
            saved = products.edit(desk, self.product.id, **changed)
        _ = till.say
        till.tell(_("{name} is saved.").format(name=saved.name))

    def _changed(self, values: dict[str, Any]) -> dict[str, Any]:
        """What differs from the product as it was opened: others may have changed the rest."""
        was = self.product
        return {name: value for name, value in values.items() if value != getattr(was, name)}

    def _amount(self, typed: QLineEdit) -> int | None:
        return amount_in(self.till, typed) if typed.text().strip() else None

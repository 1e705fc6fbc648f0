"""The categories of products: how many are in each, which earn points, and other names for them."""

from PySide6.QtWidgets import QWidget

from shopdesk import categories, permissions
from shopdesk.categories import Category
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.in_both import Check
from ui.widgets.listed import Listed
from ui.widgets.parts import card, field, label, named
from ui.widgets.table import Column

_ROWS, _LEAST = 6, 3
"""Rows of the list, and so many where there is no room for more."""


class CategoriesForm(Form):
    """The list, and below it what the marked one is called and whether it earns points.

    It stays open until it is closed: one mends several in a row.
    """

    def __init__(self, till: Till, page: QWidget) -> None:
        _ = till.say
        columns: list[Column[Category]] = [
            Column(_("Category"), lambda one: one.name),
            Column(_("Earns points"), lambda one: _("yes") if one.is_earning else _("no"), 130),
            Column(_("For sale"), lambda one: f"{one.on_sale:,}", 100, is_number=True),
            Column(_("In all"), lambda one: f"{one.products:,}", 100, is_number=True),
        ]
        self.table = Listed(
            _("Categories"), columns,
            empty=_("No product has a category yet. Give products one, then they stand here."),
            least=_LEAST, most=_ROWS,
        )  # fmt: skip
        self.name = field(_("Name"))
        self.earning = Check(_("Its products earn points"))
        self.told = label(kind="soft", wraps=True)
        self.told.hide()
        self.may = permissions.may(till.desk, "products.rename_category")
        about = (
            _("A new name counts in tiers' discounts and promotions too; one that is there already "
              "makes one category of both.")
            if self.may else _("You can look at categories here, but not change them.")
        )  # fmt: skip
        super().__init__(
            till, page, _("Categories"), label(about, "soft", wraps=True),
            card(self.table, margin=1), named(_("Name"), self.name), self.earning,
            submit=self.save, ok=_("Save"), foot=self.told, width=620, leave=_("Close"),
        )  # fmt: skip
        self.table.selected.connect(self._show)
        self._read(0)

    def _read(self, place: int) -> None:
        found = categories.listed(self.till.desk)
        self.table.show_rows(found)
        self.table.mark(min(place, len(found) - 1))
        self._show(self.table.current)

    def _show(self, category: Category | None) -> None:
        self.name.setText(category.name if category else "")
        self.earning.setChecked(category is None or category.is_earning)
        for each in (self.name, self.earning, self.ok):
            each.setEnabled(self.may and category is not None)

    def accept(self) -> None:
        """Go on with the next one instead of closing."""
        self.said.hide()
        self._read(self.table.view.currentIndex().row())
        self.table.view.setFocus()

    def save(self) -> None:
        """Give it its name and say whether it earns; all of it or nothing."""
        till, desk, now = self.till, self.till.desk, self.table.current
        if now is None:
            return
        name, earns, ngettext = self.name.text(), self.earning.isChecked(), till.count
        self.told.hide()
        many = categories.edit(desk, now.name, name=name, is_earning=earns)
        said = ngettext(
            "Saved: {count} product is in {name}.", "Saved: {count} products are in {name}.", many
        )
        self.told.setText(said.format(count=many, name=name.strip()))
        self.told.show()

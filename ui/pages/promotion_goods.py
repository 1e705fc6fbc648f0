"""Which goods a promotion is for: some categories, some products, or all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import categories, products, text
from shopdesk.offers import Covers
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.listed import Listed, at_foot
from ui.widgets.parts import button, column, field, label, row
from ui.widgets.table import Column

_ROWS, _LEAST = 6, 2
"""Rows of the list, and so many where there is no room for more."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A category or a product that may be chosen."""

    name: str
    about: str
    product: int | None
    is_chosen: bool


class GoodsForm(Form):
    """All categories, then all products; Enter or a touch takes one in or out.

    ``covers`` is what was chosen once the form is taken.
    """

    def __init__(self, till: Till, parent: QWidget, covers: Covers) -> None:
        _ = till.say
        self.products, self.categories = list(covers.products), list(covers.categories)
        self.covers = covers
        self.query = field(_("Find"), _("A category, or a product's name"))
        columns: list[Column[Pick]] = [
            Column(_("Chosen"), lambda one: _("yes") if one.is_chosen else "", 90),
            Column(_("Name"), lambda one: one.name),
            Column(_("What"), lambda one: one.about, 150),
        ]
        self.table = Listed(
            _("Categories and products"), columns, empty=_("Nothing by that name."),
            least=_LEAST, most=_ROWS,
        )  # fmt: skip
        self.told = label(kind="soft", wraps=True)
        super().__init__(
            till, parent, _("Which goods"),
            label(_("Enter or a touch takes one in or out. None chosen: all goods."), "soft",
                  wraps=True),
            self.query, submit=self.take, ok=_("Choose these"),
            foot=at_foot(self.table, self.told), width=560,
        )  # fmt: skip
        self.ok.setDefault(False)
        self.ok.setAutoDefault(False)
        self.query.textChanged.connect(lambda _text: self._list())
        self.table.follow(self.query)
        self.table.opened.connect(self.toggle)
        self.table.view.clicked.connect(
            lambda index: self.toggle(self.table.model.rows[index.row()])
        )
        self._list()

    def _list(self) -> None:
        _, typed = self.till.say, text.fold(self.query.text().strip())
        found = [
            Pick(one.name, _("category"), None, one.name in self.categories)
            for one in categories.listed(self.till.desk)
            if typed in text.fold(one.name)
        ]
        found += [
            Pick(one.name, one.category, one.id, one.id in self.products)
            for one in products.listed(self.till.desk, typed, state="on_sale")
        ]
        place = self.table.view.currentIndex().row()
        self.table.show_rows(found)
        self.table.mark(min(max(0, place), len(found) - 1))
        self.told.setText(_words(self.till, self.categories, self.products))

    def toggle(self, pick: Pick) -> None:
        """Take a category or a product in, or out again."""
        if pick.product is None:
            _toggled(self.categories, pick.name)
        else:
            _toggled(self.products, pick.product)
        self._list()

    def take(self) -> None:
        """These are the goods."""
        self.covers = Covers(tuple(self.products), tuple(self.categories))


def _toggled(chosen: list[Any], one: object) -> None:
    if one in chosen:
        chosen.remove(one)
    else:
        chosen.append(one)


def _words(till: Till, named: Sequence[str], ids: Sequence[int]) -> str:
    """Chosen categories and products by name, in the order in which they were chosen."""
    _, known = till.say, products.by_ids(till.desk, ids)
    names = [*named, *(known[id_].name for id_ in ids if id_ in known)]
    return _(", ").join(names) if names else _("All goods")


class Goods(QWidget):
    """What is covered, in words, and a button to choose it; ``changed`` once it was."""

    def __init__(self, till: Till, covers: Covers, changed: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.covers, self.changed = till, covers, changed
        _ = till.say
        self.said = label(wraps=True)
        self.button = button(_("Which goods…"), self.choose, icon="products")
        self.setLayout(column(row(self.said, 1, self.button), space=0))
        self._show()

    def _show(self) -> None:
        self.said.setText(_words(self.till, self.covers.categories, self.covers.products))

    def choose(self) -> None:
        """Choose the goods in a form of their own."""
        form = GoodsForm(self.till, self, self.covers)
        if form.filled():
            self.covers = form.covers
            self._show()
            self.changed()

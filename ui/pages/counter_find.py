"""Finding at the counter: one field for members and products, and its hits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from shopdesk import members, products
from shopdesk.members import Member
from shopdesk.products import Product
from ui.till import Till
from ui.widgets.person import masked, tier_name
from ui.widgets.table import Column, Table

_MOST = 9
"""How many members or products are listed."""

Hit = tuple[str, str, Member | Product]


class Finder(QLineEdit):
    """The field, and ``found``, the list of what fits. Up and down walk, Enter takes."""

    member_chosen = Signal(int)
    product_chosen = Signal(int)
    searching = Signal(bool)
    passed = Signal()

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.setAccessibleName(_("Find or scan"))
        self.setPlaceholderText(_("Scan, or type a phone's end, a name, a product · F9"))
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._entered)
        self.found = Table(
            _("Found"),
            [Column("", lambda hit: hit[0], 170), Column("", lambda hit: hit[1])],
            empty=_("Nobody and nothing by that name. F7 registers a new member."),
        )
        self.found.view.horizontalHeader().hide()
        self.found.opened.connect(self._take)

    def _look(self, text: str) -> None:
        if not text.strip():
            self.close_found()
            return
        desk = self.till.desk
        people = members.find(desk, text, limit=_MOST)
        goods = products.find(desk, text, limit=max(1, _MOST - len(people)))
        self.found.show_rows([self._person(m) for m in people] + [self._goods(p) for p in goods])
        self.found.mark(0)
        self.searching.emit(True)

    def _person(self, member: Member) -> Hit:
        tier = tier_name(self.till, member.tier)
        about = (masked(member.phone), f"No. {member.number}", tier)
        return member.name, " · ".join(filter(None, about)), member

    def _goods(self, product: Product) -> Hit:
        about = (product.category, self.till.money(product.price))
        return product.name, " · ".join(filter(None, about)), product

    def close_found(self) -> None:
        """Show the sale again, nothing typed."""
        self.setText("")
        self.searching.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk through what was found while the cursor stays in the field."""
        step = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}.get(event.key())
        if step and self.text().strip():
            self.found.mark(self.found.view.currentIndex().row() + step)
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        if not self.text().strip():
            self.passed.emit()
        elif self.found.current is not None:
            self._take(self.found.current)

    def _take(self, hit: Hit) -> None:
        self.close_found()
        chosen = self.member_chosen if isinstance(hit[2], Member) else self.product_chosen
        chosen.emit(hit[2].id)

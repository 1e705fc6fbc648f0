"""Which lines of a receipt come back, and how many of each: part of a refund and an exchange."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import daybook, purchases
from shopdesk.purchases import Line, Purchase
from shopdesk.refusals import ContentRefused, QuantityRefused
from ui.till import Till
from ui.widgets.parts import button, column, field, label, row, set_mood
from ui.widgets.scrolling import Few


def left_of(receipt: Purchase, kept: Mapping[int, Decimal]) -> list[Line]:
    """The lines of which something was not handed back yet."""
    return [sold for sold in receipt.lines if kept[sold.number]]


def are_goods(left: Sequence[Line]) -> bool:
    """Whether these can come back one by one: a plain amount cannot."""
    is_one_amount = len(left) == 1 and left[0].product_id is None
    return bool(left) and not is_one_amount


def quantity_in(till: Till, typed: QLineEdit) -> Decimal:
    """The quantity typed into a field; refuses what is no number."""
    try:
        quantity = Decimal(typed.text().strip())
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite():
        raise QuantityRefused(till.language, quantity=typed.text())
    return quantity


class LinesBack(QWidget):
    """A line for each that is left, with a field for how many of it come back.

    At ``most`` so many are in sight, the others are scrolled to.
    """

    changed = Signal()

    def __init__(self, till: Till, purchase_id: int, most: int = 4) -> None:
        super().__init__()
        self.till = till
        self.kept = daybook.kept(till.desk, purchase_id)
        self.goods = left_of(purchases.get(till.desk, purchase_id), self.kept)
        self.counts = {sold.number: self._count_field(sold) for sold in self.goods}
        lines = [self._line(sold) for sold in self.goods]
        inside = QWidget()
        inside.setLayout(column(*lines, 1, space=6))
        self.setLayout(column(Few(inside, lines, most)))

    def _count_field(self, sold: Line) -> QLineEdit:
        _ = self.till.say
        name = _("How many of {name} come back").format(name=sold.name)
        made = field(name, "0", digits=True)
        made.textChanged.connect(lambda _text: self.changed.emit())
        return made

    def _line(self, sold: Line) -> QWidget:
        till, _ = self.till, self.till.say
        left = self.kept[sold.number].normalize()
        words = _("{name}: {count} left, {paid} paid").format(
            name=sold.name or sold.category, count=f"{left:f}", paid=till.money(sold.paid)
        )
        count = self.counts[sold.number]
        count.setFixedWidth(count.fontMetrics().averageCharWidth() * 6)
        every = button(
            _("All"), partial(count.setText, f"{left:f}"), "small",
            name=_("All of {name}").format(name=sold.name),
        )  # fmt: skip
        one = row(label(words, wraps=True), count, every)
        one.setStretch(0, 1)
        made = QWidget()
        made.setLayout(one)
        return made

    @property
    def first(self) -> QLineEdit:
        """The field of the first line."""
        return self.counts[self.goods[0].number]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed yet."""
        return not any(typed.text().strip() for typed in self.counts.values())

    def lines(self) -> list[tuple[int, Decimal]]:
        """What comes back, as (line number, quantity); refuses nothing at all, and no numbers."""
        back = [
            (number, quantity_in(self.till, typed))
            for number, typed in self.counts.items()
            if typed.text().strip() not in ("", "0")
        ]
        if not back:
            raise ContentRefused(self.till.language)
        return back

    def mark(self) -> None:
        """Mark each field that asks for what its line cannot give back."""
        _ = self.till.say
        for number, typed in self.counts.items():
            is_wrong = self._is_wrong(number, typed)
            set_mood(typed, "bad" if is_wrong else "")
            most = _("At most {count}").format(count=f"{self.kept[number].normalize():f}")
            typed.setAccessibleDescription(most if is_wrong else "")

    def _is_wrong(self, number: int, typed: QLineEdit) -> bool:
        try:
            return not 0 <= quantity_in(self.till, typed) <= self.kept[number]
        except QuantityRefused:
            return bool(typed.text().strip())

"""What a promotion offers: its kind, and the numbers that kind asks for."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from shopdesk import money
from shopdesk.language import N_
from shopdesk.offers import Offer
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.form import amount_in, whole_in
from ui.widgets.in_both import Check
from ui.widgets.parts import column, field, held, label, row

KINDS = {
    "percent": N_("A percentage off each"),
    "amount": N_("An amount off each"),
    "price": N_("Another price for each"),
    "nth": N_("Every second, third, … cheaper"),
    "order_percent": N_("A percentage off the order"),
    "order_amount": N_("An amount off the order"),
    "points": N_("More points"),
}
_ASKS = {
    "percent": ("percent",), "amount": ("amount",), "price": ("amount",),
    "nth": ("nth", "percent"), "order_percent": ("percent", "minimum"),
    "order_amount": ("amount", "minimum", "every"), "points": ("percent", "birthday"),
}  # fmt: skip
"""Which fields each kind needs."""


class OfferFields(QWidget):
    """The kind and its fields; ``changed`` is called when one of them is."""

    def __init__(self, till: Till, offer: Offer, changed: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.changed = till, changed
        _ = till.say
        self.kind = choices(_("What is offered"), [(_(words), k) for k, words in KINDS.items()])
        self.nth = field(_("Every how many"), "2", digits=True)
        self.percent = field(_("Percent"), "10", digits=True)
        self.amount = field(_("Amount"), "0.00", digits=True)
        self.minimum = field(_("From goods for"), _("Any amount"), digits=True)
        self.every = Check(_("For every such amount"))
        self.birthday = Check(_("On the member's birthday only"))
        self.titles: dict[str, QLabel] = {}
        self.held: dict[str, QWidget] = {
            "nth": self._named("nth", _("Every how many"), self.nth),
            "percent": self._named("percent", _("Percent"), self.percent),
            "amount": self._named("amount", _("Amount"), self.amount),
            "minimum": self._named("minimum", _("From goods for"), self.minimum),
            "every": self.every,
            "birthday": self.birthday,
        }
        numbers = [self.held[name] for name in ("nth", "percent", "amount", "minimum")]
        self.setLayout(
            column(self.kind, row(*numbers, space=14), self.every, self.birthday, space=8)
        )
        self._fill(offer)
        self.kind.currentIndexChanged.connect(lambda _place: self._kind_chosen())
        for typed in (self.nth, self.percent, self.amount, self.minimum):
            typed.textChanged.connect(lambda _text: self.changed())
        for box in (self.every, self.birthday):
            box.toggled.connect(lambda _is_on: self.changed())

    def _named(self, name: str, title: str, typed: QLineEdit) -> QWidget:
        said = label(title, "soft")
        said.setBuddy(typed)
        self.titles[name] = said
        return held(column(said, typed, space=4))

    def _fill(self, offer: Offer) -> None:
        currency = self.till.shop.settings.currency
        choose(self.kind, offer.kind)
        for typed, number in ((self.nth, offer.nth), (self.percent, offer.percent)):
            typed.setText(str(number) if number else "")
        for typed, minor in ((self.amount, offer.amount), (self.minimum, offer.minimum)):
            typed.setText(money.plain(minor, currency) if minor else "")
        self.every.setChecked(offer.is_every)
        self.birthday.setChecked(offer.on_birthday)
        self._show_asked()

    def _kind_chosen(self) -> None:
        self._show_asked()
        self.changed()

    def _show_asked(self) -> None:
        _, kind = self.till.say, self.kind.currentData()
        for name, part in self.held.items():
            part.setVisible(name in _ASKS[kind])
        self.titles["percent"].setText(
            _("Points in percent (200 is twice)") if kind == "points" else _("Percent off")
        )
        self.titles["amount"].setText(_("Price of one") if kind == "price" else _("Amount off"))

    def offer(self) -> Offer:
        """What was typed; refuses what is no number."""
        kind = self.kind.currentData()
        asked = _ASKS[kind]
        return Offer(
            kind,
            percent=whole_in(self.till, self.percent) if "percent" in asked else 0,
            amount=amount_in(self.till, self.amount) if "amount" in asked else 0,
            nth=whole_in(self.till, self.nth) if "nth" in asked else 0,
            minimum=self._minimum() if "minimum" in asked else 0,
            is_every="every" in asked and self.every.isChecked(),
            on_birthday="birthday" in asked and self.birthday.isChecked(),
        )

    def _minimum(self) -> int:
        return amount_in(self.till, self.minimum) if self.minimum.text().strip() else 0

"""Choosing a ladder to begin with: the templates, each tier in words."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from shopdesk.ladders import TEMPLATES, Tier
from shopdesk.language import listed, plural, translator
from shopdesk.money import Money, minor_digits
from ui import discounts
from ui.widgets.parts import button, cleared, label, row


class LadderChoice(QWidget):
    """One of the templates; below it what each of its tiers asks and gives."""

    def __init__(self) -> None:
        super().__init__()
        self.template = next(iter(TEMPLATES))
        self.language, self.currency = "en", "CNY"
        self.buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for name in TEMPLATES:
            made = button(name, partial(self.choose, name), "small")
            made.setCheckable(True)
            made.setChecked(name == self.template)
            group.addButton(made)
            self.buttons[name] = made
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(*self.buttons.values(), 1, space=6))
        layout.addLayout(self.grid)

    def choose(self, name: str) -> None:
        """Take a template and show it."""
        self.template = name
        self.tell(self.language, self.currency)

    def tell(self, language: str, currency: str) -> None:
        """Say everything in a language, amounts in a currency."""
        self.language, self.currency = language, currency
        ngettext = plural(language)
        for name, tiers in TEMPLATES.items():
            text = ngettext("{count} tier", "{count} tiers", len(tiers)).format(count=len(tiers))
            self.buttons[name].setText(text)
            self.buttons[name].setAccessibleName(text)
        cleared(self.grid)
        _ = translator(language)
        for place, title in enumerate((_("Tier"), _("Condition"), _("Discount"), _("Points"))):
            self._put(0, place, title, "soft")
        for place, tier in enumerate(TEMPLATES[self.template], start=1):
            self._put(place, 0, tier.name(language), "heading")
            self._put(place, 1, self._asked(tier))
            self._put(place, 2, discounts.told(language, tier.discount_percent))
            self._put(place, 3, f"× {tier.points_percent / 100:g}")

    def _put(self, line: int, place: int, text: str, kind: str = "") -> None:
        made = label(text, kind)
        if place > 1:
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(made, line, place)

    def _asked(self, tier: Tier) -> str:
        """What a tier asks, in words."""
        _, ngettext = translator(self.language), plural(self.language)
        if tier.criteria is None:
            return _("everyone")
        asked = []
        for condition in tier.criteria.conditions:
            count = condition.threshold
            if condition.fact == "spend":
                asked.append(self._whole(count))
            else:
                asked.append(ngettext("{count} visit", "{count} visits", count).format(count=count))
        return listed(asked, _(" or "), self.language)

    def _whole(self, minor: int) -> str:
        """An amount without decimals where it has none."""
        text = str(Money(minor, self.currency))
        digits = minor_digits(self.currency)
        return text.removesuffix("." + "0" * digits) if digits else text

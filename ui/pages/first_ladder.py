"""Choosing a ladder to begin with: a template, and in its table what each tier is called, asks and
gives, to be changed before there is a shop."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shopdesk import ladders, money
from shopdesk.ladders import MOST_DISCOUNT, TEMPLATES, Condition, Tier
from shopdesk.language import leading, plural, translator
from shopdesk.money import LARGEST, SYMBOLS, minor_digits
from shopdesk.refusals import AmountRefused, LadderRefused
from ui import discounts
from ui.widgets.parts import (
    DigitsField,
    Field,
    Part,
    button,
    cleared,
    label,
    row,
    set_kind,
    set_mood,
)

_CONDITION = 2
"""The column that takes what room there is."""
_NARROW, _WIDE = 72, 104
Key = tuple[str, int, str]
"""A template, which of its tiers, and which of that tier's fields."""


class LadderChoice(QWidget):
    """One of the templates; below it each tier in a line, whose fields keep what was typed whatever
    template, language or currency is looked at meanwhile."""

    def __init__(self, shown: Callable[[], object]) -> None:
        super().__init__()
        self.template = next(iter(TEMPLATES))
        self.language = self.spoken = "en"
        self.currency = "CNY"
        self.shown = shown
        """Told whenever there are other fields."""
        self.typed: dict[Key, str] = {}
        self.fields: dict[Key, QLineEdit] = {}
        self.buttons: dict[str, QPushButton] = {}
        """The templates, to stand beside the heading."""
        group = QButtonGroup(self)
        for name in TEMPLATES:
            made = button(name, partial(self.choose, name), "small")
            made.setCheckable(True)
            made.setChecked(name == self.template)
            group.addButton(made)
            self.buttons[name] = made
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(_CONDITION, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self.grid)
        self.said = label(wraps=True)
        layout.addWidget(self.said)

    def choose(self, name: str) -> None:
        """Take a template and show it."""
        self.template = name
        self.tell(self.spoken, self.currency)
        self.shown()

    # --- the table ---

    def tell(self, language: str, currency: str) -> None:
        """Say everything in a language, amounts in a currency."""
        self.spoken, self.language, self.currency = language, leading(language), currency
        ngettext = plural(language)
        for name, tiers in TEMPLATES.items():
            said = ngettext("{count} tier", "{count} tiers", len(tiers)).format(count=len(tiers))
            self.buttons[name].setText(said)
            self.buttons[name].setAccessibleName(said)
        cleared(self.grid)
        self.fields = {}
        _ = translator(language)
        heads = (_("Tier"), "", _("Condition"), _("Discount, %"), "", _("Points"))
        for place, title in enumerate(heads):
            self.grid.addWidget(label(title, "soft"), 0, place)
        for number, tier in enumerate(ladders.template(self.template, self.language)):
            self._line(number, tier)
        self._say()

    def _say(self) -> None:
        """Which number is none as it is typed, else what all of them count by."""
        _, wrong = translator(self.spoken), self._wrong_number()
        for field in self.fields.values():
            is_wrong = wrong is not None and field is wrong[1]
            set_mood(field, "bad" if is_wrong else "")
            field.setAccessibleDescription(wrong[0] if wrong and is_wrong else "")
        note = _("Counted over the last 12 months. All of it can be changed later.")
        set_kind(self.said, "soft" if wrong is None else "")
        set_mood(self.said, "" if wrong is None else "bad")
        self.said.setText(note if wrong is None else wrong[0])

    def _line(self, number: int, tier: Tier) -> None:
        _, line = translator(self.spoken), number + 1
        name = self._field(number, f"name {self.language}", tier.name(self.language), Field())
        name.setAccessibleName(_("Name of tier {number}").format(number=line))
        name.setMinimumWidth(_WIDE)
        self.grid.addWidget(name, line, 0)
        self.grid.addLayout(self._asked(number, tier), line, _CONDITION)
        off = self._field(number, "off", str(tier.discount_percent), DigitsField())
        off.setAccessibleName(_("Discount of tier {number}, percent").format(number=line))
        off.setFixedWidth(_NARROW)
        self.grid.addWidget(off, line, 3)
        told = label(kind="soft")
        self.grid.setColumnMinimumWidth(4, _NARROW)
        self._tell_discount(told, off.text())
        off.textChanged.connect(partial(self._tell_discount, told))
        self.grid.addWidget(told, line, 4)
        points = label(f"× {tier.points_percent / 100:g}")
        points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(points, line, 5)

    def _tell_discount(self, told: QLabel, typed: str) -> None:
        """What the percentage is called: whoever typed 98 for 9.8 折 sees it."""
        try:
            told.setText(discounts.told(self.language, _whole(typed, MOST_DISCOUNT)))
        except ValueError:
            told.setText("")

    def _asked(self, number: int, tier: Tier) -> QHBoxLayout:
        """What a tier asks, each number in a field; any of them is enough."""
        _, ngettext = translator(self.spoken), plural(self.language)
        visits = ngettext("{count} visit", "{count} visits", 2).format(count="").strip()
        if tier.criteria is None:
            return row(label(_("everyone")), 1)
        parts: list[Part] = []
        for condition in tier.criteria.conditions:
            is_spend = condition.fact == "spend"
            field = self._field(number, condition.fact, self._shown(condition), DigitsField())
            field.setFixedWidth(_WIDE if is_spend else _NARROW)
            told = _("Spent for tier {number}") if is_spend else _("Visits for tier {number}")
            field.setAccessibleName(told.format(number=number + 1))
            symbol = label(SYMBOLS.get(self.currency, self.currency))
            unit = [symbol, field] if is_spend else [field, label(visits)]
            parts += [label(_("or")), *unit] if parts else unit
        return row(*parts, 1, space=8)

    def _field(self, number: int, what: str, usual: str, made: QLineEdit) -> QLineEdit:
        """One field of a tier, with what was typed into it before."""
        key = self.template, number, what
        made.setText(self.typed.get(key, usual))
        made.textEdited.connect(partial(self._keep, key))
        self.fields[key] = made
        return made

    def _keep(self, key: Key, typed: str) -> None:
        self.typed[key] = typed
        self._say()

    def _shown(self, condition: Condition) -> str:
        """A threshold as one types it, an amount without decimals where it has none."""
        if condition.fact != "spend":
            return str(condition.threshold)
        plain, digits = money.plain(condition.threshold, self.currency), minor_digits(self.currency)
        return plain.removesuffix("." + "0" * digits) if digits else plain

    # --- what was chosen ---

    def wrong(self) -> tuple[str, QLineEdit] | None:
        """Why what stands in the fields is no ladder, and in which of them; nothing where it is."""
        if (number := self._wrong_number()) is not None:
            return number
        fault = ladders.fault(self.tiers())
        if fault is None:
            return None
        reason = translator(self.language)(fault)
        refused_whole = LadderRefused(self.language, reason=reason)
        return refused_whole.text(self.language), next(iter(self.fields.values()))

    def _wrong_number(self) -> tuple[str, QLineEdit] | None:
        for (_template, _number, what), field in self.fields.items():
            try:
                if what == "off":
                    _whole(field.text(), MOST_DISCOUNT)
                elif what in ("spend", "visits"):
                    self._threshold(what, field.text())
            except ValueError:
                refused = AmountRefused(self.language, amount=field.text().strip() or "–")
                return refused.text(self.language), field
        return None

    def tiers(self) -> tuple[Tier, ...]:
        """The ladder as it stands in the fields, which ``wrong`` has seen; an empty number is not
        asked for."""
        begun = ladders.template(self.template, self.language)
        return tuple(self._tier(*one) for one in enumerate(begun))

    def _tier(self, number: int, tier: Tier) -> Tier:
        def typed(what: str, usual: str) -> str:
            return self.typed.get((self.template, number, what), usual).strip()

        names = {one: typed(f"name {one}", name) for one, name in tier.names.items()}
        off = _whole(typed("off", str(tier.discount_percent)), MOST_DISCOUNT)
        asked = tier.criteria
        if asked is not None:
            each = [
                replace(one, threshold=least)
                for one in asked.conditions
                if (least := self._threshold(one.fact, typed(one.fact, self._shown(one))))
            ]
            asked = replace(asked, conditions=tuple(each)) if each else None
        return replace(tier, names=names, discount_percent=off, criteria=asked)

    def _threshold(self, fact: str, typed: str) -> int:
        """So much or so many; 0 where nothing is typed. Raises ``ValueError``."""
        if not typed.strip():
            return 0
        return money.parse(typed, self.currency) if fact == "spend" else _whole(typed, LARGEST)


def _whole(typed: str, most: int) -> int:
    number = typed.strip()
    if not number.isdecimal() or int(number) > most:
        raise ValueError(typed)
    return int(number)

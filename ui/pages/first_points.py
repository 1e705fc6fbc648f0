"""What points are earned by and what they pay, in two sentences with fields in them."""

import re
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shopdesk import money
from shopdesk.language import plural, translator
from shopdesk.money import LARGEST, SYMBOLS, Money
from shopdesk.refusals import AmountRefused
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.parts import DigitsField, held, label, row, set_kind, set_mood

_USUAL = {"earn_per": "1", "earn_points": "1", "points_step": "100", "points_value": "1"}
"""As shops mostly begin, in any currency: for every 1 paid 1 point, 100 points pay 1."""
_AMOUNTS = ("earn_per", "points_value")
_LEAST = {"earn_per": 1, "points_step": 1}
"""What cannot be nothing; a shop may earn or take no points."""
_NARROW, _WIDE = 72, 88
_EXAMPLE = 10_000
"""The sale that is reckoned out, in minor units: a hundred, or what earns the first points."""


class PointsChoice(QWidget):
    """The four numbers, which outlive the words around them; below, a sale reckoned out by them, or
    which of them cannot be, while one types."""

    def __init__(self) -> None:
        super().__init__()
        self.language, self.currency = "en", "CNY"
        self.fields: dict[str, QLineEdit] = {}
        for name, usual in _USUAL.items():
            made = DigitsField()
            made.setText(usual)
            made.setFixedWidth(_WIDE if name in _AMOUNTS else _NARROW)
            made.textEdited.connect(self._say)
            self.fields[name] = made
        self.said = label(wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.sentences = QWidget()
        layout.addWidget(self.sentences)
        layout.addWidget(self.said)

    # --- words ---

    def tell(self, say: Callable[[str], str], language: str, currency: str) -> None:
        """Say everything in a language, the heading as the screen does, amounts in a currency."""
        self.language, self.currency = language, currency
        heading = label(say("Points"), "heading")
        _ = translator(language)
        names = {
            "earn_per": _("for every"), "earn_points": _("Points earned"),
            "points_step": _("Points taken at once"), "points_value": _("are worth"),
        }  # fmt: skip
        for name, said in names.items():
            self.fields[name].setAccessibleName(said)
        earned = self._sentence(
            _("{amount} paid earns points: {points}"), "earn_per", "earn_points"
        )
        taken = self._sentence(_("{points} of them pay {amount}"), "points_value", "points_step")
        before = self.sentences
        both = FittedGrid([earned, taken], (2, 1), space=32, is_filled=False)
        whole = row(heading, both, space=24)
        whole.setStretch(1, 1)
        self.sentences = held(whole)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(before, self.sentences)
        before.hide()
        before.deleteLater()
        self._say()

    def _sentence(self, words: str, amount: str, points: str) -> QWidget:
        """A sentence whose two numbers are fields, in the order of its language."""
        fields = {"{amount}": self.fields[amount], "{points}": self.fields[points]}
        parts: list[QWidget | int] = []
        for part in re.split(r"({amount}|{points})", words):
            if part == "{amount}":
                parts.append(label(SYMBOLS.get(self.currency, self.currency)))
            if part in fields:
                parts.append(fields[part])
            elif part.strip():
                parts.append(label(part.strip()))
        return held(row(*parts, space=8))

    def _say(self) -> None:
        """What a sale earns by the numbers as they stand, or which of them cannot be."""
        wrong = self.wrong()
        for field in self.fields.values():
            is_wrong = wrong is not None and field is wrong[1]
            set_mood(field, "bad" if is_wrong else "")
            field.setAccessibleDescription(wrong[0] if wrong and is_wrong else "")
        told = self._reckoned() if wrong is None else wrong[0]
        set_kind(self.said, "soft" if wrong is None else "")
        set_mood(self.said, "" if wrong is None else "bad")
        self.said.setText(told)

    def _reckoned(self) -> str:
        _, ngettext, rates = translator(self.language), plural(self.language), self.rates()
        if not rates["earn_points"]:
            return _("Sales earn no points.")
        sale = max(_EXAMPLE, rates["earn_per"])
        points = sale * rates["earn_points"] // rates["earn_per"]
        worth = points * rates["points_value"] // rates["points_step"]
        back = f"{money.half_up(1000 * worth, sale) / 10:g}"
        said = ngettext("A sale of {amount} earns {points} point, worth {worth}: {back}% back.",
                        "A sale of {amount} earns {points} points, worth {worth}: {back}% back.",
                        points)  # fmt: skip
        return said.format(
            amount=Money(sale, self.currency), points=f"{points:,}",
            worth=Money(worth, self.currency), back=back,
        )  # fmt: skip

    # --- what was typed ---

    def wrong(self) -> tuple[str, QLineEdit] | None:
        """Which number cannot be, in a sentence; nothing where all can."""
        for name, field in self.fields.items():
            try:
                self._number(name)
            except ValueError:
                refused = AmountRefused(self.language, amount=field.text().strip() or "–")
                return refused.text(self.language), field
        return None

    def _number(self, name: str) -> int:
        """So many or so much; raises ``ValueError`` for what cannot be."""
        typed = self.fields[name].text().strip()
        if name in _AMOUNTS:
            number = money.parse(typed, self.currency)
        elif typed.isdecimal() and len(typed) < len(str(LARGEST)):
            number = int(typed)
        else:
            raise ValueError(typed)
        if number < _LEAST.get(name, 0):
            raise ValueError(typed)
        return number

    def rates(self) -> dict[str, int]:
        """The shop's settings by name, which ``wrong`` has seen."""
        return {name: self._number(name) for name in self.fields}

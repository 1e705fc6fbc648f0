"""The shop's rules of stored value: its bonus, its limits, how it is spent, and the proof."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from shopdesk.money import plain
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.form import amount_in
from ui.widgets.parts import Part, button, card, cleared, column, field, label, named, row

MONEY = {"top_up_largest", "stored_value_largest", "proof_above"}
"""Those of the settings that are amounts."""
Pairs = tuple[tuple[str, str], ...]


class BonusRules(QWidget):
    """A small table: from which amount on which bonus. A line left blank is none."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.lines: list[tuple[QLineEdit, QLineEdit]] = []
        self.rows = column(space=6)
        self.more = button(_("One more rule"), self._add, "small", icon="add")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column(self.rows, row(self.more, 1), space=6))

    def show_rules(self, rules: tuple[tuple[int, int], ...]) -> None:
        """Show the rules as they are kept."""
        currency = self.till.shop.settings.currency
        self._lay([(plain(least, currency), plain(bonus, currency)) for least, bonus in rules])

    def _lay(self, written: list[tuple[str, str]]) -> None:
        cleared(self.rows)
        self.lines = []
        for pair_ in written:
            self._line(*pair_)
        if not written:
            _ = self.till.say
            self.rows.addWidget(label(_("No rule: a top-up gets no bonus."), "soft", wraps=True))

    def _line(self, least: str, bonus: str) -> None:
        _, number = self.till.say, len(self.lines) + 1
        both = (
            field(_("Topped up from, line {number}").format(number=number), "0.00", digits=True),
            field(_("Bonus, line {number}").format(number=number), "0.00", digits=True),
        )
        for one, text in zip(both, (least, bonus), strict=True):
            one.setText(text)
        out = button("", lambda: self._take_out(both), "plain", icon="close",
                     name=_("Take rule {number} out").format(number=number))  # fmt: skip
        made = row(label(_("from"), "soft"), both[0], label(_("bonus"), "soft"), both[1], out)
        made.setStretch(1, 1)
        made.setStretch(3, 1)
        self.rows.addLayout(made)
        self.lines.append(both)

    def _add(self) -> None:
        self._lay([*self.written(), ("", "")])
        self.lines[-1][0].setFocus()

    def _take_out(self, line: tuple[QLineEdit, QLineEdit]) -> None:
        place = self.lines.index(line)
        self._lay([pair_ for at, pair_ in enumerate(self.written()) if at != place])
        self.more.setFocus()

    def written(self) -> Pairs:
        """What stands in the lines."""
        return tuple((least.text(), bonus.text()) for least, bonus in self.lines)

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The rules as the core asks for them; refuses what is no amount."""
        return tuple(
            (amount_in(self.till, least), amount_in(self.till, bonus))
            for least, bonus in self.lines
            if least.text().strip() or bonus.text().strip()
        )


class ValueFields:
    """The fields of these settings, and the card they stand on."""

    def __init__(self, till: Till) -> None:
        self.till = till
        _ = till.say
        self.rules = BonusRules(till)
        self.top_up_largest = field(_("One top-up at most"), "0.00", digits=True)
        self.stored_value_largest = field(_("A member holds at most"), "0.00", digits=True)
        orders = [
            (_("principal and bonus in proportion"), "proportion"),
            (_("the principal first"), "principal_first"),
        ]
        self.stored_value_order = choices(_("How it is spent"), orders)
        self.proof_above = field(_("Proof above"), "0.00", digits=True)

    def fields(self) -> dict[str, QLineEdit | QComboBox]:
        """Each setting's field by the setting's name; the rules are apart."""
        names = (*sorted(MONEY), "stored_value_order")
        return {name: getattr(self, name) for name in names}

    def card(self, beside: Callable[[Part, Part], Part]) -> QWidget:
        """All of them, each with what it does; two that go together are put ``beside``."""
        _ = self.till.say
        about = _("The best rule that a top-up reaches, once. No bonus is more than its amount.")
        parts: list[Part] = [
            label(_("Stored value"), "heading"),
            named(_("Bonus on top-ups"), self.rules, about),
            beside(
                named(
                    _("One top-up at most"), self.top_up_largest,
                    _("A larger one is refused; 0 is without limit."),
                ),
                named(
                    _("A member holds at most"), self.stored_value_largest,
                    _("With bonus; a top-up beyond it is refused, 0 is without limit."),
                ),
            ),
            beside(
                named(
                    _("How it is spent"), self.stored_value_order,
                    _("Bonus earns no points, and is not given back in money."),
                ),
                named(
                    _("Proof above"), self.proof_above,
                    _("To spend more at once takes the member's PIN, or the last four digits of"
                      " the phone; 0 never asks."),
                ),
            ),
        ]  # fmt: skip
        return card(*parts)

"""A basket to try a promotion on: two products, how many of each, and who buys."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from shopdesk import products, text, tiers
from shopdesk.day_words import day
from shopdesk.promotion_trial import Trial
from shopdesk.refusals import QuantityRefused
from ui.pages.settings_part import choices, choose
from ui.till import Till
from ui.widgets.parts import column, field, held, label, row

_MOST = 200
_PLAIN = 100_00
"""Minor units: what is tried where the shop has no products."""


class Basket(QWidget):
    """Two lines and a buyer; ``changed`` is called when one of them is."""

    def __init__(self, till: Till, changed: Callable[[], None]) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        goods = products.listed(till.desk, state="on_sale", limit=_MOST)
        self.has_goods = bool(goods)
        offered: list[tuple[str, object]] = [(one.name, one.id) for one in goods]
        self.first = choices(_("First product"), offered)
        self.second = choices(_("Second product"), [("–", None), *offered])
        self.counts = [field(_("How many"), digits=True) for _line in range(2)]
        for typed in self.counts:
            typed.setText("1")
            typed.setMaximumWidth(90)
        walk_in: list[tuple[str, object]] = [(_("Nobody known"), None)]
        ladder = tiers.ladder(till.desk)
        levels = [(tier.name(till.language), tier.code) for tier in ladder]
        self.who = choices(_("Who buys"), [*walk_in, *levels])
        for box in (self.first, self.second):
            box.setMinimumContentsLength(10)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        line = [self._line(box, typed) for box, typed in zip(self._boxes, self.counts, strict=True)]
        buyer = row(label(_("Who buys")), self.who, 1)
        self.setLayout(column(*(line if self.has_goods else []), buyer, space=6))
        for box in (*self._boxes, self.who):
            box.currentIndexChanged.connect(lambda _place: changed())
        for typed in self.counts:
            typed.textChanged.connect(lambda _text: changed())

    @property
    def _boxes(self) -> tuple[QComboBox, QComboBox]:
        return self.first, self.second

    @staticmethod
    def _line(box: QComboBox, typed: QLineEdit) -> QWidget:
        made = row(typed, label("×"), box)
        made.setStretch(2, 1)
        return held(made)

    def buyer_is(self, tier: str) -> None:
        """Let a member on this tier buy."""
        choose(self.who, tier)

    def lines(self) -> list[tuple[int, Decimal]] | None:
        """What is in it; refuses a quantity that is none. Nothing where there are no products."""
        if not self.has_goods:
            return None
        chosen = [
            (box.currentData(), typed)
            for box, typed in zip(self._boxes, self.counts, strict=True)
            if box.currentData() is not None
        ]
        return [(id_, self._count(typed)) for id_, typed in chosen]

    def _count(self, typed: QLineEdit) -> Decimal:
        try:
            return text.from_milli(text.milli(typed.text()))
        except ValueError:
            raise QuantityRefused(self.till.language, quantity=typed.text() or "–") from None

    def amount(self) -> int | None:
        """A plain amount where there are no products."""
        return None if self.has_goods else _PLAIN

    def tier(self) -> str | None:
        """The tier of who buys; nothing for nobody known."""
        tier: str | None = self.who.currentData()
        return tier

    def told(self, trial: Trial) -> str:
        """What it would cost on the first day, step by step, and what it would earn."""
        till, _ = self.till, self.till.say
        said = _("On {day} this costs {due} instead of {without}.")
        if trial.due == trial.due_without:
            said = _("On {day} this costs {due}, as without it.")
        lines = [said.format(
            day=day(trial.on, till.desk.today(), till.language), due=till.money(trial.due),
            without=till.money(trial.due_without),
        )]  # fmt: skip
        lines += [f"{step.why}  {till.money(step.amount)}" for step in trial.steps]
        if trial.points != trial.points_without:
            earned = _("Points: {points} instead of {without}.")
            lines.append(
                earned.format(points=f"{trial.points:,}", without=f"{trial.points_without:,}")
            )
        return "\n".join(lines)

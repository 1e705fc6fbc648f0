"""How often a reward rule gives at most, and to how many as a pilot."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import money
from shopdesk.language import N_
from shopdesk.reward_rules import CENT, Limits
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.form import amount_in, whole_in
from ui.widgets.parts import column, field, named

_PERIODS = {
    "": N_("in all"),
    "month": N_("each month"),
    "quarter": N_("each quarter"),
    "year": N_("each year"),
}


class LimitFields(QWidget):
    """The limits; an empty field is none. ``changed`` is called when one of them is."""

    def __init__(self, till: Till, limits: Limits, changed: Callable[[], None]) -> None:
        super().__init__()
        self.till, self.kept = till, limits
        _ = till.say
        no_limit = _("No limit")
        self.per_member = field(_("A member at most"), no_limit, digits=True)
        self.period = choices(
            _("In which time"), [(_(said), one) for one, said in _PERIODS.items()]
        )
        self.in_all = field(_("All together at most"), no_limit, digits=True)
        self.budget = field(_("Budget"), no_limit, digits=True)
        self.share = field(_("Pilot: members in a hundred"), str(CENT), digits=True)
        self.setLayout(column(
            pair(named(_("A member at most"), self.per_member),
                 named(_("In which time"), self.period)),
            pair(named(_("All together at most"), self.in_all), named(_("Budget"), self.budget)),
            space=10,
        ))  # fmt: skip
        currency = till.shop.settings.currency
        for typed, number in ((self.per_member, limits.per_member), (self.in_all, limits.in_all)):
            typed.setText(str(number) if number else "")
        self.budget.setText(money.plain(limits.budget, currency) if limits.budget else "")
        self.share.setText(str(limits.share) if limits.share < CENT else "")
        choose(self.period, limits.period)
        for typed in (self.per_member, self.in_all, self.budget, self.share):
            typed.textChanged.connect(lambda _text: changed())
        self.period.currentIndexChanged.connect(lambda _place: changed())

    def limits(self) -> Limits:
        """What was typed; refuses what is no number."""
        budget = amount_in(self.till, self.budget) if self.budget.text().strip() else 0
        return replace(
            self.kept, per_member=self._whole(self.per_member), period=self.period.currentData(),
            in_all=self._whole(self.in_all), budget=budget, share=self._whole(self.share) or CENT,
        )  # fmt: skip

    def _whole(self, typed: QLineEdit) -> int:
        return whole_in(self.till, typed) if typed.text().strip() else 0

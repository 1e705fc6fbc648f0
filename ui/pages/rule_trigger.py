"""When a reward rule gives: a kind of trigger, and what that kind asks for."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from shopdesk import categories, day_words, event_book, festivals, tiers
from shopdesk.event_book import Event
from shopdesk.language import N_
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger
from ui.pages.rule_fields import Asked, choice, number
from ui.till import Till
from ui.widgets.form import whole_in
from ui.widgets.parts import column, field, held, label

KINDS = {
    "every": N_("Every month, quarter or year"),
    "festival": N_("At a festival"),
    "birthday": N_("On the birthday"),
    "own_date": N_("On a day kept with the member"),
    "years": N_("On the anniversary of joining"),
    "away": N_("After days without a visit"),
    "joining": N_("On joining"),
    "upgrade": N_("On reaching a tier"),
    "visit": N_("On a visit, by its number"),
    "purchase": N_("On a purchase"),
    "referral": N_("When a friend was brought"),
    "rating": N_("When a rating is given"),
    "attending": N_("On coming to an event"),
}
_ASKS: dict[str, dict[str, str]] = {
    "every": {"period": "subject", "day": "number"},
    "festival": {"festival": "subject", "before": "number"},
    "birthday": {"windows": "windows"},
    "own_date": {"date": "subject", "before": "number"},
    "years": {"years": "number"},
    "away": {"away": "number"},
    "joining": {},
    "upgrade": {"tier": "subject"},
    "visit": {"which": "subject", "visit": "number"},
    "purchase": {"over": "amount", "category": "subject"},
    "referral": {"side": "subject", "least": "amount"},
    "rating": {"score": "number"},
    "attending": {"event": "number"},
}
"""By kind its fields, and what of the trigger each is."""
_AMOUNTS = ("over", "least")
_EMPTY = {"day": 1, "before": 0, "years": 0}
"""What a number stands for that is not typed."""
_LEAST = 1
"""Minor units: what a friend's first receipt has to come to at least."""
_PERIODS = {
    "month": N_("Every month"),
    "quarter": N_("Every quarter"),
    "year": N_("Every year"),
}
_DATES = {
    "own": N_("A day of the member's own"),
    "birthday": N_("A birthday in the family"),
    "anniversary": N_("An anniversary in the family"),
}
_VISITS = {"": N_("Once, on visit number"), "every": N_("Again and again, every so many")}
_SIDES = {"referrer": N_("Who brought the friend"), "friend": N_("The friend")}
_SCORES = (1, 2, 3, 4, 5)
_ACROSS = 3
"""So many tiers stand side by side."""


class TriggerFields(Asked):
    """The fields of one trigger; events are offered only where one is to come."""

    def __init__(
        self, till: Till, trigger: Trigger, changed: Callable[[], None], remove: QPushButton
    ) -> None:
        _ = till.say
        self.windows: dict[str, QLineEdit] = {}
        offered = _events(till.desk, trigger)
        kinds = [
            (_(words), kind) for kind, words in KINDS.items() if offered or kind != "attending"
        ]
        super().__init__(
            till, _("When it gives"), kinds, _ASKS, self._made(till, offered), changed,
            wide=("windows", "event"), beside=remove,
        )  # fmt: skip
        self._fill(trigger)

    def _made(self, till: Till, offered: Sequence[Event]) -> dict[str, tuple[str, QWidget]]:
        _, desk, language = till.say, till.desk, till.language
        any_amount, any_day = _("Any amount"), _("On the day")
        known = festivals.known(desk).values()
        ladder = tiers.ladder(desk)
        goods = [(one.name, one.name) for one in categories.listed(desk)]
        today = desk.today()
        gatherings = [
            (f"{one.title(language)} · {day_words.day(one.on, today, language)}", one.id)
            for one in offered
        ]
        return {
            "period": choice(_("How often"), [(_(words), one) for one, words in _PERIODS.items()]),
            "day": number(_("From which day on"), "1"),
            "festival": choice(_("Festival"), [(one.title(language), one.code) for one in known]),
            "before": number(_("Days before"), any_day),
            "windows": (_("How many days around it, by tier"), self._by_tier(till)),
            "date": choice(_("Which day"), [(_(words), one) for one, words in _DATES.items()]),
            "years": number(_("After years"), _("Every year")),
            "away": number(_("Days without a visit"), "90"),
            "tier": choice(_("Tier"), [(one.name(language), one.code) for one in ladder[1:]]),
            "which": choice(_("How often"), [(_(words), one) for one, words in _VISITS.items()]),
            "visit": number(_("Visit number"), "10"),
            "over": number(_("Receipt of at least"), any_amount),
            "category": choice(_("Of which goods"), [(_("All goods"), ""), *goods]),
            "side": choice(
                _("Who is given it"), [(_(words), one) for one, words in _SIDES.items()]
            ),
            "least": number(_("First receipt of at least"), any_amount),
            "score": choice(_("At least"), [(str(score), score) for score in _SCORES]),
            "event": choice(_("Event"), gatherings),
        }

    def _by_tier(self, till: Till) -> QWidget:
        """The window of each tier; one that says nothing has the one day."""
        _, grid = till.say, QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for place, tier in enumerate(tiers.ladder(till.desk)):
            name = tier.name(till.language)
            typed = self.windows[tier.code] = field(name, _("One day"), digits=True)
            grid.addLayout(
                column(label(name, "soft"), typed, space=2), place // _ACROSS, place % _ACROSS
            )
        return held(grid)

    def _fill(self, trigger: Trigger) -> None:
        for name, its in _ASKS[trigger.kind].items():
            if name == "windows":
                for tier, days in trigger.windows:
                    if tier in self.windows:
                        self.windows[tier].setText(str(days))
            elif name in _AMOUNTS:
                self.put_amount(name, trigger.amount)
            else:
                self.put(name, getattr(trigger, its))
        self.kind.setCurrentIndex(self.kind.findData(trigger.kind))

    def trigger(self) -> Trigger:
        """What was chosen and typed; refuses what is no number."""
        kind = self.kind.currentData()
        return Trigger(kind, **{its: self._read(name) for name, its in _ASKS[kind].items()})

    def _read(self, name: str) -> Any:
        if name == "windows":
            return tuple(
                (tier, whole_in(self.till, typed))
                for tier, typed in self.windows.items()
                if typed.text().strip()
            )
        if name in _AMOUNTS:
            return self.amount(name) or (_LEAST if name == "least" else 0)
        if isinstance(self.fields[name], QLineEdit):
            return self.whole(name, _EMPTY.get(name))
        return self.chosen(name)


def _events(desk: Desk, trigger: Trigger) -> list[Event]:
    """Those to come, and the one that a trigger is for already."""
    offered = event_book.coming(desk)
    if trigger.kind == "attending" and trigger.number not in [one.id for one in offered]:
        offered.append(event_book.get(desk, trigger.number))
    return offered

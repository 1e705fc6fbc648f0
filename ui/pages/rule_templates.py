"""What a new reward rule can begin with: the usual ways of giving, each filled in already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import event_book, festivals, gift_sets, gifts, reward_rules, rewards, text, tiers
from shopdesk.event_book import Event
from shopdesk.giving import Multiplied, OfTier, Points, Reward
from shopdesk.language import N_, translator
from shopdesk.money import minor_digits
from shopdesk.shop import Desk
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.listed import Listed, at_foot
from ui.widgets.parts import label
from ui.widgets.table import Column

_POINTS = Points(100)
_ROWS, _LEAST = 8, 2
"""Rows of the list, and so many where there is no room for more."""
_LAST_OF_EVERY_MONTH = 28
_BIRTHDAY_WINDOWS = (1, 7, 30)
"""Days by tier, from the lowest on; the tiers above have the last."""


@dataclass(frozen=True, slots=True)
class Template:
    """A way of giving: its name, which is the new rule's, what it does, and what it fills in."""

    name: str
    about: str
    values: Callable[[Desk], dict[str, Any]]


def _of(desk: Desk, units: int) -> int:
    """So many of the currency's units in minor ones."""
    return units * 10 ** minor_digits(desk.shop.settings.currency)


def _gift(desk: Desk) -> Reward:
    """That of the first set where there are sets, else the first gift that everyone may be given,
    else ten off: whatever language they are listed in."""
    sets = gift_sets.listed(desk)
    if sets:
        return OfTier(min(one.id for one in sets))
    fitting = [gift.id for gift in gifts.catalogue(desk) if gift.is_for(desk, 0)]
    if fitting:
        return rewards.voucher(gift=min(fitting))
    return rewards.voucher(amount=_of(desk, 10))


def _regularly(period: str) -> Callable[[Desk], dict[str, Any]]:
    return lambda desk: {"trigger": rewards.every(period), "reward": _gift(desk)}


def _double_points(desk: Desk) -> dict[str, Any]:
    """On the day of the month that tomorrow is: the gifts of today were given this morning."""
    day = min((desk.today() + timedelta(days=1)).day, _LAST_OF_EVERY_MONTH)
    return {"trigger": rewards.every("month", day=day), "reward": Multiplied(200, 1)}


def _at_festival(desk: Desk) -> dict[str, Any]:
    """The one that comes next, a week before."""
    today = desk.today() + timedelta(days=7)
    nearest = min(festivals.known(desk).values(), key=lambda one: festivals.next_on(one, today))
    return {"trigger": rewards.festival(nearest.code, before=7), "reward": _gift(desk)}


def _days_of_shop(desk: Desk) -> dict[str, Any]:
    first = desk.today()
    return {
        "trigger": rewards.purchase(over=_of(desk, 200)), "reward": _gift(desk),
        "limits": rewards.Limits(per_member=1), "starts_on": first,
        "ends_on": first + timedelta(days=6),
    }  # fmt: skip


def _coming(desk: Desk) -> dict[str, Any]:
    """To the event that comes next."""
    return {"trigger": rewards.attending(event_book.coming(desk)[0].id), "reward": _gift(desk)}


def _birthday(desk: Desk) -> dict[str, Any]:
    codes = [tier.code for tier in tiers.ladder(desk)]
    last = len(_BIRTHDAY_WINDOWS) - 1
    windows = {code: _BIRTHDAY_WINDOWS[min(rank, last)] for rank, code in enumerate(codes)}
    return {"trigger": rewards.birthday(windows=windows), "reward": _gift(desk)}


def _upgrade(desk: Desk) -> dict[str, Any]:
    return {"trigger": rewards.upgrade(tiers.ladder(desk)[1].code), "reward": _gift(desk)}


def _referral(desk: Desk) -> dict[str, Any]:
    return {"trigger": rewards.referral("referrer", over=_of(desk, 1)), "reward": _POINTS}


def _win_back(desk: Desk) -> dict[str, Any]:
    reward = rewards.voucher(amount=_of(desk, 20), minimum=_of(desk, 100), valid_days=30)
    return {"trigger": rewards.away(90), "reward": reward}


EVENT = Template(N_("Thanks for coming"), N_("Events: to each guest who comes"), _coming)
TEMPLATES = (
    Template(N_("Monthly gift"), N_("Regularly: on the first of every month"), _regularly("month")),
    Template(N_("Quarterly gift"), N_("Regularly: at the beginning of every quarter"),
             _regularly("quarter")),
    Template(N_("Yearly gift"), N_("Regularly: at the beginning of every year"),
             _regularly("year")),
    Template(N_("Double points day"),
             N_("Regularly: a day of every month on which points count twice"), _double_points),
    Template(N_("Festival gift"), N_("Festivals: a week before the one that comes next"),
             _at_festival),
    Template(N_("Anniversary of the shop"),
             N_("A few days: with a purchase, once each"), _days_of_shop),
    EVENT,
    Template(N_("Birthday gift"), N_("Personal: around the birthday, longer for higher tiers"),
             _birthday),
    Template(N_("Membership anniversary"), N_("Personal: on the day of joining, every year"),
             lambda desk: {"trigger": rewards.membership_years(), "reward": _gift(desk)}),
    Template(N_("Welcome points"), N_("On joining"),
             lambda _desk: {"trigger": rewards.joining(), "reward": _POINTS}),
    Template(N_("Upgrade gift"), N_("On reaching a tier, once for life"), _upgrade),
    Template(N_("Thanks for bringing a friend"), N_("At the friend's first purchase"), _referral),
    Template(N_("We miss you"), N_("After 90 days without a visit"), _win_back),
)  # fmt: skip
"""What is offered when a rule is made; a way of giving more is a row more."""


def offered(desk: Desk) -> list[Template]:
    """Those that a shop can begin with: that of events only where one is to come."""
    return [one for one in TEMPLATES if one is not EVENT or event_book.coming(desk)]


def begun(till: Till, template: Template) -> dict[str, Any]:
    """What a form begins with: the template's values under its name in both languages."""
    own = translator(till.shop.settings.language)(template.name)
    name_en = template.name if own != template.name else None
    return {**_named(till, own, name_en), **template.values(till.desk)}


def _named(till: Till, name: str, name_en: str | None) -> dict[str, Any]:
    """The names, or some like them that no rule has."""
    every = reward_rules.listed(till.desk)
    taken = {rule.name for rule in every} | {rule.name_en or "" for rule in every}
    return {
        "name": text.free(name, taken),
        "name_en": None if name_en is None else text.free(name_en, taken),
    }


def for_event(till: Till, event: Event) -> dict[str, Any]:
    """What a form begins with for who comes to an event that is not over."""
    name = N_("Thanks for coming: {event}")
    own = till.shop.settings.language
    named = {one: translator(one)(name).format(event=event.title(one)) for one in (own, "en")}
    name_en = named["en"] if named["en"] != named[own] else None
    return {
        **begun(till, EVENT), "trigger": rewards.attending(event.id),
        **_named(till, named[own], name_en),
    }  # fmt: skip


class TemplateForm(Form):
    """The ways of giving to choose from; ``template`` is the one taken."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.template: Template | None = None
        columns: list[Column[Template]] = [
            Column(_("Rule"), lambda one: _(one.name), 240),
            Column(_("When it gives"), lambda one: _(one.about)),
        ]
        name = _("Ways of giving")
        self.table = Listed(name, columns, empty="", least=_LEAST, most=_ROWS)
        said = _("All of it can be changed in the next step. Nothing is given before it is saved.")
        super().__init__(
            till, parent, _("New rule: begin with"), label(said, "soft", wraps=True),
            submit=self.take, ok=_("Go on"), foot=at_foot(self.table), width=760,
        )  # fmt: skip
        self.table.show_rows(offered(till.desk))
        self.table.opened.connect(lambda _one: self.try_it())
        self.table.enter()

    def take(self) -> None:
        """Begin with the one that is marked."""
        self.template = self.table.current

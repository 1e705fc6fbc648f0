"""What a tier asks for, as a sentence: ``¥1,000.00 spent or 10 visits in 12 months``."""

from shopdesk.ladders import Condition, Criteria, Tier, Window
from shopdesk.language import N_
from ui.till import Till

FACTS = {"spend": N_("Spend"), "visits": N_("Visits"), "points_earned": N_("Points earned")}
"""The numbers about a member, as a choice."""

WINDOWS = {
    "rolling_months": N_("in the last months"),
    "calendar_year": N_("in the calendar year"),
    "calendar_quarter": N_("in the calendar quarter"),
    "membership_year": N_("since the day of joining came round"),
    "lifetime": N_("ever"),
}
"""The days it is summed over, as a choice; only the first has a number."""

_WITHIN = {
    "calendar_year": N_("{what} in a calendar year"),
    "calendar_quarter": N_("{what} in a calendar quarter"),
    "membership_year": N_("{what} in a membership year"),
    "lifetime": N_("{what} ever"),
}

COLOURS = (
    ("#b9b4a6", N_("Stone")), ("#94a0ac", N_("Silver grey")), ("#d9b24a", N_("Gold yellow")),
    ("#7d8fb3", N_("Slate blue")), ("#55a7cb", N_("Sky blue")), ("#0f6b5c", N_("Tea green")),
    ("#c9744f", N_("Copper")), ("#b5607d", N_("Plum")), ("#7f6bb3", N_("Violet")),
    ("#3f464d", N_("Ink")),
)  # fmt: skip
"""What a tier may be painted in."""


def asked(till: Till, tier: Tier, *, is_lowest: bool) -> str:
    """What a tier asks for; the lowest one nothing."""
    _ = till.say
    if is_lowest:
        return _("everyone")
    if tier.criteria is None or not tier.criteria.conditions:
        return _("nothing yet")
    return sentence(till, tier.criteria)


def sentence(till: Till, criteria: Criteria) -> str:
    """The conditions joined by *or* or *and*; days that all share are said once."""
    _ = till.say
    joint = _(" or ") if criteria.mode == "any" else _(" and ")
    windows = {condition.window for condition in criteria.conditions}
    if len(windows) == 1:
        said = joint.join(_amount(till, condition) for condition in criteria.conditions)
        return _within(till, said, windows.pop())
    return joint.join(_within(till, _amount(till, c), c.window) for c in criteria.conditions)


def _amount(till: Till, condition: Condition) -> str:
    _, ngettext = till.say, till.count
    asked = condition.threshold
    if condition.fact == "spend":
        return _("{amount} spent").format(amount=till.money(asked))
    if condition.fact == "visits":
        return ngettext("{count} visit", "{count} visits", asked).format(count=asked)
    return ngettext("{count} point earned", "{count} points earned", asked).format(count=asked)


def _within(till: Till, what: str, window: Window) -> str:
    _, ngettext = till.say, till.count
    if window.kind == "rolling_months":
        months = window.months
        said = ngettext("{what} in {months} month", "{what} in {months} months", months)
        return said.format(what=what, months=months)
    return _(_WITHIN[window.kind]).format(what=what)

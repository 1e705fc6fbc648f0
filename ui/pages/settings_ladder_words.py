"""What a tier asks for, as a sentence: ``¥1,000 spent or 10 visits in 12 months``; and gives."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from shopdesk import inspection
from shopdesk.ladders import FACTS as LADDER_FACTS
from shopdesk.ladders import Condition, Criteria, Tier, Window
from shopdesk.language import N_
from ui.till import Till

FACTS = {
    "spend": N_("Spend"), "visits": N_("Visits"), "points_earned": N_("Points earned"),
    "products": N_("Different products"), "categories": N_("Different categories"),
    "months": N_("Months a member"), "referrals": N_("Friends brought"),
    "mean_rating": N_("Mean rating"), "interactions": N_("Contacts"),
    "topped_up": N_("Stored value topped up"), "margin": N_("Margin"),
}  # fmt: skip
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


def asked(
    till: Till, tier: Tier, *, is_lowest: bool, said: Callable[[Till, Criteria], str] | None = None
) -> str:
    """What a tier asks for; the lowest one nothing. ``said`` is ``sentence`` or ``brief``."""
    _ = till.say
    if is_lowest:
        return _("everyone")
    if tier.criteria is None or not tier.criteria.conditions:
        return _("nothing yet")
    return (said or sentence)(till, tier.criteria)


def shared_days(ladder: Sequence[Tier]) -> Window | None:
    """The days that all conditions of a ladder are summed over, if they share them."""
    asking = [tier.criteria for tier in ladder if tier.criteria is not None]
    windows = {condition.window for criteria in asking for condition in criteria.conditions}
    return windows.pop() if len(windows) == 1 else None


def reached(till: Till, days: Window | None) -> str:
    """What stands above the conditions of a ladder: ``In 12 months``, or what they are."""
    _ = till.say
    said = "" if days is None else _within(till, "", days).strip()
    return said[:1].upper() + said[1:] or _("Condition")


def brief(till: Till, criteria: Criteria) -> str:
    """The conditions without their days, for a narrow list: ``¥1,000 / 10 visits`` where any will
    do, ``¥1,000 + 10 visits`` where all are asked."""
    joint = " / " if criteria.mode == "any" else " + "
    return joint.join(_brief_amount(till, condition) for condition in criteria.conditions)


def _brief_amount(till: Till, condition: Condition) -> str:
    ngettext, asked = till.count, condition.threshold
    if condition.fact == "spend":
        return inspection.short(asked, till.shop.settings.currency)
    if condition.fact == "visits":
        return ngettext("{count} visit", "{count} visits", asked).format(count=asked)
    if condition.fact == "points_earned":
        return ngettext("{count} point", "{count} points", asked).format(count=f"{asked:,}")
    return _any_amount(till, condition)


def _any_amount(till: Till, condition: Condition) -> str:
    """A fact that has no sentence of its own: ``mean rating 4.50``."""
    fact = LADDER_FACTS[condition.fact]
    said = fact.written(condition.threshold, till.shop.settings.currency)
    return f"{till.say(fact.word)} {said}"


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
        amount = inspection.short(asked, till.shop.settings.currency)
        return _("{amount} spent").format(amount=amount)
    if condition.fact == "visits":
        return ngettext("{count} visit", "{count} visits", asked).format(count=asked)
    if condition.fact == "points_earned":
        return ngettext("{count} point earned", "{count} points earned", asked).format(count=asked)
    return _any_amount(till, condition)


def _within(till: Till, what: str, window: Window) -> str:
    _, ngettext = till.say, till.count
    if window.kind == "rolling_months":
        months = window.months
        said = ngettext("{what} in {months} month", "{what} in {months} months", months)
        return said.format(what=what, months=months)
    return _(_WITHIN[window.kind]).format(what=what)


def times(till: Till, tier: Tier) -> str:
    """How many times the usual points a tier earns: ``×1.2``."""
    _ = till.say
    return _("×{times}").format(times=f"{(Decimal(tier.points_percent) / 100).normalize():f}")

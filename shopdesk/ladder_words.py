"""What a tier asks for, as a sentence: ``¥1,000 spent or 10 visits in 12 months``; and gives."""

from collections.abc import Sequence
from decimal import Decimal

from shopdesk import promise_words
from shopdesk.ladders import FACTS, Condition, Criteria, Tier, Window
from shopdesk.language import N_, listed, plural, translator

NAMES = {
    "spend": N_("Spend"), "visits": N_("Visits"), "points_earned": N_("Points earned"),
    "products": N_("Different products"), "categories": N_("Different categories"),
    "months": N_("Months a member"), "referrals": N_("Friends brought"),
    "mean_rating": N_("Mean rating"), "interactions": N_("Contacts"),
    "topped_up": N_("Stored value topped up"), "margin": N_("Margin"),
}  # fmt: skip
"""Each fact about a member, as a choice."""

_WITHIN = {
    "calendar_year": N_("{what} in a calendar year"),
    "calendar_quarter": N_("{what} in a calendar quarter"),
    "membership_year": N_("{what} in a membership year"),
    "lifetime": N_("{what} ever"),
}


def shared_days(ladder: Sequence[Tier]) -> Window | None:
    """The days that all conditions of a ladder are summed over, if they share them."""
    asking = [tier.criteria for tier in ladder if tier.criteria is not None]
    windows = {condition.window for criteria in asking for condition in criteria.conditions}
    return windows.pop() if len(windows) == 1 else None


def brief(criteria: Criteria, language: str, currency: str) -> str:
    """The conditions without their days, for a narrow list: ``¥1,000 / 10 visits`` where any will
    do, ``¥1,000 + 10 visits`` where all are asked."""
    joint = " / " if criteria.mode == "any" else " + "
    return joint.join(_brief_amount(one, language, currency) for one in criteria.conditions)


def _brief_amount(condition: Condition, language: str, currency: str) -> str:
    ngettext, asked = plural(language), condition.threshold
    if condition.fact == "spend":
        return promise_words.short(asked, currency)
    if condition.fact == "visits":
        return ngettext("{count} visit", "{count} visits", asked).format(count=f"{asked:,}")
    if condition.fact == "points_earned":
        return ngettext("{count} point", "{count} points", asked).format(count=f"{asked:,}")
    return _any_amount(condition, language, currency)


def _any_amount(condition: Condition, language: str, currency: str) -> str:
    """A fact that has no sentence of its own: ``mean rating 4.50``."""
    fact = FACTS[condition.fact]
    said = fact.written(condition.threshold, currency)
    return f"{translator(language)(fact.word)} {said}"


def sentence(criteria: Criteria, language: str, currency: str) -> str:
    """The conditions joined by *or* or *and*; days that all share are said once."""
    _ = translator(language)
    joint = _(" or ") if criteria.mode == "any" else _(" and ")
    windows = {condition.window for condition in criteria.conditions}
    amounts = [_amount(condition, language, currency) for condition in criteria.conditions]
    if len(windows) == 1:
        return within(listed(amounts, joint, language), windows.pop(), language)
    parts = [
        within(amount, condition.window, language)
        for amount, condition in zip(amounts, criteria.conditions, strict=True)
    ]
    return listed(parts, joint, language)


def _amount(condition: Condition, language: str, currency: str) -> str:
    _, ngettext, asked = translator(language), plural(language), condition.threshold
    if condition.fact == "spend":
        return _("{amount} spent").format(amount=promise_words.short(asked, currency))
    if condition.fact == "visits":
        return ngettext("{count} visit", "{count} visits", asked).format(count=f"{asked:,}")
    if condition.fact == "points_earned":
        said = ngettext("{count} point earned", "{count} points earned", asked)
        return said.format(count=f"{asked:,}")
    return _any_amount(condition, language, currency)


def within(what: str, window: Window, language: str) -> str:
    """Something that is asked, and in which days: ``10 visits in 12 months``."""
    if window.kind == "rolling_months":
        months, ngettext = window.months, plural(language)
        said = ngettext("{what} in {months} month", "{what} in {months} months", months)
        return said.format(what=what, months=months)
    return translator(language)(_WITHIN[window.kind]).format(what=what)


def discount(percent: int, language: str) -> str:
    """A discount of so many percent: ``2% off``; in Chinese by what is left of ten, ``9.8 折``."""
    _, left = translator(language), promise_words.tenths(percent)
    return _("{percent} off").format(percent=f"{percent}%", tenths=f"{left:f}")


def times(tier: Tier, language: str) -> str:
    """How many times the usual points a tier earns: ``×1.2``."""
    _ = translator(language)
    return _("×{times}").format(times=f"{(Decimal(tier.points_percent) / 100).normalize():f}")

"""What a tier asks for and gives, in the language of who sits here; see ``ladder_words``."""

from collections.abc import Callable

from shopdesk import ladder_words
from shopdesk.ladders import Criteria, Tier, Window
from shopdesk.language import N_
from ui import discounts
from ui.till import Till

WINDOWS = {
    "rolling_months": N_("in the last months"),
    "calendar_year": N_("in the calendar year"),
    "calendar_quarter": N_("in the calendar quarter"),
    "membership_year": N_("since the day of joining came round"),
    "lifetime": N_("ever"),
}
"""The days it is summed over, as a choice; only the first has a number."""

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


def reached(till: Till, days: Window | None) -> str:
    """What stands above the conditions of a ladder: ``In 12 months``, or what they are."""
    _ = till.say
    said = "" if days is None else ladder_words.within("", days, till.language).strip()
    return said[:1].upper() + said[1:] or _("Condition")


def brief(till: Till, criteria: Criteria) -> str:
    """The conditions without their days, for a narrow list."""
    return ladder_words.brief(criteria, till.language, till.shop.settings.currency)


def sentence(till: Till, criteria: Criteria) -> str:
    """The conditions joined by *or* or *and*; days that all share are said once."""
    return ladder_words.sentence(criteria, till.language, till.shop.settings.currency)


def tier_sentence(till: Till, tier: Tier, *, is_lowest: bool) -> str:
    """A tier in full: its names, what it asks for, what it gives."""
    _ = till.say
    return _("{names}: {asked} · {discount}, points {points}").format(
        names=" / ".join(tier.names.values()), asked=asked(till, tier, is_lowest=is_lowest),
        discount=discounts.told(till.language, tier.discount_percent, _("no discount")),
        points=times(till, tier),
    )  # fmt: skip


def times(till: Till, tier: Tier) -> str:
    """How many times the usual points a tier earns: ``×1.2``."""
    return ladder_words.times(tier, till.language)

"""A segment in words, in either language, and what its parts are called where they are chosen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shopdesk import day_words, inputs, ladder_words, standing
from shopdesk.day_words import MONTHS
from shopdesk.language import LANGUAGES, N_, listed, own_name, plural, translator
from shopdesk.money import Money
from shopdesk.segments import EVER, TRAITS, Filter, checked
from shopdesk.shop import Desk
from shopdesk.traits import YEAR_DAYS

NAMES = {
    **ladder_words.NAMES, "points": N_("Points held"),
    "stored_value": N_("Stored value held"), "days_away": N_("Days since the last visit"),
    "joined": N_("Joined"), "birth_month": N_("Month of the birthday"),
    "months_to_birthday": N_("Months to the birthday"),
    "lunar_birth_month": N_("Lunar month of the birthday"), "tier": N_("Tier"),
    "lifecycle": N_("Lifecycle"), "value": N_("Value to the shop"), "language": N_("Language"),
    "favourite": N_("Favourite category"), "bought": N_("Bought of a category"),
    "tags": N_("Tag"), "likes": N_("Preference"), "consent": N_("Consent"),
}  # fmt: skip
"""Each trait, as a choice."""

TESTS = {
    "at_least": N_("at least"), "at_most": N_("at most"), "is": N_("exactly"), "is_not": N_("not"),
    "from": N_("on or after"), "until": N_("on or before"), "is_in": N_("one of"),
    "not_in": N_("none of"), "has": N_("has"), "has_not": N_("has not"),
}  # fmt: skip
"""Each way to test, as a choice."""

_HOW = {
    "at_least": N_("at least {value}"), "at_most": N_("at most {value}"),
    "is": N_("exactly {value}"), "is_not": N_("other than {value}"),
    "from": N_("on {value} or later"), "until": N_("on {value} or earlier"),
}  # fmt: skip
_SAID = {
    "spend": N_("spent {how}"), "visits": N_("visits {how}"),
    "points_earned": N_("points earned {how}"), "products": N_("different products {how}"),
    "categories": N_("different categories {how}"), "margin": N_("margin {how}"),
    "months": N_("months a member {how}"), "referrals": N_("friends brought {how}"),
    "mean_rating": N_("mean rating {how}"), "interactions": N_("contacts {how}"),
    "topped_up": N_("topped up {how}"), "points": N_("points held {how}"),
    "stored_value": N_("stored value held {how}"),
    "days_away": N_("days since the last visit {how}"), "joined": N_("joined {how}"),
    "birth_month": N_("month of the birthday {how}"),
    "months_to_birthday": N_("months to the birthday {how}"),
    "lunar_birth_month": N_("lunar month of the birthday {how}"),
}  # fmt: skip
_ONE_OF = {
    "tier": N_("{which}"), "lifecycle": N_("{which}"), "value": N_("{which} value"),
    "language": N_("language {which}"), "favourite": N_("likes best {which}"),
}  # fmt: skip
_NONE_OF = {
    "tier": N_("not {which}"), "lifecycle": N_("not {which}"), "value": N_("not {which} value"),
    "language": N_("language not {which}"), "favourite": N_("likes best not {which}"),
}  # fmt: skip
_HAS = {
    "bought": N_("bought of {word}"), "tags": N_("tagged {word}"),
    "likes": N_("preferences name {word}"), "consent": N_("agrees to {word}"),
}  # fmt: skip
_HAS_NOT = {
    "bought": N_("bought nothing of {word}"), "tags": N_("not tagged {word}"),
    "likes": N_("preferences do not name {word}"), "consent": N_("does not agree to {word}"),
}  # fmt: skip
STAGES = {
    "new": N_("New here"), "active": N_("Active"), "dormant": N_("Dormant"), "lost": N_("Lost"),
}  # fmt: skip
"""Where a member stands with the shop; see ``lifecycle``."""
BANDS = {"high": N_("High"), "middle": N_("Middle"), "low": N_("Low")}
"""What a member is worth to the shop; see ``rfm``."""
_CODES = {
    "lifecycle": STAGES,
    "value": BANDS,
    "consent": {"data": N_("data being kept"), "marketing": N_("being written to")},
}  # fmt: skip


def sentence(
    desk: Desk, filters: Sequence[Filter], language: str = "", *, is_any: bool = False
) -> str:
    """Whom filters are for: ``Gold or Diamond · spent at least ¥1,000.00 in the last year``.

    Refuses filters that cannot be.
    """
    language = inputs.choice(language or desk.language, LANGUAGES, desk.language)
    its, _ = checked(desk, filters), translator(language)
    if not its:
        return _("All members")
    joint = _("; or ") if inputs.flag(is_any, desk.language) else " · "
    said = joint.join(_within(desk, one, language) for one in its)
    return said[0].upper() + said[1:]


def word_of(desk: Desk, trait: str, code: str, language: str) -> str:
    """What one of the choices of a trait is called; a free word is itself."""
    if trait == "tier":
        tier = next((one for one in standing.ladder(desk) if one.code == code), None)
        return code if tier is None else tier.name(language)
    if trait == "language":
        return own_name(code)
    known = _CODES.get(trait, {})
    return translator(language)(known[code]) if code in known else code


def days_of(days: int, language: str) -> str:
    """Over which days a filter looks, up to today."""
    _ = translator(language)
    if days == EVER:
        return _("ever")
    if days == YEAR_DAYS:
        return _("in the last year")
    return _("today") if days == 1 else _("in the last {days} days").format(days=days)


def _within(desk: Desk, one: Filter, language: str) -> str:
    """One filter with the days that it looks at."""
    _, said = translator(language), _said(desk, one, language)
    if said == _("bought nothing") and one.days == EVER:
        return _("never bought anything")
    if not TRAITS[one.trait].is_of_days:
        return said
    return _("{what} {days}").format(what=said, days=days_of(one.days, language))


def _said(desk: Desk, one: Filter, language: str) -> str:
    _, value = translator(language), one.value
    if isinstance(value, tuple):
        table = _ONE_OF if one.test == "is_in" else _NONE_OF
        words = [word_of(desk, one.trait, code, language) for code in value]
        which = listed(words, _(" or "), language)
        return _(table[one.trait]).format(which=which)
    if isinstance(value, str):
        table = _HAS if one.test == "has" else _HAS_NOT
        return _(table[one.trait]).format(word=word_of(desk, one.trait, value, language))
    return _special(one, language) or _(_SAID[one.trait]).format(
        how=_(_HOW[one.test]).format(value=_value(desk, one, language))
    )


def _special(one: Filter, language: str) -> str:
    """What is said in other words than that a number is exactly so much."""
    _, ngettext = translator(language), plural(language)
    if one.trait == "visits" and one.value == 0 and one.test in ("is", "at_most"):
        return _("bought nothing")
    if one.trait == "visits" and isinstance(one.value, int):
        said = {
            "at_least": ngettext("at least {count} visit", "at least {count} visits", one.value),
            "at_most": ngettext("at most {count} visit", "at most {count} visits", one.value),
            "is": ngettext("exactly {count} visit", "exactly {count} visits", one.value),
        }.get(one.test, "")
        return said.format(count=f"{one.value:,}")
    if one.trait == "birth_month" and one.test == "is":
        return _("birthday in {month}").format(month=_month(one.value, language))
    if one.trait == "months_to_birthday" and one.test == "is" and one.value in (0, 1):
        return _("birthday next month") if one.value else _("birthday this month")
    return ""


def _value(desk: Desk, one: Filter, language: str) -> str:
    value: Any = one.value
    if isinstance(value, date):
        return day_words.dated(value, language)
    if TRAITS[one.trait].is_money:
        return str(Money(value, desk.shop.settings.currency))
    if one.trait == "mean_rating":
        return f"{value // 100}.{value % 100:02}"
    return _month(value, language) if one.trait == "birth_month" else f"{value:,}"


def _month(number: Any, language: str) -> str:
    is_one = 1 <= number <= len(MONTHS)
    return translator(language)(MONTHS[number - 1]) if is_one else f"{number}"

"""A shop's programme as its customers read it: the ladder, points, gifts, birthdays, top-ups.

All of it comes from the settings; nothing is written twice. What is meant for a segment, a pilot or
the guests of an event alone is left out: a poster speaks to everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from shopdesk import ladder_words, logo, promise_words, rewards, rule_words, tiers
from shopdesk.ladders import Tier
from shopdesk.language import N_, plural, translator
from shopdesk.reward_rules import CENT, Rule
from shopdesk.settings import Settings
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger


class Rung(NamedTuple):
    """A tier: what it asks for, and what it gives."""

    name: str
    colour: str
    asks: str
    gives: tuple[str, ...]


class Section(NamedTuple):
    """Some sentences under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What stands on a poster or a leaflet, in one language."""

    shop: str
    contact: str
    language: str
    title: str
    rungs: tuple[Rung, ...]
    sections: tuple[Section, ...]
    logo: bytes | None = None


def of(desk: Desk, language: str) -> Programme:
    """The programme as it stands, in a language."""
    _, settings = translator(language), desk.shop.settings
    ladder = tiers.ladder(desk)
    rules = [rule for rule in rewards.rules(desk) if _is_for_all(desk, rule)]
    found = (
        Section(_("How tiers are kept"), tuple(_reviews(desk, ladder, language))),
        Section(_("Points"), tuple(_points(settings, language))),
        Section(
            _("Gifts and vouchers"),
            tuple(_sentence(desk, rule, language) for rule in rules),
        ),
        Section(_("Birthdays"), tuple(_birthdays(rules, ladder, language))),
        Section(_("Stored value"), tuple(_bonuses(settings, language))),
    )
    return Programme(
        settings.name, settings.contact, language, _("Membership programme"),
        tuple(_rung(desk, tier, language) for tier in ladder),
        tuple(section for section in found if section.lines),
        logo.of(desk),
    )  # fmt: skip


def _is_for_all(desk: Desk, rule: Rule) -> bool:
    """Whether any member may be given what a rule gives, now or later."""
    is_over = rule.ends_on is not None and rule.ends_on < desk.today()
    return rule.segment is None and rule.limits.share == CENT and not is_over and bool(_open(rule))


def _open(rule: Rule) -> tuple[Trigger, ...]:
    """When a rule gives to anybody: not at an event, to which guests are invited."""
    return tuple(one for one in rule.triggers if one.kind != "attending")


def _sentence(desk: Desk, rule: Rule, language: str) -> str:
    """All that a rule says to everybody but what it may cost, which is the shop's own business."""
    open_to_all = replace(rule, triggers=_open(rule), limits=replace(rule.limits, budget=0))
    return rule_words.sentence(desk, open_to_all, language)


def _rung(desk: Desk, tier: Tier, language: str) -> Rung:
    _, currency = translator(language), desk.shop.settings.currency
    asks = _("For every member")
    if tier.criteria is not None:
        asks = ladder_words.sentence(tier.criteria, language, currency)
    gives = [_("Points {times}").format(times=ladder_words.times(tier, language))]
    if tier.discount_percent:
        gives.insert(0, ladder_words.discount(tier.discount_percent, language))
    for category, percent in tier.category_discounts.items():
        said = ladder_words.discount(percent, language) if percent else _("no discount")
        gives.append(_("{category}: {discount}").format(category=category, discount=said))
    return Rung(tier.name(language), tier.colour, asks, tuple(gives))


def _reviews(desk: Desk, ladder: tuple[Tier, ...], language: str) -> Iterator[str]:
    _, ngettext = translator(language), plural(language)
    terms, currency = tiers.terms(desk), desk.shop.settings.currency
    if terms.review_months is None:
        yield _("A tier that was reached is kept for good.")
        return
    yield ngettext(
        "Tiers are looked at again {count} month after they were reached, at the month's end.",
        "Tiers are looked at again {count} months after they were reached, at the month's end.",
        terms.review_months,
    ).format(count=terms.review_months)
    for tier in ladder:
        if tier.keep is not None:
            kept = ladder_words.sentence(tier.keep, language, currency)
            yield _("To keep {tier}: {asked}").format(tier=tier.name(language), asked=kept)
    if terms.grace_days:
        yield ngettext(
            "Whoever misses it has {count} day to make up for it.",
            "Whoever misses it has {count} days to make up for it.",
            terms.grace_days,
        ).format(count=terms.grace_days)


def _ending(settings: Settings, language: str) -> str:
    """How long points are good."""
    _, many = translator(language), settings.points_expiry_count
    policy = settings.points_expiry
    if policy == "never":
        return _("They never end.")
    if many == 0:
        return _(_AT_ONCE[policy])
    one, several = _ENDINGS[policy]
    return _(one if many == 1 else several).format(count=many)


_ENDINGS = {
    "days": (N_("They are good for {count} day."), N_("They are good for {count} days.")),
    "months": (N_("They are good for {count} month."), N_("They are good for {count} months.")),
    "month_end": (
        N_("They are good to the end of the month, {count} month later."),
        N_("They are good to the end of the month, {count} months later."),
    ),
    "year_end": (
        N_("They are good to 31 December of the next year."),
        N_("They are good to 31 December, {count} years later."),
    ),
    "idle": (
        N_("They end {count} month after the last purchase."),
        N_("They end {count} months after the last purchase."),
    ),
}
_AT_ONCE = {
    "days": N_("They are good on the day they are earned."),
    "month_end": N_("They are good to the end of the month."),
    "year_end": N_("They are good to 31 December."),
}


def _points(settings: Settings, language: str) -> Iterator[str]:
    _, ngettext = translator(language), plural(language)
    if not settings.earn_points:
        return
    short = promise_words.short
    earned = settings.earn_points
    yield ngettext(
        "{points} point for every {amount} paid.", "{points} points for every {amount} paid.",
        earned,
    ).format(points=f"{earned:,}", amount=short(settings.earn_per, settings.currency))  # fmt: skip
    if settings.points_value:
        yield ngettext(
            "{points} point pays {amount}.", "{points} points pay {amount}.", settings.points_step
        ).format(
            points=f"{settings.points_step:,}",
            amount=short(settings.points_value, settings.currency),
        )  # fmt: skip
        if settings.points_cap_percent < CENT:
            share = f"{settings.points_cap_percent}%"
            yield _("They pay at most {share} of a purchase.").format(share=share)
    if settings.unearning_categories:
        named = _(", ").join(settings.unearning_categories)
        yield _("No points on: {categories}.").format(categories=named)
    yield _ending(settings, language)


def _birthdays(rules: list[Rule], ladder: tuple[Tier, ...], language: str) -> Iterator[str]:
    """In how many days around it a birthday's gift may be collected: by tier the most of all
    rules."""
    days: dict[str, int] = {}
    for trigger in (one for rule in rules for one in rule.having("birthday")):
        windows = dict(trigger.windows)
        for tier in ladder:
            days[tier.code] = max(days.get(tier.code, 1), windows.get(tier.code, 1))
    _, ngettext = translator(language), plural(language)
    names = [(tier.name(language), tier.code) for tier in ladder if days]
    if len(set(days.values())) == 1:
        names = [(_("Every member"), ladder[0].code)]
    for name, code in names:
        yield ngettext(
            "{tier}: {count} day around the birthday",
            "{tier}: {count} days around the birthday",
            days[code],
        ).format(tier=name, count=days[code])


def _bonuses(settings: Settings, language: str) -> Iterator[str]:
    _, short = translator(language), promise_words.short
    for principal, bonus in settings.bonus_rules:
        yield _("Top up {amount}: {bonus} on top").format(
            amount=short(principal, settings.currency), bonus=short(bonus, settings.currency)
        )

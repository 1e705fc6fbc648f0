"""A reward rule as a sentence, in either language: when, to whom, what, how often.

To add a kind of trigger: its words, and a row in ``_WHEN``.
"""

from collections.abc import Callable, Sequence
from datetime import date

from shopdesk import (
    day_words,
    event_book,
    festivals,
    gift_sets,
    gifts,
    giving,
    inputs,
    reward_rules,
    segments,
    standing,
)
from shopdesk.giving import OfTier, Reward
from shopdesk.language import LANGUAGES, N_, plural, translator
from shopdesk.money import Money
from shopdesk.promise_words import CHANNELS, short
from shopdesk.refusals import ChoiceRefused
from shopdesk.reward_rules import CENT, Limits, Rule
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger
from shopdesk.vouchers import Promise


def sentence(desk: Desk, rule: Rule, language: str = "") -> str:
    """All that a rule says: ``On the birthday: a cup. At most once a year each.``"""
    if not isinstance(rule, Rule):
        raise ChoiceRefused(desk.language, value=rule, choices="Rule")
    language = inputs.choice(language or desk.language, LANGUAGES, desk.language)
    _ = translator(language)
    whens = [trigger_words(desk, trigger, language) for trigger in rule.triggers]
    gives = [reward_words(desk, reward, language) for reward in rule.rewards]
    when = _joined(N_("{one} or {other}"), whens, language)
    what = _joined(N_("{one}, and {other}"), gives, language)
    said = _("{when}{whom}: {what}.").format(
        when=when[:1].upper() + when[1:], whom=_whom(desk, rule, language), what=what
    )
    terms = (_days(desk, rule, language), limit_words(desk, rule.limits, language),
             "" if rule.channel == "counter" else _(CHANNELS[rule.channel]))  # fmt: skip
    for more in filter(None, terms):
        said = _("{sentence} {more}.").format(sentence=said, more=more[:1].upper() + more[1:])
    return said


def _joined(pair: str, parts: Sequence[str], language: str) -> str:
    """Several things as one: ``a, b and c``."""
    _ = translator(language)
    *before, last = parts
    if not before:
        return last
    return _(pair).format(one=_(", ").join(before), other=last)


def _whom(desk: Desk, rule: Rule, language: str) -> str:
    _, said = translator(language), ""
    if rule.segment is not None:
        its = segments.get(desk, rule.segment).title(language)
        said = _(", for “{segment}”").format(segment=its)
    if rule.limits.share < CENT:
        share = f"{rule.limits.share}%"
        said += _(", for {share} of the members as a pilot").format(share=share)
    return said


def _days(desk: Desk, rule: Rule, language: str) -> str:
    """From when and until when, where that is not simply from the day it was made on."""
    _, today = translator(language), desk.today()
    if rule.ends_on is not None:
        return _("from {first} to {last}").format(
            first=day_words.day(rule.starts_on, today, language),
            last=day_words.day(rule.ends_on, today, language),
        )
    if rule.starts_on > today:
        return _("from {first} on").format(first=day_words.day(rule.starts_on, today, language))
    return ""


# --- when -------------------------------------------------------------------------------------


def trigger_words(desk: Desk, trigger: Trigger, language: str) -> str:
    """When it gives: ``3 days before the Spring Festival``."""
    return _WHEN[trigger.kind](desk, trigger, language)


def _every(_desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    return _(_PERIODS[trigger.subject]).format(day=trigger.number)


_PERIODS = {
    "month": N_("every month from day {day} on"),
    "quarter": N_("every quarter from day {day} of its first month on"),
    "year": N_("every year from January {day} on"),
}


def _festival(desk: Desk, trigger: Trigger, language: str) -> str:
    _, ngettext = translator(language), plural(language)
    its = festivals.known(desk).get(trigger.subject)
    name = trigger.subject if its is None else its.title(language)
    if not trigger.number:
        return _("at {festival}").format(festival=name)
    said = ngettext(
        "{count} day before {festival}",
        "{count} days before {festival}",
        trigger.number,
    )
    return said.format(count=trigger.number, festival=name)


def _birthday(desk: Desk, trigger: Trigger, language: str) -> str:
    _, ngettext = translator(language), plural(language)
    names = _tiers(desk, language)
    windows = [
        ngettext("{tier}: {count} day", "{tier}: {count} days", days).format(
            tier=names.get(code, code), count=days
        )
        for code, days in trigger.windows
    ]
    if not windows:
        return _("on the birthday")
    return _("around the birthday ({windows})").format(windows=_(", ").join(windows))


def _own_date(_desk: Desk, trigger: Trigger, language: str) -> str:
    _, ngettext = translator(language), plural(language)
    name = _(OWN_DATES[trigger.subject])
    if not trigger.number:
        return _("on {date}").format(date=name)
    said = ngettext("{count} day before {date}", "{count} days before {date}", trigger.number)
    return said.format(count=trigger.number, date=name)


OWN_DATES = {
    "own": N_("a day of the member's own"),
    "birthday": N_("a birthday in the family"),
    "anniversary": N_("an anniversary in the family"),
}


def _years(_desk: Desk, trigger: Trigger, language: str) -> str:
    _, ngettext = translator(language), plural(language)
    if not trigger.number:
        return _("on every anniversary of joining")
    said = ngettext(
        "after {count} year of membership", "after {count} years of membership", trigger.number
    )
    return said.format(count=trigger.number)


def _away(_desk: Desk, trigger: Trigger, language: str) -> str:
    ngettext = plural(language)
    said = ngettext(
        "after {count} day without a visit", "after {count} days without a visit", trigger.number
    )
    return said.format(count=trigger.number)


def _joining(_desk: Desk, _trigger: Trigger, language: str) -> str:
    _ = translator(language)
    return _("on joining")


def _upgrade(desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    tier = _tiers(desk, language).get(trigger.subject, trigger.subject)
    return _("on reaching {tier}").format(tier=tier)


def _visit(_desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    said = _("every {count} visits") if trigger.subject == "every" else _("on visit number {count}")
    return said.format(count=trigger.number)


def _purchase(desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    amount = short(trigger.amount, desk.shop.settings.currency)
    if trigger.subject and trigger.amount:
        said = _("on a receipt with {category} for {amount} or more")
    elif trigger.subject:
        said = _("on a receipt with {category}")
    elif trigger.amount:
        said = _("on a receipt of {amount} or more")
    else:
        said = _("on every receipt")
    return said.format(category=trigger.subject, amount=amount)


def _referral(desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    amount = short(trigger.amount, desk.shop.settings.currency)
    said = {
        "referrer": _(
            "for whoever brought a friend, at the friend's first receipt of {amount} or more"
        ),
        "friend": _("for whoever was brought, at their first receipt of {amount} or more"),
    }[trigger.subject]
    return said.format(amount=amount)


def _rating(_desk: Desk, trigger: Trigger, language: str) -> str:
    _ = translator(language)
    if trigger.number <= 1:
        return _("when a rating is given")
    return _("when a rating of {score} or better is given").format(score=trigger.number)


def _attending(desk: Desk, trigger: Trigger, language: str) -> str:
    _, event = translator(language), event_book.get(desk, trigger.number)
    on = day_words.day(event.on, desk.today(), language)
    return _("on coming to {event}, {day}").format(event=event.title(language), day=on)


_WHEN: dict[str, Callable[[Desk, Trigger, str], str]] = {
    "every": _every,
    "festival": _festival,
    "birthday": _birthday,
    "own_date": _own_date,
    "years": _years,
    "away": _away,
    "joining": _joining,
    "upgrade": _upgrade,
    "visit": _visit,
    "purchase": _purchase,
    "referral": _referral,
    "rating": _rating,
    "attending": _attending,
}


def _tiers(desk: Desk, language: str) -> dict[str, str]:
    return {tier.code: tier.name(language) for tier in standing.ladder(desk)}


# --- what -------------------------------------------------------------------------------------


def reward_words(desk: Desk, reward: Reward, language: str) -> str:
    """What it gives: ``Canvas bag (or Key ring), valid for 60 days``."""
    _, ngettext = translator(language), plural(language)
    said = giving.way_of(reward).title(desk, reward, language)
    if isinstance(reward, OfTier):
        said = _of_set(desk, reward, language)
    elif isinstance(reward, Promise) and reward.instead is not None:
        other = gifts.get(desk, reward.instead).title(language)
        said = _("{gift} (or {other} when there is none left)").format(gift=said, other=other)
    if not isinstance(reward, Promise | OfTier):
        return said
    valid = ngettext(
        "{reward}, valid for {count} day", "{reward}, valid for {count} days", reward.valid_days
    )
    return valid.format(reward=said, count=reward.valid_days)


def _of_set(desk: Desk, reward: OfTier, language: str) -> str:
    _ = translator(language)
    its, names = gift_sets.get(desk, reward.gift_set), _tiers(desk, language)
    graded = [
        _("{tier}: {gift}").format(tier=name, gift=gifts.get(desk, its.gifts[code]).title(language))
        for code, name in names.items()
        if code in its.gifts
    ]
    return _("{gift_set} ({graded})").format(
        gift_set=its.title(language), graded=_("; ").join(graded)
    )


# --- how often --------------------------------------------------------------------------------


def limit_words(desk: Desk, limits: Limits, language: str) -> str:
    """How often it gives: ``at most twice a year each``; nothing is no limit."""
    _, ngettext = translator(language), plural(language)
    limits = reward_rules.checked_limits(desk, limits)
    said = []
    if limits.per_member:
        said.append(_each(limits, language))
    if limits.in_all:
        times = ngettext("once in all", "{count} times in all", limits.in_all)
        said.append(times.format(count=f"{limits.in_all:,}"))
    if limits.budget:
        budget = Money(limits.budget, desk.shop.settings.currency)
        said.append(_("for {amount} in all").format(amount=budget))
    return _("at most {limits}").format(limits=_(", ").join(said)) if said else ""


def _each(limits: Limits, language: str) -> str:
    ngettext, count = plural(language), limits.per_member
    said = {
        "": ngettext("once each", "{count} times each", count),
        "month": ngettext("once a month each", "{count} times a month each", count),
        "quarter": ngettext("once a quarter each", "{count} times a quarter each", count),
        "year": ngettext("once a year each", "{count} times a year each", count),
    }
    return said[limits.period].format(count=count)


def stands(desk: Desk, rule: Rule) -> str:
    """Its ``state`` today, or ``over``: it is only for events, and those are over or called off."""
    now = state(rule, desk.today())
    if now == "ended" or any(one.kind != "attending" for one in rule.triggers):
        return now
    its = [event_book.get(desk, one.number) for one in rule.triggers]
    is_over = all(one.on < desk.today() or one.cancelled_on is not None for one in its)
    return "over" if is_over else now


def state(rule: Rule, today: date) -> str:
    """Whether it is ``coming``, ``running`` or ``ended`` on a day."""
    if rule.closed_on is not None or (rule.ends_on is not None and rule.ends_on < today):
        return "ended"
    return "coming" if rule.starts_on > today else "running"

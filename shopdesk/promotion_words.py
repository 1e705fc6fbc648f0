"""A promotion as one sentence, in either language: when, on what, how much, for whom."""

from shopdesk import inputs, offering, offers, products, standing
from shopdesk.day_words import WEEKDAYS, day
from shopdesk.language import LANGUAGES, plural, translator
from shopdesk.offers import Covers
from shopdesk.promotions import Promotion
from shopdesk.refusals import UnknownPromotion
from shopdesk.shop import Desk

_MOST_NAMED = 3
"""Products that are named; of more it is said how many."""


def sentence(desk: Desk, promotion: Promotion, language: str = "") -> str:
    """All that a promotion says: ``From Tue 1 Dec to Thu 3 Dec: tea 10% off, for members.``"""
    if not isinstance(promotion, Promotion):
        raise UnknownPromotion(desk.language, promotion=promotion)
    language = inputs.choice(language or desk.language, LANGUAGES, desk.language)
    _, terms = translator(language), promotion.terms
    goods, offer = _goods(desk, promotion, language), offering.words(desk, terms.offer, language)
    said = _("{days}: {goods} {offer}").format(
        days=_days(desk, promotion, language), goods=goods, offer=offer
    )
    limits = (_whom(desk, promotion, language), _weekdays(promotion, language),
              _hours(promotion, language), _alone(promotion, language))  # fmt: skip
    for more in filter(None, limits):
        said = _("{sentence}, {more}").format(sentence=said, more=more)
    return _("{sentence}.").format(sentence=said)


def _days(desk: Desk, promotion: Promotion, language: str) -> str:
    _, today = translator(language), desk.today()
    first, last = promotion.starts_on, promotion.ends_on
    if last is None:
        return _("From {first} on").format(first=day(first, today, language))
    if first == last:
        return _("On {first}").format(first=day(first, today, language))
    return _("From {first} to {last}").format(
        first=day(first, today, language), last=day(last, today, language)
    )


def _goods(desk: Desk, promotion: Promotion, language: str) -> str:
    _, covers = translator(language), promotion.terms.covers
    if covers.is_everything:
        is_order = promotion.terms.offer.kind in offers.ORDER
        return _("the whole order") if is_order else _("all goods")
    return _(", ").join((*covers.categories, *_named(desk, covers, language)))


def _named(desk: Desk, covers: Covers, language: str) -> list[str]:
    known = products.by_ids(desk, covers.products)
    names = [known[id_].name for id_ in covers.products if id_ in known]
    if len(names) <= _MOST_NAMED:
        return names
    count, ngettext = len(names) - _MOST_NAMED, plural(language)
    more = ngettext("{count} product more", "{count} products more", count)
    return [*names[:_MOST_NAMED], more.format(count=count)]


def _whom(desk: Desk, promotion: Promotion, language: str) -> str:
    _, terms = translator(language), promotion.terms
    if terms.offer.on_birthday:
        return _("on the member's birthday")
    if terms.lowest_tier:
        names = {tier.code: tier.name(language) for tier in standing.ladder(desk)}
        tier = names.get(terms.lowest_tier, terms.lowest_tier)
        return _("for {tier} and up").format(tier=tier)
    is_theirs = terms.members_only or terms.offer.kind == offers.POINTS
    return _("for members") if is_theirs else ""


def _weekdays(promotion: Promotion, language: str) -> str:
    _, days = translator(language), promotion.terms.weekdays
    named = _(", ").join(_(WEEKDAYS[one - 1]) for one in sorted(days))
    return _("only on {weekdays}").format(weekdays=named) if days else ""


def _hours(promotion: Promotion, language: str) -> str:
    _, hours = translator(language), promotion.terms.hours
    said = _("from {start} to {end}")
    return said.format(start=hours[0], end=hours[1]) if hours else ""


def _alone(promotion: Promotion, language: str) -> str:
    _, terms = translator(language), promotion.terms
    if terms.combines or terms.offer.kind == offers.POINTS:
        return ""
    if terms.offer.kind in offers.ORDER:
        return _("not together with vouchers")
    return _("not together with member prices")

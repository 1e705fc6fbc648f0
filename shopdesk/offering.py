"""Promotions as a receipt meets them: which count for whom on a day, and in which words."""

from datetime import date, time, timedelta
from typing import Any

from peewee import SQL

from shopdesk import birthdays, members, offers, text
from shopdesk.language import translator
from shopdesk.offers import Offer, Offered
from shopdesk.pricing import rule_from_json
from shopdesk.promise_words import short, tenths
from shopdesk.promotion_terms import Terms
from shopdesk.promotions import Promotion, listed
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Purchase, Refund


def for_receipt(
    desk: Desk, member_id: int | None, rank: int, on: date
) -> tuple[tuple[Offered, ...], tuple[Offered, ...], tuple[Offered, ...]]:
    """What counts for a buyer on a business day: offers for lines, for the order, in points.

    ``rank`` is that of the tier which prices the receipt. Points are nothing to a walk-in.
    """
    at = _time_of(desk, on)
    found: tuple[list[Offered], list[Offered], list[Offered]] = ([], [], [])
    for promotion in known(desk):
        if (
            promotion.is_on(on)
            and promotion.is_at(at)
            and _is_for(desk, promotion.terms, member_id, rank, on)
        ):
            kind = promotion.terms.offer.kind
            place = 0 if kind in offers.LINE else 1 if kind in offers.ORDER else 2
            found[place].append(_offered(desk, promotion))
    lines, orders, multipliers = found
    return tuple(lines), tuple(orders), tuple(multipliers)


def _time_of(desk: Desk, on: date) -> time | None:
    """What the shop's clock says; of a receipt that is entered late nobody knows."""
    return desk.now().astimezone(desk.shop.zone).time() if on == desk.today() else None


def known(desk: Desk) -> tuple[Promotion, ...]:
    """Those that may count for a receipt, as of the shop's revision: read once.

    A receipt may be entered late, so ones that ended lately are among them.
    """
    kept = desk.shop.known.promotions
    if not kept:
        since = desk.today() - timedelta(days=desk.shop.settings.back_date_days)
        kept.append(tuple(one for one in listed(desk) if _last_day(one) >= since))
    return kept[0]


def _last_day(promotion: Promotion) -> date:
    return min(promotion.ends_on or date.max, promotion.closed_on or date.max)


def _is_for(desk: Desk, terms: Terms, member_id: int | None, rank: int, on: date) -> bool:
    if member_id is None:
        return not (terms.members_only or terms.lowest_tier or terms.offer.kind == offers.POINTS)
    if terms.lowest_tier:
        codes = [tier.code for tier in desk.shop.known.ladder]
        if terms.lowest_tier not in codes[: rank + 1]:
            return False
    return not terms.offer.on_birthday or _is_birthday(desk, member_id, on)


def _is_birthday(desk: Desk, member_id: int, on: date) -> bool:
    """Whether a day is the birthday, and the first one rewarded in its year (9.27)."""
    member = members.get(desk, member_id)
    is_solar = member.birthday and birthdays.next_solar(on, member.birthday) == on
    is_lunar = member.lunar_birthday and birthdays.next_lunar(on, member.lunar_birthday) == on
    if not (is_solar or is_lunar):
        return False
    return not any(
        birthdays.is_same_occasion(on, day, is_lunar=not is_solar)
        for day in _rewarded_on(desk, member_id, on)
    )


_YEAR = 400
"""A year, also one of thirteen months, is over after so many days."""


@prepared
def _receipts(member: Any, first: Any, last: Any) -> Any:
    bought = Purchase.alias("bought")
    gone = (
        Refund.select(Refund.purchase)
        .join(bought, on=(bought.id == Refund.purchase))
        .where((bought.member == member) & (Refund.is_whole == SQL("1")))
    )
    return Purchase.select(Purchase.on_day, Purchase.rule).where(
        (Purchase.member == member)
        & Purchase.on_day.between(first, last)
        & Purchase.id.not_in(gone)
    )


def _rewarded_on(desk: Desk, member_id: int, on: date) -> set[date]:
    """Other days around this one with a receipt that earned as on a birthday and was kept."""
    of_birthdays = {one.id for one in listed(desk) if one.terms.offer.on_birthday}
    first, last = (on.toordinal() + days for days in (-_YEAR, _YEAR))
    rows = _receipts(desk.db, member=member_id, first=first, last=last).fetchall()
    found = {
        date.fromordinal(day)
        for day, rule in rows
        if of_birthdays.intersection(id_ for id_, _ in rule_from_json(rule).campaigns)
    }
    return found - {on}


def _offered(desk: Desk, promotion: Promotion) -> Offered:
    terms, _ = promotion.terms, translator(desk.language)
    why = _("{promotion}: {offer}").format(
        promotion=promotion.title(desk.language), offer=words(desk, terms.offer)
    )
    return Offered(promotion.id, terms.offer, terms.covers, terms.combines, why)


def words(desk: Desk, offer: Offer, language: str = "") -> str:
    """An offer in words, in the desk's language or another: ``¥30 off from ¥200``, ``8 折``."""
    _, currency = translator(language or desk.language), desk.shop.settings.currency
    amount, minimum = short(offer.amount, currency), short(offer.minimum, currency)
    percent, left = f"{offer.percent}%", tenths(offer.percent)
    match offer.kind:
        case "amount":
            return _("{amount} off each").format(amount=amount)
        case "price":
            return _("{amount} each").format(amount=amount)
        case "nth":
            return _("one in {nth} at {percent} off").format(
                nth=offer.nth, percent=percent, tenths=left
            )
        case "points":
            return _("points × {times}").format(times=text.from_milli(offer.percent * 10))
        case "order_percent" if offer.minimum:
            return _("{percent} off from {minimum}").format(
                percent=percent, tenths=left, minimum=minimum
            )
        case "order_amount" if offer.is_every:
            return _("{amount} off for every {minimum}").format(amount=amount, minimum=minimum)
        case "order_amount" if offer.minimum:
            return _("{amount} off from {minimum}").format(amount=amount, minimum=minimum)
        case "order_amount":
            return _("{amount} off").format(amount=amount)
    return _("{percent} off").format(percent=percent, tenths=left)

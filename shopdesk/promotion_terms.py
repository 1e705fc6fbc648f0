"""Whom, what and when a promotion is for, beside its days; and what of that can be offered."""

import json
import re
from dataclasses import dataclass
from typing import Any

from shopdesk import inputs, offers, products, standing, text
from shopdesk.language import N_, translator
from shopdesk.money import LARGEST, is_whole
from shopdesk.offers import Covers, Offer
from shopdesk.refusals import AmountRefused, ChoiceRefused, OfferRefused, UnknownProduct
from shopdesk.shop import Desk

WEEK = range(1, 8)
"""Days of the week by number: 1 is Monday."""
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom, what and when an offer is for, beside its days; see ``add``."""

    offer: Offer
    covers: Covers
    members_only: bool
    lowest_tier: str | None
    weekdays: tuple[int, ...]
    combines: bool
    hours: tuple[str, str] | None = None


def from_json(stored: str) -> Terms:
    """Terms as they are kept."""
    kept: dict[str, Any] = json.loads(stored)
    goods = kept["covers"]
    return Terms(
        Offer(**kept["offer"]),
        Covers(tuple(goods["products"]), tuple(goods["categories"])),
        kept["members_only"],
        kept["lowest_tier"],
        tuple(kept["weekdays"]),
        kept["combines"],
        tuple(kept["hours"]) if kept.get("hours") else None,
    )


def checked(desk: Desk, terms: Terms) -> Terms:
    """The terms tidied, or the refusal of what nobody can offer."""
    fault = _fault(terms)
    if fault is not None:
        raise OfferRefused(desk.language, reason=translator(desk.language)(fault))
    _check_amounts(desk, terms.offer)
    _check_whom(desk, terms)
    for product_id in terms.covers.products:
        if type(product_id) is not int:
            raise UnknownProduct(desk.language, product=product_id)
        products.get(desk, product_id)
    categories = tuple(text.kept(name, desk.language) for name in terms.covers.categories)
    covers = Covers(tuple(terms.covers.products), categories)
    return Terms(
        terms.offer, covers, terms.members_only, terms.lowest_tier, terms.weekdays, terms.combines,
        None if terms.hours is None else (terms.hours[0], terms.hours[1]),
    )  # fmt: skip


def _fault(terms: Terms) -> str | None:
    offer: object = terms.offer
    if not (isinstance(offer, Offer) and _is_goods(terms.covers)):
        return N_("there is no such offer.")
    if offer.kind not in (*offers.LINE, *offers.ORDER, offers.POINTS):
        return N_("there is no such offer.")
    if offer.kind == "price" and terms.covers.is_everything:
        return N_("a price for one unit needs the products or categories it is for.")
    if offer.kind == "nth" and not is_whole(offer.nth, 2, 100):
        return N_("every second to every hundredth unit can be cheaper.")
    if offer.kind in ("percent", "nth", "order_percent") and not is_whole(offer.percent, 1, 100):
        return N_("a discount is 1 to 100 percent.")
    if offer.kind == "points" and not is_whole(offer.percent, 101, offers.MOST_POINTS_PERCENT):
        return N_("points are multiplied by 101 to 10,000 percent.")
    if offer.is_every and not offer.minimum:
        return N_("off for every so much needs that amount.")
    if terms.hours is not None and not _are_hours(terms.hours):
        return N_("hours are two times of the day, such as 14:00 and 17:00.")
    return None


def _are_hours(hours: object) -> bool:
    if not (isinstance(hours, list | tuple) and len(hours) == 2 and hours[0] != hours[1]):
        return False
    return all(isinstance(one, str) and re.fullmatch(_TIME, one) for one in hours)


def _is_goods(covers: object) -> bool:
    return isinstance(covers, Covers) and all(
        isinstance(named, list | tuple) for named in (covers.products, covers.categories)
    )


def _check_amounts(desk: Desk, offer: Offer) -> None:
    lowest = 1 if offer.kind in ("amount", "order_amount") else 0
    for amount, low in ((offer.amount, lowest), (offer.minimum, 0)):
        if not is_whole(amount, low, LARGEST - 1):
            raise AmountRefused(desk.language, amount=amount)


def _check_whom(desk: Desk, terms: Terms) -> None:
    flags = (
        terms.members_only, terms.combines, terms.offer.is_every, terms.offer.on_birthday
    )  # fmt: skip
    for flag in flags:
        inputs.flag(flag, desk.language)
    for day in terms.weekdays:
        if not (type(day) is int and day in WEEK):
            raise ChoiceRefused(desk.language, value=day, choices="1, 2, 3, 4, 5, 6, 7")
    codes = [tier.code for tier in standing.ladder(desk)]
    if terms.lowest_tier is not None and terms.lowest_tier not in codes:
        raise ChoiceRefused(desk.language, value=terms.lowest_tier, choices=", ".join(codes))

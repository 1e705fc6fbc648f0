"""One's own shop out of the sample shop: what was tried there comes along, none of its people."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from shopdesk import (
    festivals,
    gift_sets,
    gifts,
    inputs,
    permissions,
    promotions,
    rewards,
    segments,
    settings,
    standing,
)
from shopdesk.ladder_terms import set_ladder
from shopdesk.sample import is_sample
from shopdesk.settings import Settings
from shopdesk.shop import Desk, Shop

__all__ = ["is_sample", "make"]

_OWN = (
    "name", "phone", "address", "currency", "language", "timezone", "day_ends", "permissions",
)  # fmt: skip
"""Settings that a shop is made with, that are nobody else's, or that have a way of their own."""


def make(
    desk: Desk,
    location: str | Path,
    *,
    name: str,
    owner: str,
    pin: str,
    phone: str = "",
    keeps: bool = True,
) -> Path:
    """Make a new shop beside the one of ``desk``, which stays as it is; returns where it lies.

    It has the currency, language, time zone and end of the day of that shop. With ``keeps`` also
    its ladder with the terms of its reviews, its settings, who may do what, its gifts without their
    stock and their sets, its segments, its reward rules that are not over, and its promotions that
    run and name no product. Goods, staff, members and receipts stay behind. Refuses what
    ``Shop.create`` refuses, and then leaves no file.
    """
    old = desk.shop.settings
    path = inputs.path(location, desk.language)
    shop = Shop.create(
        path, name=name, owner=owner, pin=pin, currency=old.currency, language=old.language,
        timezone=old.timezone, day_ends=old.day_ends, clock=desk.shop.clock,
    )  # fmt: skip
    try:
        with shop:
            own = shop.sign_in(owner, pin, till=desk.till)
            if phone.strip():
                settings.edit(own, phone=phone)
            if inputs.flag(keeps, desk.language):
                _take_over(desk, own)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _take_over(desk: Desk, own: Desk) -> None:
    old, known = desk.shop.settings, desk.shop.known
    values: dict[str, Any] = {
        field.name: getattr(old, field.name) for field in fields(Settings) if field.name not in _OWN
    }
    settings.edit(own, **values)
    permissions.set_all(own, old.permissions)
    set_ladder(
        own, standing.ladder(desk), review_months=known.review_months, grace_days=known.grace_days
    )
    _take_rules(desk, own, _take_gifts(desk, own))
    _take_promotions(desk, own)


def _take_gifts(desk: Desk, own: Desk) -> dict[int, int]:
    """The catalogue, counted from nothing; returns each gift's new id by its old one."""
    return {
        gift.id: gifts.add(
            own, name=gift.name, name_en=gift.name_en, kind=gift.kind, cost=gift.cost or 0,
            value=gift.value, stock=None if gift.stock is None else 0,
            lowest_tier=gift.lowest_tier,
        ).id
        for gift in gifts.catalogue(desk)
    }  # fmt: skip


class _New(NamedTuple):
    """What rules speak of, by what it was called in the other shop."""

    gifts: dict[int, int]
    sets: dict[int, int]
    segments: dict[int, int]
    festivals: dict[str, str]


def _take_rules(desk: Desk, own: Desk, its: dict[int, int]) -> None:
    """All that are not over, with what they speak of; an event stays behind, and what it gives."""
    new = _New(its, _take_sets(desk, own, its), _take_segments(desk, own), _take_days(desk, own))
    today = own.today()
    for rule in rewards.rules(desk):
        comes = [_trigger(one, new) for one in rule.triggers if one.kind != "attending"]
        if comes and (rule.ends_on is None or rule.ends_on >= today):
            rewards.add(
                own, name=rule.name, name_en=rule.name_en, trigger=comes,
                reward=[_reward(one, new) for one in rule.rewards], limits=rule.limits,
                segment=None if rule.segment is None else new.segments[rule.segment],
                channel=rule.channel, starts_on=max(rule.starts_on, today), ends_on=rule.ends_on,
            )  # fmt: skip


def _take_sets(desk: Desk, own: Desk, new: dict[int, int]) -> dict[int, int]:
    return {
        one.id: gift_sets.add(
            own, name=one.name, name_en=one.name_en,
            gifts={tier: new[gift] for tier, gift in one.gifts.items()},
        ).id
        for one in gift_sets.listed(desk)
    }  # fmt: skip


def _take_segments(desk: Desk, own: Desk) -> dict[int, int]:
    return {
        one.id: segments.add(own, name=one.name, name_en=one.name_en, filters=one.filters).id
        for one in segments.listed(desk)
    }


def _take_days(desk: Desk, own: Desk) -> dict[str, str]:
    """Festivals of the shop's own; those that everybody keeps are called the same."""
    known, taken = festivals.known(own), dict[str, str]()
    for code, one in festivals.known(desk).items():
        if code not in known:
            when: dict[str, Any] = {"lunar_day" if one.is_lunar else "day": (one.month, one.day)}
            taken[code] = festivals.add(own, name=one.name, name_en=one.name_en, **when).code
    return taken


def _trigger(one: rewards.Trigger, new: _New) -> rewards.Trigger:
    is_festival = one.kind == "festival"
    return replace(one, subject=new.festivals.get(one.subject, one.subject)) if is_festival else one


def _reward(one: rewards.Reward, new: _New) -> rewards.Reward:
    if isinstance(one, rewards.OfTier):
        return replace(one, gift_set=new.sets[one.gift_set])
    if isinstance(one, rewards.Promise) and one.gift is not None:
        instead = None if one.instead is None else new.gifts[one.instead]
        return replace(one, gift=new.gifts[one.gift], instead=instead)
    return one


def _take_promotions(desk: Desk, own: Desk) -> None:
    today = own.today()
    for one in promotions.listed(desk):
        if one.state(today) != "over" and not one.terms.covers.products:
            days = {"starts_on": max(one.starts_on, today)}
            promotions.add(own, **promotions.written(one) | days)

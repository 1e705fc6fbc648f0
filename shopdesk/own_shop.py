"""One's own shop out of the sample shop: what was tried there comes along, none of its people."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from shopdesk import (
    festivals,
    gift_pictures,
    gift_sets,
    gifts,
    inputs,
    logo,
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
    its ladder with the terms of its reviews, its settings and logo, who may do what, its gifts
    without their stock, its sets of gifts, segments and own festivals, its reward rules that are
    not over, without what of them needs events or goods, and its promotions that run and name no
    product.
    Goods, staff, members, events and receipts stay behind. Refuses what ``Shop.create`` refuses,
    and then leaves no file.
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
                take_over(desk, own)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def take_over(desk: Desk, own: Desk) -> None:
    """Bring what ``make`` keeps from the shop of ``desk`` into the new one of ``own``."""
    old, known = desk.shop.settings, desk.shop.known
    values: dict[str, Any] = {
        field.name: getattr(old, field.name) for field in fields(Settings) if field.name not in _OWN
    }
    settings.edit(own, **values)
    permissions.set_all(own, old.permissions)
    if (picture := logo.of(desk)) is not None:
        logo.put(own, picture)
    set_ladder(
        own, standing.ladder(desk), review_months=known.review_months, grace_days=known.grace_days
    )
    its_gifts = _take_gifts(desk, own)
    new = _New(
        its_gifts, _take_sets(desk, own, its_gifts), _take_segments(desk, own),
        _take_festivals(desk, own),
    )  # fmt: skip
    _take_rules(desk, own, new)
    _take_promotions(desk, own)


def _take_gifts(desk: Desk, own: Desk) -> dict[int, int]:
    """The catalogue, counted from nothing; returns each gift's new id by its old one."""
    new, pictures = {}, gift_pictures.every(desk)
    for gift in gifts.catalogue(desk):
        values = gifts.editable(gift) | {"cost": gift.cost or 0}
        stock = None if gift.stock is None else 0
        new[gift.id] = gifts.add(own, kind=gift.kind, stock=stock, **values).id
        if gift.id in pictures:
            gift_pictures.put(own, new[gift.id], pictures[gift.id])
    return new


class _New(NamedTuple):
    """What is what in the new shop, by what it was in the old one."""

    gifts: dict[int, int]
    sets: dict[int, int]
    segments: dict[int, int]
    festivals: dict[str, str]


def _take_sets(desk: Desk, own: Desk, new: dict[int, int]) -> dict[int, int]:
    """The sets, of what is in the catalogue; returns each one's new id by its old one."""
    sets = {}
    for one in gift_sets.listed(desk):
        its = {tier: new[gift] for tier, gift in one.gifts.items() if gift in new}
        if its:
            made = gift_sets.add(own, name=one.name, name_en=one.name_en, gifts=its)
            sets[one.id] = made.id
    return sets


def _take_segments(desk: Desk, own: Desk) -> dict[int, int]:
    return {
        one.id: segments.add(
            own, name=one.name, name_en=one.name_en, filters=one.filters, is_any=one.is_any
        ).id
        for one in segments.listed(desk)
    }


def _take_festivals(desk: Desk, own: Desk) -> dict[str, str]:
    """Each festival's code by its old one; everybody's keep theirs."""
    found = {}
    for code, one in festivals.known(desk).items():
        which = "lunar_day" if one.is_lunar else "day"
        on: dict[str, Any] = {which: (one.month, one.day)}
        found[code] = (
            festivals.add(own, name=one.name, name_en=one.name_en, **on).code
            if one.is_own else code
        )  # fmt: skip
    return found


def _take_rules(desk: Desk, own: Desk, new: _New) -> None:
    """All that are not over, without what of them stands on events or goods, which stay behind."""
    today = own.today()
    for rule in rewards.rules(desk):
        if rule.ends_on is not None and rule.ends_on < today:
            continue
        try:
            gives = [
                _given(one, new) for one in rule.rewards if not isinstance(one, rewards.PassUses)
            ]
            when = [_coming(one, new) for one in rule.triggers if one.kind != "attending"]
            segment = None if rule.segment is None else new.segments[rule.segment]
        except KeyError:  # it names a gift or a set that was taken out
            continue
        if gives and when:
            rewards.add(
                own, name=rule.name, name_en=rule.name_en, trigger=when, reward=gives,
                limits=rule.limits, channel=rule.channel, segment=segment,
                starts_on=max(rule.starts_on, today), ends_on=rule.ends_on,
            )  # fmt: skip


def _given(reward: rewards.Reward, new: _New) -> rewards.Reward:
    """What is given, by the new ids."""
    if isinstance(reward, rewards.OfTier):
        return replace(reward, gift_set=new.sets[reward.gift_set])
    if isinstance(reward, rewards.Promise):
        gift, instead = (
            None if one is None else new.gifts[one] for one in (reward.gift, reward.instead)
        )
        return replace(reward, gift=gift, instead=instead)
    return reward


def _coming(trigger: rewards.Trigger, new: _New) -> rewards.Trigger:
    """When it is given, by the new codes."""
    if trigger.kind == "festival":
        return replace(trigger, subject=new.festivals[trigger.subject])
    return trigger


def _take_promotions(desk: Desk, own: Desk) -> None:
    today = own.today()
    for one in promotions.listed(desk):
        if one.state(today) != "over" and not one.terms.covers.products:
            days = {"starts_on": max(one.starts_on, today)}
            promotions.add(own, **promotions.written(one) | days)

"""One's own shop out of the sample shop: what was tried there comes along, none of its people."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from shopdesk import gifts, inputs, permissions, promotions, rewards, settings, standing
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
    stock, its reward rules that need neither events nor goods, and its promotions that run and name
    no product. Goods, events, staff, members and receipts stay behind. Refuses what ``Shop.create``
    refuses, and then leaves no file.
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


def _take_rules(desk: Desk, own: Desk, new: dict[int, int]) -> None:
    """All but what stands on events or goods, which stay behind."""
    for rule in rewards.rules(desk):
        gives = [
            replace(one, gift=new[one.gift])
            if isinstance(one, rewards.Promise) and one.gift is not None
            else one
            for one in rule.rewards
            if not isinstance(one, rewards.PassUses)
        ]
        its = [trigger for trigger in rule.triggers if trigger.kind != "attending"]
        if gives and its:
            rewards.add(
                own, name=rule.name, name_en=rule.name_en, trigger=its, reward=gives,
                limits=rule.limits, channel=rule.channel,
            )  # fmt: skip


def _take_promotions(desk: Desk, own: Desk) -> None:
    today = own.today()
    for one in promotions.listed(desk):
        if one.state(today) != "over" and not one.terms.covers.products:
            days = {"starts_on": max(one.starts_on, today)}
            promotions.add(own, **promotions.written(one) | days)

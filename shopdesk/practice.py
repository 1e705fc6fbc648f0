"""The practice shop: one's own shop beside the real one, with people who do not exist.

It has the settings, ladder, rules, gifts and goods of the real shop and its staff with their PINs,
but a key of its own, so that no voucher of it is ever taken for a real one. What it is stands in
its audit and before its name (``shop.PRACTICE``), on every screen and every paper. Of the real shop
nothing is changed.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from shopdesk import (
    codes,
    demo_people,
    gift_stock,
    gifts,
    members,
    own_shop,
    pin_tries,
    pins,
    products,
    purchases,
    vouchers,
)
from shopdesk.ladders import Tier
from shopdesk.practice_files import beside, place_of, real_of, remove, take_fresh
from shopdesk.refusals import Refused
from shopdesk.shop import MADE_TO_PRACTISE, PRACTICE, Desk, Shop
from shopdesk.staff import owner_name
from shopdesk.store.change import change
from shopdesk.store.tables.shop import Staff

__all__ = ["PRACTICE", "is_practice", "make", "place_of", "real_of", "take_fresh"]

_PEOPLE = 12
_SMALL = 5000
"""What somebody spends who passes by, in minor units."""
_ON_THE_SHELF = 50
"""Of each gift: so many can be handed over before it runs short."""
_VOUCHER_SHARE = 10
"""A practice voucher is a tenth off."""


def is_practice(shop: Shop) -> bool:
    """Whether nothing in this shop is real."""
    return shop.known.is_practice


def make(real: Shop) -> Path:
    """Make a fresh practice shop of a shop, which is only read; returns where it will lie.

    It takes the place of the one before once ``take_fresh`` is asked, as that may still be open.
    """
    place = place_of(real.location)
    made, tried = beside(place, "making"), _wrong_pins(place)
    remove(made)
    try:
        settings = real.settings
        shop = Shop.create(
            made, name=settings.name, owner=owner_name(real), pin=_unguessable(),
            currency=settings.currency, language=settings.language, timezone=settings.timezone,
            day_ends=settings.day_ends, clock=real.clock,
        )  # fmt: skip
        with shop:
            _fill(_reader(real), _reader(shop), tried)
        made.replace(beside(place, "fresh"))
    finally:
        remove(made)
    return place


def _unguessable() -> str:
    """A PIN that nobody ever types: the owner's own takes its place."""
    return "".join(str(byte % 10) for byte in codes.random_bytes(pins.LONGEST))


def _reader(shop: Shop) -> Desk:
    """The owner's desk of a shop, to read all of it."""
    row = (
        Staff.select(Staff.id, Staff.name)
        .where((Staff.role == "owner") & Staff.left_on.is_null())
        .order_by(Staff.id)
        .tuples()
        .bind(shop.db)
        .first()
    )
    return Desk(shop, row[0], row[1], "owner", till="1")


def _fill(real: Desk, own: Desk, tried: Mapping[str, int]) -> None:
    with change(own, action=MADE_TO_PRACTISE) as made:
        _take_staff(real, own, tried)
        made.revised = True
    own_shop.take_over(real, own)
    with change(own, action=MADE_TO_PRACTISE):
        _take_goods(real, own)
        for gift in gifts.catalogue(own):
            if gift.stock is not None:
                with suppress(Refused):  # a limited edition has fewer
                    gift_stock.receive(own, gift.id, _ON_THE_SHELF)
    _invent_people(own)


# --- who signs in -----------------------------------------------------------------------------


def _take_staff(real: Desk, own: Desk, tried: Mapping[str, int]) -> None:
    """Everybody who works there, with the PIN they have. Wrong PINs count on: whoever begins
    practice anew wins no further try."""
    columns = (Staff.name, Staff.folded, Staff.role, Staff.pin_hash, Staff.commission)
    people = Staff.select(*columns).where(Staff.left_on.is_null()).order_by(Staff.id)
    for row in people.tuples().bind(real.db):
        values = dict(zip((column.name for column in columns), row, strict=True))
        if values["name"] == own.staff_name:
            Staff.update(**values).where(Staff.id == own.staff_id).bind(own.db).execute()
            person = own.staff_id
        else:
            person = Staff.insert(**values).bind(own.db).execute()
        for _try in range(tried.get(values["folded"], 0)):
            with change(own, action=pin_tries.PIN.action) as made:
                made.subject = person
                made.note(uptime_ms=own.shop.uptime_ms())


def _wrong_pins(place: Path) -> dict[str, int]:
    """Of who was tried with wrong PINs in the practice shop until now, how often."""
    if not place.exists():
        return {}
    with Shop.open(place) as before:
        people = Staff.select(Staff.id, Staff.folded).where(Staff.left_on.is_null())
        return {
            folded: pin_tries.PIN.wrong_ones(before.db, id_).fetchone()[0]
            for id_, folded in people.tuples().bind(before.db)
        }


# --- what is sold, and to whom ----------------------------------------------------------------


def _take_goods(real: Desk, own: Desk) -> None:
    """What is on sale, passes after what they are for."""
    new: dict[int, int] = {}
    goods = products.listed(real, state="on_sale")
    for one in sorted(goods, key=lambda each: each.pass_product is not None):
        passes: dict[str, Any] = {}
        if one.pass_product is not None:
            if one.pass_product not in new:
                continue
            passes = {
                "pass_product": new[one.pass_product], "pass_uses": one.pass_uses,
                "pass_valid_days": one.pass_valid_days,
            }  # fmt: skip
        new[one.id] = products.add(
            own, name=one.name, price=one.price, category=one.category, cost=one.cost,
            ean=one.ean, is_discounted=one.is_discounted, is_earning=one.is_earning,
            member_price=one.member_price, unit=one.unit, **passes,
        ).id  # fmt: skip


def _invent_people(own: Desk) -> None:
    """A few members of every tier, some with a voucher."""
    ladder = own.shop.known.ladder
    for number, person in enumerate(demo_people.drawn(Random(PRACTICE), _PEOPLE, 1)):
        joined = members.register(
            own, name=person.name, phone=person.phone, birthday=person.birthday,
            language=own.shop.settings.language,
        )  # fmt: skip
        for spent in (_leading_to(ladder[number % len(ladder)]), _SMALL):
            due = purchases.quote(own, member=joined.id, amount=spent).due
            purchases.record(own, member=joined.id, amount=spent, pay={"cash": due})
        if number % 2 == 0:
            vouchers.issue(own, joined.id, percent_off=_VOUCHER_SHARE)


def _leading_to(tier: Tier) -> int:
    """What somebody of a tier may have spent in one visit, in minor units."""
    asked = tier.criteria.conditions if tier.criteria is not None else ()
    spent = [one.threshold for one in asked if one.fact == "spend"]
    return max(min(spent, default=0), _SMALL)

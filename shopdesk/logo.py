"""The shop's logo: one small PNG in the shop's file, for its papers and the window of customers.

It is read where a paper is made or the shop is shown, never by a sale.
"""

from typing import Any

from shopdesk import kept_pictures
from shopdesk.refusals_of_files import LogoRefused, LogoTooSmall
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Logo as Row
from shopdesk.topics import Topic

SIDE = 480
"""Pixels of the longer side, at most: 60 mm on a roll, whose printers have 8 dots a millimetre."""
LEAST = 16
"""Pixels of the shorter side, at least: of fewer nothing is known again on paper."""


@prepared
def _kept() -> Any:
    return Row.select(Row.content)


def of(desk: Desk) -> bytes | None:
    """The logo as a PNG, if there is one."""
    return of_shop(desk.shop)


def of_shop(shop: Shop) -> bytes | None:
    """The same where nobody is signed in: it is for everybody to see."""
    row = _kept(shop.db).fetchone()
    return None if row is None else bytes(row[0])


def put(desk: Desk, content: bytes) -> None:
    """Keep a logo instead of the one there was.

    Refuses what is no PNG, more than ``kept_pictures.LARGEST`` bytes, and a picture with a side of
    more than ``SIDE`` or less than ``LEAST`` pixels.
    """
    _refuse_unfit(desk, content)
    with change(desk, Topic.SHOP, action="logo.put") as made:
        Row.delete().bind(made.db).execute()
        Row.insert(id=1, event=made.event, content=content).bind(made.db).execute()
        made.note(bytes=len(content))


def remove(desk: Desk) -> None:
    """Take the logo away; where there is none nothing is done."""
    with change(desk, Topic.SHOP, action="logo.remove") as made:
        Row.delete().bind(made.db).execute()


def _refuse_unfit(desk: Desk, content: object) -> None:
    most = kept_pictures.LARGEST // 1024
    if not (isinstance(content, bytes) and kept_pictures.is_kept(content)):
        raise LogoRefused(desk.language, most=most, side=SIDE)
    sides = kept_pictures.sides(content)
    if sides is None or max(sides) > SIDE:
        raise LogoRefused(desk.language, most=most, side=SIDE)
    if min(sides) < LEAST:
        raise LogoTooSmall(desk.language, least=LEAST)

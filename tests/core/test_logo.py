"""The shop's logo: one small PNG, the owner's to change, of the whole shop."""

import struct
from pathlib import Path

import pytest

from shopdesk import backups, kept_pictures, logo, own_shop, practice
from shopdesk.practice_files import place_of
from shopdesk.shop import Desk, Shop
from tests.conftest import PIN
from tests.core.test_gifts import refused


def png(width: int, high: int, more: bytes = b"") -> bytes:
    """How a PNG of this size begins; the core opens none."""
    head = struct.pack(">I4sII", 13, b"IHDR", width, high)
    return b"\x89PNG\r\n\x1a\n" + head + more


def test_there_is_none_at_first_and_the_last_one_kept_is_there(desk: Desk) -> None:
    assert logo.of(desk) is None
    logo.put(desk, png(480, 200))
    logo.put(desk, png(100, 100))
    assert logo.of(desk) == logo.of_shop(desk.shop) == png(100, 100)
    logo.remove(desk)
    logo.remove(desk)
    assert logo.of(desk) is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", png(481, 100), png(100, 481), png(15, 100),
        png(100, 15), png(0, 0), png(100, 100, b"x" * kept_pictures.LARGEST), None, "png",
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused_and_changes_nothing(desk: Desk, content: bytes) -> None:
    logo.put(desk, png(480, 16))
    refused("logo", logo.put, desk, content)
    assert logo.of(desk) == png(480, 16)


def test_only_an_owner_changes_it(cashier: Desk) -> None:
    refused("permission", logo.put, cashier, png(100, 100))
    refused("permission", logo.remove, cashier)


def test_it_comes_along_into_practice_ones_own_shop_and_a_backup(
    desk: Desk, tmp_path: Path
) -> None:
    logo.put(desk, png(100, 50))
    own = own_shop.make(desk, tmp_path / "own.shopdesk", name="My shop", owner="Mei", pin=PIN)
    practice.make(desk.shop)
    practice.take_fresh(place_of(desk.shop.location))
    copy = backups.make(desk, tmp_path / "copy.shopdesk")
    for file in (own, place_of(desk.shop.location), copy):
        with Shop.open(file) as shop:
            assert logo.of_shop(shop) == png(100, 50)

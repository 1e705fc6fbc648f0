"""A shop that is there already, the program started on it, and its owner signed in by keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import dev
from shopdesk import Desk, Shop, cards, gifts, members, points, products, purchases, vouchers
from shopdesk.receipts import Purchase
from tests.journeys.screen import Screen, screen

MISSING = [] if sys.platform.startswith("linux") else ["a Linux"]
MISSING = MISSING or dev.missing_test_packages()
needs_a_screen = [
    pytest.mark.skipif(bool(MISSING), reason=f"a screen of its own needs {', '.join(MISSING)}"),
    pytest.mark.timeout(240),
]
OWNER, PIN, WINDOW = "Mei", "258025", "Qinghe Tea"
EAN = "6901234567892"


@dataclass
class Seat:
    """The screen with the program on it, and the shop's file to read from."""

    till: Screen
    desk: Desk
    location: Path

    def sales(self) -> list[Purchase]:
        """Today's, in the order of the till."""
        return sorted(purchases.of_day(self.desk, self.desk.today()), key=lambda one: one.id)

    def until_sales(self, count: int) -> list[Purchase]:
        """Wait for so many sales of today."""
        self.till.until(lambda: len(self.sales()) >= count, f"{count} sales")
        return self.sales()

    def sign_in(self, window: str = WINDOW) -> None:
        """At the lock: the PIN, Enter. What is pressed then waits in its turn."""
        self.till.turn_to(window)
        self.till.type(PIN)
        self.till.press("Return")

    def until_shade(self, shade: str, share: float = 0.01) -> None:
        """Wait until so much of the screen has this colour of the look."""
        colour = bytes.fromhex(shade[1:])
        seen = (colour[0], colour[1], colour[2])
        self.till.until(lambda: self.till.share_of(seen) > share, f"{shade} is seen")

    def card_of(self, member: int) -> str:
        (card,) = cards.of_member(self.desk, member)
        return card.code

    def member(self, name: str, phone: str) -> int:
        return members.register(self.desk, name=name, phone=phone).id

    def points_of(self, member: int) -> int:
        return points.balance(self.desk, member)

    def gift_voucher(self, member: int) -> vouchers.Voucher:
        bag = gifts.add(self.desk, name="Canvas bag", cost=800, value=2500, stock=10).id
        return vouchers.issue(self.desk, member, gift=bag, valid_days=60)


@contextmanager
def seated(folder: Path) -> Iterator[Seat]:
    """The owner at the counter of a shop with tea, nothing sold yet."""
    location = folder / "tea.shopdesk"
    with Shop.create(location, name=WINDOW, owner=OWNER, pin=PIN, language="en") as shop:
        desk = shop.sign_in(OWNER, PIN)
        products.add(desk, name="Jasmine tea", price=6800, category="Tea", ean=EAN)
        with screen(folder) as till:
            till.start(location)
            seat = Seat(till, desk, location)
            seat.sign_in()
            yield seat

"""A shop that is there already, the program started on it, and its owner signed in by keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import dev
from shopdesk import Desk, Shop, cards, gifts, members, points, products, purchases, vouchers
from shopdesk.receipts import Purchase
from tests.journeys import another_day
from tests.journeys.another_day import Seen, ToldClock
from tests.journeys.screen import PROGRAM, Screen, Server, screen

MISSING = [] if sys.platform.startswith("linux") else ["a Linux"]
MISSING = MISSING or dev.missing_test_packages()
needs_a_screen = [
    pytest.mark.skipif(bool(MISSING), reason=f"a screen of its own needs {', '.join(MISSING)}"),
    pytest.mark.timeout(240),
]
OWNER, PIN, WINDOW = "Mei", "258025", "Qinghe Tea"
EAN = "6901234567892"
ANOTHER_DAY = another_day.__name__
"""The program whose day is told, and which tells what it says."""
_MOST = 60
"""So many times Tab is pressed before something is out of reach."""


@dataclass
class Seat:
    """The screen with the program on it, and the shop's file to read from."""

    till: Screen
    desk: Desk
    location: Path
    program: str = PROGRAM
    begun: list[int] = field(default_factory=list)
    """The sales that were there when a journey began."""

    def sales(self) -> list[Purchase]:
        """Today's since the journey began, in the order of the till."""
        listed = sorted(purchases.of_day(self.desk, self.desk.today()), key=lambda one: one.id)
        return [sale for sale in listed if sale.id not in self.begun]

    def until_sales(self, count: int) -> list[Purchase]:
        """Wait for so many sales."""
        self.till.until(lambda: len(self.sales()) >= count, f"{count} sales")
        return self.sales()

    def begin(self) -> None:
        """Another journey begins where one ended: at the counter, nothing half made."""
        self.till.turn_to(WINDOW)
        self.till.press("F2", "Escape", "Escape", "Escape", "Escape")
        self.begun += [sale.id for sale in self.sales()]

    def start(self) -> None:
        """Start the program on the shop."""
        self.till.start(self.location, program=self.program)

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

    # --- a program that tells what its windows say ---

    def seen(self) -> Seen:
        return another_day.seen_by(self.till.folder)

    def until_says(self, *words: str) -> None:
        """Wait until all these words are read somewhere."""
        self.till.until(
            lambda: all(any(word in text for text in self.seen().texts) for word in words),
            f"{words} are read",
        )

    def until_at(self, name: str) -> None:
        """Wait until what has such a name has the keys."""
        self.till.until(lambda: self.seen().name.startswith(name), f"the keys are at {name}")

    def until_holds(self, text: str) -> None:
        """Wait until the field that has the keys holds this."""
        self.till.until(lambda: self.seen().held == text, f"{text!r} is held")

    def tab_to(self, name: str, window: str = WINDOW) -> None:
        """In a window, press Tab until what has this name has the keys.

        The program tells where they are a moment later: of a window that just came, it must have
        told of this one, or Tab is pressed once too often.
        """
        self.till.turn_to(window)
        self.till.until(lambda: self.seen().window.startswith(window), f"{window} has the keys")
        for _time in range(_MOST):
            before = self.seen().name
            if before == name:
                return
            self.till.press("Tab")
            self.till.until(lambda now=before: self.seen().name != now, "Tab goes on")  # type: ignore[misc]
        raise AssertionError(f"Tab never comes to {name!r}")

    # --- the shop ---

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
def tea_shop(folder: Path, clock: ToldClock | None = None) -> Iterator[Desk]:
    """The owner's desk in a new shop that has tea."""
    location = folder / "tea.shopdesk"
    with Shop.create(
        location, name=WINDOW, owner=OWNER, pin=PIN, language="en", clock=clock
    ) as shop:
        desk = shop.sign_in(OWNER, PIN)
        products.add(desk, name="Jasmine tea", price=6800, category="Tea", ean=EAN)
        yield desk


@contextmanager
def seated(server: Server, desk: Desk, program: str = PROGRAM) -> Iterator[Seat]:
    """The owner at the counter of a shop, nothing sold yet."""
    location = desk.shop.location
    with screen(server, location.parent) as till:
        seat = Seat(till, desk, location, program)
        seat.start()
        seat.sign_in()
        yield seat

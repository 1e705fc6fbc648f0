"""The table of what a scan does, by real keys, from all at once to one each 12 ms, mistakes
included: what is said and shown, and that what was half typed is there still."""

from collections.abc import Iterator
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import pytest

from shopdesk import members, products
from tests.conftest import NOON
from tests.journeys.another_day import ToldClock
from tests.journeys.screen import Server
from tests.journeys.seated import (
    ANOTHER_DAY,
    OWNER,
    WINDOW,
    Seat,
    needs_a_screen,
    seated,
    tea_shop,
)
from tests.ui.test_scanning import REFUSED, UNKNOWN, Goods
from tests.ui.test_scanning_table import CELLS, HALF_TYPED, PLACES, codes_of

pytestmark = needs_a_screen
BETWEEN_MS = cycle((0, 5, 12))
FOREIGN = {"product", "unknown"}
"""Told by their speed alone, which a busy server does not keep: they come all at once."""
ELSEWHERE = {"their profile", "to be redeemed", "its history", "the product"}
"""Another page is shown then: one has to go back to what was half typed."""
SAID_OF_EACH = {"member card", "good voucher", "unknown"}
"""Behind the lock the same is said of every row: these stand for all."""
GUEST, OTHER = "Zhang San", "李娜"
WHY = {
    f"{kind} voucher": [OWNER if word == "店主" else word for word in words]
    for kind, words in REFUSED.items()
}
STRIP = "Close this form first"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> ToldClock:
    return ToldClock(tmp_path_factory.mktemp("scanning"), NOON)


@pytest.fixture(scope="module")
def laid(clock: ToldClock, server: Server) -> Iterator[tuple[Seat, Goods]]:
    """The program, and what lies on the desk to be scanned."""
    with tea_shop(clock.file.parent, clock) as desk:
        member = members.register(desk, name=GUEST, phone="13800138000").id
        (tea,) = products.find(desk, "Jasmine")
        goods = Goods(SimpleNamespace(desk=desk), clock, member, tea.id)
        with seated(server, desk, ANOTHER_DAY) as seat:
            yield seat, goods


def said_of(goods: Goods, scanned: str, outcome: str, code: str) -> tuple[str, ...]:
    """What is read once a scan has done what the table says."""
    meant = goods.others if scanned == "another's voucher" else goods.money
    shown = " ".join(meant.code[at : at + 4] for at in (0, 4, 8))
    said: dict[str, tuple[str, ...]] = {
        "their card": (GUEST, "To Silver"),
        "their profile": (GUEST, "Show phone"),
        "applied": (GUEST, "In use"),
        "to be redeemed": (shown, "Use at the counter"),
        "whose": (OTHER,),
        "already applied": ("already in use", "In use"),
        "misread": ("misread",),
        "a line": ("Jasmine tea", "Record ¥68.00"),
        "the product": ("1 product", "New product"),
        "to link": (UNKNOWN, "Link it…"),
        "strip": (code, STRIP),
        "locked": ("Locked. Sign in, then scan again.",),
    }
    if outcome == "its history":
        return (*WHY[scanned], "History")
    return tuple(WHY[scanned]) if outcome == "why" else said[outcome]


def stand(seat: Seat, place: str) -> None:
    """Come to one of the four places: nothing is there of what was scanned before."""
    till = seat.till
    till.turn_to(WINDOW)
    if place == "locked":
        till.press("F11")
        seat.until_at("PIN")
        return
    seat.begin()
    till.press("F9")
    seat.until_at("Find or scan")
    if place == "counter":
        till.press("Return")
        seat.until_at("Amount")
    elif place == "another screen":
        till.press("F5", "F9")
        seat.until_at("Receipt number")
        till.press("ctrl+a", "BackSpace")
        seat.until_holds("")
    elif place == "form":
        till.press("ctrl+8", "alt+o")
        till.turn_to("Pay out")
        seat.until_at("Amount")


def leave(seat: Seat, place: str) -> None:
    """Go back to the counter."""
    if place == "form":
        seat.till.press("Escape")
        seat.till.turn_back_to(WINDOW, left="Pay out")
    elif place == "locked":
        seat.till.press("BackSpace", "BackSpace")
        seat.sign_in()


@pytest.mark.parametrize("place", PLACES)
def test_each_row_of_the_table_at_any_speed_leaves_what_was_half_typed(
    laid: tuple[Seat, Any], place: str
) -> None:
    seat, goods = laid
    rows = [(scanned, outcome) for scanned, where, outcome in CELLS if where == place]
    for scanned, outcome in rows:
        if place == "locked" and scanned not in SAID_OF_EACH:
            continue
        stand(seat, place)
        if outcome == "whose":
            seat.till.scan(goods.card)
            seat.until_says(GUEST)
        # an amount that is half typed is no sale of products
        typed = "" if outcome == "a line" else HALF_TYPED
        seat.till.type(typed)
        seat.until_holds(typed)
        codes = codes_of(goods, scanned)
        for code in codes:
            seat.till.scan(code, 0 if scanned in FOREIGN else next(BETWEEN_MS))
        seat.until_says(*said_of(goods, scanned, outcome, codes[0]))
        if outcome in ELSEWHERE:
            seat.till.press("F5", "F9")
            seat.until_at("Receipt number")
        seat.until_holds(typed)
        leave(seat, place)

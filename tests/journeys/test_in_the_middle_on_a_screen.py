"""What comes in the middle of a sale, with real keys on a screen of its own: another language, the
plug pulled, the help, the customers' window, and the practice shop."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from shopdesk import Shop, checks, purchases
from shopdesk.practice_files import place_of
from tests.journeys.screen import Server
from tests.journeys.seated import OWNER, PIN, WINDOW, Seat, needs_a_screen, seated, tea_shop
from ui import look

pytestmark = needs_a_screen


@pytest.fixture(scope="module")
def program(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """One start for all of them, and the language is the last."""
    with (
        tea_shop(tmp_path_factory.mktemp("middle")) as desk,
        seated(server, desk) as made,
    ):
        yield made


@pytest.fixture
def seat(program: Seat) -> Seat:
    program.begin()
    return program


_PHONES = count(13800138000)


@pytest.fixture
def member(seat: Seat) -> int:
    """Somebody new."""
    return seat.member("Zhang San", str(next(_PHONES)))


@pytest.fixture
def half_made(seat: Seat, member: int) -> int:
    """Their card and an amount, on the disk and not recorded yet."""
    seat.till.scan(seat.card_of(member))
    seat.till.type("48.2")
    seat.till.until(lambda: kept(seat), "what is half made is on the disk")
    return member


def kept(seat: Seat) -> bool:
    """Whether the file of the half-made sale has all that was typed."""
    files = list((seat.till.folder / "half-made").glob("*.json"))
    return any('"48.2"' in file.read_text(encoding="utf-8") for file in files)


def preferred(seat: Seat) -> dict[str, object]:
    """What this computer remembers."""
    file = seat.till.folder / "preferences.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def is_recorded_once(seat: Seat, member: int) -> bool:
    (sale,) = seat.until_sales(1)
    return (sale.member_id, sale.total) == (member, 4820)


def test_a_sale_goes_on_after_the_plug_was_pulled_and_is_recorded_once(
    seat: Seat, half_made: int
) -> None:
    seat.till.kill()
    seat.start()
    seat.sign_in()
    seat.until_shade(look.LIGHT.note_tint)
    seat.till.press("Return", "F12")
    assert is_recorded_once(seat, half_made)
    seat.till.until(lambda: not kept(seat), "nothing is half made any more")
    seat.till.kill()
    seat.start()
    seat.sign_in()
    seat.till.press("F12")
    seat.till.scan(seat.card_of(half_made))
    seat.till.type("1")
    seat.till.press("Return")
    assert [sale.total for sale in seat.until_sales(2)] == [4820, 100]
    assert checks.run(seat.desk) == ()


def test_a_scan_while_the_help_is_open_is_for_the_counter(seat: Seat, member: int) -> None:
    seat.till.press("F1")
    seat.till.turn_to("Help")
    seat.till.scan(seat.card_of(member))
    seat.till.turn_to(WINDOW)
    seat.till.type("48.2")
    seat.till.press("Return")
    assert is_recorded_once(seat, member)


def test_the_customers_window_opens_in_the_middle_of_a_sale_and_takes_no_key(
    seat: Seat, half_made: int
) -> None:
    seat.till.press("ctrl+k")
    seat.till.until(lambda: preferred(seat).get("customer"), "customers see their sale")
    seat.till.until(lambda: seat.till.window(f"{WINDOW} · Customer"), "their window is there")
    seat.till.press("Return")
    assert is_recorded_once(seat, half_made)
    seat.till.press("ctrl+k")
    seat.till.until(lambda: not seat.till.window(f"{WINDOW} · Customer"), "and closes again")


def test_what_is_practised_from_the_lock_is_nothing_in_the_real_shop(
    seat: Seat, member: int
) -> None:
    till, practice = seat.till, place_of(seat.location)
    till.press("F11", "alt+p")
    seat.sign_in("PRACTICE")
    till.press("F12")
    till.type("88")
    till.press("Return")
    till.until(lambda: 8800 in practised(practice), "it is sold in the practice shop")
    assert seat.sales() == []
    till.press("F11", "shift+Tab", "shift+Tab", "space")
    seat.sign_in(f"{WINDOW} · ShopDesk")
    till.scan(seat.card_of(member))
    till.type("48.2")
    till.press("Return")
    assert is_recorded_once(seat, member), "and nothing else"
    assert checks.run(seat.desk) == ()


def practised(place: Path) -> list[int]:
    with Shop.open(place) as shop:
        desk = shop.sign_in(OWNER, PIN)
        return [sale.total for sale in purchases.of_day(desk, desk.today())]


def test_another_language_and_look_leave_a_half_made_sale_as_it_is(
    seat: Seat, half_made: int
) -> None:
    till = seat.till
    till.press("F10", "Down", "Down", "Down", "Down", "Down", "Tab")
    till.press("Down")
    till.until(lambda: preferred(seat).get("language"), "another language is chosen")
    till.press("F2", "F10", "Tab", "Tab", "Down")
    till.until(lambda: preferred(seat).get("theme") == "dark", "another look is chosen")
    till.press("F2")
    seat.until_shade(look.DARK.page, 0.1)
    till.press("Return")
    assert is_recorded_once(seat, half_made)

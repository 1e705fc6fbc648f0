"""The window stays open while days and months turn: what they bring comes by itself and is said,
the owner closes the month and has it on paper. Real keys on a screen of its own; only the clock is
told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from shopdesk import checks, members, months, rewards, vouchers
from tests.journeys.another_day import ToldClock
from tests.journeys.screen import Server
from tests.journeys.seated import ANOTHER_DAY, OWNER, WINDOW, Seat, needs_a_screen, seated, tea_shop

pytestmark = needs_a_screen
EVENING = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
"""Eight in Shanghai on the last of the month; its day ends at three in the night."""
DAY_ENDS = datetime(2026, 10, 31, 19, 0, tzinfo=UTC)
BORN = (11, 1)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> ToldClock:
    return ToldClock(tmp_path_factory.mktemp("month"), EVENING - timedelta(days=1))


@pytest.fixture(scope="module")
def program(clock: ToldClock, server: Server) -> Iterator[Seat]:
    """A shop whose birthdays are given by rule, on the evening before its last of the month."""
    with tea_shop(clock.file.parent, clock) as desk:
        rewards.add(
            desk, name="Birthday", trigger=rewards.birthday(), reward=rewards.voucher(amount=2000)
        )
        with seated(server, desk, ANOTHER_DAY) as made:
            yield made


@pytest.fixture
def seat(program: Seat) -> Seat:
    program.begin()
    return program


def sell(seat: Seat, member: int, amount: str) -> None:
    before = len(seat.sales())
    seat.till.scan(seat.card_of(member))
    seat.till.type(amount)
    seat.till.press("Return")
    seat.until_sales(before + 1)


def words_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(str(pdf))
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.split())


def test_at_the_turn_of_a_month_gifts_are_given_and_its_owner_closes_it_on_paper(
    seat: Seat, clock: ToldClock
) -> None:
    till, desk = seat.till, seat.desk
    guest = members.register(desk, name="Zhang San", phone="13800138000", birthday=BORN).id
    other = seat.member("Li Na", "13900139000")
    ends = vouchers.issue(desk, guest, amount=3000, valid_days=1)
    clock.now = EVENING
    for member, amount in ((guest, "100"), (other, "48.2"), (guest, "20")):
        sell(seat, member, amount)
    till.press("F6")
    seat.until_says("October 2026", "¥168.20", "The month is still running")
    till.press("F2")

    clock.now = DAY_ENDS - timedelta(milliseconds=1)
    sell(seat, other, "9.8")
    assert vouchers.get(desk, ends.id).state == "issued", "its last day still runs"
    clock.now = DAY_ENDS
    seat.until_says("A new day: 1 voucher expired · 1 voucher given by the rules.")
    assert vouchers.get(desk, ends.id).state == "expired"
    (given,) = [one for one in vouchers.of_member(desk, guest) if one.id != ends.id]
    assert (given.state, given.amount) == ("issued", 2000)
    assert not vouchers.of_member(desk, other)

    till.press("F6")
    seat.until_says("November 2026", "The month is still running")
    till.press("Prior")
    seat.until_says("October 2026", "¥178.00", "Close the month…")
    seat.tab_to("Close the month…")
    till.press("space")
    seat.tab_to("Close the month", window="Close the month")
    till.press("space")
    seat.until_says("October 2026 is closed.", f"closed on 1 Nov 2026 by {OWNER}")
    till.turn_to(WINDOW)
    closed = months.closed(desk, 2026, 10)
    assert closed is not None
    assert (closed.on, closed.staff) == (date(2026, 11, 1), OWNER)

    till.press("ctrl+p")
    till.turn_to("Save the monthly report")
    till.press("Return")
    till.turn_back_to(WINDOW, left="Save the monthly report")
    seat.until_says("Saved: ")
    (paper,) = till.documents.iterdir()
    words = words_of(paper)
    assert paper.name == "R-2026-10.pdf"
    for figure in (
        "Sales ¥178.00 Orders 4 Average order ¥44.50 Visits 2", "31 Sat 4 ¥178.00",
        "1 Zhang San 100001 ¥120.00", "2 Li Na 100002 ¥58.00", "Issued 1 Redeemed 0",
    ):  # fmt: skip
        assert figure in words, figure


def test_who_closes_no_month_finds_it_closed_on_the_fifth(seat: Seat, clock: ToldClock) -> None:
    sell(seat, seat.member("Wang Wu", "13700137000"), "30")
    clock.now = DAY_ENDS + timedelta(days=33)
    before = months.closed(seat.desk, 2026, 11)
    assert before is None
    clock.now = DAY_ENDS + timedelta(days=34)
    seat.until_says("1 month closed")
    closed = months.closed(seat.desk, 2026, 11)
    assert closed is not None
    assert (closed.on, closed.is_due) == (date(2026, 12, 5), True)
    assert checks.run(seat.desk) == ()

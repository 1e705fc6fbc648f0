"""At the till with real keys: a queue under the scanner, a refund, a gift handed over, the drawer
counted. Another process on a screen of its own; what it did is read from the shop's file."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pypdfium2
import pytest

from shopdesk import (
    Refused,
    cash_ups,
    checks,
    daybook,
    members,
    purchases,
    refused_scans,
    vouchers,
)
from tests.journeys.screen import Server
from tests.journeys.seated import OWNER, WINDOW, Seat, needs_a_screen, seated, tea_shop
from ui import look

pytestmark = needs_a_screen
BETWEEN_MS = (0, 5, 12, 30)
"""Of four scanners, the last as slow as a hand that hurries."""
PAPER_INK = (0, 0, 0)


@pytest.fixture(scope="module")
def program(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """One start for all of them: they follow each other as customers do."""
    with (
        tea_shop(tmp_path_factory.mktemp("queue")) as desk,
        seated(server, desk) as made,
    ):
        yield made


@pytest.fixture
def seat(program: Seat) -> Seat:
    program.begin()
    return program


def sell(seat: Seat, member: int, amount: str) -> purchases.Purchase:
    before = len(seat.sales())
    seat.till.scan(seat.card_of(member))
    seat.till.type(amount)
    seat.till.press("Return")
    return seat.until_sales(before + 1)[-1]


def entry_of(seat: Seat, sale: purchases.Purchase) -> daybook.Entry:
    listed = daybook.listed(seat.desk, seat.desk.today())
    return next(one for one in listed if one.id == sale.id)


def save_as_pdf(seat: Seat, title: str, file: Path, before: float) -> None:
    """The page that is shown, kept as PDF: no printer is known here. The last of its buttons that
    can be pressed saves it, once the page is there; ``before`` it so much was as black as its
    letters."""
    till = seat.till
    till.turn_to(title)
    till.until(lambda: till.share_of(PAPER_INK) > before + 0.0002, "the page is seen")
    till.press("shift+Tab", "space")
    till.turn_to("Save as PDF")
    till.type(file.name)
    till.press("Return")
    till.until(file.exists, f"{file} is written")
    till.turn_back_to(title, left="Save as PDF")
    till.press("Escape")
    till.turn_back_to(WINDOW, left=title)


def test_a_queue_of_ten_under_any_scanner_is_ten_sales_each_to_its_member(seat: Seat) -> None:
    """Nobody waits for the program: the keys of the next one come while it still writes."""
    queue = [seat.member(f"Guest {n}", f"1390000{n:04}") for n in range(10)]
    scans = [seat.card_of(member) for member in queue]
    for code, between_ms, amount in zip(scans, cycle(BETWEEN_MS), range(11, 21), strict=False):
        seat.till.scan(code, between_ms)
        seat.till.type(str(amount))
        seat.till.press("Return")
    sold = seat.until_sales(10)
    assert [sale.member_id for sale in sold] == queue
    assert [sale.total for sale in sold] == [100 * amount for amount in range(11, 21)]
    assert [seat.points_of(member) for member in queue] == list(range(11, 21))


def test_a_refund_does_what_its_form_foresees(seat: Seat) -> None:
    member = seat.member("Zhang San", "13800138000")
    first = sell(seat, member, "1000")
    assert members.get(seat.desk, member).tier.code == "silver"
    foreseen = purchases.preview_refund(seat.desk, first.id)
    assert (foreseen.money, foreseen.points, foreseen.tier.code) == (100000, -1000, "member")
    seat.till.press("F5", "Return", "space")
    seat.till.turn_to("Refund")
    seat.till.type("broken")
    seat.till.press("Return")
    seat.till.until(lambda: entry_of(seat, first).refunded, "money went back")
    entry = entry_of(seat, first)
    assert (entry.refunded, entry.is_whole) == (foreseen.money, foreseen.is_whole)
    assert daybook.totals(seat.desk, seat.desk.today()).given_back == foreseen.tenders
    assert seat.points_of(member) == 1000 + foreseen.points
    assert members.get(seat.desk, member).tier == foreseen.tier
    assert checks.run(seat.desk) == ()


def test_a_gift_is_handed_over_by_a_scan_and_refused_to_the_next_one(seat: Seat) -> None:
    member = seat.member("Li Si", "13800138002")
    voucher = seat.gift_voucher(member)
    seat.till.press("F5")
    seat.till.scan(voucher.qr)
    seat.till.press("space")
    seat.till.until(
        lambda: vouchers.get(seat.desk, voucher.id).state == "redeemed", "the gift is given"
    )
    seat.till.press("F2")
    seat.till.scan(voucher.qr)
    seat.until_shade(look.LIGHT.bad_tint)
    with pytest.raises(Refused) as refused:
        vouchers.inspect(seat.desk, voucher.qr)
    said = refused.value.text("en")
    shop = seat.desk.shop
    used_on = shop.now().astimezone(shop.zone).date()  # after midnight still yesterday's business
    assert used_on.isoformat() in said, "when"
    assert OWNER in said, "by whom"
    (kept,) = refused_scans.listed(seat.desk)
    assert kept.refusal == "voucher_used", "and it is kept that it was shown again"


def test_the_day_is_closed_by_counting_the_drawer(seat: Seat) -> None:
    sell(seat, seat.member("Wang Wu", "13800138003"), "100")
    day = daybook.totals(seat.desk, seat.desk.today())
    wechat = day.left("wechat")
    slip = seat.till.documents / "slip.pdf"
    seat.till.press("ctrl+8", "F12")
    seat.till.turn_to("Close the day")
    seat.till.type("1")
    seat.till.press("Return")
    seat.till.type(f"{wechat // 100}")
    before = seat.till.share_of(PAPER_INK)
    seat.till.press("Return", "Return", "Return", "Return", "Return")
    seat.till.until(lambda: not seat.till.window("Close the day"), "it is closed")
    save_as_pdf(seat, "Closing slip", slip, before)
    (done,) = cash_ups.listed(seat.desk)
    assert done.expected == {"cash": 0, "wechat": wechat}
    assert done.difference == {"cash": 100, "wechat": 0}
    document = pypdfium2.PdfDocument(str(slip))
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert "Day close" in words

"""The whole way on a real screen, with real keys: another process, and nothing replaced in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopdesk import Desk, Refused, Shop, cards, members, purchases, vouchers
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from tests.journeys.papers import codes_in, codes_on
from tests.journeys.screen import Screen, Server, screen
from tests.journeys.seated import OWNER, PIN, WINDOW, needs_a_screen
from ui import look

pytestmark = needs_a_screen
REFUSED = tuple(bytes.fromhex(look.LIGHT.bad_tint[1:]))


@pytest.fixture
def till(server: Server, tmp_path: Path) -> Iterator[Screen]:
    """The program, started for the first time on an empty screen."""
    with screen(server, tmp_path) as made:
        made.start(tmp_path / "tea.shopdesk")
        yield made


@pytest.fixture
def desk(till: Screen, tmp_path: Path) -> Iterator[Desk]:
    """A shop made by the keys of the first run; what happens in it is read from its file."""
    first_run(till)
    till.turn_to(f"Recovery code of {OWNER}")
    till.press("Escape")
    till.turn_back_to(WINDOW, left="Recovery code")
    with Shop.open(tmp_path / "tea.shopdesk") as shop:
        yield shop.sign_in(OWNER, PIN)


def first_run(till: Screen) -> None:
    """The shop, its ladder, this computer with its scanner, start: without a mouse."""
    till.turn_to("ShopDesk$")
    for field in (WINDOW, "0571 8888", OWNER, PIN, PIN):
        till.type(field)
        till.press("Tab")
    till.press(*["Tab"] * 5, "space")  # currency, zone, logo, two other ways, next
    till.press(*["shift+Tab"] * 5, "space")  # steps, look, language, start, next
    till.scan("6901234567892")
    till.press("Tab", "Tab", "Tab", "space")


def register(till: Screen, desk: Desk, phone: str, name: str) -> Member:
    till.press("F7")
    till.turn_to("New member")
    till.type(phone)
    till.press("Tab")
    till.type(name)
    till.press("Return")
    till.until(lambda: members.find(desk, phone), f"{name} is a member")
    till.turn_back_to(WINDOW, left="New member")
    return members.find(desk, phone)[0]


def sell(till: Screen, desk: Desk, amount: str) -> purchases.Purchase:
    """The cursor is at the amount: type it, Enter."""
    before = len(purchases.of_day(desk, desk.today()))
    till.type(amount)
    till.press("Return")
    till.until(lambda: len(purchases.of_day(desk, desk.today())) > before, f"a sale of {amount}")
    return max(purchases.of_day(desk, desk.today()), key=lambda sale: sale.id)


def issue(till: Screen, desk: Desk, member: Member, amount: str) -> Voucher:
    """F8, who, how much off, Enter; the new voucher is shown."""
    till.press("F8")
    till.turn_to("Issue a voucher")
    till.type(member.phone or "")
    till.press("Return", "Tab")
    till.type(amount)
    till.press("Return")
    till.until(lambda: vouchers.of_member(desk, member.id), "a voucher is issued")
    till.turn_back_to(WINDOW, left="Issue a voucher")
    return vouchers.of_member(desk, member.id)[0]


def save_as_pdf(till: Screen, file: Path) -> None:
    """Ctrl+P shows the page; no printer is known here, so it is saved."""
    till.press("ctrl+p")
    till.turn_to("Print vouchers")
    till.until(lambda: codes_in(till.seen()), "the code on the page is seen")
    till.press("Tab", "Tab", "space")
    till.turn_to("Save as PDF")
    till.type(file.name)
    till.press("Return")
    till.until(file.exists, f"{file} is written")
    till.turn_back_to("Print vouchers", left="Save as PDF")
    till.press("Escape")
    till.turn_back_to(WINDOW, left="Print vouchers")


def test_with_only_the_screen_one_gets_from_the_first_run_to_a_voucher_that_counts_once(
    till: Screen, desk: Desk
) -> None:
    member = register(till, desk, "13800138000", "Zhang San")
    assert member.tier.code == "member"
    till.press("Escape")
    (card,) = cards.of_member(desk, member.id)
    till.scan(card.code)
    sale = sell(till, desk, "1000")
    assert (sale.member_id, sale.payments) == (member.id, {"wechat": 100000})
    assert members.get(desk, member.id).tier.code == "silver", "the sale moved them up"

    voucher = issue(till, desk, member, "30")
    pdf = till.documents / "voucher.pdf"
    save_as_pdf(till, pdf)
    (printed,) = codes_on(pdf)

    till.press("F2")
    till.scan(printed)
    till.scan(card.code)
    sale = sell(till, desk, "100")
    assert (sale.member_id, sale.total) == (member.id, 6800), "98 for silver, 30 off"
    assert vouchers.get(desk, voucher.id).state == "redeemed"

    till.scan(printed)
    till.until(lambda: till.share_of(REFUSED) > 0.01, "the strip is red")
    with pytest.raises(Refused) as refused:
        vouchers.inspect(desk, printed)
    assert refused.value.code == "voucher_used"

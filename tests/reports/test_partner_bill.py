"""What a partner is paid for on paper: each gift that was used, what it comes to, where to sign."""

from pathlib import Path

import pypdfium2
import pytest

from reports import partner_bill
from shopdesk import gifts, settlements, vouchers
from shopdesk.shop import Desk


def read(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def used(desk: Desk, count: int) -> list[str]:
    film = gifts.add(
        desk, name="影票", name_en="Cinema ticket", kind="partner", partner="影院", cost=3500
    ).id
    found = [vouchers.issue(desk, None, gift=film).code for _number in range(count)]
    for code in found:
        vouchers.redeem(desk, code)
    return found


def test_it_names_each_gift_its_voucher_and_what_all_of_them_come_to(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = used(desk, 2)
    (month,) = settlements.listed(desk)
    assert partner_bill.pdf(tmp_path / "open.pdf", partner_bill.of(desk, month)) == 1
    (page,) = read(tmp_path / "open.pdf")
    grouped = [f"{code[:4]} {code[4:8]} {code[8:]}" for code in (first, second)]
    for said in (*grouped, "影院", "Cinema ticket", "2026-10-15", "¥35.00", "¥70.00", "Gifts: 2",
                 "Not settled"):  # fmt: skip
        assert said in page
    done = settlements.settle(desk, "影院", "2026-10")
    partner_bill.pdf(tmp_path / "settled.pdf", partner_bill.of(desk, done))
    assert "Settled on 2026-10-15" in read(tmp_path / "settled.pdf")[0]


@pytest.mark.parametrize(("count", "pages"), [(27, 1), (40, 2)])
def test_every_gift_is_on_a_page_once(desk: Desk, tmp_path: Path, count: int, pages: int) -> None:
    found = used(desk, count)
    (month,) = settlements.listed(desk)
    assert partner_bill.pdf(tmp_path / "long.pdf", partner_bill.of(desk, month)) == pages
    told = "".join(read(tmp_path / "long.pdf"))
    assert all(told.count(f"{code[:4]} {code[4:8]} {code[8:]}") == 1 for code in found)

"""What a practice shop puts on paper cannot pass as real, and its codes are read all the same."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pypdfium2 as pdfium
import pytest

from reports import paper, voucher_roll, vouchers
from shopdesk.shop import PRACTICE
from shopdesk.slips import VoucherSlip

SHOP = {"shop_name": f"{PRACTICE} · 青禾茶舍", "shop_phone": "021-5555 0123"}


def words_on(file: Path) -> list[list[tuple[float, float]]]:
    """Of each page where the first letter of each of the words stands."""
    found = []
    for page in pdfium.PdfDocument(file):
        text = page.get_textpage()
        whole = text.get_text_range()
        places = [text.get_charbox(each.start()) for each in re.finditer("PRACTICE", whole)]
        found.append([(place[0], place[1]) for place in places])
    return found


@pytest.mark.parametrize("per_page", [8, 4, 2, 1])
def test_every_part_of_a_sheet_bears_the_words_and_its_codes_are_still_read(
    tmp_path: Path, slip: Callable[..., VoucherSlip], read: SimpleNamespace,
    per_page: vouchers.PerPage,
) -> None:  # fmt: skip
    given, file = [slip() for _ in range(per_page)], tmp_path / "v.pdf"
    vouchers.pdf(file, given, **SHOP, per_page=per_page)
    (picture,) = read.pictures(file)
    assert read.scans(picture) == sorted(one.qr for one in given)
    (places,) = words_on(file)
    across, down = paper.PAGE_WIDTH / 2, paper.PAGE_HEIGHT / 4
    eighths = {(int(x // across), int(y // down)) for x, y in places}
    assert eighths >= {(column, line) for column in range(2) for line in range(4)}


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_voucher_from_a_roll_bears_them_too(
    tmp_path: Path, slip: Callable[..., VoucherSlip], read: SimpleNamespace, width_mm: int
) -> None:
    given, file = slip(), tmp_path / "v.pdf"
    voucher_roll.pdf(file, [given], **SHOP, width_mm=width_mm)
    (picture,) = read.pictures(file)
    assert read.scans(picture) == [given.qr]
    assert len(words_on(file)[0]) > 2


def test_every_page_bears_them_and_none_of_a_real_shop(tmp_path: Path) -> None:
    for author, expected in ((SHOP["shop_name"], True), ("青禾茶舍", False)):
        file = tmp_path / "p.pdf"
        head = {"title": "x", "author": author, "language": "zh_CN"}
        with paper.pages_of((226, 300), file, **head) as canvas:
            for _page in range(2):
                paper.text(canvas, 20, 20, "第二页")
                canvas.showPage()
        pages = words_on(file)
        assert len(pages) == 2
        assert [bool(page) for page in pages] == [expected, expected]

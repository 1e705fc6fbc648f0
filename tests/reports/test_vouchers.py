"""Vouchers print so that every code reads, every name stands as typed, and the file stays small."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pypdfium2 as pdfium
import pytest

from reports import paper, vouchers
from reports.codes import grouped
from reports.voucher_looks import LOOKS
from shopdesk import members, slips
from shopdesk import vouchers as core
from shopdesk.shop import Desk
from shopdesk.slips import VoucherSlip

SHOP = {"shop_name": "青禾茶舍", "shop_phone": "021-5555 0123"}

Slip = Callable[..., VoucherSlip]


@pytest.mark.parametrize("per_page", [8, 4, 2, 1])
def test_every_code_is_read_back_from_the_printed_page(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, per_page: vouchers.PerPage
) -> None:
    given = [slip(title="很长的礼品名称" * 4) for _ in range(per_page + 2)]
    file = tmp_path / "v.pdf"
    pages = vouchers.pdf(file, given, **SHOP, per_page=per_page)
    pictures = read.pictures(file)
    assert pages == len(pictures) == -(-len(given) // per_page)
    for number, picture in enumerate(pictures):
        kept = given[number * per_page : (number + 1) * per_page]
        assert read.scans(picture) == sorted(one.qr for one in kept)


@pytest.mark.parametrize("per_page", [8, 4, 2, 1])
@pytest.mark.parametrize("has_bars", [False, True])
def test_a_code_of_wide_letters_stays_within_its_voucher(
    tmp_path: Path, slip: Slip, per_page: vouchers.PerPage, *, has_bars: bool
) -> None:
    code, look = "VWWWMMMWWWQM", LOOKS[per_page]
    given = replace(slip(), code=code)
    vouchers.pdf(tmp_path / "v.pdf", [given], **SHOP, per_page=per_page, has_bars=has_bars)
    page = pdfium.PdfDocument(tmp_path / "v.pdf")[0]
    text = page.get_textpage()
    at = text.get_text_range().index(grouped(code))
    first, last = (text.get_charbox(at + place) for place in (0, len(grouped(code)) - 1))
    stub = look.with_bars().stub_mm if has_bars else look.stub_mm
    room = look.width_mm if look.is_upright else stub
    assert last[2] - first[0] < (room - 2) * paper.MM


def test_a_page_at_screen_resolution_still_reads(
    tmp_path: Path, slip: Slip, read: SimpleNamespace
) -> None:
    given = [slip() for _ in range(8)]
    vouchers.pdf(tmp_path / "v.pdf", given, **SHOP)
    (picture,) = read.pictures(tmp_path / "v.pdf", dpi=96)
    assert read.scans(picture) == sorted(one.qr for one in given)


@pytest.mark.parametrize("per_page", [8, 4, 2, 1])
def test_all_that_is_printed_can_be_copied(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, per_page: vouchers.PerPage
) -> None:
    given = slip(title="满 400 减 30 元", terms="不找零")
    vouchers.pdf(tmp_path / "v.pdf", [given], **SHOP, per_page=per_page)
    (text,) = read.texts(tmp_path / "v.pdf")
    for expected in (
        "青禾茶舍 · Gift · 升级礼",
        "满 400 减 30 元",
        "金卡会员",
        "张三丰",
        "不找零",
        "Valid 2026-11-01 to 2026-12-31",
        "021-5555 0123",
        grouped(given.code),
    ):
        assert expected in text


def test_each_voucher_speaks_the_language_of_its_member(
    tmp_path: Path, slip: Slip, read: SimpleNamespace
) -> None:
    vouchers.pdf(tmp_path / "v.pdf", [slip(language="en"), slip(language="zh_CN")], **SHOP)
    (text,) = read.texts(tmp_path / "v.pdf")
    assert "Valid 2026-11-01 to 2026-12-31" in text
    assert "有效期 2026-11-01 至 2026-12-31" in text


def test_hostile_names_print_as_typed(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, made: SimpleNamespace
) -> None:
    given = [slip(holder=name, title=name, occasion="") for name in made.hostile]
    vouchers.pdf(tmp_path / "v.pdf", given, **SHOP, per_page=4)
    text = "\n".join(read.texts(tmp_path / "v.pdf"))
    for name in made.hostile:
        assert text.count(name) >= 2


def test_what_a_voucher_lacks_leaves_no_gap_of_words(
    tmp_path: Path, slip: Slip, read: SimpleNamespace
) -> None:
    bare = slip(occasion="", holder="", colour="", tier="", kind="")
    vouchers.pdf(tmp_path / "v.pdf", [bare], shop_name="茶舍", shop_phone="")
    (text,) = read.texts(tmp_path / "v.pdf")
    assert "·" not in text


def test_a_thousand_vouchers_stay_small_and_all_fonts_embedded(tmp_path: Path, slip: Slip) -> None:
    given = [slip() for _ in range(1000)]
    vouchers.pdf(tmp_path / "v.pdf", given, **SHOP)
    content = (tmp_path / "v.pdf").read_bytes()
    assert len(content) <= 1000 * len(given)
    assert b"Helvetica" not in content


def test_without_codes_only_the_symbols_are_left_out(
    tmp_path: Path, slip: Slip, read: SimpleNamespace
) -> None:
    given = slip()
    vouchers.pdf(tmp_path / "v.pdf", [given], **SHOP, has_codes=False)
    assert read.scans(read.pictures(tmp_path / "v.pdf")[0]) == []
    assert grouped(given.code) in read.texts(tmp_path / "v.pdf")[0]


def test_progress_is_told_after_every_page(tmp_path: Path, slip: Slip) -> None:
    told: list[tuple[int, int]] = []
    given = [slip() for _ in range(10)]
    vouchers.pdf(
        tmp_path / "v.pdf", given, **SHOP, per_page=4, progress=lambda *done: told.append(done)
    )
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_cancelled_printing_leaves_no_file(tmp_path: Path, slip: Slip) -> None:
    answers = iter([False, True])
    with pytest.raises(paper.Cancelled):
        vouchers.pdf(
            tmp_path / "v.pdf",
            [slip() for _ in range(20)],
            **SHOP,
            cancelled=lambda: next(answers),
        )
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_print_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no vouchers"):
        vouchers.pdf(tmp_path / "v.pdf", [], **SHOP)


def test_a_voucher_of_the_shop_is_read_from_its_print_and_known(
    tmp_path: Path, desk: Desk, read: SimpleNamespace
) -> None:
    member = members.register(desk, name="张三丰", phone="13800138000")
    issued = core.issue(desk, member.id, amount=3000, minimum=40000, valid_days=60)
    vouchers.pdf(tmp_path / "v.pdf", slips.of_vouchers(desk, [issued]), **SHOP)
    (scanned,) = read.scans(read.pictures(tmp_path / "v.pdf")[0])
    assert core.inspect(desk, scanned).code == issued.code

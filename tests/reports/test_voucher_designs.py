"""Every way of laying vouchers out: codes read back, nothing cut, nothing outside of its frame."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from reports import bars, paper, voucher_looks
from reports.codes import grouped
from reports.paper import MM
from reports.voucher_designs import DESIGNS, pdf
from shopdesk.slips import VoucherSlip
from ui.preferences import VOUCHERS

SHOP = {"shop_name": "青禾茶舍", "shop_phone": "021-5555 0123 · 上海市静安区南京西路 1266 号"}
LONG = {
    "title": "很长的礼品名称" * 9,
    "occasion": "一个特别长的场合名称" * 6,
    "holder": "买买提·阿卜杜拉·艾山江·吐尔逊" * 4,
    "tier": "至尊无上黑金钻石终身荣誉会员" * 4,
    "terms": "From ¥9,999,999.99 · At most ¥9,999,999.99 off · Not together with another voucher",
    "brand": "景德镇手工制，釉色天然。" * 41,
}
WIDE = {
    "title": "¥999,999.99 off from ¥9,999,999.99",
    "occasion": "Anniversary " * 5,
    "holder": "Wolfeschlegelsteinhausenbergerdorff " * 2,
    "brand": "Made by hand in a small workshop since 1908. " * 11,
}

Slip = Callable[..., VoucherSlip]


def test_the_program_and_the_computer_know_the_same_designs() -> None:
    assert tuple(DESIGNS) == VOUCHERS


@pytest.mark.parametrize("has_bars", [False, True])
@pytest.mark.parametrize("dpi", [96, 150, 203])
@pytest.mark.parametrize("design", DESIGNS)
def test_qr_codes_are_read_back_at_the_dots_of_any_printer(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str, dpi: int, has_bars: bool
) -> None:
    given = [slip() for _ in range(3)]
    pdf(tmp_path / "v.pdf", given, design, **SHOP, has_bars=has_bars)
    found = [code for page in read.pictures(tmp_path / "v.pdf", dpi) for code in read.scans(page)]
    bare = {one.code for one in given}  # what the bars say, where a reader takes both
    assert sorted(one for one in found if one not in bare) == sorted(one.qr for one in given)


@pytest.mark.parametrize("dpi", [150, 203])
@pytest.mark.parametrize("design", DESIGNS)
def test_bars_are_read_back_beside_the_qr_code(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str, dpi: int
) -> None:
    given = [slip() for _ in range(3)]
    pdf(tmp_path / "v.pdf", given, design, **SHOP, has_bars=True)
    pictures = read.pictures(tmp_path / "v.pdf", dpi)
    assert sorted(code for page in pictures for code in read.bars(page)) == sorted(
        one.code for one in given
    )
    both = [code for page in pictures for code in read.scans(page)]
    assert set(both) >= {one.qr for one in given}


def test_no_bar_is_narrower_than_a_third_of_a_millimetre() -> None:
    assert min(bars.NARROWEST, bars.DOTS) >= 0.33 * MM
    code = "V7KQ4M2ZD9XW"
    start_stop_check = 11 + 11 + 13
    assert bars.length(code) / bars.NARROWEST == pytest.approx(
        11 * len(code) + start_stop_check + 2 * bars.QUIET
    )


@pytest.mark.parametrize("has_bars", [False, True])
@pytest.mark.parametrize("words", [LONG, WIDE])
@pytest.mark.parametrize("design", DESIGNS)
def test_all_that_is_said_is_printed_whole(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str, words: dict[str, str],
    has_bars: bool,
) -> None:  # fmt: skip
    given = slip(**words, picture=photograph())
    pdf(tmp_path / "v.pdf", [given], design, **SHOP, has_bars=has_bars)
    text = _unbroken(" ".join(read.texts(tmp_path / "v.pdf")))
    for said in (*words.values(), SHOP["shop_phone"], given.tier, grouped(given.code)):
        assert _unbroken(said) in text
    assert "…" not in text


@pytest.mark.parametrize("has_bars", [False, True])
@pytest.mark.parametrize("words", [LONG, WIDE])
@pytest.mark.parametrize("design", DESIGNS)
def test_no_character_stands_outside_of_its_voucher_or_on_its_stub(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str, words: dict[str, str],
    has_bars: bool,
) -> None:  # fmt: skip
    given = slip(**words, picture=photograph())
    pdf(tmp_path / "v.pdf", [given], design, **SHOP, has_bars=has_bars)
    for page in read.boxes(tmp_path / "v.pdf"):
        said = page[: -len(given.code)] if design.isdigit() else page
        left, foot, right, top = _frame(design, has_bars=has_bars)
        assert min(one[1] for one in said) >= left
        assert min(one[2] for one in said) >= foot
        assert max(one[3] for one in said) <= right
        assert max(one[4] for one in said) <= top


def _frame(design: str, *, has_bars: bool) -> tuple[float, float, float, float]:
    """Where words may stand on a page whose first place is taken; on A4 without the stub."""
    if design == "card":
        return 0, 0, paper.PAGE_HEIGHT, paper.PAGE_WIDTH
    if not design.isdigit():
        return 0, 0, float(design.removesuffix("mm")) * MM, float("inf")
    look = voucher_looks.LOOKS[int(design)]  # type: ignore[index]
    look = look.with_bars() if has_bars else look
    wide, high = look.width_mm * MM, look.height_mm * MM
    left = (paper.PAGE_WIDTH - look.columns * (wide + look.gap_mm * MM) + look.gap_mm * MM) / 2
    top = (paper.PAGE_HEIGHT + look.rows * (high + look.gap_mm * MM) - look.gap_mm * MM) / 2
    stub = look.stub_mm * MM
    if look.is_upright:
        return left, top - high + stub, left + wide, top
    return left, top - high, left + wide - stub, top


@pytest.mark.parametrize("design", DESIGNS)
def test_each_voucher_speaks_the_language_of_its_member(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str
) -> None:
    pdf(tmp_path / "v.pdf", [slip(language="en"), slip(language="zh_CN")], design, **SHOP)
    text = " ".join(read.texts(tmp_path / "v.pdf"))
    assert "Valid 2026-11-01 to 2026-12-31" in text
    assert "有效期 2026-11-01 至 2026-12-31" in text


@pytest.mark.parametrize("design", DESIGNS)
def test_how_it_is_used_depends_on_its_kind(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str
) -> None:
    given = slip(kind="Upgrade", use="Show this when you order.")
    pdf(tmp_path / "v.pdf", [given], design, **SHOP)
    text = _unbroken(" ".join(read.texts(tmp_path / "v.pdf")))
    assert "Upgrade" in text
    assert _unbroken("Show this when you order.") in text


@pytest.mark.parametrize("design", DESIGNS)
def test_nothing_to_print_is_refused(tmp_path: Path, design: str) -> None:
    with pytest.raises(ValueError, match="no vouchers"):
        pdf(tmp_path / "v.pdf", [], design, **SHOP)


@pytest.mark.parametrize("design", DESIGNS)
def test_progress_is_told_to_the_end(tmp_path: Path, slip: Slip, design: str) -> None:
    told: list[tuple[int, int]] = []
    given = [slip() for _ in range(3)]
    pdf(tmp_path / "v.pdf", given, design, **SHOP, progress=lambda *done: told.append(done))
    assert told[-1] == (3, 3)


def test_vouchers_of_a_roll_are_pages_of_one_length(
    tmp_path: Path, slip: Slip, read: SimpleNamespace
) -> None:
    pdf(tmp_path / "v.pdf", [slip(), slip(**LONG), slip(**WIDE)], "80mm", **SHOP)
    assert len({page.size for page in read.pictures(tmp_path / "v.pdf")}) == 1


def test_a_picture_is_kept_once_for_all_vouchers_of_its_gift(tmp_path: Path, slip: Slip) -> None:
    picture = photograph()
    for name, many in (("one", 1), ("many", 40)):
        pdf(tmp_path / name, [slip(picture=picture) for _ in range(many)], "8", **SHOP)
    grown = (tmp_path / "many").stat().st_size - (tmp_path / "one").stat().st_size
    assert grown < 40 * len(picture)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("kept", [3, 40, 2000])
def test_a_damaged_picture_leaves_the_voucher_as_it_is(
    tmp_path: Path, slip: Slip, read: SimpleNamespace, design: str, kept: int
) -> None:
    for ending in ("JPEG", "PNG"):
        given = slip(picture=photograph(ending)[:kept])
        pdf(tmp_path / "v.pdf", [given], design, **SHOP)
        text = " ".join(read.texts(tmp_path / "v.pdf"))
        assert grouped(given.code) in text


def photograph(ending: str = "JPEG") -> bytes:
    """A picture of a gift."""
    content = BytesIO()
    Image.effect_noise((300, 200), 80).save(content, ending)
    return content.getvalue()


def _unbroken(text: str) -> str:
    return "".join(text.split())

"""What the command line puts on paper, and how it is laid out."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from shopdesk import members, purchases, rewards
from shopdesk.shop import Desk
from tests.conftest import PIN
from ui.cli import main


@pytest.fixture
def closed_shop(desk: Desk, location: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop in which one upgrade earned a voucher."""
    rewards.add(
        desk, name="银卡礼", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(amount=1000),
    )  # fmt: skip
    member = members.register(desk, name="张三丰").id
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    desk.shop.close()
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    return location


@pytest.mark.parametrize(("design", "has_bars"), [("80mm", False), ("card", True), ("2", True)])
def test_vouchers_are_laid_out_as_asked(
    closed_shop: Path, tmp_path: Path, design: str, has_bars: bool
) -> None:
    pdf, usual = tmp_path / "v.pdf", tmp_path / "usual.pdf"
    barred = ["--code128"] if has_bars else []
    asked = ["vouchers", str(closed_shop), "--pdf", str(pdf), "--design", design, *barred]
    assert main(asked) == 0
    assert main(["vouchers", str(closed_shop), "--pdf", str(usual)]) == 0
    assert [has_code128(file) for file in (pdf, usual)] == [has_bars, False]
    assert (size(pdf) == size(usual)) == (design == "2")


def size(file: Path) -> tuple[int, int]:
    with pypdfium2.PdfDocument(file) as document:
        wide, high = document[0].get_size()
        return round(wide), round(high)


def has_code128(file: Path) -> bool:
    with pypdfium2.PdfDocument(file) as document:
        pictures = [page.render(scale=3).to_pil() for page in document]
    wanted = zxingcpp.BarcodeFormat.Code128
    return any(zxingcpp.read_barcodes(picture, wanted) for picture in pictures)


@pytest.mark.parametrize("form", ["A4", "A3", "leaflet"])
@pytest.mark.parametrize(("language", "said"), [("en", "Points"), ("zh_CN", "积分")])
def test_the_programme_is_printed_in_either_language(
    closed_shop: Path, tmp_path: Path, form: str, language: str, said: str
) -> None:
    pdf = tmp_path / "p.pdf"
    asked = ["programme", str(closed_shop), "--pdf", str(pdf), "--as", form]
    assert main([*asked, "--language", language]) == 0
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert said in text


@pytest.mark.parametrize(("paper", "wide"), [("A4", 595), ("80", 227), ("58", 164)])
def test_a_test_page_needs_no_shop(tmp_path: Path, paper: str, wide: int) -> None:
    pdf = tmp_path / "test.pdf"
    assert main(["test-page", "--paper", paper, str(pdf)]) == 0
    assert size(pdf)[0] == wide
    assert has_code128(pdf)


def test_the_rows_behind_a_figure_are_told_and_taken_away(
    closed_shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "r.csv", tmp_path / "r.xlsx"]
    taken = ["--csv", str(files[0]), "--xlsx", str(files[1])]
    assert main(["rows", "2026-10", str(closed_shop), "sales", *taken]) == 0
    said = capsys.readouterr().out
    assert "张三丰" in said
    assert "¥1,000.00" in said
    assert "张三丰" in files[0].read_text("utf-8-sig")
    assert files[1].read_bytes().startswith(b"PK")


def test_a_logo_is_kept_printed_and_taken_away(closed_shop: Path, tmp_path: Path) -> None:
    picture, bare, marked = (tmp_path / name for name in ("logo.jpg", "bare.pdf", "marked.pdf"))
    Image.new("RGB", (300, 100), "teal").save(picture)
    printed = ["programme", str(closed_shop), "--pdf"]
    assert main([*printed, str(bare)]) == 0
    assert main(["logo", str(closed_shop), str(picture)]) == 0
    assert main([*printed, str(marked)]) == 0
    assert [pictures_in(file) for file in (bare, marked)] == [0, 1]
    assert main(["logo", str(closed_shop), str(bare)]) == 2
    assert main(["logo", str(closed_shop), "--remove"]) == 0
    assert main([*printed, str(marked)]) == 0
    assert pictures_in(marked) == 0


def pictures_in(file: Path) -> int:
    with pypdfium2.PdfDocument(file) as document:
        wanted = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        return sum(len(list(page.get_objects(wanted))) for page in document)

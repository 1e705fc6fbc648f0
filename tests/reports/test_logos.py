"""The shop's logo on every paper: whole, in its place, in dots on rolls."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from reports import logos, month, month_pdf, receipt, receipt_pdf, statement, statement_pdf
from reports.voucher_designs import DESIGNS
from shopdesk import logo, members
from shopdesk.shop import Desk
from shopdesk.slips import VoucherSlip


def png(wide: int = 300, high: int = 100) -> bytes:
    """Grey, so that on a roll it is dots."""
    target = BytesIO()
    Image.new("RGB", (wide, high), (128, 128, 128)).save(target, "png")
    return target.getvalue()


def pictures(file: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(file) as document:
        return [
            one.get_bitmap().to_pil().convert("RGB")
            for page in document
            for one in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]


def colours(picture: Image.Image) -> set[object]:
    return {colour for _count, colour in picture.getcolors(1 << 20) or ()}


@pytest.mark.parametrize(("on", "is_dotted"), [("80", True), ("58", True), ("A4", False)])
def test_a_receipt_bears_it_in_dots_on_rolls(
    desk: Desk, tmp_path: Path, on: str, is_dotted: bool
) -> None:
    receipt_pdf.pdf(tmp_path / "r.pdf", receipt.sample(desk, logo=png()), on=on)
    (one,) = pictures(tmp_path / "r.pdf")
    assert (colours(one) == {(0, 0, 0), (255, 255, 255)}) == is_dotted
    assert is_dotted or colours(one) == {(128, 128, 128)}


@pytest.mark.parametrize("design", DESIGNS)
def test_vouchers_of_every_layout_bear_it_and_none_where_there_is_none(
    slip: Callable[..., VoucherSlip], tmp_path: Path, design: str
) -> None:
    for content in (None, png()):
        DESIGNS[design](
            tmp_path / "v.pdf", [slip(), slip()], shop_name="S", shop_phone="", logo=content
        )
        assert bool(pictures(tmp_path / "v.pdf")) == (content is not None)


def test_the_month_and_a_statement_bear_it(desk: Desk, tmp_path: Path) -> None:
    member = members.register(desk, name="张三丰").id
    logo.put(desk, png())
    today, file = desk.today(), tmp_path / "p.pdf"
    month_pdf.pdf(file, month.month_report(desk, today.year, today.month))
    assert len(pictures(file)) == 1
    statement_pdf.pdf(file, statement.of_member(desk, member, today, today))
    assert len(pictures(file)) == 1


def test_it_keeps_its_shape_in_any_box() -> None:
    wide = logos.fitted(png(), 60, 60)
    assert wide is not None
    assert (wide.width, wide.height) == (60, 20)
    assert logos.fitted(None, 60, 60) is None
    assert logos.fitted(b"damaged", 60, 60) is None

"""Slips for parcels say who, where and what, four to a sheet, nothing over the edge."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from reports import delivery_slips, paper
from reports.codes import grouped
from reports.delivery_slips import Parcel

SHOP = {"shop_name": "青禾茶舍", "shop_phone": "021-5555 0123", "language": "en"}
USUAL = Parcel("张三丰", "138 0013 8000", "南京西路 1266 号", "保温杯", "VA4M2HB1G1D2", "SF123456")
LONG = Parcel(
    "买买提·阿卜杜拉·艾山江·吐尔逊" * 4, "+86 138 0013 8000 转 12345", "很长的地址" * 100,
    "很长的礼品名称" * 9, "VA4M2HB1G1D2", "SF" * 32,
)  # fmt: skip


@pytest.mark.parametrize("parcel", [USUAL, LONG], ids=["usual", "long"])
def test_a_slip_says_all_of_it_and_stays_in_its_frame(
    tmp_path: Path, read: SimpleNamespace, parcel: Parcel
) -> None:
    assert delivery_slips.pdf(tmp_path / "d.pdf", [parcel], **SHOP) == 1
    text = "".join(read.texts(tmp_path / "d.pdf")[0].split())
    for said in (parcel.recipient, parcel.phone, parcel.address, parcel.what, parcel.tracking,
                 grouped(parcel.code), "青禾茶舍", "Tracking number"):  # fmt: skip
        assert "".join(said.split()) in text
    (placed,) = read.boxes(tmp_path / "d.pdf")
    top = paper.PAGE_HEIGHT - (paper.PAGE_HEIGHT - 279 * paper.MM) / 2
    assert max(one[4] for one in placed) < top
    assert min(one[2] for one in placed) > top - 66 * paper.MM
    assert max(one[3] for one in placed) < (paper.PAGE_WIDTH + 190 * paper.MM) / 2


@pytest.mark.parametrize(("many", "pages"), [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_four_stand_on_a_sheet(tmp_path: Path, many: int, pages: int) -> None:
    assert delivery_slips.pdf(tmp_path / "d.pdf", [USUAL] * many, **SHOP) == pages


def test_nothing_to_send_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no parcels"):
        delivery_slips.pdf(tmp_path / "d.pdf", [], **SHOP)

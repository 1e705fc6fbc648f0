"""A table is looked at before it is imported: its letters, its columns, its first rows."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from shopdesk import headings, imports
from shopdesk.import_look import look
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

TABLE = "商品档案\n品名,零售价,产地\n茶,1,福建\n壶,2,宜兴\n杯,3,\n碗,4,\n"


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding=encoding)
        return path

    return write


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"),
     ("utf-16", "utf-16")],
)  # fmt: skip
def test_letters_and_columns_are_recognised_below_a_title(
    desk: Desk, table: Any, encoding: str, said: str
) -> None:
    seen = look(desk, table(TABLE, encoding), "products")
    assert (seen.encoding, seen.headings) == (said, ("品名", "零售价", "产地"))
    assert (seen.columns, seen.missing) == ({"品名": "product", "零售价": "price"}, ())
    assert seen.examples == (("茶", "1", "福建"), ("壶", "2", "宜兴"), ("杯", "3"))


def test_what_lacks_a_column_says_which_and_takes_what_one_says(desk: Desk, table: Any) -> None:
    path = table("Ware,零售价\n茶,1\n")
    assert look(desk, path, "products").missing == ("product",)
    assert look(desk, path, "products", {"Ware": "product"}).missing == ()


def test_a_column_that_is_left_out_is_none_of_ours(desk: Desk, table: Any) -> None:
    path = table("品名,零售价,分类\n茶,1,绿茶\n")
    assert look(desk, path, "products", {"分类": ""}).columns == {
        "品名": "product", "零售价": "price",
    }  # fmt: skip
    result = imports.products(desk, path, columns={"分类": "", "零售价": "price"}, dry_run=True)
    assert result.columns == {"品名": "product", "零售价": "price"}


def test_of_a_workbook_the_first_sheet_with_a_heading_is_shown(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["About this file"])
    goods = book.create_sheet("Goods")
    for row in (["Item", "Retail price"], ["Cup", 45], ["Pot", 88.5]):
        goods.append(row)
    book.save(tmp_path / "goods.xlsx")
    seen = look(desk, tmp_path / "goods.xlsx", "products")
    assert (seen.encoding, seen.headings) == ("xlsx", ("Item", "Retail price"))
    assert seen.examples == (("Cup", "45"), ("Pot", "88.5"))


def test_what_is_no_table_is_refused(desk: Desk, table: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    said: list[tuple[Path, dict[str, str], str]] = [
        (tmp_path / "none.csv", {}, "no_file"), (empty, {}, "file"),
        (table(TABLE), {"品名": "colour"}, "choice"),
    ]  # fmt: skip
    for path, columns, code in said:
        with pytest.raises(Refused) as caught:
            look(desk, path, "products", columns)
        assert caught.value.code == code


def test_our_columns_are_told_the_needed_ones_first() -> None:
    assert headings.ours("products")[:2] == ("product", "price")
    assert set(headings.ours("products")) == {
        "product", "price", "member_price", "category", "cost", "ean", "unit",
    }  # fmt: skip

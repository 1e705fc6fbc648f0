"""The monthly report as a workbook."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports import month
from reports.month import MonthReport
from reports.month_xlsx import harmless, xlsx


@pytest.fixture
def sheets(tmp_path: Path, report: MonthReport) -> dict[str, Worksheet]:
    xlsx(tmp_path / "m.xlsx", report, language="en")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    return {sheet.title: sheet for sheet in book}


def test_each_part_of_the_report_is_a_sheet(sheets: dict[str, Worksheet]) -> None:
    assert list(sheets) == ["Figures", "Days", "Tier movements", "Best members"]


def test_amounts_and_counts_are_numbers_that_add_up(
    sheets: dict[str, Worksheet], report: MonthReport
) -> None:
    rows = list(sheets["Days"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 31
    assert sum(Decimal(str(row[1])) for row in rows) == Decimal(report.figures.sales) / 100
    assert sum(row[2] for row in rows) == report.figures.orders
    figures = {row[0]: row[1:] for row in sheets["Figures"].iter_rows(values_only=True)}
    assert figures["Sales"][0] == 186420
    assert figures["Retention"][1:3] == (402, 611)
    assert figures["Points · Closing"][0] == 931_100
    assert figures["Stored value · Principal · Closing"][0] == 0


def test_what_gifts_cost_is_in_no_workbook_of_whom_it_is_not_told(
    tmp_path: Path, figures: Callable[..., Any], maker: month.Maker
) -> None:
    for cost, names in ((564_000, ["Gift cost"]), (None, [])):
        report = month.report_of(figures(gift_cost=cost), None, (), maker)
        xlsx(tmp_path / "m.xlsx", report, language="en")
        sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["Figures"]
        assert [row[0].value for row in sheet if "ost" in str(row[0].value)] == names


def test_stored_value_adds_up_in_the_workbook(
    tmp_path: Path, figures: Callable[..., Any], maker: month.Maker, made: SimpleNamespace
) -> None:
    now = figures(stored_value=made.stored_value)
    xlsx(tmp_path / "m.xlsx", month.report_of(now, None, made.ladder, maker), language="en")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["Figures"]
    told = {row[0]: Decimal(str(row[1])) for row in sheet.iter_rows(values_only=True)
            if str(row[0]).startswith("Stored value")}  # fmt: skip
    for bucket in ("Principal", "Bonus"):
        opening, topped_up, spent, given_back, adjusted, closing = (
            told[f"Stored value · {bucket} · {name}"]
            for name in ("Opening", "Topped up", "Spent", "Given back", "Adjusted", "Closing")
        )
        assert opening + topped_up - spent - given_back + adjusted == closing > 0


def test_the_last_row_of_the_movements_is_the_sum_of_their_columns(
    sheets: dict[str, Worksheet],
) -> None:
    rows = list(sheets["Tier movements"].iter_rows(min_row=2, min_col=2, values_only=True))
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == list(rows[-1])


def test_a_name_is_never_a_formula(sheets: dict[str, Worksheet]) -> None:
    names = [cell for (cell,) in sheets["Best members"].iter_rows(min_col=2, max_col=2)]
    assert "'=SUM(A1:A9)" in [cell.value for cell in names]
    assert all(cell.data_type != "f" for sheet in sheets.values() for row in sheet for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_whatever_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_ordinary_names_stay_and_controls_go() -> None:
    assert harmless("张三丰 & Söhne") == "张三丰 & Söhne"
    assert harmless("a\x00b") == "a b"

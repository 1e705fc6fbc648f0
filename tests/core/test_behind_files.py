"""The rows behind a figure leave as a file: all of them, no formula, no phone, and not unseen."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from shopdesk import behind_files, figures, members, permissions, purchases
from shopdesk.behind import Wanted
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

MORE_THAN_A_SCREEN = 205


@pytest.fixture
def sold(desk: Desk) -> Desk:
    """October 2026: more receipts than are named at once, one of somebody with a clever name."""
    desk.shop.clock.now = datetime(2026, 10, 15, 4, tzinfo=UTC)  # type: ignore[attr-defined]
    clever = members.register(desk, name="=cmd()", phone="13800138000").id
    purchases.record(desk, member=clever, amount=1250, pay={"cash": 1250})
    for _ in range(MORE_THAN_A_SCREEN):
        purchases.record(desk, member=None, amount=100, pay={"cash": 100})
    return desk


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_row_leaves_and_they_sum_to_the_figure(sold: Desk) -> None:
    made = behind_files.export(sold, 2026, 10, Wanted("sales"))
    heading, *rows = table(made.content)
    place = heading.index("in the figure")
    assert made.rows == len(rows) == MORE_THAN_A_SCREEN + 1
    total = sum(Decimal(row[place]) for row in rows)
    assert total * 100 == made.value == figures.month(sold, 2026, 10).sales


def test_no_cell_is_a_formula_and_no_phone_is_whole(sold: Desk) -> None:
    (row,) = [
        one for one in table(behind_files.export(sold, 2026, 10, Wanted("sales")).content)
        if "cmd" in one[2]
    ]  # fmt: skip
    assert row[:4] == ["2026-10-15", "100001", "'=cmd()", "138****8000"]
    book = behind_files.export(sold, 2026, 10, Wanted("visits"), kind="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[2]][1:4] == ["100001", "'=cmd()", "138****8000"]
    assert sheet.max_row == book.rows + 1 == 2


def test_that_they_left_is_kept_in_the_audit(sold: Desk) -> None:
    behind_files.export(sold, 2026, 10, Wanted("orders"), kind="xlsx")
    action, body = sold.db.execute_sql(
        "SELECT action, body FROM event ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert action == "figures.export"
    noted = {"figure": "orders", "month": "2026-10", "rows": 206, "kind": "xlsx"}
    assert noted.items() <= json.loads(body).items()


def test_rows_leave_only_by_whom_the_owner_lets_and_whom_costs_are_told(
    sold: Desk, cashier: Desk
) -> None:
    def refused(figure: str) -> str:
        with pytest.raises(Refused) as caught:
            behind_files.export(cashier, 2026, 10, Wanted(figure))
        return caught.value.code

    assert refused("sales") == "permission"
    for action in ("figures.export", "figures.month"):
        permissions.set(sold, action, "cashier")
    assert behind_files.export(cashier, 2026, 10, Wanted("sales")).rows == MORE_THAN_A_SCREEN + 1
    assert refused("gift_cost") == "permission"
    with pytest.raises(Refused) as caught:
        behind_files.export(sold, 2026, 10, Wanted("sales"), kind="pdf")
    assert caught.value.code == "choice"

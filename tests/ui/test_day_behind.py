"""What should be in a till opens what it is made of."""

import pytest
from PySide6.QtCore import Qt

from shopdesk import (
    cash,
    days_closing,
    drawer_rows,
    purchases,
    settings,
    shifts,
    staff,
    top_ups,
)
from shopdesk.shop import Desk
from tests.ui.hands import CONTROL
from ui.pages.day import Day
from ui.widgets.figure import Figure
from ui.widgets.laid import held_by


@pytest.fixture
def day(window, hands) -> Day:
    hands.press(Qt.Key.Key_8, CONTROL)
    return window.frame.page


def test_what_should_be_there_opens_what_moved_it_and_leads_to_the_receipt(
    window, day, desk, member, answers
):
    shifts.begin(desk, 30000)
    sold = purchases.record(desk, amount=5000, pay={"cash": 2000, "wechat": 3000})
    purchases.refund(desk, sold.id, amount=1000, reason="a dent")
    cash.pay_out(desk, 1850, reason="A parcel")
    top_ups.top_up(desk, member, principal=10000, pay={"cash": 10000})
    seen = []

    def look(form):
        seen.append(form)
        rows = form.table.model.rows
        form.table.opened.emit(next(one for one in rows if one.purchase_id))
        return True

    answers.given["show"] = look
    day.load()
    cells = {one.accessibleName(): one for one in day.findChildren(Figure)}
    now = days_closing.expected(desk).expected
    cells[f"Cash: ¥{now['cash'] / 100:.2f}"].opens()
    rows = [(row[1], row[2]) for row in cells_of(seen[0].table)]
    assert rows == [
        ("Counted last", "¥300.00"),
        ("Receipt 000001", "¥20.00"),
        ("Refund of receipt 000001", "-¥4.00"),
        ("Paid out: A parcel", "-¥18.50"),
        ("Top-ups: 张三丰", "¥100.00"),
    ]
    assert seen[0].sum == f"Total: ¥{now['cash'] / 100:.2f}"
    assert window.frame.page.shown.entry.id == sold.id


def cells_of(table):
    return [[column.text(row) for column in table.model.columns] for row in table.model.rows]


def test_who_counts_blind_is_told_no_figure_to_open(day, till, desk):
    settings.edit(desk, cashiers_count_blind=True)
    clerk = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, clerk.id, "小陈", "cashier", "1")
    day.load()
    shown = held_by(day.state)
    assert not any(isinstance(one, Figure) for one in shown)
    assert drawer_rows.of_tender(till.desk, "cash") == []

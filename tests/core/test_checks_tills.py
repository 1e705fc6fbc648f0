"""The check of tills and months: whoever rewrites a slip, or what led to it, is found out."""

from datetime import UTC, datetime

import pytest

from shopdesk import (
    cash,
    checks,
    days,
    members,
    months,
    purchases,
    shifts,
    staff,
    stored_value,
)
from shopdesk.shop import Desk
from tests.conftest import SetClock

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture
def closed(desk: Desk, clock: SetClock) -> Desk:
    """Two closed days, the second with a handover, a closed month, and what came after it."""
    shifts.begin(desk, 20000)
    purchases.record(desk, amount=5000, pay={"cash": 3000, "wechat": 2000})
    days.close(desk, counted={"cash": 23000, "wechat": 2000}, left=20000)
    clock.tick(days=1)
    shifts.begin(desk, 20000)
    purchases.record(desk, amount=700, pay={"cash": 700})
    shifts.hand_over(desk, counted={"cash": 20690}, to=1)
    cash.pay_out(desk, 90, reason="stamps")
    days.close(desk, counted={"cash": 20600})
    clock.now = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
    months.close(desk, 2026, 10)
    cash.pay_in(desk, 50, reason="change")
    helper = staff.add(desk, name="小陈", pin="4826", role="cashier").id
    purchases.record(desk, amount=100, pay={"cash": 100}, served_by=helper)
    stored_value.set_pin(desk, members.register(desk, name="张三丰").id, "1234")
    return desk


def test_closed_days_and_months_add_up(closed: Desk) -> None:
    assert checks.run(closed) == ()


@pytest.mark.parametrize(
    ("broken", "codes"),
    [
        ("UPDATE cash_up_tender SET expected = expected - 100 WHERE cash_up_id = 1", {"cash_up"}),
        ("UPDATE cash_up_tender SET expected = 1 WHERE tender = 'wechat'", {"cash_up"}),
        ("DELETE FROM cash_up_tender WHERE tender = 'wechat'", {"cash_up"}),
        ("UPDATE cash_up SET \"left\" = 100 WHERE id = 2", {"cash_up"}),
        ("UPDATE shift SET opening = opening - 1 WHERE id = 2", {"cash_up"}),
        ("UPDATE cash_move SET amount = 100", {"cash_up"}),
        ("UPDATE cash_up SET since = since + 1 WHERE id = 3", {"cash_up"}),
        ("UPDATE cash_up SET since = 0 WHERE id = 3", {"cash_up"}),
        ("UPDATE month_close SET event_id = 1", {"month"}),
        ("UPDATE cash_up SET event_id = 999 WHERE id = 3", {"reference"}),
        ("UPDATE cash_up SET \"left\" = \"left\" - 100 WHERE id = 3", {"cash_up"}),
        ("UPDATE cash_up_tender SET counted = expected WHERE counted < expected", {"cash_up"}),
        ("UPDATE cash_up_tender SET counted = NULL WHERE tender = 'wechat'", {"cash_up"}),
        ("UPDATE cash_move SET amount = 5 WHERE id = 2", {"cash_move"}),
        ("UPDATE cash_move SET kind = 'out' WHERE id = 2", {"cash_move"}),
        ("DELETE FROM cash_move WHERE id = 2", {"cash_move"}),
        ("UPDATE cash_move SET on_day = on_day - 1 WHERE id = 2", {"dated"}),
        ("UPDATE shift SET at = at - 1 WHERE id = 1", {"dated"}),
        ("DELETE FROM month_close", {"month"}),
        ("UPDATE month_close SET is_due = 1", {"month"}),
        ("UPDATE month_close SET figures = replace(figures, '5700', '5699')", {"month"}),
        ("UPDATE served SET staff_id = 1", {"served"}),
        ("DELETE FROM served", {"served"}),
        ("INSERT INTO served (purchase_id, staff_id, event_id) VALUES (1, 2, 1)", {"served"}),
        ("DELETE FROM member_pin", {"member_pin"}),
    ],
)  # fmt: skip
def test_a_slip_or_a_month_that_was_rewritten_is_found(
    closed: Desk, broken: str, codes: set[str]
) -> None:
    db = closed.db
    for (name,) in db.execute_sql(TRIGGERS).fetchall():
        db.execute_sql(f'DROP TRIGGER "{name}"')
    db.execute_sql(broken)
    assert {fault.code for fault in checks.run(closed)} >= codes


def test_what_moved_money_later_changes_no_slip_that_is_written(closed: Desk) -> None:
    purchases.refund(closed, 1, amount=100, reason="broken")
    cash.pay_in(closed, 5, reason="found under the till")
    assert checks.run(closed) == ()

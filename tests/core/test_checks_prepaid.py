"""The check of what was paid for beforehand: one code for each thing that does not add up."""

import pytest

from shopdesk import checks, checks_prepaid, members, passes, products, purchases, stored_value
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, top_up
from tests.core.test_checks import codes, unguard


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A shop in which some of everything was prepaid, spent and given back."""
    tea = products.add(desk, name="龙井", price=6800).id
    zhang, li = (members.register(desk, name=name).id for name in ("张三丰", "李四"))
    top_up(desk, zhang, 10_000, 0)
    one = top_up(desk, zhang, 50_000, 5_000)
    top_up(desk, li, 1_000, 100)
    pay = {"stored_value": 13_000, "cash": 100}
    sold = purchases.record(desk, member=zhang, amount=13_100, pay=pay)
    stored_value.refund_top_up(desk, one, principal=40_000, reason="moves away")
    purchases.refund(desk, sold.id, amount=1_000, reason="broken")
    stored_value.refund_top_up(desk, one, principal=1_000, reason="moves away")
    card = pass_for(desk, tea, 60_000, 10)
    purchases.record(desk, member=zhang, lines=[(card, 1)], pay={"cash": 60_000})
    used = purchases.record(desk, member=zhang, lines=[(tea, 2), (tea, 1)], passes=[0, 1], pay={})
    purchases.refund(desk, used.id, lines=[(2, 1)], reason="cold")
    passes.refund(desk, 1, uses=3, reason="moves away")
    return desk


def test_a_shop_in_which_everything_was_prepaid_adds_up(busy: Desk) -> None:
    assert checks.run(busy) == ()


def test_the_journal_is_read_once_however_often_top_ups_were_given_back(busy: Desk) -> None:
    asked: list[str] = []
    connection = busy.db.connection()
    connection.set_trace_callback(asked.append)
    assert not list(checks_prepaid.clawed_wrongly(busy.db))
    connection.set_trace_callback(None)
    assert sum("FROM entry" in sql for sql in asked) == 1


# What is broken, and the code that says so; and no other does.
BROKEN = [
    ("UPDATE top_up SET principal = principal + 1 WHERE id = 3", {"top_up", "top_up_payment"}),
    ("UPDATE top_up SET bonus = bonus - 1 WHERE id = 3", {"top_up"}),
    ("UPDATE top_up SET member_id = 2 WHERE id = 1", {"top_up"}),
    ("UPDATE top_up_payment SET amount = amount - 1 WHERE top_up_id = 1", {"top_up_payment"}),
    ("DELETE FROM top_up WHERE id = 3", {"top_up_lot", "reference"}),
    ("UPDATE top_up_refund SET bonus = bonus + 1 WHERE id = 1", {"top_up_refund", "claw_back"}),
    ("UPDATE top_up_refund SET money = money + 1 WHERE id = 2",
     {"top_up_refund_payment", "claw_back"}),
    ("UPDATE top_up_refund_payment SET amount = amount + 1 WHERE refund_id = 1",
     {"top_up_refund_payment"}),
    ("UPDATE payment SET tender = 'card' WHERE tender = 'bonus'",
     {"stored_value_spent", "points_rule"}),
    ("UPDATE payment SET tender = 'card' WHERE tender = 'principal'", {"stored_value_spent"}),
    ("UPDATE refund_payment SET tender = 'alipay' WHERE tender = 'principal'",
     {"stored_value_returned"}),
    ("UPDATE account SET lots = lots + 1 WHERE account = 'principal'", {"balance"}),
    ("UPDATE account SET lots = lots + 1 WHERE account = 'pass'", {"balance"}),
    ("UPDATE purchase_line SET uses = 11 WHERE uses = 10", {"pass"}),
    ("UPDATE pass SET uses = 11", {"pass"}),
    ("UPDATE entry SET amount = -50000 WHERE kind = 'spent' AND lot_id = 2",
     {"lot", "stored_value_spent", "unreadable"}),
    ("UPDATE pass SET ends_on = ends_on + 9", {"pass_ends"}),
    ("UPDATE lot SET expires_on = expires_on + 9 WHERE account = 'pass'", {"pass_ends"}),
    ("UPDATE pass SET product_id = 2", {"pass_product"}),
    ("UPDATE top_up SET on_day = on_day - 30 WHERE id = 1", {"dated"}),
    ("UPDATE top_up_refund SET on_day = on_day - 30 WHERE id = 1", {"dated"}),
    ("UPDATE refund SET at = at + 1 WHERE id = 1", {"dated"}),
    ("DELETE FROM pass_lot", {"pass", "pass_lot", "pass_refund"}),
    ("UPDATE pass_use SET uses = uses + 1 WHERE line = 1", {"pass_line", "pass_use"}),
    ("UPDATE refund_line SET quantity_milli = 2000 WHERE quantity_milli = 3000", {"pass_refund"}),
    ("UPDATE entry SET amount = 4 WHERE account = 'pass' AND kind = 'returned'",
     {"lot", "pass_returned"}),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), BROKEN, ids=[sql for sql, _ in BROKEN])
def test_each_kind_of_fault_has_its_code_and_no_other(
    busy: Desk, sql: str, expected: set[str]
) -> None:
    unguard(busy)
    assert busy.db.execute_sql(sql).rowcount > 0
    assert codes(busy) == expected

"""Stored value: topping up, spending, giving back, the claw-back, limits."""

import pytest

from shopdesk import checks, members, points, purchases, settings, stored_value
from shopdesk.shop import Desk


@pytest.fixture(autouse=True)
def books_add_up(desk: Desk):
    yield
    assert checks.run(desk) == ()


def test_a_top_up_makes_principal_and_bonus_and_is_no_sale(desk: Desk, member: int) -> None:
    settings.edit(desk, bonus_rules=[(50_000, 5_000)])
    made = stored_value.top_up(
        desk, member, principal=50_000, pay={"cash": 20_000, "wechat": 30_000}
    )
    assert (made.principal, made.bonus, made.left, made.bonus_left) == (
        50_000,
        5_000,
        50_000,
        5_000,
    )
    assert made.payments == {"cash": 20_000, "wechat": 30_000}
    assert stored_value.balance(desk, member) == (50_000, 5_000)
    assert members.get(desk, member).stored_value == (50_000, 5_000)
    assert points.balance(desk, member) == 0
    spent = purchases.record(desk, member=member, amount=5_500, pay={"stored_value": 5_500})
    assert spent.payments == {"principal": 5_000, "bonus": 500}
    assert spent.points_earned == 50
    assert purchases.get(desk, spent.id) == spent
    back = purchases.refund(desk, spent.id, amount=1_100, reason="broken")
    assert back.tenders == {"principal": 1_000, "bonus": 100}
    assert back.stored_value == 1_100
    assert back.points_taken == 10
    assert stored_value.balance(desk, member) == (46_000, 4_600)
    seen = stored_value.preview_refund_top_up(desk, made.id)
    print(seen)
    done = stored_value.refund_top_up(desk, made.id, reason="moves away")
    assert (done.principal, done.bonus, done.money) == (46_000, 4_600, 46_000)
    purchases.refund(desk, spent.id, reason="broken")
    assert stored_value.balance(desk, member) == (4_000, 400)
    done = stored_value.refund_top_up(desk, made.id, reason="moves away")
    assert (done.principal, done.bonus, done.money) == (4_000, 400, 4_000)
    print(stored_value.statement(desk, member, desk.today(), desk.today()))

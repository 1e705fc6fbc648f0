"""Passes."""

import pytest

from shopdesk import checks, passes, products, purchases
from shopdesk.shop import Desk


@pytest.fixture(autouse=True)
def books_add_up(desk: Desk):
    yield
    assert checks.run(desk) == ()


def test_it_works(desk: Desk, member: int, tea: int) -> None:
    ten = products.add(
        desk, name="十次卡", price=60_000, pass_product=tea, pass_uses=10, pass_valid_days=90
    )
    sold = purchases.record(desk, member=member, lines=[(ten.id, 1)], pay={"cash": 60_000})
    (one,) = passes.of_member(desk, member)
    print(one)
    used = purchases.record(
        desk, member=member, lines=[(tea, 2), (tea, 1)], passes=[0], pay={"cash": 6_800, "pass": 0}
    )
    print(used)
    assert passes.get(desk, one.id).left == 8
    passes.preview_refund(desk, one.id, uses=3)
    done = passes.refund(desk, one.id, uses=3, reason="x")
    assert done.money == 18_000, done
    purchases.refund(desk, used.id, reason="y")
    assert passes.get(desk, one.id).left == 7
    purchases.refund(desk, sold.id, reason="y")
    assert passes.get(desk, one.id).left == 0

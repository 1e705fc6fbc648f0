"""Exchanges and passes: uses come back first, and may pay what is taken (9.18)."""

from typing import Any

import pytest

from shopdesk import checks, members, passes, products, purchases
from shopdesk.purchases import Purchase
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, refused
from tests.core.test_exchanging import books, swap
from tests.core.test_refunds import buy

TEA, CUP = 6800, 1250


@pytest.fixture
def sold(desk: Desk, member: int, tea: int) -> int:
    """A pass for three teas, of the member; its receipt is the first."""
    product = pass_for(desk, tea, 15_000, 3)
    return buy(desk, member, {"cash": 15_000}, lines=[(product, 1)]).id


def by_pass(desk: Desk, member: int, tea: int, count: int) -> Purchase:
    """So many teas that the pass pays."""
    return purchases.record(desk, member=member, lines=[(tea, count)], passes=[0], pay={})


def left(desk: Desk, member: int) -> list[int]:
    return [one.left for one in passes.of_member(desk, member)]


@pytest.mark.parametrize(
    ("lines", "named", "total", "uses"),
    [
        ([("tea", 1)], [0], 0, 2),
        ([("tea", 3)], [0], 0, 0),
        ([("tea", 1), ("cup", 1)], [0], CUP, 2),
        ([("cup", 1), ("tea", 2)], [1], CUP, 1),
        ([("tea", 1)], [], TEA, 3),
    ],
)
def test_a_pass_pays_what_is_taken_for_goods_that_money_paid(
    desk: Desk, member: int, tea: int, cup: int, sold: int, *,
    lines: list[tuple[str, int]], named: list[int], total: int, uses: int,
) -> None:  # fmt: skip
    """What the goods had cost is handed back as far as it pays nothing."""
    goods = {"tea": tea, "cup": cup}
    receipt = buy(desk, member, {"wechat": TEA}, lines=[(tea, 1)])
    taken = [(goods[name], count) for name, count in lines]
    done = swap(desk, receipt, returned=[(1, 1)], lines=taken, passes=named)
    assert (done.purchase.total, done.to_pay) == (total, 0)
    assert done.handed_back == ({"wechat": TEA - total} if total < TEA else {})
    assert left(desk, member) == [uses]
    assert purchases.get(desk, done.purchase.id) == done.purchase


@pytest.mark.parametrize(
    ("spent", "taken", "code"),
    [(1, 3, None), (3, 3, None), (3, 4, "not_enough_uses"), (1, 4, "not_enough_uses")],
)
def test_the_uses_that_come_back_pay_at_once_and_no_more_than_there_are(
    desk: Desk, member: int, tea: int, sold: int, *, spent: int, taken: int, code: str | None
) -> None:
    receipt = by_pass(desk, member, tea, spent)
    what: dict[str, Any] = {"returned": [(1, spent)], "lines": [(tea, taken)], "passes": [0]}
    if code is None:
        done = swap(desk, receipt, **what)
        assert (done.purchase.total, done.refund.uses_returned) == (0, spent)
        assert left(desk, member) == [3 - taken]
        return
    before = books(desk)
    with refused(code):
        purchases.preview_exchange(desk, receipt.id, **what)
    with refused(code):
        purchases.exchange(desk, receipt.id, pay={}, reason="more", **what)
    assert books(desk) == before
    assert checks.run(desk) == ()


def test_what_a_pass_paid_is_paid_by_money_where_no_pass_is_named(
    desk: Desk, member: int, tea: int, sold: int
) -> None:
    receipt = by_pass(desk, member, tea, 1)
    done = swap(desk, receipt, returned=[(1, 1)], lines=[(tea, 1)])
    assert (done.to_pay, left(desk, member)) == (TEA, [3])


@pytest.mark.parametrize(
    ("named", "code"), [([1], "content"), ([0, 0], "content"), ([-1], "content"), (5, "content")]
)
def test_lines_that_are_none_are_refused(
    desk: Desk, member: int, tea: int, sold: int, named: Any, code: str
) -> None:
    receipt = buy(desk, member, {"cash": TEA}, lines=[(tea, 1)])
    with refused(code):
        purchases.preview_exchange(
            desk, receipt.id, returned=[(1, 1)], lines=[(tea, 1)], passes=named
        )


def test_another_members_pass_pays_nothing(desk: Desk, tea: int, sold: int) -> None:
    other = members.register(desk, name="李四", phone="13900139000").id
    receipt = buy(desk, other, {"cash": TEA}, lines=[(tea, 1)])
    with refused("not_enough_uses"):
        purchases.preview_exchange(
            desk, receipt.id, returned=[(1, 1)], lines=[(tea, 1)], passes=[0]
        )


def test_giving_all_of_it_back_leaves_what_there_was(
    desk: Desk, member: int, tea: int, cup: int, sold: int
) -> None:
    """No free lunch: the pass is whole again, and the money is back."""
    receipt = by_pass(desk, member, tea, 2)
    products.edit(desk, tea, price=9_000)
    done = swap(desk, receipt, returned=[(1, 2)], lines=[(tea, 1), (cup, 1)], passes=[0])
    assert (done.to_pay, left(desk, member)) == (CUP, [2])
    back = purchases.refund(desk, done.purchase.id, reason="moves away")
    assert (back.money, back.uses_returned, left(desk, member)) == (CUP, 1, [3])
    assert checks.run(desk) == ()


def test_the_same_call_again_takes_no_use_and_another_pass_is_another_call(
    desk: Desk, member: int, tea: int, sold: int
) -> None:
    receipt = buy(desk, member, {"cash": TEA}, lines=[(tea, 1)])
    what: dict[str, Any] = {
        "returned": [(1, 1)], "lines": [(tea, 1)], "pay": {}, "reason": "size", "key": "k",
    }  # fmt: skip
    done = purchases.exchange(desk, receipt.id, passes=[0], **what)
    assert purchases.exchange(desk, receipt.id, passes=[0], **what) == done
    assert left(desk, member) == [2]
    with refused("key_reused"):
        purchases.exchange(desk, receipt.id, **what)

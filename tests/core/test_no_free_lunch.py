"""No free lunch: after everything came back, a member holds what was held before (9)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    checks,
    gifts,
    holding,
    journal,
    members,
    notices,
    occasions,
    points,
    purchases,
    reverting,
    rewards,
    voucher_returns,
    vouchers,
)
from shopdesk.shop import Desk, Shop
from tests.core.test_exchanging import books
from tests.core.test_reverting import give, ladder, spend

STEPS = (10_000, 20_000, 30_000)


@contextmanager
def copied(location: Path, folder: Path, clock: Any) -> Iterator[Desk]:
    """A desk in a copy of a shop, with its clock where it was afterwards."""
    start = clock.now
    with Shop.open(shutil.copy(location, folder / "copy.shopdesk"), clock=clock) as shop:
        yield Desk(shop, 1, "店主", "owner", "1")
    clock.now = start


@pytest.fixture
def ready(desk: Desk, clock: Any, location: Path) -> Path:
    """A shop with a ladder that gives, and a member who has stood on its first step for long."""
    ladder(desk, *map(spend, STEPS))
    bag = gifts.add(desk, name="帆布袋", cost=800, stock=50).id
    give(desk, "b", gift=bag)
    give(desk, "c", amount=500)
    member = members.register(desk, name="张三丰").id
    purchases.record(desk, member=member, amount=10_000, pay={"cash": 10_000})
    clock.tick(days=20)
    points.adjust(desk, member, 500, reason="start")
    vouchers.issue(desk, member, amount=700)
    desk.shop.close()
    return location


def held(desk: Desk) -> tuple[Any, ...]:
    """What the member holds: tier, points, debt, vouchers that can be used."""
    member = members.get(desk, 1)
    usable = [v.code for v in vouchers.of_member(desk, 1, state="issued")]
    return member.tier.code, journal.balance(desk.db, 1), usable


bought = st.lists(
    st.tuples(
        st.sampled_from([1, 9_999, 10_000, 10_001, 20_000, 25_000]),
        st.booleans(),
        st.sampled_from([0, 100, 400]),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=4,
)
"""Amounts, whether a voucher is used, points that are used, and days that pass before the next."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    bought=bought,
    order=st.permutations(range(4)),
    ways=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    swaps=st.booleans(),
)
def test_after_everything_came_back_a_member_holds_what_was_held_before(
    ready: Path, tmp_path: Path, clock: Any, *, bought: list[Any], order: list[int],
    ways: list[int], swaps: bool,
) -> None:  # fmt: skip
    with copied(ready, tmp_path, clock) as desk:
        before = held(desk)
        receipts = [buy(desk, clock, *one) for one in bought]
        if swaps:
            receipts.append(swapped(desk, receipts[0]))
        for place in [*order, *range(4, len(receipts))]:
            if place < len(receipts):
                give_all_back(desk, receipts[place], ways[place % 4])
        assert held(desk) == before
        assert rewards.run(desk).given == ()
        assert checks.run(desk) == ()
        desk.shop.close()


def buy(desk: Desk, clock: Any, amount: int, uses: bool, wish: int, days: int) -> int:
    money = [v for v in vouchers.of_member(desk, 1, state="issued") if v.gift_id is None]
    codes = [v.code for v in money[-1:]] if uses else []
    wish = min(wish, max(0, points.balance(desk, 1)))
    what: dict[str, Any] = {"member": 1, "amount": amount, "vouchers": codes, "points": wish}
    due = purchases.quote(desk, **what).due
    made = purchases.record(desk, pay={"wechat": due // 2, "cash": due - due // 2}, **what)
    clock.tick(days=min(days, 3))
    return made.id


def swapped(desk: Desk, receipt: int) -> int:
    """Take half of a receipt back for something else."""
    what: dict[str, Any] = {"returned": [(1, "0.5")], "amount": 3000}
    to_pay = purchases.preview_exchange(desk, receipt, **what).to_pay
    pay = {"card": to_pay} if to_pay else {}
    return purchases.exchange(desk, receipt, pay=pay, reason="other", **what).purchase.id


def give_all_back(desk: Desk, receipt: int, way: int) -> None:
    """Whole, in two amounts, by the line's quantity, or (of today) void; each as previewed."""
    sold = purchases.get(desk, receipt)
    left = sold.total - sold.refunded
    if way == 3 and desk.shop.day_of(sold.at) == desk.today():
        purchases.void(desk, receipt, reason="wrong")
        return
    if way == 1 and left > 1:
        seen = purchases.preview_refund(desk, receipt, amount=left // 2)
        done = purchases.refund(desk, receipt, amount=left // 2, reason="half")
        assert replace(seen, id=done.id) == done
    seen = purchases.preview_refund(desk, receipt)
    done = purchases.refund(desk, receipt, reason="back", key=f"r-{receipt}")
    assert replace(seen, id=done.id) == done
    before = books(desk)
    assert purchases.refund(desk, receipt, reason="back", key=f"r-{receipt}") == done
    assert books(desk) == before


@pytest.mark.parametrize(
    "where",
    [
        (reverting, "_insert"),
        (holding, "set_earned"),
        (occasions, "_set_state"),
        (voucher_returns, "forfeit"),
        (notices, "write"),
        (journal, "_enter"),
    ],
    ids=lambda where: where[1],
)
def test_a_refund_torn_off_leaves_no_trace(
    ready: Path, tmp_path: Path, clock: Any, where: tuple[Any, str]
) -> None:
    with copied(ready, tmp_path, clock) as desk:
        first = purchases.record(desk, member=1, amount=30_000, pay={"cash": 30_000})
        purchases.record(desk, member=1, amount=100, pay={"cash": 100})
        before = books(desk)
        for act in (purchases.preview_refund, purchases.refund, purchases.void):
            what = {} if act is purchases.preview_refund else {"reason": "back"}
            with (
                mock.patch.object(*where, side_effect=OSError("torn off")),
                pytest.raises(OSError, match="torn off"),
            ):
                act(desk, first.id, **what)  # type: ignore[operator]
            assert books(desk) == before
        purchases.refund(desk, first.id, reason="back")
        assert checks.run(desk) == ()


@pytest.mark.parametrize("how", [{}, {"lines": [(1, 1)]}])
def test_a_receipt_that_a_voucher_paid_wholly_comes_back_with_it(
    desk: Desk, member: int, how: dict[str, Any]
) -> None:
    code = vouchers.issue(desk, member, percent_off=100).code
    given = purchases.record(desk, member=member, amount=500, vouchers=[code], pay={})
    assert given.total == 0
    done = purchases.refund(desk, given.id, reason="back", **how)
    assert (done.money, done.vouchers, done.is_whole) == (0, (code,), True)
    assert vouchers.inspect(desk, code).state == "issued"
    assert checks.run(desk) == ()

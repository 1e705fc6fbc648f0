"""Prices that goods had, and many of them changed at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import checks, prices, products, repricing
from shopdesk.money import LARGEST
from shopdesk.prices import PriceChange
from shopdesk.refusals import Refused
from shopdesk.repricing import Rise, preview, reprice
from shopdesk.shop import Desk


def refused(code: str, command: Any, *args: Any, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code


# --- what a price was ---------------------------------------------------------------------------


def test_a_price_that_changes_is_kept_with_the_day_and_who_changed_it(
    desk: Desk, tea: int, clock: Any
) -> None:
    assert prices.changes(desk, tea) == []
    first = desk.today()
    products.edit(desk, tea, price=7000, cost=3000)
    clock.tick(days=1)
    products.edit(desk, tea, price=7200, member_price=6900)
    assert prices.changes(desk, tea) == [
        PriceChange(desk.today(), "店主", "member_price", None, 6900),
        PriceChange(desk.today(), "店主", "price", 7000, 7200),
        PriceChange(first, "店主", "cost", None, 3000),
        PriceChange(first, "店主", "price", 6800, 7000),
    ]
    assert checks.run(desk) == ()


def test_what_stays_as_it_was_is_no_change(desk: Desk, tea: int, cup: int) -> None:
    products.edit(desk, tea, price=6800, name="银针", category="绿茶")
    products.edit(desk, cup, price=1300)
    assert prices.changes(desk, tea) == []
    assert prices.changes(desk, cup, limit=0) == []


def test_who_may_not_see_costs_is_not_told_them(desk: Desk, cashier: Desk, tea: int) -> None:
    products.edit(desk, tea, price=7000, cost=3000)
    assert [one.what for one in prices.changes(cashier, tea)] == ["price"]


# --- many at once -------------------------------------------------------------------------------

RISES = [
    (6800, Rise(percent=10), 7480),
    (6800, Rise(percent=-10), 6120),
    (6800, Rise(amount=200), 7000),
    (6800, Rise(amount=-6799), 1),
    (6800, Rise(percent=10, amount=-480), 7000),
    (999, Rise(percent=5), 1049),  # 1048.95
    (1010, Rise(percent=5), 1061),  # 1060.50: a half goes up
    (1009, Rise(percent=5), 1059),  # 1059.45
    (949, Rise(step=100), 900),
    (950, Rise(step=100), 1000),
    (951, Rise(step=100, rounding="down"), 900),
    (900, Rise(step=100, rounding="up"), 900),
    (901, Rise(step=100, rounding="up"), 1000),
    (899, Rise(step=100, rounding="up"), 900),
    (49, Rise(step=100), 100),  # a price is never rounded to nothing
    (99, Rise(step=100, rounding="down"), 100),
    (0, Rise(percent=10, amount=500), 0),
    (100, Rise(percent=-99), 1),
    (100, Rise(percent=1000), 1100),
]


@pytest.mark.parametrize(("price", "rise", "becomes"), RISES)
def test_a_price_rises_by_percent_and_amount_to_a_round_one(
    desk: Desk, price: int, rise: Rise, becomes: int
) -> None:
    tea = products.add(desk, name="茶", price=price).id
    (seen,) = preview(desk, [tea], rise)
    assert (seen.price, seen.is_changed, seen.id) == (becomes, becomes != price, tea)
    assert products.get(desk, tea).price == price
    reprice(desk, [tea], rise)
    assert products.get(desk, tea).price == becomes


WRONG = [
    Rise(percent=-100), Rise(percent=1001), Rise(percent=True), Rise(step=0), Rise(step=LARGEST),
    Rise(amount=-6800), Rise(amount=-6801), Rise(amount=LARGEST), Rise(percent=-50, amount=-3400),
]  # fmt: skip


@pytest.mark.parametrize("rise", WRONG)
def test_a_rise_that_is_none_or_leaves_nothing_is_refused_and_changes_no_price(
    desk: Desk, tea: int, cup: int, rise: Rise
) -> None:
    dear = products.add(desk, name="老班章", price=LARGEST - 1).id
    refused("amount", preview, desk, [tea], rise)
    refused("amount", reprice, desk, [dear, tea], rise)
    assert products.get(desk, dear).price == LARGEST - 1
    refused("amount", reprice, desk, [cup, dear], Rise(amount=1))
    assert products.get(desk, cup).price == 1250


def test_a_rise_knows_its_roundings_and_its_products(desk: Desk, tea: int) -> None:
    wrong: Any = "even"
    refused("choice", preview, desk, [tea], Rise(rounding=wrong))
    refused("unknown_product", preview, desk, [99], Rise(percent=1))
    refused("content", reprice, desk, [], Rise(percent=1))


def test_prices_for_members_rise_only_where_that_is_wished_and_there_is_one(
    desk: Desk, tea: int, cup: int
) -> None:
    products.edit(desk, tea, member_price=6000)
    assert preview(desk, [tea], Rise(percent=10))[0].member_price == 6000
    reprice(desk, [tea, cup, tea], Rise(percent=10, members=True))
    now = products.by_ids(desk, (tea, cup))
    told = [(now[id_].price, now[id_].member_price) for id_ in (tea, cup)]
    assert told == [(7480, 6600), (1375, None)]
    assert [c.what for c in prices.changes(desk, tea)][:2] == ["member_price", "price"]


def test_the_same_key_raises_prices_once(desk: Desk, tea: int) -> None:
    assert [one.price for one in reprice(desk, [tea], Rise(percent=10), key="k")] == [7480]
    assert reprice(desk, [tea], Rise(percent=10), key="k") == []
    assert products.get(desk, tea).price == 7480
    refused("key_reused", reprice, desk, [tea], Rise(percent=11), key="k")


def test_a_cashier_changes_no_prices(cashier: Desk, tea: int) -> None:
    refused("permission", reprice, cashier, [tea], Rise(percent=1))


@given(
    price=st.integers(1, 10**7), percent=st.integers(-99, 1000), step=st.sampled_from((1, 10, 100)),
)  # fmt: skip
def test_up_is_never_below_down_and_nearest_lies_between_them(
    price: int, percent: int, step: int
) -> None:
    def risen(rounding: repricing.Rounding) -> int:
        no_desk: Any = None
        return repricing._risen(no_desk, price, Rise(percent, 0, step, rounding))

    down, nearest, up = risen("down"), risen("nearest"), risen("up")
    assert step <= down <= nearest <= up <= down + step
    assert {down % step, nearest % step, up % step} == {0}


# --- proven -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE product SET price = price + 1",
        "UPDATE product SET member_price = NULL",
        "DELETE FROM price_change WHERE id = 3",
        "UPDATE price_change SET before = 1 WHERE id = 3",
        "UPDATE price_change SET what = 'cost' WHERE id = 3",
    ],
)
def test_a_price_that_does_not_follow_from_its_changes_is_found(
    desk: Desk, tea: int, sql: str
) -> None:
    for price in (7000, 7100, 7200):
        products.edit(desk, tea, price=price, member_price=price - 100)
    assert checks.run(desk) == ()
    for name in ("no_update", "no_delete"):
        desk.db.execute_sql(f"DROP TRIGGER price_change_{name}")
    assert desk.db.execute_sql(sql).rowcount == 1
    assert {fault.code for fault in checks.run(desk)} == {"price"}

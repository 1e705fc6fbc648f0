"""A top-up given back: the bonus that goes with it, and what is deducted for bonus spent (9.4)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from shopdesk import (
    checks,
    members,
    notices,
    purchases,
    rewards,
    settings,
    stored_value,
    tiers,
    vouchers,
)
from shopdesk.shop import Desk, Shop
from shopdesk.topping_back import Terms
from tests.core.prepaid import refused, top_up


@pytest.fixture(autouse=True)
def books_add_up(desk: Desk) -> Iterator[None]:
    yield
    assert checks.run(desk) == ()


# --- the arithmetic ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "refunded", "clawed", "paid_out"),
    [
        # Nothing was spent: the bonus goes in proportion, rounded down.
        ((0, 0), 9, 0, 9),
        ((0, 0), 10, 1, 10),
        ((0, 0), 11, 1, 11),
        ((0, 0), 25_000, 2_500, 25_000),
        ((0, 0), 49_999, 4_999, 49_999),
        ((0, 0), 50_000, 5_000, 50_000),
        # Spent in proportion: what goes along with the principal spent is nobody's loss.
        ((5_000, 500), 44_999, 4_499, 44_999),
        ((5_000, 500), 45_000, 4_500, 45_000),
        # The principal first: all the bonus goes with its last.
        ((20_000, 0), 15_000, 2_500, 15_000),
        ((20_000, 0), 29_999, 4_999, 29_999),
        ((20_000, 0), 30_000, 5_000, 30_000),
        # All the bonus was spent (with the principal of another top-up): money is deducted.
        ((0, 5_000), 1, 0, 0),
        ((0, 5_000), 10, 0, 9),
        ((0, 5_000), 11, 0, 9),
        ((0, 5_000), 25_000, 0, 22_500),
        ((0, 5_000), 50_000, 0, 45_000),
        # Just as much of it as goes along, and one more.
        ((0, 2_499), 25_000, 1_250, 25_000),
        ((0, 2_500), 25_000, 1_250, 25_000),
        ((0, 2_501), 25_000, 1_249, 24_999),
    ],
)
def test_so_much_of_500_with_50_on_top(
    spent: tuple[int, int], refunded: int, clawed: int, paid_out: int
) -> None:
    terms = Terms(50_000, 5_000, *spent)
    assert (terms.clawed(refunded), terms.paid_out(refunded)) == (clawed, paid_out)


@given(st.data())
def test_more_given_back_is_never_less_money_nor_less_bonus_taken(data: st.DataObject) -> None:
    """So that many small refunds come to what one large one does."""
    principal = data.draw(st.integers(1, 5_000))
    bonus = data.draw(st.integers(0, principal))
    spent = data.draw(st.integers(0, principal - 1)), data.draw(st.integers(0, bonus))
    terms = Terms(principal, bonus, *spent)
    less, more = sorted(data.draw(st.integers(0, principal - spent[0])) for _ in range(2))
    assert terms.clawed(less) <= terms.clawed(more) <= bonus - spent[1]
    assert max(0, terms.paid_out(less)) <= max(0, terms.paid_out(more)) <= more
    assert terms.clawed(principal - spent[0]) == bonus - spent[1]


@pytest.fixture
def again(location: Path, tmp_path: Path, clock: Any) -> Any:
    """A desk in a fresh copy of the empty shop, as often as it is asked for."""
    template = shutil.copy(location, tmp_path / "template.shopdesk")

    @contextmanager
    def opened() -> Iterator[Desk]:
        file = shutil.copy(template, tmp_path / "again.shopdesk")
        with Shop.open(file, clock=clock) as shop:
            shop.db.execute_sql("PRAGMA synchronous=0")
            yield Desk(shop, 1, "店主", "owner", "1")

    return opened


@trying(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 4_000), min_size=1, max_size=4), spent=st.integers(0, 11_000))
def test_many_small_refunds_come_to_what_one_large_one_does(
    again: Any, parts: list[int], spent: int
) -> None:
    with again() as desk:
        member = members.register(desk, name="张三丰").id
        top_up(desk, member, 5_000, 0)
        one = top_up(desk, member, 10_000, 1_000)
        purchases.record(desk, member=member, amount=spent, pay={"stored_value": spent})
        left = stored_value.get(desk, one).left
        total = min(sum(parts), left)
        if not total:
            return
        whole = stored_value.preview_refund_top_up(desk, one, principal=total)
        done = []
        for part in parts:
            share = min(part, total - sum(each.principal for each in done))
            if share:
                done.append(
                    stored_value.refund_top_up(desk, one, principal=share, reason="moves away")
                )
        assert sum(each.bonus for each in done) == whole.bonus
        assert sum(each.money for each in done) == whole.money
        assert checks.run(desk) == ()


# --- given back -------------------------------------------------------------------------------


def test_the_money_goes_to_the_tenders_it_came_from(desk: Desk, member: int) -> None:
    pay = {"alipay": 3_334, "cash": 3_333, "card": 3_333}
    one = stored_value.top_up(desk, member, principal=10_000, pay=pay).id
    first = stored_value.refund_top_up(desk, one, principal=5_000, reason="moves away")
    assert first.tenders == {"cash": 1_666, "card": 1_666, "alipay": 1_668}
    last = stored_value.refund_top_up(desk, one, reason="moves away")
    assert last.tenders == {"cash": 1_667, "card": 1_667, "alipay": 1_666}


def test_all_in_cash_where_the_shop_allows(desk: Desk, member: int) -> None:
    one = stored_value.top_up(desk, member, principal=1_000, pay={"card": 1_000}).id
    seen = stored_value.preview_refund_top_up(desk, one, principal=400, in_cash=True)
    assert seen.tenders == {"cash": 400}
    settings.edit(desk, refund_to_cash=False)
    with refused("refund_cash"):
        stored_value.refund_top_up(desk, one, in_cash=True, reason="moves away")


def test_bonus_spent_with_the_principal_of_another_top_up_is_deducted(
    desk: Desk, member: int
) -> None:
    """Of 600.00 + 50.00 a purchase of 130.00 takes 120.00 + 10.00: 100.00 of the first top-up."""
    top_up(desk, member, 10_000, 0)
    one = top_up(desk, member, 50_000, 5_000)
    sold = purchases.record(desk, member=member, amount=13_000, pay={"stored_value": 13_000})
    assert sold.payments == {"principal": 12_000, "bonus": 1_000}
    done = stored_value.refund_top_up(desk, one, reason="moves away")
    assert (done.principal, done.bonus, done.money, done.deducted) == (48_000, 4_000, 47_200, 800)
    assert stored_value.balance(desk, member) == (0, 0)
    # The receipt comes back: the bonus was paid for, so its money comes back with the rest.
    purchases.refund(desk, sold.id, reason="broken")
    assert stored_value.balance(desk, member) == (12_000, 1_000)
    done = stored_value.refund_top_up(desk, one, reason="moves away")
    assert (done.principal, done.bonus, done.money, done.deducted) == (2_000, 1_000, 2_800, -800)


def test_bonus_that_comes_back_after_all_the_principal_is_settled(desk: Desk, member: int) -> None:
    """105.00 took 100.00 of one top-up and 5.00 of the other's bonus, that was deducted then."""
    other, one = top_up(desk, member, 10_000, 0), top_up(desk, member, 10_000, 1_000)
    sold = purchases.record(desk, member=member, amount=10_500, pay={"stored_value": 10_500})
    done = stored_value.refund_top_up(desk, one, reason="moves away")
    assert (done.principal, done.bonus, done.money) == (10_000, 500, 9_500)
    purchases.refund(desk, sold.id, reason="broken")
    assert stored_value.balance(desk, member) == (10_000, 500)
    done = stored_value.refund_top_up(desk, one, reason="moves away")
    assert (done.principal, done.bonus, done.money, done.tenders) == (0, 500, 500, {"cash": 500})
    with refused("refund_exceeds"):
        stored_value.refund_top_up(desk, one, reason="moves away")
    stored_value.refund_top_up(desk, other, reason="moves away")
    assert stored_value.balance(desk, member) == (0, 0)


@pytest.mark.parametrize(("spent", "left"), [(0, 10_000), (1, 9_999), (9_999, 1)])
def test_no_more_comes_back_than_is_unspent(desk: Desk, member: int, spent: int, left: int) -> None:
    one = top_up(desk, member, 10_000)
    purchases.record(desk, member=member, amount=spent, pay={"stored_value": spent})
    with refused("refund_exceeds"):
        stored_value.refund_top_up(desk, one, principal=left + 1, reason="moves away")
    for wrong in (0, -1, True, 1.5):
        with refused("amount"):
            stored_value.refund_top_up(desk, one, principal=wrong, reason="moves away")
    done = stored_value.refund_top_up(desk, one, principal=left, reason="moves away")
    assert done.money == left
    with refused("refund_exceeds"):
        stored_value.refund_top_up(desk, one, reason="moves away")


def test_bonus_left_beside_principal_that_was_spent_stays(desk: Desk, member: int) -> None:
    settings.edit(desk, stored_value_order="principal_first")
    one = top_up(desk, member, 10_000, 1_000)
    stored_value.refund_top_up(desk, one, principal=5_000, reason="moves away")
    purchases.record(desk, member=member, amount=5_000, pay={"stored_value": 5_000})
    assert stored_value.balance(desk, member) == (0, 500)
    with refused("refund_exceeds"):
        stored_value.refund_top_up(desk, one, reason="moves away")


def test_a_repeated_call_returns_the_first_result(desk: Desk, member: int) -> None:
    one = top_up(desk, member, 10_000, 100)
    first = stored_value.refund_top_up(desk, one, principal=50, reason="moves away", key="one")
    assert first == stored_value.refund_top_up(
        desk, one, principal=50, reason="moves away", key="one"
    )
    assert stored_value.get(desk, one).refunded == 50


def test_it_takes_a_manager_and_a_reason(desk: Desk, cashier: Desk, member: int) -> None:
    one = top_up(desk, member, 10_000)
    with refused("permission"):
        stored_value.refund_top_up(cashier, one, reason="moves away")
    with refused("text"):
        stored_value.refund_top_up(desk, one, reason=" ")


# --- no free lunch ----------------------------------------------------------------------------

steps = st.lists(
    st.one_of(
        st.tuples(st.just("top up"), st.sampled_from([100, 3_333, 10_000]), st.integers(0, 100)),
        st.tuples(st.just("buy"), st.integers(1, 9_000), st.sampled_from([0, 500, 1000])),
        st.tuples(st.just("give back"), st.integers(0, 9), st.integers(1, 4_000)),
        st.tuples(st.just("bring back"), st.integers(0, 9), st.integers(1, 9_000)),
    ),
    min_size=2,
    max_size=8,
)  # fmt: skip


@trying(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps, order=st.sampled_from(["proportion", "principal_first"]))
def test_after_everything_came_back_nobody_holds_or_paid_anything(
    again: Any, taken: list[tuple[str, int, int]], order: str
) -> None:
    """Whatever was topped up, spent, and given back before, in whatever order."""
    with again() as desk:
        settings.edit(desk, stored_value_order=order)
        member = members.register(desk, name="张三丰").id
        sold: list[int] = []
        for step in [("top up", 10_000, 50), *taken]:
            takes(desk, member, sold, *step)
        for purchase in reversed(sold):
            if purchases.get(desk, purchase).refunded < purchases.get(desk, purchase).total:
                purchases.refund(desk, purchase, reason="broken")
        for one in stored_value.top_ups(desk, member):
            if one.left or one.bonus_left:
                stored_value.refund_top_up(desk, one.id, reason="moves away")
        assert stored_value.balance(desk, member) == (0, 0)
        for one in stored_value.top_ups(desk, member):
            assert one.money_back == one.refunded == one.principal
        assert members.get(desk, member).points == 0
        assert checks.run(desk) == ()


def takes(
    desk: Desk, member: int, sold: list[int], what: str, first: int, second: int
) -> None:  # fmt: skip
    """One step, as far as it can be taken."""
    if what == "top up":
        top_up(desk, member, first, first * second // 100)
    elif what == "buy":
        due = purchases.quote(desk, member=member, amount=first).due
        stored = min(due * second // 1000, sum(stored_value.balance(desk, member)))
        pay = {"stored_value": stored, "card": due - stored}
        sold.append(purchases.record(desk, member=member, amount=first, pay=pay).id)
    elif what == "give back":
        some = [one for one in stored_value.top_ups(desk, member) if one.left]
        if some:
            one = some[first % len(some)]
            principal = min(second, one.left)
            stored_value.refund_top_up(desk, one.id, principal=principal, reason="moves away")
    elif sold:
        receipt = purchases.get(desk, sold[first % len(sold)])
        if receipt.refunded < receipt.total:
            amount = min(second, receipt.total - receipt.refunded)
            purchases.refund(desk, receipt.id, amount=amount, reason="broken")


# --- void -------------------------------------------------------------------------------------


def test_a_top_up_of_today_is_made_void_while_none_of_it_is_spent(
    desk: Desk, cashier: Desk, member: int, clock: Any
) -> None:
    one, two, three = (top_up(desk, member, 10_000, 500) for _ in range(3))
    done = stored_value.void_top_up(cashier, one, reason="a mistake")
    assert (done.principal, done.bonus, done.money) == (10_000, 500, 10_000)
    assert stored_value.get(desk, one).voided
    purchases.record(desk, member=member, amount=1, pay={"stored_value": 1})
    for gone, code in ((one, "already_void"), (two, "top_up_spent")):
        with refused(code):
            stored_value.void_top_up(cashier, gone, reason="a mistake")
    clock.tick(days=1)
    with refused("void_late"):
        stored_value.void_top_up(cashier, three, reason="a mistake")
    with refused("already_void"):
        stored_value.void_top_up(cashier, one, reason="a mistake")


# --- tiers ------------------------------------------------------------------------------------


@pytest.fixture
def asks_for_top_ups(desk: Desk) -> Desk:
    asks = tiers.at_least("topped_up", 50_000, tiers.rolling_months(12))
    steps = [
        tiers.Tier("member", {"en": "Member"}, None),
        tiers.Tier("silver", {"en": "Silver"}, tiers.any_of(asks)),
    ]
    tiers.set_ladder(desk, steps)
    rewards.add(
        desk, name="for silver", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(amount=500, valid_days=60),
    )  # fmt: skip
    return desk


def tier(desk: Desk, member: int) -> str:
    return members.get(desk, member).tier.code


@pytest.mark.parametrize(
    ("amounts", "reached"),
    [
        ((49_999,), "member"),
        ((50_000,), "silver"),
        ((50_001,), "silver"),
        ((30_000, 19_999), "member"),
        ((30_000, 20_000), "silver"),
    ],
)
def test_a_member_moves_up_by_what_they_top_up(
    asks_for_top_ups: Desk, member: int, amounts: tuple[int, ...], reached: str
) -> None:
    """The principal counts, the bonus does not (9.19); the step gives its gift."""
    for amount in amounts:
        top_up(asks_for_top_ups, member, amount, 5_000)
    assert tier(asks_for_top_ups, member) == reached
    assert len(vouchers.of_member(asks_for_top_ups, member)) == (reached == "silver")


@pytest.mark.parametrize(("later", "left"), [(0, "member"), (14, "member"), (15, "silver")])
def test_what_is_given_back_within_14_days_takes_the_tier_along(
    asks_for_top_ups: Desk, member: int, clock: Any, later: int, left: str
) -> None:
    desk = asks_for_top_ups
    one = top_up(desk, member, 50_000)
    clock.tick(days=later)
    done = stored_value.refund_top_up(desk, one, principal=1, reason="moves away")
    assert done.tier is not None
    assert (done.tier.code, tier(desk, member)) == (left, left)
    (gift,) = vouchers.of_member(desk, member)
    assert done.vouchers_lost == ((gift.code,) if left == "member" else ())
    told = [notice.sentence for notice in notices.listed(desk)]
    if left == "silver":
        assert told[0].startswith("A top-up was given back, and 张三丰 (100001) no longer")
    else:
        assert not told
        top_up(desk, member, 1)
        assert tier(desk, member) == "silver"


def test_a_step_that_stood_on_something_else_stays(desk: Desk, member: int) -> None:
    one = top_up(desk, member, 50_000)
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    assert tier(desk, member) == "silver"
    stored_value.refund_top_up(desk, one, reason="moves away")
    assert tier(desk, member) == "silver"

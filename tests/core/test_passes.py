"""Passes: sold like goods, spent one use a unit, given back by what is unused (9.18)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    daybook,
    days,
    figures,
    members,
    passes,
    points,
    products,
    promotions,
    purchases,
    settings,
    stored_value,
    timeline,
    vouchers,
)
from shopdesk.facts import of_member
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, refused, top_up


@pytest.fixture(autouse=True)
def books_add_up(desk: Desk) -> Iterator[None]:
    yield
    assert checks.run(desk) == ()


def buys(desk: Desk, member: int, product: int, price: int, count: int = 1) -> passes.Pass:
    """Passes bought in cash; returns what the line made."""
    pay = {"cash": price * count}
    purchases.record(desk, member=member, lines=[(product, count)], pay=pay)
    return passes.of_member(desk, member)[0]


def uses(desk: Desk, member: int, product: int, count: int = 1) -> purchases.Purchase:
    """Units that a pass pays."""
    return purchases.record(desk, member=member, lines=[(product, count)], passes=[0], pay={})


# --- a product that is a pass -----------------------------------------------------------------


def test_a_pass_is_a_product(desk: Desk, tea: int, cup: int) -> None:
    made = products.get(desk, pass_for(desk, tea, 60_000, 10))
    assert (made.pass_product, made.pass_uses, made.pass_valid_days) == (tea, 10, 90)
    changed = products.edit(desk, made.id, pass_uses=12, pass_valid_days=None)
    assert (changed.pass_product, changed.pass_uses, changed.pass_valid_days) == (tea, 12, None)
    plain = products.edit(desk, made.id, pass_product=None, pass_uses=None)
    assert plain.pass_terms is None
    assert products.get(desk, cup).pass_terms is None


@pytest.mark.parametrize(
    "terms",
    [
        {"pass_product": 1}, {"pass_uses": 5}, {"pass_valid_days": 5, "pass_uses": 5},
        {"pass_product": 1, "pass_uses": 0}, {"pass_product": 1, "pass_uses": 1001},
        {"pass_product": 1, "pass_uses": True}, {"pass_product": 1, "pass_uses": 1.5},
        {"pass_product": 1, "pass_uses": 1, "pass_valid_days": -1},
        {"pass_product": 1, "pass_uses": 1, "pass_valid_days": 3661},
        {"pass_product": 3, "pass_uses": 1},
    ],
)  # fmt: skip
def test_what_is_no_pass_is_refused(desk: Desk, tea: int, cup: int, terms: dict[str, Any]) -> None:
    assert pass_for(desk, tea, 1_000, 2) == 3
    with refused("pass_terms"):
        products.add(desk, name="次卡", price=1_000, **terms)
    with refused("pass_terms"):
        products.edit(desk, cup, **terms)
    with refused("pass_terms"):
        products.edit(desk, tea, pass_product=cup, pass_uses=1)
    assert products.add(desk, name="一", price=1, pass_product=1, pass_uses=1000, pass_valid_days=0)


# --- sold -------------------------------------------------------------------------------------


def test_a_pass_counts_when_it_is_sold(desk: Desk, member: int, tea: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 60_000, 10), 60_000)
    assert (one.uses, one.left, one.refunded, one.used, one.price) == (10, 10, 0, 0, 60_000)
    assert (one.name, one.product_id, one.product_name) == ("次卡", tea, "茉莉银针")
    assert one.ends_on == desk.today() + timedelta(days=90)
    assert points.balance(desk, member) == 600
    assert figures.month(desk, 2026, 10).sales == 60_000
    assert passes.available(desk, member, tea) == 10


def test_two_of_a_pass_are_one_with_twice_the_uses(desk: Desk, member: int, tea: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 1_000, 3), 1_000, 2)
    assert (one.uses, one.price) == (6, 2_000)


def test_a_pass_is_sold_whole_and_to_a_member(desk: Desk, member: int, tea: int) -> None:
    ten = pass_for(desk, tea, 1_000, 10)
    with refused("pass_member"):
        purchases.record(desk, lines=[(ten, 1)], pay={"cash": 1_000})
    with refused("pass_quantity"):
        purchases.quote(desk, member=member, lines=[(ten, "0.5")])


@pytest.mark.parametrize("is_off_sale", [True, False])
def test_no_pass_is_sold_for_goods_that_are_off_sale(
    desk: Desk, member: int, tea: int, cup: int, *, is_off_sale: bool
) -> None:
    ten = pass_for(desk, tea, 1_000, 10)
    products.edit(desk, tea if is_off_sale else cup, discontinued=True)
    asked: dict[str, Any] = {"member": member, "lines": [(ten, 1)]}
    if is_off_sale:
        with refused("pass_off_sale"):
            purchases.quote(desk, **asked)
        with refused("pass_off_sale"):
            purchases.record(desk, pay={"cash": 1_000}, **asked)
        products.edit(desk, tea, discontinued=False)
    assert purchases.record(desk, pay={"cash": 1_000}, **asked).total == 1_000


def test_a_pass_sold_before_its_goods_went_off_sale_is_used_or_given_back(
    desk: Desk, member: int, tea: int
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 1_000, 10), 1_000)
    products.edit(desk, tea, discontinued=True)
    assert uses(desk, member, tea, 2).total == 0
    with refused("unknown_product"):
        purchases.record(desk, member=member, lines=[(tea, 1)], pay={"cash": 6_800})
    with refused("unknown_product"):
        purchases.quote(desk, member=member, lines=[(tea, 1), (tea, 1)], passes=[1])
    with refused("not_enough_uses"):
        uses(desk, member, tea, 9)
    assert passes.refund(desk, one.id, reason="moves away").uses_taken == 8


def test_a_pass_may_be_lowered_and_paid_like_any_goods(desk: Desk, member: int, tea: int) -> None:
    top_up(desk, member, 500, 50)
    code = vouchers.issue(desk, member, amount=100).code
    ten = pass_for(desk, tea, 1_000, 10)
    sold = purchases.record(
        desk, member=member, lines=[(ten, 1)], vouchers=[code],
        pay={"stored_value": 550, "card": 350},
    )  # fmt: skip
    (one,) = passes.of_member(desk, member)
    assert one.price == 900
    done = passes.refund(desk, one.id, uses=1, reason="moves away")
    assert (done.money, done.stored_value) == (90, 55)
    assert purchases.get(desk, sold.id).refunded == 90


# --- used -------------------------------------------------------------------------------------


def test_a_line_that_a_pass_pays_counts_0(desk: Desk, member: int, tea: int, cup: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 60_000, 10), 60_000)
    lines = [(tea, 2), (cup, 1)]
    seen = purchases.quote(desk, member=member, lines=lines, passes=[0])
    sold = purchases.record(
        desk, member=member, lines=lines, passes=[0], pay={"cash": 1_250, "pass": 0}
    )
    assert seen.due == sold.total == 1_250
    assert sold.steps == (purchases.Step("pass", -13_600, "茉莉银针: by a pass"),)
    assert sold.goods + sum(step.amount for step in sold.steps) == sold.total
    assert [line.paid for line in sold.lines] == [0, 1_250]
    assert (sold.payments, sold.points_earned) == ({"cash": 1_250}, 12)
    assert purchases.get(desk, sold.id) == sold
    assert passes.get(desk, one.id).left == 8
    assert of_member(desk, member, date.min, desk.today()).spend == 61_250


def test_nothing_else_lowers_it_and_it_reaches_no_minimum(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    buys(desk, member, pass_for(desk, tea, 60_000, 10), 60_000)
    promotions.add(desk, name="second half", offer=promotions.nth_unit(2, percent_off=50))
    code = vouchers.issue(desk, member, amount=100, minimum=1_251).code
    with refused("voucher_minimum"):
        purchases.quote(
            desk, member=member, lines=[(tea, 1), (cup, 1)], passes=[0], vouchers=[code]
        )
    seen = purchases.quote(desk, member=member, lines=[(tea, 1), (tea, 2)], passes=[0])
    assert [step.kind for step in seen.steps] == ["pass", "promotion"]
    assert seen.due == 2 * 6_800 - 3_400


@pytest.mark.parametrize(("wanted", "is_enough"), [(2, True), (3, True), (4, False)])
def test_one_use_pays_one_unit(
    desk: Desk, member: int, tea: int, wanted: int, is_enough: bool
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 1_000, 3), 1_000)
    if not is_enough:
        with refused("not_enough_uses"):
            uses(desk, member, tea, wanted)
        with refused("not_enough_uses"):
            purchases.quote(desk, member=member, lines=[(tea, 2), (tea, 2)], passes=[0, 1])
        return
    assert uses(desk, member, tea, wanted).total == 0
    assert passes.get(desk, one.id).left == 3 - wanted


@pytest.mark.parametrize(
    ("lines", "named", "code"),
    [
        ([(1, "0.5")], [0], "pass_quantity"),
        ([(2, 1)], [0], "not_enough_uses"),
        ([(1, 1)], [1], "content"),
        ([(1, 1)], [-1], "content"),
        ([(1, 1)], [0, 0], "content"),
        ([(1, 1)], ["0"], "content"),
        ([(1, 1)], "0", "content"),
        ([(1, 1)], {0}, "content"),
    ],
)
def test_other_lines_a_pass_cannot_pay(
    desk: Desk, member: int, tea: int, cup: int, *, lines: Any, named: Any, code: str
) -> None:
    buys(desk, member, pass_for(desk, tea, 1_000, 3), 1_000)
    with refused(code):
        purchases.quote(desk, member=member, lines=lines, passes=named)


def test_a_pass_pays_for_its_own_member_only(desk: Desk, member: int, tea: int) -> None:
    buys(desk, member, pass_for(desk, tea, 1_000, 3), 1_000)
    other = members.register(desk, name="李四").id
    with refused("not_enough_uses"):
        uses(desk, other, tea)
    with refused("pass_member"):
        purchases.record(desk, lines=[(tea, 1)], passes=[0], pay={})
    with refused("pass_quantity"):
        purchases.record(desk, member=member, amount=100, passes=[0], pay={})
    with refused("payment_mismatch"):
        purchases.record(desk, member=member, lines=[(tea, 1)], pay={"pass": 6_800})
    with refused("payment_mismatch"):
        purchases.record(desk, member=member, lines=[(tea, 1)], pay={"pass": 1, "cash": 6_799})


def test_a_line_has_a_price_by_hand_or_a_pass(desk: Desk, member: int, tea: int) -> None:
    buys(desk, member, pass_for(desk, tea, 1_000, 3), 1_000)
    with refused("content"):
        purchases.quote(
            desk, member=member, lines=[(tea, 1)], passes=[0], prices={0: (100, "a dent")}
        )


def test_what_ends_earliest_is_used_first(desk: Desk, member: int, tea: int) -> None:
    never = buys(desk, member, pass_for(desk, tea, 1_000, 2, None), 1_000)
    late = buys(desk, member, pass_for(desk, tea, 1_000, 2, 40), 1_000)
    soon = buys(desk, member, pass_for(desk, tea, 1_000, 2, 10), 1_000)
    uses(desk, member, tea, 3)
    assert [passes.get(desk, one.id).left for one in (never, late, soon)] == [2, 1, 0]
    valid = passes.of_member(desk, member, valid_only=True)
    assert [one.id for one in valid] == [late.id, never.id]


@pytest.mark.parametrize(("later", "is_valid"), [(29, True), (30, True), (31, False)])
@pytest.mark.parametrize("is_run", [False, True])
def test_it_is_valid_through_its_last_day(
    desk: Desk, member: int, tea: int, clock: Any, *, later: int, is_valid: bool, is_run: bool
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 900, 3, 30), 900)
    uses(desk, member, tea)
    clock.tick(days=later)
    if is_run:
        days.run(desk)
    assert passes.get(desk, one.id).left == (2 if is_valid else 0)
    assert passes.available(desk, member, tea) == (2 if is_valid else 0)
    if is_valid:
        assert uses(desk, member, tea).total == 0
        assert passes.refund(desk, one.id, reason="moves away").money == 300
        return
    with refused("not_enough_uses"):
        uses(desk, member, tea)
    with refused("refund_exceeds"):
        passes.refund(desk, one.id, reason="moves away")
    with refused("pass_used"):
        purchases.refund(desk, one.purchase_id, reason="moves away")
    if is_run:
        told = timeline.of_member(desk, member)[0]
        assert (told.sentence, told.on) == ("Uses of a pass ended unused: 2", desk.today())


def test_a_pass_of_a_late_receipt_lives_30_days_from_its_entry(
    desk: Desk, member: int, tea: int, clock: Any
) -> None:
    settings.edit(desk, back_date_days=40)
    short, long = pass_for(desk, tea, 900, 3, 5), pass_for(desk, tea, 900, 3, 60)
    clock.tick(days=35)
    on = desk.today() - timedelta(days=10)
    lines = [(short, 1), (long, 1)]
    purchases.record(desk, member=member, lines=lines, pay={"cash": 1_800}, on=on)
    ends = [one.ends_on for one in passes.of_member(desk, member)]
    assert ends == [on + timedelta(days=60), desk.today() + timedelta(days=30)]


# --- given back -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "count", "worth"),
    [
        (9_999, 3, [3_333, 3_333, 3_333]),
        (10_000, 3, [3_333, 3_333, 3_334]),
        (10_001, 3, [3_333, 3_334, 3_334]),
        (2, 3, [0, 1, 1]),
        (60_000, 7, [8_571, 8_571, 8_572, 8_571, 8_572, 8_571, 8_572]),
    ],
)
def test_unused_uses_are_worth_their_share_rounded_down_over_all_refunds(
    desk: Desk, member: int, tea: int, price: int, count: int, worth: list[int]
) -> None:
    one = buys(desk, member, pass_for(desk, tea, price, count), price)
    done = [passes.refund(desk, one.id, uses=1, reason="moves away") for _ in range(count)]
    assert [each.money for each in done] == worth
    assert sum(worth) == price
    assert points.balance(desk, member) == 0
    with refused("refund_exceeds"):
        passes.refund(desk, one.id, reason="moves away")


def test_what_was_used_stays_sold(desk: Desk, member: int, tea: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 10_000, 10), 10_000)
    uses(desk, member, tea, 3)
    for wrong in (0, -1, True, 11):
        with refused("amount"):
            passes.refund(desk, one.id, uses=wrong, reason="moves away")
    with refused("refund_exceeds"):
        passes.refund(desk, one.id, uses=8, reason="moves away")
    seen = passes.preview_refund(desk, one.id)
    done = passes.refund(desk, one.id, reason="moves away", key="one")
    assert (seen.money, seen.id) == (7_000, None)
    assert (done.money, done.uses_taken, done.points_taken, done.is_whole) == (7_000, 7, 70, False)
    assert passes.refund(desk, one.id, reason="moves away", key="one") == done
    again = passes.get(desk, one.id)
    assert (again.left, again.refunded, again.used) == (0, 7, 3)


def test_a_whole_refund_of_the_receipt_gives_back_what_is_unused(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    """Tea for three uses stays paid; the cup and seven uses come back."""
    ten = pass_for(desk, tea, 10_000, 10)
    lines = [(ten, 1), (cup, 1)]
    sold = purchases.record(desk, member=member, lines=lines, pay={"cash": 11_250})
    used = uses(desk, member, tea, 3)
    with refused("pass_used"):
        purchases.void(desk, sold.id, reason="a mistake")
    done = purchases.refund(desk, sold.id, reason="moves away")
    assert (done.money, done.is_whole, done.uses_taken) == (8_250, False, 7)
    with refused("pass_used"):
        purchases.refund(desk, sold.id, reason="moves away")
    purchases.refund(desk, used.id, reason="cold")
    done = purchases.refund(desk, sold.id, reason="moves away")
    assert (done.money, done.is_whole, done.uses_taken) == (3_000, True, 3)
    assert points.balance(desk, member) == 0


@pytest.mark.parametrize(
    ("quantity", "taken", "money"), [("0.1", 1, 1_000), ("1", 10, 10_000), ("2", 18, 18_000)]
)
def test_by_lines_a_part_of_a_pass_comes_back_as_its_uses(
    desk: Desk, member: int, tea: int, quantity: str, taken: int, money: int
) -> None:
    """Two passes of 10, two uses of them spent: what is asked for, at most what is unused."""
    two = buys(desk, member, pass_for(desk, tea, 10_000, 10), 10_000, 2)
    uses(desk, member, tea, 2)
    done = purchases.refund(desk, two.purchase_id, lines=[(1, quantity)], reason="moves away")
    assert (done.uses_taken, done.money) == (taken, money)
    with refused("quantity"):
        purchases.refund(desk, two.purchase_id, lines=[(1, "0.05")], reason="moves away")


def test_a_receipt_that_sold_a_pass_gives_back_no_plain_amount(
    desk: Desk, member: int, tea: int
) -> None:
    """Else all the money could come back and the uses stay."""
    one = buys(desk, member, pass_for(desk, tea, 10_000, 10), 10_000)
    with refused("pass_by_lines"):
        purchases.refund(desk, one.purchase_id, amount=1, reason="moves away")


def test_what_a_pass_paid_comes_back_whole_and_gives_its_uses_back(
    desk: Desk, member: int, tea: int
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 10_000, 10), 10_000)
    used = uses(desk, member, tea, 3)
    with refused("pass_line_whole"):
        purchases.refund(desk, used.id, lines=[(1, 2)], reason="cold")
    done = purchases.refund(desk, used.id, lines=[(1, 3)], reason="cold")
    assert (done.money, done.tenders, done.uses_returned) == (0, {}, 3)
    assert passes.get(desk, one.id).left == 10
    with refused("refund_exceeds"):
        purchases.refund(desk, used.id, lines=[(1, 3)], reason="cold")


def test_all_the_money_back_is_all_of_the_receipt_back(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 10_000, 10), 10_000)
    lines = [(tea, 2), (cup, 1)]
    sold = purchases.record(desk, member=member, lines=lines, passes=[0], pay={"cash": 1_250})
    assert purchases.refund(desk, sold.id, amount=1_249, reason="cold").uses_returned == 0
    assert purchases.refund(desk, sold.id, amount=1, reason="cold").uses_returned == 2
    assert passes.get(desk, one.id).left == 10


@pytest.mark.parametrize(
    ("used_after", "back_after", "lives"),
    [(0, 30, 0), (0, 31, 30), (28, 31, 2), (30, 31, 0), (10, 50, 20)],
)
def test_a_use_that_returns_after_the_end_lives_as_long_as_it_had_left(
    desk: Desk, member: int, tea: int, clock: Any, *, used_after: int, back_after: int, lives: int
) -> None:
    """30 days at most (9.16); through its last day it goes back to where it was."""
    one = buys(desk, member, pass_for(desk, tea, 900, 3, 30), 900)
    clock.tick(days=used_after)
    used = uses(desk, member, tea)
    clock.tick(days=back_after - used_after)
    days.run(desk)
    purchases.refund(desk, used.id, reason="cold")
    clock.tick(days=lives)
    left = passes.get(desk, one.id).left
    assert left == (3 if back_after == 30 else 1)
    clock.tick(days=1)
    days.run(desk)
    assert passes.get(desk, one.id).left == 0


def test_a_void_of_what_a_pass_paid_gives_the_use_back(desk: Desk, member: int, tea: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 900, 3), 900)
    used = uses(desk, member, tea)
    purchases.void(desk, used.id, reason="a mistake")
    assert passes.get(desk, one.id).left == 3
    purchases.void(desk, one.purchase_id, reason="a mistake")
    assert passes.get(desk, one.id).left == 0
    assert figures.month(desk, 2026, 10).sales == 0


def test_a_pass_is_exchanged_like_goods(desk: Desk, member: int, tea: int, cup: int) -> None:
    one = buys(desk, member, pass_for(desk, tea, 9_000, 3), 9_000)
    uses(desk, member, tea)
    done = purchases.exchange(
        desk, one.purchase_id, returned=[(1, 1)], lines=[(cup, 2)], pay={}, reason="rather cups"
    )
    assert (done.refund.money, done.handed_back) == (6_000, {"cash": 3_500})
    assert passes.get(desk, one.id).left == 0


def test_each_product_has_its_own_passes(desk: Desk, member: int, tea: int, cup: int) -> None:
    teas = buys(desk, member, pass_for(desk, tea, 900, 3), 900)
    cups = buys(desk, member, pass_for(desk, cup, 800, 4), 800)
    lines = [(cup, 2), (tea, 1), (cup, 1)]
    sold = purchases.record(desk, member=member, lines=lines, passes=[2, 0, 1], pay={})
    assert [passes.get(desk, one.id).left for one in (teas, cups)] == [2, 1]
    purchases.refund(desk, sold.id, lines=[(1, 2)], reason="cold")
    assert [passes.get(desk, one.id).left for one in (teas, cups)] == [2, 3]
    purchases.refund(desk, sold.id, reason="cold")
    assert [passes.get(desk, one.id).left for one in (teas, cups)] == [3, 4]


def test_by_item_a_pass_is_there_whole_while_a_use_is_left(
    desk: Desk, member: int, tea: int
) -> None:
    one = buys(desk, member, pass_for(desk, tea, 900, 3), 900)
    uses(desk, member, tea, 2)
    assert daybook.kept(desk, one.purchase_id) == {1: 1}
    passes.refund(desk, one.id, uses=1, reason="moves away")
    assert daybook.kept(desk, one.purchase_id) == {1: 0}


def test_it_takes_a_manager_to_give_uses_back(
    desk: Desk, cashier: Desk, member: int, tea: int
) -> None:
    one = buys(cashier, member, pass_for(desk, tea, 900, 3), 900)
    uses(cashier, member, tea)
    with refused("permission"):
        passes.refund(cashier, one.id, reason="moves away")
    for call in (passes.get, passes.preview_refund):
        with refused("unknown_pass"):
            call(desk, 99)
    with refused("unknown_member"):
        passes.of_member(desk, 99)
    assert stored_value.balance(desk, member) == (0, 0)

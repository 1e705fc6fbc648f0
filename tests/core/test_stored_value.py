"""Stored value: sold at face with a bonus, spent as two tenders, given back to its lots."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    days,
    figures,
    members,
    points,
    purchases,
    settings,
    stored_value,
    timeline,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.prepaid import refused, top_up


@pytest.fixture(autouse=True)
def books_add_up(desk: Desk) -> Iterator[None]:
    yield
    assert checks.run(desk) == ()


# --- topping up -------------------------------------------------------------------------------


def test_a_top_up_is_no_sale_and_earns_nothing(desk: Desk, member: int) -> None:
    settings.edit(desk, bonus_rules=[(50_000, 5_000)])
    pay = {"wechat": 30_000, "cash": 20_000}
    made = stored_value.top_up(desk, member, principal=50_000, pay=pay, key="till-1:1")
    assert (made.number, made.principal, made.bonus) == ("S000001", 50_000, 5_000)
    assert (made.left, made.bonus_left, made.refunded) == (50_000, 5_000, 0)
    assert made.payments == pay
    assert stored_value.balance(desk, member) == (50_000, 5_000)
    assert members.get(desk, member).stored_value == (50_000, 5_000)
    assert stored_value.top_ups(desk, member) == [made]
    assert points.balance(desk, member) == 0
    month = figures.month(desk, 2026, 10)
    assert (month.sales, month.orders, month.visits) == (0, 0, 0)
    again = stored_value.top_up(desk, member, principal=50_000, pay=pay, key="till-1:1")
    assert again == made


@pytest.mark.parametrize(
    ("principal", "bonus"),
    [(9_999, 0), (10_000, 333), (49_999, 333), (50_000, 5_000), (50_001, 5_000),
     (99_999, 5_000), (100_000, 5_000), (1_000_000, 5_000)],
)  # fmt: skip
def test_the_best_rule_that_is_reached_gives_its_bonus_once(
    desk: Desk, member: int, principal: int, bonus: int
) -> None:
    settings.edit(desk, bonus_rules=[(50_000, 5_000), (10_000, 333)])
    assert stored_value.bonus_for(desk, principal) == bonus
    assert stored_value.get(desk, top_up(desk, member, principal)).bonus == bonus


def test_another_bonus_than_the_rules_takes_a_manager(
    desk: Desk, cashier: Desk, member: int
) -> None:
    settings.edit(desk, bonus_rules=[(1_000, 100)])
    assert top_up(cashier, member, 1_000, 100)
    for bonus in (0, 99, 101):
        with refused("permission"):
            top_up(cashier, member, 1_000, bonus)
        assert top_up(desk, member, 1_000, bonus)
    with refused("amount"):
        top_up(desk, member, 1_000, 1_001)
    assert top_up(desk, member, 1_000, 1_000)


@pytest.mark.parametrize(
    ("pay", "code"),
    [
        ({"cash": 999}, "payment_mismatch"),
        ({"cash": 1_001}, "payment_mismatch"),
        ({}, "payment_mismatch"),
        ({"stored_value": 1_000}, "choice"),
        ({"pass": 1_000}, "choice"),
        ({"principal": 1_000}, "choice"),
        ({"imported": 1_000}, "choice"),
        ({"cash": -1, "card": 1_001}, "amount"),
        ([("cash", 1_000)], "choice"),
    ],
)
def test_it_is_sold_at_face_for_money_only(desk: Desk, member: int, pay: Any, code: str) -> None:
    with refused(code):
        stored_value.top_up(desk, member, principal=1_000, pay=pay)


@pytest.mark.parametrize(
    ("pay", "given", "change"),
    [
        ({"cash": 1_000}, 999, None),
        ({"cash": 1_000}, 1_000, 0),
        ({"cash": 1_000}, 1_001, 1),
        ({"cash": 1_000}, None, 0),
        ({"cash": 400, "wechat": 600}, 399, None),
        ({"cash": 400, "wechat": 600}, 400, 0),
        ({"cash": 400, "wechat": 600}, 401, 1),
        ({"cash": 1, "card": 999}, 0, None),
        ({"wechat": 1_000}, 1, None),
        ({"wechat": 1_000}, 0, 0),
        ({"wechat": 400, "alipay": 600}, None, 0),
    ],
)
def test_cash_given_is_at_least_the_cash_part_and_the_rest_of_it_is_change(
    desk: Desk, member: int, pay: dict[str, int], given: int | None, change: int | None
) -> None:
    """As at a sale; where it is less, or no cash is paid, nothing is sold."""
    if change is None:
        with refused("payment_mismatch"):
            stored_value.top_up(desk, member, principal=1_000, pay=pay, cash_given=given)
        assert stored_value.top_ups(desk, member) == []
        return
    made = stored_value.top_up(desk, member, principal=1_000, pay=pay, cash_given=given)
    assert (made.payments, made.cash_given, made.change) == (pay, given, change)
    assert stored_value.get(desk, made.id) == made


def test_the_drawer_holds_the_cash_part_and_not_what_was_given(desk: Desk, member: int) -> None:
    pay = {"cash": 400, "wechat": 600}
    stored_value.top_up(desk, member, principal=1_000, pay=pay, cash_given=5_000)
    assert stored_value.taken(desk.db, 0, 10**6).money_in == pay


@pytest.mark.parametrize("given", [-1, True, 10.5, 10**13, "1000"])
def test_cash_given_that_is_no_amount_is_refused(desk: Desk, member: int, given: Any) -> None:
    with refused("amount"):
        stored_value.top_up(desk, member, principal=1, pay={"cash": 1}, cash_given=given)


def test_a_key_is_for_one_top_up_with_what_was_given_for_it(desk: Desk, member: int) -> None:
    what: dict[str, Any] = {"principal": 1_000, "pay": {"cash": 1_000}, "key": "till-1:1"}
    made = stored_value.top_up(desk, member, cash_given=2_000, **what)
    assert stored_value.top_up(desk, member, cash_given=2_000, **what) == made
    with refused("key_reused"):
        stored_value.top_up(desk, member, cash_given=2_001, **what)


@pytest.mark.parametrize("principal", [0, -1, True, 10.5, 10**13, None])
def test_what_is_no_amount_is_no_top_up(desk: Desk, member: int, principal: Any) -> None:
    with refused("amount"):
        stored_value.top_up(desk, member, principal=principal, pay={"cash": 1})


def test_one_top_up_and_what_a_member_holds_have_their_limits(desk: Desk, member: int) -> None:
    settings.edit(desk, top_up_largest=5_000)
    assert top_up(desk, member, 4_999)
    assert top_up(desk, member, 5_000)
    with refused("top_up_limit"):
        top_up(desk, member, 5_001)
    settings.edit(desk, top_up_largest=0, stored_value_largest=20_000)
    for principal, bonus in ((10_001, 1), (10_002, 0)):
        with refused("balance_limit"):
            top_up(desk, member, principal, bonus)
    assert top_up(desk, member, 10_000, 1)
    assert sum(stored_value.balance(desk, member)) == 20_000


def test_nobody_unknown_or_closed_is_topped_up(desk: Desk, member: int) -> None:
    with refused("unknown_member"):
        top_up(desk, 99, 1_000)
    with refused("unknown_member"):
        stored_value.balance(desk, 99)
    with refused("unknown_top_up"):
        stored_value.get(desk, 1)


# --- spending ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "amount", "principal", "bonus"),
    [
        ("proportion", 1, 1, 0),
        ("proportion", 5, 5, 0),
        ("proportion", 6, 5, 1),
        ("proportion", 1_100, 1_000, 100),
        ("proportion", 11_000, 10_000, 1_000),
        ("principal_first", 9_999, 9_999, 0),
        ("principal_first", 10_000, 10_000, 0),
        ("principal_first", 10_001, 10_000, 1),
        ("principal_first", 11_000, 10_000, 1_000),
    ],
)
def test_it_is_spent_in_proportion_or_principal_first(
    desk: Desk, member: int, order: str, amount: int, principal: int, bonus: int
) -> None:
    """In proportion by largest remainder: of 5.45 and 0.55 the first is a half and gives way."""
    settings.edit(desk, stored_value_order=order)
    top_up(desk, member, 10_000, 1_000)
    sold = purchases.record(desk, member=member, amount=amount, pay={"stored_value": amount})
    wanted = {"principal": principal, "bonus": bonus}
    assert sold.payments == {tender: part for tender, part in wanted.items() if part}
    assert sold.stored_value == amount
    assert purchases.get(desk, sold.id) == sold
    assert stored_value.balance(desk, member) == (10_000 - principal, 1_000 - bonus)


def test_no_more_is_spent_than_there_is(desk: Desk, member: int) -> None:
    top_up(desk, member, 10_000, 1_000)
    with refused("not_enough_stored_value"):
        purchases.record(desk, member=member, amount=11_001, pay={"stored_value": 11_001})
    with refused("payment_mismatch"):
        purchases.record(desk, member=member, amount=11_001, pay={"stored_value": 11_000})
    pay = {"stored_value": 11_000, "cash": 1}
    sold = purchases.record(desk, member=member, amount=11_001, pay=pay)
    assert sold.payments == {"cash": 1, "principal": 10_000, "bonus": 1_000}


def test_it_is_spent_by_its_own_member_only(desk: Desk, member: int) -> None:
    top_up(desk, member, 10_000)
    other = members.register(desk, name="李四").id
    for buyer in (None, other):
        with refused("not_enough_stored_value"):
            purchases.record(desk, member=buyer, amount=100, pay={"stored_value": 100})


@pytest.mark.parametrize(
    ("principal", "earned"), [(9_999, 99), (10_000, 100), (10_001, 100), (20_000, 105)]
)
def test_what_is_bonus_earns_nothing(desk: Desk, member: int, principal: int, earned: int) -> None:
    """Of 105.00 due, so much is principal and the rest bonus: the last is all principal."""
    settings.edit(desk, stored_value_order="principal_first")
    top_up(desk, member, principal, 5_000)
    seen = purchases.quote(desk, member=member, amount=10_500, stored_value=10_500)
    sold = purchases.record(desk, member=member, amount=10_500, pay={"stored_value": 10_500})
    assert seen.points_earned == sold.points_earned == earned
    assert purchases.quote(desk, member=member, amount=10_500).points_earned == 105


def test_the_fact_of_spending_counts_the_bonus(desk: Desk, member: int) -> None:
    """100,000 of spend are the silver tier, 9,091 of them bonus."""
    top_up(desk, member, 100_000, 10_000)
    assert members.get(desk, member).tier.code == "member"
    purchases.record(desk, member=member, amount=99_999, pay={"stored_value": 99_999})
    assert members.get(desk, member).tier.code == "member"
    purchases.record(desk, member=member, amount=1, pay={"stored_value": 1})
    assert members.get(desk, member).tier.code == "silver"


def test_it_goes_with_vouchers_points_and_rounding(desk: Desk, member: int) -> None:
    settings.edit(desk, rounding_unit=10)
    top_up(desk, member, 10_000)
    points.adjust(desk, member, 100, reason="start")
    code = vouchers.issue(desk, member, amount=300).code
    sold = purchases.record(
        desk, member=member, amount=5_555, vouchers=[code], points=100,
        pay={"stored_value": 5_150},
    )  # fmt: skip
    assert sold.payments == {"principal": 5_150}


# --- giving back ------------------------------------------------------------------------------


def test_a_refund_shares_itself_over_the_tenders_in_their_order(desk: Desk, member: int) -> None:
    """Of 50.00: card 16.66, principal floor(33.34 x 60.61 / 66.67), the rest bonus (9.5)."""
    top_up(desk, member, 10_000, 1_000)
    pay = {"card": 3_333, "stored_value": 6_667}
    sold = purchases.record(desk, member=member, amount=10_000, pay=pay)
    assert sold.payments == {"card": 3_333, "principal": 6_061, "bonus": 606}
    first = purchases.refund(desk, sold.id, amount=5_000, reason="broken")
    assert first.tenders == {"card": 1_666, "principal": 3_030, "bonus": 304}
    assert first.stored_value == 3_334
    last = purchases.refund(desk, sold.id, reason="broken")
    assert last.tenders == {"card": 1_667, "principal": 3_031, "bonus": 302}
    assert stored_value.balance(desk, member) == (10_000, 1_000)
    assert points.balance(desk, member) == 0


def test_in_cash_stored_value_still_goes_back_to_where_it_came_from(
    desk: Desk, member: int
) -> None:
    """Else 500.00 with 50.00 on top would be 500.00 in hand and the 50.00 kept."""
    top_up(desk, member, 50_000, 5_000)
    pay = {"stored_value": 55_000, "wechat": 1_000}
    sold = purchases.record(desk, member=member, amount=56_000, pay=pay)
    done = purchases.refund(desk, sold.id, in_cash=True, reason="broken")
    assert done.tenders == {"cash": 1_000, "principal": 50_000, "bonus": 5_000}
    settings.edit(desk, refund_to_cash=False)
    sold = purchases.record(desk, member=member, amount=55_000, pay={"stored_value": 55_000})
    assert purchases.refund(desk, sold.id, in_cash=True, reason="broken").stored_value == 55_000


def test_a_void_gives_all_of_it_back(desk: Desk, member: int) -> None:
    top_up(desk, member, 10_000, 1_000)
    sold = purchases.record(desk, member=member, amount=700, pay={"stored_value": 700})
    purchases.void(desk, sold.id, reason="a mistake")
    assert stored_value.balance(desk, member) == (10_000, 1_000)


def test_what_returns_fills_the_lot_drawn_last_first(desk: Desk, member: int) -> None:
    first, second = top_up(desk, member, 1_000), top_up(desk, member, 1_000)
    sold = purchases.record(desk, member=member, amount=1_500, pay={"stored_value": 1_500})
    purchases.refund(desk, sold.id, amount=600, reason="broken")
    left = [stored_value.get(desk, one).left for one in (first, second)]
    assert left == [100, 1_000]


@pytest.mark.parametrize(
    ("taken", "to_pay", "handed_back"),
    [(3_000, 0, {"principal": 2_000}), (5_000, 0, {}), (6_000, 1_000, {})],
)
def test_an_exchange_pays_with_what_it_brought_back(
    desk: Desk, member: int, taken: int, to_pay: int, handed_back: dict[str, int]
) -> None:
    top_up(desk, member, 10_000)
    sold = purchases.record(desk, member=member, amount=5_000, pay={"stored_value": 5_000})
    pay = {"stored_value": to_pay} if to_pay else {}
    done = purchases.exchange(
        desk, sold.id, returned=[(1, 1)], amount=taken, pay=pay, reason="other size"
    )
    assert (done.to_pay, done.handed_back) == (to_pay, handed_back)
    assert done.purchase.payments == {"principal": taken}
    assert stored_value.balance(desk, member) == (10_000 - taken, 0)


def test_an_exchange_cannot_spend_twice_what_came_back(desk: Desk, member: int) -> None:
    top_up(desk, member, 5_000)
    sold = purchases.record(desk, member=member, amount=5_000, pay={"stored_value": 5_000})
    with refused("not_enough_stored_value"):
        purchases.exchange(
            desk, sold.id, returned=[(1, 1)], amount=5_001, pay={"stored_value": 1}, reason="more"
        )


# --- told -------------------------------------------------------------------------------------


def test_a_statement_adds_up_from_its_opening_to_its_closing(
    desk: Desk, member: int, clock: Any
) -> None:
    one = top_up(desk, member, 10_000, 1_000)
    clock.tick(days=1)
    first = desk.today()
    sold = purchases.record(desk, member=member, amount=1_100, pay={"stored_value": 1_100})
    purchases.refund(desk, sold.id, amount=110, reason="broken")
    clock.tick(days=1)
    stored_value.refund_top_up(desk, one, principal=910, reason="moves away")
    last = desk.today()
    told = stored_value.statement(desk, member, first, last)
    assert told.opening == (10_000, 1_000)
    assert [(m.kind, m.what, m.principal, m.bonus, m.balance.total) for m in told.movements] == [
        ("spent", "Paid, receipt 000001", -1_000, -100, 9_900),
        ("returned", "Given back, receipt 000001", 100, 10, 10_010),
        ("taken_back", "Top-up S000001 given back", -910, -91, 9_009),
    ]
    assert told.closing == (8_190, 819) == stored_value.balance(desk, member)
    assert sum(m.amount for m in told.movements) == told.closing.total - told.opening.total
    with refused("date"):
        stored_value.statement(desk, member, last, first)


def test_a_late_receipt_moves_stored_value_on_the_day_it_is_entered(
    desk: Desk, member: int, clock: Any
) -> None:
    top_up(desk, member, 1_000)
    clock.tick(days=3)
    on = desk.today() - timedelta(days=1)
    purchases.record(desk, member=member, amount=100, pay={"stored_value": 100}, on=on)
    told = stored_value.statement(desk, member, on, desk.today())
    assert [m.on for m in told.movements] == [desk.today()]


def test_the_month_tells_what_was_topped_up_spent_given_back_and_is_owed(
    desk: Desk, member: int, clock: Any
) -> None:
    one = top_up(desk, member, 10_000, 1_000)
    sold = purchases.record(desk, member=member, amount=2_200, pay={"stored_value": 2_200})
    clock.tick(days=20)
    days.run(desk)
    purchases.refund(desk, sold.id, amount=1_100, reason="broken")
    stored_value.refund_top_up(desk, one, principal=3_000, reason="moves away")
    october, november = (figures.month(desk, 2026, n).stored_value for n in (10, 11))
    said = figures.figures_prepaid.BucketFigures
    assert october.principal == said(0, 10_000, 2_000, 0, 0, 8_000)
    assert october.bonus == said(0, 1_000, 200, 0, 0, 800)
    assert november.principal == said(8_000, 0, -1_000, 3_000, 0, 6_000)
    assert november.bonus == said(800, 0, -100, 300, 0, 600)
    assert figures.month(desk, 2026, 10).points.closing == 20


def test_it_stands_on_the_time_line(desk: Desk, member: int) -> None:
    one = top_up(desk, member, 10_000, 1_000)
    stored_value.refund_top_up(desk, one, principal=3_000, reason="moves away")
    other = top_up(desk, member, 500)
    stored_value.void_top_up(desk, other, reason="a mistake")
    told = [each.sentence for each in timeline.of_member(desk, member)]
    assert told[:4] == [
        "Top-up S000002 over ¥5.00 made void: a mistake",
        "Topped up ¥5.00, S000002",
        "¥30.00 of the top-up S000001 given back: moves away",
        "Topped up ¥100.00 with a bonus of ¥10.00, S000001",
    ]


def test_the_drawer_knows_what_top_ups_brought_and_took(
    desk: Desk, cashier: Desk, member: int
) -> None:
    one = top_up(desk, member, 10_000)
    stored_value.top_up(cashier, member, principal=500, pay={"card": 300, "cash": 200})
    stored_value.refund_top_up(desk, one, principal=4_000, reason="moves away")
    last = desk.db.execute_sql("SELECT MAX(id) FROM event").fetchone()[0]
    all_of_it = stored_value.taken(desk.db, 1, last)
    assert all_of_it.money_in == {"cash": 10_200, "card": 300}
    assert all_of_it.money_out == {"cash": 4_000}
    at_two = stored_value.taken(desk.db, 1, last, "2")
    assert (at_two.money_in, at_two.money_out) == ({"card": 300, "cash": 200}, {})
    assert stored_value.taken(desk.db, last, last).money_in == {}

"""Prices by hand, rounding and the share of points: limits to the fen, and what is refused."""

import json
from typing import Any

import pytest

from shopdesk import checks, points, products, promotions, purchases, settings, staff
from shopdesk.purchases import Discount
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

TABLES = ("purchase", "purchase_line", "payment", "lot", "entry", "member_day", "event")


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    assert str(caught.value)
    return caught.value


def rows(desk: Desk) -> list[Any]:
    return [desk.db.execute_sql(f"SELECT * FROM {table}").fetchall() for table in TABLES]


@pytest.fixture
def manager(desk: Desk) -> Desk:
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="3")


# --- how far ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goods", "takes"),
    [
        (9, {"manager": 4, "owner": 9}),
        (10, {"cashier": 1, "manager": 5, "owner": 10}),
        (10_000, {"cashier": 1000, "manager": 5000, "owner": 10_000}),
        (10_009, {"cashier": 1000, "manager": 5004, "owner": 10_009}),
        (10_010, {"cashier": 1001, "manager": 5005, "owner": 10_010}),
    ],
)
def test_each_role_takes_its_share_of_the_goods_off_and_not_a_fen_more(
    desk: Desk, manager: Desk, cashier: Desk, goods: int, takes: dict[str, int]
) -> None:
    people = {"cashier": cashier, "manager": manager, "owner": desk}
    for role, most in takes.items():
        who, left = people[role], goods - most
        lowest: dict[str, Any] = {"amount": goods, "prices": {0: (left, "why")}}
        assert purchases.record(who, pay={"card": left}, **lowest).total == left
        discount = Discount("why", amount=most)
        assert purchases.record(who, amount=goods, discount=discount, pay={"card": left})
        beyond = Discount("why", amount=most + 1)
        code = "limit" if left else "amount"
        refused(code, purchases.quote, who, amount=goods, discount=beyond)
        refused(code, purchases.record, who, amount=goods, discount=beyond, pay={"card": left})
        lower = {0: (left - 1, "why")}
        refused(code, purchases.quote, who, amount=goods, prices=lower)
    assert checks.run(desk) == ()


def test_prices_and_discounts_by_hand_count_together(cashier: Desk, tea: int) -> None:
    asked: dict[str, Any] = {"lines": [(tea, 1)], "prices": {0: (6400, "scratch")}}
    for amount, is_taken in ((280, True), (281, False)):
        discount = Discount("late", amount=amount)
        if is_taken:
            assert purchases.quote(cashier, discount=discount, **asked).due == 6800 - 680
        else:
            refused("limit", purchases.quote, cashier, discount=discount, **asked)


def test_what_promotions_take_off_is_not_by_hand(desk: Desk, cashier: Desk) -> None:
    promotions.add(desk, name="半价", offer=promotions.percent_off(50))
    discount = Discount("late", percent=20)
    assert purchases.quote(cashier, amount=1000, discount=discount).due == 400
    refused("limit", purchases.quote, cashier, amount=1000,
            discount=Discount("late", percent=21))  # fmt: skip


def test_the_limit_is_that_of_the_role_as_it_is_when_it_is_recorded(
    desk: Desk, manager: Desk
) -> None:
    asked: dict[str, Any] = {"amount": 1000, "discount": Discount("late", percent=50)}
    assert purchases.quote(manager, **asked).due == 500
    staff.edit(desk, manager.staff_id, role="cashier")
    before = rows(desk)
    refused("limit", purchases.record, manager, pay={"cash": 500}, **asked)
    assert rows(desk) == before


def test_the_owner_sets_the_limits(desk: Desk, cashier: Desk) -> None:
    settings.edit(desk, hand_discount_cashier_percent=0)
    one_fen = Discount("late", amount=1)
    refused("limit", purchases.quote, cashier, amount=1000, discount=one_fen)


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ({0: (6800, "why")}, "hand_price"),
        ({0: (6801, "why")}, "hand_price"),
        ({0: (-1, "why")}, "amount"),
        ({0: (1.5, "why")}, "amount"),
        ({0: (True, "why")}, "amount"),
        ({0: (1, "")}, "text"),
        ({0: (1, None)}, "text"),
        ({0: (1, "x" * 501)}, "text"),
        ({0: 1}, "amount"),
        ([(0, 1, "why")], "amount"),
        ({1: (1, "why")}, "choice"),
        ({-1: (1, "why")}, "choice"),
        ({True: (1, "why")}, "choice"),
        ({"a": (1, "why"), 0: (1, "why")}, "choice"),
    ],
)
def test_no_other_price_is_set_by_hand(desk: Desk, tea: int, prices: Any, code: str) -> None:
    before = rows(desk)
    refused(code, purchases.quote, desk, lines=[(tea, 1)], prices=prices)
    refused(code, purchases.record, desk, lines=[(tea, 1)], prices=prices, pay={}, key="k")
    assert rows(desk) == before


@pytest.mark.parametrize(
    ("discount", "code"),
    [
        (Discount("why"), "amount"),
        (Discount("why", amount=1, percent=1), "amount"),
        (Discount("why", amount=-1), "amount"),
        (Discount("why", amount=6801), "amount"),
        (Discount("why", percent=101), "amount"),
        (Discount("why", percent=True), "amount"),
        (Discount("why", amount=1.5), "amount"),  # type: ignore[arg-type]
        (Discount(" ", amount=1), "text"),
        (Discount(None, amount=1), "text"),  # type: ignore[arg-type]
        (500, "amount"),
    ],
)
def test_no_other_discount_is_given_by_hand(desk: Desk, tea: int, discount: Any, code: str) -> None:
    before = rows(desk)
    refused(code, purchases.record, desk, lines=[(tea, 1)], discount=discount, pay={}, key="k")
    assert rows(desk) == before


# --- what is kept -----------------------------------------------------------------------------


def test_the_reason_stays_on_the_receipt_and_the_amount_in_the_audit(
    desk: Desk, cashier: Desk
) -> None:
    asked: dict[str, Any] = {"amount": 1000, "discount": Discount(" 等 久了 ", amount=100)}
    made = purchases.record(cashier, pay={"cash": 900}, key="k", **asked)
    assert [(s.kind, s.why) for s in made.steps] == [("discount", "Discount: 等 久了")]
    assert purchases.record(cashier, pay={"cash": 900}, key="k", **asked) == made
    asked["discount"] = Discount("other", amount=100)
    refused("key_reused", purchases.record, cashier, pay={"cash": 900}, key="k", **asked)
    (body,) = desk.db.execute_sql(
        "SELECT body FROM event WHERE action = 'purchases.record'"
    ).fetchone()
    assert json.loads(body)["by_hand"] == 100
    assert checks.run(desk) == ()


def test_the_check_finds_steps_that_do_not_fit_the_lines(desk: Desk) -> None:
    purchases.record(desk, amount=1000, discount=Discount("why", amount=1), pay={"cash": 999})
    desk.db.execute_sql("DROP TRIGGER purchase_no_update")
    desk.db.execute_sql('UPDATE purchase SET steps = \'[["tier", -1, ""]]\'')
    assert [fault.code for fault in checks.run(desk)] == ["steps"]


def test_a_receipt_may_be_given_away(desk: Desk, member: int) -> None:
    made = purchases.record(
        desk, member=member, amount=1000, discount=Discount("gift", percent=100), pay={}
    )
    assert (made.total, made.points_earned) == (0, 0)
    assert checks.run(desk) == ()


# --- rounding, and the share of points --------------------------------------------------------


@pytest.mark.parametrize(("amount", "due"), [(999, 990), (1000, 1000), (1001, 1000), (9, 0)])
def test_every_receipt_is_rounded_down_whatever_the_tender(
    desk: Desk, amount: int, due: int
) -> None:
    settings.edit(desk, rounding_unit=10)
    assert purchases.record(desk, amount=amount, pay={"wechat": due}).total == due
    assert checks.run(desk) == ()


def test_rounding_may_be_for_wholly_cash_receipts_only(desk: Desk) -> None:
    settings.edit(desk, rounding_unit=10, rounding_cash_only=True)
    assert purchases.quote(desk, amount=1009).due == 1009
    assert purchases.quote(desk, amount=1009, is_cash=True).due == 1000
    for pay in ({"cash": 1000}, {"cash": 1000, "card": 0}):
        assert purchases.record(desk, amount=1009, pay=pay).total == 1000
    for pay in ({"card": 1009}, {"card": 9, "cash": 1000}):
        assert purchases.record(desk, amount=1009, pay=pay).total == 1009
    for pay in ({"cash": 1009}, {"card": 1000}, {"card": 1, "cash": 999}):
        refused("payment_mismatch", purchases.record, desk, amount=1009, pay=pay)
    assert purchases.record(desk, amount=9, pay={}).total == 0


def test_a_refund_gives_back_what_was_paid_unrounded(desk: Desk) -> None:
    settings.edit(desk, rounding_unit=100)
    tea = products.add(desk, name="茶", price=333).id
    made = purchases.record(desk, lines=[(tea, 3)], pay={"cash": 900})
    assert [
        purchases.refund(desk, made.id, lines=[(1, 1)], reason="x").money for _ in range(3)
    ] == [300, 300, 300]
    made = purchases.record(desk, lines=[(tea, 2), (tea, 1)], pay={"cash": 900})
    assert purchases.refund(desk, made.id, lines=[(2, 1)], reason="x").money == 300
    assert purchases.refund(desk, made.id, lines=[(1, 1)], reason="x").money == 300


@pytest.mark.parametrize(("amount", "used"), [(10_199, 5000), (10_200, 5100), (199, 0)])
def test_points_pay_no_more_than_the_owner_lets_them(
    desk: Desk, member: int, amount: int, used: int
) -> None:
    settings.edit(desk, points_cap_percent=50)
    points.adjust(desk, member, 9000, reason="start")
    q = purchases.quote(desk, member=member, amount=amount, points=9000)
    assert (q.points_used, q.due) == (used, amount - used)
    made = purchases.record(
        desk, member=member, amount=amount, points=9000, pay={"card": amount - used}
    )
    assert made == purchases.get(desk, made.id)
    (rule,) = desk.db.execute_sql("SELECT rule FROM purchase").fetchone()
    assert json.loads(rule)[5] == 50

"""Refunds and voids: to the fen, to the point, and never a free lunch (4 and 9.1 to 9.16)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from shopdesk import Refused, members, points, products, purchases, vouchers
from shopdesk.purchases import Purchase, Refund
from shopdesk.refusals import LineExceeds
from shopdesk.shop import Desk

TODAY = date(2026, 10, 15)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda refusal: refusal.code == code)


def buy(desk: Desk, member: int | None, pay: dict[str, int] | None = None, **what: Any) -> Purchase:
    """Buy and pay what it comes to: as said, or all in cash."""
    asked = {name: what[name] for name in ("amount", "lines", "vouchers", "points") if name in what}
    due = purchases.quote(desk, member=member, **asked).due
    return purchases.record(desk, member=member, pay=pay or {"cash": due}, **what)


def give_back(desk: Desk, receipt: Purchase, **what: Any) -> Refund:
    """Refund, having seen in the preview exactly what then happens."""
    seen = purchases.preview_refund(desk, receipt.id, **what)
    done = purchases.refund(desk, receipt.id, reason="back", **what)
    assert seen.id is None
    assert replace(seen, id=done.id) == done
    assert done.points == done.points_returned - done.points_taken
    assert sum(done.tenders.values()) == done.money
    return done


def day(desk: Desk, member: int) -> tuple[int, ...]:
    """Receipts, receipts of which something is left, spend and points of the member's one day."""
    (found,) = desk.db.execute_sql(
        "SELECT receipts, kept, spend, points FROM member_day WHERE member_id = ?", (member,)
    ).fetchall()
    return tuple(found)


def lots(desk: Desk, member: int) -> list[tuple[int, int]]:
    return [(x.granted, x.remaining) for x in points.lots(desk, member)]


# --- many small are one large -----------------------------------------------------------------


@pytest.mark.parametrize("parts", [[9700], [900, 900, 7900], [1] * 97 + [9603], [3333, 3333, 3034]])
def test_many_small_refunds_equal_one_large_one(desk: Desk, member: int, parts: list[int]) -> None:
    points.adjust(desk, member, 1000, reason="start")
    receipt = buy(
        desk, member, {"alipay": 3300, "wechat": 3300, "card": 3400, "cash": 1000},
        amount=12_000, points=1000,
    )  # fmt: skip
    tenders: dict[str, int] = {}
    returned = taken = 0
    for part in parts:
        done = give_back(desk, receipt, amount=part)
        returned += done.points_returned
        taken += done.points_taken
        for tender, amount in done.tenders.items():
            tenders[tender] = tenders.get(tender, 0) + amount
    assert (returned, taken) == (1000 * 9700 // 11_000, 110 - 13)
    assert tenders == {"cash": 881, "card": 2998, "wechat": 2910, "alipay": 2911}
    assert points.balance(desk, member) == returned + 110 - taken
    assert day(desk, member) == (1, 1, 1300, 13)


def test_units_come_back_one_by_one_for_what_they_are_worth_at_once(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    points.adjust(desk, member, 300, reason="start")
    receipt = buy(desk, member, lines=[(tea, 3), (cup, "0.7")], points=300)
    assert [line.paid for line in receipt.lines] == [20_112, 863]
    done = [give_back(desk, receipt, lines=[(1, 1)]) for _ in range(3)]
    assert [r.money for r in done] == [6704, 6704, 6704]
    done.append(give_back(desk, receipt, lines=[(2, "0.233")]))
    done.append(give_back(desk, receipt, lines=[(2, "0.467")]))
    assert [r.money for r in done[3:]] == [287, 576]
    assert [r.points_returned for r in done] == [96, 96, 96, 3, 9]
    assert sum(r.points_taken for r in done) == receipt.points_earned == 209
    assert [r.is_whole for r in done] == [False, False, False, False, True]
    assert lots(desk, member) == [(300, 300)]


def test_an_amount_and_then_lines_give_back_all_that_was_paid(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    receipt = buy(desk, member, lines=[(tea, 1), (cup, 1)])
    first = give_back(desk, receipt, amount=1000)
    second = give_back(desk, receipt, lines=[(2, 1)])
    assert (first.money, second.money) == (1000, 1095)
    assert (first.points_taken, second.points_taken) == (10, 11)
    third = give_back(desk, receipt)
    assert (third.money, third.points_taken, third.is_whole) == (8050 - 2095, 59, True)


def test_the_tender_order_is_cash_card_wechat_alipay(desk: Desk) -> None:
    receipt = buy(desk, None, {"alipay": 100, "wechat": 100, "card": 100, "cash": 100}, amount=400)
    given = [give_back(desk, receipt, amount=1).tenders for _ in range(4)]
    assert given == [{"alipay": 1}, {"wechat": 1}, {"card": 1}, {"cash": 1}]


# --- more than there is -----------------------------------------------------------------------


@pytest.mark.parametrize("amount", [7001, 10_001, 10**12])
def test_more_than_is_left_is_refused(desk: Desk, member: int, amount: int) -> None:
    receipt = buy(desk, member, amount=10_000)
    give_back(desk, receipt, amount=3000)
    with refused("refund_exceeds"):
        purchases.refund(desk, receipt.id, amount=amount, reason="back")
    assert give_back(desk, receipt, amount=7000).is_whole


def test_the_line_of_which_more_is_wanted_than_is_left_is_named(desk: Desk, tea: int) -> None:
    receipt = buy(desk, None, lines=[(tea, "0.5")])
    give_back(desk, receipt, lines=[(1, "0.4")])
    with pytest.raises(LineExceeds) as refusal:
        purchases.preview_refund(desk, receipt.id, lines=[(1, 1)])
    assert str(refusal.value).endswith(": at most 0.1 can come back.")


@pytest.mark.parametrize("amount", [0, -1, 1.0, True, "5", 10**13])
def test_what_is_no_amount_is_refused(desk: Desk, amount: object) -> None:
    receipt = buy(desk, None, amount=10_000)
    with refused("amount"):
        purchases.refund(desk, receipt.id, amount=amount, reason="back")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([(1, 3)], "refund_exceeds"),
        ([(1, "2.001")], "refund_exceeds"),
        ([(1, 1), (1, "1.5")], "refund_exceeds"),
        ([(2, 1)], "refund_exceeds"),
        ([(0, 1)], "refund_exceeds"),
        ([(1, 0)], "quantity"),
        ([(1, -1)], "quantity"),
        ([(1, 0.5)], "quantity"),
        ([(1, "0.0001")], "quantity"),
        ([], "content"),
    ],
)
def test_lines_that_cannot_come_back_are_refused(
    desk: Desk, member: int, tea: int, lines: list[tuple[int, Any]], code: str
) -> None:
    receipt = buy(desk, member, lines=[(tea, 2)])
    with refused(code):
        purchases.preview_refund(desk, receipt.id, lines=lines)
    with refused(code):
        purchases.refund(desk, receipt.id, lines=lines, reason="back")
    assert purchases.get(desk, receipt.id).refunded == 0


def test_an_amount_and_lines_at_once_are_refused(desk: Desk, tea: int) -> None:
    receipt = buy(desk, None, lines=[(tea, 2)])
    with refused("content"):
        purchases.refund(desk, receipt.id, amount=1, lines=[(1, 1)], reason="back")


@pytest.mark.parametrize("how", [{}, {"amount": 8050}, {"lines": [(1, 1), (2, 1)]}])
@pytest.mark.parametrize("more", [{}, {"amount": 1}, {"lines": [(1, 1)]}])
def test_after_everything_came_back_nothing_more_does(
    desk: Desk, member: int, tea: int, cup: int, how: dict[str, Any], more: dict[str, Any]
) -> None:
    receipt = buy(desk, member, lines=[(tea, 1), (cup, 1)])
    assert give_back(desk, receipt, **how).is_whole
    with refused("refund_exceeds"):
        purchases.refund(desk, receipt.id, reason="again", **more)
    assert day(desk, member) == (1, 0, 0, 0)


def test_an_unknown_receipt_and_an_empty_reason_are_refused(desk: Desk) -> None:
    for act in (purchases.refund, purchases.void):
        with refused("unknown_receipt"):
            act(desk, 99, reason="back")
    receipt = buy(desk, None, amount=100)
    for act in (purchases.refund, purchases.void):
        with refused("text") as empty:
            act(desk, receipt.id, reason=" ")
        assert "Say why" in empty.value.text("en")
    assert not purchases.get(desk, receipt.id).voided


def test_a_receipt_of_nothing_comes_back_whole_or_by_lines_but_not_by_amount(
    desk: Desk, member: int, tea: int
) -> None:
    points.adjust(desk, member, 13_600, reason="start")
    receipt = buy(desk, member, lines=[(tea, 2)], points=13_600)
    assert (receipt.total, points.balance(desk, member)) == (0, 0)
    with refused("refund_exceeds"):
        purchases.refund(desk, receipt.id, amount=1, reason="back")
    half = give_back(desk, receipt, lines=[(1, 1)])
    assert (half.money, half.tenders, half.points_returned) == (0, {}, 6800)
    assert give_back(desk, receipt).points_returned == 6800
    with refused("refund_exceeds"):
        purchases.refund(desk, receipt.id, reason="again")
    assert lots(desk, member) == [(13_600, 13_600)]


# --- points -----------------------------------------------------------------------------------


def test_points_already_spent_become_a_debt_that_the_next_credit_repays(
    desk: Desk, member: int
) -> None:
    first = buy(desk, member, amount=30_000)
    buy(desk, member, amount=30_000, points=300)
    assert points.balance(desk, member) == 297
    points.adjust(desk, member, -297, reason="away")
    assert give_back(desk, first).points == -300
    assert (points.balance(desk, member), lots(desk, member)) == (-300, [])
    buy(desk, member, amount=20_000)
    assert (points.balance(desk, member), lots(desk, member)) == (-100, [])
    buy(desk, member, amount=20_000)
    assert (points.balance(desk, member), lots(desk, member)) == (100, [(100, 100)])


def test_points_are_taken_from_the_lot_the_receipt_earned_before_older_ones(
    desk: Desk, member: int
) -> None:
    buy(desk, member, amount=5000)
    receipt = buy(desk, member, amount=10_000)
    buy(desk, member, amount=7000)
    give_back(desk, receipt, amount=6000)
    assert lots(desk, member) == [(50, 50), (100, 40), (70, 70)]
    give_back(desk, receipt)
    assert lots(desk, member) == [(50, 50), (70, 70)]


def test_points_spent_go_back_to_their_lots_the_last_drawn_first(desk: Desk, member: int) -> None:
    for amount in (10_000, 20_000, 30_000):
        buy(desk, member, amount=amount)
    receipt = buy(desk, member, amount=10_000, points=400)
    assert lots(desk, member) == [(300, 200), (96, 96)]
    give_back(desk, receipt, amount=4800)
    assert lots(desk, member) == [(200, 100), (300, 300), (96, 48)]
    give_back(desk, receipt)
    assert lots(desk, member) == [(100, 100), (200, 200), (300, 300)]


def test_points_return_before_points_are_taken(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 100, reason="start")
    receipt = buy(desk, member, amount=20_000, points=100)
    points.adjust(desk, member, -199, reason="away")
    done = give_back(desk, receipt)
    assert (done.points_returned, done.points_taken) == (100, 199)
    kinds = desk.db.execute_sql(
        "SELECT kind, lot_id IS NULL, amount FROM entry WHERE refund_id IS NOT NULL ORDER BY id"
    ).fetchall()
    assert kinds == [("returned", 0, 100), ("taken_back", 0, -100), ("taken_back", 1, -99)]
    assert points.balance(desk, member) == -99


def test_the_rule_of_the_sale_decides_what_is_taken_back(desk: Desk, member: int) -> None:
    from shopdesk import settings

    receipt = buy(desk, member, amount=10_050)
    settings.edit(desk, earn_points=5, earn_per=70)
    assert [give_back(desk, receipt, amount=50).points_taken for _ in range(3)] == [0, 1, 0]
    assert give_back(desk, receipt).points_taken == 99


def test_a_walk_ins_refund_moves_no_points(desk: Desk) -> None:
    done = give_back(desk, buy(desk, None, amount=10_000), amount=5000)
    assert (done.money, done.points) == (5000, 0)


def test_lines_that_earn_nothing_take_nothing_back(desk: Desk, member: int, tea: int) -> None:
    bag = products.add(desk, name="bag", price=1000, category="", is_earning=False).id
    receipt = buy(desk, member, lines=[(tea, 1), (bag, 1)])
    assert receipt.points_earned == 68
    assert give_back(desk, receipt, lines=[(2, 1)]).points_taken == 0
    assert give_back(desk, receipt, lines=[(1, 1)]).points_taken == 68


# --- vouchers ---------------------------------------------------------------------------------


def test_a_voucher_returns_only_when_nothing_is_left_of_what_it_lowered(
    desk: Desk, member: int
) -> None:
    dear = products.add(desk, name="dear", price=10_000, category="").id
    cheap = products.add(desk, name="cheap", price=100, category="").id
    code = vouchers.issue(desk, member, amount=2000).code
    receipt = buy(desk, member, lines=[(dear, 1), (cheap, 1)], vouchers=[code])
    assert [line.paid for line in receipt.lines] == [8020, 80]
    assert give_back(desk, receipt, lines=[(2, 1)]).vouchers == ()
    assert give_back(desk, receipt, amount=8019).vouchers == ()
    with refused("voucher_used"):
        vouchers.inspect(desk, code)
    assert give_back(desk, receipt, amount=1).vouchers == (code,)
    assert vouchers.inspect(desk, code).state == "issued"
    assert buy(desk, member, amount=3000, vouchers=[code]).total == 1000


def test_a_voucher_stays_used_while_a_line_it_paid_for_is_kept(desk: Desk, member: int) -> None:
    """All the money is back, but a line that the voucher made free is still in the bag."""
    one = products.add(desk, name="one", price=5001, category="").id
    two = products.add(desk, name="two", price=5000, category="").id
    code = vouchers.issue(desk, member, amount=10_000).code
    receipt = buy(desk, member, lines=[(one, 1), (two, 1)], vouchers=[code])
    free = next(line.number for line in receipt.lines if line.paid == 0)
    done = give_back(desk, receipt, lines=[(3 - free, 1)])
    assert (done.money, done.vouchers, done.is_whole) == (1, (), False)
    assert day(desk, member)[:2] == (1, 1)
    done = give_back(desk, receipt, lines=[(free, 1)])
    assert (done.money, done.vouchers, done.is_whole) == (0, (code,), True)


def test_a_voucher_that_came_back_and_was_used_again_does_not_come_back_twice(
    desk: Desk, member: int
) -> None:
    dear = products.add(desk, name="dear", price=10_000, category="").id
    dust = products.add(desk, name="dust", price=1, category="").id
    code = vouchers.issue(desk, member, amount=2000).code
    receipt = buy(desk, member, lines=[(dear, 1), (dust, 1)], vouchers=[code])
    assert give_back(desk, receipt, lines=[(1, 1)]).vouchers == (code,)
    buy(desk, member, amount=3000, vouchers=[code])
    assert give_back(desk, receipt, lines=[(2, 1)]).vouchers == ()
    with refused("voucher_used"):
        vouchers.inspect(desk, code)


@pytest.mark.parametrize(
    ("used_after", "refunded_after", "lives_until"),
    [
        (10, 50, 60),
        (10, 60, 60),
        (40, 61, 61 + 20),
        (10, 61, 61 + 30),
        (30, 61, 61 + 30),
        (31, 61, 61 + 29),
        (60, 61, 61),
        (60, 100, 100),
    ],
)
def test_what_returns_after_its_expiry_lives_as_long_as_it_had_left_at_most_thirty_days(
    desk: Desk, member: int, clock: Any, used_after: int, refunded_after: int, lives_until: int
) -> None:
    code = vouchers.issue(desk, member, amount=100, valid_days=60).code
    clock.tick(days=used_after)
    receipt = buy(desk, member, amount=1000, vouchers=[code])
    clock.tick(days=refunded_after - used_after)
    assert give_back(desk, receipt).vouchers == (code,)
    assert vouchers.inspect(desk, code).valid_until_on == TODAY + timedelta(days=lives_until)


# --- voids ------------------------------------------------------------------------------------


def test_a_void_takes_the_receipt_and_its_refunds_out_of_the_day(desk: Desk, member: int) -> None:
    receipt = buy(desk, member, amount=10_000)
    give_back(desk, receipt, amount=4000)
    assert day(desk, member) == (1, 1, 6000, 60)
    done = purchases.void(desk, receipt.id, reason="wrong member")
    assert (done.money, done.tenders, done.points) == (6000, {"cash": 6000}, -60)
    assert day(desk, member) == (0, 0, 0, 0)
    assert purchases.get(desk, receipt.id).voided
    assert members.get(desk, member).points == 0


def test_a_receipt_wholly_refunded_can_still_be_made_void(desk: Desk, member: int) -> None:
    receipt = buy(desk, member, amount=10_000)
    give_back(desk, receipt)
    assert day(desk, member) == (1, 0, 0, 0)
    assert purchases.void(desk, receipt.id, reason="wrong member").money == 0
    assert day(desk, member) == (0, 0, 0, 0)


@pytest.mark.parametrize(("hours", "is_done"), [(14.98, True), (15.0, False)])
def test_a_void_is_for_the_same_business_day(
    desk: Desk, clock: Any, hours: float, is_done: bool
) -> None:
    receipt = buy(desk, None, amount=10_000)
    clock.tick(hours=hours)
    if is_done:
        purchases.void(desk, receipt.id, reason="wrong")
    else:
        with refused("void_late"):
            purchases.void(desk, receipt.id, reason="wrong")
    assert purchases.get(desk, receipt.id).voided == is_done


def test_a_late_receipt_can_be_made_void_on_the_day_it_was_entered(desk: Desk, member: int) -> None:
    receipt = buy(desk, member, amount=10_000, on=TODAY - timedelta(days=3))
    purchases.void(desk, receipt.id, reason="wrong day")
    assert day(desk, member) == (0, 0, 0, 0)


@pytest.mark.parametrize("act", ["refund", "void"])
def test_nothing_comes_back_of_a_receipt_made_void(desk: Desk, act: str) -> None:
    receipt = buy(desk, None, amount=10_000)
    purchases.void(desk, receipt.id, reason="wrong")
    with refused("already_void"):
        getattr(purchases, act)(desk, receipt.id, reason="again")
    with refused("already_void"):
        purchases.preview_refund(desk, receipt.id, amount=1)


# --- once -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        partial(purchases.refund, amount=4000),
        partial(purchases.refund, lines=[(1, "0.5")]),
        partial(purchases.refund),
        purchases.void,
    ],
)
def test_a_key_repeated_gives_back_once(
    desk: Desk, member: int, act: Callable[..., Refund]
) -> None:
    code = vouchers.issue(desk, member, amount=1000).code
    receipt = buy(desk, member, amount=11_000, vouchers=[code])
    first = act(desk, receipt.id, reason="back", key="k")
    before = points.balance(desk, member), day(desk, member)
    assert act(desk, receipt.id, reason="back", key="k") == first
    assert (points.balance(desk, member), day(desk, member)) == before
    with refused("key_reused"):
        act(desk, receipt.id, reason="another", key="k")
    assert desk.db.execute_sql("SELECT COUNT(*) FROM refund").fetchone() == (1,)


# --- no free lunch ----------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
@pytest.mark.parametrize("how", ["whole", "amounts", "lines", "void"])
def test_after_everything_came_back_a_member_holds_what_was_held_before(
    desk: Desk, member: int, tea: int, cup: int, order: tuple[int, ...], how: str
) -> None:
    points.adjust(desk, member, 150, reason="start")
    percent = vouchers.issue(desk, member, percent_off=10).code
    thirty = vouchers.issue(desk, None, amount=3000, minimum=10_000).code
    held = lots(desk, member)
    receipts = [
        buy(desk, member, lines=[(tea, 3), (cup, 1)], points=150, vouchers=[percent]),
        buy(desk, member, lines=[(cup, "1.5"), (tea, 2)], points=200, vouchers=[thirty]),
        buy(desk, member, lines=[(tea, 1), (cup, 4)], points=100),
    ]
    for receipt in (receipts[index] for index in order):
        if how == "void":
            purchases.void(desk, receipt.id, reason="wrong")
        elif how == "whole":
            give_back(desk, receipt)
        elif how == "lines":
            for line in reversed(receipt.lines):
                give_back(desk, receipt, lines=[(line.number, line.quantity)])
        else:
            give_back(desk, receipt, amount=receipt.total // 3)
            give_back(desk, receipt, amount=receipt.total - receipt.total // 3)
    assert points.balance(desk, member) == 150
    if order == (2, 1, 0):
        assert lots(desk, member) == held == [(150, 150)]
    assert day(desk, member) == (0 if how == "void" else 3, 0, 0, 0)
    for code in (percent, thirty):
        assert vouchers.inspect(desk, code).state == "issued"
    for receipt in receipts:
        assert purchases.get(desk, receipt.id).refunded == receipt.total

"""Exchanges: old goods back, others taken, only the difference moves (9.5, 9.6, 9.14)."""

from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    checks,
    daybook,
    exchanging,
    members,
    notices,
    points,
    products,
    purchases,
    rewards,
    timeline,
    vouchers,
)
from shopdesk import settings as shop_settings
from shopdesk.purchases import Exchange, Purchase
from shopdesk.shop import Desk
from tests.core.test_refunds import buy, day, lots, refused
from tests.core.test_reverting import changes, ladder, spend


def swap(desk: Desk, receipt: Purchase, pay: dict[str, int] | None = None, **what: Any) -> Exchange:
    """Exchange, having seen in the preview exactly what then happens."""
    asked = {name: value for name, value in what.items() if name not in ("key", "cash_given")}
    seen = purchases.preview_exchange(desk, receipt.id, **asked)
    if pay is None:
        pay = {"cash": seen.to_pay} if seen.to_pay else {}
    done = purchases.exchange(desk, receipt.id, pay=pay, reason="another size", **what)
    assert seen == as_seen(done, seen)
    assert checks.run(desk) == ()
    return done


def as_seen(done: Exchange, seen: Exchange) -> Exchange:
    """An exchange without what a preview cannot know: its numbers, and how the rest is paid."""
    told = done.unwritten()
    paid = {"payments": seen.purchase.payments, "cash_given": None}
    return replace(told, purchase=replace(told.purchase, **paid))


def books(desk: Desk) -> list[Any]:
    """Every row there is."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    names = [name for (name,) in desk.db.execute_sql(tables).fetchall()]
    return [desk.db.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in names]


# --- what moves -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "taken", "pay", "to_pay", "handed_back", "payments"),
    [
        ({"cash": 6800}, 6800, {}, 0, {}, {"cash": 6800}),
        ({"cash": 6800}, 6801, {"card": 1}, 1, {}, {"cash": 6800, "card": 1}),
        ({"cash": 6800}, 6799, {}, 0, {"cash": 1}, {"cash": 6799}),
        ({"wechat": 6800}, 0, {}, 0, {"wechat": 6800}, {}),
        ({"wechat": 6800}, 7000, {"wechat": 200}, 200, {}, {"wechat": 7000}),
        ({"cash": 3400, "alipay": 3400}, 6800, {}, 0, {}, {"cash": 3400, "alipay": 3400}),
        ({"cash": 3400, "alipay": 3400}, 3401, {}, 0, {"cash": 1700, "alipay": 1699},
         {"cash": 1700, "alipay": 1701}),
        ({"alipay": 6800}, 10_000, {"cash": 3000, "card": 200}, 3200, {},
         {"alipay": 6800, "cash": 3000, "card": 200}),
    ],
)  # fmt: skip
def test_what_came_back_pays_first_and_only_the_difference_moves(
    desk: Desk, tea: int, *, paid: dict[str, int], taken: int, pay: dict[str, int], to_pay: int,
    handed_back: dict[str, int], payments: dict[str, int],
) -> None:  # fmt: skip
    receipt = buy(desk, None, paid, lines=[(tea, 1)])
    done = swap(desk, receipt, pay, returned=[(1, 1)], amount=taken)
    assert (done.to_pay, done.handed_back) == (to_pay, handed_back)
    assert done.purchase.payments == payments
    assert done.refund.tenders == paid
    totals = daybook.totals(desk, desk.today())
    moved = {t: paid.get(t, 0) + pay.get(t, 0) - handed_back.get(t, 0) for t in totals.tenders}
    assert {t: totals.left(t) for t in totals.tenders} == moved
    assert totals.sales == taken


def test_lines_come_back_as_by_a_refund_and_the_new_ones_cost_what_they_cost_today(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    receipt = buy(desk, member, lines=[(tea, 2), (cup, 1)])
    products.edit(desk, tea, price=7000)
    as_refund = purchases.preview_refund(desk, receipt.id, lines=[(1, 1)])
    done = swap(desk, receipt, returned=[(1, 1)], lines=[(tea, 1)])
    assert replace(done.refund, id=None) == as_refund
    assert (done.refund.money, done.purchase.total, done.to_pay) == (6800, 7000, 200)
    assert purchases.get(desk, receipt.id).refunded == 6800
    assert done.purchase.member_id == member
    assert purchases.get(desk, done.purchase.id) == done.purchase
    assert purchases.preview_refund(desk, receipt.id).money == 6800 + 1250


def test_change_is_counted_from_what_is_paid_on_top(desk: Desk, tea: int) -> None:
    receipt = buy(desk, None, {"cash": 6800}, lines=[(tea, 1)])
    done = swap(
        desk, receipt, {"cash": 200}, returned=[(1, 1)], amount=7000, cash_given=1000
    )  # fmt: skip
    assert done.purchase.change == 800
    assert purchases.get(desk, done.purchase.id).change == 800


@pytest.mark.parametrize(("tender", "to_pay"), [("cash", 10), ("card", 19)])
def test_a_preview_rounds_as_the_rest_is_paid(
    desk: Desk, tea: int, tender: str, to_pay: int
) -> None:
    shop_settings.edit(desk, rounding_unit=10, rounding_cash_only=True)
    receipt = buy(desk, None, {"cash": 6800}, lines=[(tea, 1)])
    seen = purchases.preview_exchange(
        desk, receipt.id, returned=[(1, 1)], amount=6819, is_cash=tender == "cash"
    )  # fmt: skip
    assert seen.to_pay == to_pay
    done = purchases.exchange(
        desk, receipt.id, returned=[(1, 1)], amount=6819, pay={tender: to_pay}, reason="r"
    )  # fmt: skip
    assert as_seen(done, seen) == seen


def test_points_and_vouchers_that_come_back_can_be_used_at_once(
    desk: Desk, member: int, tea: int
) -> None:
    points.adjust(desk, member, 600, reason="start")
    code = vouchers.issue(desk, member, amount=500).code
    receipt = buy(desk, member, lines=[(tea, 1)], points=600, vouchers=[code])
    assert receipt.total == 6800 - 500 - 600
    done = swap(
        desk, receipt, returned=[(1, 1)], lines=[(tea, 1)], points=600, vouchers=[code]
    )  # fmt: skip
    assert (done.refund.vouchers, done.refund.points_returned) == ((code,), 600)
    assert (done.purchase.total, done.to_pay, done.handed_back) == (receipt.total, 0, {})
    assert vouchers.of_member(desk, member)[0].state == "redeemed"


def test_the_new_receipt_is_refunded_and_made_void_like_any(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    receipt = buy(desk, member, {"card": 6800}, lines=[(tea, 1)])
    done = swap(desk, receipt, {"cash": 700}, returned=[(1, 1)], lines=[(cup, 6)])
    back = purchases.refund(desk, done.purchase.id, lines=[(1, 3)], reason="back")
    assert back.tenders == {"cash": 350, "card": 3400}
    again = swap(desk, done.purchase, returned=[(1, 1)], amount=1250)
    assert (again.to_pay, again.handed_back) == (0, {})
    purchases.void(desk, done.purchase.id, reason="wrong")
    purchases.void(desk, again.purchase.id, reason="wrong")
    purchases.void(desk, receipt.id, reason="wrong")
    assert points.balance(desk, member) == 0
    assert checks.run(desk) == ()


# --- points and tier --------------------------------------------------------------------------


def test_like_for_like_changes_nothing_but_receipts(desk: Desk, member: int, clock: Any) -> None:
    ladder(desk, spend(6800), spend(6801))
    goods = products.add(desk, name="一", price=6800, category="").id
    receipt = buy(desk, member, lines=[(goods, 1)])
    clock.tick(hours=2)
    before = members.get(desk, member), points.balance(desk, member), changes(desk, member)
    for _time in range(3):
        done = swap(desk, receipt, returned=[(1, 1)], lines=[(goods, 1)])
        assert (done.to_pay, done.handed_back, done.refund.points) == (0, {}, -68)
        receipt = done.purchase
        now = members.get(desk, member), points.balance(desk, member), changes(desk, member)
        assert now == before
        assert day(desk, member)[1:] == (1, 6800, 68)


@pytest.mark.parametrize(
    ("taken", "tier"),
    [(99_999, "member"), (100_000, "a"), (100_001, "a"), (300_000, "b")],
)
def test_the_tier_is_settled_once_after_both(
    desk: Desk, member: int, taken: int, tier: str
) -> None:
    ladder(desk, spend(100_000), spend(300_000))
    goods = products.add(desk, name="一", price=100_000, category="").id
    receipt = buy(desk, member, lines=[(goods, 1)])
    done = swap(desk, receipt, returned=[(1, 1)], amount=taken)
    assert done.refund.tier is not None
    assert done.refund.tier.code == members.get(desk, member).tier.code == tier
    expected = {"member": [("reverted", "a", "member")], "b": [("upgrade", "a", "b")]}
    assert changes(desk, member)[1:] == expected.get(tier, [])


@pytest.mark.parametrize(
    ("back", "taken", "priced", "total", "after"),
    [
        (1, 88_000, "member", 88_000, "silver"),
        (1, 87_999, "member", 87_999, "member"),
        (1, 10_000, "member", 10_000, "member"),
        (2, 10_000, "silver", 9800, "silver"),
    ],
)
def test_a_tier_that_stood_on_what_came_back_prices_nothing(
    desk: Desk, member: int, *, back: int, taken: int, priced: str, total: int, after: str
) -> None:
    goods, cup = (products.add(desk, name=n, price=p, category="").id
                  for n, p in (("一", 100_000), ("二", 12_000)))  # fmt: skip
    receipt = buy(desk, member, lines=[(goods, 1), (cup, 1)])
    done = swap(desk, receipt, returned=[(back, 1)], amount=taken)
    assert (done.purchase.tier, done.purchase.total) == (priced, total)
    assert done.refund.tier is not None
    assert done.refund.tier.code == after


def test_like_for_like_moves_nothing_not_even_the_tier_it_made(desk: Desk, member: int) -> None:
    rewards.add(desk, name="礼", trigger=rewards.upgrade("silver"),
                reward=rewards.voucher(amount=100, valid_days=60))  # fmt: skip
    goods = products.add(desk, name="一", price=100_000, category="").id
    receipt = buy(desk, member, lines=[(goods, 1)])
    (gift,) = vouchers.of_member(desk, member)
    done = swap(desk, receipt, returned=[(1, 1)], lines=[(goods, 1)])
    assert (done.to_pay, done.handed_back, done.purchase.total) == (0, {}, 100_000)
    assert points.balance(desk, member) == 1000
    assert members.get(desk, member).tier.code == "silver"
    assert vouchers.of_member(desk, member) == [gift]
    assert notices.listed(desk) == []


def test_points_already_spent_are_owed_until_the_new_receipt_earns_them(
    desk: Desk, member: int, tea: int
) -> None:
    receipt = buy(desk, member, lines=[(tea, 2)])
    points.adjust(desk, member, -136, reason="away")
    swap(desk, receipt, returned=[(1, 2)], lines=[(tea, 1)])
    assert (points.balance(desk, member), lots(desk, member)) == (-68, [])


# --- refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"pay": {"cash": 199}}, "payment_mismatch"),
        ({"pay": {"cash": 201}}, "payment_mismatch"),
        ({"pay": {"cash": 7000}}, "payment_mismatch"),
        ({"pay": {"cash": -200}}, "amount"),
        ({"pay": {"stone": 200}}, "choice"),
        ({"returned": []}, "content"),
        ({"returned": [1]}, "content"),
        ({"returned": 1}, "content"),
        ({"returned": [(True, 1)]}, "content"),
        ({"returned": [(1, 2)]}, "refund_exceeds"),
        ({"returned": [(2, 1)]}, "refund_exceeds"),
        ({"returned": [(1, -1)]}, "quantity"),
        ({"amount": None}, "content"),
        ({"amount": 1, "lines": [(1, 1)]}, "content"),
        ({"amount": None, "lines": [(99, 1)]}, "unknown_product"),
        ({"amount": True}, "amount"),
        ({"amount": 10**13}, "amount"),
        ({"points": 100}, "not_enough_points"),
        ({"vouchers": ["hello"]}, "voucher_misread"),
        ({"reason": " "}, "text"),
        ({"cash_given": 100}, "payment_mismatch"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, member: int, tea: int, asked: dict[str, Any], code: str
) -> None:
    receipt = buy(desk, member, {"cash": 6800}, lines=[(tea, 1)])
    what = {"returned": [(1, 1)], "amount": 7000, "pay": {"cash": 200}, "reason": "r"} | asked
    before = books(desk)
    with refused(code):
        purchases.exchange(desk, receipt.id, **what)
    assert books(desk) == before


def test_who_may_not_refund_may_not_exchange_but_may_look(
    desk: Desk, cashier: Desk, tea: int
) -> None:
    receipt = buy(desk, None, {"cash": 6800}, lines=[(tea, 1)])
    with refused("permission"):
        purchases.exchange(cashier, receipt.id, returned=[(1, 1)], amount=6800, pay={}, reason="r")
    before = books(desk)
    assert purchases.preview_exchange(cashier, receipt.id, returned=[(1, 1)], amount=1).to_pay == 0
    assert books(desk) == before


def test_of_a_void_or_unknown_receipt_nothing_is_exchanged(desk: Desk, tea: int) -> None:
    receipt = buy(desk, None, {"cash": 6800}, lines=[(tea, 1)])
    purchases.void(desk, receipt.id, reason="wrong")
    for id_, code in ((receipt.id, "already_void"), (99, "unknown_receipt")):
        with refused(code):
            purchases.exchange(desk, id_, returned=[(1, 1)], amount=1, pay={}, reason="r")


def test_a_voucher_refused_in_an_exchange_is_kept_in_the_audit(
    desk: Desk, member: int, tea: int
) -> None:
    code = vouchers.issue(desk, member, amount=500).code
    receipt = buy(desk, None, {"cash": 6800}, lines=[(tea, 1)])
    with refused("voucher_member"):
        purchases.exchange(
            desk, receipt.id, returned=[(1, 1)], amount=1, vouchers=[code], pay={}, reason="r"
        )
    last = "SELECT action FROM event ORDER BY id DESC LIMIT 1"
    assert desk.db.execute_sql(last).fetchone() == ("vouchers.refused",)


# --- once, and all or nothing -----------------------------------------------------------------


def test_a_key_repeated_exchanges_once(desk: Desk, member: int, tea: int) -> None:
    receipt = buy(desk, member, {"wechat": 13_600}, lines=[(tea, 2)])
    what = {"returned": [(1, 1)], "amount": 5000, "pay": {}, "reason": "r", "key": "k"}
    first = purchases.exchange(desk, receipt.id, **what)  # type: ignore[arg-type]
    before = books(desk)
    assert purchases.exchange(desk, receipt.id, **what) == first  # type: ignore[arg-type]
    assert books(desk) == before
    with refused("key_reused"):
        purchases.exchange(desk, receipt.id, **what | {"amount": 5001})  # type: ignore[arg-type]


@pytest.mark.parametrize("torn", ["refunds.settled", "sales.write", "_insert"])
def test_a_failure_inside_leaves_no_trace(desk: Desk, member: int, tea: int, torn: str) -> None:
    receipt = buy(desk, member, lines=[(tea, 1)])
    before = books(desk)
    *path, name = torn.split(".")
    where = getattr(exchanging, path[0]) if path else exchanging
    with (
        mock.patch.object(where, name, side_effect=OSError("torn off")),
        pytest.raises(OSError, match="torn off"),
    ):
        purchases.exchange(desk, receipt.id, returned=[(1, 1)], amount=100, pay={}, reason="r")
    assert books(desk) == before


def test_a_preview_leaves_no_trace_and_tells_nobody(desk: Desk, member: int, tea: int) -> None:
    receipt = buy(desk, member, lines=[(tea, 1)])
    told: list[Any] = []
    desk.shop.subscribe(told.append)
    before = books(desk)
    seen = purchases.preview_exchange(desk, receipt.id, returned=[(1, 1)], amount=100)
    assert (seen.refund.id, seen.purchase.id, seen.purchase.number) == (None, 0, "")
    purchases.preview_refund(desk, receipt.id)
    assert (books(desk), told) == (before, [])


# --- read again -------------------------------------------------------------------------------


def test_both_receipts_say_that_they_are_an_exchange(desk: Desk, member: int, tea: int) -> None:
    receipt = buy(desk, member, lines=[(tea, 1)])
    done = swap(desk, receipt, returned=[(1, 1)], amount=7000)
    listed = {entry.id: entry.exchange_of for entry in daybook.listed(desk, desk.today())}
    assert listed == {receipt.id: None, done.purchase.id: receipt.id}
    (back,) = daybook.given_back(desk, receipt.id)
    assert back.exchanged_for == done.purchase.id
    told = {one.kind: one.sentence for one in timeline.of_member(desk, member)}
    assert told["exchanged"] == (
        "Goods of receipt 000001 exchanged, ¥68.00 given back for them: another size"
    )
    assert told["taken_for"] == "Took others for ¥70.00 for goods brought back, receipt 000002"


def test_an_exchange_torn_from_its_event_is_found(desk: Desk, tea: int) -> None:
    swap(desk, buy(desk, None, lines=[(tea, 1)]), returned=[(1, 1)], amount=7000)
    desk.db.execute_sql("DROP TRIGGER exchange_no_update")
    desk.db.execute_sql("UPDATE exchange SET event_id = 1")
    assert {fault.code for fault in checks.run(desk)} == {"exchange"}


# --- whatever is exchanged --------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    returned=st.lists(
        st.tuples(st.integers(1, 2), st.integers(1, 2000)),
        min_size=1,
        max_size=2,
        unique_by=lambda line: line[0],
    ),
    taken=st.one_of(st.integers(0, 30_000), st.just(6800)),
    first=st.integers(0, 8050 * 2),
    use=st.booleans(),
)
def test_whatever_is_exchanged_the_preview_told_it_and_the_books_add_up(
    desk: Desk, tea: int, cup: int, *, returned: list[tuple[int, int]], taken: int, first: int,
    use: bool,
) -> None:  # fmt: skip
    member = members.register(desk, name="会员").id
    points.adjust(desk, member, 350, reason="start")
    code = vouchers.issue(desk, member, amount=700).code
    wanted: dict[str, Any] = {"lines": [(tea, 2), (cup, 2)]}
    if use:
        wanted |= {"points": 300, "vouchers": [code]}
    due = purchases.quote(desk, member=member, **wanted).due
    card = min(first, due)
    receipt = buy(desk, member, {"card": card, "alipay": due - card}, **wanted)
    asked = [(number, f"{milli / 1000:.3f}") for number, milli in returned]
    done = swap(desk, receipt, returned=asked, amount=taken)
    paid = done.purchase.payments
    assert sum(paid.values()) == done.purchase.total
    assert done.to_pay == 0 or done.handed_back == {}
    moved = done.to_pay - sum(done.handed_back.values())
    assert moved == done.purchase.total - done.refund.money
    purchases.refund(desk, done.purchase.id, reason="back")
    if not done.refund.is_whole:
        purchases.refund(desk, receipt.id, reason="back")
    assert points.balance(desk, member) == 350
    assert checks.run(desk) == ()

"""What a shop offers for a time, to whom, and what it does to a receipt."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    members,
    points,
    products,
    promotions,
    purchases,
    rewards,
    settings,
    tiers,
    vouchers,
)
from shopdesk.promotions import Covers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)
"""A Thursday."""
TENTH = promotions.percent_off(10)


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    assert str(caught.value)
    return caught.value


def steps(desk: Desk, **asked: Any) -> list[tuple[str, int]]:
    return [(step.kind, step.amount) for step in purchases.quote(desk, **asked).steps]


def buy(desk: Desk, **asked: Any) -> purchases.Purchase:
    due = purchases.quote(desk, **asked).due
    return purchases.record(desk, pay={"wechat": due}, **asked)


# --- keeping them -----------------------------------------------------------------------------


def test_a_promotion_is_kept_as_it_was_added(desk: Desk, tea: int) -> None:
    made = promotions.add(
        desk, name=" 双十一 ", name_en="Singles' Day", offer=promotions.nth_unit(2, percent_off=50),
        covers=Covers((tea,), ("器",)), ends_on=date(2026, 11, 11), lowest_tier="gold",
        weekdays=(4, 7), combines=False, key="k",
    )  # fmt: skip
    assert (made.name, made.title("en"), made.title("zh_CN")) == (
        "双十一",
        "Singles' Day",
        "双十一",
    )
    assert (made.starts_on, made.ends_on, made.closed_on) == (TODAY, date(2026, 11, 11), None)
    assert made.terms.offer == promotions.nth_unit(2, percent_off=50)
    assert (made.terms.covers, made.terms.weekdays) == (Covers((tea,), ("器",)), (4, 7))
    assert promotions.listed(desk) == [made] == [promotions.get(desk, made.id)]
    refused("unknown_promotion", promotions.get, desk, made.id + 1)
    refused("unknown_promotion", promotions.close, desk, made.id + 1)


def test_the_same_key_adds_once_and_a_name_is_taken_once(desk: Desk) -> None:
    made = promotions.add(desk, name="秋", offer=TENTH, key="k")
    assert promotions.add(desk, name="秋", offer=TENTH, key="k") == made
    refused("key_reused", promotions.add, desk, name="秋", offer=promotions.points(200), key="k")
    refused("name_taken", promotions.add, desk, name=" 秋", offer=TENTH)


CANNOT_BE: list[tuple[dict[str, Any], str]] = [
    ({"offer": promotions.percent_off(0)}, "offer"),
    ({"offer": promotions.percent_off(101)}, "offer"),
    ({"offer": promotions.percent_off(True)}, "offer"),
    ({"offer": promotions.percent_off(2.5)}, "offer"),  # type: ignore[arg-type]
    ({"offer": promotions.amount_off(0)}, "amount"),
    ({"offer": promotions.amount_off(-1)}, "amount"),
    ({"offer": promotions.amount_off(10**13)}, "amount"),
    ({"offer": promotions.special_price(100)}, "offer"),
    ({"offer": promotions.special_price(-1), "covers": Covers(categories=("茶",))}, "amount"),
    ({"offer": promotions.nth_unit(1, percent_off=50)}, "offer"),
    ({"offer": promotions.nth_unit(2, percent_off=0)}, "offer"),
    ({"offer": promotions.order_percent(10, minimum=-1)}, "amount"),
    ({"offer": promotions.order_amount(0)}, "amount"),
    ({"offer": promotions.order_amount(100, every=True)}, "offer"),
    ({"offer": promotions.order_amount(100, minimum=1, every=1)}, "choice"),  # type: ignore[arg-type]
    ({"offer": promotions.points(100)}, "offer"),
    ({"offer": promotions.points(10_001)}, "offer"),
    ({"offer": promotions.Offer("free")}, "offer"),
    ({"offer": "10%"}, "offer"),
    ({"covers": "茶"}, "offer"),
    ({"covers": Covers(categories="茶")}, "offer"),  # type: ignore[arg-type]
    ({"covers": Covers(products=(99,))}, "unknown_product"),
    ({"covers": Covers(products=(True,))}, "unknown_product"),
    ({"covers": Covers(categories=(" ",))}, "text"),
    ({"lowest_tier": "bronze"}, "choice"),
    ({"members_only": 1}, "choice"),
    ({"combines": None}, "choice"),
    ({"weekdays": (0,)}, "choice"),
    ({"weekdays": (8,)}, "choice"),
    ({"weekdays": 3}, None),  # type: ignore[list-item]
    ({"ends_on": TODAY - timedelta(days=1)}, "date"),
    ({"starts_on": "today"}, "date"),
    ({"name": " "}, "text"),
]


@pytest.mark.parametrize(("wrong", "code"), CANNOT_BE)
def test_what_cannot_be_offered_is_refused(
    desk: Desk, wrong: dict[str, Any], code: str | None
) -> None:
    asked = {"name": "秋", "offer": TENTH, **wrong}
    if code is None:
        assert promotions.add(desk, **asked).terms.weekdays == (3,)
        return
    refused(code, promotions.add, desk, **asked)
    assert promotions.listed(desk) == []


def test_a_cashier_makes_no_promotions(cashier: Desk, desk: Desk) -> None:
    refused("permission", promotions.add, cashier, name="秋", offer=TENTH)
    made = promotions.add(desk, name="秋", offer=TENTH)
    refused("permission", promotions.close, cashier, made.id)


# --- when and for whom ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "is_on"), [(-1, False), (0, True), (1, True), (2, True), (3, False)]
)
def test_it_counts_from_its_first_through_its_last_day(
    desk: Desk, clock: SetClock, days: int, is_on: bool
) -> None:
    clock.tick(days=7)
    first = TODAY + timedelta(days=7)
    promotions.add(desk, name="秋", offer=TENTH, starts_on=first, ends_on=first + timedelta(days=2))
    clock.tick(days=days) if days > 0 else None
    on = first + timedelta(days=days)
    made = purchases.record(
        desk, amount=1000, pay={"cash": 900 if is_on else 1000}, on=on if days < 0 else None
    )
    assert (made.on, made.total == 900) == (on, is_on)


def test_it_counts_until_the_end_of_the_business_day(desk: Desk, clock: SetClock) -> None:
    promotions.add(desk, name="秋", offer=TENTH, ends_on=TODAY)
    clock.tick(hours=14, minutes=59)  # 02:59, and the day ends at 03:00
    assert steps(desk, amount=1000) == [("promotion", -100)]
    clock.tick(minutes=1)
    assert steps(desk, amount=1000) == []


def test_a_receipt_entered_late_takes_what_was_offered_on_its_day(
    desk: Desk, clock: SetClock
) -> None:
    made = promotions.add(desk, name="秋", offer=TENTH)
    clock.tick(days=1)
    promotions.close(desk, made.id)
    assert promotions.close(desk, made.id).closed_on == TODAY + timedelta(days=1)
    assert steps(desk, amount=1000) == []
    late = purchases.record(desk, amount=1000, pay={"cash": 900}, on=TODAY)
    assert late.total == 900


@pytest.mark.parametrize(("weekdays", "is_on"), [((4,), True), ((1, 2, 3, 5, 6, 7), False)])
def test_it_counts_on_its_weekdays(desk: Desk, weekdays: tuple[int, ...], is_on: bool) -> None:
    promotions.add(desk, name="秋", offer=TENTH, weekdays=weekdays)
    assert bool(steps(desk, amount=1000)) == is_on


def test_it_is_for_everyone_for_members_or_from_a_tier_on(desk: Desk, member: int) -> None:
    promotions.add(desk, name="member", offer=TENTH, members_only=True)
    promotions.add(
        desk, name="silver", offer=promotions.percent_off(20), lowest_tier="silver", combines=False
    )
    assert steps(desk, amount=1000) == []
    assert steps(desk, member=member, amount=1000) == [("promotion", -100)]
    buy(desk, member=member, amount=112_000)
    assert members.get(desk, member).tier.code == "silver"
    assert steps(desk, member=member, amount=1000) == [("promotion", -200)]


def test_nobody_stands_on_a_tier_that_is_no_longer_there(desk: Desk, member: int) -> None:
    promotions.add(desk, name="diamond", offer=TENTH, lowest_tier="diamond")
    tiers.set_ladder(desk, tiers.ladder(desk)[:3])
    assert steps(desk, member=member, amount=1000) == []


def test_every_till_sees_it_at_once(desk: Desk, shop: Shop, clock: SetClock) -> None:
    with Shop.open(shop.location, clock=clock) as other:
        till = Desk(other, 1, "店主", "owner", "2")
        assert steps(till, amount=1000) == []
        made = promotions.add(desk, name="秋", offer=TENTH)
        assert steps(till, amount=1000) == [("promotion", -100)]
        refused("payment_mismatch", purchases.record, till, amount=1000, pay={"cash": 1000})
        promotions.close(desk, made.id)
        assert purchases.record(till, amount=1000, pay={"cash": 1000}).total == 1000


# --- on a receipt -----------------------------------------------------------------------------


def test_all_steps_stand_on_the_receipt_in_their_order_each_with_its_why(
    desk: Desk, member: int, cup: int
) -> None:
    buy(desk, member=member, amount=100_000)
    points.adjust(desk, member, 500, reason="start")
    settings.edit(desk, rounding_unit=10)
    tea = products.add(desk, name="白茶", category="茶", price=10_003, member_price=9000).id
    promotions.add(desk, name="半价", name_en="Half", offer=promotions.nth_unit(2, percent_off=50),
                   covers=Covers(categories=("器",)))  # fmt: skip
    promotions.add(desk, name="满减", name_en="Off",
                   offer=promotions.order_amount(1000, minimum=10_000))  # fmt: skip
    code = vouchers.issue(desk, member, percent_off=10).code
    asked: dict[str, Any] = {
        "member": member, "lines": [(tea, 1), (cup, 2), (cup, "0.5")], "vouchers": [code],
        "points": 200, "prices": {2: (1000, "chipped")},
        "discount": purchases.Discount("waited", percent=1),
    }  # fmt: skip
    q = purchases.quote(desk, **asked)
    assert [tuple(step) for step in q.steps] == [
        ("hand_price", -125, "茶杯 for ¥10.00: chipped"),
        ("promotion", -625, "Half: one in 2 at 50% off"),
        ("member_price", -1003, "Member price"),
        ("tier", -38, "Silver: 2% off"),
        ("order", -1000, "Off: ¥10 off from ¥100"),
        ("discount", -103, "Discount: waited"),
        ("voucher", -1023, "10% off"),
        ("points", -200, "200 points"),
        ("rounding", -1, "Rounded down"),
    ]
    assert q.due == 9010
    made = purchases.record(desk, pay={"cash": q.due}, **asked)
    assert made == purchases.get(desk, made.id)
    assert (made.steps, made.total, made.points_earned) == (q.steps, q.due, q.points_earned)
    assert sum(line.paid for line in made.lines) == made.total
    assert checks.run(desk) == ()
    back = purchases.refund(desk, made.id, reason="all of it")
    assert (back.money, back.points_returned, back.points_taken) == (
        made.total, 200, made.points_earned,
    )  # fmt: skip
    assert checks.run(desk) == ()


def test_a_member_price_is_for_members(desk: Desk, member: int) -> None:
    tea = products.add(desk, name="白茶", price=1000, member_price=900).id
    assert steps(desk, lines=[(tea, 2)]) == []
    assert steps(desk, member=member, lines=[(tea, 2)]) == [("member_price", -200)]


def test_where_the_shop_wants_it_so_promotions_come_first(desk: Desk, member: int) -> None:
    tea = products.add(desk, name="白茶", price=1000, member_price=800).id
    promotions.add(desk, name="秋", name_en="Autumn", offer=TENTH, combines=False)
    q = purchases.quote(desk, member=member, lines=[(tea, 1)])
    assert (q.due, q.alternative) == (800, (900, "Autumn: 10% off"))
    assert purchases.quote(desk, lines=[(tea, 1)]).alternative is None, "there was no choice"
    settings.edit(desk, best_for_customer=False)
    q = purchases.quote(desk, member=member, lines=[(tea, 1)])
    assert (q.due, q.alternative) == (900, (800, "Member price"))


def test_a_voucher_that_is_better_kept_is_kept(desk: Desk, member: int) -> None:
    promotions.add(desk, name="秋", name_en="Autumn",
                   offer=promotions.order_percent(50), combines=False)  # fmt: skip
    code = vouchers.issue(desk, member, amount=300).code
    q = purchases.quote(desk, member=member, amount=1000, vouchers=[code])
    assert (q.due, q.unused_vouchers, q.alternative) == (500, (code,), (700, "¥3 off"))
    purchases.record(desk, member=member, amount=1000, vouchers=[code], pay={"cash": 500})
    assert vouchers.inspect(desk, code).state == "issued"
    settings.edit(desk, best_for_customer=False)
    said = refused("voucher_together", purchases.quote, desk, member=member, amount=1000,
                   vouchers=[code])  # fmt: skip
    assert "Autumn" in str(said)


def test_the_alternative_is_told_as_it_would_be_paid(desk: Desk, member: int) -> None:
    settings.edit(desk, rounding_unit=10)
    points.adjust(desk, member, 500, reason="start")
    tea = products.add(desk, name="白茶", price=1000, member_price=805).id
    promotions.add(desk, name="秋", offer=TENTH, combines=False)
    q = purchases.quote(desk, member=member, lines=[(tea, 1)], points=100)
    assert q.alternative is not None
    assert (q.due, q.alternative.due) == (700, 800)


# --- points -----------------------------------------------------------------------------------


def test_a_double_points_day_counts_on_the_goods_it_covers(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    promotions.add(
        desk, name="双倍", offer=promotions.points(200), covers=Covers(categories=("茶",))
    )
    made = buy(desk, member=member, lines=[(tea, 1), (cup, 1)])
    assert made.points_earned == (2 * 6800 + 1250) // 100
    assert purchases.quote(desk, lines=[(tea, 1)]).points_earned == 0
    half = purchases.refund(desk, made.id, lines=[(1, "0.5")], reason="half")
    assert half.points_taken == made.points_earned - (2 * 3400 + 1250) // 100
    rest = purchases.refund(desk, made.id, reason="rest")
    assert half.points_taken + rest.points_taken == made.points_earned
    assert checks.run(desk) == ()


def test_what_multiplied_the_points_is_kept_with_the_rule_of_the_receipt(
    desk: Desk, member: int
) -> None:
    first = promotions.add(desk, name="双倍", offer=promotions.points(200))
    second = promotions.add(desk, name="三倍", offer=promotions.points(150))
    other = Covers(categories=("茶",))
    promotions.add(desk, name="茶", offer=promotions.points(900), covers=other)
    made = buy(desk, member=member, amount=1050)
    assert made.points_earned == 31
    rule, percent = desk.db.execute_sql(
        "SELECT rule, points_percent FROM purchase JOIN purchase_line ON purchase_id = id"
    ).fetchone()
    assert rule == f"[1, 100, 100, 100, 100, 100, [[{first.id}, 200], [{second.id}, 150]]]"
    assert percent == 300
    promotions.close(desk, first.id)
    assert purchases.refund(desk, made.id, amount=50, reason="part").points_taken == 1


@pytest.mark.parametrize(
    ("born", "points_earned"),
    [
        ({"birthday": date(1990, 10, 14)}, 10),
        ({"birthday": date(1990, 10, 15)}, 20),
        ({"birthday": (10, 16)}, 10),
        ({"lunar_birthday": (9, 5)}, 10),
        ({"lunar_birthday": (9, 6)}, 20),
        ({"lunar_birthday": (9, 7)}, 10),
        ({}, 10),
    ],
)
def test_points_are_doubled_on_the_birthday(
    desk: Desk, born: dict[str, Any], points_earned: int
) -> None:
    who = members.register(desk, name="李四", **born).id
    promotions.add(desk, name="生日", offer=promotions.points(200, on_birthday=True))
    assert purchases.quote(desk, member=who, amount=1000).points_earned == points_earned


MOVED = [
    # rewarded on, moved to, that many points for 10.00
    ("2026-10-15", date(1990, 10, 16), "2026-10-16", 10),
    ("2026-10-15", (9, 6), "2027-10-05", 20),
    ("2026-10-15", date(1990, 8, 11), "2027-08-11", 10),
    ("2026-10-15", date(1990, 8, 12), "2027-08-12", 20),
    ("2027-01-05", date(1990, 12, 20), "2027-12-20", 10),
    ("2027-01-05", date(1990, 1, 6), "2028-01-06", 20),
]


@pytest.mark.parametrize(("first", "moved", "then", "points_earned"), MOVED)
def test_a_birthday_that_moves_is_rewarded_once_a_year(
    desk: Desk, clock: SetClock, first: str, moved: Any, then: str, points_earned: int
) -> None:
    def on(day: str) -> None:
        clock.now = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC)

    on(first)
    who = members.register(desk, name="李四", birthday=date.fromisoformat(first)).id
    promotions.add(desk, name="生日", offer=promotions.points(200, on_birthday=True))
    for _ in range(2):
        assert buy(desk, member=who, amount=1000).points_earned == 20
    name = "lunar_birthday" if isinstance(moved, tuple) else "birthday"
    members.edit(desk, who, reason="so", **{"birthday": None, name: moved})
    on(then)
    assert buy(desk, member=who, amount=1000).points_earned == points_earned


def test_a_birthday_whose_receipts_came_back_was_not_rewarded(desk: Desk, clock: SetClock) -> None:
    who = members.register(desk, name="李四", birthday=date(1990, 10, 15)).id
    promotions.add(desk, name="生日", offer=promotions.points(200, on_birthday=True))
    made = buy(desk, member=who, amount=1000)
    members.edit(desk, who, birthday=date(1990, 10, 16), reason="so")
    clock.tick(days=1)
    assert purchases.quote(desk, member=who, amount=1000).points_earned == 10
    purchases.refund(desk, made.id, reason="back")
    assert purchases.quote(desk, member=who, amount=1000).points_earned == 20


def test_goods_of_some_categories_earn_no_points(desk: Desk, member: int, tea: int) -> None:
    cup = products.add(desk, name="杯", category="器", price=1000).id
    settings.edit(desk, unearning_categories=("器",))
    made = buy(desk, member=member, lines=[(tea, 1), (cup, 1)])
    assert made.points_earned == 68
    settings.edit(desk, unearning_categories=())
    assert purchases.preview_refund(desk, made.id, lines=[(2, 1)]).points_taken == 0
    assert checks.run(desk) == ()


# --- vouchers together ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "is_taken"),
    [
        ({}, {}, True),
        ({"stacking": "A"}, {"stacking": "B"}, True),
        ({"stacking": "A"}, {"stacking": " A "}, False),
        ({"is_alone": True}, {}, False),
        ({}, {"is_alone": True}, False),
    ],
)
def test_vouchers_say_which_others_they_go_with(
    desk: Desk, member: int, one: dict[str, Any], other: dict[str, Any], is_taken: bool
) -> None:
    codes = [vouchers.issue(desk, member, amount=100, **more).code for more in (one, other)]
    if is_taken:
        assert buy(desk, member=member, amount=1000, vouchers=codes).total == 800
    else:
        refused("voucher_together", purchases.quote, desk, member=member, amount=1000,
                vouchers=codes)  # fmt: skip


@pytest.mark.parametrize("both", [(True, True), (True, False), (False, True), (False, False)])
def test_two_vouchers_of_one_rule_go_together_where_the_rule_says_so(
    desk: Desk, member: int, both: tuple[bool, bool]
) -> None:
    is_several, is_other_several = both
    reward = rewards.voucher(amount=100, stacking="", is_several=is_several)
    rule = rewards.add(desk, name="up", trigger=rewards.upgrade("silver"), reward=reward)
    assert rewards.rules(desk)[0].rewards == (reward,)
    buy(desk, member=member, amount=100_000)
    second = vouchers.issue(desk, member, amount=100, is_several=is_other_several)
    desk.db.execute_sql("DROP TRIGGER voucher_fixed")
    desk.db.execute_sql("UPDATE voucher SET rule_id = ? WHERE id = ?", (rule.id, second.id))
    codes = [voucher.code for voucher in vouchers.of_member(desk, member)]
    if all(both):
        assert steps(desk, member=member, amount=1000, vouchers=codes)[-1] == ("voucher", -100)
    else:
        refused("voucher_together", purchases.quote, desk, member=member, amount=1000,
                vouchers=codes)  # fmt: skip


@pytest.mark.parametrize("more", [{"stacking": "x" * 65}, {"is_alone": 1}, {"is_several": None}])
def test_a_promise_that_cannot_be_kept_so_is_refused(
    desk: Desk, member: int, more: dict[str, Any]
) -> None:
    code = "text" if "stacking" in more else "choice"
    refused(code, vouchers.issue, desk, member, amount=100, **more)

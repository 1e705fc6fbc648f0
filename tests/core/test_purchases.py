"""A purchase is priced, paid and recorded all at once, or not at all."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shopdesk import (
    Refused,
    gifts,
    members,
    points,
    products,
    purchases,
    rewards,
    settings,
    tiers,
    vouchers,
)
from shopdesk.money import LARGEST
from shopdesk.purchases import Purchase
from shopdesk.shop import Desk
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)
TABLES = (
    "purchase", "purchase_line", "payment", "lot", "entry", "member_day", "tier_change", "event",
    "voucher_event", "voucher_use", "account",
)  # fmt: skip


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    return {table: desk.db.execute_sql(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda refusal: refusal.code == code)


def buy(desk: Desk, member: int | None, amount: int, **more: object) -> Purchase:
    """Buy for an amount and pay what it comes to in cash."""
    quoted = purchases.quote(
        desk, member=member, amount=amount,
        **{name: more[name] for name in ("vouchers", "points") if name in more},  # type: ignore[arg-type]
    )  # fmt: skip
    more.setdefault("pay", {"cash": quoted.due})
    return purchases.record(desk, member=member, amount=amount, **more)  # type: ignore[arg-type]


# --- what is kept -----------------------------------------------------------------------------


def test_a_purchase_of_lines_is_returned_as_it_is_read_back(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    made = purchases.record(
        desk, member=member, lines=[(tea, "0.125"), (cup, 2)],
        pay={"wechat": 850, "cash": 2500}, cash_given=5000, key="till-1:1",
    )  # fmt: skip
    assert made == purchases.get(desk, made.id)
    assert (made.number, made.member_id, made.on) == ("000001", member, TODAY)
    assert (made.goods, made.total, made.points_earned, made.change) == (3350, 3350, 33, 2500)
    assert [(x.quantity, x.amount, x.paid) for x in made.lines] == [
        (Decimal("0.125"), 850, 850), (2, 2500, 2500),
    ]  # fmt: skip
    assert made.payments == {"cash": 2500, "wechat": 850}
    assert (made.refunded, made.voided) == (0, False)


def test_a_purchase_with_every_step_is_returned_as_it_is_read_back(
    desk: Desk, member: int, tea: int
) -> None:
    buy(desk, member, 100_000)
    points.adjust(desk, member, 500, reason="start")
    ten_off = vouchers.issue(desk, member, percent_off=10).code
    thirty = vouchers.issue(desk, None, amount=3000).code
    quoted = purchases.quote(
        desk, member=member, lines=[(tea, 2), (tea, "0.5")], vouchers=[thirty, ten_off], points=250
    )
    assert [(s.kind, s.amount) for s in quoted.steps] == [
        ("tier", -340), ("voucher", -1666), ("voucher", -3000), ("points", -200),
    ]  # fmt: skip
    made = purchases.record(
        desk, member=member, lines=[(tea, 2), (tea, "0.5")], vouchers=[thirty, ten_off], points=250,
        pay={"card": quoted.due},
    )  # fmt: skip
    assert made == purchases.get(desk, made.id)
    assert made.steps == quoted.steps
    assert made.total == quoted.due == 17000 - 340 - 1666 - 3000 - 200
    assert (made.points_used, made.points_earned) == (200, quoted.points_earned)
    assert made.points_earned == made.total * 120 // 10000


def test_the_moment_of_a_purchase_is_told_as_finely_as_it_is_kept(
    desk: Desk, member: int, clock: SetClock
) -> None:
    clock.tick(microseconds=123_999)
    made = buy(desk, member, 5000)
    assert made.at.microsecond == 123_000
    assert made == purchases.get(desk, made.id)


def test_a_walk_in_earns_nothing_and_stands_on_no_tier(desk: Desk) -> None:
    made = buy(desk, None, 5000)
    assert (made.member_id, made.points_earned, made.tier) == (None, 0, None)
    assert made == purchases.get(desk, made.id)


def test_a_receipt_of_nothing_is_a_receipt(desk: Desk, member: int) -> None:
    made = purchases.record(desk, member=member, amount=0, pay={"cash": 0})
    assert (made.total, made.payments, made.points_earned) == (0, {}, 0)
    assert members.get(desk, member).lifecycle == "new"
    assert rows(desk)["member_day"] == [(member, TODAY.toordinal(), 1, 1, 0, 0)]


# --- paying -----------------------------------------------------------------------------------


@pytest.mark.parametrize("paid", [4819, 4821, 0])
def test_a_payment_one_fen_off_is_refused(desk: Desk, member: int, paid: int) -> None:
    before = rows(desk)
    with refused("payment_mismatch"):
        purchases.record(desk, member=member, amount=4820, pay={"cash": paid})
    assert rows(desk) == before


def test_parts_that_sum_by_a_negative_one_are_refused(desk: Desk) -> None:
    with refused("amount"):
        purchases.record(desk, amount=4820, pay={"cash": 4821, "card": -1})


@pytest.mark.parametrize(("given", "change"), [(3000, 0), (3001, 1), (10000, 7000)])
def test_change_is_what_was_given_over_the_cash_part(desk: Desk, given: int, change: int) -> None:
    made = purchases.record(desk, amount=4820, pay={"cash": 3000, "wechat": 1820}, cash_given=given)
    assert made.change == change


def test_less_cash_than_the_cash_part_is_refused(desk: Desk) -> None:
    with refused("payment_mismatch"):
        purchases.record(desk, amount=4820, pay={"cash": 3000, "card": 1820}, cash_given=2999)


@pytest.mark.parametrize("tender", ["imported", "principal", "bonus", "gold", ""])
def test_only_the_tills_tenders_are_taken(desk: Desk, tender: str) -> None:
    with refused("choice"):
        purchases.record(desk, amount=100, pay={tender: 100})


# --- amounts that are none --------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount", [-1, 1.0, 12.5, True, False, "100", Decimal(100), LARGEST, 10**30]
)
def test_what_is_no_whole_amount_is_refused(desk: Desk, member: int, amount: object) -> None:
    with refused("amount"):
        purchases.quote(desk, member=member, amount=amount)  # type: ignore[arg-type]
    with refused("amount"):
        purchases.record(desk, member=member, amount=amount, pay={"cash": 100})  # type: ignore[arg-type]
    with refused("amount"):
        purchases.record(desk, amount=100, pay={"cash": amount})  # type: ignore[dict-item]
    with refused("amount"):
        purchases.record(desk, amount=100, pay={"cash": 100}, cash_given=amount)  # type: ignore[arg-type]


def test_the_largest_amount_is_recorded(desk: Desk, member: int) -> None:
    made = buy(desk, member, LARGEST - 1)
    assert (made.total, made.points_earned) == (LARGEST - 1, (LARGEST - 1) // 100)


@pytest.mark.parametrize("points_wanted", [-100, 1.5, True, LARGEST])
def test_what_is_no_number_of_points_is_refused(
    desk: Desk, member: int, points_wanted: object
) -> None:
    with refused("amount"):
        purchases.quote(desk, member=member, amount=100, points=points_wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "quantity", [0, -1, "0", "1.0005", 1.5, True, "nan", "inf", 10**6, "x", "9e999999", None, ()]
)
def test_what_is_no_quantity_is_refused(desk: Desk, tea: int, quantity: object) -> None:
    with refused("quantity"):
        purchases.quote(desk, lines=[(tea, quantity)])  # type: ignore[list-item]


def test_lines_too_large_alone_or_together_are_refused(desk: Desk) -> None:
    dear = products.add(desk, name="dear", price=6 * 10**12, category="").id
    assert purchases.quote(desk, lines=[(dear, 1)]).due == 6 * 10**12
    with refused("amount"):
        purchases.quote(desk, lines=[(dear, 2)])
    with refused("amount"):
        purchases.record(
            desk, lines=[(dear, 1), (dear, 1)], pay={"cash": 9 * 10**12, "card": 3 * 10**12}
        )


def test_more_points_than_can_be_kept_are_not_earned(desk: Desk, member: int) -> None:
    settings.edit(desk, earn_points=100)
    with refused("amount"):
        settings.edit(desk, earn_per=0)
    settings.edit(desk, earn_points=1000)
    with refused("amount"):
        purchases.record(desk, member=member, amount=10**12, pay={"cash": 10**12})


@pytest.mark.parametrize(("amount", "lines"), [(None, None), (None, []), (100, [(1, 1)])])
def test_either_an_amount_or_lines_are_bought(
    desk: Desk, amount: int | None, lines: Sequence[tuple[int, int]] | None
) -> None:
    with refused("content"):
        purchases.quote(desk, amount=amount, lines=lines)


def test_unknown_and_discontinued_products_are_refused(desk: Desk, tea: int) -> None:
    with refused("unknown_product"):
        purchases.quote(desk, lines=[(tea, 1), (99, 1)])
    products.edit(desk, tea, discontinued=True)
    with refused("unknown_product"):
        purchases.quote(desk, lines=[(tea, 1)])


# --- who --------------------------------------------------------------------------------------


def test_an_unknown_or_closed_member_is_refused(desk: Desk, member: int) -> None:
    with refused("unknown_member"):
        purchases.quote(desk, member=99, amount=100)
    desk.db.execute_sql("UPDATE member SET closed_on = ? WHERE id = ?", (1, member))
    with refused("member_closed"):
        purchases.record(desk, member=member, amount=100, pay={"cash": 100})


# --- points as money --------------------------------------------------------------------------


@pytest.mark.parametrize("short", [0, 1])
def test_no_more_points_are_taken_than_the_member_has(desk: Desk, member: int, short: int) -> None:
    points.adjust(desk, member, 300 - short, reason="start")
    if short:
        with refused("not_enough_points"):
            purchases.quote(desk, member=member, amount=1000, points=300)
    else:
        assert buy(desk, member, 1000, points=300).total == 700


def test_a_walk_in_has_no_points_to_spend(desk: Desk) -> None:
    with refused("not_enough_points"):
        purchases.quote(desk, amount=1000, points=100)


def test_points_are_clamped_to_what_is_due(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 5000, reason="start")
    made = buy(desk, member, 1099, points=5000)
    assert (made.points_used, made.total, made.points_earned) == (1000, 99, 0)
    assert points.balance(desk, member) == 4000


# --- vouchers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "is_taken"), [(39999, False), (40000, True), (40001, True)])
def test_a_minimum_is_reached_to_the_fen(
    desk: Desk, member: int, amount: int, is_taken: bool
) -> None:
    code = vouchers.issue(desk, member, amount=3000, minimum=40000).code
    if is_taken:
        assert purchases.quote(desk, member=member, amount=amount, vouchers=[code]).due == (
            amount - 3000
        )
    else:
        with refused("voucher_minimum"):
            purchases.quote(desk, member=member, amount=amount, vouchers=[code])


@pytest.mark.parametrize(("amount", "is_taken"), [(10203, False), (10204, True), (10205, True)])
def test_a_minimum_is_tested_after_the_tiers_discount(
    desk: Desk, member: int, amount: int, is_taken: bool
) -> None:
    buy(desk, member, 100_000)
    code = vouchers.issue(desk, member, amount=100, minimum=10000).code
    if is_taken:
        assert purchases.quote(desk, member=member, amount=amount, vouchers=[code]).steps[1] == (
            "voucher", -100, "¥1 off from ¥100",
        )  # fmt: skip
    else:
        with refused("voucher_minimum"):
            purchases.quote(desk, member=member, amount=amount, vouchers=[code])


@pytest.mark.parametrize(("amount", "is_taken"), [(9999, False), (10000, True), (10001, True)])
def test_two_vouchers_need_the_sum_of_their_minimums(
    desk: Desk, member: int, amount: int, is_taken: bool
) -> None:
    codes = [
        vouchers.issue(desk, member, amount=500, minimum=4000).code,
        vouchers.issue(desk, member, percent_off=10, minimum=6000).code,
    ]
    if is_taken:
        assert buy(desk, member, amount, vouchers=codes).total == amount - amount // 10 - 500
    else:
        with refused("voucher_minimum"):
            buy(desk, member, amount, vouchers=codes)


def test_two_vouchers_of_one_rule_are_not_taken_together(desk: Desk, member: int) -> None:
    rewards.add(
        desk, name="up", trigger=rewards.upgrade("silver"), reward=rewards.voucher(amount=100)
    )
    buy(desk, member, 100_000)
    (first,) = vouchers.of_member(desk, member)
    second = vouchers.issue(desk, member, amount=200)
    desk.db.execute_sql("DROP TRIGGER voucher_fixed")
    desk.db.execute_sql("UPDATE voucher SET rule_id = ? WHERE id = ?", (first.rule_id, second.id))
    with refused("voucher_together"):
        purchases.quote(desk, member=member, amount=5000, vouchers=[first.code, second.code])


def test_the_same_voucher_scanned_twice_counts_once(desk: Desk, member: int) -> None:
    code = vouchers.issue(desk, member, amount=300).code
    assert buy(desk, member, 1000, vouchers=[code, code]).total == 700


def test_a_voucher_that_lowers_nothing_is_refused_and_stays_valid(desk: Desk, member: int) -> None:
    whole = vouchers.issue(desk, member, amount=1000).code
    useless = vouchers.issue(desk, member, amount=1).code
    with refused("voucher_useless"):
        purchases.quote(desk, member=member, amount=1000, vouchers=[whole, useless])
    assert buy(desk, member, 1000, vouchers=[whole]).total == 0
    assert vouchers.inspect(desk, useless).state == "issued"


def test_a_used_voucher_is_refused_and_the_try_is_kept(desk: Desk, member: int) -> None:
    code = vouchers.issue(desk, member, amount=100).code
    buy(desk, member, 1000, vouchers=[code])
    before = rows(desk)
    with refused("voucher_used"):
        purchases.record(desk, member=member, amount=1000, vouchers=[code], pay={"cash": 900})
    after = rows(desk)
    *_, last = after.pop("event")
    before.pop("event")
    assert after == before
    told = json.loads(last[10])  # type: ignore[arg-type]
    assert (told["code"], told["refusal"]) == (code, "voucher_used")


def test_gift_vouchers_and_other_members_vouchers_lower_no_price(desk: Desk, member: int) -> None:
    other = members.register(desk, name="李四").id
    gift = gifts.add(desk, name="bag", stock=3)
    mine = vouchers.issue(desk, member, gift=gift.id).code
    theirs = vouchers.issue(desk, other, amount=100).code
    with refused("voucher_kind"):
        purchases.quote(desk, member=member, amount=1000, vouchers=[mine])
    for who in (member, None):
        with refused("voucher_member"):
            purchases.quote(desk, member=who, amount=1000, vouchers=[theirs])


# --- late entries -----------------------------------------------------------------------------


@pytest.mark.parametrize(("days_late", "is_taken"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_receipt_may_be_seven_days_late(
    desk: Desk, member: int, days_late: int, is_taken: bool
) -> None:
    on = TODAY - timedelta(days=days_late)
    if is_taken:
        made = buy(desk, member, 1000, on=on)
        assert made.on == on
        assert rows(desk)["member_day"] == [(member, on.toordinal(), 1, 1, 1000, 10)]
        assert points.lots(desk, member)[0].earned_on == on
    else:
        with refused("back_dated"):
            buy(desk, member, 1000, on=on)


def test_a_late_receipt_takes_the_tier_held_at_the_end_of_its_day(
    desk: Desk, member: int, clock: SetClock
) -> None:
    clock.tick(days=2)
    buy(desk, member, 100_000)
    clock.tick(days=2)
    before = purchases.record(
        desk, member=member, amount=1000, pay={"cash": 1000}, on=TODAY + timedelta(days=1)
    )
    after = purchases.record(
        desk, member=member, amount=1000, pay={"cash": 980}, on=TODAY + timedelta(days=2)
    )
    assert (before.tier, before.points_earned) == ("member", 10)
    assert (after.tier, after.points_earned) == ("silver", 11)


def test_a_late_receipt_can_lift_a_member_today(desk: Desk, member: int) -> None:
    buy(desk, member, 99_999)
    buy(desk, member, 1, on=TODAY - timedelta(days=1))
    assert tiers.why(desk, member).since_on == TODAY
    assert members.get(desk, member).tier.code == "silver"


def test_a_late_entry_takes_a_managers_right(cashier: Desk) -> None:
    with refused("permission"):
        purchases.record(cashier, amount=100, pay={"cash": 100}, on=TODAY - timedelta(days=1))


# --- tiers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spend", "tier"), [(99_999, "member"), (100_000, "silver"), (300_000, "gold")]
)
def test_an_upgrade_takes_effect_from_the_next_receipt(
    desk: Desk, member: int, spend: int, tier: str
) -> None:
    quoted = purchases.quote(desk, member=member, amount=spend)
    assert quoted.tier_after is not None
    assert quoted.tier_after.code == tier
    assert buy(desk, member, spend).tier == "member"
    assert members.get(desk, member).tier.code == tier
    assert buy(desk, member, 10_000).tier == tier

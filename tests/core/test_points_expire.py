"""Points end: on their day, once, whoever looks first; refunds know of it (9.10, 9.16, 9.29)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    Refused,
    checks,
    days,
    figures,
    imports,
    members,
    points,
    purchases,
    roster,
    settings,
)
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def lives(desk: Desk, policy: str, count: int) -> None:
    settings.edit(desk, points_expiry=policy, points_expiry_count=count)


def buy(desk: Desk, member: int, amount: int, **more: object) -> int:
    due = purchases.quote(
        desk, member=member, amount=amount, points=int(str(more.get("points", 0)))
    ).due
    sold = purchases.record(desk, member=member, amount=amount, pay={"cash": due}, **more)  # type: ignore[arg-type]
    return sold.id


def go_on(desk: Desk, clock: "SetClock", by: int) -> None:
    """Days pass; the shop is opened often enough for its clock to be believed."""
    while by:
        step = min(by, 40)
        clock.tick(days=step)
        by -= step
        days.run(desk)


def expired(desk: Desk) -> list[tuple[int, date]]:
    rows = desk.db.execute_sql("SELECT amount, on_day FROM entry WHERE kind = 'expired'")
    return [(amount, date.fromordinal(on)) for amount, on in rows]


def held(desk: Desk, member: int) -> list[tuple[int, date | None]]:
    assert checks.run(desk) == ()
    return [(lot.remaining, lot.expires_on) for lot in points.lots(desk, member)]


# --- on their day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-10-25T18:59:59", 100),  # 02:59:59 in the shop: still the 25th
        ("2026-10-25T19:00:00", 0),  # 03:00: the 26th
    ],
)
@pytest.mark.parametrize("is_run", [False, True])
def test_points_can_be_spent_until_the_business_day_of_their_last_day_has_ended(
    desk: Desk, clock: "SetClock", member: int, now: str, left: int, *, is_run: bool
) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    clock.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    if is_run:
        assert days.run(desk).points_expired == 100 - left
    assert members.get(desk, member).points == points.balance(desk, member) == left
    assert members.find(desk, "张三丰")[0].points == left
    assert roster.window(desk, [member])[0].points == left
    assert sum(lot.remaining for lot in points.lots(desk, member)) == left
    if left:
        assert points.next_expiry(desk, member) == (date(2026, 10, 25), 100)
        buy(desk, member, 10_000, points=100)
    else:
        assert points.next_expiry(desk, member) is None
        with pytest.raises(Refused) as refused:
            buy(desk, member, 10_000, points=100)
        assert refused.value.code == "not_enough_points"
    assert checks.run(desk) == ()


def test_what_is_past_its_day_is_written_off_once_and_dated_the_day_after_it(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    days.run(desk)
    clock.tick(days=30)
    assert days.run(desk).points_expired == 100
    assert days.run(desk).points_expired == 0
    assert expired(desk) == [(-100, date(2026, 10, 26))]
    assert held(desk, member) == []


def _buys(desk: Desk, member: int) -> None:
    buy(desk, member, 500)


def _adjusts(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 5, reason="sorry")


def _refunds(desk: Desk, member: int) -> None:
    purchases.refund(desk, 2, amount=100, reason="dent")


@pytest.mark.parametrize("act", [_buys, _adjusts, _refunds])
def test_who_is_written_to_first_loses_first_what_is_past(
    desk: Desk, clock: "SetClock", member: int, act: Callable[[Desk, int], None]
) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    lives(desk, "never", 1)
    buy(desk, member, 2_000)
    clock.tick(days=11)
    act(desk, member)
    assert expired(desk) == [(-100, date(2026, 10, 26))]
    assert days.run(desk).points_expired == 0
    assert checks.run(desk) == ()


def test_a_new_policy_touches_only_new_points(desk: Desk, clock: "SetClock", member: int) -> None:
    buy(desk, member, 10_000)
    lives(desk, "days", 10)
    buy(desk, member, 5_000)
    lives(desk, "months", 1)
    points.adjust(desk, member, 7, reason="gift")
    assert held(desk, member) == [(50, date(2026, 10, 25)), (7, date(2026, 11, 15)), (100, None)]
    assert points.next_expiry(desk, member) == (date(2026, 10, 25), 50)
    go_on(desk, clock, 40)
    assert held(desk, member) == [(100, None)]


def test_points_of_a_receipt_entered_late_live_30_days_from_its_entry(
    desk: Desk, member: int
) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000, on=TODAY - timedelta(days=3))
    assert held(desk, member) == [(100, TODAY + timedelta(days=30))]


def test_while_the_clock_is_not_believed_nothing_is_written_off(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 10)
    buy(desk, member, 10_000)
    clock.tick(days=400)
    buy(desk, member, 500)
    assert expired(desk) == []


# --- idle -------------------------------------------------------------------------------------


def test_idle_points_live_on_with_each_receipt_and_not_with_gifts(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "idle", 1)
    buy(desk, member, 10_000)
    assert held(desk, member) == [(100, date(2026, 11, 15))]
    go_on(desk, clock, 31)  # 15 November, their last day
    sold = buy(desk, member, 100)
    assert held(desk, member) == [(100, date(2026, 12, 15)), (1, date(2026, 12, 15))]
    purchases.void(desk, sold, reason="wrong")
    assert held(desk, member) == [(100, date(2026, 11, 15))]
    points.adjust(desk, member, 5, reason="gift")
    assert held(desk, member) == [(100, date(2026, 11, 15)), (5, date(2026, 11, 15))]
    go_on(desk, clock, 1)
    assert expired(desk) == [(-100, date(2026, 11, 16)), (-5, date(2026, 11, 16))]
    points.adjust(desk, member, 5, reason="gift")
    assert held(desk, member) == [(5, date(2026, 12, 16))]


# --- refunds ----------------------------------------------------------------------------------


def test_what_expired_of_a_receipts_own_points_counts_as_taken_back(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 10)
    sold = buy(desk, member, 50_000)
    spent = purchases.record(desk, member=member, amount=200, points=200, pay={})
    assert spent.points_used == 200
    clock.tick(days=11)
    half = purchases.preview_refund(desk, sold, amount=25_000)
    assert half.points_taken == 0
    assert purchases.refund(desk, sold, amount=25_000, reason="dent").points_taken == 0
    assert purchases.refund(desk, sold, reason="all").points_taken == 200
    assert points.balance(desk, member) == -200
    assert checks.run(desk) == ()
    (kept,) = desk.db.execute_sql("SELECT SUM(points) FROM member_day").fetchone()
    assert kept == 0


@pytest.mark.parametrize(
    ("life", "used_after", "left"), [(20, 5, 15), (40, 10, 30), (41, 10, 30), (39, 10, 29)]
)
def test_points_that_return_to_an_ended_lot_live_as_long_as_it_had_left_at_most_30_days(
    desk: Desk, clock: "SetClock", member: int, life: int, used_after: int, left: int
) -> None:
    lives(desk, "days", life)
    points.adjust(desk, member, 100, reason="start")
    lives(desk, "never", 1)
    clock.tick(days=used_after)
    used = purchases.record(desk, member=member, amount=100, points=100, pay={}).id
    go_on(desk, clock, 60)
    seen = purchases.preview_refund(desk, used)
    assert seen.points_returned == 100
    purchases.refund(desk, used, reason="back")
    today = desk.today()
    assert held(desk, member) == [(100, today + timedelta(days=left))]
    again = purchases.record(desk, member=member, amount=100, points=100, pay={}).id
    go_on(desk, clock, 40)
    purchases.refund(desk, again, reason="back")
    assert held(desk, member) == [(100, desk.today() + timedelta(days=left))]


def test_points_return_to_a_lot_that_has_not_ended_with_its_own_day(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 10)
    points.adjust(desk, member, 100, reason="start")
    used = purchases.record(desk, member=member, amount=100, points=100, pay={}).id
    days.run(desk)
    clock.tick(days=10)
    purchases.refund(desk, used, reason="back")
    assert held(desk, member) == [(100, date(2026, 10, 25))]
    go_on(desk, clock, 1)
    assert held(desk, member) == []


def test_what_returned_from_a_receipts_own_points_and_ended_counts_as_taken_back_too(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 10)
    sold = buy(desk, member, 50_000)
    used = purchases.record(desk, member=member, amount=200, points=200, pay={}).id
    go_on(desk, clock, 11)
    purchases.refund(desk, used, reason="back")
    assert held(desk, member) == [(200, desk.today() + timedelta(days=10))]
    go_on(desk, clock, 11)
    assert held(desk, member) == []
    purchases.refund(desk, sold, reason="all")
    assert points.balance(desk, member) == 0
    assert checks.run(desk) == ()


@pytest.mark.parametrize("parts", [[50_000], [1, 24_999, 25_000], [12_345] * 4 + [620]])
@pytest.mark.parametrize("after", [5, 10, 11, 40])
def test_many_small_refunds_equal_one_large_one_though_points_have_ended(
    desk: Desk, clock: "SetClock", member: int, parts: list[int], after: int
) -> None:
    lives(desk, "days", 10)
    points.adjust(desk, member, 100, reason="start")
    sold = purchases.record(desk, member=member, amount=50_100, points=100, pay={"cash": 50_000}).id
    purchases.record(desk, member=member, amount=300, points=300, pay={})
    go_on(desk, clock, after)
    done = [purchases.refund(desk, sold, amount=part, reason="part") for part in parts]
    rest = purchases.refund(desk, sold, reason="rest") if not done[-1].is_whole else None
    every = [*done, *([rest] if rest else [])]
    assert sum(one.points_returned for one in every) == 100
    assert sum(one.points_taken for one in every) == (500 if after <= 10 else 300)
    assert points.balance(desk, member) == -200
    assert checks.run(desk) == ()


def test_the_daily_run_looks_at_no_account_of_which_nothing_ends(desk: Desk) -> None:
    plan = desk.db.execute_sql(
        "EXPLAIN QUERY PLAN SELECT member_id, account FROM account WHERE next_on < 1"
    ).fetchall()
    assert any("account_next_on" in row[3] for row in plan)


def test_a_purchase_of_who_has_nothing_that_ends_leaves_no_day_to_look_at(
    desk: Desk, member: int
) -> None:
    buy(desk, member, 10_000)
    assert desk.db.execute_sql("SELECT next_on FROM account").fetchall() == [(None,)]


# --- the month --------------------------------------------------------------------------------


def test_the_months_figures_show_what_expired_in_the_month_of_its_day(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    lives(desk, "days", 16)  # 31 October is the last day
    buy(desk, member, 10_000)
    go_on(desk, clock, 40)
    assert figures.month(desk, 2026, 10).points == figures.PointsFigures(0, 100, 0, 0, 0, 100, 0)
    assert figures.month(desk, 2026, 11).points == figures.PointsFigures(100, 0, 0, 0, 100, 0, 0)


# --- no free lunch ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("policy", "count"), [("days", 20), ("month_end", 0), ("idle", 1)])
def test_after_refunding_everything_nobody_holds_more_than_was_given_by_hand_and_has_not_ended(
    desk: Desk, clock: "SetClock", member: int, policy: str, count: int, seed: int
) -> None:
    lives(desk, policy, count)
    random, sold, given = Random(seed), [], 0
    for _ in range(40):
        clock.tick(days=random.choice((0, 0, 1, 5, 12)))
        if random.random() < 0.6:
            days.run(desk)
        act, held_now = random.random(), points.balance(desk, member)
        if act < 0.2:
            points.adjust(desk, member, 150, reason="gift")
            given += 150
        elif act < 0.75:
            spending = min(max(0, held_now) // 100 * 100, 400)
            sold.append(buy(desk, member, random.choice((400, 9_000, 30_000)), points=spending))
        elif sold:
            _refund_part(desk, random.choice(sold), random)
        assert members.get(desk, member).points == points.balance(desk, member)
    for receipt in sold:
        if purchases.get(desk, receipt).refunded < purchases.get(desk, receipt).total:
            purchases.refund(desk, receipt, reason="all")
    days.run(desk)
    assert checks.run(desk) == ()
    (ended,) = desk.db.execute_sql(_ENDED_GIFTS).fetchone()
    assert points.balance(desk, member) <= given - ended


def _refund_part(desk: Desk, receipt: int, random: Random) -> None:
    left = purchases.get(desk, receipt).total - purchases.get(desk, receipt).refunded
    if left:
        part = random.choice((left, max(1, left // 3)))
        seen = purchases.preview_refund(desk, receipt, amount=part)
        done = purchases.refund(desk, receipt, amount=part, reason="part")
        assert replace(seen, id=done.id) == done


_ENDED_GIFTS = """
    WITH RECURSIVE gift (lot) AS (
        SELECT lot_id FROM entry WHERE kind = 'adjusted' AND amount > 0 AND lot_id IS NOT NULL
        UNION SELECT e.lot_id FROM gift JOIN entry AS e ON e.origin_id = gift.lot)
    SELECT COALESCE(-SUM(amount), 0) FROM entry
    WHERE kind = 'expired' AND lot_id IN (SELECT lot FROM gift)"""


def test_history_from_a_file_lives_as_of_its_own_days(
    desk: Desk, clock: "SetClock", member: int, tmp_path: Path
) -> None:
    lives(desk, "idle", 3)
    table = tmp_path / "old.csv"
    table.write_text(
        "date,amount,member_number,receipt\n"
        f"2026-03-01,100.00,{members.get(desk, member).number},A1\n"
        f"2026-05-30,50.00,{members.get(desk, member).number},A2\n"
        f"2026-08-10,30.00,{members.get(desk, member).number},A3\n",
        encoding="utf-8",
    )
    imports.purchases(desk, table)
    assert held(desk, member) == [(part, date(2026, 11, 10)) for part in (100, 50, 30)]
    lives(desk, "days", 100)
    table.write_text(
        "date,amount,member_number,receipt\n"
        f"2026-03-02,100.00,{members.get(desk, member).number},B1\n",
        encoding="utf-8",
    )
    imports.purchases(desk, table)
    assert points.balance(desk, member) == 180
    assert days.run(desk).points_expired == 100
    assert expired(desk) == [(-100, date(2026, 6, 11))]
    assert held(desk, member) == [(part, date(2026, 11, 10)) for part in (100, 50, 30)]


def test_an_exchange_knows_of_points_that_have_ended(
    desk: Desk, clock: "SetClock", member: int, tea: int, cup: int
) -> None:
    lives(desk, "days", 10)
    sold = purchases.record(desk, member=member, lines=[(tea, 1)], pay={"cash": 6800})
    clock.tick(days=11)
    seen = purchases.preview_exchange(desk, sold.id, returned=[(1, 1)], lines=[(cup, 1)])
    done = purchases.exchange(
        desk, sold.id, returned=[(1, 1)], lines=[(cup, 1)], pay={}, reason="a cup instead"
    )
    assert seen.refund.points_taken == done.refund.points_taken == 0
    assert held(desk, member) == [(12, date(2026, 11, 5))]
    assert expired(desk) == [(-68, date(2026, 10, 26))]


def test_idle_points_of_a_receipt_entered_late_live_30_days_and_on_with_each_receipt(
    desk: Desk, member: int
) -> None:
    """Entered on 15 October for the 9th: the month would be over on 9 November (9.21, 9.29)."""
    lives(desk, "idle", 1)
    back_dated = desk.today() - timedelta(days=6)
    purchases.record(desk, member=member, amount=10_000, pay={"cash": 10_000}, on=back_dated)
    assert points.next_expiry(desk, member) == (date(2026, 11, 14), 100)
    desk.shop.clock.now += timedelta(days=5)  # type: ignore[attr-defined]
    purchases.record(desk, member=member, amount=0, pay={})
    assert points.next_expiry(desk, member) == (date(2026, 11, 20), 100)
    assert checks.run(desk) == ()

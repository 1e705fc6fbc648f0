"""The month in figures: every name, by a month made by hand and by a second, plain way to count."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    backups,
    checks,
    days,
    figures,
    figures_knowing,
    gifts,
    members,
    months,
    permissions,
    points,
    purchases,
    settings,
    staff,
    tiers,
    vouchers,
)
from shopdesk.clock import month_bounds
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

if TYPE_CHECKING:
    from tests.conftest import SetClock


def go(desk: Desk, day: str) -> None:
    """Set the clock to noon of a day."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=desk.shop.zone)
    desk.shop.clock.now = noon.astimezone(UTC)  # type: ignore[attr-defined]


def pay(desk: Desk, member: int | None, amount: int, on: date | None = None, **more: object):
    due = purchases.quote(desk, member=member, amount=amount, **more).due if on is None else amount
    pay = {"cash": due} if due else {}
    return purchases.record(desk, member=member, amount=amount, pay=pay, on=on, **more)


def join(desk: Desk, name: str) -> int:
    return members.register(desk, name=name).id


# --- a month by hand --------------------------------------------------------------------------


@pytest.fixture
def story(desk: Desk) -> Desk:
    """October's last days, November, and two days of December 2026."""
    fan = gifts.add(desk, name="扇子", cost=800, value=2500, stock=50).id
    go(desk, "2026-10-20")
    zhang, li, wang = (join(desk, name) for name in ("张三丰", "李四", "王五"))
    early = pay(desk, zhang, 50_000)
    pay(desk, li, 10_000)
    go(desk, "2026-11-02")
    zhao = join(desk, "赵六")
    pay(desk, zhang, 30_001)
    pay(desk, None, 7000)
    ten = vouchers.issue(desk, zhang, amount=1000)
    vouchers.issue(desk, zhang, amount=500, valid_days=3)
    gift, other = (vouchers.issue(desk, zhang, gift=fan) for _ in range(2))
    go(desk, "2026-11-03")
    sold = pay(desk, zhang, 20_000, vouchers=[ten.code])
    vouchers.redeem(desk, gift.code)
    vouchers.void(desk, other.id, reason="twice")
    pay(desk, zhao, 0)
    wrong = pay(desk, wang, 99_900)
    purchases.refund(desk, wrong.id, amount=900, reason="some")
    purchases.void(desk, wrong.id, reason="wrong")
    go(desk, "2026-11-10")
    purchases.refund(desk, early.id, amount=10_000, reason="of October")
    pay(desk, zhao, 120_000)
    points.adjust(desk, li, 50, reason="gift")
    days.run(desk)
    go(desk, "2026-12-01")
    purchases.refund(desk, sold.id, reason="all of it")
    return desk


def test_every_figure_of_a_month_made_by_hand(story: Desk) -> None:
    month = figures.month(story, 2026, 11)
    assert month.month == "2026-11"
    assert month.sales == 30_001 + 7000 + 19_000 + 0 + 120_000 - 10_000
    assert month.orders == 5
    assert month.average_order == 33_200, "16600100 / 5 is 33200.2"
    assert (month.visits, month.active_members, month.new_members) == (4, 2, 1)
    assert month.repurchase == figures.Rate(2, 2)
    assert month.retention == figures.Rate(1, 2)
    assert (month.churn, month.churn.rate) == (figures.Rate(0, 0), None)
    assert month.tier_moves == {"member": {"member": 3}, "new": {"silver": 1}}
    assert (month.vouchers_issued, month.vouchers_redeemed, month.vouchers_expired) == (4, 2, 1)
    assert month.gift_cost == 800
    assert month.top_members == (
        figures.TopMember("100004", "赵六", 120_000),
        figures.TopMember("100001", "张三丰", 39_001),
    )
    busy = {day.on.day: (day.sales, day.orders) for day in month.days if day.sales or day.orders}
    assert busy == {2: (37_001, 2), 3: (19_000, 2), 10: (110_000, 1)}
    assert len(month.days) == 30
    assert month.points == figures.PointsFigures(
        opening=600, earned=300 + 190 + 1200 - 100, adjusted=50, spent=0, expired=0,
        closing=2240, debts=0,
    )  # fmt: skip


def test_what_gifts_cost_is_told_with_the_month_only_to_whom_the_shop_tells_costs(
    story: Desk,
) -> None:
    roles = {role: Desk(story.shop, 1, "店主", role, "1") for role in ("manager", "cashier")}
    permissions.set(story, "figures.month", "cashier")

    def told(role: str) -> tuple[int | None, list[int | None]]:
        known = figures_knowing.month(roles[role], 2026, 11)
        cost = figures.month(roles[role], 2026, 11).gift_cost
        return cost, [rule.cost for rule in known.rules]

    assert told("manager") == (800, [800])
    assert told("cashier") == (None, [None])
    permissions.set(story, "costs.see", "owner")
    assert told("manager") == (None, [None])


def test_a_closed_month_keeps_what_gifts_cost_whoever_closed_it(story: Desk) -> None:
    permissions.set(story, "months.close", "manager")
    permissions.set(story, "costs.see", "owner")
    hired = staff.add(story, name="小王", pin="5937", role="manager")
    manager = Desk(story.shop, hired.id, hired.name, hired.role, "1")
    months.close(manager, 2026, 11)
    assert figures.month(story, 2026, 11).gift_cost == 800
    assert figures.month(manager, 2026, 11).gift_cost is None


def test_a_refund_counts_in_the_month_it_is_made_and_returns_the_voucher(story: Desk) -> None:
    december = figures.month(story, 2026, 12)
    assert (december.sales, december.orders, december.average_order) == (-19_000, 0, None)
    assert december.vouchers_redeemed == -1
    assert december.points.earned == -190
    assert december.top_members == ()
    assert (december.repurchase.rate, december.retention.rate) == (None, Fraction(0, 2))
    assert figures.month(story, 2026, 11).vouchers_redeemed == 2


def test_the_month_before_is_untouched_by_what_came_later(story: Desk) -> None:
    october = figures.month(story, 2026, 10)
    assert (october.sales, october.orders, october.new_members) == (60_000, 2, 3)
    assert october.tier_moves == {"new": {"member": 3}}
    assert (october.points.opening, october.points.closing) == (0, 600)


@pytest.mark.parametrize(("year", "month"), [(2026, 9), (2000, 1), (2027, 5), (1, 2)])
def test_a_month_without_anything_is_all_nothing(desk: Desk, year: int, month: int) -> None:
    empty = figures.month(desk, year, month)
    assert (empty.sales, empty.orders, empty.average_order, empty.visits) == (0, 0, None, 0)
    assert (empty.tier_moves, empty.top_members, empty.gift_cost) == ({}, (), 0)
    assert empty.points == figures.PointsFigures(0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10_000, 1)])
def test_a_month_that_cannot_be_is_refused(desk: Desk, year: int, month: int) -> None:
    with pytest.raises(Refused) as refused:
        figures.month(desk, year, month)
    assert refused.value.code == "date"


@pytest.mark.parametrize(
    ("sales", "orders", "average"),
    [
        (10, 4, 3),
        (9, 4, 2),
        (11, 4, 3),
        (1, 2, 1),
        (-1, 2, -1),
        (-3, 4, -1),
        (0, 3, 0),
        (5, 0, None),
    ],
)
def test_an_average_is_rounded_half_away_from_nothing(
    sales: int, orders: int, average: int | None
) -> None:
    assert figures._rounded(sales, orders) == average


def test_the_best_ten_are_named_and_of_equals_who_joined_first(desk: Desk) -> None:
    ids = [join(desk, f"member {number}") for number in range(12)]
    for number, member in enumerate(ids):
        pay(desk, member, 1000 + (number == 7))
    sold = pay(desk, ids[0], 5000)
    purchases.refund(desk, sold.id, reason="back")
    best = figures.month(desk, 2026, 10).top_members
    assert [t.number for t in best] == ["100008", *(f"{100_001 + n}" for n in range(10) if n != 7)][
        :10
    ]
    assert len(best) == 10


# --- churn at its edges -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_visit", "back_on", "expected"),
    [
        # On 1 May it is 180 days since 2 November, and 181 since the 1st.
        ("2026-11-02", None, (1, 1)),
        ("2026-11-01", None, (1, 1)),
        ("2026-10-31", None, (0, 0)),
        ("2026-11-02", "2027-05-01", (0, 1)),
        ("2026-11-02", "2027-05-02", (0, 1)),
        ("2026-11-02", "2027-05-03", (1, 1)),
        ("2026-12-01", None, (1, 1)),
        ("2026-12-02", None, (0, 1)),
        ("2027-02-10", None, (0, 1)),
    ],
)
def test_lost_is_who_passes_a_181st_day_without_a_visit(
    desk: Desk, last_visit: str, back_on: str | None, expected: tuple[int, int]
) -> None:
    go(desk, "2026-10-20")
    member = join(desk, "张三丰")
    pay(desk, member, 1000)
    go(desk, last_visit)
    pay(desk, member, 1000)
    if back_on:
        go(desk, back_on)
        pay(desk, member, 1000)
    go(desk, "2027-06-15")
    assert figures.month(desk, 2027, 5).churn == figures.Rate(*expected)


@pytest.mark.parametrize(("dormant", "churned"), [(40, 1), (41, 0)])
def test_churn_follows_the_limits_of_the_shop_but_in_a_month_that_is_closed(
    desk: Desk, dormant: int, churned: int
) -> None:
    go(desk, "2026-10-20")
    member = join(desk, "张三丰")
    pay(desk, member, 1000)
    settings.edit(desk, lifecycle_new=5, lifecycle_active=10, lifecycle_dormant=dormant)
    go(desk, "2026-12-01")
    assert figures.month(desk, 2026, 11).churn == figures.Rate(churned, 1)
    months.close(desk, 2026, 11)
    settings.edit(desk, lifecycle_dormant=200)
    assert figures.month(desk, 2026, 11).churn == figures.Rate(churned, 1)


def test_a_new_member_is_no_base_of_churn_until_the_31st_day(desk: Desk) -> None:
    for day, name in (("2026-10-30", "one"), ("2026-10-31", "two")):
        go(desk, day)
        pay(desk, join(desk, name), 1000)
    go(desk, "2026-12-15")
    assert figures.month(desk, 2026, 11).churn.of == 0
    assert figures.month(desk, 2026, 12).churn.of == 1, "on the eve one is 31 days in, two 30"


def test_the_running_month_counts_who_is_lost_so_far(desk: Desk) -> None:
    for day in ("2026-11-10", "2026-11-20"):
        go(desk, "2026-10-16" if day == "2026-11-10" else day)
        member = join(desk, day)
        pay(desk, member, 1000)
        go(desk, day)
        pay(desk, member, 1000)
    go(desk, "2027-05-10")
    assert figures.month(desk, 2027, 5).churn == figures.Rate(1, 2)


# --- a second way to count --------------------------------------------------------------------


def random_life(desk: Desk, seed: int) -> None:
    """Some months of everything that moves a figure."""
    random, sold = Random(seed), []
    tiers.set_ladder(desk, [replace(t, discount_percent=0) for t in tiers.ladder(desk)])
    people: list[int] = []
    for number in range(90):
        desk.shop.clock.now += timedelta(hours=random.choice((5, 11, 30, 50)))
        if number % 8 == 0:
            people.append(join(desk, f"member {number}"))
        member = random.choice([*people, None])
        on = desk.today() - timedelta(days=random.randrange(4)) if random.random() < 0.1 else None
        held = points.balance(desk, member) if member and on is None else 0
        spending = min(held // 100 * 100, 300) if random.random() < 0.4 and held >= 100 else 0
        amount = random.choice((0, 999, 5000, 40_000, 130_000)) + (1000 if spending else 0)
        bought = pay(desk, member, amount, on, points=spending)
        sold.append(bought)
        act = random.random()
        if act < 0.25:
            old = random.choice(sold)
            try:
                purchases.refund(desk, old.id, amount=max(1, old.total // 3), reason="part")
            except Refused as refusal:
                assert refusal.code in ("refund_exceeds", "already_void")  # noqa: PT017
        elif act < 0.35:
            purchases.void(desk, bought.id, reason="wrong")
        elif act < 0.45 and member:
            points.adjust(desk, member, 70, reason="gift")


@pytest.mark.parametrize("seed", range(4))
def test_figures_agree_with_counting_the_rows_one_by_one(desk: Desk, seed: int) -> None:
    random_life(desk, seed)
    read = lambda sql: desk.db.execute_sql(sql).fetchall()  # noqa: E731
    void = {p for (p,) in read("SELECT purchase_id FROM refund WHERE is_void")}
    bought = [
        r for r in read("SELECT id, member_id, on_day, due FROM purchase") if r[0] not in void
    ]
    back = [
        r
        for r in read("SELECT purchase_id, member_id, on_day, money FROM refund")
        if r[0] not in void
    ]
    entries = [
        r for r in read("SELECT purchase_id, kind, on_day, amount FROM entry") if r[0] not in void
    ]
    for year, month in ((2026, 10), (2026, 11), (2026, 12), (2027, 1)):
        first, last = (day.toordinal() for day in month_bounds(year, month))
        found = figures.month(desk, year, month)
        here = [r for r in bought if first <= r[2] <= last]
        given = [r for r in back if first <= r[2] <= last]
        assert found.orders == len(here)
        assert found.sales == sum(r[3] for r in here) - sum(r[3] for r in given)
        came = defaultdict(set)
        for _, member, day, _ in here:
            if member:
                came[member].add(day)
        assert found.visits == sum(map(len, came.values()))
        assert found.repurchase == figures.Rate(sum(len(d) > 1 for d in came.values()), len(came))
        net: Counter[int] = Counter()
        for rows, sign in ((here, 1), (given, -1)):
            for _, member, _, money in rows:
                if member:
                    net[member] += sign * money
        best = sorted((-money, member) for member, money in net.items() if money > 0)[:10]
        assert [(t.number, t.sales) for t in found.top_members] == [
            (str(100_000 + member), -money) for money, member in best
        ]
        kinds: Counter[str] = Counter()
        for _, kind, day, amount in entries:
            kinds["opening"] += amount * (day < first)
            kinds[kind] += amount * (first <= day <= last)
        p = found.points
        assert (p.opening, p.earned, p.adjusted, p.spent) == (
            kinds["opening"],
            kinds["earned"] + kinds["taken_back"],
            kinds["adjusted"],
            -kinds["spent"] - kinds["returned"],
        )
        assert p.opening + p.earned + p.adjusted - p.spent - p.expired == p.closing
        assert sum(d.sales for d in found.days) == found.sales
        assert sum(d.orders for d in found.days) == found.orders
        at_end = [m for m in read("SELECT id, joined_on FROM member") if m[1] <= last]
        assert sum(n for row in found.tier_moves.values() for n in row.values()) == len(at_end)
        assert sum(found.tier_moves.get("new", {}).values()) == found.new_members
    assert checks.run(desk) == ()
    held = read("SELECT SUM(lots), SUM(debt) FROM account")[0]
    now = figures.month(desk, desk.today().year, desk.today().month).points
    assert (now.closing, now.debts) == (held[0] - held[1], held[1])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("policy", "count"), [("days", 12), ("month_end", 0), ("idle", 1)])
def test_points_add_up_in_every_month_while_they_expire(
    desk: Desk, policy: str, count: int, seed: int
) -> None:
    settings.edit(desk, points_expiry=policy, points_expiry_count=count)
    random_life(desk, seed)
    for _ in range(3):
        desk.shop.clock.now += timedelta(days=40)
        days.run(desk)
    assert checks.run(desk) == ()
    before, lost = 0, 0
    for year, month in ((2026, 10), (2026, 11), (2026, 12), (2027, 1), (2027, 2), (2027, 3)):
        p = figures.month(desk, year, month).points
        assert p.opening == before
        assert p.opening + p.earned + p.adjusted - p.spent - p.expired == p.closing
        assert p.expired >= 0
        before, lost = p.closing, lost + p.expired
    assert lost > 0
    (held,) = desk.db.execute_sql("SELECT SUM(lots - debt) FROM account").fetchone()
    assert before == held


def test_figures_are_the_same_after_a_backup_and_a_restore(
    story: Desk, tmp_path: Path, clock: "SetClock"
) -> None:
    before = [figures.month(story, 2026, month) for month in (10, 11, 12)]
    place = tmp_path / "elsewhere.shopdesk"
    backups.restore(backups.make(story, tmp_path), place)
    with Shop.open(place, clock=clock) as shop:
        desk = Desk(shop, 1, "店主", "owner", "1")
        assert [figures.month(desk, 2026, month) for month in (10, 11, 12)] == before


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_receipt_of_the_month_made_void_in_the_next_changes_no_debt_of_it(
    desk: Desk, clock: "SetClock", taken_back: bool
) -> None:
    clock.now = datetime(2026, 10, 31, 4, tzinfo=UTC)
    member = members.register(desk, name="张三丰").id
    first = purchases.record(desk, member=member, amount=9000, pay={"cash": 9000})
    points.adjust(desk, member, 10, reason="start")
    purchases.record(desk, member=member, amount=100, points=100, pay={})
    purchases.refund(desk, first.id, reason="back")
    clock.tick(days=1)
    late = purchases.record(
        desk, member=member, amount=4000, pay={"cash": 4000}, on=date(2026, 10, 31)
    )
    if taken_back:
        purchases.void(desk, late.id, reason="mistake")
    owed = 90 if taken_back else 50
    for month in (10, 11):
        told = figures.month(desk, 2026, month).points
        assert (told.closing, told.debts) == (-owed, owed)

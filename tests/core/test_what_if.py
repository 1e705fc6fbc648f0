"""What if: other terms on the months that were lived through, held against a shop that lived by
them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    days,
    feedback,
    gift_sets,
    gifts,
    members,
    products,
    purchases,
    rewards,
    segments,
    tiers,
    what_if,
)
from shopdesk.ladders import TEMPLATES, Tier
from shopdesk.refusals import Refused
from shopdesk.reward_rules import Limits
from shopdesk.segments import Filter
from shopdesk.shop import Desk, Shop
from shopdesk.what_if import Rules, Simulation

if TYPE_CHECKING:
    from tests.conftest import SetClock

BEGAN, ENDS = date(2026, 7, 1), date(2026, 10, 1)
"""The shop lives through three whole months and one day."""
FOUR = TEMPLATES["four"]


def set_day(clock: "SetClock", day: date, hour: int = 2) -> None:
    clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def young(tmp_path: Path, clock: "SetClock") -> Desk:
    """A shop on the eve of its first day, with members, goods and gifts."""
    set_day(clock, BEGAN - timedelta(days=1))
    shop = Shop.create(
        tmp_path / "young.shopdesk", name="青禾茶舍", owner="店主", pin="258025", language="en",
        ladder="four", clock=clock,
    )  # fmt: skip
    shop.db.execute_sql("PRAGMA synchronous=0")
    desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
    for number in range(12):
        born = (number % 3 + 7, number + 3) if number % 4 else None
        referrer = number if number % 5 == 4 else None
        members.register(desk, name=f"客{number}", birthday=born, referrer=referrer)
    products.add(desk, name="银针", price=6800, category="茶", cost=2000)
    products.add(desk, name="茶杯", price=12500, category="器", cost=4000)
    gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, stock=10_000)
    gifts.add(desk, name="保温杯", name_en="Flask", cost=3100, stock=10_000, lowest_tier="gold")
    return desk


def live(desk: Desk, clock: "SetClock", *, seed: int = 7, gives_back: bool = False) -> None:
    """Day after day: what the day brings, what rules owe, receipts, now and then a rating."""
    picked = Random(seed)
    day, newest = BEGAN, 12
    while day <= ENDS:
        set_day(clock, day)
        days.run(desk)
        rewards.run(desk)
        for _ in range(picked.randrange(1, 4)):
            clock.tick(minutes=30)
            member = picked.randrange(1, newest + 1)
            lines = [(picked.choice((1, 2)), picked.randrange(1, 4))]
            due = purchases.quote(desk, member=member, lines=lines).due
            sold = purchases.record(desk, member=member, lines=lines, pay={"cash": due})
            if gives_back and not picked.randrange(6):
                purchases.refund(desk, sold.id, amount=due // 3, reason="back")
        if not picked.randrange(9):
            feedback.rate(desk, picked.randrange(1, newest + 1), picked.randrange(1, 6))
        if not picked.randrange(20):
            newest = members.register(desk, name=f"新{day}").id
        day += timedelta(days=1)


def given(desk: Desk, first: date = BEGAN, last: date = date(2026, 9, 30)) -> list[Any]:
    """By rule and month: how many occasions, and what all that was given may cost."""
    return desk.db.execute_sql(
        """SELECT o.rule_id, COUNT(DISTINCT o.id), SUM(g.cost), SUM(g.kind = 'voucher')
           FROM occasion AS o JOIN given AS g ON g.occasion_id = o.id
           WHERE o.is_freed = 0 AND (SELECT on_day FROM event WHERE id = o.event_id)
                 BETWEEN ? AND ?
           GROUP BY 1 ORDER BY 1""",
        (first.toordinal(), last.toordinal()),
    ).fetchall()


@pytest.fixture
def lived(young: Desk, clock: "SetClock") -> Desk:
    """The same shop after its months, with money given back now and then, and two rules."""
    bag = rewards.voucher(gift=1, is_again=True, valid_days=200)
    rewards.add(young, name="每月", trigger=rewards.every("month"), reward=bag, starts_on=BEGAN)
    rewards.add(
        young, name="购物", trigger=rewards.purchase(over=30_000), reward=rewards.Points(150),
        starts_on=BEGAN,
    )  # fmt: skip
    live(young, clock, gives_back=True)
    return young


def refused(code: str, desk: Desk, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        what_if.simulate(desk, **values)
    assert caught.value.code == code


def held_at_the_end(desk: Desk) -> dict[int, str]:
    last = ENDS - timedelta(days=1)
    rows = desk.db.execute_sql(
        "SELECT id FROM member WHERE joined_on <= ?", (last.toordinal(),)
    ).fetchall()
    return {member: tiers.tier_on(desk, member, last) for (member,) in rows}


def free_of_discounts(ladder: Any, times: int = 1) -> list[Tier]:
    """A ladder that asks for as many times less, and takes nothing off the price."""
    found = []
    for tier in ladder:
        criteria = tier.criteria and replace(
            tier.criteria,
            conditions=tuple(
                replace(one, threshold=max(1, one.threshold // times))
                for one in tier.criteria.conditions
            ),
        )
        found.append(replace(tier, criteria=criteria, discount_percent=0))
    return found


def told(seen: Simulation) -> list[Any]:
    assert seen.changed is not None
    return [
        (rule.rule, rule.occasions, rule.cost, rule.vouchers)
        for rule in seen.changed.rules
        if rule.occasions
    ]


BAG = rewards.voucher(gift=1, is_again=True)
RULES: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "every month": lambda _: {"trigger": rewards.every("month"), "reward": BAG},
    "once": lambda _: {
        "trigger": rewards.every("month"), "reward": rewards.voucher(gift=1, valid_days=200),
    },
    "birthday": lambda _: {
        "trigger": rewards.birthday(windows={"gold": 7, "diamond": 30}),
        "reward": [BAG, rewards.Points(60)],
    },
    "festival": lambda _: {
        "trigger": rewards.festival("mid_autumn", before=3), "reward": rewards.voucher(amount=900),
    },
    "away": lambda _: {"trigger": rewards.away(9), "reward": rewards.voucher(amount=500)},
    "joining": lambda _: {"trigger": rewards.joining(), "reward": BAG},
    "upgrade": lambda _: {
        "trigger": [rewards.upgrade("silver"), rewards.upgrade("gold")], "reward": BAG,
    },
    "visit": lambda _: {"trigger": rewards.visit(3, is_every=True), "reward": BAG},
    "purchase": lambda _: {
        "trigger": rewards.purchase(over=20_000, category="器"), "reward": rewards.Points(150),
    },
    "referral": lambda _: {"trigger": rewards.referral("referrer"), "reward": BAG},
    "rating": lambda _: {"trigger": rewards.rating(4), "reward": rewards.voucher(amount=100)},
    "trial": lambda _: {"trigger": rewards.visit(2), "reward": rewards.Trial("gold", 40)},
    "multiplied": lambda _: {"trigger": rewards.visit(2), "reward": rewards.Multiplied(300, 20)},
    "graded": lambda desk: {
        "trigger": rewards.every("month", day=15),
        "reward": rewards.OfTier(
            gift_sets.add(desk, name="等级礼", gifts={"member": 1, "gold": 2}).id, is_again=True
        ),
    },
    "pilot": lambda _: {
        "trigger": rewards.every("month"), "reward": BAG, "limits": Limits(share=40),
    },
    "often": lambda _: {
        "trigger": rewards.visit(2, is_every=True), "reward": BAG,
        "limits": Limits(per_member=1, period="month", in_all=20),
    },
    "budget": lambda _: {
        "trigger": rewards.purchase(over=100), "reward": BAG, "limits": Limits(budget=9_000),
    },
    "segment": lambda desk: {
        "trigger": rewards.visit(2, is_every=True), "reward": BAG,
        "segment": segments.add(
            desk, name="常客", filters=[Filter("spend", "at_least", 40_000, 60)]
        ).id,
    },
    "segment by day": lambda desk: {
        "trigger": rewards.every("month"), "reward": BAG,
        "segment": segments.add(
            desk, name="贵客", filters=[Filter("value", "is_in", ("high", "middle"))]
        ).id,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_tried_on_the_past_gives_what_it_gave_where_it_was_in_force(
    kind: str, young: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    """The same months lived with the rule and without: what it gave, and what it would have."""
    from shopdesk import backups

    words = RULES[kind](young) | {"name": kind}
    backups.make(young, tmp_path / "twin.shopdesk")
    rewards.add(young, **words, starts_on=BEGAN)
    live(young, clock)
    now = clock.now
    with Shop.open(tmp_path / "twin.shopdesk", clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        twin = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        set_day(clock, BEGAN - timedelta(days=1))
        shop.refresh()
        live(twin, clock)
        assert clock.now == now
        seen = what_if.simulate(twin, months=3, rules=Rules(added=[words]))
    found = given(young)
    assert found, "nothing was given: nothing was tested"
    assert told(seen) == found


# --- today's terms ----------------------------------------------------------------------------


def test_no_change_moves_nobody_and_costs_the_same(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3)
    assert (seen.first_on, seen.last_on) == (BEGAN, date(2026, 9, 30))
    assert (seen.moves, seen.counts, seen.whole, seen.cancelled) == ((), {}, None, False)
    assert seen.today == seen.changed
    assert seen.today is not None
    assert seen.today.cost > 0
    assert seen.today.discount > 0


def test_todays_terms_are_what_was_where_they_were_always_in_force(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3)
    assert seen.today is not None
    its = {(m.first_on.month): m for m in seen.today.months}
    assert sorted(its) == [7, 8, 9]
    earned = lived.db.execute_sql("SELECT SUM(points) FROM member_day WHERE on_day < ?",
                                  (ENDS.toordinal(),)).fetchone()[0]  # fmt: skip
    assert sum(month.earned for month in its.values()) == earned
    owed = lived.db.execute_sql(
        "SELECT SUM(amount) FROM entry WHERE account = 'points' AND on_day < ?",
        (ENDS.toordinal(),),
    ).fetchone()[0]
    assert its[9].owed == owed
    assert its[9].owed_value == owed // 100 * 100
    held = list(held_at_the_end(lived).values())
    assert seen.today.tiers == {tier.code: held.count(tier.code) for tier in FOUR}


def test_the_discount_of_tiers_is_what_they_took_off(young: Desk, clock: "SetClock") -> None:
    live(young, clock)
    off = young.db.execute_sql(
        """SELECT SUM(l.tier_off) FROM purchase_line AS l JOIN purchase AS p ON p.id = l.purchase_id
           WHERE p.on_day < ?""",
        (ENDS.toordinal(),),
    ).fetchone()[0]
    seen = what_if.simulate(young, months=3)
    assert seen.today is not None
    assert off > 0
    assert seen.today.discount == off


def test_nothing_is_saved(lived: Desk) -> None:
    def everything() -> list[Any]:
        tables = lived.db.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return [lived.db.execute_sql(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]

    before = everything()
    what_if.simulate(
        lived,
        months=3,
        ladder=free_of_discounts(FOUR, 3),
        rates={"earn_points": 5},
        rules=Rules(added=[{"name": "新", "trigger": rewards.every("month"), "reward": BAG}]),
    )
    assert everything() == before


# --- another ladder ---------------------------------------------------------------------------


@pytest.mark.parametrize("times", [2, 3, 5])
def test_a_ladder_tried_on_the_past_leads_where_it_led_where_it_was_in_force(
    times: int, young: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    """Twins of which one had the other ladder from its first day; neither lowers a price."""
    from shopdesk import backups

    tiers.set_ladder(young, free_of_discounts(FOUR))
    backups.make(young, tmp_path / "twin.shopdesk")
    other = free_of_discounts(FOUR, times)
    tiers.set_ladder(young, other)
    live(young, clock)
    with Shop.open(tmp_path / "twin.shopdesk", clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        twin = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        set_day(clock, BEGAN - timedelta(days=1))
        live(twin, clock)
        seen = what_if.simulate(twin, months=3, ladder=other)
    assert seen.changed is not None
    held = held_at_the_end(young)
    was = dict(seen.today.tiers) if seen.today else {}
    moved = {move.member_id: move.tier for move in seen.moves}
    assert moved
    assert {member: held[member] for member in moved} == moved
    counts = {tier: list(held.values()).count(tier) for tier in was}
    assert seen.changed.tiers == counts
    earned = young.db.execute_sql("SELECT SUM(points) FROM member_day WHERE on_day < ?",
                                  (ENDS.toordinal(),)).fetchone()[0]  # fmt: skip
    assert sum(month.earned for month in seen.changed.months) == earned


def of_a_month() -> list[Tier]:
    """Reached and kept by what was spent within a month."""
    month = tiers.rolling_months(1)
    asked = {"silver": 60_000, "gold": 110_000, "diamond": 160_000}
    return [
        replace(
            tier, discount_percent=0,
            criteria=tiers.any_of(tiers.at_least("spend", asked[tier.code], month))
            if tier.criteria else None,
        )
        for tier in FOUR
    ]  # fmt: skip


@pytest.mark.parametrize("grace", [0, 9])
def test_reviews_tried_on_the_past_lower_whom_they_lowered(
    grace: int, young: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    """Twins of which one reviewed every month from its first day on."""
    from shopdesk import backups

    other = of_a_month()
    tiers.set_ladder(young, free_of_discounts(FOUR))
    backups.make(young, tmp_path / "twin.shopdesk")
    set_day(clock, BEGAN, hour=1)
    tiers.set_ladder(young, other, review_months=1, grace_days=grace)
    live(young, clock)
    with Shop.open(tmp_path / "twin.shopdesk", clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        twin = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        set_day(clock, BEGAN - timedelta(days=1))
        live(twin, clock)
        seen = what_if.simulate(twin, months=3, ladder=other, review_months=1, grace_days=grace)
    fell = young.db.execute_sql(
        "SELECT COUNT(*) FROM tier_change WHERE kind = 'step_down' AND on_day < ?",
        (ENDS.toordinal(),),
    ).fetchone()[0]
    assert fell > 0
    held = list(held_at_the_end(young).values())
    assert seen.changed is not None
    assert seen.changed.tiers == {tier.code: held.count(tier.code) for tier in FOUR}
    earned = young.db.execute_sql("SELECT SUM(points) FROM member_day WHERE on_day < ?",
                                  (ENDS.toordinal(),)).fetchone()[0]  # fmt: skip
    assert sum(month.earned for month in seen.changed.months) == earned


def test_who_moves_is_told_from_tier_to_tier(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3, ladder=free_of_discounts(FOUR, 4))
    assert seen.today is not None
    assert seen.changed is not None
    for code in seen.today.tiers:
        out = sum(seen.counts.get(code, {}).values())
        into = sum(row.get(code, 0) for row in seen.counts.values())
        assert seen.changed.tiers[code] == seen.today.tiers[code] - out + into
    assert sum(sum(row.values()) for row in seen.counts.values()) == len(seen.moves) > 0
    assert seen.members == sum(seen.changed.tiers.values())


def test_a_higher_line_takes_nobodys_tier_unless_everyone_is_counted_again(
    lived: Desk, clock: "SetClock"
) -> None:
    """Two months on, the tiers that were reached before stand, as they do where a ladder is set."""
    set_day(clock, date(2026, 12, 2))
    hard = [
        tier if tier.criteria is None else replace(tier, criteria=replace(
            tier.criteria, conditions=tuple(
                replace(one, threshold=one.threshold * 50) for one in tier.criteria.conditions
            )))
        for tier in FOUR
    ]  # fmt: skip
    assert what_if.simulate(lived, months=1, ladder=hard).moves == ()
    seen = what_if.simulate(lived, months=1, ladder=hard, recounted=True)
    assert {move.tier for move in seen.moves} == {"member"}
    assert len(seen.moves) == sum(n for code, n in seen.today.tiers.items() if code != "member")


# --- other rates ------------------------------------------------------------------------------


def test_twice_the_points_are_earned_and_owed_and_worth_it(lived: Desk) -> None:
    seen = what_if.simulate(lived, months=3, rates={"earn_points": 2, "points_value": 50})
    assert seen.today is not None
    assert seen.changed is not None
    for now, then in zip(seen.today.months, seen.changed.months, strict=True):
        assert 0 <= then.earned - 2 * now.earned < 100  # each receipt is rounded down
        assert then.given == now.given
    last, was = seen.changed.months[-1], seen.today.months[-1]
    more = sum(m.earned for m in seen.changed.months) - sum(m.earned for m in seen.today.months)
    assert last.owed == was.owed + more
    assert last.owed_value == last.owed // 100 * 50


# --- other rules ------------------------------------------------------------------------------


def test_a_closed_rule_gives_nothing_and_a_changed_one_gives_otherwise(lived: Desk) -> None:
    flask = {"name": "每月", "trigger": rewards.every("month"),
             "reward": rewards.voucher(amount=100)}  # fmt: skip
    seen = what_if.simulate(lived, months=3, rules=Rules(changed={1: flask}, closed=[2]))
    assert seen.today is not None
    assert seen.changed is not None
    (first, second), (only,) = seen.today.rules, seen.changed.rules
    assert (first.rule, second.rule, only.rule) == (1, 2, 1)
    assert only.occasions == first.occasions
    assert (first.cost, only.cost) == (800 * first.occasions, 100 * first.occasions)
    assert second.vouchers == 0
    assert second.cost > 0
    assert sum(month.given for month in seen.changed.months) == 0
    assert seen.today.gifts[0][:2] == (1, first.vouchers)


def test_a_pilot_says_what_it_would_come_to_for_everybody(lived: Desk) -> None:
    words = {
        "name": "试点",
        "trigger": rewards.every("month"),
        "reward": rewards.voucher(amount=100),
    }
    pilot = words | {"limits": Limits(share=30)}
    seen = what_if.simulate(lived, months=3, rules=Rules(added=[pilot]))
    opened = what_if.simulate(lived, months=3, rules=Rules(added=[words]))
    assert seen.whole == opened.changed
    assert opened.whole is None
    assert seen.changed is not None
    assert opened.changed is not None
    assert 0 < seen.changed.rules[-1].occasions < opened.changed.rules[-1].occasions
    again = rewards.add(lived, **pilot)
    assert seen.changed.rules[-1].rule == again.id, "a pilot draws the members that it will draw"


def test_what_was_given_before_is_not_given_again(lived: Desk, clock: "SetClock") -> None:
    """The last month alone: whoever had the gift once has had it."""
    once = {"name": "每月", "trigger": rewards.every("month"), "reward": rewards.voucher(gift=1)}
    seen = what_if.simulate(lived, months=1, rules=Rules(changed={1: once}))
    assert seen.changed is not None
    had = lived.db.execute_sql(
        "SELECT COUNT(DISTINCT member_id) FROM voucher WHERE state = 'issued' AND issued_on < ?",
        (date(2026, 9, 1).toordinal(),),
    ).fetchone()[0]
    given_to = seen.changed.rules[0].occasions
    assert seen.changed.left_out["was given this gift before"] == had > 0
    assert given_to + had == seen.today.rules[0].occasions


# --- long, stopped, refused -------------------------------------------------------------------


def test_it_says_how_far_it_is_and_stops_when_asked_to(lived: Desk) -> None:
    told_of: list[tuple[int, int]] = []
    what_if.simulate(lived, months=1, progress=lambda *far: told_of.append(far))
    assert told_of[0] == (0, 60)
    assert told_of[-1] == (1, 1)
    assert [done for done, of in told_of if of == 60] == sorted(n for n, of in told_of if of == 60)
    asked: list[int] = []
    seen = what_if.simulate(lived, months=1, cancelled=lambda: len(asked) > 5 or asked.append(1))
    assert seen.cancelled
    assert seen.today is None
    assert len(asked) == 6


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"months": 0}, "amount"),
        ({"months": 61}, "amount"),
        ({"months": True}, "amount"),
        ({"ladder": []}, "ladder"),
        ({"review_months": 0}, "ladder"),
        ({"rates": {"currency": 1}}, "choice"),
        ({"rates": {"earn_per": 0}}, "amount"),
        ({"rules": Rules(closed=[99])}, "unknown_rule"),
        ({"rules": Rules(changed={99: {}})}, "unknown_rule"),
        ({"rules": Rules(added=[{"name": "x"}])}, "content"),
        ({"rules": Rules(added=[{"nome": "x"}])}, "choice"),
        ({"rules": "x"}, "content"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, values: dict[str, Any], code: str) -> None:
    refused(code, desk, **values)


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("manager", True), ("cashier", False)])
def test_a_manager_may_try_what_if(desk: Desk, role: str, may: bool) -> None:
    somebody = Desk(desk.shop, desk.staff_id, desk.staff_name, role, till="1")
    if may:
        what_if.simulate(somebody, months=1)
    else:
        refused("permission", somebody, months=1)

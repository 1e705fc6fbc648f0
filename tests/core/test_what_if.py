"""What if: other terms on the months that were lived through, held against a shop that lived by
them."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    backups,
    gift_sets,
    promotions,
    purchases,
    rewards,
    segments,
    what_if,
    what_if_history,
)
from shopdesk.offers import Covers
from shopdesk.refusals import Refused
from shopdesk.reward_rules import Limits
from shopdesk.segments import Filter
from shopdesk.shop import Desk, Shop
from shopdesk.what_if import Rules, Simulation
from tests.core.lived import (
    BAG,
    BEGAN,
    ENDS,
    FOUR,
    free_of_discounts,
    held_at_the_end,
    live,
    lived,
    set_day,
    young,
)

if TYPE_CHECKING:
    from tests.conftest import SetClock

__all__ = ["lived", "young"]


def given(desk: Desk, first: date = BEGAN, last: date = date(2026, 9, 30)) -> list[Any]:
    """By rule and month: how many occasions, and what all that was given may cost."""
    return desk.db.execute_sql(
        """SELECT o.rule_id, COUNT(DISTINCT o.id), SUM(g.cost), SUM(g.kind = 'voucher')
           FROM occasion AS o JOIN given AS g ON g.occasion_id = o.id
           WHERE o.state <> 'freed' AND (SELECT on_day FROM event WHERE id = o.event_id)
                 BETWEEN ? AND ?
           GROUP BY 1 ORDER BY 1""",
        (first.toordinal(), last.toordinal()),
    ).fetchall()


def refused(code: str, desk: Desk, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        what_if.simulate(desk, **values)
    assert caught.value.code == code


def told(seen: Simulation) -> list[Any]:
    assert seen.changed is not None
    return [
        (rule.rule, rule.occasions, rule.cost, rule.vouchers)
        for rule in seen.changed.rules
        if rule.occasions
    ]


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


def test_a_friend_who_had_bought_before_brings_nothing(young: Desk, clock: "SetClock") -> None:
    for month, friends in ((8, (5,)), (9, (5, 10, 10))):
        set_day(clock, date(2026, month, 3))
        for friend in friends:
            purchases.record(young, member=friend, amount=5_000, pay={"cash": 5_000})
    set_day(clock, ENDS)
    words = {"name": "友", "trigger": rewards.referral("referrer", over=5_000), "reward": BAG}
    for months, times in ((1, 1), (3, 2)):
        seen = what_if.simulate(young, months=months, rules=Rules(added=[words]))
        assert seen.changed is not None
        assert [rule.occasions for rule in seen.changed.rules] == [times]


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


def test_a_promotion_may_be_called_as_the_step_of_a_price_by_hand(young: Desk) -> None:
    offer = promotions.percent_off(10)
    promotions.add(young, name="hand_price", offer=offer, covers=Covers((2,)))
    lines, off = [(1, 1), (2, 1)], purchases.Discount("开业", 10)
    due = purchases.quote(young, member=1, lines=lines, discount=off).due
    purchases.record(young, member=1, lines=lines, discount=off, pay={"cash": due})
    (found,) = what_if_history.receipts(young.db, young.today(), young.today())
    assert [line.open_to_tier for line in found.lines] == [6800, 0]


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
    assert seen.changed.left_out["already given this gift"] == had > 0
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

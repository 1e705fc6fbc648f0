"""A reward rule tried before it is there; what rules gave, rule by rule and line by line."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    gift_sets,
    gifts,
    long,
    members,
    permissions,
    purchases,
    reward_rules,
    rewards,
    rule_book,
    rule_making,
    rule_trial,
    segments,
    staff,
    vouchers,
)
from shopdesk.refusals import DateRefused, Refused
from shopdesk.shop import Desk
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)
FIRST = date(2026, 11, 1)


def refused(code: str, command: Any, *args: Any, **values: Any) -> None:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code


def joined(desk: Desk, *names: str, **values: Any) -> list[int]:
    return [members.register(desk, name=name, **values).id for name in names]


def gift(desk: Desk, stock: int | None = None, cost: int = 300) -> int:
    return gifts.add(desk, name="茶杯", name_en="Cup", cost=cost, stock=stock).id


def monthly(reward: Any, **more: Any) -> dict[str, Any]:
    return {"name": "", "trigger": rewards.every("month"), "reward": reward, **more}


# --- trying -----------------------------------------------------------------------------------


def test_a_trial_says_whom_a_rule_reaches_and_what_it_would_give_and_keeps_nothing(
    desk: Desk,
) -> None:
    one, other, third = joined(desk, "甲", "乙", "丙")
    cup = gift(desk, stock=2)
    events = desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone()
    tried = rule_trial.preview_rule(desk, monthly(rewards.voucher(gift=cup)))
    assert (tried.reach, tried.each, tried.through) == (3, 300, FIRST)
    assert tried.seen is not None
    assert [row[0] for row in tried.seen.given] == [one, other]
    assert [row[0] for row in tried.seen.left_out] == [third]
    assert (tried.seen.cost, tried.seen.short) == (600, ((cup, 1),))
    assert reward_rules.listed(desk) == []
    assert desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone() == events
    assert checks.run(desk) == ()


def test_a_trial_is_what_the_run_of_that_day_then_gives(desk: Desk, clock: SetClock) -> None:
    joined(desk, *"甲乙丙丁戊己庚辛壬癸")
    half = rewards.Limits(share=50)
    values = monthly(rewards.Points(50), limits=half) | {"name": "月"}
    tried = rule_trial.preview_rule(desk, values)
    assert tried.seen is not None
    assert 0 < tried.reach == len(tried.seen.given) < 10
    rewards.add(desk, **values)
    clock.now += FIRST - TODAY
    assert rewards.run(desk) == tried.seen


WHEN = [
    (rewards.every("month", day=15), TODAY),
    (rewards.every("month", day=14), date(2026, 11, 14)),
    (rewards.every("quarter"), date(2027, 1, 1)),
    (rewards.every("year", day=2), date(2027, 1, 2)),
    (rewards.festival("christmas"), date(2026, 12, 25)),
    (rewards.festival("christmas", before=7), date(2026, 12, 18)),
    (rewards.festival("spring_festival"), date(2027, 2, 6)),
    (rewards.birthday(), TODAY + 29 * DAY),
    (rewards.away(30), TODAY + 29 * DAY),
    (rewards.joining(), None),
    (rewards.purchase(over=100), None),
    ([rewards.joining(), rewards.every("month"), rewards.birthday()], FIRST),
]


@pytest.mark.parametrize(("trigger", "through"), WHEN)
def test_a_trial_looks_to_the_day_on_which_it_gives_next(
    desk: Desk, trigger: Any, through: date | None
) -> None:
    tried = rule_trial.preview_rule(desk, {"trigger": trigger, "reward": rewards.Points(5)})
    assert tried.through == through
    assert (tried.seen is None) == (through is None)


def test_a_trial_looks_no_further_than_its_last_day_nor_before_its_first(desk: Desk) -> None:
    points = rewards.Points(5)
    ends = rule_trial.preview_rule(desk, monthly(points, ends_on=TODAY + DAY))
    begins = rule_trial.preview_rule(desk, monthly(points, starts_on=FIRST + DAY))
    wished = rule_trial.preview_rule(desk, monthly(points), on=date(2027, 1, 1))
    assert [one.through for one in (ends, begins, wished)] == [
        TODAY + DAY, date(2026, 12, 1), date(2027, 1, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(("ahead", "refused"), [(366, False), (367, True), (2_900_000, True)])
def test_nobody_looks_further_ahead_than_366_days(desk: Desk, ahead: int, refused: bool) -> None:
    rule, on = rewards.add(desk, **monthly(rewards.Points(5)) | {"name": "月"}), TODAY + ahead * DAY
    looks = [
        lambda: rewards.preview(desk, on=on),
        lambda: rewards.foreseen(desk, [rule], on),
        lambda: rule_trial.preview_rule(desk, monthly(rewards.Points(5)), on=on),
    ]
    for look in looks:
        if refused:
            with pytest.raises(DateRefused, match=f"{on.year}"):
                look()
        else:
            look()


@pytest.mark.parametrize("trigger", [rewards.every("month"), rewards.birthday()])
@pytest.mark.parametrize("first", [TODAY + 366 * DAY, TODAY + 367 * DAY, date.max])
def test_a_trial_of_a_rule_that_starts_late_is_told_as_far_as_can_be_foreseen(
    desk: Desk, trigger: Any, first: date
) -> None:
    values = {"trigger": trigger, "reward": rewards.Points(5), "starts_on": first}
    assert rule_trial.preview_rule(desk, values).through == TODAY + 366 * DAY


def test_a_trial_reaches_its_segment_alone(desk: Desk) -> None:
    joined(desk, "甲", "乙")
    (vip,) = joined(desk, "丙")
    purchases.record(desk, member=vip, amount=500, pay={"cash": 500})
    bought = segments.add(desk, name="买过", filters=[segments.Filter("spend", "at_least", 500)]).id
    tried = rule_trial.preview_rule(desk, monthly(rewards.Points(5), segment=bought))
    assert tried.reach == 1
    assert tried.seen is not None
    assert [row[0] for row in tried.seen.given] == [vip]


def test_each_time_costs_at_most_the_dearest_gift_of_its_set_and_all_it_gives(desk: Desk) -> None:
    cheap, dear = gift(desk), gifts.add(desk, name="壶", cost=900).id
    its = gift_sets.add(desk, name="套", gifts={"member": cheap, "gold": dear}).id
    reward = [rewards.OfTier(its), rewards.voucher(amount=2000)]
    assert rule_trial.preview_rule(desk, monthly(reward)).each == 2900


def test_who_may_not_see_costs_is_told_none(shop: Any, desk: Desk) -> None:
    joined(desk, "甲")
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    permissions.set(desk, "rewards.add", role="cashier")
    cashier = Desk(shop, hired.id, hired.name, hired.role, "1")
    tried = rule_trial.preview_rule(cashier, monthly(rewards.voucher(amount=500)))
    assert tried.seen is not None
    assert (tried.each, tried.seen.cost, tried.seen.costs) == (None, None, ())
    assert len(tried.seen.given) == 1


def test_one_that_is_edited_is_tried_instead_of_itself(desk: Desk, clock: SetClock) -> None:
    joined(desk, "甲")
    made = rewards.add(desk, **monthly(rewards.Points(5)) | {"name": "月"})
    clock.now += FIRST - TODAY
    rewards.run(desk)
    joined(desk, "乙")
    values = rule_making.written(made) | {"reward": rewards.Points(9)}
    tried = rule_trial.preview_rule(desk, values, instead_of=made.id)
    assert tried.seen is not None
    assert tried.rule.rewards == (rewards.Points(9),)
    assert [reward for _member, _rule, reward in tried.seen.given] == ["9 points"] * 2
    assert reward_rules.get(desk, made.id).rewards == (rewards.Points(5),)


def test_what_cannot_be_made_cannot_be_tried(desk: Desk) -> None:
    rewards.add(desk, **monthly(rewards.Points(5)) | {"name": "月"})
    for code, values in (
        ("name_taken", monthly(rewards.Points(5)) | {"name": "月"}),
        ("amount", monthly(rewards.Points(0))),
        ("content", {"name": "a"}),
        ("choice", {"nonsense": 1}),
        ("choice", None),
        ("date", monthly(rewards.Points(5), ends_on=TODAY - DAY)),
    ):
        refused(code, rule_trial.preview_rule, desk, values)
    refused("unknown_rule", rule_trial.kept, desk, monthly(rewards.Points(5)), instead_of=9)


def test_a_trial_can_be_left(desk: Desk) -> None:
    class Left(Exception):  # noqa: N818 - asked for, no error
        pass

    def leave(_done: int, _total: int) -> None:
        raise Left

    joined(desk, "甲")
    with pytest.raises(Left):
        rule_trial.preview_rule(desk, monthly(rewards.Points(5)), progress=leave)
    assert reward_rules.listed(desk) == []


def test_a_preview_tells_how_far_it_is_and_can_be_left(desk: Desk) -> None:
    joined(desk, "甲", "乙", "丙")
    rewards.add(desk, **monthly(rewards.Points(5)) | {"name": "月"})
    told: list[tuple[int, int]] = []
    seen = rewards.preview(desk, FIRST, progress=lambda done, all_: told.append((done, all_)))
    assert (len(seen.given), told) == (3, [(0, 3), (3, 3)])
    with pytest.raises(long.Cancelled):
        rewards.preview(desk, FIRST, cancelled=lambda: True)


# --- what rules gave --------------------------------------------------------------------------


def test_so_far_counts_occasions_vouchers_used_what_is_owed_and_the_cost(
    desk: Desk, clock: SetClock
) -> None:
    one, other, _third = joined(desk, "甲", "乙", "丙")
    cup = gift(desk, stock=2)
    reward = [rewards.voucher(gift=cup), rewards.Points(200)]
    rule = rewards.add(desk, **monthly(reward) | {"name": "月"})
    idle = rewards.add(desk, name="空", trigger=rewards.joining(), reward=rewards.Points(5))
    assert rule_book.so_far(desk)[rule.id] == rule_book.SoFar(cost=0)
    clock.now += FIRST - TODAY
    rewards.run(desk)
    vouchers.redeem(desk, vouchers.of_member(desk, one)[0].code)
    found = rule_book.so_far(desk)
    each = 300 + 200 // desk.shop.settings.points_step * desk.shop.settings.points_value
    assert found[rule.id] == rule_book.SoFar(2, vouchers=2, used=1, owed=1, cost=2 * each)
    assert found[idle.id] == rule_book.SoFar(cost=0)
    rows = rule_book.of_rule(desk, rule.id)
    given = [row for row in rows if not row.is_owed]
    assert (len({row.occasion for row in given}), len(rows) - len(given)) == (2, 1)
    assert sum(row.cost or 0 for row in given) == 2 * each
    assert sorted(row.state for row in given if row.state) == ["issued", "redeemed"]
    assert rule_book.of_rule(desk, idle.id) == []
    assert [vouchers.of_member(desk, member) != [] for member in (one, other)] == [True, True]


def test_a_run_tells_the_vouchers_it_issued_and_what_each_thing_may_cost(
    desk: Desk, clock: SetClock
) -> None:
    (one,) = joined(desk, "甲")
    cup = gift(desk)
    rewards.add(desk, **monthly([rewards.voucher(gift=cup), rewards.Points(5)]) | {"name": "月"})
    clock.now += FIRST + DAY - TODAY
    planned = rewards.preview(desk)
    assert (planned.costs, planned.days, planned.vouchers) == ((300, 0), (FIRST, FIRST), ())
    given = rewards.run(desk)
    assert given == planned
    assert given.vouchers == tuple(v.id for v in vouchers.of_member(desk, one))
    assert len(given.vouchers) == 1


def test_lines_name_who_is_given_what_and_who_is_left_out_and_why(
    desk: Desk, clock: SetClock
) -> None:
    one, other = joined(desk, "甲", "乙")
    cup = gift(desk, stock=1)
    desk.speaks = "en"
    rewards.add(desk, **monthly(rewards.voucher(gift=cup)) | {"name": "月", "name_en": "Monthly"})
    clock.now += FIRST - TODAY
    first, last = rule_book.lines(desk, rewards.preview(desk))
    numbers = [members.get(desk, member).number for member in (one, other)]
    assert first == rule_book.Due(one, numbers[0], "甲", "Monthly", "Cup", True, FIRST, 300)
    assert last == rule_book.Due(
        other, numbers[1], "乙", "Monthly", "the gift is out of stock", False
    )


def test_of_a_member_it_is_told_what_each_rule_gave_and_what_waits(
    desk: Desk, clock: SetClock
) -> None:
    one, other = joined(desk, "甲", "乙")
    cup = gift(desk, stock=1)
    desk.speaks = "en"
    reward = [rewards.voucher(gift=cup), rewards.Points(5)]
    rule = rewards.add(desk, **monthly(reward) | {"name": "月", "name_en": "Monthly"})
    rewards.add(
        desk, name="乐", trigger=rewards.every("month", day=2),
        reward=[rewards.Multiplied(200, 7), rewards.Trial("gold", 30)],
    )  # fmt: skip
    clock.now += FIRST + DAY - TODAY
    rewards.run(desk)
    gave = rule_book.of_member(desk, one)
    assert [line.voucher_code is not None for line in gave] == [False, False, False, True]
    assert [replace(line, voucher_code=None) for line in gave] == [
        rule_book.Gave(FIRST + DAY, "乐", "a tier to try, days: 30"),
        rule_book.Gave(FIRST + DAY, "乐", "more points, days: 7"),
        rule_book.Gave(FIRST, "Monthly", "points: 5"),
        rule_book.Gave(FIRST, "Monthly", "Cup"),
    ]
    (waits, *_others) = rule_book.of_member(desk, other)
    assert (waits.rule, waits.said, waits.is_owed) == ("Monthly", "waits for stock", True)
    rewards.close(desk, rule.id)
    assert not any(one.is_owed for one in rule_book.of_member(desk, other))
    refused("unknown_member", rule_book.of_member, desk, 99)

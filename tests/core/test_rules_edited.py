"""A reward rule that is changed, or ended: from now on, and nothing that it gave is lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shopdesk import Desk, members, purchases, rewards, vouchers
from shopdesk.refusals import ChoiceRefused, DateRefused, NameTaken
from shopdesk.refusals_of_giving import RuleChanged, RuleClosed
from shopdesk.reward_rules import Limits
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def monthly(desk: Desk, **values: Any) -> rewards.Rule:
    return rewards.add(desk, **{
        "name": "月礼", "trigger": rewards.every("month"), "reward": rewards.voucher(amount=100),
        **values,
    })  # fmt: skip


def is_day(clock: SetClock, day: str) -> None:
    clock.now = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC)


def test_a_rule_gives_what_it_says_since_it_was_changed(desk: Desk, clock: SetClock) -> None:
    member = members.register(desk, name="甲").id
    rule = monthly(desk)
    is_day(clock, "2026-11-01")
    rewards.run(desk)
    changed = rewards.edit(desk, rule.id, reward=rewards.voucher(amount=300), name_en="Monthly")
    assert (changed.name, changed.name_en) == ("月礼", "Monthly")
    is_day(clock, "2026-12-01")
    rewards.run(desk)
    assert [one.amount for one in vouchers.of_member(desk, member)] == [100, 300]


def test_what_it_rewarded_counts_in_limits_that_are_set_later(desk: Desk, clock: SetClock) -> None:
    members.register(desk, name="甲")
    rule = monthly(desk)
    is_day(clock, "2026-11-01")
    rewards.run(desk)
    rewards.edit(desk, rule.id, limits=Limits(per_member=1))
    is_day(clock, "2026-12-01")
    done = rewards.run(desk)
    assert (len(done.given), len(done.left_out)) == (0, 1)


def test_only_what_is_said_changes(desk: Desk) -> None:
    rule = monthly(desk, limits=Limits(in_all=5), channel="courier", ends_on=date(2027, 1, 1))
    assert rewards.edit(desk, rule.id) == rule
    assert rewards.edit(desk, rule.id, ends_on=None).ends_on is None


@pytest.mark.parametrize(
    ("begins", "first", "refused"),
    [(TODAY, TODAY, False), (TODAY, TODAY + timedelta(1), True),
     (TODAY + timedelta(1), TODAY + timedelta(2), False), (TODAY + timedelta(1), TODAY, False)],
)  # fmt: skip
def test_its_first_day_moves_until_it_has_come(
    desk: Desk, begins: date, first: date, refused: bool
) -> None:
    rule = monthly(desk, starts_on=begins)
    if refused:
        with pytest.raises(DateRefused):
            rewards.edit(desk, rule.id, starts_on=first)
    else:
        changed = rewards.edit(desk, rule.id, starts_on=first)
        assert (changed.starts_on, changed.settled_on) == (first, first - timedelta(1))


@pytest.mark.parametrize(("ago", "refused"), [(366, False), (367, True), (3_000_000, True)])
def test_a_first_day_is_at_most_366_days_ago(desk: Desk, ago: int, refused: bool) -> None:
    first = date.min if ago > 700_000 else TODAY - timedelta(ago)
    coming = monthly(desk, name="coming", starts_on=TODAY + timedelta(1))
    if refused:
        with pytest.raises(DateRefused):
            monthly(desk, starts_on=first)
        with pytest.raises(DateRefused):
            rewards.edit(desk, coming.id, starts_on=first)
    else:
        assert monthly(desk, starts_on=first).settled_on == first - timedelta(1)
        assert rewards.edit(desk, coming.id, starts_on=first).starts_on == first


def test_a_rule_whose_first_day_has_passed_catches_up_with_the_calendar_alone(
    desk: Desk, clock: SetClock
) -> None:
    who = members.register(desk, name="甲").id
    purchases.record(desk, member=who, amount=100, pay={"cash": 100})
    clock.tick(days=40)
    both = [rewards.every("month"), rewards.visit(1)]
    rewards.add(desk, name="补", trigger=both, reward=rewards.Points(5), starts_on=TODAY)
    days = rewards.run(desk).days
    assert days == (date(2026, 11, 1),)


def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk) -> None:
    other, rule = monthly(desk, name="别的"), monthly(desk)
    for values, refusal in (
        ({"name": other.name}, NameTaken),
        ({"colour": "red"}, ChoiceRefused),
        ({"channel": "pigeon"}, ChoiceRefused),
        ({"ends_on": TODAY - timedelta(1)}, DateRefused),
    ):
        with pytest.raises(refusal):
            rewards.edit(desk, rule.id, **values)
    assert rewards.rules(desk) == [other, rule]


def test_a_rule_that_ended_is_not_changed(desk: Desk) -> None:
    rule = monthly(desk)
    assert rewards.close(desk, rule.id).closed_on == TODAY
    with pytest.raises(RuleClosed):
        rewards.edit(desk, rule.id, name="新")
    assert rewards.rules(desk) == []


# --- in the middle of a run -------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [lambda desk, rule: rewards.edit(desk, rule, reward=rewards.voucher(amount=900)),
     rewards.close],
)  # fmt: skip
def test_a_run_stops_where_a_rule_is_another_one_by_now(
    desk: Desk, clock: SetClock, monkeypatch: pytest.MonkeyPatch, changed: Any
) -> None:
    """What it gave until then is whole, and the next one goes on by the rule as it is."""
    monkeypatch.setattr(rewards, "_BATCH", 2)
    every = [members.register(desk, name=f"客{number}").id for number in range(6)]
    rule, other = monthly(desk), monthly(desk, name="另")
    is_day(clock, "2026-11-01")

    def given(amount: int = 100) -> int:
        its = (one for who in every for one in vouchers.of_member(desk, who))
        return sum(one.amount == amount for one in its)

    def at_first(done: int, _of: int) -> None:
        if done == 2:
            rewards.edit(desk, other.id, name="别名")
        if done == 4:
            changed(desk, rule.id)

    with pytest.raises(RuleChanged):
        rewards.run(desk, progress=at_first)
    assert given() == 4
    rewards.run(desk)
    is_closed = rule not in rewards.rules(desk) and given(900) == 0
    assert (given(), given(900)) == (10, 0 if is_closed else 2)

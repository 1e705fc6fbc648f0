"""What if: rules that are over or still to come, and members who come and go meanwhile."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import gifts, members, merging, purchases, rewards, tiers, what_if
from shopdesk.permissions import set as permit
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.what_if import Rules

if TYPE_CHECKING:
    from tests.conftest import SetClock

MONTHLY: dict[str, Any] = {
    "name": "每月", "trigger": rewards.every("month"), "reward": rewards.voucher(amount=100),
}  # fmt: skip


def at(clock: "SetClock", day: date) -> None:
    clock.now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def given(desk: Desk, **values: Any) -> dict[str, int]:
    seen = what_if.simulate(desk, **values)
    assert seen.changed is not None
    return {rule.name: rule.occasions for rule in seen.changed.rules}


@pytest.mark.parametrize(
    ("bounds", "counts"),
    [
        ({}, True),
        ({"ends_on": date(2026, 11, 30)}, True),
        ({"ends_on": date(2026, 12, 1)}, True),
        ({"starts_on": date(2026, 12, 3)}, False),
        ({"starts_on": date(2026, 10, 15), "ends_on": date(2026, 11, 1)}, False),
    ],
)
def test_todays_rules_are_those_that_are_on_today(
    desk: Desk, member: int, clock: "SetClock", bounds: dict[str, date], counts: bool
) -> None:
    """On 30 November: a rule that ends today is in force still, for all the months tried."""
    rewards.add(desk, **MONTHLY, **bounds)
    at(clock, date(2026, 11, 30))
    found = given(desk, months=1)
    assert found == ({"每月": 0} if counts else {})


def test_a_closed_rule_is_none_of_todays_and_can_be_tried_anew(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    rule = rewards.add(desk, **MONTHLY)
    rewards.close(desk, rule.id)
    at(clock, date(2026, 12, 2))
    assert given(desk, months=1) == {}
    assert given(desk, months=1, rules=Rules(changed={rule.id: MONTHLY})) == {"每月": 1}


def test_who_joins_on_the_day_itself_is_given_nothing_by_the_calendar_of_that_day(
    desk: Desk, clock: "SetClock"
) -> None:
    at(clock, date(2026, 11, 1))
    members.register(desk, name="当日")
    at(clock, date(2026, 12, 2))
    assert given(desk, months=1, rules=Rules(added=[MONTHLY])) == {"每月": 0}
    at(clock, date(2027, 1, 2))
    assert given(desk, months=1, rules=Rules(added=[MONTHLY])) == {"每月": 1}


def test_who_was_merged_is_given_theirs_until_then(desk: Desk, clock: "SetClock") -> None:
    keep, drop = (members.register(desk, name=name).id for name in ("甲", "乙"))
    at(clock, date(2026, 11, 20))
    merging.merge(desk, keep=keep, drop=drop)
    at(clock, date(2027, 1, 2))
    assert given(desk, months=2, rules=Rules(added=[MONTHLY])) == {"每月": 3}
    seen = what_if.simulate(desk, months=2)
    assert seen.members == 1


def test_a_gift_that_is_too_dear_for_the_tier_is_given_once_the_ladder_is_lower(
    desk: Desk, clock: "SetClock"
) -> None:
    member = members.register(desk, name="李").id
    purchases.record(desk, member=member, amount=60_000, pay={"cash": 60_000})
    cup = gifts.add(desk, name="杯", cost=3000, lowest_tier="silver").id
    rewards.add(desk, name="每月", trigger=rewards.every("month"), reward=rewards.voucher(gift=cup))
    at(clock, date(2026, 12, 2))
    year = tiers.rolling_months(12)
    lower = [
        tiers.Tier("member", {"en": "Member"}, None),
        tiers.Tier("silver", {"en": "Silver"}, tiers.any_of(tiers.at_least("spend", 50_000, year))),
    ]
    seen = what_if.simulate(desk, months=2, ladder=lower)
    assert seen.today is not None
    assert seen.changed is not None
    assert (seen.today.cost, seen.changed.cost) == (0, 3000)
    assert seen.today.left_out == {"the gift is for a higher tier": 1}
    assert seen.changed.gifts == ((cup, 1, None),)
    assert seen.counts == {"member": {"silver": 1}}


def test_who_may_not_see_costs_is_told_none_of_them(desk: Desk) -> None:
    permit(desk, "costs.see", "owner")
    manager = Desk(desk.shop, desk.staff_id, desk.staff_name, "manager", till="1")
    with pytest.raises(Refused) as refused:
        what_if.simulate(manager)
    assert refused.value.code == "permission"

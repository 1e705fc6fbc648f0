"""What a day of the calendar brings to whom, and runs that catch up."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from shopdesk import birthdays, dates, days, members, occurring, purchases, rewards, vouchers
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

FEE = rewards.voucher(amount=500)


def is_day(desk: Desk, clock: "SetClock", day: str) -> None:
    clock.now = datetime.fromisoformat(f"{day}T04:00:00+00:00")
    days.accept_clock(desk)


def give(desk: Desk, trigger: Any, reward: Any = FEE, **more: Any) -> rewards.Rule:
    name = f"r{len(rewards.rules(desk))}"
    return rewards.add(desk, name=name, trigger=trigger, reward=reward, **more)


def issued_on(desk: Desk, member: int) -> list[str]:
    return [str(one.issued_on) for one in vouchers.of_member(desk, member)]


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def opened_daily(desk: Desk, clock: "SetClock", first: str, last: str) -> None:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        is_day(desk, clock, str(day))
        rewards.run(desk)
        day += timedelta(days=1)


CALENDAR = [
    (rewards.every("month", day=5), ["2026-11-05", "2026-12-05", "2027-01-05"]),
    (rewards.every("quarter"), ["2027-01-01"]),
    (rewards.every("year", day=2), ["2027-01-02"]),
    (rewards.festival("christmas"), ["2026-12-25"]),
    (rewards.festival("christmas", before=3), ["2026-12-22"]),
    (rewards.festival("double_ninth"), ["2026-10-18"]),
    (rewards.festival("laba"), ["2027-01-15"]),
    (rewards.membership_years(1), []),
]


@pytest.mark.parametrize(("trigger", "its_days"), CALENDAR, ids=str)
def test_a_day_of_the_calendar_gives_to_every_member_once(
    desk: Desk, member: int, clock: "SetClock", trigger: rewards.Trigger, its_days: list[str]
) -> None:
    give(desk, trigger)
    opened_daily(desk, clock, "2026-10-15", "2027-01-20")
    assert issued_on(desk, member) == its_days


@pytest.mark.parametrize(("trigger", "its_days"), CALENDAR, ids=str)
def test_days_on_which_the_shop_was_closed_are_caught_up_once(
    desk: Desk, member: int, clock: "SetClock", trigger: rewards.Trigger, its_days: list[str]
) -> None:
    give(desk, trigger)
    for day in ("2026-11-20", "2026-12-23", "2027-01-20"):
        is_day(desk, clock, day)
        planned = rewards.preview(desk)
        assert rewards.run(desk) == planned
        assert rewards.run(desk).given == ()
    assert len(issued_on(desk, member)) == len(its_days)


@pytest.mark.parametrize(("trigger", "its_days"), CALENDAR, ids=str)
def test_of_one_member_a_day_brings_what_it_brings_to_them_among_all(
    desk: Desk, member: int, trigger: rewards.Trigger, its_days: list[str]
) -> None:
    later = members.register(desk, name="后来").id
    for on in map(date.fromisoformat, its_days or ["2027-10-15"]):
        every = [*occurring.on_day(desk, trigger, on)]
        for one in (member, later):
            its = [coming for coming in every if coming.member_id == one]
            assert [*occurring.on_day(desk, trigger, on, one)] == its
        assert [coming.member_id for coming in every] == [member, later]


BORN = [
    ({"birthday": date(1990, 12, 1)}, "2026-12-01"),
    ({"birthday": (2, 29)}, "2027-02-28"),
    ({"lunar_birthday": (10, 30)}, "2026-12-08"),
    ({"lunar_birthday": (12, 30)}, "2027-02-05"),
    ({"lunar_birthday": (6, 1, True)}, None),
]


@pytest.mark.parametrize(("born", "on"), BORN)
def test_a_birthday_is_given_on_its_day_by_either_calendar(
    desk: Desk, clock: "SetClock", born: dict[str, Any], on: str | None
) -> None:
    member = members.register(desk, name="寿", **born).id
    give(desk, rewards.birthday())
    opened_daily(desk, clock, "2026-10-15", "2027-03-02")
    assert issued_on(desk, member) == ([on] if on else [])


def test_a_window_opens_before_the_birthday_and_ends_after_it_by_tier(
    desk: Desk, clock: "SetClock"
) -> None:
    plain = members.register(desk, name="甲", birthday=(11, 20)).id
    silver = members.register(desk, name="乙", birthday=(11, 20)).id
    purchases.record(desk, member=silver, amount=100_000, pay={"cash": 100_000})
    give(desk, rewards.birthday(windows={"silver": 7}))
    opened_daily(desk, clock, "2026-11-01", "2026-11-30")
    found = [vouchers.of_member(desk, one)[0] for one in (plain, silver)]
    assert [(str(v.issued_on), str(v.valid_until_on)) for v in found] == [
        ("2026-11-20", "2026-11-20"), ("2026-11-17", "2026-11-23"),
    ]  # fmt: skip


@pytest.mark.parametrize(("moved", "times"), [(300, 1), (301, 2)])
def test_a_birthday_that_was_moved_is_not_rewarded_within_300_days(
    desk: Desk, clock: "SetClock", moved: int, times: int
) -> None:
    first = date(2026, 12, 1)
    member = members.register(desk, name="寿", birthday=(12, 1)).id
    give(desk, rewards.birthday())
    is_day(desk, clock, "2026-12-01")
    rewards.run(desk)
    then = first + timedelta(days=moved)
    members.edit(desk, member, birthday=(then.month, then.day), reason="护照")
    is_day(desk, clock, str(then))
    found = rewards.run(desk)
    assert len(issued_on(desk, member)) == times
    assert len(found.left_out) == 2 - times


def test_a_leap_month_is_another_month_in_its_year_and_the_ordinary_one_in_the_next(
    desk: Desk, clock: "SetClock"
) -> None:
    leap = members.register(desk, name="闰", lunar_birthday=(5, 5, True)).id
    plain = members.register(desk, name="平", lunar_birthday=(5, 5)).id
    is_day(desk, clock, "2028-05-01")
    rewards.run(desk)
    give(desk, rewards.birthday())
    opened_daily(desk, clock, "2028-05-01", "2028-07-10")
    is_day(desk, clock, "2029-06-16")
    rewards.run(desk)
    assert issued_on(desk, plain) == ["2028-05-28", "2029-06-16"]
    assert issued_on(desk, leap) == ["2028-06-27", "2029-06-16"]


@any_of(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_birthday_that_falls_on_a_day_comes_next_on_it(day: date) -> None:
    solar, lunar = birthdays.falling_on(day)
    assert {birthdays.next_solar(day, (m, d)) for m, d, _ in solar[2]} == {day}
    assert {birthdays.next_lunar(day, (m, d, bool(leap))) for m, d, leap in lunar[2]} == {day}


def test_dates_of_the_family_are_days_too(desk: Desk, member: int, clock: "SetClock") -> None:
    dates.add(desk, member, name="女儿", kind="birthday", day=(11, 11))
    dates.add(desk, member, name="结婚", kind="own", day=date(2020, 11, 12))
    give(desk, rewards.own_date("birthday", before=1))
    give(desk, rewards.own_date("own"))
    opened_daily(desk, clock, "2026-11-01", "2026-11-20")
    assert issued_on(desk, member) == ["2026-11-10", "2026-11-12"]


@pytest.mark.parametrize(("joined", "on"), [
    (date(2024, 2, 29), ["2027-02-28", "2028-02-29"]),
    (date(2026, 3, 1), ["2027-03-01", "2028-03-01"]),
])  # fmt: skip
def test_every_year_of_membership(
    desk: Desk, clock: "SetClock", joined: date, on: list[str]
) -> None:
    member = members.register(desk, name="老", joined_on=joined).id
    give(desk, rewards.membership_years())
    for day in ("2027-02-27", "2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01"):
        is_day(desk, clock, day)
        rewards.run(desk)
    assert issued_on(desk, member) == on


def test_who_was_away_is_won_back_once_for_each_time(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.away(30))
    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    opened_daily(desk, clock, "2026-10-15", "2026-12-20")
    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    opened_daily(desk, clock, "2026-12-21", "2027-03-01")
    assert issued_on(desk, member) == ["2026-11-14", "2027-01-19"]


def test_who_joined_later_is_given_nothing_of_a_day_before(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    give(desk, rewards.festival("double_ninth"))
    is_day(desk, clock, "2026-10-20")
    late = members.register(desk, name="晚").id
    rewards.run(desk)
    assert (len(issued_on(desk, member)), issued_on(desk, late)) == (1, [])


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("limits", "given"), [
    (rewards.Limits(in_all=1), 1),
    (rewards.Limits(in_all=2), 2),
    (rewards.Limits(budget=999), 1),
    (rewards.Limits(budget=1_000), 2),
    (rewards.Limits(per_member=1, period="month"), 3),
])  # fmt: skip
def test_a_rule_gives_no_more_than_its_limits(
    desk: Desk, clock: "SetClock", limits: rewards.Limits, given: int
) -> None:
    people = [members.register(desk, name=name).id for name in "甲乙丙"]
    give(desk, [rewards.every("month"), rewards.every("month", day=2)], limits=limits)
    is_day(desk, clock, "2026-11-02")
    planned = rewards.preview(desk)
    assert rewards.run(desk) == planned
    assert sum(len(issued_on(desk, one)) for one in people) == given


def test_a_pilot_is_for_the_same_part_of_the_members_every_time(
    desk: Desk, clock: "SetClock"
) -> None:
    people = [members.register(desk, name=f"客{n}").id for n in range(60)]
    give(desk, rewards.every("month"), limits=rewards.Limits(share=30))
    for day in ("2026-11-01", "2026-12-01"):
        is_day(desk, clock, day)
        rewards.run(desk)
    counts = {len(issued_on(desk, one)) for one in people}
    assert counts == {0, 2}
    assert 8 <= sum(bool(issued_on(desk, one)) for one in people) <= 30


def test_a_run_that_is_stopped_goes_on_where_it_was(
    desk: Desk, clock: "SetClock", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewards, "_BATCH", 2)
    people = [members.register(desk, name=f"客{n}").id for n in range(5)]
    give(desk, rewards.every("month"))
    is_day(desk, clock, "2026-11-01")
    planned = rewards.preview(desk)
    stops = iter([False, True])
    seen: list[tuple[int, int]] = []
    first = rewards.run(desk, cancelled=lambda: next(stops), progress=lambda *at: seen.append(at))
    assert seen == [(2, 5)]
    rest = rewards.run(desk)
    assert first.given + rest.given == planned.given
    assert [len(issued_on(desk, one)) for one in people] == [1] * 5

"""What whoever serves is told to say or do, by the day, the member and the tier."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shopdesk import members, purchases, rewards, tiers, to_say
from shopdesk.shop import Desk
from tests.conftest import NOON


def said(desk: Desk, member: int) -> tuple[str, ...]:
    return to_say.of_member(desk, members.get(desk, member))


def test_on_an_ordinary_day_there_is_nothing_to_say(desk: Desk, member: int) -> None:
    assert said(desk, member) == ()


def test_a_tier_has_a_text_for_who_serves_in_the_language_of_the_desk(
    desk: Desk, member: int
) -> None:
    base, *rest = tiers.ladder(desk)
    words = {"zh_CN": "换大杯", "en": "Offer the larger cup"}
    tiers.set_ladder(desk, [replace(base, service=words), *rest])
    desk.speaks = "en"
    assert said(desk, member) == ("Offer the larger cup",)
    desk.speaks = "zh_CN"
    assert said(desk, member) == ("换大杯",)
    tiers.set_ladder(desk, [replace(base, service={"en": "Smile"}), *rest])
    assert said(desk, member) == ("Smile",)


@pytest.mark.parametrize(
    ("days", "is_said"), [(-5, False), (-4, True), (0, True), (3, True), (4, False)]
)
def test_a_birthday_is_wished_on_the_days_of_the_tiers_window(
    desk: Desk, member: int, days: int, is_said: bool
) -> None:
    """Eight days: three before, the day, four after."""
    tier = tiers.ladder(desk)[0].code
    rewards.add(desk, name="生日", trigger=rewards.birthday(windows={tier: 8}),
                reward=rewards.Points(5))  # fmt: skip
    day = desk.today() + timedelta(days=days)
    members.edit(desk, member, birthday=(day.month, day.day))
    assert bool(said(desk, member)) is is_said


def test_without_a_rule_a_birthday_is_wished_on_its_day_alone_by_either_calendar(
    desk: Desk, member: int, clock
) -> None:
    desk.speaks = "en"
    members.edit(desk, member, lunar_birthday=(9, 9))
    days = {}
    for ahead in range(60):
        clock.now = NOON + timedelta(days=ahead)
        days[ahead] = said(desk, member)
    (its,) = [ahead for ahead, words in days.items() if words]
    assert NOON.date() + timedelta(days=its) == date(2026, 10, 18)  # 重阳节
    assert days[its] == ("Say happy birthday: it is today.",)


def test_years_of_membership_and_a_long_absence_are_told(desk: Desk, member: int, clock) -> None:
    desk.speaks = "en"
    purchases.record(desk, member=member, amount=500, pay={"cash": 500})
    clock.now = NOON + timedelta(days=59)
    assert said(desk, member) == ()
    clock.now = NOON + timedelta(days=70)
    assert said(desk, member) == ("The first visit for 70 days: welcome them back.",)
    purchases.record(desk, member=member, amount=500, pay={"cash": 500})
    assert said(desk, member) == ()
    clock.now = NOON.replace(year=NOON.year + 2)
    assert "A member for 2 years today: thank them." in said(desk, member)

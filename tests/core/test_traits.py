"""Traits where they could part from what a profile shows, or from what is meant by them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    consents,
    erasing,
    members,
    points,
    preferences,
    purchases,
    refunds,
    segments,
    settings,
    tags,
    tiers,
)
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from shopdesk.traits import TRAITS, Asked
from tests.core.prepaid import top_up

if TYPE_CHECKING:
    from tests.conftest import SetClock


def buy(desk: Desk, member: int, amount: int = 100) -> int:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}).id


def values(desk: Desk, trait: str, on: date | None = None) -> dict[int, object]:
    return dict(TRAITS[trait].values(Asked(desk, None, on or desk.today(), 365)))


def people(desk: Desk, count: int) -> list[int]:
    return [members.register(desk, name=f"客{n}").id for n in range(count)]


# --- the same as elsewhere --------------------------------------------------------------------


def test_who_gave_everything_back_never_bought_on_the_profile_and_in_segments(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    bought = buy(desk, member)
    refunds.refund(desk, bought, lines=[(1, 1)], reason="r")
    clock.tick(days=31)
    assert members.get(desk, member).lifecycle is None
    assert values(desk, "lifecycle") == {member: None}


def test_points_past_their_last_day_count_no_more_though_not_written_off(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=30)
    buy(desk, member, 5_000)
    for days, left in ((29, 50), (1, 50), (1, 0)):
        clock.tick(days=days)
        members.register(desk, name="也来")
        assert members.get(desk, member).points == left
        has_some = segments.matching(desk, [Filter("points", "at_least", 1)])
        assert has_some == ([member] if left else [])


def test_a_tier_that_was_lent_ends_with_its_last_day(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    tiers.trial(desk, member, "gold", until=desk.today() + timedelta(days=1), reason="r")
    gold = Filter("tier", "is_in", ("gold",))
    assert segments.matching(desk, [gold]) == [member]
    clock.tick(days=2)
    assert members.get(desk, member).tier.code == "member"
    assert segments.matching(desk, [gold]) == []


def test_who_wants_no_data_kept_is_not_written_to(desk: Desk, member: int) -> None:
    written_to = Filter("consent", "has", "marketing")
    for said, is_in in ((consents.give, True), (consents.withdraw, False)):
        kind = "marketing" if is_in else "data"
        said(desk, member, kind, wording="w")
        assert consents.holds(desk, member, "marketing") == is_in
        assert segments.matching(desk, [written_to]) == ([member] if is_in else [])


# --- as of a day ------------------------------------------------------------------------------


def test_a_visit_after_the_day_is_not_known_on_it(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    buy(desk, member)
    clock.tick(days=40)
    then = desk.today()
    clock.tick(days=60)
    buy(desk, member)
    assert values(desk, "days_away", then) == {member: 40}
    assert values(desk, "lifecycle", then) == {member: "active"}
    clock.tick(days=1)
    members.register(desk, name="后来")
    assert segments.matching(desk, [], on=then) == [member]


# --- high, middle, low ------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [
    (1, ["middle"]),
    (2, ["low", "high"]),
    (3, ["low", "middle", "high"]),
    (5, ["low", "low", "middle", "high", "high"]),
])  # fmt: skip
def test_few_members_are_spread_over_the_bands(
    desk: Desk, clock: "SetClock", count: int, expected: list[str]
) -> None:
    its = people(desk, count)
    for day in range(count):
        for member in its[day:]:
            buy(desk, member)
        clock.tick(days=1)
    assert [values(desk, "value")[member] for member in its] == expected


@pytest.mark.parametrize("count", [2, 5, 11])
def test_where_all_are_equal_all_are_in_the_middle(desk: Desk, count: int) -> None:
    for member in people(desk, count):
        buy(desk, member)
    assert set(values(desk, "value").values()) == {"middle"}


def test_who_is_gone_or_did_not_come_takes_no_place_among_those_who_came(
    desk: Desk, clock: "SetClock"
) -> None:
    gone, away, here = people(desk, 3)
    buy(desk, away)
    clock.tick(days=365)
    buy(desk, gone, 900)
    buy(desk, here)
    assert values(desk, "value") == {gone: "middle", here: "middle"}
    erasing.erase(desk, gone, reason="r")
    assert values(desk, "value") == {here: "middle"}


# --- words ------------------------------------------------------------------------------------


def test_a_tag_is_itself_and_no_part_of_another(desk: Desk) -> None:
    one, other = people(desk, 2)
    tags.put(desk, one, ["老客"])
    tags.put(desk, other, ["老客户"])
    assert segments.matching(desk, [Filter("tags", "has", "老客")]) == [one]
    assert segments.matching(desk, [Filter("tags", "has_not", "老客")]) == [other]


def test_a_liking_is_found_however_it_is_written(desk: Desk) -> None:
    one, other = people(desk, 2)
    preferences.put(desk, one, "Green TEA, no sugar")
    preferences.put(desk, other, "coffee")
    assert segments.matching(desk, [Filter("likes", "has", "tea")]) == [one]
    assert segments.matching(desk, [Filter("likes", "has_not", "ｔｅａ")]) == [other]


# --- what else is known -----------------------------------------------------------------------


def test_stored_value_is_principal_and_bonus(desk: Desk, member: int) -> None:
    top_up(desk, member, 10_000, 500)
    for test, wanted, is_in in (
        ("at_least", 10_500, True), ("at_least", 10_501, False), ("at_most", 10_499, False),
    ):  # fmt: skip
        found = segments.matching(desk, [Filter("stored_value", test, wanted)])
        assert found == ([member] if is_in else [])


def test_joining_lies_between_two_days_with_both_of_them(desk: Desk) -> None:
    member = members.register(desk, name="甲", joined_on=date(2024, 2, 29)).id
    for first, last, is_in in (
        ((2, 28), (2, 28), False), ((2, 28), (2, 29), True), ((2, 29), (2, 29), True),
        ((2, 29), (3, 1), True), ((3, 1), (3, 1), False),
    ):  # fmt: skip
        both = [
            Filter("joined", "from", date(2024, *first)),
            Filter("joined", "until", date(2024, *last)),
        ]
        assert segments.matching(desk, both) == ([member] if is_in else [])


@pytest.mark.parametrize(("month", "ahead"), [(10, 0), (11, 1), (9, 11), (2, 4)])
def test_months_to_the_birthday_begin_with_this_one(desk: Desk, month: int, ahead: int) -> None:
    member = members.register(desk, name="甲", birthday=(month, 29)).id
    assert values(desk, "months_to_birthday") == {member: ahead}


def test_a_category_that_was_bought_and_given_back_was_not_bought(
    desk: Desk, tea: int, cup: int, member: int
) -> None:
    due = purchases.quote(desk, member=member, lines=[(tea, 1), (cup, 1)]).due
    bought = purchases.record(desk, member=member, lines=[(tea, 1), (cup, 1)], pay={"cash": due})
    for category, is_in in (("茶", True), ("器", True)):
        assert bool(segments.matching(desk, [Filter("bought", "has", category)])) == is_in
    refunds.refund(desk, bought.id, lines=[(2, 1)], reason="r")
    assert segments.matching(desk, [Filter("bought", "has", "器")]) == []
    assert segments.matching(desk, [Filter("bought", "has_not", "器")]) == [member]


def test_the_favourite_is_by_what_was_kept_of_a_line(
    desk: Desk, tea: int, cup: int, member: int
) -> None:
    lines = [(tea, 2), (cup, 10)]
    due = purchases.quote(desk, member=member, lines=lines).due
    bought = purchases.record(desk, member=member, lines=lines, pay={"cash": due})
    assert values(desk, "favourite") == {member: "茶"}
    refunds.refund(desk, bought.id, lines=[(1, 1)], reason="r")
    assert values(desk, "favourite") == {member: "器"}


def test_ever_is_longer_than_any_number_of_days(desk: Desk, clock: "SetClock", member: int) -> None:
    buy(desk, member)
    clock.tick(days=segments.LONGEST_DAYS)
    for days, is_in in ((segments.LONGEST_DAYS, False), (segments.EVER, True)):
        found = segments.matching(desk, [Filter("visits", "at_least", 1, days)])
        assert found == ([member] if is_in else [])


def test_points_taken_away_are_a_debt_below_nothing(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 10, reason="r")
    assert segments.matching(desk, [Filter("points", "is", 10)]) == [member]
    assert segments.matching(desk, [Filter("points", "is_not", 10)]) == []


# --- any of them ------------------------------------------------------------------------------


def test_any_of_the_filters_is_enough_where_it_is_said_so(desk: Desk) -> None:
    one, other, _third = people(desk, 3)
    buy(desk, one)
    tags.put(desk, other, ["老客"])
    both = [Filter("visits", "at_least", 1), Filter("tags", "has", "老客")]
    assert segments.matching(desk, both) == []
    assert segments.matching(desk, both, is_any=True) == [one, other]
    assert len(segments.matching(desk, [], is_any=True)) == 3
    kept = segments.add(desk, name="任一", filters=both, is_any=True)
    assert kept.is_any
    assert segments.members(desk, kept.id) == [one, other]
    assert segments.holds(desk, kept.id, other)
    segments.edit(desk, kept.id, name="任一", filters=both)
    assert segments.members(desk, kept.id) == []

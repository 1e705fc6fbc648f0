"""Days of the year that mean something: kept, and when they come."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import birthdays, checks, dates, members, timeline
from shopdesk.dates import MemberDate
from shopdesk.shop import Desk
from tests.core.test_members import close, refused

SOLAR = st.one_of(
    st.dates(date(1930, 1, 1), date(2026, 10, 15)),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: (day.month, day.day)),
)
LUNAR = st.tuples(st.integers(1, 12), st.integers(1, 30), st.booleans()).map(
    lambda day: day if day[2] else day[:2]
)


# --- when they come -----------------------------------------------------------------------------

COMES: list[tuple[dict[str, Any], date, date]] = [
    # the day itself, a day before, a day after
    ({"day": (10, 15)}, date(2026, 10, 15), date(2026, 10, 15)),
    ({"day": (10, 15)}, date(2026, 10, 14), date(2026, 10, 15)),
    ({"day": (10, 15)}, date(2026, 10, 16), date(2027, 10, 15)),
    ({"day": date(1998, 5, 1)}, date(2026, 10, 15), date(2027, 5, 1)),
    # 29 February on the 28th in a common year
    ({"day": (2, 29)}, date(2027, 1, 1), date(2027, 2, 28)),
    ({"day": (2, 29)}, date(2028, 1, 1), date(2028, 2, 29)),
    # Mid-Autumn of 2026 was 25 September, that of 2027 is 15 September
    ({"lunar_day": (8, 15)}, date(2026, 9, 25), date(2026, 9, 25)),
    ({"lunar_day": (8, 15)}, date(2026, 9, 26), date(2027, 9, 15)),
    # 2025 had a leap sixth month, from 25 July on; 2026 has none: the ordinary month stands for it
    ({"lunar_day": (6, 1, True)}, date(2025, 7, 1), date(2025, 7, 25)),
    ({"lunar_day": (6, 1, True)}, date(2026, 1, 1), date(2026, 7, 14)),
]


@pytest.mark.parametrize(("when", "today", "comes"), COMES)
def test_a_date_comes_next_today_or_later(
    desk: Desk, member: int, when: dict[str, Any], today: date, comes: date
) -> None:
    one = dates.add(desk, member, name="Wedding", **when)
    assert dates.next_on(one, today) == comes


def test_the_dates_of_a_member_stand_in_the_order_in_which_they_come(
    desk: Desk, member: int
) -> None:
    for name, when in (("later", (12, 24)), ("past", (10, 14)), ("today", (10, 15))):
        dates.add(desk, member, name=name, day=when)
    assert [one.name for one in dates.of_member(desk, member)] == ["today", "later", "past"]


def test_of_all_members_those_are_told_that_fall_on_some_days(desk: Desk, member: int) -> None:
    other = members.register(desk, name="李娜").id
    gone = members.register(desk, name="王五").id
    for who, day in ((member, (10, 31)), (other, date(1990, 11, 1)), (gone, (11, 1)),
                     (other, (11, 3))):  # fmt: skip
        dates.add(desk, who, name="a day", kind="anniversary", day=day)
    dates.add(desk, member, name="Mother", kind="birthday", lunar_day=(9, 24))  # 2 November
    close(desk, gone)
    found = dates.falling(desk, date(2026, 11, 1), date(2026, 11, 2))
    assert [(one.on, one.date.member_id, one.date.kind, one.years) for one in found] == [
        (date(2026, 11, 1), other, "anniversary", 36),
        (date(2026, 11, 2), member, "birthday", None),
    ]
    assert dates.falling(desk, date(2026, 11, 2), date(2026, 11, 1)) == []


def test_in_two_years_a_date_falls_twice(desk: Desk, member: int) -> None:
    dates.add(desk, member, name="opened", day=(10, 15))
    found = dates.falling(desk, date(2026, 10, 15), date(2028, 10, 14))
    assert [one.on for one in found] == [date(2026, 10, 15), date(2027, 10, 15)]


@given(day=SOLAR, lunar=LUNAR, is_lunar=st.booleans(), today=st.dates(date(2000, 1, 1),
                                                                     date(2060, 1, 1)))  # fmt: skip
def test_a_date_comes_within_thirteen_months_as_a_birthday_does(
    day: Any, lunar: Any, is_lunar: bool, today: date
) -> None:
    one = MemberDate(1, 1, "own", "n", None if is_lunar else day, lunar if is_lunar else None)
    comes = dates.next_on(one, today)
    assert 0 <= (comes - today).days <= 400
    next_birthday = birthdays.next_lunar if is_lunar else birthdays.next_solar
    assert comes == next_birthday(today, lunar if is_lunar else day)


# --- keeping them -------------------------------------------------------------------------------


def test_a_date_is_kept_changed_and_forgotten(desk: Desk, member: int) -> None:
    one = dates.add(desk, member, name=" Wedding ", day=date(1998, 5, 1))
    assert one == MemberDate(1, member, "own", "Wedding", date(1998, 5, 1), None)
    moved = dates.edit(desk, one.id, name="Mother", kind="birthday", lunar_day=(4, 8, True))
    assert moved == MemberDate(1, member, "birthday", "Mother", None, (4, 8, True))
    assert dates.edit(desk, one.id, name="Mum") == dates.get(desk, one.id)
    assert dates.get(desk, one.id).lunar_day == (4, 8, True)
    assert dates.edit(desk, one.id, day=(5, 2)).lunar_day is None
    dates.remove(desk, one.id)
    assert dates.of_member(desk, member) == []
    refused("unknown_date", dates.remove, desk, one.id)
    assert not checks.run(desk)


def test_the_time_line_says_what_was_done_with_the_dates_of_a_member(
    desk: Desk, member: int
) -> None:
    other = members.register(desk, name="李娜").id
    one = dates.add(desk, member, name="Wedding", day=(5, 1))
    dates.add(desk, other, name="Wedding", day=(5, 1))
    dates.edit(desk, one.id, day=(5, 2))
    dates.remove(desk, one.id)
    assert [told.sentence for told in timeline.of_member(desk, member)] == [
        "A day to remember was taken out",
        "A day to remember was changed",
        "A day to remember was added",
        "Joined as Member",
    ]


def test_the_same_key_keeps_a_date_once(desk: Desk, member: int) -> None:
    first = dates.add(desk, member, name="Wedding", day=(5, 1), key="k")
    assert dates.add(desk, member, name="Wedding", day=(5, 1), key="k") == first
    refused("key_reused", dates.add, desk, member, name="Wedding", day=(5, 2), key="k")
    assert len(dates.of_member(desk, member)) == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "x"}, "date"),
        ({"name": "x", "day": (5, 1), "lunar_day": (5, 1)}, "content"),
        ({"name": "", "day": (5, 1)}, "text"),
        ({"name": "x", "kind": "funeral", "day": (5, 1)}, "choice"),
        ({"name": "x", "day": (2, 30)}, "date"),
        ({"name": "x", "day": (5,)}, "date"),
        ({"name": "x", "day": "05-01"}, "date"),
        ({"name": "x", "day": 5}, "date"),
        ({"name": "x", "day": date(2026, 10, 16)}, "date"),  # tomorrow
        ({"name": "x", "lunar_day": (13, 1)}, "date"),
        ({"name": "x", "lunar_day": (1, 31)}, "date"),
        ({"name": "x", "lunar_day": (1,)}, "date"),
    ],
)
def test_what_is_no_date_is_refused(
    desk: Desk, member: int, values: dict[str, Any], code: str
) -> None:
    refused(code, dates.add, desk, member, **values)
    assert dates.of_member(desk, member) == []


def test_nobody_who_is_gone_gets_another_date(desk: Desk, member: int) -> None:
    one = dates.add(desk, member, name="Wedding", day=(5, 1))
    close(desk, member)
    refused("member_closed", dates.add, desk, member, name="x", day=(5, 1))
    refused("member_closed", dates.edit, desk, one.id, name="x")
    refused("unknown_member", dates.add, desk, 99, name="x", day=(5, 1))
    refused("choice", dates.edit, desk, one.id, member=2)
    refused("date", dates.falling, desk, "2026-10-15", date(2026, 10, 15))

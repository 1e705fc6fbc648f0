"""When a birthday comes next, by either calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import birthdays


@pytest.mark.parametrize(
    ("today", "birthday", "expected"),
    [
        (date(2026, 10, 15), (10, 15), date(2026, 10, 15)),
        (date(2026, 10, 15), date(1990, 10, 14), date(2027, 10, 14)),
        (date(2026, 12, 31), (1, 1), date(2027, 1, 1)),
        (date(2026, 2, 1), (2, 29), date(2026, 2, 28)),
        (date(2028, 2, 1), (2, 29), date(2028, 2, 29)),
    ],
)
def test_a_solar_birthday_comes_every_year(today, birthday, expected):
    assert birthdays.next_solar(today, birthday) == expected


@pytest.mark.parametrize(
    ("today", "birthday", "expected"),
    [
        (date(2026, 9, 1), (8, 15), date(2026, 9, 25)),  # mid-autumn
        (date(2026, 9, 25), (8, 15), date(2026, 9, 25)),
        (date(2026, 9, 26), (8, 15), date(2027, 9, 15)),
        (date(2026, 12, 1), (1, 1), date(2027, 2, 6)),  # the Spring Festival
        (date(2026, 1, 10), (12, 8), date(2026, 1, 26)),  # of the Chinese year that ends
    ],
)
def test_a_lunar_birthday_comes_every_chinese_year(today, birthday, expected):
    assert birthdays.next_lunar(today, birthday) == expected


def test_a_leap_months_birthday_comes_in_the_ordinary_month_of_other_years():
    assert birthdays.next_lunar(date(2025, 7, 1), (6, 1, True)) == date(2025, 7, 25)
    ordinary = birthdays.next_lunar(date(2026, 7, 1), (6, 1))
    assert birthdays.next_lunar(date(2026, 7, 1), (6, 1, True)) == ordinary


def test_the_thirtieth_comes_on_the_last_day_of_a_shorter_month():
    assert birthdays.next_lunar(date(2026, 2, 1), (12, 30)) == date(2026, 2, 16)  # new year's eve


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.tuples(st.integers(1, 12), st.integers(1, 30), st.booleans()),
)
def test_a_lunar_birthday_is_never_more_than_a_leap_year_away(today, birthday):
    comes = birthdays.next_lunar(today, birthday)
    assert today <= comes <= today + timedelta(days=415)

"""Festivals and birthdays by the Chinese calendar: on the days that calendars print."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from lunar_python import Solar

from shopdesk import birthdays, days, festivals, members, occurring, rewards, vouchers
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

TRUE_DAYS = {
    "spring_festival": "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13"
    " 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19",
    "lantern": "2024-02-24 2025-02-12 2026-03-03 2027-02-20 2028-02-09 2029-02-27"
    " 2030-02-17 2031-02-06 2032-02-25 2033-02-14 2034-03-05",
    "dragon_boat": "2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16"
    " 2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20",
    "qixi": "2024-08-10 2025-08-29 2026-08-19 2027-08-08 2028-08-26 2029-08-16"
    " 2030-08-05 2031-08-24 2032-08-12 2033-08-01 2034-08-20",
    "mid_autumn": "2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22"
    " 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27",
    "double_ninth": "2024-10-11 2025-10-29 2026-10-18 2027-10-08 2028-10-26 2029-10-16"
    " 2030-10-05 2031-10-24 2032-10-12 2033-10-01 2034-10-20",
    "new_years_eve": "2024-02-09 2025-01-28 2026-02-16 2027-02-05 2028-01-25 2029-02-12"
    " 2030-02-02 2031-01-22 2032-02-10 2033-01-30 2034-02-18",
}
"""As printed in the almanacs of these eleven years."""


@pytest.mark.parametrize("code", TRUE_DAYS)
def test_a_festival_falls_on_its_day_and_on_no_other(desk: Desk, code: str) -> None:
    festival = festivals.get(desk, code)
    every = (date(2024, 1, 1) + timedelta(days=n) for n in range(4_018))
    found = [str(day) for day in every if festival.year_on(day) is not None]
    assert found == TRUE_DAYS[code].split()


@any_of(st.dates(date(1950, 1, 1), date(2098, 12, 31)))
def test_every_day_is_called_as_the_calendar_calls_it(day: date) -> None:
    said = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    ordinary = (abs(said.getMonth()), said.getDay(), int(said.getMonth() < 0))
    _, (is_lunar, year, found) = birthdays.falling_on(day)
    assert (is_lunar, year, found[0]) == (1, said.getYear(), ordinary)
    assert birthdays.lunar_year(day) == said.getYear()
    assert birthdays.in_lunar_year(year, (*ordinary[:2], bool(ordinary[2]))) == day


LUNAR = [
    # birthday, and the days of the Chinese years 2023 to 2033
    ((12, 1), ("2024-01-11 2024-12-31 2026-01-19 2027-01-08 2027-12-28 2029-01-15 2030-01-04"
     " 2030-12-25 2032-01-13 2033-01-01 2034-01-20")),
    ((12, 30), ("2024-02-09 2025-01-28 2026-02-16 2027-02-05 2028-01-25 2029-02-12 2030-02-02"
     " 2031-01-22 2032-02-10 2033-01-30 2034-02-18")),
    ((6, 1, True), ("2023-07-18 2024-07-06 2025-07-25 2026-07-14 2027-07-04 2028-07-22 2029-07-11"
     " 2030-07-01 2031-07-19 2032-07-07 2033-06-27")),
    ((5, 5, True), ("2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-06-27 2029-06-16"
     " 2030-06-05 2031-06-24 2032-06-12 2033-06-01")),
    ((11, 1, True), ("2023-12-13 2024-12-01 2025-12-20 2026-12-09 2027-11-28 2028-12-16 2029-12-05"
     " 2030-11-25 2031-12-14 2032-12-03 2033-12-22")),
]  # fmt: skip


@pytest.mark.parametrize(("birthday", "its_days"), LUNAR, ids=str)
def test_a_lunar_birthday_comes_once_in_every_chinese_year(
    birthday: tuple[int, ...], its_days: str
) -> None:
    found = [str(birthdays.in_lunar_year(year, birthday)) for year in range(2023, 2034)]
    assert found == its_days.split()


@pytest.mark.parametrize(("year", "times"), [(2024, 2), (2025, 0), (2026, 1), (2027, 2), (2028, 0)])
def test_the_first_of_the_twelfth_is_twice_in_a_year_or_never(
    desk: Desk, clock: "SetClock", year: int, times: int
) -> None:
    """Each of them is given, for it is of a Chinese year of its own (9.27)."""
    clock.now = datetime.fromisoformat("2023-06-01T04:00:00+00:00")
    days.accept_clock(desk)
    member = members.register(desk, name="腊", lunar_birthday=(12, 1)).id
    rewards.add(desk, name="r", trigger=rewards.birthday(), reward=rewards.voucher(amount=1))
    for month in range(13 * 5):
        on = date(2023 + (5 + month) // 12, (5 + month) % 12 + 1, 28)
        clock.now = datetime.fromisoformat(f"{on}T04:00:00+00:00")
        days.accept_clock(desk)
        rewards.run(desk)
    sql = "SELECT on_day FROM occasion WHERE member_id = ? ORDER BY on_day"
    given = [date.fromordinal(row[0]) for row in desk.db.execute_sql(sql, (member,))]
    assert [day.year for day in given].count(year) == times
    assert len(vouchers.of_member(desk, member)) == len(given)


@pytest.mark.parametrize(("code", "before", "day", "key"), [
    ("new_year", 10, "2026-12-22", "new_year:2027"),
    ("new_year", 366, "2026-12-31", "new_year:2028"),
    ("christmas", 360, "2026-12-30", "christmas:2027"),
    ("spring_festival", 30, "2030-12-24", "spring_festival:2031"),
    ("new_years_eve", 25, "2027-12-31", "new_years_eve:2027"),
    ("spring_festival", 0, "2033-01-31", "spring_festival:2033"),
])  # fmt: skip
def test_days_before_may_lie_in_the_year_before(
    desk: Desk, clock: "SetClock", code: str, before: int, day: str, key: str
) -> None:
    member = members.register(desk, name="早", joined_on=date(2026, 1, 1)).id
    trigger = rewards.festival(code, before=before)
    on = date.fromisoformat(day)
    (coming,) = occurring.on_day(desk, trigger, on)
    assert coming == (member, key, on + timedelta(days=before), None)
    for other in (on - timedelta(days=1), on + timedelta(days=1)):
        assert list(occurring.on_day(desk, trigger, other)) == []

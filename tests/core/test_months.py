"""Closed months: kept as they were, by the owner or on the fifth, and nothing dated into them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shopdesk import checks, days, figures, imports, members, months, purchases, settings, tiers
from shopdesk.refusals import DateRefused, DayRefused, NotPermitted
from shopdesk.refusals_of_days import MonthClosed, MonthRuns
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

OCTOBER = (2026, 10)


def noon(*day: int) -> datetime:
    return datetime(*day, 4, 0, tzinfo=UTC)  # type: ignore[misc]


def sell(desk: Desk, amount: int, on: date | None = None) -> purchases.Purchase:
    return purchases.record(desk, amount=amount, pay={"cash": amount}, on=on)


# --- when it closes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "is_closed"),
    [
        (noon(2026, 11, 1), False),
        (noon(2026, 11, 4), False),
        (datetime(2026, 11, 4, 18, 59, 59, tzinfo=UTC), False),  # 02:59:59, the 4th still
        (datetime(2026, 11, 4, 19, 0, tzinfo=UTC), True),  # 03:00: the 5th
        (noon(2026, 11, 29), True),
    ],
)
def test_a_month_closes_by_itself_on_the_fifth_of_the_next(
    desk: Desk, clock: "SetClock", at: datetime, is_closed: bool
) -> None:
    clock.now = at
    assert days.run(desk).months_closed == int(is_closed)
    found = months.closed(desk, *OCTOBER)
    assert (found is not None) is is_closed
    if found is not None:
        assert (found.month, found.is_due) == ("2026-10", True)
    assert days.run(desk).months_closed == 0, "once"


def test_days_that_were_missed_close_each_month_as_its_fifth_comes(
    desk: Desk, clock: "SetClock"
) -> None:
    days.run(desk)
    clock.now = noon(2026, 11, 20)
    days.run(desk)
    clock.now = noon(2026, 12, 20)
    assert days.run(desk).months_closed == 1
    assert months.closed_through(desk) == date(2026, 11, 30)


def test_no_month_before_the_shop_began_closes_by_itself(desk: Desk) -> None:
    assert months.first_day(desk) == date(2026, 10, 15)
    assert days.run(desk).months_closed == 0
    assert months.closed(desk, 2026, 9) is None


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (noon(2026, 10, 31), True),
        (datetime(2026, 10, 31, 18, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 31, 19, 0, tzinfo=UTC), False),
    ],
)
def test_the_owner_closes_a_month_that_is_over(
    desk: Desk, clock: "SetClock", at: datetime, refused: bool
) -> None:
    clock.now = at
    if refused:
        with pytest.raises(MonthRuns):
            months.close(desk, *OCTOBER)
        return
    done = months.close(desk, *OCTOBER)
    assert (done.month, done.on, done.staff) == ("2026-10", date(2026, 11, 1), "店主")
    assert not done.is_due


def test_a_month_closes_once_and_with_it_all_before(desk: Desk, clock: "SetClock") -> None:
    clock.now = noon(2026, 11, 2)
    first = months.close(desk, *OCTOBER, key="k")
    assert months.close(desk, *OCTOBER, key="k") == first
    for month in (10, 9, 1):
        with pytest.raises(MonthClosed) as refused:
            months.close(desk, 2026, month)
        assert refused.value.text("en") == f"2026-{month:02} is closed already."
    clock.now = noon(2026, 11, 6)
    assert days.run(desk).months_closed == 0


def test_only_an_owner_closes_a_month(desk: Desk, cashier: Desk, clock: "SetClock") -> None:
    clock.now = noon(2026, 11, 2)
    with pytest.raises(NotPermitted):
        months.close(cashier, *OCTOBER)
    clock.now = noon(2026, 11, 6)
    assert days.run(cashier).months_closed == 1, "by itself, whoever signs in"


@pytest.mark.parametrize("wrong", [(2026, 13), (2026, 0), (2026.0, 10), ("2026", 10), (0, 1)])
def test_a_month_that_cannot_be_is_refused(desk: Desk, wrong: tuple[int, int]) -> None:
    with pytest.raises(DateRefused):
        months.close(desk, *wrong)


def test_a_month_of_long_ago_comes_before_all_later_ones(desk: Desk) -> None:
    assert months.close(desk, 999, 12).month == "0999-12"
    assert months.closed_through(desk) == date(999, 12, 31)
    months.close(desk, 2026, 9)
    assert months.closed_through(desk) == date(2026, 9, 30)
    assert figures.month(desk, 999, 12).month == "0999-12"


# --- what it keeps ----------------------------------------------------------------------------


def test_its_figures_stay_as_they_were(desk: Desk, member: int, clock: "SetClock") -> None:
    sold = purchases.record(desk, member=member, amount=120_000, pay={"card": 120_000})
    clock.tick(days=1)
    purchases.refund(desk, sold.id, amount=100, reason="a cup was broken")
    clock.now = noon(2026, 11, 2)
    before = figures.month(desk, *OCTOBER)
    months.close(desk, *OCTOBER)
    assert figures.month(desk, *OCTOBER) == before
    tiers.set_ladder(desk, tiers.ladder(desk)[:3])  # by which it would be counted otherwise
    purchases.refund(desk, sold.id, amount=5000, reason="another")
    kept = figures.month(desk, *OCTOBER)
    assert kept == before
    assert figures.month(desk, 2026, 11).sales == -5000
    assert figures.month(desk, 2026, 11).points.opening == kept.points.closing
    assert checks.run(desk) == ()


def test_a_member_is_called_in_it_what_they_are_called_now(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    """No name is kept in it: one that is erased stands nowhere."""
    purchases.record(desk, member=member, amount=1000, pay={"cash": 1000})
    clock.now = noon(2026, 11, 2)
    months.close(desk, *OCTOBER)
    (stored,) = desk.db.execute_sql("SELECT figures FROM month_close").fetchone()
    assert "张三丰" not in stored
    members.edit(desk, member, name="张三")
    assert [one.name for one in figures.month(desk, *OCTOBER).top_members] == ["张三"]


# --- what falls into it no more ---------------------------------------------------------------


def test_no_late_receipt_falls_into_a_closed_month(desk: Desk, clock: "SetClock") -> None:
    settings.edit(desk, back_date_days=31)
    clock.now = noon(2026, 11, 3)
    last = date(2026, 10, 31)
    assert sell(desk, 100, on=last).on == last
    months.close(desk, *OCTOBER)
    for on in (last, date(2026, 10, 20)):
        with pytest.raises(MonthClosed):
            sell(desk, 100, on=on)
        with pytest.raises(MonthClosed):
            purchases.quote(desk, amount=100, on=on)
    assert sell(desk, 100, on=date(2026, 11, 1)).on == date(2026, 11, 1)
    assert figures.month(desk, *OCTOBER).sales == 100
    assert checks.run(desk) == ()


def test_a_late_receipt_is_quoted_as_of_its_day(desk: Desk, cashier: Desk, member: int) -> None:
    yesterday = desk.today() - timedelta(days=1)
    assert purchases.quote(desk, member=member, amount=100, on=yesterday).due == 100
    with pytest.raises(NotPermitted):
        purchases.quote(cashier, amount=100, on=yesterday)
    for wrong in (desk.today() + timedelta(days=1), desk.today() - timedelta(days=8)):
        with pytest.raises(DayRefused):
            purchases.quote(desk, amount=100, on=wrong)


def test_a_receipt_entered_for_a_month_closed_since_is_refunded_not_made_void(
    desk: Desk, clock: "SetClock"
) -> None:
    clock.now = noon(2026, 11, 3)
    late = sell(desk, 100, on=date(2026, 10, 31))
    months.close(desk, *OCTOBER)
    with pytest.raises(MonthClosed):
        purchases.void(desk, late.id, reason="typed wrong")
    purchases.refund(desk, late.id, reason="typed wrong")
    assert figures.month(desk, *OCTOBER).sales == 100
    assert figures.month(desk, 2026, 11).sales == -100


def test_what_has_another_day_asks_whether_it_is_open(desk: Desk, clock: "SetClock") -> None:
    day = date(2026, 10, 31)
    months.require_open(desk, day)
    clock.now = noon(2026, 11, 3)
    months.close(desk, *OCTOBER)
    with pytest.raises(MonthClosed) as refused:
        months.require_open(desk, day)
    assert refused.value.code == "month_closed"
    assert str(refused.value) == (
        "2026-10 is closed: nothing is dated 31 Oct 2026 any more. Record it as of a later day."
    )
    assert not months.is_open(desk, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(1, 1, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),  # of the month in which the shop began, which is closed
        (date(2026, 10, 14), False),
        (date(2026, 10, 15), False),
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
    ],
)
def test_history_may_come_of_the_months_before_the_first_one(
    desk: Desk, clock: "SetClock", day: date, is_open: bool
) -> None:
    assert months.first_day(desk) == date(2026, 10, 15)
    clock.now = noon(2026, 11, 3)
    assert months.is_open(desk, day, is_history=True), "nothing is closed yet"
    months.close(desk, *OCTOBER)
    assert months.is_open(desk, day, is_history=True) is is_open


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 7, 31), True),
        (date(2026, 8, 1), False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
    ],
)
def test_no_history_comes_of_an_older_month_that_the_owner_closed(
    desk: Desk, day: date, is_open: bool
) -> None:
    months.close(desk, 2026, 8)
    assert months.is_open(desk, day, is_history=True) is is_open


def test_history_from_months_before_the_shop_began_comes_in_and_no_other(
    desk: Desk, clock: "SetClock", tmp_path: Path
) -> None:
    sell(desk, 100)
    clock.now = noon(2026, 11, 6)
    days.run(desk)
    before = figures.month(desk, *OCTOBER)
    file = tmp_path / "history.csv"
    file.write_text(
        "date,amount,member\n2019-05-01,10,\n2026-09-30,7,\n2026-10-01,9,\n2026-10-14,20,\n"
        "2026-10-15,30,\n2026-11-01,5,\n"
    )
    found = imports.purchases(desk, file, skip_rejects=True)
    assert (found.written, found.rejected_count) == (3, 3)
    assert [(one.row, one.code) for one in found.rejected] == [
        (row, "month_closed") for row in (4, 5, 6)
    ]
    assert figures.month(desk, *OCTOBER) == before, "kept as it was"
    assert [figures.month(desk, *month).sales for month in ((2019, 5), (2026, 9), (2026, 11))] == [
        1000, 700, 500,
    ]  # fmt: skip
    assert checks.run(desk) == ()

"""Shifts, pay-ins and closes: what should be in a drawer, to the fen, whoever does not use them."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    cash,
    cash_ups,
    checks,
    days,
    days_closing,
    purchases,
    settings,
    shifts,
    staff,
    till_slips,
)
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    KeyReused,
    NotPermitted,
    ReasonMissing,
    UnknownStaff,
)
from shopdesk.refusals_of_days import DayClosed, NoShift, ShiftRuns, UnknownSlip
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def sell(desk: Desk, amount: int, tender: str = "cash") -> purchases.Purchase:
    return purchases.record(desk, amount=amount, pay={tender: amount})


def at_till(desk: Desk, till: str) -> Desk:
    return Desk(desk.shop, desk.staff_id, desk.staff_name, desk.role, till=till)


# --- a shift ----------------------------------------------------------------------------------


def test_a_drawer_should_hold_its_float_and_what_moved_since(desk: Desk) -> None:
    shifts.begin(desk, 20000)
    sell(desk, 8750)
    sell(desk, 3000, "wechat")
    cash.pay_in(desk, 5000, reason="Change fetched")
    cash.pay_out(desk, 1200, reason="A parcel")
    done = shifts.hand_over(desk, counted={"cash": 32500})
    assert done.expected == {"cash": 20000 + 8750 + 5000 - 1200, "wechat": 3000}
    assert done.counted == {"cash": 32500}
    assert done.difference == {"cash": -50}
    assert (done.kind, done.staff, done.to, done.left) == ("handover", "店主", None, 32500)
    assert shifts.current(desk) is None


def test_change_handed_back_is_not_in_the_drawer(desk: Desk) -> None:
    shifts.begin(desk, 0)
    purchases.record(desk, amount=8750, pay={"cash": 8750}, cash_given=10000)
    assert shifts.expected(desk).expected == {"cash": 8750}


def test_who_takes_over_begins_with_what_was_left(desk: Desk, cashier: Desk) -> None:
    shifts.begin(desk, 20000)
    sell(desk, 10000)
    done = shifts.hand_over(desk, counted={"cash": 30100}, to=cashier.staff_id, left=15000)
    assert (done.to, done.left, done.taken_out) == ("小陈", 15000, 15100)
    now = shifts.current(desk)
    assert now is not None
    assert (now.staff, now.opening) == ("小陈", 15000)
    sell(desk, 700)
    sell(desk, 900, "alipay")
    second = shifts.hand_over(desk, counted={"cash": 15700, "alipay": 900})
    assert second.expected == {"cash": 15700, "alipay": 900}
    assert second.difference == {"cash": 0, "alipay": 0}


def test_one_shift_at_a_till_and_none_to_hand_over_without(desk: Desk) -> None:
    with pytest.raises(NoShift):
        shifts.hand_over(desk, counted={})
    shifts.begin(desk, 0)
    with pytest.raises(ShiftRuns):
        shifts.begin(desk, 0)
    other = at_till(desk, "2")
    shifts.begin(other, 500)
    assert [one.till for one in shifts.running(desk)] == ["2", "1"]


def test_two_tills_are_two_drawers(desk: Desk) -> None:
    second = at_till(desk, "2")
    shifts.begin(desk, 1000)
    shifts.begin(second, 2000)
    sell(desk, 10)
    sell(second, 300)
    assert shifts.expected(desk).expected == {"cash": 1010}
    assert shifts.expected(second).expected == {"cash": 2300}
    sale = sell(desk, 50)
    purchases.refund(second, sale.id, reason="At the other till")
    assert days.close(desk, counted={"cash": 1060}).difference == {"cash": 0}
    assert days.close(second, counted={"cash": 2250}).difference == {"cash": 0}


def test_a_shift_is_handed_over_to_somebody_who_works_here(desk: Desk, cashier: Desk) -> None:
    shifts.begin(desk, 0)
    staff.leave(desk, cashier.staff_id)
    for nobody in (cashier.staff_id, 99, True, "小陈"):
        with pytest.raises(UnknownStaff):
            shifts.hand_over(desk, counted={}, to=nobody)  # type: ignore[arg-type]
    assert shifts.current(desk) is not None


@pytest.mark.parametrize("wrong", [-1, 1.5, True, "200", None, 10**13])
def test_an_amount_that_is_none_is_refused(desk: Desk, wrong: object) -> None:
    with pytest.raises(AmountRefused):
        shifts.begin(desk, wrong)  # type: ignore[arg-type]
    with pytest.raises(AmountRefused):
        cash.pay_out(desk, wrong, reason="r")  # type: ignore[arg-type]
    with pytest.raises(AmountRefused):
        days.close(desk, counted={"cash": wrong})  # type: ignore[dict-item]


@pytest.mark.parametrize("wrong", [{"gold": 1}, {"imported": 1}, [1], "cash"])
def test_only_tenders_are_counted(desk: Desk, wrong: object) -> None:
    with pytest.raises(ChoiceRefused):
        days.close(desk, counted=wrong)  # type: ignore[arg-type]


def test_nothing_is_paid_in_or_out_without_a_reason_or_an_amount(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        cash.pay_in(desk, 100, reason=" ")
    with pytest.raises(AmountRefused):
        cash.pay_in(desk, 0, reason="nothing")
    assert cash.moves(desk) == []


def test_a_key_repeats_and_other_content_is_refused(desk: Desk) -> None:
    one = shifts.begin(desk, 100, key="b")
    assert shifts.begin(desk, 100, key="b") == one
    paid = cash.pay_in(desk, 100, reason="change", key="p")
    assert cash.pay_in(desk, 100, reason="change", key="p") == paid
    assert len(cash.moves(desk)) == 1
    with pytest.raises(KeyReused):
        cash.pay_in(desk, 101, reason="change", key="p")
    done = shifts.hand_over(desk, counted={"cash": 200}, key="h")
    assert shifts.hand_over(desk, counted={"cash": 200}, key="h") == done
    closed = days.close(desk, counted={"cash": 200}, key="c")
    assert days.close(desk, counted={"cash": 200}, key="c") == closed
    assert len(cash_ups.listed(desk)) == 2


# --- who may see it ---------------------------------------------------------------------------


def test_a_cashier_counts_blind_unless_the_owner_says_otherwise(desk: Desk, cashier: Desk) -> None:
    shifts.begin(cashier, 1000)
    with pytest.raises(NotPermitted):
        shifts.expected(cashier)
    assert shifts.expected(at_till(desk, "2")).expected == {"cash": 1000}
    settings.edit(desk, cashiers_count_blind=False)
    assert shifts.expected(cashier).expected == {"cash": 1000}
    done = days.close(cashier, counted={"cash": 900})
    assert done.difference == {"cash": -100}


# --- the close --------------------------------------------------------------------------------


def test_a_shop_without_shifts_closes_its_day(desk: Desk, clock: "SetClock") -> None:
    sell(desk, 999_00)  # the day before is not asked about
    clock.tick(days=1)
    sell(desk, 4500)
    sell(desk, 3300, "card")
    done = days.close(desk, counted={"cash": 4500})
    assert done.expected == {"cash": 4500, "card": 3300}
    assert done.difference == {"cash": 0}
    assert (done.first_on, done.on) == (date(2026, 10, 16), date(2026, 10, 16))
    clock.tick(days=1)
    sell(desk, 1000)
    assert shifts.expected(desk).expected == {"cash": 5500}, "what was left lies there still"


def test_a_tender_that_was_not_counted_is_only_told(desk: Desk) -> None:
    sell(desk, 4500)
    done = days.close(desk)
    assert (done.expected, done.counted, done.difference) == ({"cash": 4500}, {}, {})
    assert done.left == 4500


def test_what_is_counted_and_should_not_be_there_is_a_difference(desk: Desk) -> None:
    sell(desk, 4500)
    done = days.close(desk, counted={"cash": 4500, "alipay": 120})
    assert done.expected == {"cash": 4500, "alipay": 0}
    assert done.difference == {"cash": 0, "alipay": 120}


def test_no_more_can_stay_than_was_counted(desk: Desk) -> None:
    sell(desk, 4500)
    with pytest.raises(AmountRefused):
        days.close(desk, counted={"cash": 4400}, left=4401)
    assert days.close(desk, counted={"cash": 4400}, left=4400).taken_out == 0


def test_the_close_counts_other_tenders_over_the_whole_day(desk: Desk, cashier: Desk) -> None:
    """Whoever looks into the other app sees the day there, not a shift."""
    shifts.begin(desk, 10000)
    sell(desk, 2000, "wechat")
    sell(desk, 500)
    shifts.hand_over(desk, counted={"cash": 10490, "wechat": 2000}, to=cashier.staff_id, left=8000)
    sell(desk, 700, "wechat")
    sell(desk, 60)
    done = days.close(desk, counted={"cash": 8060, "wechat": 2700})
    assert done.expected == {"cash": 8060, "wechat": 2700}
    assert done.difference == {"cash": 0, "wechat": 0}


def test_a_shift_ends_with_the_day(desk: Desk) -> None:
    shifts.begin(desk, 0)
    days.close(desk)
    assert shifts.current(desk) is None
    with pytest.raises(NoShift):
        shifts.hand_over(desk, counted={})


def test_a_day_closes_once_until_something_is_recorded(desk: Desk, clock: "SetClock") -> None:
    days.close(desk)  # a day without a sale is closed as well
    with pytest.raises(DayClosed):
        days.close(desk)
    sell(desk, 100)
    assert days.close(desk).expected == {"cash": 100}
    with pytest.raises(DayClosed):
        days.close(desk)
    clock.tick(days=1)
    assert days.close(desk).on == date(2026, 10, 16)


def test_a_sale_behind_the_close_counts_with_the_next_day(desk: Desk, clock: "SetClock") -> None:
    sell(desk, 5000)
    days.close(desk, counted={"cash": 5000}, left=2000)
    assert days_closing.is_after_close(desk)
    sell(desk, 300, "wechat")
    clock.tick(days=1)
    assert not days_closing.is_after_close(desk)
    assert days_closing.unclosed(desk) is None, "one late sale is no unclosed day"
    shifts.begin(desk, 2000)
    sell(desk, 40)
    done = days.close(desk, counted={"cash": 2040})
    assert done.expected == {"cash": 2040, "wechat": 300}
    assert (done.first_on, done.on) == (TODAY, date(2026, 10, 16))
    assert till_slips.of(desk, done.id).after_close == 1


def test_cash_taken_behind_the_close_lies_in_the_float_already(
    desk: Desk, clock: "SetClock"
) -> None:
    days.close(desk)
    sell(desk, 1200)
    clock.tick(days=1)
    shifts.begin(desk, 21200)  # 200.00 of change and that
    assert shifts.expected(desk).expected == {"cash": 21200}


@pytest.mark.parametrize(
    ("at", "closed_on"),
    [
        (datetime(2026, 10, 15, 18, 59, 59, tzinfo=UTC), date(2026, 10, 15)),  # 02:59:59
        (datetime(2026, 10, 15, 19, 0, tzinfo=UTC), date(2026, 10, 16)),  # 03:00
    ],
)
def test_a_sale_of_the_night_is_closed_with_the_evening(
    desk: Desk, clock: "SetClock", at: datetime, closed_on: date
) -> None:
    clock.now = at
    sell(desk, 100)
    assert days.close(desk).on == closed_on


def test_a_slip_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownSlip):
        cash_ups.get(desk, 1)


def test_who_only_hands_over_is_not_asked_about_a_year_at_the_first_close(
    desk: Desk, clock: "SetClock"
) -> None:
    for _ in range(3):
        shifts.begin(desk, 1000)
        sell(desk, 500, "wechat")
        shifts.hand_over(desk, counted={"cash": 1000, "wechat": 500})
        clock.tick(days=1)
    sell(desk, 70, "wechat")
    done = days.close(desk, counted={"cash": 1000, "wechat": 70})
    assert set(done.difference.values()) == {0}
    assert done.first_on == done.on == date(2026, 10, 18)


def test_a_shift_through_the_night_is_closed_whole(desk: Desk, clock: "SetClock") -> None:
    shifts.begin(desk, 1000)
    sell(desk, 500, "wechat")
    clock.tick(days=1)
    sell(desk, 70, "wechat")
    assert days.close(desk).expected == {"cash": 1000, "wechat": 570}


# --- forgotten --------------------------------------------------------------------------------


def test_nobody_is_reminded_who_never_closes(desk: Desk, clock: "SetClock") -> None:
    for _ in range(3):
        sell(desk, 100)
        assert days_closing.unclosed(desk) is None
        clock.tick(days=1)


def test_a_day_that_was_not_closed_is_offered_the_next_morning(
    desk: Desk, clock: "SetClock"
) -> None:
    days.close(desk)
    clock.tick(days=1)
    sell(desk, 100)
    assert days_closing.unclosed(desk) is None
    clock.tick(days=1)
    assert days_closing.unclosed(desk) == date(2026, 10, 16)
    done = days.close(desk, counted={"cash": 100})
    assert (done.on, done.difference) == (date(2026, 10, 16), {"cash": 0})
    assert days_closing.unclosed(desk) is None


def test_a_day_closed_the_next_morning_leaves_that_day_to_a_close_of_its_own(
    desk: Desk, clock: "SetClock"
) -> None:
    days.close(desk)
    for day in (date(2026, 10, 16), date(2026, 10, 17)):
        clock.now = datetime(2026, 10, day.day, 4, tzinfo=UTC)
        sell(desk, 100)
        clock.tick(days=1)
        assert days_closing.unclosed(desk) == day
        done = days.close(desk)
        assert (done.first_on, done.on) == (day, day)
        assert not days_closing.is_after_close(desk)
        assert till_slips.of(desk, done.id).after_close == 0
    with pytest.raises(DayClosed):
        days.close(desk)


def test_a_shift_that_runs_since_yesterday_is_a_day_not_closed(
    desk: Desk, clock: "SetClock"
) -> None:
    shifts.begin(desk, 100)
    assert days_closing.unclosed(desk) is None
    clock.tick(days=1)
    assert days_closing.unclosed(desk) == TODAY
    done = days.close(desk)  # nothing moved in it: it is of yesterday all the same
    assert (done.first_on, done.on) == (TODAY, TODAY)
    assert not days_closing.is_after_close(desk)


@pytest.mark.parametrize(("days_ago", "reminded"), [(14, True), (15, False)])
def test_who_gave_up_closing_is_left_alone(
    desk: Desk, clock: "SetClock", days_ago: int, reminded: bool
) -> None:
    days.close(desk)
    clock.tick(days=1)
    sell(desk, 100)
    clock.tick(days=days_ago - 1)
    assert (days_closing.unclosed(desk) is not None) is reminded


def test_everything_adds_up_after_a_day(desk: Desk, cashier: Desk) -> None:
    shifts.begin(desk, 20000)
    sell(desk, 100)
    cash.pay_out(desk, 10, reason="stamps")
    shifts.hand_over(desk, counted={"cash": 20090}, to=cashier.staff_id)
    days.close(desk, counted={"cash": 20090})
    assert checks.run(desk) == ()

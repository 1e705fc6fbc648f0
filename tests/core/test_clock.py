"""The business day, the calendar, and a computer's clock that is wrong."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from shopdesk import clock as clocks
from shopdesk import days, gifts, members, purchases, rewards, tiers, vouchers
from shopdesk.refusals import ClockRefused, NotPermitted, VoucherExpired
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event

if TYPE_CHECKING:
    from tests.conftest import SetClock

SHANGHAI, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "America/New_York"))
THREE = time(3)

BUSINESS_DAYS = [
    # zone, local time, day ends, business day
    (SHANGHAI, "2026-10-15T02:59:59.999", "03:00", "2026-10-14"),
    (SHANGHAI, "2026-10-15T03:00:00", "03:00", "2026-10-15"),
    (SHANGHAI, "2026-10-15T23:59:59", "03:00", "2026-10-15"),
    (SHANGHAI, "2026-10-16T00:00:00", "03:00", "2026-10-15"),
    (SHANGHAI, "2026-10-15T00:00:00", "00:00", "2026-10-15"),
    (SHANGHAI, "2026-10-14T23:59:59", "00:00", "2026-10-14"),
    (SHANGHAI, "2027-01-01T02:59:00", "03:00", "2026-12-31"),
    (SHANGHAI, "2028-03-01T02:59:00", "03:00", "2028-02-29"),
    (BERLIN, "2026-03-29T01:59:59", "03:00", "2026-03-28"),
    (BERLIN, "2026-03-29T03:00:00", "03:00", "2026-03-29"),  # 02:00 to 03:00 does not exist
    (BERLIN, "2026-10-25T02:59:00", "03:00", "2026-10-24"),  # and here it comes twice
    (BERLIN, "2026-10-25T03:00:00", "03:00", "2026-10-25"),
    (NEW_YORK, "2026-10-15T02:59:00", "03:00", "2026-10-14"),
    (NEW_YORK, "2026-10-15T03:00:00", "03:00", "2026-10-15"),
]


@pytest.mark.parametrize(("zone", "local", "ends", "expected"), BUSINESS_DAYS)
def test_the_business_day_ends_at_its_hour_where_the_shop_is(
    zone: ZoneInfo, local: str, ends: str, expected: str
) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    day = clocks.business_day(moment, zone, time.fromisoformat(ends))
    assert day == date.fromisoformat(expected)


def test_both_hours_that_come_twice_are_of_the_day_before() -> None:
    for fold in (0, 1):
        moment = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold).astimezone(UTC)
        assert clocks.business_day(moment, BERLIN, THREE) == date(2026, 10, 24)


@pytest.mark.parametrize(
    ("ends", "first", "second"),
    [("01:59", 25, 25), ("02:29", 25, 25), ("02:30", 25, 25), ("02:31", 24, 25), ("03:00", 24, 24)],
)
def test_a_day_that_ends_in_an_hour_that_comes_twice_ends_once(
    ends: str, first: int, second: int
) -> None:
    halves = (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    days = [clocks.business_day(one.astimezone(UTC), BERLIN, time.fromisoformat(ends)).day
            for one in halves]  # fmt: skip
    assert days == [first, second]
    (start,) = (datetime(2026, 10, 25, 2, tzinfo=BERLIN, fold=fold) for fold in (1,))
    again = clocks.business_day(start.astimezone(UTC), BERLIN, time.fromisoformat(ends))
    assert again.day == second


def test_a_receipt_after_midnight_is_of_the_day_that_has_not_ended(
    desk: Desk, clock: "SetClock"
) -> None:
    clock.now = datetime(2026, 10, 15, 18, 59, tzinfo=UTC)
    late = purchases.record(desk, amount=100, pay={"cash": 100})
    clock.tick(minutes=1)
    early = purchases.record(desk, amount=100, pay={"cash": 100})
    assert (late.on, early.on) == (date(2026, 10, 15), date(2026, 10, 16))


MONTHS = [
    ("2026-03-31", -1, "2026-02-28"),
    ("2024-03-31", -1, "2024-02-29"),
    ("2026-05-31", -1, "2026-04-30"),
    ("2026-01-31", 1, "2026-02-28"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", -12, "2023-02-28"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2026-12-31", 2, "2027-02-28"),
    ("2026-01-15", -1, "2025-12-15"),
    ("2026-10-15", -12, "2025-10-15"),
    ("2026-10-15", 0, "2026-10-15"),
]


@pytest.mark.parametrize(("day", "months", "expected"), MONTHS)
def test_months_end_on_the_same_day_or_the_last_one(day: str, months: int, expected: str) -> None:
    assert clocks.add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_moments_are_kept_to_the_millisecond() -> None:
    moment = datetime(2026, 10, 15, 4, 0, 0, 123_000, tzinfo=UTC)
    assert clocks.from_ms(clocks.to_ms(moment)) == moment
    before_1970 = datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)
    assert clocks.from_ms(clocks.to_ms(before_1970)) == before_1970
    assert clocks.month_bounds(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, NEW_YORK, ZoneInfo("Pacific/Kiritimati")])
@pytest.mark.parametrize("ends", [time(0), THREE, time(11, 59)])
def test_what_is_known_by_its_day_has_a_moment_of_that_day(zone: ZoneInfo, ends: time) -> None:
    day = date(2026, 3, 29)
    assert clocks.business_day(clocks.moment_of(day, zone), zone, ends) == day


# --- a clock that is behind -------------------------------------------------------------------


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def seen(shop: Shop) -> datetime:
    shop.refresh()
    return shop.highest_at


def test_a_voucher_that_expired_yesterday_stays_refused_when_the_clock_falls_back(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    voucher = vouchers.issue(desk, member, amount=1000, valid_days=0)
    clock.tick(days=1)
    members.register(desk, name="李四")
    clock.tick(days=-3)
    with pytest.raises(VoucherExpired):
        vouchers.inspect(desk, voucher.code)
    with pytest.raises(VoucherExpired):
        purchases.quote(desk, member=member, amount=5000, vouchers=[voucher.code])
    refused = Event.select().where(Event.action == "purchases.record").bind(desk.db)
    assert refused.count() == 0


def test_what_is_done_under_a_late_clock_bears_the_latest_time_seen_and_both_are_kept(
    desk: Desk, clock: "SetClock"
) -> None:
    members.register(desk, name="李四")
    latest = clock.now
    clock.tick(days=-3)
    sold = purchases.record(desk, amount=100, pay={"cash": 100})
    assert (sold.on, sold.at) == (date(2026, 10, 15), latest)
    event = Event.select().order_by(Event.id.desc()).bind(desk.db).first()
    assert (event.at, event.clock_at) == (latest, clock.now)


@pytest.mark.parametrize(("behind", "believed"), [(120_000, True), (120_001, False)])
def test_two_minutes_behind_is_still_believed(
    desk: Desk, clock: "SetClock", behind: int, believed: bool
) -> None:
    clock.tick(hours=1)
    members.register(desk, name="李四")
    clock.tick(milliseconds=-behind)
    if believed:
        days.run(desk)
        return
    with pytest.raises(ClockRefused) as caught:
        days.run(desk)
    assert caught.value.code == "clock"
    assert "2026-10-15 13:00" in str(caught.value)
    assert "2026-10-15 12:57" in str(caught.value)


def test_the_latest_time_seen_outlives_the_program(
    desk: Desk, clock: "SetClock", shop: Shop
) -> None:
    clock.tick(days=2)
    members.register(desk, name="李四")
    late = clock.now
    clock.tick(days=-5)
    with Shop.open(shop.location, clock=clock) as again:
        assert again.highest_at == late
        assert again.today() == date(2026, 10, 17)


def test_only_an_owner_accepts_the_time(
    desk: Desk, cashier: Desk, clock: "SetClock", shop: Shop
) -> None:
    clock.tick(days=400)
    for role in ("cashier", "manager"):
        with pytest.raises(NotPermitted):
            days.accept_clock(Desk(shop, cashier.staff_id, cashier.staff_name, role, "2"))
    assert seen(shop) < clock.now
    assert days.accept_clock(desk) == clock.now
    assert seen(shop) == clock.now


@pytest.mark.parametrize(
    "moved",
    [timedelta(days=-3), timedelta(minutes=-1), timedelta(0), timedelta(days=1), timedelta(365)],
)
def test_the_accepted_time_is_the_latest_seen_from_then_on(
    desk: Desk, clock: "SetClock", shop: Shop, moved: timedelta
) -> None:
    clock.tick(days=10)
    members.register(desk, name="李四")
    before = clock.now
    clock.now += moved
    assert days.accept_clock(desk) == clock.now
    assert seen(shop) == clock.now
    days.run(desk)
    sold = purchases.record(desk, amount=100, pay={"cash": 100})
    assert sold.at == clock.now
    event = Event.select().where(Event.action == "days.accept_clock").bind(desk.db).first()
    assert event.clock_at == clock.now
    assert event.at == max(clock.now, before)


# --- a clock that is ahead --------------------------------------------------------------------


@pytest.mark.parametrize(("ahead", "believed"), [(0, True), (1, False)])
def test_forty_five_days_ahead_is_a_holiday_and_more_is_not_believed(
    desk: Desk, clock: "SetClock", member: int, ahead: int, believed: bool
) -> None:
    vouchers.issue(desk, member, amount=1000, valid_days=3)
    highest = seen(desk.shop)
    clock.now = highest + timedelta(days=45, milliseconds=ahead)
    if believed:
        assert days.run(desk).vouchers_expired == 1
        assert seen(desk.shop) == clock.now
        return
    for run in (days.run, rewards.run):
        with pytest.raises(ClockRefused):
            run(desk)
    assert seen(desk.shop) == highest


def test_a_clock_gone_far_ahead_stops_runs_but_no_sale_until_it_is_accepted_or_set_right(
    desk: Desk, clock: "SetClock", member: int
) -> None:
    gift = gifts.add(desk, name="茶", stock=0)
    rewards.add(desk, name="银卡礼", trigger=rewards.upgrade("silver"),
                reward=rewards.voucher(gift=gift.id))  # fmt: skip
    voucher = vouchers.issue(desk, member, amount=1000, valid_days=3)
    right = clock.now
    clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    assert members.get(desk, member).tier.code == "silver"
    gifts.receive(desk, gift.id, 1)
    with pytest.raises(ClockRefused):
        rewards.run(desk)
    clock.now = right + timedelta(days=1)
    assert vouchers.inspect(desk, voucher.code).state == "issued"
    assert len(rewards.run(desk).given) == 1
    assert days.run(desk).vouchers_expired == 0
    assert tiers.why(desk, member).kind == "upgrade"


def test_a_believed_gap_is_noted_as_the_latest_time(desk: Desk, clock: "SetClock") -> None:
    clock.tick(seconds=29)
    members.register(desk, name="一")
    assert seen(desk.shop) == clock.now - timedelta(seconds=29)
    clock.tick(seconds=1)
    members.register(desk, name="二")
    assert seen(desk.shop) == clock.now

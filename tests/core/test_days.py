"""A new business day: what has run out expires, once, on the day after its last."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from shopdesk import days, gifts, members, vouchers
from shopdesk.shop import Desk
from shopdesk.store.tables.giving import VoucherEvent

if TYPE_CHECKING:
    from tests.conftest import SetClock

LAST = date(2026, 12, 14)


@pytest.fixture
def voucher(desk: Desk) -> vouchers.Voucher:
    """A gift voucher of 15 October 2026, valid for 60 days: through 14 December."""
    member = members.register(desk, name="张三丰")
    gift = gifts.add(desk, name="帆布袋", cost=800, stock=1)
    return vouchers.issue(desk, member.id, gift=gift.id, valid_days=60)


def stored_state(desk: Desk, voucher: vouchers.Voucher) -> list[tuple[str, date]]:
    rows = VoucherEvent.select(VoucherEvent.kind, VoucherEvent.on_day).where(
        VoucherEvent.voucher == voucher.id
    )
    return list(rows.order_by(VoucherEvent.id).tuples().bind(desk.db))


ISSUED = ("issued", date(2026, 10, 15))


@pytest.mark.parametrize(
    ("now", "expired"),
    [
        (datetime(2026, 11, 20, 4, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 28, 4, 0, tzinfo=UTC), 0),
    ],
)
def test_nothing_expires_before_its_day(
    desk: Desk, clock: "SetClock", voucher: vouchers.Voucher, now: datetime, expired: int
) -> None:
    clock.now = now
    assert days.run(desk).vouchers_expired == expired
    assert stored_state(desk, voucher) == [ISSUED]


def open_often(desk: Desk, clock: "SetClock") -> None:
    """Six weeks pass in which the shop was open."""
    clock.tick(days=40)
    days.run(desk)


@pytest.mark.parametrize(
    ("now", "expired"),
    [
        ("2026-12-14T18:59:59", 0),  # 02:59:59 in the shop: still the 14th
        ("2026-12-14T19:00:00", 1),  # 03:00: the 15th
        ("2026-12-25T04:00:00", 1),
    ],
)
def test_a_voucher_expires_when_the_business_day_of_its_last_day_has_ended(
    desk: Desk, clock: "SetClock", voucher: vouchers.Voucher, now: str, expired: int
) -> None:
    assert voucher.valid_until_on == LAST
    open_often(desk, clock)
    clock.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert days.run(desk).vouchers_expired == expired
    booked = [("expired", date(2026, 12, 15))] * expired
    assert stored_state(desk, voucher) == [ISSUED, *booked]


def test_running_a_day_twice_changes_nothing_more(
    desk: Desk, clock: "SetClock", voucher: vouchers.Voucher
) -> None:
    open_often(desk, clock)
    clock.tick(days=21)
    assert days.run(desk).vouchers_expired == 1
    after = stored_state(desk, voucher), gifts.catalogue(desk)
    assert days.run(desk).vouchers_expired == 0
    clock.tick(days=1)
    assert days.run(desk).vouchers_expired == 0
    assert (stored_state(desk, voucher), gifts.catalogue(desk)) == after


def test_what_expires_releases_the_gift_it_promised(
    desk: Desk, clock: "SetClock", voucher: vouchers.Voucher
) -> None:
    assert voucher.gift_id is not None
    assert gifts.get(desk, voucher.gift_id).free == 0
    open_often(desk, clock)
    clock.tick(days=21)
    assert gifts.get(desk, voucher.gift_id).free == 0
    days.run(desk)
    gift = gifts.get(desk, voucher.gift_id)
    assert (gift.stock, gift.promised, gift.free) == (1, 0, 1)


def test_used_and_withdrawn_vouchers_do_not_expire(desk: Desk, clock: "SetClock") -> None:
    gift = gifts.add(desk, name="帆布袋", stock=2)
    used, withdrawn = (vouchers.issue(desk, None, gift=gift.id, valid_days=1) for _ in "ab")
    vouchers.redeem(desk, used.code)
    vouchers.void(desk, withdrawn.id, reason="printed twice")
    clock.tick(days=10)
    assert days.run(desk).vouchers_expired == 0
    assert vouchers.get(desk, used.id).state == "redeemed"
    assert vouchers.get(desk, withdrawn.id).state == "void"

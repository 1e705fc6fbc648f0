"""A forgotten member is attached to a receipt: once, in time, as if they had been there (9.21)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    Refused,
    checks,
    facts,
    gifts,
    lifting,
    members,
    points,
    purchases,
    rewards,
    serving,
    settings,
    shifts,
    tiers,
)
from shopdesk.shop import Desk
from tests.conftest import PIN
from tests.core.strict_shop import KEEP, UP, goes_on, ladder, opens, pay

if TYPE_CHECKING:
    from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def walk_in(desk: Desk, amount: int = 50_000, **more: Any) -> int:
    return purchases.record(desk, amount=amount, pay={"cash": amount}, **more).id


def refused(desk: Desk, purchase: int, member: int) -> str:
    before = desk.db.execute_sql("SELECT COUNT(*) FROM attachment").fetchone()
    with pytest.raises(Refused) as refusal:
        purchases.attach(desk, purchase, member=member)
    assert desk.db.execute_sql("SELECT COUNT(*) FROM attachment").fetchone() == before
    return refusal.value.code


def test_the_receipt_is_the_members_and_earns_by_the_tier_held_then(desk: Desk) -> None:
    member = members.register(desk, name="张三丰", phone="13800138000").id
    tiers.floor(desk, member, "gold", reason="a friend of the house")
    purchase = walk_in(desk)
    attached = purchases.attach(desk, purchase, member=member)
    assert (attached.member_id, attached.tier, attached.points_earned) == (member, "gold", 750)
    assert (attached.total, attached.steps) == (50_000, ())
    assert points.balance(desk, member) == 750
    assert facts.of_member(desk, member, TODAY, TODAY) == (50_000, 1, 750)
    assert checks.run(desk) == ()


def test_what_it_would_earn_is_seen_before_and_nothing_is_written(desk: Desk, member: int) -> None:
    purchase = walk_in(desk)
    seen = purchases.preview_attach(desk, purchase, member=member)
    assert (seen.points_earned, seen.member_id) == (500, member)
    assert purchases.get(desk, purchase).member_id is None
    assert points.balance(desk, member) == 0


def test_the_same_key_attaches_once(desk: Desk, member: int) -> None:
    purchase = walk_in(desk)
    first = purchases.attach(desk, purchase, member=member, key="one")
    assert purchases.attach(desk, purchase, member=member, key="one") == first
    assert refused(desk, purchase, member) == "receipt_has_member"


@pytest.mark.parametrize(("days", "code"), [(6, None), (7, None), (8, "attach_late")])
def test_a_receipt_of_the_last_seven_days_is_taken_and_no_older_one(
    desk: Desk, member: int, clock: "SetClock", days: int, code: str | None
) -> None:
    purchase = walk_in(desk)
    clock.tick(days=days)
    if code is not None:
        assert refused(desk, purchase, member) == code
    else:
        assert purchases.attach(desk, purchase, member=member).on == TODAY


@pytest.mark.parametrize(("days", "code"), [(2, None), (3, "attach_late")])
def test_the_owner_sets_for_how_many_days(
    desk: Desk, member: int, clock: "SetClock", days: int, code: str | None
) -> None:
    settings.edit(desk, attach_days=2)
    purchase = walk_in(desk)
    clock.tick(days=days)
    found = None if code is None else refused(desk, purchase, member)
    assert found == code


def test_a_cashier_has_a_limit_for_the_day_and_a_manager_none(
    desk: Desk, cashier: Desk, member: int, clock: "SetClock"
) -> None:
    settings.edit(desk, attach_limit_cashier=2)
    receipts = [walk_in(desk, 1000) for _ in range(6)]
    purchases.attach(cashier, receipts[0], member=member)
    purchases.attach(desk, receipts[1], member=member)
    purchases.attach(cashier, receipts[2], member=member)
    assert refused(cashier, receipts[3], member) == "limit"
    purchases.attach(desk, receipts[3], member=member)
    clock.tick(days=1)
    purchases.attach(cashier, receipts[4], member=member)
    settings.edit(desk, attach_limit_cashier=0)
    assert refused(cashier, receipts[5], member) == "limit"


def test_beyond_the_limit_somebody_higher_allows_one(
    desk: Desk, cashier: Desk, member: int
) -> None:
    settings.edit(desk, attach_limit_cashier=0)
    receipts = [walk_in(desk) for _ in range(2)]
    allowed = lifting.lifted(cashier, name="店主", pin=PIN)
    assert purchases.attach(allowed, receipts[0], member=member).member_id == member
    assert refused(allowed, receipts[1], member) == "limit"
    assert refused(cashier, receipts[1], member) == "limit"


@pytest.mark.parametrize(("today", "found"), [("2026-11-04", None), ("2026-11-05", "month_closed")])
def test_no_member_comes_to_a_receipt_of_a_closed_month(
    desk: Desk, member: int, clock: "SetClock", today: str, found: str | None
) -> None:
    clock.tick(days=16)
    purchase = walk_in(desk)
    opens(desk, today)
    code = refused(desk, purchase, member) if found else None
    assert code == found
    if code is None:
        purchases.attach(desk, purchase, member=member)
    assert checks.run(desk) == ()


def test_the_drawer_holds_what_it_held_and_who_served_stays(
    desk: Desk, cashier: Desk, member: int
) -> None:
    purchase = walk_in(desk, 5000, served_by=cashier.staff_id)
    before = shifts.expected(desk)
    purchases.attach(desk, purchase, member=member)
    assert shifts.expected(desk) == before
    assert serving.name_of(desk, purchase) == cashier.staff_name


def test_what_came_back_or_was_exchanged_is_attached_to_nobody(
    desk: Desk, member: int, tea: int
) -> None:
    returned, voided, sold = walk_in(desk), walk_in(desk), walk_in(desk, 6800)
    purchases.refund(desk, returned, amount=1, reason="one fen")
    purchases.void(desk, voided, reason="mistyped")
    swapped = purchases.exchange(
        desk, sold, returned=[(1, 1)], lines=[(tea, 1)], pay={}, reason="another"
    )
    for purchase in (returned, voided, sold, swapped.purchase.id):
        assert refused(desk, purchase, member) == "not_attachable"


def test_an_unknown_receipt_and_who_is_no_member_are_refused(desk: Desk, member: int) -> None:
    purchase = walk_in(desk)
    assert refused(desk, 77, member) == "unknown_receipt"
    assert refused(desk, purchase, 77) == "unknown_member"
    assert refused(desk, purchase, None) == "unknown_member"  # type: ignore[arg-type]
    members.merge(desk, keep=members.register(desk, name="李四").id, drop=member)
    assert refused(desk, purchase, member) == "member_closed"


@pytest.mark.parametrize(
    ("count", "last"),
    [(29, 32), (31, 32), (32, 32), (33, 33)],
)
def test_its_points_are_of_its_day_and_live_thirty_days_from_the_entry(
    desk: Desk, member: int, clock: "SetClock", count: int, last: int
) -> None:
    settings.edit(desk, points_expiry="days", points_expiry_count=count)
    purchase = walk_in(desk)
    clock.tick(days=2)
    purchases.attach(desk, purchase, member=member)
    (lot,) = points.lots(desk, member)
    assert (lot.earned_on, lot.expires_on) == (TODAY, TODAY + timedelta(days=last))
    assert checks.run(desk) == ()


def test_it_pays_a_debt_first(desk: Desk, member: int) -> None:
    bought = pay(desk, member, 30_000)
    points.adjust(desk, member, -300, reason="spent elsewhere")
    purchases.refund(desk, bought, reason="all of it")
    assert points.balance(desk, member) == -300
    purchases.attach(desk, walk_in(desk), member=member)
    assert points.balance(desk, member) == 200
    assert checks.run(desk) == ()


def test_it_moves_up_with_the_gift_dated_today(desk: Desk, member: int, clock: "SetClock") -> None:
    bag = gifts.add(desk, name="帆布袋", cost=800, value=2500, stock=3)
    rewards.add(desk, name="银卡礼", trigger=rewards.upgrade("silver"),
                reward=rewards.voucher(gift=bag.id))  # fmt: skip
    purchase = walk_in(desk, 100_000)
    clock.tick(days=3)
    purchases.attach(desk, purchase, member=member)
    assert members.get(desk, member).tier.code == "silver"
    assert tiers.tier_on(desk, member, TODAY + timedelta(days=2)) == "member"
    assert desk.db.execute_sql("SELECT COUNT(*) FROM voucher").fetchone() == (1,)
    assert checks.run(desk) == ()
    purchases.refund(desk, purchase, reason="all of it")
    assert members.get(desk, member).tier.code == "member"
    assert desk.db.execute_sql("SELECT state FROM voucher").fetchone() == ("void",)
    assert checks.run(desk) == ()


def test_it_gives_back_a_tier_lost_at_a_review_it_would_have_passed(desk: Desk) -> None:
    tiers.set_ladder(desk, ladder(), review_months=12)
    member = members.register(desk, name="张三丰").id
    pay(desk, member, UP)
    opens(desk, "2027-10-29")
    purchase = walk_in(desk, KEEP)
    opens(desk, "2027-11-02")
    assert members.get(desk, member).tier.code == "member"
    purchases.attach(desk, purchase, member=member)
    assert members.get(desk, member).tier.code == "silver"
    assert checks.run(desk) == ()


def test_it_changes_no_other_receipt(desk: Desk, member: int, clock: "SetClock") -> None:
    purchase = walk_in(desk, 100_000)
    clock.tick(days=1)
    other = purchases.get(desk, pay(desk, member, 5000))
    purchases.attach(desk, purchase, member=member)
    assert purchases.get(desk, other.id) == other


def test_later_refunds_act_on_the_member_to_the_point(desk: Desk, member: int) -> None:
    purchase = walk_in(desk, 9_999)
    purchases.attach(desk, purchase, member=member)
    for _ in range(3):
        purchases.refund(desk, purchase, amount=3_333, reason="in parts")
    assert points.balance(desk, member) == 0
    assert facts.of_member(desk, member, TODAY, TODAY) == (0, 0, 0)
    assert checks.run(desk) == ()


def test_a_receipt_is_no_ones_but_by_an_attachment(desk: Desk, member: int) -> None:
    purchase = walk_in(desk)
    with pytest.raises(Exception, match="append-only"):
        desk.db.execute_sql("UPDATE purchase SET member_id = ? WHERE id = ?", (member, purchase))
    purchases.attach(desk, purchase, member=member)
    for change in ("member_id = NULL", "points_earned = 1", "due = 1", "tier = 'gold'"):
        with pytest.raises(Exception, match="append-only"):
            desk.db.execute_sql(f"UPDATE purchase SET {change} WHERE id = {purchase}")


def test_a_clock_that_went_on_is_the_day_it_is_dated(desk: Desk, member: int) -> None:
    purchase = walk_in(desk)
    goes_on(desk, "2026-10-20")
    purchases.attach(desk, purchase, member=member)
    entry = desk.db.execute_sql("SELECT on_day FROM entry").fetchone()
    assert date.fromordinal(entry[0]) == TODAY

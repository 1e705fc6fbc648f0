"""The check: clean where everything adds up, and one code for each thing that does not."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shopdesk import (
    checks,
    gifts,
    imports,
    members,
    points,
    products,
    purchases,
    rewards,
    tiers,
    vouchers,
)
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.every import TABLES
from shopdesk.tiers import Tier, any_of, at_least, lifetime, rolling_months
from tests import rest_of_the_tables

if TYPE_CHECKING:
    from tests.conftest import SetClock


def codes(desk: Desk) -> set[str]:
    return {fault.code for fault in checks.run(desk)}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A shop in which some of everything has happened."""
    tea = products.add(desk, name="龙井", price=6800, cost=3000, category="茶").id
    fan = gifts.add(desk, name="扇子", cost=800, value=2500, stock=20).id
    rewards.add(
        desk, name="Silver", trigger=rewards.upgrade("silver"), reward=rewards.voucher(gift=fan)
    )
    zhang, li = (members.register(desk, name=name).id for name in ("张三丰", "李四"))
    purchases.record(desk, member=zhang, amount=120_000, pay={"wechat": 120_000})
    ten = vouchers.issue(desk, zhang, amount=1000).code
    lines = [(tea, "1.5"), (tea, 1)]
    due = purchases.quote(desk, member=zhang, lines=lines, vouchers=[ten], points=400).due
    sold = purchases.record(
        desk, member=zhang, lines=lines, vouchers=[ten], points=400, pay={"cash": due}
    )
    purchases.refund(desk, sold.id, lines=[(1, "0.5")], reason="wet")
    other = purchases.record(desk, member=li, amount=5000, pay={"cash": 2000, "card": 3000})
    purchases.record(desk, member=li, amount=100, pay={"cash": 100})
    points.adjust(desk, li, -40, reason="mistake")
    purchases.void(desk, other.id, reason="wrong")
    vouchers.redeem(desk, vouchers.of_member(desk, zhang)[0].code)
    vouchers.void(desk, vouchers.issue(desk, li, gift=fan).id, reason="twice")
    vouchers.issue(desk, li, gift=fan)
    return desk


def test_a_shop_in_which_everything_happened_adds_up(busy: Desk) -> None:
    assert checks.run(busy) == ()


# --- each fault its code ----------------------------------------------------------------------

# What is broken, and the code that says so; and no other does.
BROKEN = [
    ("UPDATE lot SET remaining = remaining - 1 WHERE id = 1", {"lot", "balance"}),
    ("UPDATE account SET lots = lots + 1 WHERE member_id = 1", {"balance"}),
    ("DELETE FROM account WHERE member_id = 1", {"balance"}),
    ("UPDATE account SET debt = debt + 7 WHERE member_id = 2", {"debt"}),
    ("UPDATE entry SET member_id = 2 WHERE id = 1", {"entry"}),
    ("UPDATE entry SET kind = 'expired' WHERE kind = 'adjusted'", {"expired"}),
    ("UPDATE lot SET expires_on = earned_on + 9 WHERE remaining > 0", {"next_on"}),
    ("UPDATE lot SET idle_months = 1 WHERE remaining > 0", {"next_on"}),
    ("UPDATE lot SET account = 'bonus' WHERE id = 1", {"entry", "balance"}),
    ("UPDATE purchase SET goods = goods + 1 WHERE id = 1", {"receipt"}),
    ("UPDATE voucher_use SET amount = amount + 1", {"voucher_use"}),
    ("DELETE FROM voucher_use", {"voucher_use"}),
    ("UPDATE payment SET amount = amount + 1 WHERE purchase_id = 1", {"payment"}),
    ("DELETE FROM payment WHERE purchase_id = 1", {"payment"}),
    ("UPDATE refund_payment SET amount = amount - 1 WHERE refund_id = 1", {"refund_payment"}),
    ("UPDATE entry SET kind = 'adjusted' WHERE kind = 'earned' AND id = 1", {"earned"}),
    ("UPDATE entry SET kind = 'adjusted' WHERE kind = 'spent'", {"spent"}),
    ("UPDATE entry SET refund_id = NULL WHERE kind = 'taken_back'", {"taken_back"}),
    ("UPDATE refund_line SET quantity_milli = 1501 WHERE refund_id = 1", {"refund_line"}),
    ("UPDATE refund_line SET line = 7 WHERE refund_id = 1", {"refund_line"}),
    ("UPDATE voucher SET is_forfeit = 1 WHERE id = 1", {"forfeit"}),
    ("UPDATE voucher SET state = 'expired' WHERE state = 'void'", {"voucher"}),
    ("DELETE FROM voucher_event WHERE kind = 'void'", {"voucher"}),
    ("UPDATE voucher_event SET kind = 'issued' WHERE kind = 'redeemed' AND voucher_id = 1",
     {"voucher", "used"}),
    ("UPDATE purchase SET rule = '[2, 100, 100, 100, 100]' WHERE id = 1", {"points_rule"}),
    ("UPDATE member_day SET spend = spend + 1 WHERE member_id = 1", {"member_day"}),
    ("UPDATE member_day SET receipts = 0 WHERE member_id = 1", {"member_day"}),
    ("DELETE FROM member_day WHERE member_id = 1", {"member_day"}),
    ("UPDATE member SET tier = 'diamond' WHERE id = 1", {"tier"}),
    ("UPDATE member SET tier = 'member' WHERE id = 1", {"tier"}),
    ("UPDATE tier_change SET to_tier = 'gold' WHERE kind = 'upgrade'", {"tier"}),
    ("DELETE FROM tier_change WHERE kind = 'upgrade'", {"tier"}),
    ("DELETE FROM tier_change WHERE kind = 'joined'", {"tier"}),
    ("UPDATE gift SET stock = stock + 1", {"stock"}),
    ("UPDATE gift SET promised = promised + 1", {"stock"}),
    ("DELETE FROM gift_movement WHERE kind = 'given'", {"stock", "promised"}),
    ("UPDATE purchase SET event_id = 999 WHERE id = 4", {"reference"}),
    ("UPDATE card SET member_id = 99 WHERE serial = 1", {"reference"}),
    ("UPDATE event SET body = 'x' WHERE id = 3", {"audit"}),
    ("UPDATE purchase SET rule = 'nothing' WHERE id = 1", {"unreadable"}),
    ("UPDATE ladder SET tiers = '[{]'", {"unreadable"}),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), BROKEN, ids=[sql for sql, _ in BROKEN])
def test_each_kind_of_fault_has_its_code_and_no_other(
    busy: Desk, sql: str, expected: set[str]
) -> None:
    unguard(busy)
    assert busy.db.execute_sql(sql).rowcount > 0
    assert codes(busy) == expected


def unguard(desk: Desk) -> None:
    """Take all triggers and foreign keys away, as someone would who forges a file."""
    names = desk.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        desk.db.execute_sql(f'DROP TRIGGER "{name}"')
    desk.db.execute_sql("PRAGMA foreign_keys = OFF")


def test_a_refund_of_more_than_was_paid_is_found(busy: Desk) -> None:
    unguard(busy)
    busy.db.execute_sql("UPDATE refund SET money = 999999 WHERE id = 1")
    assert "refund" in codes(busy)


def test_a_voucher_used_twice_is_found(busy: Desk) -> None:
    busy.db.execute_sql(
        "INSERT INTO voucher_event (event_id, voucher_id, kind, on_day) "
        "VALUES (1, 1, 'redeemed', 1)"
    )
    assert codes(busy) == {"redemption", "used"}


def test_a_fault_says_about_whom_and_what_was_expected(busy: Desk) -> None:
    unguard(busy)
    busy.db.execute_sql("UPDATE account SET lots = 999999 WHERE member_id = 1")
    (fault,) = checks.run(busy)
    assert (fault.code, fault.subject, fault.found) == ("balance", "1", 999_999)
    assert str(fault).startswith("balance 1: expected ")


def test_every_table_with_an_event_is_looked_at(busy: Desk) -> None:
    rest_of_the_tables.fill(busy.db)
    unguard(busy)
    tables = [t._meta.table_name for t in TABLES if "event" in t._meta.fields]
    for table in tables:
        busy.db.execute_sql(f'UPDATE "{table}" SET event_id = 999')
    found = {fault.subject for fault in checks.run(busy) if fault.code == "reference"}
    assert found == {f"{table} of event 999" for table in tables}
    assert len(tables) > 12


def test_a_broken_page_is_a_fault_and_not_an_accident(desk: Desk, location: Path) -> None:
    for number in range(60):
        members.register(desk, name=f"member {number}")
    (root,) = desk.db.execute_sql(
        "SELECT rootpage FROM sqlite_master WHERE name = 'member'"
    ).fetchone()
    desk.shop.close()
    with location.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    with Shop.open(location, clock=desk.shop.clock) as shop:
        found = checks.run(Desk(shop, 1, "店主", "owner", "1"))
    assert {fault.code for fault in found} <= {"integrity", "unreadable"}
    assert found


# --- replay -----------------------------------------------------------------------------------


def pay(desk: Desk, member: int, amount: int, on: date | None = None) -> purchases.Purchase:
    due = purchases.quote(desk, member=member, amount=amount).due if on is None else amount
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due}, on=on)


def test_the_replay_knows_the_ladder_of_then(desk: Desk, clock: "SetClock") -> None:
    member = members.register(desk, name="张三丰").id
    pay(desk, member, 99_999)
    base = Tier("member", {"en": "Member"}, None)
    easy = Tier("silver", {"en": "Silver"}, any_of(at_least("spend", 50_000, lifetime())))
    tiers.set_ladder(desk, [base, easy])
    assert checks.run(desk) == ()
    clock.tick(days=1)
    pay(desk, member, 1)
    hard = Tier("silver", {"en": "Silver"}, any_of(at_least("spend", 9_000_000, lifetime())))
    tiers.set_ladder(desk, [base, hard])
    pay(desk, member, 1)
    assert members.get(desk, member).tier.code == "silver"
    assert checks.run(desk) == ()


def test_the_replay_knows_what_was_given_back_when(desk: Desk, clock: "SetClock") -> None:
    names = ("张三丰", "李四", "王五")
    one, late, soon = (members.register(desk, name=name).id for name in names)
    first = pay(desk, one, 60_000)
    purchases.refund(desk, first.id, amount=20_000, reason="broken")
    pay(desk, one, 50_000)
    kept = pay(desk, late, 100_000)
    clock.tick(days=15)
    purchases.refund(desk, pay(desk, soon, 120_000).id, amount=20_001, reason="broken")
    purchases.refund(desk, kept.id, reason="broken")
    held = [members.get(desk, m).tier.code for m in (one, late, soon)]
    assert held == ["member", "silver", "member"]
    assert checks.run(desk) == ()


def test_the_replay_knows_windows_that_have_moved_on(desk: Desk, clock: "SetClock") -> None:
    base = Tier("member", {"en": "Member"}, None)
    year = any_of(at_least("spend", 1000, rolling_months(1)), at_least("visits", 2, lifetime()))
    tiers.set_ladder(desk, [base, Tier("up", {"en": "Up"}, year)])
    one, other = (members.register(desk, name=name).id for name in ("张三丰", "李四"))
    pay(desk, one, 999)
    pay(desk, other, 1000)
    clock.tick(days=45)
    late = pay(desk, other, 500, on=desk.today() - timedelta(days=7))
    assert late.on == desk.today() - timedelta(days=7)
    pay(desk, one, 1)
    clock.tick(days=400)
    assert [members.get(desk, m).tier.code for m in (one, other)] == ["up", "up"]
    assert checks.run(desk) == ()


def test_late_entries_voids_and_debts_add_up(desk: Desk, clock: "SetClock") -> None:
    member = members.register(desk, name="张三丰").id
    sold = pay(desk, member, 50_000)
    purchases.record(desk, member=member, amount=1000, points=400, pay={"cash": 600})
    clock.tick(days=2)
    purchases.refund(desk, sold.id, reason="broken")
    assert points.balance(desk, member) < 0
    pay(desk, member, 2000, on=desk.today() - timedelta(days=1))
    purchases.void(desk, pay(desk, member, 70_000).id, reason="wrong")
    points.adjust(desk, member, 1000, reason="gift")
    assert checks.run(desk) == ()


def test_history_that_was_imported_adds_up(desk: Desk, tmp_path: Path) -> None:
    rows = ["date,member,amount"]
    for number in range(120):
        day = date(2024, 1, 1) + timedelta(days=number * 7 % 300)
        rows.append(f"{day},guest{number % 5},{number * 37 % 900}.50")
    file = tmp_path / "history.csv"
    file.write_text("\n".join(rows))
    done = imports.purchases(desk, file, create_members=True)
    assert (done.written, done.created_members) == (120, 5)
    first = members.find(desk, "guest1")[0]
    assert first.tier.rank > 0
    assert checks.run(desk) == ()
    pay(desk, first.id, 1000)
    assert checks.run(desk) == ()


def test_a_shop_that_was_never_used_adds_up(desk: Desk) -> None:
    assert checks.run(desk) == ()

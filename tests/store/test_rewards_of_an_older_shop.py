"""A shop of format 18 that took gifts back, owes some and rewards own dates goes on as it was."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from shopdesk import (
    checking_in,
    checks,
    dates,
    days,
    events,
    gifts,
    members,
    merging,
    points,
    purchases,
    rewards,
    vouchers,
)
from shopdesk.shop import Desk, Shop
from shopdesk.store import versions
from shopdesk.store.database import ShopDatabase
from tests.conftest import SetClock

OLDER = 18
TABLES = ("occasion", "owed", "owed_at_merge")


def pay(desk: Desk, member: int, amount: int) -> int:
    due = purchases.quote(desk, member=member, amount=amount).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due}).id


def give(desk: Desk, name: str, trigger: Any, reward: Any) -> int:
    return rewards.add(desk, name=name, trigger=trigger, reward=reward).id


def used(desk: Desk, member: int) -> None:
    """The member uses what they were given."""
    for one in vouchers.of_member(desk, member):
        if one.state == "issued":
            vouchers.redeem(desk, one.code)


def lived(desk: Desk, clock: SetClock) -> None:
    """Gifts that stand, that came back unused or used, that are owed, at a merge too; own dates."""
    tea = gifts.add(desk, name="茶").id
    cup, bowl = (gifts.add(desk, name=name, stock=0).id for name in "杯碗")
    give(desk, "满百", rewards.purchase(over=10_000), rewards.voucher(gift=tea))
    give(desk, "欠杯", rewards.purchase(over=20_000), rewards.voucher(gift=cup))
    event = events.add(desk, name="品茶", on=date(2026, 10, 15)).id
    give(desk, "到场", rewards.attending(event), rewards.voucher(gift=tea))
    give(desk, "纪念", rewards.own_date(), rewards.Points(10))
    stands, freed, forfeit, came, owed, other, closed = (
        members.register(desk, name=f"客{place}").id for place in range(7)
    )
    pay(desk, stands, 10_000)
    purchases.void(desk, pay(desk, freed, 10_000), reason="r")
    back = pay(desk, forfeit, 10_000)
    used(desk, forfeit)
    purchases.void(desk, back, reason="r")
    checking_in.check_in(desk, event, came)
    used(desk, came)
    checking_in.undo_check_in(desk, event, came)
    pay(desk, owed, 20_000)
    pay(desk, other, 20_000)
    merging.merge(desk, keep=owed, drop=other)
    ended = give(desk, "满三百", rewards.purchase(over=30_000), rewards.voucher(gift=bowl))
    pay(desk, closed, 30_000)
    for member in (stands, closed):
        dates.add(desk, member, name="Wedding", day=(10, 16))
    clock.tick(days=1)
    rewards.run(desk)
    rewards.close(desk, ended)


def rows(db: Any, sql: str) -> list[Any]:
    return [tuple(row) for row in db.execute_sql(sql).fetchall()]


def told(db: Any) -> dict[str, list[Any]]:
    """What all of it comes to."""
    return {
        "occasions": rows(db, "SELECT id, rule_id, member_id, occasion, state FROM occasion"),
        "owed": rows(db, "SELECT rule_id, member_id, occasion, purchase_id FROM owed"),
        "at merge": rows(db, "SELECT rule_id, member_id, occasion, is_over FROM owed_at_merge"),
    }


def older_schema(folder: Path) -> list[str]:
    """How the tables were made by a program of that format, with their indexes."""
    for file in versions.MIGRATIONS.glob("0*.py"):
        if int(file.name[:4]) <= OLDER:
            shutil.copy(file, folder / file.name)
    empty = folder / "empty.shopdesk"
    empty.touch()
    db = ShopDatabase(str(empty))
    db.connect()
    Runner(db, str(folder)).up()
    made = rows(
        db, f"SELECT sql FROM sqlite_master WHERE tbl_name IN {TABLES} AND sql IS NOT NULL"
        " AND type IN ('table', 'index') ORDER BY type DESC",
    )  # fmt: skip
    db.close()
    return [sql for (sql,) in made]


_INTO = {
    "occasion": """SELECT id, event_id, rule_id, member_id, occasion, on_day,
        CASE state WHEN 'forfeit' THEN NULL ELSE purchase_id END AS purchase_id,
        state = 'freed' AS is_freed FROM kept_occasion""",
    "owed": "SELECT id, event_id, rule_id, member_id, occasion, on_day, purchase_id FROM kept_owed",
    "owed_at_merge": """SELECT id, event_id, rule_id, member_id, occasion, on_day, purchase_id,
        is_over FROM kept_owed_at_merge""",
}
"""As it was: a receipt that was given back was forgotten, and so was which triggers were met."""
_BY_ROW = """UPDATE occasion SET occasion = 'date:' || (
        SELECT id FROM member_date AS d WHERE d.member_id = occasion.member_id
    ) || substr(occasion, -5) WHERE occasion LIKE 'date:%'"""
_OF_CLOSED = """INSERT INTO owed (event_id, rule_id, member_id, occasion, on_day, purchase_id)
    SELECT p.event_id, r.id, p.member_id, 'receipt:' || p.id, p.on_day, p.id
    FROM reward_rule AS r, purchase AS p WHERE r.closed_on IS NOT NULL AND p.due = 30000"""


_NEWER = """SELECT type, name FROM sqlite_master
    WHERE name IN ('logo', 'member_born', 'member_born_lunar')"""
"""Tables and indexes that a program of that format did not know."""


def made_older(location: Path, folder: Path) -> None:
    """Write a shop's file as a program of that format would have."""
    schema = older_schema(folder)
    db = ShopDatabase(str(location))
    db.connect()
    db.execute_sql("PRAGMA foreign_keys=0")
    with db.atomic("IMMEDIATE"):
        for table in TABLES:
            db.execute_sql(f'CREATE TEMP TABLE "kept_{table}" AS SELECT * FROM "{table}"')
            db.execute_sql(f'DROP TABLE "{table}"')
        for kind, name in rows(db, _NEWER):
            db.execute_sql(f'DROP {kind} "{name}"')
        for sql in schema:
            db.execute_sql(sql)
        for table, kept in _INTO.items():
            names = [one[1] for one in rows(db, f'PRAGMA table_info("{table}")')]
            db.execute_sql(f'INSERT INTO "{table}" ({", ".join(names)}) SELECT {", ".join(names)}'
                           f" FROM ({kept})")  # fmt: skip
        db.execute_sql(_BY_ROW)
        db.execute_sql(_OF_CLOSED)
        db.execute_sql("DELETE FROM schema_migration WHERE name > ?", (f"{OLDER:04}~",))
        db.execute_sql(f"PRAGMA user_version={OLDER}")
    db.close()


@pytest.fixture
def brought_up(location: Path, tmp_path: Path, clock: SetClock) -> Any:
    """The shop before and after: what it said of itself, and the desk of today."""
    folder = tmp_path / "older"
    folder.mkdir()
    with Shop.open(location, clock=clock) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        lived(desk, clock)
        assert checks.run(desk) == ()
        before = told(desk.db)
    made_older(location, folder)
    with Shop.open(location, clock=clock) as shop:
        yield before, Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


def test_what_was_given_taken_back_and_owed_is_what_it_was(brought_up: Any) -> None:
    before, desk = brought_up
    assert told(desk.db) == before
    states = {state for *_, state in before["occasions"]}
    assert states == {"stands", "freed", "forfeit"}
    assert before["owed"]
    assert before["at merge"]
    assert checks.run(desk) == ()


def test_it_goes_on_without_giving_anything_twice(brought_up: Any, clock: SetClock) -> None:
    _before, desk = brought_up
    balance = points.balance(desk, 1)
    assert rewards.run(desk).given == ()
    clock.now = datetime(2027, 10, 16, 4, tzinfo=UTC)
    days.accept_clock(desk)
    named = {gift.name: gift.id for gift in gifts.catalogue(desk)}
    for name in "杯碗":
        gifts.receive(desk, named[name], 5)
    rewards.run(desk)
    assert points.balance(desk, 1) == balance + 10, "the same date, a year on"
    every = [one for member in range(1, 8) for one in vouchers.of_member(desk, member)]
    given = [(one.member_id, one.gift_id) for one in every if one.gift_id != named["茶"]]
    assert given == [(5, named["杯"]), (7, named["杯"])], (
        "what was owed, but by the rule that ended"
    )
    assert checks.run(desk) == ()

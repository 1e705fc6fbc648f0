"""The schema: the same by either road, and what its tables refuse to hold."""

import re
from typing import Any

import pytest
from peewee import IntegrityError
from sqlcipher3 import dbapi2

from shopdesk import gifts, members, products, purchases, vouchers
from shopdesk.money import LARGEST
from shopdesk.shop import Desk
from shopdesk.store import triggers
from shopdesk.store.statements import DIALECT
from shopdesk.store.tables.every import APPEND_ONLY, TABLES
from tests import rest_of_the_tables


def fingerprint(connection: Any) -> dict[tuple[str, str], object]:
    """Tables (with STRICT, WITHOUT ROWID, columns, keys and checks), indexes and triggers."""
    found: dict[tuple[str, str], object] = {}
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, name, table, sql in rows:
        if "schema_migration" in table or sql is None:
            continue
        found[kind, name] = re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")")
        if kind == "table":
            for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
                listed = connection.execute(f'PRAGMA {pragma}("{name}")').fetchall()
                found[pragma, name] = sorted(map(str, listed))
            options = connection.execute(f'PRAGMA table_list("{name}")').fetchone()
            found["options", name] = options[4:]
    return found


def test_all_migrations_make_the_schema_of_the_tables_in_the_code(raw: Any) -> None:
    fresh = dbapi2.connect(":memory:")
    with DIALECT.bind_ctx(TABLES):
        for table in TABLES:
            fresh.execute(table._schema._create_table(safe=False).query()[0])
            for index in table._schema._create_indexes(safe=False):
                fresh.execute(index.query()[0])
    for sql in triggers.statements():
        fresh.execute(sql)
    migrated, modelled = fingerprint(raw), fingerprint(fresh)
    fresh.close()
    assert migrated == modelled, "make a migration for what was changed in the tables"
    assert len([kind for kind, _ in migrated if kind == "table"]) == len(TABLES)


def test_every_table_is_strict_and_foreign_keys_hold_at_once(raw: Any) -> None:
    for name, without_rowid, strict in raw.execute(
        "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ):
        if name not in ("sqlite_schema", "sqlite_sequence", "schema_migration"):
            assert strict, name
            assert without_rowid in (0, 1)
    assert not [
        sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master") if "DEFERR" in str(sql)
    ]


# --- what columns refuse ----------------------------------------------------------------------


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A row in every table that the tests below change."""
    member = members.register(desk, name="张三丰", phone="13800138000", birthday=(3, 15))
    tea = products.add(desk, name="龙井", price=6800, cost=3000, category="茶")
    gift = gifts.add(desk, name="扇子", cost=800, value=2500, stock=10)
    vouchers.issue(desk, member.id, gift=gift.id)
    money = vouchers.issue(desk, member.id, amount=500)
    sold = purchases.record(
        desk, member=member.id, lines=[(tea.id, 2)], vouchers=[money.code],
        pay={"cash": 13_100}, cash_given=14_000,
    )  # fmt: skip
    purchases.refund(desk, sold.id, lines=[(1, 1)], reason="broken")
    rest_of_the_tables.fill(desk.db)
    return desk


def checked_columns() -> list[tuple[str, str, str]]:
    """Table, column and check of every column that has one."""
    return [
        (table._meta.table_name, field.column_name, str(check.sql))
        for table in TABLES
        for field in table._meta.sorted_fields
        for check in field.constraints or ()
        if "CHECK" in check.sql
    ]


WHOLE = [(t, c) for t, c, check in checked_columns() if re.search(rf'"{c}" < {LARGEST}\b', check)]
SUMS = [("account", "debt"), ("member_day", "spend"), ("member_day", "points")]
WORDS = [(t, c) for t, c, check in checked_columns() if "IN ('" in check]
SMALL = [(t, c) for t, c, check in checked_columns() if "BETWEEN" in check or "IN (0" in check]
UNFILLED = {("tier_change", "kind"), ("occasion", "rule_id")}


def refuses(raw: Any, table: str, column: str, value: object) -> bool:
    """Whether a raw UPDATE of a row's column to a value fails, triggers apart."""
    for trigger in ("no_update", "fixed", "holder"):
        raw.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
    assert raw.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0], f"{table} is empty"
    try:
        raw.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))
    except dbapi2.IntegrityError as error:
        return "CHECK" in str(error) or "cannot store" in str(error) or "NOT NULL" in str(error)
    return False


def test_the_columns_below_are_all_that_have_a_check() -> None:
    rest = {(t, c) for t, c, _ in checked_columns()} - {*WHOLE, *WORDS, *SMALL}
    assert rest == {
        ("shop", "id"), ("logo", "id"),
        ("purchase_line", "quantity_milli"), ("refund_line", "quantity_milli"),
        *SUMS,
    }  # fmt: skip


def test_money_and_points_are_whole_and_neither_negative_nor_endless(full: Desk, raw: Any) -> None:
    wrong = ["12.50", "twelve", 12.5, 1e300, -1, LARGEST, 2**62, b"12"]
    taken = [
        (table, column, value)
        for table, column in WHOLE
        for value in wrong
        if not ((table, column) == ("entry", "amount") and value == -1)
        and not refuses(raw, table, column, value)
    ]
    assert not taken
    assert [
        s for s in SUMS for value in (1.5, -1, LARGEST * 10**5) if not refuses(raw, *s, value)
    ] == []
    assert refuses(raw, "entry", "amount", 0)
    assert refuses(raw, "entry", "amount", -LARGEST)
    assert refuses(raw, "lot", "granted", 0)
    assert len(WHOLE) > 30


def test_a_column_of_words_refuses_any_other_word(full: Desk, raw: Any) -> None:
    taken = [
        (table, column, value)
        for table, column in WORDS
        for value in ("bitcoin", "", "Cash", 1, None)
        if not refuses(raw, table, column, value)
    ]
    assert not taken
    assert {("payment", "tender"), ("voucher", "state"), ("entry", "kind")} <= set(WORDS)


def test_a_small_number_refuses_what_is_out_of_its_bounds(full: Desk, raw: Any) -> None:
    taken = [
        (table, column, value)
        for table, column in SMALL
        for value in (-1, 10_001, "yes", 0.5)
        if not refuses(raw, table, column, value)
    ]
    assert not taken


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("shop", "id = 2"),
        ("purchase_line", "quantity_milli = 0"),
        ("refund_line", "quantity_milli = -1"),
        ("purchase_line", "paid = paid + 1"),
        ("account", "lots = 1, debt = 1"),
        ("lot", "remaining = granted + 1"),
        ("gift", "promised = stock + 1"),
        ("voucher", "state = 'redeemed', redeemed_at = NULL"),
        ("voucher", "redeemed_at = 1, state = 'issued'"),
        ("voucher", "gift_id = NULL, kind = 'gift'"),
        ("voucher", "gift_id = 1, kind = 'amount'"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(
    full: Desk, raw: Any, table: str, change: str
) -> None:
    for trigger in ("no_update", "fixed", "holder"):
        raw.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
    with pytest.raises(dbapi2.IntegrityError, match="CHECK"):
        raw.execute(f"UPDATE {table} SET {change}")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("payment", "tender = tender, purchase_id = 99"),
        ("entry", "member_id = 99"),
        ("lot", "purchase_id = 99"),
        ("voucher", "member_id = 99"),
        ("card", "member_id = 99"),
        ("refund", "purchase_id = 99"),
    ],
)
def test_a_row_that_points_at_nothing_is_refused(
    full: Desk, raw: Any, table: str, change: str
) -> None:
    for trigger in ("no_update", "fixed", "holder"):
        raw.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
    with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"):
        raw.execute(f"UPDATE {table} SET {change}")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("voucher", "code = (SELECT MIN(code) FROM voucher)"),
        ("staff", "folded = (SELECT folded FROM staff WHERE id = 1)"),
        ("event", "key = 'one'"),
        ("member", "phone = '13800138000'"),
        ("member", "number = '100001'"),
    ],
)
def test_what_must_be_one_of_a_kind_is(
    full: Desk, cashier: Desk, raw: Any, table: str, values: str
) -> None:
    members.register(full, name="李四")
    for trigger in ("no_update", "fixed", "holder"):
        raw.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
    with pytest.raises(dbapi2.IntegrityError, match="UNIQUE"):
        raw.execute(f"UPDATE {table} SET {values}")


# --- history is not rewritten -----------------------------------------------------------------


@pytest.mark.parametrize("table", [table._meta.table_name for table in APPEND_ONLY])
def test_what_was_written_is_neither_changed_nor_deleted(full: Desk, raw: Any, table: str) -> None:
    assert raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    (column, *_) = (row[1] for row in raw.execute(f"PRAGMA table_info({table})"))
    for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(dbapi2.IntegrityError, match="append-only"):
            raw.execute(sql)


def test_history_is_not_replaced_either(full: Desk) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        full.db.execute_sql("INSERT OR REPLACE INTO payment VALUES (1, 'cash', 1)")


@pytest.mark.parametrize(
    ("table", "columns"),
    [("lot", triggers._FIXED_LOT), ("voucher", triggers._FIXED_VOUCHER)],
)
def test_a_lot_and_a_voucher_keep_what_they_promised(
    full: Desk, raw: Any, table: str, columns: tuple[str, ...]
) -> None:
    for column in columns:
        with pytest.raises(dbapi2.IntegrityError, match="is fixed"):
            raw.execute(f"UPDATE {table} SET {column} = {column}")
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        raw.execute(f"DELETE FROM {table}")


def test_no_sale_looks_through_a_table_that_grows(full: Desk) -> None:
    """A foreign key checked at the commit would: it looks for rows that wait for the new one."""

    def sell() -> int:
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        full.db.connection().set_progress_handler(count, 1)
        purchases.record(full, member=1, amount=1000, pay={"cash": 1000})
        full.db.connection().set_progress_handler(None, 0)
        return steps

    few = [sell() for _ in range(3)]
    for _ in range(150):
        purchases.record(full, amount=1000, pay={"cash": 1000})
    many = [sell() for _ in range(3)]
    assert min(many) <= min(few) * 1.05

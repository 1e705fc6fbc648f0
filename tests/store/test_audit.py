"""The audit: every change in it, none without it, and no row of it changed unseen."""

import ast
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shopdesk import checks, members, purchases
from shopdesk.shop import Desk
from shopdesk.store.tables.every import TABLES

CORE = Path(__file__).parents[2] / "shopdesk"


def faults(desk: Desk) -> list[tuple[str, str]]:
    return [(fault.code, fault.subject) for fault in checks.run(desk)]


def test_an_event_says_who_did_what_when_and_at_which_till(desk: Desk, cashier: Desk) -> None:
    sold = purchases.record(cashier, amount=500, pay={"cash": 500}, key="k")
    row = desk.db.execute_sql(
        "SELECT staff_id, till, action, subject, key, on_day, at, clock_at, body FROM event "
        "ORDER BY id DESC"
    ).fetchone()
    now = int(desk.now().timestamp() * 1000)
    today = desk.today().toordinal()
    assert row[:-1] == (2, "2", "purchases.record", sold.id, "k", today, now, now)
    assert json.loads(row[-1])["due"] == 500


def test_the_audit_holds_no_name_and_no_phone(desk: Desk) -> None:
    member = members.register(desk, name="欧阳震华", phone="13800138000")
    members.edit(desk, member.id, name="上官婉儿", phone="13900139000")
    rows = desk.db.execute_sql("SELECT body FROM event").fetchall()
    said = "".join(body for (body,) in rows)
    assert not [word for word in ("欧阳", "上官", "13800138000", "13900139000") if word in said]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", 1), ("clock_at", 1), ("on_day", 1), ("staff_id", 2), ("till", "9"),
        ("action", "purchases.void"), ("subject", 9), ("key", "other"), ("digest", "other"),
        ("body", "{}"), ("hash", b"other"),
    ],
)  # fmt: skip
def test_no_column_of_an_event_can_be_changed_unseen(
    desk: Desk, cashier: Desk, raw: Any, column: str, value: object
) -> None:
    purchases.record(cashier, amount=500, pay={"cash": 500}, key="k")
    event = purchases.record(desk, amount=600, pay={"cash": 600}, key="l").id + 2
    purchases.record(desk, amount=700, pay={"cash": 700})
    raw.execute("DROP TRIGGER event_no_update")
    raw.execute(f"UPDATE event SET {column} = ? WHERE id = ?", (value, event))
    found = checks.run(desk)
    assert {fault.code for fault in found} == {"audit"}
    assert f"event {event}" in {fault.subject for fault in found}


def test_an_event_that_was_removed_is_missed(desk: Desk, raw: Any) -> None:
    for _ in range(3):
        members.register(desk, name="张三丰")
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("DROP TRIGGER event_no_delete")
    raw.execute("DELETE FROM event WHERE id = 3")
    assert ("audit", "event 3") in faults(desk)
    assert ("reference", "member of event 3") in faults(desk)


def test_a_cut_tail_is_missed_by_the_rows_it_wrote(desk: Desk, raw: Any) -> None:
    members.register(desk, name="张三丰")
    raw.execute("DROP TRIGGER event_no_delete")
    raw.execute("DELETE FROM event WHERE id = (SELECT MAX(id) FROM event)")
    assert {code for code, _ in faults(desk)} == {"reference"}


# --- nothing writes outside a change ----------------------------------------------------------
#
# A function writes if it runs an INSERT, UPDATE, DELETE or a peewee query that is one, or calls
# one that writes. Inside ``with change(…)`` that is right, in ``with rehearsal(…)`` and where a
# ``Change`` is handed in; a function that has a desk or a shop to itself and writes without any of
# them is found.

WRITING = ("insert", "insert_many", "insert_from", "replace", "update", "delete", "create", "save")
TABLE_NAMES = {table.__name__ for table in TABLES} | {"Row", "ShopRow"}
SQL_WORDS = ("INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "DROP ", "CREATE ", "ALTER ")
FREE = {
    ("store/migrate.py", "create_file"), ("store/migrate.py", "migrate"),  # before there is a desk
    ("shop.py", "create"), ("shop.py", "_first_rows"), ("shop.py", "open"),
    ("shop.py", "_new_file"), ("own_shop.py", "make"),  # another shop
    ("store/change.py", "change"),
    ("store/staging.py", ""),  # its own temporary file
    ("store/overlaying.py", ""),  # temporary tables
}  # fmt: skip

WORDED = ("store/statements.py", "_inserting")
"""Words what others run, and runs nothing itself."""


@cache
def functions() -> dict[str, list[tuple[str, ast.FunctionDef]]]:
    """Every function of the core by its name, with the file it is in."""
    found: dict[str, list[tuple[str, ast.FunctionDef]]] = {}
    for file in sorted(CORE.rglob("*.py")):
        place = file.relative_to(CORE).as_posix()
        if place.startswith("store/migrations/") or (place, "") in FREE:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append((place, node))
            for name in prepared_rows_in(node):
                found.setdefault(name, []).append((place, WRITER))
    return found


WRITER = ast.parse("def _prepared_rows():\n    Shop.insert()").body[0]


def prepared_rows_in(node: ast.AST) -> list[str]:
    """``_insert_lines = prepared_rows(…)`` makes a function that writes."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="prepared_row" | "prepared_rows")),
        ):
            return [name]
    return []


def unguarded(function: ast.AST) -> list[ast.AST]:
    """The nodes of a function that do not stand inside ``with change(…)``."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(function):
        is_change = isinstance(child, ast.With) and any(
            isinstance(item.context_expr, ast.Call)
            and isinstance(item.context_expr.func, ast.Name)
            and item.context_expr.func.id in ("change", "rehearsal")
            for item in child.items
        )
        if not is_change:
            found += [child, *unguarded(child)]
    return found


def has_change(function: ast.FunctionDef) -> bool:
    return any(
        argument.annotation is not None
        and ast.unparse(argument.annotation).strip("\"'") in ("Change", "Life")
        for argument in (*function.args.args, *function.args.kwonlyargs)
    )


def writes_itself(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr=verb)):
            if verb in WRITING and table in TABLE_NAMES:
                return True
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.lstrip().startswith(SQL_WORDS)
    return False


def called(place: str, node: ast.AST) -> tuple[str, str] | None:
    """What a call calls, by name: a private one in its own file, any other wherever it is."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return known_as(place, name)
    return None


def known_as(place: str, name: str) -> tuple[str, str]:
    return (place if name.startswith("_") else "", name)


@cache
def writers() -> dict[tuple[str, str], ast.FunctionDef]:
    """Every function that writes outside a change, by itself or by one it calls."""
    every = [(place, f) for same in functions().values() for place, f in same]
    bodies = {f: unguarded(f) for _, f in every}
    found = {(place, f.name): f for place, f in every if any(map(writes_itself, bodies[f]))}
    found.pop(WORDED)
    names = {
        known_as(place, name)
        for name, same in functions().items()
        for place, f in same
        if f is WRITER
    }
    while True:
        names |= {known_as(*where) for where in found if where[1] not in COMMON}
        more = {
            (place, f.name): f
            for place, f in every
            if (place, f.name) not in found.keys() | FREE
            and not has_change(f)
            and any(called(place, node) in names for node in bodies[f])
        }
        if not more:
            return found
        found |= more


COMMON = {"insert", "keep", "run", "up"}
"""Too common a name to follow: these are looked at by their own bodies alone."""


def test_no_function_writes_unless_a_change_is_open() -> None:
    outside = {
        where
        for where, function in writers().items()
        if where not in FREE and not has_change(function) and takes_a_desk(function)
    }
    assert not outside, f"Write inside `with change(…)` or take the Change: {outside}."


def takes_a_desk(function: ast.FunctionDef) -> bool:
    first = [argument.arg for argument in function.args.args[:1]]
    return not function.name.startswith("_") and first in (["desk"], ["shop"], ["self"])


def test_the_test_above_knows_a_write_when_it_sees_one() -> None:
    found = {name for _, name in writers()}
    assert {"_insert_event", "_write_events", "count_receipt", "write_keys"} <= found
    assert not {"record", "quote", "find", "catalogue"} & found

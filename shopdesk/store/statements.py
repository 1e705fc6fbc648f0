"""SQL made once from a peewee query and run many times.

Building a query costs several times what SQLite needs to run it. A function decorated with
``prepared`` is called once, with a placeholder for each of its parameters, and its query kept;
from then on a call only binds values. It reads like the query it is:

    @prepared
    def _balance(member):
        return Account.select(Account.lots).where(Account.member == member)

    lots, = _balance(db, 7).fetchone()

Values are given in the order of the parameters, or by their names where that says more.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import chain
from typing import Any

from peewee import (
    SQL,
    Insert,
    NodeList,
    Query,
    SqliteDatabase,
    Update,
    __exception_wrapper__,
)
from sqlcipher3 import dbapi2

DIALECT = SqliteDatabase(":memory:")
"""Never connected: it only tells peewee how to write SQL."""


_uncompiled: list[Callable[[], object]] = []
"""Whatever is prepared is put down here; building it again costs nothing."""


def compile_next(many: int = 1) -> bool:
    """Build some of what was not asked for yet, before anybody waits; whether there was any."""
    for _time in range(min(many, len(_uncompiled))):
        _uncompiled.pop()()
    return bool(_uncompiled)


def _compile(query: Query) -> tuple[str, list[Any]]:
    sql, params = query.bind(DIALECT).sql()
    return sql, params


def prepared(build: Callable[..., Query]) -> Callable[..., Any]:
    """Turn a function that builds a query into one that runs it: ``f(db, *values) -> cursor``."""
    return _prepared(tuple(inspect.signature(build).parameters), build)


def _prepared(names: Sequence[str], build: Callable[..., Query]) -> Callable[..., Any]:
    @lru_cache(maxsize=1)
    def compiled() -> tuple[Callable[..., Any], str, tuple[Any, ...]]:
        slots = {name: SQL(f"?{place}") for place, name in enumerate(names, 1)}
        query = build(**slots)
        sql, fixed = _compile(query)
        way = write_sql if isinstance(query, Insert | Update) else run_sql
        return way, _numbered(sql, len(names)), tuple(fixed)

    _uncompiled.append(compiled)

    @wraps(build)
    def run(db: Any, *values: Any, **named: Any) -> Any:
        way, sql, fixed = compiled()
        if named:
            values += tuple(map(named.__getitem__, names[len(values) :]))
        return way(db, sql, values + fixed if fixed else values)

    return run


def of_members(member: Any) -> Callable[[Callable[..., Query]], Callable[..., Any]]:
    """The same for a question about members by their column: asked of one, or with ``None`` of all.

    ``f(db, member, *values)`` gives rows that begin with the member; who has none is not in them.
    """

    def decorate(build: Callable[..., Query]) -> Callable[..., Any]:
        def of_one(asked: Any, **values: Any) -> Query:
            return build(**values).where(member == asked)

        run_one = _prepared(["asked", *inspect.signature(build).parameters], of_one)
        run_all = prepared(build)

        @wraps(build)
        def run(db: Any, member_id: int | None, *values: Any) -> Any:
            return run_all(db, *values) if member_id is None else run_one(db, member_id, *values)

        return run

    return decorate


def among(column: Any, listed: Any) -> Any:
    """Whether a column holds one of the values that a parameter lists as JSON."""
    values = SQL("(SELECT value FROM json_each(")
    return NodeList((column, SQL("IN"), values, listed, SQL("))")))


def _numbered(sql: str, first: int) -> str:
    """The SQL with a number after ``first`` for each parameter that has none."""
    before, *after = re.split(r"\?(?!\d)", sql)
    return before + "".join(f"?{first + n}{part}" for n, part in enumerate(after, 1))


def run_sql(db: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    """``db.execute_sql`` on the shortest way: a purchase runs a dozen statements.

    A question for what no row can hold finds no row.
    """
    try:
        return db.connection().execute(sql, values)
    except (OverflowError, UnicodeEncodeError, dbapi2.InterfaceError):
        if not sql.startswith("SELECT"):
            raise
        return db.connection().execute(sql, [_storable(value) for value in values])
    except dbapi2.Error:
        with __exception_wrapper__:
            raise


def row_of(ask: Callable[..., Any], db: Any, row_id: object) -> Any:
    """The row of an id, or nothing; ``True`` is no id, though SQLite takes it for the first."""
    return ask(db, row_id).fetchone() if type(row_id) is int else None


_MOST = 2**63 - 1
_HALF = "[\ud800-\udfff]"


def _storable(value: Any) -> Any:
    """The value; or, where no column could hold it, one that none does hold."""
    if isinstance(value, int):
        return max(-_MOST, min(_MOST, value))
    if isinstance(value, str):
        return re.sub(_HALF, "\0", value)
    return value if value is None or isinstance(value, float | bytes) else "\0"


def write_sql(db: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    """The same for what gives no rows, by the one cursor kept for it: read it before the next."""
    try:
        return db.writer().execute(sql, values)
    except dbapi2.Error:
        with __exception_wrapper__:
            raise


def prepared_row(table: Any, *columns: str) -> Callable[[Any, Sequence[Any]], int]:
    """Return ``insert(db, row)``: one row of ``columns``; it gives the row's id.

    Columns without a value are left out: to bind nothing takes as long as to bind ten numbers.
    """

    @lru_cache(maxsize=64)
    def compiled(given: tuple[str, ...]) -> str:
        return _inserting(table, given, 1)

    def insert(db: Any, row: Sequence[Any]) -> int:
        given = columns
        if None in row:
            given = tuple([columns[place] for place, value in enumerate(row) if value is not None])
            row = [value for value in row if value is not None]
        row_id: int = write_sql(db, compiled(given), row).lastrowid
        return row_id

    return insert


def prepared_rows(table: Any, *columns: str) -> Callable[[Any, Sequence[Sequence[Any]]], None]:
    """Return ``insert(db, rows)``: many rows of ``columns`` in as few statements as fit."""

    @lru_cache(maxsize=64)
    def compiled(count: int) -> str:
        return _inserting(table, columns, count)

    most = 900 // len(columns)

    def insert(db: Any, rows: Sequence[Sequence[Any]]) -> None:
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            write_sql(db, compiled(len(part)), list(chain.from_iterable(part)))

    return insert


def _inserting(table: Any, columns: Sequence[str], count: int) -> str:
    """Written by hand: for a first sale of its kind peewee would take longer than SQLite."""
    names = ", ".join([f'"{getattr(table, column).column_name}"' for column in columns])
    row = f"({', '.join('?' * len(columns))})"
    return f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES {", ".join([row] * count)}'

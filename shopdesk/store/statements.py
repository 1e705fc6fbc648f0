"""SQL made once from a peewee query and run many times.

Building a query costs several times what SQLite needs to run it. A function decorated with
``prepared`` is called once, with a placeholder for each of its parameters, and its query kept;
from then on a call only binds values. It reads like the query it is:

    @prepared
    def _balance(member):
        return Account.select(Account.lots).where(Account.member == member)

    lots, = _balance(db, member=7).fetchone()
"""

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import chain
from operator import itemgetter
from typing import Any

from peewee import Query, SqliteDatabase, Value, __exception_wrapper__
from sqlcipher3 import dbapi2

DIALECT = SqliteDatabase(":memory:")
"""Never connected: it only tells peewee how to write SQL."""


_Pick = Callable[[dict[Any, Any]], Sequence[Any]]


class _Slot:
    """Stands for a parameter while a query is compiled."""

    def __init__(self, name: str) -> None:
        self.name = name


def _slot(name: str) -> Value:
    return Value(_Slot(name), converter=False, unpack=False)


def _compile(query: Query) -> tuple[str, list[Any]]:
    sql, params = query.bind(DIALECT).sql()
    return sql, params


def prepared(build: Callable[..., Query]) -> Callable[..., Any]:
    """Turn a function that builds a query into one that runs it: ``f(db, **values) -> cursor``."""
    names = tuple(inspect.signature(build).parameters)

    @lru_cache(maxsize=1)
    def compiled() -> tuple[str, _Pick, dict[Any, Any]]:
        sql, params = _compile(build(**{name: _slot(name) for name in names}))
        keys = [p.name if isinstance(p, _Slot) else at for at, p in enumerate(params)]
        fixed = {at: p for at, p in enumerate(params) if not isinstance(p, _Slot)}
        return sql, _picker(keys), fixed

    @wraps(build)
    def run(db: Any, **values: Any) -> Any:
        sql, pick, fixed = compiled()
        if fixed:
            values.update(fixed)
        try:
            return db.connection().execute(sql, pick(values))
        except dbapi2.Error:
            with __exception_wrapper__:
                raise

    return run


def _picker(keys: Sequence[str | int]) -> _Pick:
    """A function that takes values out of a dictionary in the order of ``keys``."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return (lambda values: (values[keys[0]],)) if keys else (lambda _values: ())


def _run(db: Any, sql: str, values: Sequence[Any]) -> Any:
    """``db.execute_sql`` on the shortest way: a purchase runs a dozen statements."""
    try:
        return db.connection().execute(sql, values)
    except dbapi2.Error:
        with __exception_wrapper__:
            raise


def prepared_rows(table: Any, *columns: str) -> Callable[[Any, Sequence[Sequence[Any]]], None]:
    """Return ``insert(db, rows)``: many rows of ``columns`` in as few statements as fit."""

    @lru_cache(maxsize=64)
    def compiled(count: int) -> str:
        rows = [[_slot(f"{column}{row}") for column in columns] for row in range(count)]
        fields = [getattr(table, column) for column in columns]
        return _compile(table.insert_many(rows, fields=fields))[0]

    most = 900 // len(columns)

    def insert(db: Any, rows: Sequence[Sequence[Any]]) -> None:
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            _run(db, compiled(len(part)), list(chain.from_iterable(part)))

    return insert

"""Rows on their way into a shop, kept beside it: sorted and counted on disk, gone when closed.

An import may have a million rows and little memory, and the shop is locked only while the good
ones are written. So they wait in a private temporary database that SQLite itself removes.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2

_BATCH = 500

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE staged (
    row INTEGER PRIMARY KEY, day INTEGER, at INTEGER, receipt TEXT, who TEXT, amount INTEGER,
    body TEXT, cells TEXT);
CREATE TABLE reject (row INTEGER PRIMARY KEY, code TEXT, reason TEXT, cells TEXT);
CREATE TABLE note (kind TEXT, row INTEGER, body TEXT, PRIMARY KEY (kind, row)) WITHOUT ROWID;
CREATE TABLE known (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE twin (row INTEGER PRIMARY KEY, why TEXT, member INTEGER, number TEXT, name TEXT,
    done TEXT);
CREATE VIEW good AS SELECT * FROM staged WHERE row NOT IN (SELECT row FROM reject)
    AND row NOT IN (SELECT row FROM twin WHERE done = 'skipped');
CREATE VIEW grouped AS
    SELECT row, day, at, receipt, who, amount, body,
        CASE WHEN receipt IS NULL THEN row ELSE FIRST_VALUE(row) OVER one END AS lead,
        CASE WHEN receipt IS NULL THEN at ELSE FIRST_VALUE(at) OVER one END AS lead_at
    FROM (SELECT good.*, CASE WHEN k.value <> 0 THEN k.value ELSE who END AS party
          FROM good LEFT JOIN known AS k ON k.key = 'member ' || who)
    WINDOW one AS (PARTITION BY receipt, party, day ORDER BY at, row);
BEGIN;
"""


_ROOM_KIB = 96 * 1024
_USUAL_PAGES = -2000


@contextmanager
def room(db: Any) -> Iterator[None]:
    """Let a connection keep more pages at hand: a long change need not write and reread them."""
    db.execute_sql(f"PRAGMA cache_size = {-_ROOM_KIB}")
    try:
        yield
    finally:
        db.execute_sql(f"PRAGMA cache_size = {_USUAL_PAGES}")
        db.execute_sql("PRAGMA shrink_memory")


class Staged(NamedTuple):
    """One row, read and found good so far: what it says beyond its columns stands in ``body``."""

    row: int
    day: int
    at: int
    receipt: str | None
    who: str | None
    amount: int
    body: Any


class Totals(NamedTuple):
    """What the good rows come to; days as ordinals, nothing where there are no rows."""

    rows: int
    amount: int
    first: int | None
    last: int | None


class Staging:
    """The rows of one import, those rejected, and what is known of the names in them."""

    def __init__(self) -> None:
        self._db = dbapi2.connect("", isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._waiting: list[tuple[Any, ...]] = []

    def close(self) -> None:
        """Let everything go."""
        self._db.close()

    def add(self, staged: Staged, cells: Sequence[str]) -> None:
        """Keep a row with its original cells."""
        *columns, body = staged
        self._waiting.append((*columns, _json(body), _json(cells)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def reject(self, row: int, code: str, reason: str, cells: Sequence[str] | None = None) -> None:
        """Set a row aside, one already staged with the cells it has."""
        written = _json(cells)
        if cells is None:
            written = self._value("SELECT cells FROM staged WHERE row = ?", row)
        self._db.execute("INSERT INTO reject VALUES (?, ?, ?, ?)", (row, code, reason, written))

    def judge_again(self) -> None:
        """Forget what the shop had against staged rows, and what was noted of it."""
        self._db.execute("DELETE FROM reject WHERE row IN (SELECT row FROM staged)")
        self._db.execute("DELETE FROM known")
        self._db.execute("DELETE FROM note")
        self._db.execute("DELETE FROM twin")

    def rows(self) -> Iterator[Staged]:
        """The staged rows in the file's order; they may be rejected on the way."""
        self._flush()
        last = 0
        sql = """SELECT row, day, at, receipt, who, amount, body FROM staged
                 WHERE row > ? ORDER BY row LIMIT ?"""
        while part := self._db.execute(sql, (last, _BATCH)).fetchall():
            yield from map(_staged, part)
            last = part[-1][0]

    def good(self) -> Iterator[Staged]:
        """The good rows in the file's order."""
        sql = "SELECT row, day, at, receipt, who, amount, body FROM good ORDER BY row"
        yield from map(_staged, self._db.execute(sql))

    def receipts(self) -> Iterator[list[Staged]]:
        """The good rows by day and time; those of one receipt, member and day together."""
        sql = """SELECT row, day, at, receipt, who, amount, body, lead FROM grouped
                 ORDER BY day, lead_at, lead, row"""
        for _, rows in groupby(self._db.execute(sql), key=lambda row: row[-1]):
            yield [_staged(row[:-1]) for row in rows]

    def receipt_count(self) -> int:
        """How many receipts the good rows make."""
        return int(self._value("SELECT COUNT(DISTINCT lead) FROM grouped"))

    def totals(self) -> Totals:
        """What the good rows come to."""
        sql = "SELECT COUNT(*), COALESCE(SUM(amount), 0), MIN(day), MAX(day) FROM good"
        return Totals(*self._db.execute(sql).fetchone())

    def reject_count(self) -> int:
        """How many rows were set aside."""
        return int(self._value("SELECT COUNT(*) FROM reject"))

    def rejects(self, most: int) -> list[tuple[int, str, str]]:
        """The first rows set aside: number, code, reason."""
        sql = "SELECT row, code, reason FROM reject ORDER BY row LIMIT ?"
        return self._db.execute(sql, (most,)).fetchall()

    def all_rejects(self) -> Iterator[tuple[int, str, list[str]]]:
        """Every row set aside: number, reason, original cells."""
        sql = "SELECT row, reason, cells FROM reject ORDER BY row"
        for row, reason, cells in self._db.execute(sql):
            yield row, reason, json.loads(cells)

    # --- rows that are there already ---

    def note_twin(self, row: int, why: str, member: int, number: str, name: str, done: str) -> None:
        """Note that a row is a member who is there already, and what becomes of it."""
        found = (row, why, member, number, name, done)
        self._db.execute("INSERT INTO twin VALUES (?, ?, ?, ?, ?, ?)", found)

    def twins(self, most: int) -> list[tuple[int, str, int, str, str, str]]:
        """The first such rows: number, why, member, their number and name, what becomes of it."""
        return self._db.execute("SELECT * FROM twin ORDER BY row LIMIT ?", (most,)).fetchall()

    def twin_of(self, row: int) -> int | None:
        """The member whom a row fills up."""
        sql = "SELECT member FROM twin WHERE row = ? AND done = 'filled'"
        found = self._value(sql, row)
        return None if found is None else int(found)

    def twin_count(self, done: str) -> int:
        """How many such rows are not rejected and ``done`` so."""
        sql = """SELECT COUNT(*) FROM twin
                 WHERE done = ? AND row NOT IN (SELECT row FROM reject)"""
        return int(self._value(sql, done))

    # --- what is known ---

    def known(self, key: str) -> Any:
        """What was noted under a key; nothing if nothing was."""
        return self._value("SELECT value FROM known WHERE key = ?", key)

    def know(self, key: str, value: int | str) -> None:
        """Note something; 0 is a member or product still to be made, a text another key's end."""
        self._db.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (key, value))

    # --- notes on rows ---

    def note(self, kind: str, row: int, body: Sequence[Any]) -> None:
        """Note something about a good row, its first word to be counted by."""
        self._db.execute("INSERT INTO note VALUES (?, ?, ?)", (kind, row, _json(body)))

    def noted(self, kind: str, row: int) -> Any:
        """What was noted about a row."""
        return json.loads(
            self._value("SELECT body FROM note WHERE kind = ? AND row = ?", kind, row)
        )

    def notes(self, kind: str, most: int) -> Iterator[tuple[int, Any]]:
        """The first notes of a kind with their rows."""
        sql = "SELECT row, body FROM note WHERE kind = ? ORDER BY row LIMIT ?"
        for row, body in self._db.execute(sql, (kind, most)):
            yield row, json.loads(body)

    def notes_counted(self, kind: str) -> dict[str, int]:
        """How many notes of a kind there are by their first word."""
        sql = "SELECT json_extract(body, '$[0]'), COUNT(*) FROM note WHERE kind = ? GROUP BY 1"
        return dict(self._db.execute(sql, (kind,)).fetchall())

    def values(self, accounts: Sequence[str]) -> dict[str, int]:
        """What the good rows that are not skipped bring along, by account."""
        sql = """SELECT COALESCE(SUM(json_extract(body, '$.value.' || ?)), 0) FROM good"""
        return {account: found for account in accounts if (found := self._value(sql, account))}

    def known_of(self, what: str, most: int) -> tuple[str, ...]:
        """The first names that are known as ``what``."""
        sql = "SELECT key FROM known WHERE key BETWEEN ? AND ? LIMIT ?"
        rows = self._db.execute(sql, (f"{what} ", f"{what}!", most))
        return tuple(key.removeprefix(f"{what} ") for (key,) in rows)

    def to_make(self, what: str) -> int:
        """How many ``member`` or ``product`` keys stand for one still to be made."""
        sql = "SELECT COUNT(*) FROM known WHERE value = 0 AND key BETWEEN ? AND ?"
        row = self._db.execute(sql, (f"{what} ", f"{what}!")).fetchone()
        return int(row[0])

    def _value(self, sql: str, *values: Any) -> Any:
        row = self._db.execute(sql, values).fetchone()
        return None if row is None else row[0]


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str | None:
    return None if value is None else _encoded(value)


def _staged(row: tuple[Any, ...]) -> Staged:
    body = row[-1]
    return Staged._make((*row[:-1], None if body is None else json.loads(body)))

"""The backups of this shop in some folders, and what bringing one back would leave out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from shopdesk import clock, targets
from shopdesk.shop import Desk, Shop
from shopdesk.store.database import APPLICATION_ID
from shopdesk.store.sealing import is_broken, seal_of

STATES = ("sealed", "unsealed", "damaged")
"""As it was written, by its seal; without one, so nobody knows; or not as it was written."""
_COUNTED = {"receipts": "purchase", "top_ups": "top_up", "members": "member", "vouchers": "voucher"}
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a file that says nothing of its time."""


@dataclass(frozen=True, slots=True)
class Found:
    """A backup: its file, the moment up to which it goes, its bytes, a state
    of ``STATES``."""

    file: Path
    at: datetime
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What was written since a backup and would not be there: counts, and since when."""

    since: datetime
    receipts: int
    top_ups: int
    members: int
    vouchers: int


def found(
    shop: Shop, folders: Sequence[Path], *, progress: Callable[[int, int], None] | None = None
) -> list[Found]:
    """The backups of this shop that lie in some folders, the newest first.

    The shop's own file is none; those that were kept aside before a restore or a newer version are.
    Each is read through, so it is slow: ``progress(done, of)`` is told after every file.
    """
    code, own = _code(shop), shop.location.resolve()
    files = [file for file in _files(folders) if file.resolve() != own]
    listed = []
    for done, file in enumerate(files, start=1):
        one = _looked_at(file, code)
        if one is not None:
            listed.append(one)
        if progress is not None:
            progress(done, len(files))
    return sorted(listed, key=lambda one: one.at, reverse=True)


def one(shop: Shop, file: Path) -> Found | None:
    """A single file, wherever it lies; nothing where it is no backup of this shop."""
    return _looked_at(file, _code(shop))


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()):
        yield from sorted(folder.glob(f"*{targets.ENDING}"))


def _code(shop: Shop) -> str:
    (code,) = shop.db.execute_sql("SELECT code FROM shop").fetchone()
    return str(code)


def _looked_at(file: Path, code: str) -> Found | None:
    """A file as one of the list; nothing where it is of another shop or of none."""
    state = "sealed" if seal_of(file).exists() else "unsealed"
    try:
        whose, last = _asked(
            file,
            "SELECT (SELECT code FROM shop), (SELECT MAX(at) FROM event)",
        )
        state = "damaged" if is_broken(file) else state
    except (dbapi2.DatabaseError, OSError):
        if state == "unsealed":  # nothing says that it ever was one
            return None
        whose, last, state = code, None, "damaged"
    if whose != code:
        return None
    at = _FIRST if last is None else clock.from_ms(last)
    return Found(file, at, file.stat().st_size, state)


def _asked(file: Path, sql: str) -> Any:
    """One row of a file that is not open here and is not changed by being read."""
    connection = dbapi2.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        (kind,) = connection.execute("PRAGMA application_id").fetchone()
        if kind != APPLICATION_ID:
            raise dbapi2.DatabaseError("not a shop")
        return connection.execute(sql).fetchone()
    finally:
        connection.close()


def missing(desk: Desk, backup: Found) -> Missing:
    """What was written in this shop since a backup of it."""
    counts = {}
    for name, table in _COUNTED.items():
        last = _newest(backup.file, table)
        sql = f'SELECT COUNT(*) FROM "{table}" WHERE id > ?'
        (counts[name],) = desk.db.execute_sql(sql, (last,)).fetchone()
    return Missing(since=backup.at, **counts)


def _newest(file: Path, table: str) -> int:
    """The last row of a table; a version that had no such table had none."""
    try:
        (last,) = _asked(file, f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')
    except dbapi2.OperationalError:
        return 0
    return int(last)

"""A whole copy of an open shop, under its final name only once it is known to be good."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from shopdesk.store.database import ShopDatabase
from shopdesk.store.errors import DATABASE_ERRORS

_TEMPORARY = ".tmp"
_STEPS = 1_000
"""So many steps of SQLite's between two looks at how far it is: some milliseconds."""
_VACUUM = "VACUUM INTO CAST(? AS TEXT)"
"""Given the bytes of a name: it may be no text where a stick was written to elsewhere."""


def copy_to(
    db: ShopDatabase,
    destination: Path,
    *,
    before_naming: Callable[[Path], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a copy of an open shop to ``destination``, while others may go on selling.

    ``VACUUM INTO`` a temporary name, integrity check, flushed to the disk, then renamed: whatever
    goes wrong, no half copy ever has the final name. Unlike a copy of the file it holds what is
    still in the WAL, and no trace of erased rows. ``before_naming`` is called with the good copy;
    ``progress`` is told how many bytes of how many are written, and stops it by raising.
    """
    watched = _watched(db.connection(), destination, progress)
    _copy(
        lambda name: watched(partial(db.execute_sql, _VACUUM, (name,))), destination, before_naming
    )


def _watched(
    connection: Any, destination: Path, progress: Callable[[int, int], None] | None
) -> Callable[[Callable[[], object]], object]:
    """Runs a statement and tells how far its file is; what ``progress`` raises ends it."""
    stopped: list[BaseException] = []
    (pages,), (size,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    total, file = pages * size, destination.with_name(destination.name + _TEMPORARY)

    def step() -> int:
        assert progress is not None
        try:
            progress(min(total, file.stat().st_size if file.exists() else 0), total)
        except BaseException as error:  # SQLite would swallow it
            stopped.append(error)
            return 1
        return 0

    def run(statement: Callable[[], object]) -> object:
        if progress is None:
            return statement()
        progress(0, total)  # a small shop is written between two looks
        connection.set_progress_handler(step, _STEPS)
        try:
            return statement()
        except DATABASE_ERRORS:
            if stopped:
                raise stopped[0] from None
            raise
        finally:
            connection.set_progress_handler(None, 0)

    return run


def copy_file(source: Path, destination: Path) -> None:
    """The same for a shop's file that is not open here; the source is only read."""
    connection = dbapi2.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    try:
        _copy(lambda name: connection.execute(_VACUUM, (name,)), destination, None)
    finally:
        connection.close()


def _copy(
    vacuum_into: Callable[[bytes], object],
    destination: Path,
    before_naming: Callable[[Path], None] | None,
) -> None:
    temporary = destination.with_name(destination.name + _TEMPORARY)
    temporary.unlink(missing_ok=True)
    try:
        vacuum_into(os.fsencode(temporary))
        verify_integrity(temporary)
        flush(temporary)
        if before_naming is not None:
            before_naming(temporary)
        temporary.replace(destination)
        flush_folder(destination.parent)
    finally:
        temporary.unlink(missing_ok=True)


def verify_integrity(path: Path) -> None:
    """Read every page of a shop's file; raises ``dbapi2.DatabaseError`` if one is wrong."""
    connection = dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise dbapi2.DatabaseError(f"database disk image is malformed: {found}")
    finally:
        connection.close()


def flush(path: Path) -> None:
    """Make sure a file's content is on the disk, not only in the system's memory."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make sure a rename is on the disk, where the system lets a folder be flushed."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Opening a shop's file: the SQLite that is safe enough, the settings that keep it so.

Everything here was decided by what is lost otherwise: with ``synchronous`` at NORMAL a power cut
loses confirmed sales, and SQLite before 3.51.3 (3.50.7, 3.44.6) can corrupt a WAL that two
connections use.
"""

from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

from peewee import OperationalError, SqliteDatabase
from sqlcipher3 import dbapi2

from shopdesk.language import LANGUAGES
from shopdesk.refusals import Refused
from shopdesk.refusals_of_files import NewerShop, NoSuchFile, NotAShop, ReadOnly, UnsafeSQLite
from shopdesk.store.errors import refused_instead
from shopdesk.store.statements import run_sql, write_sql
from shopdesk.store.versions import newest_version

APPLICATION_ID = 0x53444B31
"""``SDK1`` in the file's header: this is a shop, and no other SQLite file."""

WAL_ENDINGS = ("-wal", "-shm")
"""What SQLite keeps beside a shop's file: saved sales that are not in it yet, and their index."""

BUSY_SECONDS = 5
"""How long a change waits for another program's before it is refused."""
_PREPARED = 1000
"""Statements a connection keeps ready; with fewer, those of a migration push out the till's."""
_ASKING_SECONDS = 0.25
"""SQLite asks ever less often; begun anew after this, waiting is fair beside a busy till."""

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "cell_size_check": 1,
    "cache_size": -16_000,
    "recursive_triggers": 1,
}
"""Set on every connection and read back; ``synchronous`` 2 is FULL, ``cache_size`` 16 MB. Without
``recursive_triggers`` an INSERT OR REPLACE would pass by the guards of what is append-only."""


def is_safe_sqlite(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug."""
    major_minor = version[:2]
    if major_minor in ((3, 50), (3, 44)):
        return version[2] >= {50: 7, 44: 6}[version[1]]
    return version >= (3, 51, 3)


class ShopDatabase(SqliteDatabase):
    """peewee's SQLite database over the SQLite that ShopDesk ships, opened only if it exists."""

    server_version = dbapi2.sqlite_version_info

    def _connect(self) -> Any:
        uri = f"{Path(self.database).resolve().as_uri()}?mode=rw"
        connection = dbapi2.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=_PREPARED
        )
        try:
            self._add_conn_hooks(connection)
            for name, value in PRAGMAS.items():
                connection.execute(f"PRAGMA {name}={value}")
                if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
                    raise RuntimeError(f"SQLite did not take PRAGMA {name}={value}")
            connection.execute(f"PRAGMA busy_timeout={round(_ASKING_SECONDS * 1000)}")
        except BaseException:
            connection.close()
            raise
        self._state.writer = connection.cursor()
        return connection

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Run a statement that was not prepared; see ``run_sql``."""
        return run_sql(self, sql, params or ())

    def connection(self) -> Any:
        """This thread's connection; every question asks for it."""
        return self._state.conn or super().connection()

    def writer(self) -> Any:
        """This thread's cursor for all that gives no rows: making one takes a third of a write."""
        self.connection()
        return self._state.writer

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction once no other program is in one."""
        until = monotonic() + BUSY_SECONDS
        while True:
            try:
                write_sql(self, f"BEGIN {lock_type or 'DEFERRED'}")
                return
            except OperationalError as error:
                if "locked" not in str(error) or monotonic() >= until:
                    raise

    def commit(self) -> None:
        """Save the transaction."""
        write_sql(self, "COMMIT")


def open_file(location: Path, language: str) -> ShopDatabase:
    """Open a shop's file without changing it.

    Refuses an SQLite with the WAL-reset bug, a file that is missing or no shop, one written by a
    newer ShopDesk, and a folder that cannot be written to.
    """
    if not is_safe_sqlite(dbapi2.sqlite_version_info):
        raise UnsafeSQLite(language, version=dbapi2.sqlite_version)
    check_header(location, language)
    db = ShopDatabase(str(location))
    with refused_instead(language):
        db.connect()
        if db.execute_sql("PRAGMA query_only").fetchone()[0]:
            raise ReadOnly(language)
    return db


def check_header(location: Path, language: str) -> None:
    """Refuse a file that is missing, no shop, or of a newer ShopDesk, without changing it."""
    application, version = _header(location, language)
    if application != APPLICATION_ID:
        raise NotAShop(language, path=location)
    if version > newest_version():
        raise NewerShop(language, path=location)


def is_shop(location: Path) -> bool:
    """Whether a file is a shop by its header, of whatever release."""
    try:
        return _header(location, LANGUAGES[0])[0] == APPLICATION_ID
    except Refused:
        return False


def _header(location: Path, language: str) -> tuple[int, int]:
    """The application id and schema version, read from the header alone.

    By SQLite, as it knows what else this program has open: on POSIX a file that is opened and
    closed beside it takes every lock with it, and another program could seize an open shop.
    ``writable_schema`` lets it look at a file that is shorter than its header says, as one is
    whose disk was full.
    """
    try:
        is_file = location.is_file()
    except OSError:  # a name longer than any
        is_file = False
    if not is_file:
        raise NoSuchFile(language, path=location)
    uri = f"{location.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(dbapi2.connect(uri, uri=True)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            application, version = (
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            )
    except dbapi2.OperationalError:
        raise NoSuchFile(language, path=location) from None
    except dbapi2.DatabaseError:
        raise NotAShop(language, path=location) from None
    return application, version

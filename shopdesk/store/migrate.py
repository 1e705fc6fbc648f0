"""Bringing a shop's file to the newest schema, with a copy kept of how it was."""

from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from shopdesk.refusals_of_files import NewerShop
from shopdesk.store.copying import copy_to
from shopdesk.store.database import APPLICATION_ID, ShopDatabase
from shopdesk.store.versions import MIGRATIONS, newest_version

dbapi2.register_adapter(datetime, str)


def version_of(db: ShopDatabase) -> int:
    """The schema version a file says it has."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def create_file(location: Path) -> ShopDatabase:
    """Make an empty file with the newest schema; raises ``FileExistsError`` where one is."""
    with location.open("xb"):
        pass
    db = ShopDatabase(str(location))
    try:
        db.connect()
        _apply(db)
    except BaseException:
        db.close()
        location.unlink()
        raise
    return db


def migrate(db: ShopDatabase, location: Path, language: str) -> Path | None:
    """Apply what is pending, after a copy beside the file; returns the copy, or nothing to do.

    Refuses a newer file: what its header says may still stand in the WAL.
    """
    version = version_of(db)
    if version > newest_version():
        raise NewerShop(language, path=location)
    if version == newest_version():
        return None
    kept = location.with_name(f"{location.stem}.before-{newest_version()}{location.suffix}")
    copy_to(db, kept)
    _apply(db)
    return kept


def _apply(db: ShopDatabase) -> None:
    """All that is pending in one transaction, whoever else wanted to do the same meanwhile.

    Foreign keys are off, or a table that is rebuilt takes those that point at it along; what they
    say is looked at before it counts.
    """
    from playhouse.migrations import Runner  # a till whose file is up to date never needs it

    from shopdesk.store.triggers import statements  # nor all tables at its start

    db.execute_sql("PRAGMA foreign_keys=0")
    with db.atomic("IMMEDIATE"):
        Runner(db, str(MIGRATIONS)).up()
        for sql in statements():
            db.execute_sql(sql)
        if db.execute_sql("PRAGMA foreign_key_check").fetchone() is not None:
            raise RuntimeError("a migration left rows that point at nothing")
        db.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute_sql(f"PRAGMA user_version={newest_version()}")
    db.execute_sql("PRAGMA foreign_keys=1")
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

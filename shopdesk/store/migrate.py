"""Bringing a shop's file to the newest schema, with a copy kept of how it was."""

from datetime import datetime
from pathlib import Path

from playhouse.migrations import Runner
from sqlcipher3 import dbapi2

from shopdesk.store.copying import copy_to
from shopdesk.store.database import APPLICATION_ID, ShopDatabase
from shopdesk.store.triggers import statements
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
        db.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
        _apply(db)
    except BaseException:
        db.close()
        location.unlink()
        raise
    return db


def migrate(db: ShopDatabase, location: Path) -> Path | None:
    """Apply what is pending, after a copy beside the file; returns the copy, or nothing to do."""
    version = version_of(db)
    if version == newest_version():
        return None
    kept = location.with_name(f"{location.stem}.before-{newest_version()}{location.suffix}")
    kept.unlink(missing_ok=True)
    copy_to(db, kept)
    _apply(db)
    return kept


def _apply(db: ShopDatabase) -> None:
    Runner(db, str(MIGRATIONS)).up()
    with db.atomic("IMMEDIATE"):
        for sql in statements():
            db.execute_sql(sql)
        db.execute_sql(f"PRAGMA user_version={newest_version()}")

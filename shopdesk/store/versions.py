"""Which schema this program writes: the number of its last migration."""

from pathlib import Path

from playhouse.migrations import Migration

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_version() -> int:
    """The schema version of this program."""
    found = Migration.load_directory(str(MIGRATIONS))
    if not found:
        raise RuntimeError(f"no migrations in {MIGRATIONS}: the program is incomplete")
    return int(found[-1].idx)

"""Which schema this program writes: the number of its last migration."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_version() -> int:
    """The schema version of this program: migrations are named by number, ``0001_initial.py``."""
    found = [int(file.name[:4]) for file in MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.py")]
    if not found:
        raise RuntimeError(f"no migrations in {MIGRATIONS}: the program is incomplete")
    return max(found)

"""Where a practice shop lies, and how a fresh one takes its place: small, as every start asks."""

from pathlib import Path

from shopdesk.targets import ENDING

_WORD = f".practice{ENDING}"
_ENDINGS = ("", "-wal", "-shm", "-journal")


def place_of(real: Path) -> Path:
    """Where the practice shop of a shop lies: beside it."""
    return real.with_name(real.name.removesuffix(ENDING) + _WORD)


def real_of(practice: Path) -> Path:
    """Where the shop lies that a practice shop belongs to."""
    return practice.with_name(practice.name.removesuffix(_WORD) + ENDING)


def take_fresh(place: Path) -> None:
    """Put the practice shop that was made last in its place; nobody may have that open."""
    fresh = beside(place, "fresh")
    if fresh.exists():
        remove(place)
        fresh.replace(place)


def beside(place: Path, word: str) -> Path:
    """A practice shop that is not in its place yet."""
    return place.with_name(f"{place.name}.{word}")


def remove(file: Path) -> None:
    """Take a shop's file away with all that SQLite keeps beside it."""
    for ending in _ENDINGS:
        file.with_name(file.name + ending).unlink(missing_ok=True)

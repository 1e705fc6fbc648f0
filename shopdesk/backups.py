"""Backups: a whole copy that was checked before it got its name, and bringing one back."""

from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from shopdesk import checks, clock, text
from shopdesk.language import LANGUAGES
from shopdesk.refusals import Busy, Damaged, DiskFault, InUse, NoSuchFile
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change
from shopdesk.store.copying import copy_file, copy_to, flush_folder, verify_integrity
from shopdesk.store.database import check_header
from shopdesk.store.errors import fault_of, refused_instead


ENDINGS = ("", "-wal", "-shm")
"""A shop's file and what SQLite keeps beside it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did: where the shop is now, and where the file it replaced was put."""

    location: Path
    kept_aside: Path | None


def make(desk: Desk, destination: str | Path) -> Path:
    """Write a checked backup of the shop; selling may go on meanwhile. Returns its path.

    ``destination`` is a folder (the file is then named after shop and moment) or a new file's
    name. Refuses a folder that is not there, a full disk, a shop that is damaged; nothing then has
    the final name.
    """
    target = Path(destination)
    if target.is_dir():
        target /= f"{_file_name(desk)}-{desk.now().astimezone(desk.shop.zone):%Y%m%d-%H%M%S}.shopdesk"
    if not target.parent.is_dir():
        raise NoSuchFile(desk.language, path=target.parent)
    try:
        with refused_instead(desk.language):
            copy_to(desk.db, target)
    except OSError as error:
        raise DiskFault(desk.language, detail=error.strerror) from error
    with change(desk, action="backups.make") as made:
        made.note(file=target.name)
    return target


def _file_name(desk: Desk) -> str:
    kept = "".join(c for c in desk.shop.settings.name if c.isalnum() or c in "-_ ")
    return text.clean(kept or "shop").replace(" ", "-")


def restore(backup: str | Path, location: str | Path) -> Restored:
    """Put a backup in a shop's place, once it is known to be good.

    It is checked first (is it a shop, every page, every sum), copied beside the place, and only
    then is the old file moved aside together with its ``-wal`` and ``-shm``; an old WAL left there
    would bring the old data back. Refuses a backup that is damaged or none, changing nothing.
    """
    source, target = Path(backup), Path(location)
    language = LANGUAGES[0]
    check_header(source, language)
    fresh = target.with_name(target.name + ".restoring")
    try:
        with refused_instead(language):
            verify_integrity(source)
            copy_file(source, fresh)
        _refuse_faulty(fresh)
        _refuse_open(target, language)
        kept_aside = _move_aside(target)
        fresh.replace(target)
        flush_folder(target.parent)
    finally:
        for ending in ENDINGS:
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    return Restored(target, kept_aside)


def _refuse_faulty(fresh: Path) -> None:
    """Refuse a shop in which something does not add up."""
    with Shop.open(fresh) as shop:
        faults = checks.faults(shop.db)
        if faults:
            raise Damaged(shop.settings.language, detail=str(faults[0]))


def _refuse_open(target: Path, language: str) -> None:
    """Refuse to pull the file from under another program that has the shop open."""
    if not target.exists():
        return
    connection = dbapi2.connect(f"{target.resolve().as_uri()}?mode=rw", uri=True, timeout=1)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        connection.rollback()
    except dbapi2.DatabaseError as error:
        if isinstance(fault_of(error, language), Busy):
            raise InUse(language, path=target) from error
    finally:
        connection.close()


def _move_aside(target: Path) -> Path | None:
    """Rename the shop and what belongs to it; the WAL last, so that nothing is left half named."""
    if not target.exists():
        return None
    stamp = f"{clock.system():%Y%m%d-%H%M%S}"
    kept = target.with_name(f"{target.stem}.replaced-{stamp}{target.suffix}")
    for ending in ENDINGS:
        part = target.with_name(target.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))
    return kept

"""Backups: a whole copy that was checked before it got its name, and bringing one back."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from sqlcipher3 import dbapi2

from shopdesk import checks, clock, inputs, staff, targets, text
from shopdesk.language import LANGUAGES
from shopdesk.refusals import OldPinRefused
from shopdesk.refusals_of_files import (
    Busy,
    Damaged,
    FileExists,
    InUse,
    NoSuchFile,
    NotOfPractice,
)
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change
from shopdesk.store.copying import copy_file, copy_to, flush_folder, verify_integrity
from shopdesk.store.database import WAL_ENDINGS, check_header
from shopdesk.store.errors import fault_of, file_refused_instead, refused_instead
from shopdesk.store.sealing import is_broken, seal, seal_of
from shopdesk.topics import Topic

ENDINGS = ("", *WAL_ENDINGS)
"""A shop's file and what SQLite keeps beside it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did: where the shop is now, and where the file it replaced was put."""

    location: Path
    kept_aside: Path | None


def make(
    desk: Desk, destination: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Write a checked backup of the shop; selling may go on meanwhile. Returns its path.

    ``destination`` is a folder (the file is then named after shop and moment) or a new file's
    name. Beside it stands its seal, by which ``restore`` sees that not a bit has changed. Refuses
    a name that is taken, a folder that is not there, a full disk, a shop that is damaged, the
    practice shop; nothing then has the final name. ``progress(done, of)`` is told of bytes now and
    then, and may raise to stop it.
    """
    if desk.shop.known.is_practice:
        raise NotOfPractice(desk.language)
    target = inputs.path(destination, desk.language)
    if target.is_dir():
        target = _free(target, _file_name(desk))
    if target.exists():
        raise FileExists(desk.language, path=target)
    targets.refuse_companion_names(desk.language, target)
    targets.refuse_shops(desk.language, target, seal_of(target))
    folder = target.parent if target.suffix else target
    if not folder.is_dir():
        raise NoSuchFile(desk.language, path=folder)
    try:
        with refused_instead(desk.language), file_refused_instead(desk.language, target):
            copy_to(desk.db, target, before_naming=partial(seal, named=target), progress=progress)
    except BaseException:
        seal_of(target).unlink(missing_ok=True)
        raise
    with change(desk, Topic.BACKUPS, action="backups.make") as made:
        made.note(file=targets.readable_name(target))
    return target


def unseal(backup: Path) -> None:
    """Take the seal from a copy that is to be worked with: it is no backup any more."""
    seal_of(backup).unlink()


def _file_name(desk: Desk) -> str:
    kept = "".join(c for c in desk.shop.settings.name if c.isalnum() or c in "-_ ")
    name = text.clean(kept or "shop").replace(" ", "-")
    return f"{name}-{desk.now().astimezone(desk.shop.zone):%Y%m%d-%H%M%S}"


def _free(folder: Path, name: str) -> Path:
    """``name`` as a shop's file in a folder, numbered where that is taken."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    files = (folder / f"{name}{targets.ENDING}" for name in names)
    return next(file for file in files if not file.exists())


def allow_restore(desk: Desk, backup: str | Path, *, pin: str, reason: str) -> None:
    """Write down that a backup is to take this shop's place, by whom and why, before it does.

    Asks for the PIN, as a till that was left open is not enough. What this is written into is kept
    aside by ``restore``, which is called once the shop is closed. Refuses a wrong PIN, a reason
    that says nothing, and a backup that is no shop.
    """
    source = inputs.path(backup, desk.language)
    check_header(source, desk.language)
    why = text.reason(reason, desk.language)
    if not staff.is_own_pin(desk, pin):
        raise OldPinRefused(desk.language)
    with change(desk, action="backups.restore") as made:
        made.note(file=targets.readable_name(source), reason=why)


def restore(backup: str | Path, location: str | Path) -> Restored:
    """Put a backup in a shop's place, once it is known to be good.

    It is checked first (is it a shop, its seal, every page, every sum), copied beside the place,
    and only then is the old file moved aside together with its ``-wal`` and ``-shm``; an old WAL
    left there would bring the old data back. Refuses a backup that is damaged or none, and a place
    that another program has open or that belongs to another shop, changing nothing.
    """
    language = LANGUAGES[0]
    source, target = inputs.path(backup, language), inputs.path(location, language)
    check_header(source, language)
    targets.refuse_companion_names(language, target)
    targets.refuse_beside_shops(language, target)
    with file_refused_instead(language, target):
        folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=target.parent))
    try:
        fresh = folder / target.name
        with refused_instead(language), file_refused_instead(language, target):
            if is_broken(source):
                raise Damaged(language, detail=seal_of(source).name)
            verify_integrity(source)
            copy_file(source, fresh)
            _refuse_faulty(fresh)
            _refuse_open(target, language)
            return Restored(target, _replace(target, fresh))
    finally:
        shutil.rmtree(folder)


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


def _replace(target: Path, fresh: Path) -> Path | None:
    """Rename what is there, then bring the new file in; what was there is back if that fails."""
    there = [ending for ending in ENDINGS if _beside(target, ending).exists()]
    kept = _free(target.parent, f"{target.stem}.replaced-{clock.system():%Y%m%d-%H%M%S}")
    try:
        for ending in there:
            _beside(target, ending).replace(_beside(kept, ending))
        fresh.replace(target)
    except OSError:
        for ending in there:
            if _beside(kept, ending).exists():
                _beside(kept, ending).replace(_beside(target, ending))
        raise
    flush_folder(target.parent)
    return kept if "" in there else None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)

"""Where a file shall be saved or lies, and the system's file manager, which tests look on at.

``ANSWERS["open"]`` is given the folder; a test replaces it, as those of ``ui.dialogs``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui import dialogs, files


def _opened(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


ANSWERS: dict[str, Callable[..., Any]] = {"open": _opened}


def show(file: Path) -> bool:
    """Show the folder that a file is in; whether the system knew how."""
    return bool(ANSWERS["open"](file.parent))


def is_one_disk(one: Path, other: Path) -> bool:
    """Whether two places, which need not be there yet, lie on one disk: it may take both along."""
    try:
        return _there(one).stat().st_dev == _there(other).stat().st_dev
    except OSError:
        return False


def _there(place: Path) -> Path:
    """The place, or the nearest folder above it that there is."""
    return next((each for each in (place, *place.parents) if each.exists()), place)


def same_disk_note(say: Callable[[str], str], backups: str, location: Path) -> str:
    """What to say of a folder of backups beside the shop; nothing where it is on another disk."""
    _ = say
    if not (backups and is_one_disk(Path(backups), location)):
        return ""
    return _(
        "It is on the same disk as the shop: a disk that fails takes both. A USB stick or another"
        " disk is better."
    )


def save_as(
    say: Callable[[str], str], parent: QWidget, title: str, name: Path | str, ending: str
) -> Path | None:
    """Where to save a file, with the ending of its kind; nothing if that was left.

    What lies there is replaced only by who agreed. The system's dialog asks for the name that was
    typed, so where the ending was added the question is ours. A shop's file is never replaced.
    """
    _ = say
    while (typed := dialogs.save_as(parent, title, name, files.KINDS[ending])) is not None:
        file = files.with_ending(typed, ending)
        if file == typed or ending == files.SHOP or not file.exists():
            return file
        question = _("{file} is there already. Replace it?").format(file=file)
        if dialogs.ask(parent, title, question, yes=_("Replace"), no=_("Choose another name")):
            return file
        name = file
    return None


def open_shop(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Which shop's file to open; nothing if that was left."""
    return dialogs.open_file(parent, title, folder, files.KINDS[files.SHOP])

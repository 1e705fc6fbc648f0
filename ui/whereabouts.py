"""Where things lie that the program keeps: in the user's own places, or all beside the program.

A file ``portable.txt`` beside the program, or beside its folder, makes it portable: the shop, what
the computer remembers, logs, backups and what only lives as long as a window are in ``data`` beside
that file, and nothing is left in the user's own places. Beside its folder is better: a newer
version may then replace the folder whole.
"""

import os
import sys
import warnings
from pathlib import Path

import platformdirs

from shopdesk.language import N_, RESOURCES
from shopdesk.refusals import Refused

MARKER, DATA = "portable.txt", "data"


class NotPortable(Refused):
    """The stick is read-only, or full."""

    code = "portable"
    sentence = N_(
        "ShopDesk keeps everything beside itself ({marker} says so), but {path} cannot be written"
        " to ({detail}). Unlock the stick or copy the folder to a disk; nothing was changed."
    )


def _beside() -> tuple[Path, ...]:
    """Where the file may lie: with the program, or one above its folder."""
    if getattr(sys, "frozen", False):
        folder = Path(sys.executable).resolve().parent
        return folder, folder.parent
    return (RESOURCES.parent,)


def portable() -> Path | None:
    """The folder that everything is in beside the program; nothing where it is not portable."""
    for folder in _beside():
        if (folder / MARKER).is_file():
            return folder / DATA
    return None


def config() -> Path:
    """The folder of what this computer remembers; SHOPDESK_CONFIG names another."""
    named, own = os.environ.get("SHOPDESK_CONFIG"), portable()
    if named:
        return Path(named)
    return own or platformdirs.user_config_path("shopdesk", appauthor=False)


def data() -> Path:
    """The folder that a shop is in unless it is said."""
    return portable() or platformdirs.user_data_path("shopdesk", appauthor=False)


def logs() -> Path:
    """The folder of the log of faults, made where there is none."""
    own = portable()
    if own is None:
        return platformdirs.user_log_path("shopdesk", appauthor=False, ensure_exists=True)
    (own / "logs").mkdir(parents=True, exist_ok=True)
    return own / "logs"


def runtime() -> Path:
    """The folder of what lives as long as a window: locks."""
    own = portable()
    if own is not None:
        (own / "run").mkdir(parents=True, exist_ok=True)
        return own / "run"
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a machine without one gets a place in its temporary folder
        return platformdirs.user_runtime_path("shopdesk", appauthor=False, ensure_exists=True)


def documents() -> Path:
    """Where papers, lists and exports are offered to be saved."""
    return portable() or platformdirs.user_documents_path()


def pictures() -> Path:
    """Where pictures are looked for first."""
    return portable() or platformdirs.user_pictures_path()


def home() -> Path:
    """Where a shop's file is looked for first."""
    return portable() or Path.home()


def kept(location: Path) -> str:
    """A place as it is remembered: what lies beside a portable program, by its name from there, for
    a stick has another letter at another computer."""
    own, whole = portable(), location.resolve()
    if own is not None and whole.is_relative_to(own):
        return whole.relative_to(own).as_posix()
    return str(whole)


def found(remembered: str) -> Path:
    """The place that ``kept`` remembered."""
    own = portable()
    return Path(remembered) if own is None else own / remembered


def prepare(language: str) -> None:
    """Make the folder of a portable program, once at its start, and let Qt and the system's own
    libraries keep there what they would keep in the user's home; refuses a stick that is read-only.
    """
    own = portable()
    if own is None:
        return
    trial = own / "run" / "may-be-written"
    try:
        trial.parent.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        why = error.strerror or str(error)
        raise NotPortable(language, marker=MARKER, path=own, detail=why) from None
    from PySide6.QtCore import QSettings

    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(own / "qt"))
    os.environ["XDG_CACHE_HOME"] = str(own / "cache")  # of fonts

"""Where the system's file manager is called, so that tests can look on instead.

``ANSWERS["open"]`` is given the folder; a test replaces it, as those of ``ui.dialogs``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def _opened(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


ANSWERS: dict[str, Callable[..., Any]] = {"open": _opened}


def show(file: Path) -> bool:
    """Show the folder that a file is in; whether the system knew how."""
    return bool(ANSWERS["open"](file.parent))


def ending(file: Path, suffix: str) -> Path:
    """A file named by a person, with the ending it needs."""
    return file if file.suffix.lower() == suffix else file.with_name(file.name + suffix)

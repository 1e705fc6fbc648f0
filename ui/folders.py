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


def save_as(parent: QWidget, title: str, name: Path | str, ending: str) -> Path | None:
    """Where to save a file, with the ending of its kind; nothing if that was left."""
    chosen = dialogs.save_as(parent, title, name, files.KINDS[ending])
    return None if chosen is None else files.with_ending(chosen, ending)


def open_shop(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Which shop's file to open; nothing if that was left."""
    return dialogs.open_file(parent, title, folder, files.KINDS[files.SHOP])

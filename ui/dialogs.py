"""Every dialog of the program is opened here, so that tests can answer instead of clicking.

``ANSWERS`` holds one function per kind of dialog; a test replaces what it wants to answer.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QWidget

_PLAIN = Qt.TextFormat.PlainText
"""Names are typed by people and are never markup."""


def _shown(dialog: QDialog) -> bool:
    return dialog.exec() == QDialog.DialogCode.Accepted


def _box(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setTextFormat(_PLAIN)
    return box


def _asked(parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
    box = _box(parent, title, text)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree if isinstance(agree, QPushButton) else None)
    box.exec()
    agreed = box.clickedButton() is agree
    box.deleteLater()
    return agreed


def _told(parent: QWidget | None, title: str, text: str, details: str) -> None:
    box = _box(parent, title, text)
    if details:
        box.setDetailedText(details)
    box.exec()
    box.deleteLater()


def _saved(parent: QWidget, title: str, name: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, name, kinds)[0]


def _opened(parent: QWidget, title: str, folder: str, kinds: str) -> str:
    return QFileDialog.getOpenFileName(parent, title, folder, kinds)[0]


ANSWERS: dict[str, Callable[..., Any]] = {
    "show": _shown,
    "ask": _asked,
    "tell": _told,
    "save": _saved,
    "open": _opened,
}


def show(dialog: QDialog) -> bool:
    """Open a form of the program's own and let go of it; whether it was accepted."""
    try:
        return bool(ANSWERS["show"](dialog))
    finally:
        dialog.deleteLater()


def ask(parent: QWidget, title: str, text: str, *, yes: str, no: str) -> bool:
    """Ask what cannot be undone; whether the answer was ``yes``."""
    return bool(ANSWERS["ask"](parent, title, text, yes, no))


def tell(parent: QWidget | None, title: str, text: str, details: str = "") -> None:
    """Say something that has to be seen; ``details`` can be copied."""
    ANSWERS["tell"](parent, title, text, details)


def save_as(parent: QWidget, title: str, name: Path | str, kinds: str) -> Path | None:
    """Where to save a file; nothing if that was left."""
    chosen = ANSWERS["save"](parent, title, str(name), kinds)
    return Path(chosen) if chosen else None


def open_file(parent: QWidget, title: str, folder: Path | str, kinds: str) -> Path | None:
    """Which file to open; nothing if that was left."""
    chosen = ANSWERS["open"](parent, title, str(folder), kinds)
    return Path(chosen) if chosen else None


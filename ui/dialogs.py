"""Every dialog of the program is opened here, so that tests can answer instead of clicking.

``ANSWERS`` holds one function per kind of dialog; a test replaces what it wants to answer.

A form that is open when the till is locked is hidden and shown again to whoever left it. So the
program waits for a dialog to be *finished*; Qt's own ``exec()`` would end where it is hidden.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui import languages, look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

_PLAIN = Qt.TextFormat.PlainText
"""Names are typed by people and are never markup."""

_open: list[QDialog] = []
"""The dialogs of the program's own that somebody waits for, the innermost last."""
_afterwards: list[Callable[[], None]] = []
"""What goes on once nobody waits for a dialog any more."""


def _finished(dialog: QDialog) -> bool:
    """Show a dialog and wait until it is finished; whether it was accepted."""
    loop, ends = QEventLoop(), list[int]()
    dialog.finished.connect(ends.append)  # the first counts: one that was left stays left
    dialog.finished.connect(loop.quit)
    dialog.setModal(True)
    _open.append(dialog)
    try:
        dialog.show()
        loop.exec()
    finally:
        _open.remove(dialog)
        if not _open and _afterwards:
            QTimer.singleShot(0, _afterwards.pop())
    return ends[:1] == [QDialog.DialogCode.Accepted.value]


def _shown(dialog: QDialog) -> bool:
    if dialog.inherits("QAbstractPrintDialog"):  # the system's own, which only knows exec()
        return dialog.exec() == QDialog.DialogCode.Accepted
    return _finished(dialog)


def _box(parent: QWidget | None, title: str, text: str) -> "QMessageBox":
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    if parent is None:
        look.dress(box)
    box.setWindowTitle(languages.both(title))
    box.setText(text)
    box.setTextFormat(_PLAIN)
    return box


def _asked(parent: QWidget | None, title: str, text: str, yes: str, no: str) -> bool:
    box = _box(parent, title, text)
    agree = box.addButton(languages.both(yes), box.ButtonRole.AcceptRole)
    decline = box.addButton(languages.both(no), box.ButtonRole.RejectRole)
    box.setDefaultButton(decline)  # an Enter too many changes nothing
    _finished(box)
    agreed = box.clickedButton() is agree
    box.deleteLater()
    return agreed


def _told(parent: QWidget | None, title: str, text: str, details: str) -> None:
    box = _box(parent, title, text)
    if details:
        box.setDetailedText(details)
    _finished(box)
    box.deleteLater()


def _saved(parent: QWidget, title: str, name: str, kinds: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getSaveFileName(parent, title, name, kinds)[0]


def _opened(parent: QWidget, title: str, folder: str, kinds: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getOpenFileName(parent, title, folder, kinds)[0]


def _folder(parent: QWidget, title: str, folder: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    return QFileDialog.getExistingDirectory(parent, title, folder)


ANSWERS: dict[str, Callable[..., Any]] = {
    "show": _shown,
    "ask": _asked,
    "tell": _told,
    "save": _saved,
    "open": _opened,
    "folder": _folder,
}


def show(dialog: QDialog) -> bool:
    """Open a form of the program's own and let go of it; whether it was accepted."""
    try:
        return bool(ANSWERS["show"](dialog))
    finally:
        dialog.deleteLater()


def ask(parent: QWidget | None, title: str, text: str, *, yes: str, no: str) -> bool:
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


def choose_folder(parent: QWidget, title: str, folder: Path | str) -> Path | None:
    """Which folder; nothing if that was left."""
    chosen = ANSWERS["folder"](parent, title, str(folder))
    return Path(chosen) if chosen else None


# --- behind the lock --------------------------------------------------------------------------


def hide() -> bool:
    """Hide what is open, and leave the system's own dialogs; whether a form waits now."""
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    top = QApplication.activeModalWidget()
    if isinstance(top, QDialog) and top not in _open:
        top.reject()
    for dialog in reversed(_open):
        dialog.hide()
    return bool(_open)


def is_waiting() -> bool:
    """Whether somebody waits for a form, be it hidden or not."""
    return bool(_open)


def come_back() -> None:
    """Show again what was hidden, as it was left."""
    for dialog in _open:
        dialog.show()


def leave(then: Callable[[], None]) -> None:
    """Leave what is open; ``then`` goes on once everybody who waited for an answer has gone on."""
    if not _open:
        then()
        return
    _afterwards[:] = [then]
    for dialog in reversed(tuple(_open)):
        dialog.reject()

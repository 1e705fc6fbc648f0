"""One window per shop: a lock of the system's own, and a word to the window that has it.

The lock lives as long as the program, however it ends; a lock file left behind locks nothing.
"""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import IO

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer

from ui import whereabouts

_LISTEN_EVERY_MS = 200
_WAIT_SECONDS = 15.0
"""A window that is still being opened, or whose disk is slow, comes forward later."""
_LOOK_EVERY_MS = 10


def _name(shop: Path) -> str:
    return "shopdesk-" + hashlib.sha256(str(shop.resolve()).encode()).hexdigest()[:24]


class Instance(QObject):
    """Holds a shop for this window, or tells the window that holds it to come forward.

    It is told by a file beside the lock, which the window takes away once it has seen it: no
    network of any kind, whose part of Qt would make every start longer.
    """

    def __init__(self, shop: Path) -> None:
        super().__init__()
        own = whereabouts.runtime() / _name(shop)
        self.file: IO[bytes] = own.with_suffix(".lock").open("ab")
        self.knock = own.with_suffix(".knock")
        self.listening = QTimer(self)
        self.listening.setInterval(_LISTEN_EVERY_MS)

    def take(self, called: Callable[[], None]) -> bool:
        """Take the shop; False where another window has it. ``called`` hears of another start."""
        if not _locked(self.file):
            return False
        self._is_heard()  # what an earlier window was asked

        def listen() -> None:
            if self.knock.exists() and self._is_heard():
                called()

        self.listening.timeout.connect(listen)
        self.listening.start()
        return True

    def _is_heard(self) -> bool:
        """Take the file away; some systems let nobody while another program looks at it."""
        try:
            self.knock.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def call(self) -> bool:
        """Ask the window that has the shop to come forward; whether it heard.

        Where it does not answer, the question stays: it comes forward once it can.
        """
        until = monotonic() + _WAIT_SECONDS
        self.knock.touch()
        while self.knock.exists():
            if monotonic() > until:
                return False
            QThread.msleep(_LOOK_EVERY_MS)
            QCoreApplication.processEvents()
        return True

    def release(self) -> None:
        """Let the shop go."""
        self.listening.stop()
        self.file.close()


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

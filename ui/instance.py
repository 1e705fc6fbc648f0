"""One window per shop: a lock of the system's own, and a word to the window that has it.

The lock lives as long as the program, however it ends; a lock file left behind locks nothing.
"""

import hashlib
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import IO

from platformdirs import user_runtime_path
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000


def _name(shop: Path) -> str:
    return "shopdesk-" + hashlib.sha256(str(shop.resolve()).encode()).hexdigest()[:24]


def folder() -> Path:
    """Where the locks lie: the user's own place for what lives as long as a session."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a machine without one gets a place in its temporary folder
        return user_runtime_path("shopdesk", appauthor=False, ensure_exists=True)


class Instance(QObject):
    """Holds a shop for this window, or tells the window that holds it to come forward."""

    def __init__(self, shop: Path) -> None:
        super().__init__()
        self.name = _name(shop)
        self.file: IO[bytes] = (folder() / f"{self.name}.lock").open("ab")
        self.server: QLocalServer | None = None

    def take(self, called: Callable[[], None]) -> bool:
        """Take the shop; False where another window has it. ``called`` hears of another start."""
        if not _locked(self.file):
            return False
        QLocalServer.removeServer(self.name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def answer() -> None:
            connection = server.nextPendingConnection()
            if connection is not None:
                connection.disconnected.connect(connection.deleteLater)
                called()

        server.newConnection.connect(answer)
        server.listen(self.name)
        self.server = server
        return True

    def call(self) -> bool:
        """Ask the window that has the shop to come forward; whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        heard = socket.waitForConnected(_WAIT_MS)
        socket.disconnectFromServer()
        return heard

    def release(self) -> None:
        """Let the shop go."""
        if self.server is not None:
            self.server.close()
            self.server = None
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

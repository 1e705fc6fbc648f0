"""One start of a program, measured from its first line: ``python -m tests.benchmarks.painted``.

``empty`` shows a window of Qt's with nothing on it; ``till SHOP`` is ours as its command starts it.
One line says when it began, after how many seconds the window was painted and, for ours, how long
the counter took from the sign-in until it was; then the process's bytes in memory, how many
enumerations it knows, and its modules.
"""

import time

_START = time.perf_counter()
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from enum import Enum  # noqa: E402
from typing import Any  # noqa: E402


def once_painted(widget: Any, then: Callable[[], None]) -> None:
    """Call ``then`` once a widget was painted for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Paint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                widget.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    widget.installEventFilter(Paint(widget))


def say(painted: float, opened: float = 0.0) -> None:
    told = [_START, painted, opened, resident(), len(enumerations(Enum)), sorted(sys.modules)]
    print(json.dumps(told), flush=True)


def enumerations(kind: type[Enum]) -> set[type[Enum]]:
    """All that derive from one. Where Qt's Python side is asked what an unknown object is, it makes
    known every class that it could be, with all of theirs.
    """
    own = set(kind.__subclasses__())
    return own.union(*map(enumerations, own))


def resident() -> int:
    """Bytes of this process in memory now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - no pathlib yet
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def empty() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    app = QApplication([])
    window, inside = QMainWindow(), QWidget()
    window.setCentralWidget(inside)

    def painted() -> None:
        say(time.perf_counter() - _START)
        app.quit()

    once_painted(inside, painted)
    window.resize(1280, 800)
    window.show()
    app.exec()


PIN_SECONDS = 0.4
"""Somebody who types their PIN as fast as nobody does."""
CALM_SECONDS = 0.3
"""In which the new day is run; what it takes in memory is the till's as well."""


def till() -> None:
    """The program as it is, but for the PIN: to check it takes a tenth of a second on purpose."""
    import ui.lean  # noqa: F401 - as the command line does

    # isort: split
    from PySide6.QtCore import QTimer

    from shopdesk import Desk
    from ui import cli
    from ui.window import Window

    def show(window: Window) -> None:
        assert window.lock_screen is not None
        window.resize(1280, 800)  # the unseen screen is smaller
        once_painted(window.lock_screen, lambda: painted(window, time.perf_counter() - _START))
        shown(window)

    def painted(window: Window, seconds: float) -> None:
        QTimer.singleShot(round(PIN_SECONDS * 1000), lambda: sign_in(window, seconds))

    def sign_in(window: Window, seconds: float) -> None:
        begun, shop = time.perf_counter(), window.till.shop
        window.till.signed_in = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        window.till.opened.emit()
        window.open()
        assert window.frame is not None

        def opened() -> None:
            taken = time.perf_counter() - begun
            QTimer.singleShot(round(CALM_SECONDS * 1000), lambda: settled(window, seconds, taken))

        once_painted(window.frame.page, opened)

    def settled(window: Window, seconds: float, taken: float) -> None:
        say(seconds, taken)
        window.close()

    shown, Window.show = Window.show, show  # type: ignore[method-assign, assignment]
    cli.main([sys.argv[2]], is_window=True)


PROGRAMS: dict[str, Callable[[], None]] = {"empty": empty, "till": till}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]]()

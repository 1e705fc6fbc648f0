"""One start of a program, measured from its first line: ``python -m tests.benchmarks.painted``.

``empty`` shows a window of Qt's with nothing on it, ``till SHOP`` ours at the counter. Once it is
painted one line says after how many seconds, how many bytes the process has in memory, and which
modules it loaded.
"""

import time

_START = time.perf_counter()
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402


def told(app: Any, window: Any, seen: Any) -> None:
    """Show a window, and say what it took once ``seen`` is painted for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Paint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                seen.removeEventFilter(self)
                QTimer.singleShot(0, say)
            return False

    def say() -> None:
        painted = time.perf_counter() - _START
        print(json.dumps([painted, resident(), sorted(sys.modules)]), flush=True)
        app.quit()

    watching = Paint()
    seen.installEventFilter(watching)
    window.resize(1280, 800)
    window.show()
    app.exec()


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
    told(app, window, inside)


def till() -> None:
    """As the program does it, but for the PIN: to check it takes a tenth of a second on purpose."""
    from pathlib import Path

    import ui.lean  # noqa: F401 - as the command line does
    from ui import app, preferences

    program = app.application()
    from shopdesk import Desk, Shop
    from ui.till import Till
    from ui.window import Window

    with Shop.open(Path(sys.argv[2])) as shop:
        made = Till(shop, preferences.load())
        made.signed_in = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        app.speak(program, made.language)
        window = Window(made)
        assert window.frame is not None
        told(program, window, window.frame.page)
        window.close()


PROGRAMS: dict[str, Callable[[], None]] = {"empty": empty, "till": till}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]]()

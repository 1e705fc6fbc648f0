"""Loading what a till needs next while somebody types their PIN, so that nobody waits for it."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_SOON_MS = 100
"""After the lock was shown: it is painted before anything is loaded."""
_NEXT = ("shopdesk.vouchers", "shopdesk.purchases", "ui.frame", "ui.pages.counter", "ui.fault_log")
"""The counter, as all begin there, piece by piece: between two of them keys are heard."""


def load(parent: QObject) -> None:
    """Load the pieces one after the other, whenever there is nothing else to do."""
    wanted = list(_NEXT)
    timer = QTimer(parent)

    def load_one() -> None:
        import_module(wanted.pop(0))
        if wanted:
            timer.start(0)
        else:
            timer.deleteLater()

    timer.setSingleShot(True)
    timer.timeout.connect(load_one)
    timer.start(_SOON_MS)

"""Python's garbage, collected where and when Qt can bear it.

Windows that hold each other and that nobody else holds are found by Python's collector, and with
them Qt's own halves are destroyed. It would run wherever the next object happens to be made: on
the worker, or while Qt hands that very window an event, and either ends the program. So it runs
here alone: in the window's thread, from the event loop, as often as there is reason to.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1000


class Garbage(QObject):
    """Collects from now on until it is stopped; Python itself does not meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(collect)
        self.timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self.timer.stop()
        gc.enable()


def collect() -> None:
    """Collect the oldest generation that is full, by Python's own limits, and all younger ones."""
    full = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > limit > 0
    ]
    if full:
        gc.collect(full[-1])

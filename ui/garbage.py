"""Python's garbage, collected where and when Qt can bear it.

Windows that hold each other and that nobody else holds are found by Python's collector, and with
them Qt's own halves are destroyed. It would run wherever the next object happens to be made: on
the worker, or while Qt hands that very window an event, and either ends the program. So it runs
here alone: in the window's thread, from the event loop, as often as there is reason to.

What the program is made of is no garbage, and to look through it takes longer than a person likes
to wait for a key. So it is set aside once it is loaded (``keep``), with the window that is there by
then; where that is built anew, all is looked through once (``anew``).
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1000
_is_at_work = _is_anew = False


class Garbage(QObject):
    """Collects from now on until it is stopped; Python itself does not meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _is_at_work
        gc.disable()
        _is_at_work = True
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(collect)
        self.timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        global _is_at_work
        _is_at_work = False
        self.timer.stop()
        gc.enable()


def keep() -> None:
    """Set aside all that there is: it is not looked through again."""
    gc.freeze()


def anew() -> None:
    """Of what was set aside much is gone: the next time all is looked through, and kept then."""
    global _is_anew
    if _is_at_work:
        gc.unfreeze()
        _is_anew = True


def collect() -> None:
    """Collect the oldest generation that is full, by Python's own limits, and all younger ones."""
    global _is_anew
    if _is_anew:
        _is_anew = False
        gc.collect()
        keep()
        return
    full = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > limit > 0
    ]
    if full:
        gc.collect(full[-1])

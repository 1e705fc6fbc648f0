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


class Garbage(QObject):
    """Collects from now on until it is stopped; Python itself does not meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.is_anew = False
        self.timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        _at_work.append(self)

    def look(self) -> None:
        """Collect what there is reason to."""
        if self.is_anew:
            self.is_anew = False
            gc.collect()
            keep()
        else:
            collect()

    def stop(self) -> None:
        """Leave it to Python again."""
        self.timer.stop()
        _at_work.remove(self)
        gc.enable()


_at_work: list[Garbage] = []


def keep() -> None:
    """Set aside all that there is: it is not looked through again."""
    gc.freeze()


def anew() -> None:
    """Of what was set aside much is gone: the next time all is looked through, and kept then."""
    for one in _at_work:
        one.is_anew = True
        gc.unfreeze()


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

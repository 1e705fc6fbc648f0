"""A watchdog over the window's thread: how long it was away each time, and where it was then.

Each turn of the event loop is timed, and each key as it is handed over, by the clock and by the
processor time of the thread alone; nobody is heard meanwhile, so no slot took longer than its turn.
(Qt's ``notify`` would tell single events, but Python cannot take its place: it mistakes objects
that lie where others lay.) A second thread looks where it is as soon as a turn takes too long.
"""

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

LONGEST_MS = 50.0
"""What nobody feels as waiting."""
_LOOK_EVERY = 0.01
_KEPT_MS = 1.0
_FRAMES = 6


class Slot(NamedTuple):
    """A time in which nobody was heard: milliseconds by the clock and of the processor."""

    ms: float
    cpu_ms: float
    where: str
    event: str
    stack: str


class Watch:
    """What was seen; ``where`` is what is being done now, as the driver says."""

    def __init__(self) -> None:
        self.where = ""
        self.turns = 0
        self.slots: list[Slot] = []
        self._is_inside = False
        self._began = self._cpu = 0.0
        self._stack = ""
        self._main = threading.get_ident()
        self._ends = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)
        self._looker.start()

    def end(self) -> None:
        """Look no more."""
        self._ends.set()
        self._looker.join()

    @contextmanager
    def inside(self, event: str) -> Iterator[None]:
        """Time what is done meanwhile as one event; within another one it belongs to that."""
        if self._is_inside:
            yield
            return
        self._begin()
        try:
            yield
        finally:
            self._end(event)

    @contextmanager
    def outside(self, event: str) -> Iterator[None]:
        """An event waits for others, as for a form: until now it was one, then another."""
        was = self._is_inside
        if was:
            self._end(event)
        try:
            yield
        finally:
            if was:
                self._begin()

    def _begin(self) -> None:
        self._is_inside, self._stack = True, ""
        self._cpu, self._began = time.thread_time(), time.perf_counter()

    def _end(self, event: str) -> None:
        taken, cpu = time.perf_counter() - self._began, time.thread_time() - self._cpu
        self._is_inside = False
        self.turns += 1
        if taken * 1000 >= _KEPT_MS:
            self.slots.append(Slot(taken * 1000, cpu * 1000, self.where, event, self._stack))

    def _look(self) -> None:
        while not self._ends.wait(_LOOK_EVERY):
            began = self._began
            if not self._is_inside or (time.perf_counter() - began) * 1000 < LONGEST_MS:
                continue
            frame = sys._current_frames().get(self._main)
            seen = traceback.extract_stack(frame)[-_FRAMES:] if frame else []
            if self._is_inside and began == self._began:
                self._stack = " < ".join(
                    f"{one.filename.rpartition('/')[2]}:{one.lineno} {one.name}"
                    for one in reversed(seen)
                )


def told(slots: list[Slot], most: int) -> str:
    """The worst of what was seen, one line each, with the stack of what took too long."""
    worst: dict[str, Slot] = {}
    for slot in sorted(slots, reverse=True):
        worst.setdefault(slot.where, slot)
    lines = []
    for slot in list(worst.values())[:most]:
        lines.append(f"{slot.ms:7.1f} ms {slot.cpu_ms:7.1f} cpu  {slot.where} ({slot.event})")
        if slot.ms > LONGEST_MS and slot.stack:
            lines.append(f"{'':28}{slot.stack}")
    return "\n".join(lines)


def written(slots: list[Slot]) -> list[Any]:
    """For another process."""
    return [list(slot) for slot in slots]

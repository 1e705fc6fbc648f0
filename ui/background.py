"""Long work beside the window: one worker, progress, cancelling, and the window never waits.

What is looked up as one types has a worker of its own: it does not wait for a report.

All threading of the program is in this file. The caller owns the ``Job``; the worker speaks through
a line of its own, so that a page that is gone is told nothing and nobody speaks to the dead.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance

from shopdesk import Refused, Shop

Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - asked for, no error
    """Whoever waited does not want the result any more."""


class _Line(QObject):
    """What the worker says, and whether it is still wanted; it outlives the page that waits."""

    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_cancelled = self.is_unheard = False
        self.words = ""

    def ask(self) -> None:
        if self.is_cancelled:
            raise Cancelled

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is once the window has heard what was told before: told of each of a
        thousand steps it would come to nothing else."""
        self.ask()
        if not self.is_unheard or done == total:
            self.is_unheard = True
            self.progressed.emit(done, total)


class Job(QObject):
    """One piece of long work: ``done`` with its result, or ``refused``, ``failed``, ``stopped``.

    ``ended`` is told last, however it ended.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.line = _Line()
        self.line.progressed.connect(self._heard)
        self.line.done.connect(self.done)
        self.line.refused.connect(self.refused)
        self.line.failed.connect(self.failed)
        self.line.stopped.connect(self.stopped)
        self.line.ended.connect(self.ended)

    def _heard(self, done: int, total: int) -> None:
        self.line.is_unheard = False
        self.progressed.emit(done, total)

    def cancel(self) -> None:
        """Stop at the next step; what is not finished leaves nothing behind."""
        self.line.is_cancelled = True

    def tell_of(self, words: str) -> None:
        """Say what it is, where somebody waits for it: it is not stopped without their knowing."""
        self.line.words = words

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self.line.is_cancelled


class _Runnable(QRunnable):
    def __init__(self, line: _Line, shop: Shop | None, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self.line, self.shop, self.work = line, shop, work

    def run(self) -> None:
        line = self.line
        heard: SignalInstance
        what: tuple[object, ...] = ()
        try:
            line.ask()
            heard, what = line.done, (self.work(line.progress),)
        except Cancelled:
            heard = line.stopped
        except Refused as refusal:
            heard, what = line.refused, (refusal,)
        except Exception as error:  # shown by the window, like a fault in any slot
            heard, what = line.failed, (error,)
        finally:
            if self.shop is not None:
                self.shop.release()
            _unended.remove(line)
        heard.emit(*what)
        line.ended.emit()


def pool() -> QThreadPool:
    """The one worker: pieces of work wait for each other."""
    one = QThreadPool.globalInstance()
    one.setMaxThreadCount(1)
    return one


_looking_up: list[QThreadPool] = []


def quick() -> QThreadPool:
    """The worker for what somebody waits for with the next key on the way."""
    if not _looking_up:
        made = QThreadPool()
        made.setMaxThreadCount(1)
        _looking_up.append(made)
    return _looking_up[0]


def pools() -> tuple[QThreadPool, QThreadPool]:
    """Both workers."""
    return pool(), quick()


_unended: list[_Line] = []


def run(
    job: Job, shop: Shop | None, work: Callable[[Progress], Any], *, is_quick: bool = False
) -> None:
    """Do ``work(progress)`` on a worker; ``job`` tells in the window's thread how it ended."""
    _unended.append(job.line)
    (quick() if is_quick else pool()).start(_Runnable(job.line, shop, work))


def under_way() -> list[str]:
    """What is being done that somebody waits for, in the words in which they were told."""
    return [line.words for line in tuple(_unended) if line.words and not line.is_cancelled]


def stop() -> None:
    """Ask all work to stop at its next step, where it leaves nothing behind."""
    for line in tuple(_unended):
        line.is_cancelled = True


def raise_again(error: Exception) -> None:
    """A fault of the worker is one of the window: its hook logs and shows it."""
    raise error


def finish(longest_ms: int = -1) -> None:
    """Wait for what is still running, no longer than told: the program is about to close."""
    for each in pools():
        each.waitForDone(longest_ms)

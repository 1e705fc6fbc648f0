"""What reaches the top uncaught: our own fault is logged, with names and phones masked, and shown
once; a refusal is a sentence for whoever sits here. Either way the window lives.

A fault that comes again and again, as where something is painted, is one: it is said once, then
counted, and said anew only after a while without it.
"""

import sys
import threading
import time
import traceback
from collections import Counter
from functools import partial
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from shopdesk.faults import refusal_of
from shopdesk.language import plural, translator
from ui import dialogs

_CALM_SECONDS = 5.0
"""After so long without it the same fault is news again."""
_AGAIN_SECONDS = 1.0
"""That it came again is said so often at most: what says it may be what fails."""
_WRITTEN_EACH = 3
"""So often a fault is written down; from then on at the tenth time, the hundredth and so on."""


def _told(text: str) -> None:
    dialogs.tell(QApplication.activeWindow(), "ShopDesk", text)


def _written(error: BaseException) -> str:
    """Write a fault down; what of it can be copied. A broken installation still says that much."""
    try:
        from ui import fault_log  # loaded by then, or it would make every start longer

        fault_log.write(error)
        return fault_log.details_of(error)
    except Exception:
        return type(error).__name__


def _place(error: BaseException) -> tuple[str, str, int]:
    """What tells a fault from another: its kind, and the line that it comes from."""
    frames = list(traceback.walk_tb(error.__traceback__))
    file, line = (frames[-1][0].f_code.co_filename, frames[-1][1]) if frames else ("", 0)
    return type(error).__name__, file, line


def _is_painting(error: BaseException) -> bool:
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_code.co_name in ("paintEvent", "paint") for frame, _line in frames)


def _is_power_of_ten(count: int) -> bool:
    return str(count).rstrip("0") == "1"


class _Elsewhere(QObject):
    """Carries a fault of another thread into the window's."""

    happened = Signal(object)


class Faults:
    """The hook for exceptions that reach the top: one dialog at a time."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_showing = False
        self.tell = _told
        """How a sentence is said; a window has a better place than a dialog."""
        self.seconds = time.monotonic
        self.counts: Counter[tuple[str, str, int]] = Counter()
        self._last: dict[tuple[str, str, int], float] = {}
        self._said_again = float("-inf")
        self.before, self.before_in_threads = sys.excepthook, threading.excepthook
        self._elsewhere = _Elsewhere()
        self._elsewhere.happened.connect(self._meet, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        self.before, sys.excepthook = sys.excepthook, self.show
        self.before_in_threads, threading.excepthook = threading.excepthook, self._in_thread

    def remove(self) -> None:
        """Give the places back."""
        sys.excepthook, threading.excepthook = self.before, self.before_in_threads

    def _in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None and what.exc_type is not SystemExit:
            self.show(what.exc_type, what.exc_value, what.exc_traceback)

    def show(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """Log a fault and tell whoever sits here what to do; a refusal is only told."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        elif threading.current_thread() is threading.main_thread():
            self._meet(error)
        else:
            self._elsewhere.happened.emit(error)

    def _meet(self, error: BaseException) -> None:
        refusal = refusal_of(error, self.language)
        if refusal is not None:
            self._refuse(refusal.text(self.language))
            return
        place = _place(error)
        self.counts[place] += 1
        count, now = self.counts[place], self.seconds()
        details = ""
        if count <= _WRITTEN_EACH or _is_power_of_ten(count):
            details = _written(error)
        if self.is_showing:
            return
        is_again = now - self._last.get(place, float("-inf")) < _CALM_SECONDS
        self._last[place] = now
        if is_again:
            self._say_again(now)
            return
        self.is_showing = True
        said = partial(self._say, details or _written(error), count, place)
        if _is_painting(error):  # a dialog paints as well: not in the middle of it
            QTimer.singleShot(0, said)
        else:
            said()

    def _say_again(self, now: float) -> None:
        if self.tell is _told or now - self._said_again < _AGAIN_SECONDS:
            return  # a dialog each time is what nobody could work beside
        self._said_again = now
        _ = translator(self.language)
        self._refuse(
            _("The same mistake again: it was not done. Close ShopDesk and start it anew.")
        )

    def _say(self, details: str, count: int, place: tuple[str, str, int]) -> None:
        _, ngettext = translator(self.language), plural(self.language)
        if count > 1:
            said = ngettext("It happened {count} time.", "It happened {count} times.", count)
            details = f"{said.format(count=f'{count:,}')}\n{details}"
        try:
            dialogs.tell(
                QApplication.activeWindow(),
                _("Something went wrong"),
                _(
                    "ShopDesk made a mistake. What was confirmed before is safe; what you were just"
                    " doing may not be saved. Look, then try it again."
                ),
                details,
            )
        finally:
            self.is_showing = False
            self._last[place] = self.seconds()

    def _refuse(self, text: str) -> None:
        """Say it in the form that is open, which covers the strip, else where sentences go."""
        say = getattr(QApplication.activeModalWidget(), "refuse", self.tell)
        say(text)

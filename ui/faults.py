"""What reaches the top uncaught: our own fault is logged, with names and phones masked, and shown
once; a refusal is a sentence for whoever sits here. Either way the window lives."""

import sys
import threading
from types import TracebackType

from PySide6.QtWidgets import QApplication

from shopdesk.faults import refusal_of
from shopdesk.language import translator
from ui import dialogs


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


class Faults:
    """The hook for exceptions that reach the top: one dialog at a time."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_showing = False
        self.tell = _told
        """How a sentence is said; a window has a better place than a dialog."""
        self.before = sys.excepthook

    def install(self) -> None:
        """Take the place of Python's own hook."""
        self.before, sys.excepthook = sys.excepthook, self.show

    def remove(self) -> None:
        """Give the place back."""
        sys.excepthook = self.before

    def show(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """Log a fault and tell whoever sits here what to do; a refusal is only told."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        refusal = refusal_of(error, self.language)
        if refusal is not None:
            self._refuse(refusal.text(self.language))
            return
        details = _written(error)
        if self.is_showing or threading.current_thread() is not threading.main_thread():
            return
        self.is_showing = True
        _ = translator(self.language)
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

    def _refuse(self, text: str) -> None:
        """Say it in the form that is open, which covers the strip, else where sentences go."""
        say = getattr(QApplication.activeModalWidget(), "refuse", self.tell)
        say(text)

"""What reaches the top uncaught: our own fault is logged, with names and phones masked, and shown
once; a refusal is a sentence for whoever sits here. Either way the window lives."""

import logging
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtWidgets import QApplication

from shopdesk import Refused, __version__
from shopdesk.language import translator
from ui import dialogs

_LONGEST_LOG = 1_000_000
_SECRETS = re.compile(
    r"\+?\d(?:[ -]?\d){4,}"
    r"|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff·]*"
)
"""Numbers as long as a phone, however they are set apart, and Chinese words: names, mostly."""
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")
_ONE_WORD = re.compile(r".[\w.:-]*.", re.ASCII)
"""What an error quotes: one plain word is a name of the code's, several may be a person's."""


def masked(text: str) -> str:
    """A text without what names or calls a person."""
    return _SECRETS.sub("***", text)


def _unquoted(quoted: re.Match[str]) -> str:
    return quoted[0] if _ONE_WORD.fullmatch(quoted[0]) else "'***'"


def details_of(error: BaseException) -> str:
    """Where it happened and what it said, for whoever mends it."""
    told = traceback.TracebackException.from_exception(error)
    where = "".join(told.stack.format()) if told.stack else ""
    said = _QUOTED.sub(_unquoted, "".join(told.format_exception_only()))
    return masked(where + said)


def log_file() -> Path:
    """Where faults are written."""
    return user_log_path("shopdesk", appauthor=False, ensure_exists=True) / "faults.log"


def _handler() -> logging.Handler:
    """A log that does not grow for ever; a computer that cannot keep it goes on without."""
    try:
        made: logging.Handler = RotatingFileHandler(
            log_file(), encoding="utf-8", delay=True, maxBytes=_LONGEST_LOG, backupCount=1
        )
    except OSError:
        return logging.NullHandler()
    made.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    return made


def _told(text: str) -> None:
    dialogs.tell(QApplication.activeWindow(), "ShopDesk", text)


class Faults:
    """The hook for exceptions that reach the top: one dialog at a time."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_showing = False
        self.tell = _told
        """How a sentence is said; a window has a better place than a dialog."""
        self.log = logging.getLogger("shopdesk.faults")
        self.handler = _handler()
        self.before = sys.excepthook

    def install(self) -> None:
        """Take the place of Python's own hook."""
        self.log.addHandler(self.handler)
        self.before, sys.excepthook = sys.excepthook, self.show

    def remove(self) -> None:
        """Give the place back."""
        sys.excepthook = self.before
        self.log.removeHandler(self.handler)
        self.handler.close()

    def show(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """Log a fault and tell whoever sits here what to do; a refusal is only told."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, Refused):
            self._refuse(error.text(self.language))
            return
        details = details_of(error)
        self.log.error("ShopDesk %s\n%s", __version__, details)
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

"""The log of our own faults: names and phones masked, never large; for window and terminal."""

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from shopdesk import __version__
from ui import whereabouts

_LOG = logging.getLogger("shopdesk.faults")
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
    return whereabouts.logs() / "faults.log"


def report(error: BaseException) -> str:
    """What is written of a fault."""
    return f"ShopDesk {__version__}\n{details_of(error)}"


def write(error: BaseException) -> None:
    """Write a fault down; a computer that cannot keep it goes on without."""
    handler = _handler()
    _LOG.addHandler(handler)
    _LOG.error(report(error))
    _LOG.removeHandler(handler)
    handler.close()


def _handler() -> logging.Handler:
    """A log that does not grow for ever."""
    try:
        made: logging.Handler = RotatingFileHandler(
            log_file(), encoding="utf-8", delay=True, maxBytes=_LONGEST_LOG, backupCount=1
        )
    except OSError:
        return logging.NullHandler()
    made.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    return made

"""The log of our own faults: names and phones masked, never large; for window and terminal."""

import builtins
import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from shopdesk import __version__
from ui import whereabouts

_LOG = logging.getLogger("shopdesk.faults")
_LONGEST_LOG = 1_000_000
_BETWEEN = "[ .()/·\u00a0\u2010-\u2015-]{0,2}"
_SECRETS = re.compile(
    rf"\+?\(?\d(?:{_BETWEEN}\d){{4,}}"
    r"|(?<![A-Za-z0-9_])(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}(?![A-Za-z0-9_])"
    r"|[\w·•]*[^\W\x00-\x7f][\w·•]*"
    r"|(?:\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})+"
)
"""Numbers as long as a phone, however they are set apart; codes of cards and vouchers; words with a
letter beyond English, names mostly, also where they are written as escapes."""
_PIN = re.compile(r"\d{4,}")
"""In what an error says, where no line of the code is meant."""
_QUOTED = re.compile(
    r"(?<![A-Za-z])'(?:[^'\\\n]|\\.)*(?:'|$)|\"(?:[^\"\\\n]|\\.)*(?:\"|$)|“[^”\n]*(?:”|$)", re.M
)
"""What an error quotes, to the end of the line where it was cut short; no apostrophe in a word."""
_KINDS = frozenset({"NoneType", "module", "function", "method", *dir(builtins)})
_PARTS = 3
"""So much of a file's path is written: whose computer it is says the rest."""


def masked(text: str) -> str:
    """A text without what names or calls a person."""
    return _SECRETS.sub("***", text)


def details_of(error: BaseException) -> str:
    """Where it happened and what it said, for whoever mends it.

    A word that it quotes is kept where the code itself has it: any other may be somebody's name.
    """
    told = traceback.TracebackException.from_exception(error)
    known = set(_KINDS)
    for frame, _line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        known.update(code.co_names, code.co_varnames, frame.f_globals)
        known.update(one for one in code.co_consts if isinstance(one, str))

    def unquoted(quoted: re.Match[str]) -> str:
        return quoted[0] if quoted[0][1:-1] in known else "'***'"

    said = _QUOTED.sub(unquoted, "".join(told.format_exception_only()))
    return masked("".join(map(_place, told.stack))) + _PIN.sub("***", masked(said))


def _place(frame: traceback.FrameSummary) -> str:
    file = "/".join(Path(frame.filename.replace("\\", "/")).parts[-_PARTS:])
    return f'  File "{file}", line {frame.lineno}, in {frame.name}\n    {frame.line}\n'


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

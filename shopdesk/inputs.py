"""What somebody gave, where it can be meant; else its refusal, whatever it is made of.

Texts have theirs in ``text``, amounts in ``buying``, members in ``people``.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from shopdesk import clock
from shopdesk.refusals import AmountRefused, ChoiceRefused, DateRefused
from shopdesk.refusals_of_files import NoSuchFile


def flag(given: object, language: str) -> bool:
    """Yes or no: what only counts as one is neither."""
    if not isinstance(given, bool):
        raise ChoiceRefused(language, value=given, choices="True, False")
    return given


def choice(given: object, choices: Iterable[str], language: str) -> str:
    """One of several words."""
    known = [one for one in choices if one == given]
    if not known:
        raise ChoiceRefused(language, value=given, choices=", ".join(choices))
    return known[0]


def day(given: object, language: str) -> date:
    """A day; a moment is none."""
    if not (clock.is_day(given) and isinstance(given, date)):
        raise DateRefused(language, date=given)
    return given


def month(given: object, language: str) -> str:
    """A month such as ``2026-10``."""
    try:
        if isinstance(given, str) and len(given) == len("2026-10"):
            return f"{date.fromisoformat(given + '-01'):%Y-%m}"
    except ValueError:
        pass
    raise DateRefused(language, date=given)


def most(given: object, language: str) -> int:
    """How many of a list are wanted at most."""
    if type(given) is not int:
        raise AmountRefused(language, amount=given)
    return given


def path(given: object, language: str) -> Path:
    """Where a file is, or may be; a name that no disk can have is refused like one not there."""
    try:
        if isinstance(given, str | os.PathLike):
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                Path(given).stat()
            return Path(given)
    except (OSError, ValueError, TypeError):
        pass
    raise NoSuchFile(language, path=given)

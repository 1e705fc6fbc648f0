"""Which fault of the world an SQLite error is: told by its code, looked for down the whole chain.

peewee hides "disk full" behind a failed rollback, so the causes of an exception are walked.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import DatabaseError
from sqlcipher3 import dbapi2

from shopdesk.refusals import Refused
from shopdesk.refusals_of_files import Busy, Damaged, DiskFault, DiskFull, NoSuchFile, ReadOnly

DATABASE_ERRORS = (DatabaseError, dbapi2.DatabaseError)
"""peewee's, and SQLite's own where rows are fetched later."""

_FAULTS: tuple[tuple[str, type[Refused]], ...] = (
    ("disk is full", DiskFull),
    ("disk I/O error", DiskFault),
    ("readonly database", ReadOnly),
    ("unable to open", ReadOnly),
    ("locked", Busy),
    ("malformed", Damaged),
    ("not a database", Damaged),
)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what caused it, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden


def fault_of(error: BaseException, language: str) -> Refused | None:
    """The refusal that says what is wrong with the world, or nothing if the fault is ours."""
    messages = [str(link) for link in chain(error) if isinstance(link, DATABASE_ERRORS)]
    for text, refusal in _FAULTS:
        for message in messages:
            if text in message:
                return refusal(language, detail=message)
    return None


class refused_instead:  # noqa: N801 - read as a verb, like contextlib's
    """Raise a refusal in place of an SQLite error that the world is to blame for.

    A class, as every change is within one: made by ``contextmanager`` it takes thrice as long.
    """

    __slots__ = ("language",)

    def __init__(self, language: str) -> None:
        self.language = language

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DATABASE_ERRORS):
            refusal = fault_of(error, self.language)
            if refusal is not None:
                raise refusal from error


@contextmanager
def file_refused_instead(language: str, path: Path) -> Iterator[None]:
    """The same for a file that is written without SQLite."""
    try:
        yield
    except OSError as error:
        refusal = _OF_FILES.get(error.errno or 0, DiskFault)
        raise refusal(language, path=path, detail=error.strerror) from error


_OF_FILES: dict[int, type[Refused]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
    errno.ENOENT: NoSuchFile,
    errno.ENOTDIR: NoSuchFile,
}

"""Which fault of the world an SQLite error is: told by its code, looked for down the whole chain.

peewee hides "disk full" behind a failed rollback, so the causes of an exception are walked.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import DatabaseError
from sqlcipher3 import dbapi2

from shopdesk.refusals import Busy, Damaged, DiskFault, DiskFull, ReadOnly, Refused

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
        error = error.__cause__ or error.__context__


def fault_of(error: BaseException, language: str) -> Refused | None:
    """The refusal that says what is wrong with the world, or nothing if the fault is ours."""
    messages = [
        str(link) for link in chain(error) if isinstance(link, DatabaseError | dbapi2.DatabaseError)
    ]
    for text, refusal in _FAULTS:
        for message in messages:
            if text in message:
                return refusal(language, detail=message)
    return None


@contextmanager
def refused_instead(language: str) -> Iterator[None]:
    """Raise a refusal with a sentence in place of an SQLite error that the world is to blame for."""
    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as error:
        refusal = fault_of(error, language)
        if refusal is None:
            raise
        raise refusal from error

"""Lists as long as a shop: their ids as one text, the part shown first, and walks along them."""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from peewee import fn

FIRST = 2_000
"""So many rows are looked at before anything is shown: a thousandth of a second."""
_PIECE = 100_000
"""Characters read at once: whoever types meanwhile does not feel it."""


@dataclass(frozen=True, slots=True)
class Part:
    """The ids of a list, or of its beginning; ``is_whole`` where nothing follows."""

    ids: "array[int]"
    is_whole: bool


def as_one_text(query: Any) -> Any:
    """The ids of a query in one row: a million rows handed over one by one take twice as long, and
    no other thread gets on meanwhile."""
    return query.model.select(fn.json_group_array(query.c.id)).from_(query)


def ids(found: Any) -> "array[int]":
    """The ids that ``as_one_text`` found, four bytes each."""
    written: str = found.fetchone()[0]
    read, start, end = array("i"), 1, len(written) - 1
    while start < end:
        stop = written.find(",", min(start + _PIECE, end))
        stop = end if stop < 0 else stop
        read.extend(json.loads(f"[{written[start:stop]}]"))
        start = stop + 1
    return read


T = TypeVar("T")
_TICK = 500


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The user wished to stop."""


def watched(
    rows: Sequence[T],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
    *,
    every: int = _TICK,
) -> Iterator[T]:
    """The rows one by one; now and then it is told how far it is, and stopped if that is wished."""
    for done, row in enumerate(rows):
        if done % every == 0:
            if progress:
                progress(done, len(rows))
            if cancelled and cancelled():
                raise Cancelled
        yield row
    if progress:
        progress(len(rows), len(rows))

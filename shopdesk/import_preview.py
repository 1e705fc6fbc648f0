"""A file looked at before it is imported: its encoding, its columns, its first rows."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from shopdesk import cells, headings, importing, inputs, tabular
from shopdesk.permissions import require_to_act
from shopdesk.refusals_of_files import FileRefused
from shopdesk.shop import Desk
from shopdesk.tabular import Row, Source, Unreadable

KINDS = ("members", "products", "purchases", "cards")
SHOWN = 5
"""Rows below the heading that are shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be read: ``heading`` and ``rows`` are cells as they stand in it.

    ``columns`` says for each place which of ours it is, or nothing; ``ours`` which there are;
    ``missing`` of which groups none was found. ``encodings`` are those that may be chosen.
    """

    kind: str
    encoding: str
    encodings: tuple[str, ...]
    heading: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ours: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]


def preview(
    desk: Desk,
    path: str | Path,
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Preview:
    """Look at the beginning of a file; nothing is judged and nothing written.

    Where no row is a heading the first is shown as one, so that its columns can be named. Refuses
    a file that is no table, and an encoding that it is not in.
    """
    inputs.choice(kind, KINDS, desk.language)
    require_to_act(desk, f"imports.{kind}")
    wanted = columns or {}
    headings.check_columns(kind, wanted, desk.language)
    path = inputs.path(path, desk.language)
    try:
        return _seen(importing.surveyed(desk, path, encoding), kind, wanted)
    except Unreadable as fault:
        reason = fault.text(desk.language)
        raise FileRefused(desk.language, path=path.name, reason=reason) from None


def named(desk: Desk, seen: Preview, columns: Mapping[str, str]) -> Preview:
    """The same file with other columns; it is not read again."""
    headings.check_columns(seen.kind, columns, desk.language)
    heading = headings.guessed(seen.kind, (0, list(seen.heading)), columns)
    return replace(seen, columns=_by_place(heading), missing=headings.missing(seen.kind, heading))


def _by_place(heading: headings.Heading) -> tuple[str, ...]:
    ours = {place: name for name, place in heading.places.items()}
    return tuple(ours.get(place, headings.LEFT_OUT) for place in range(len(heading.cells)))


def _seen(source: Source, kind: str, wanted: Mapping[str, str]) -> Preview:
    top = _top(source, kind, wanted)
    heading = headings.find(kind, top[: headings.WITHIN], wanted)
    if heading is None:
        heading = headings.guessed(kind, top[0], wanted)
        if not heading.places:  # what was named is in another row, or nowhere
            heading = headings.guessed(kind, top[0], {})
    width = range(len(heading.cells))
    below = [row for number, row in top if number > heading.row][:SHOWN]
    return Preview(
        kind,
        source.encoding,
        () if source.encoding == "xlsx" else tabular.ENCODINGS,
        heading.cells,
        _by_place(heading),
        tuple(tuple(_cell(row, place) for place in width) for row in below),
        headings.ours(kind),
        headings.missing(kind, heading),
    )


def _top(source: Source, kind: str, wanted: Mapping[str, str]) -> list[Row]:
    """The first rows of the first table that has a heading, else of the first one."""
    first: list[Row] = []
    with closing(tabular.sheets(source)) as tables:
        for _name, rows in tables:
            top = list(islice(rows, headings.WITHIN))
            if headings.find(kind, top, wanted) is not None:
                return list(chain(top, islice(rows, SHOWN)))
            first = first or top
    if not first:
        raise importing.empty()
    return first


def _cell(row: list[str], place: int) -> str:
    return cells.plain(row[place]) if place < len(row) else ""

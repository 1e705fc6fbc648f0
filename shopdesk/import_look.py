"""A look at somebody else's table before it is imported: its letters, its columns."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shopdesk import cells, headings, tabular
from shopdesk.headings import Heading
from shopdesk.language import N_
from shopdesk.refusals_of_files import FileRefused, NoSuchFile
from shopdesk.shop import Desk
from shopdesk.tabular import Row, Source, Unreadable

_LOOKED_AT = 40
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Looked:
    """A table as it seems: ``headings`` are their columns, ``columns`` those understood
    (their=ours), ``missing`` those of ours it cannot do without, ``examples`` its first rows."""

    encoding: str
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]


def look(
    desk: Desk, path: str | Path, kind: str, columns: Mapping[str, str] | None = None
) -> Looked:
    """Look at a file of members, products or purchases; refuses what is no table at all, and a
    ``their=ours`` that cannot be."""
    headings.check_columns(kind, columns or {}, desk.language)
    try:
        source = tabular.survey(Path(path))
        heading, below = _heading(source, kind, columns or {})
    except OSError:
        raise NoSuchFile(desk.language, path=path) from None
    except Unreadable as fault:
        reason = fault.text(desk.language)
        raise FileRefused(desk.language, path=Path(path).name, reason=reason) from None
    shown = [tuple(map(cells.plain, row)) for _number, row in below[:_SHOWN]]
    return Looked(
        source.encoding, heading.cells, heading.columns, headings.missing(kind, heading),
        tuple(shown),
    )  # fmt: skip


def _heading(source: Source, kind: str, columns: Mapping[str, str]) -> tuple[Heading, list[Row]]:
    """The heading of the first table that has one, else of the first; and rows below it."""
    found: tuple[Heading, list[Row]] | None = None
    with closing(tabular.sheets(source)) as tables:
        for _name, rows in tables:
            top = list(islice(rows, _LOOKED_AT))
            if not top:
                continue
            heading = headings.guess(kind, top[: headings.WITHIN], columns)
            if found is None or not headings.missing(kind, heading):
                found = heading, [row for row in top if row[0] > heading.row]
            if not headings.missing(kind, heading):
                break
    if found is None:
        raise Unreadable(N_("it is empty."))
    return found

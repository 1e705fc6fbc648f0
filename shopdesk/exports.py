"""Everything can leave: a folder of CSV files and one workbook, whole or not there at all."""

import csv
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from shopdesk import cells, inputs, targets
from shopdesk.export_book import StreamedBook
from shopdesk.export_tables import Book, Sheet, Value, book, sheets
from shopdesk.language import translator
from shopdesk.long import Cancelled
from shopdesk.permissions import require_to_act
from shopdesk.refusals_of_files import FileExists, NoSuchFile
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.copying import flush, flush_folder
from shopdesk.store.errors import file_refused_instead, refused_instead

WORKBOOK = "everything.xlsx"
MOST_SHEET_ROWS = 1_000_000
"""A sheet can have a few more; what follows goes on another one."""
_TICK = 200


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: the ``folder``, and the rows of each file by its name.

    ``cancelled`` means that no folder was made.
    """

    folder: Path
    rows: dict[str, int]
    cancelled: bool = False


@dataclass(slots=True)
class _Work:
    """The export under way: how many rows of how many are written."""

    told: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None
    expected: int
    done: int = 0

    def look_up(self) -> None:
        if self.told:
            self.told(min(self.done, self.expected), self.expected)
        if self.cancelled and self.cancelled():
            raise Cancelled

    def watched(self, rows: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
        for row in rows:
            if self.done % _TICK == 0:
                self.look_up()
            self.done += 1
            yield row


def make(
    desk: Desk,
    folder: str | Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write everything the shop knows of its members and sales into a new folder.

    One CSV a table (UTF-8 with a mark, so that Excel reads it; nothing in it is a formula) and all
    of them as ``everything.xlsx``, as of one moment, while selling goes on. ``members``,
    ``products``, ``purchases`` and ``cards`` are what our own imports read. An owner's right, and
    written into the audit. Refuses a folder that is there and not empty, and one in a place that
    is not; until all of it is on the disk no folder has the name.
    """
    require_to_act(desk, "exports.make")
    target = inputs.path(folder, desk.language)
    _refuse_target(desk, target)
    with refused_instead(desk.language), file_refused_instead(desk.language, target):
        part = Path(tempfile.mkdtemp(prefix=".exporting-", dir=target.parent))
        try:
            with desk.db.atomic():
                rows = _written(desk, part, progress, cancelled)
            with change(desk, action="exports.make") as made:
                made.note(folder=targets.readable_name(target), rows=rows)
                if target.exists():
                    target.rmdir()
                part.rename(target)
                flush_folder(target.parent)
        except Cancelled:
            return Exported(target, {}, cancelled=True)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Exported(target, rows)


def _refuse_target(desk: Desk, target: Path) -> None:
    targets.refuse_shops(desk.language, target)
    if not target.parent.is_dir():
        raise NoSuchFile(desk.language, path=target.parent)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExists(desk.language, path=target)


def _written(
    desk: Desk,
    part: Path,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> dict[str, int]:
    kept, every = book(desk), sheets()
    expected = sum(_count(kept, sheet.table) for sheet in every)
    work, rows = _Work(progress, cancelled, expected), {}
    with StreamedBook(part / WORKBOOK) as workbook:
        for sheet in every:
            rows[f"{sheet.name}.csv"] = _table(kept, sheet, part, workbook, work)
    flush(part / WORKBOOK)
    work.done = expected
    work.look_up()
    return rows


def _count(kept: Book, table: str) -> int:
    return int(next(kept.select(f'SELECT COUNT(*) FROM "{table}"'))[0])


def _table(kept: Book, sheet: Sheet, part: Path, workbook: StreamedBook, work: _Work) -> int:
    """One table, into its file and its sheet at once; returns how many rows it has."""
    _ = translator(kept.desk.language)
    titles, path, count = [_(column) for column in sheet.columns], part / f"{sheet.name}.csv", 0
    with (
        path.open("w", encoding="utf-8-sig", newline="") as file,
        closing(sheet.rows(kept)) as rows,
    ):
        writer = csv.writer(file)
        writer.writerow(titles)
        watched = work.watched(rows)
        for number in itertools.count(1):
            name = _(sheet.title) if number == 1 else f"{_(sheet.title)} {number}"
            with workbook.sheet(name, titles) as page:
                for row in islice(watched, MOST_SHEET_ROWS):
                    count += 1
                    writer.writerow([_in_csv(value) for value in row])
                    page.append([_in_sheet(value) for value in row])
            if count < number * MOST_SHEET_ROWS:
                break
    flush(path)
    return count


def _in_csv(value: Value) -> str | int | Decimal:
    if isinstance(value, str):
        return cells.protected(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value) if isinstance(value, date) else value


def _in_sheet(value: Value) -> Value:
    return cells.protected(value) if isinstance(value, str) else value

"""A table of what may be a million rows: the first are there at once, the rest come from beside
the window."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shopdesk.long import Part
from ui.background import Job
from ui.till import Till
from ui.widgets.table import Table, Windowed


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the first ids, all of them (read on the worker), the rows of some."""

    first: Callable[[], Part]
    whole: Callable[[], "array[int]"]
    rows: Callable[[Sequence[int]], list[Any]]


class LongList:
    """Shows a source in a table, and tells ``counted`` how many ids there are, and whether these
    are all."""

    def __init__(self, till: Till, table: Table, counted: Callable[[int, bool], None]) -> None:
        self.till, self.table, self.counted = till, table, counted
        self.ids: Sequence[int] = array("i")
        self.job: Job | None = None

    def show(self, source: Source, *, keep: bool = False) -> None:
        """Show a source; with ``keep`` it is the one that is shown already: what is marked stays
        marked, and what was read of it is in sight until all of it is read again."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
        part = source.first()
        is_longer = keep and len(self.ids) > len(part.ids)
        self._put(self.ids if is_longer and not part.is_whole else part.ids, source, keep=keep)
        if part.is_whole:
            self.counted(len(self.ids), True)
        else:
            self.counted(len(self.ids), False)
            self._read(source)

    def _read(self, source: Source) -> None:
        job = self.till.background(self.table, lambda _progress: source.whole())
        job.done.connect(lambda ids: self._all(job, ids, source))
        job.ended.connect(job.deleteLater)
        self.job = job

    def _all(self, job: Job, ids: "array[int]", source: Source) -> None:
        if job is self.job:
            self.job = None
            self._put(ids, source, keep=True)
            self.counted(len(ids), True)

    def _put(self, ids: Sequence[int], source: Source, *, keep: bool) -> None:
        before, self.ids = self.ids, ids
        view = self.table.view
        row, top = view.currentIndex().row(), view.verticalScrollBar().value()
        self.table.show_rows(Windowed(ids, source.rows))
        view.doItemsLayout()  # else the bar does not know yet how far it reaches
        place = _place(ids, before, row) if keep and row >= 0 else None
        if place is not None:
            self.table.mark(place)
            top += (place - row) * view.rowHeight(place)
        view.verticalScrollBar().setValue(top if keep else 0)


def _place(ids: Sequence[int], before: Sequence[int], row: int) -> int | None:
    """Where the id that stood in a row stands now: there still, or as far down as the list grew,
    else wherever it is."""
    wanted = before[row]
    for place in (row, row + len(ids) - len(before)):
        if 0 <= place < len(ids) and ids[place] == wanted:
            return place
    try:
        return ids.index(wanted)
    except ValueError:
        return None

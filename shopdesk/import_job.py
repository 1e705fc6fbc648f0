"""What an import is made of: what was asked for, what comes of it, and one under way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shopdesk.clock import day_or_none
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged, Staging, Totals
from shopdesk.topics import Topic

MOST_SHOWN = 1000
"""Rejected rows that a result names; the file of rejects has them all."""
TICK = 100
"""Rows between two looks at the clock face: how often progress is told."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be imported: its number in the file, a refusal's code, and why."""

    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What a row of products does: ``new``, another ``price`` or only something ``other``, or
    nothing that is not the ``same`` already; prices in minor units, nothing before a new one."""

    row: int
    kind: str
    name: str
    before: int | None
    after: int


@dataclass(frozen=True, slots=True)
class Twin:
    """A row that is a member who is there already: by ``why`` (number, card, phone, birthday).

    ``done`` says what becomes of the row: skipped, filled (what was missing was taken over), or new
    (made all the same).
    """

    row: int
    why: str
    member_id: int
    number: str
    name: str
    done: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with ``dry_run`` would do.

    ``rows`` below the heading, ``written`` of them into ``receipts`` (purchases only) and what was
    created; ``total`` in minor units and the first and last day of what was written. ``rejected``
    names the first thousand of ``rejected_count`` rows. ``columns`` says what was understood
    (their=ours), ``encoding`` how the file was read. ``cancelled`` means nothing was written.
    ``twins`` names the first thousand rows that are members who are there already; ``skipped`` and
    ``filled`` count what became of them; ``brought`` is the value by account that members bring,
    ``unknown_tiers`` what is on no ladder. Of products ``changed_products`` were there and are
    different now, and ``product_rows`` says what becomes of the first thousand good rows; a row
    that is there as it stands counts as written.
    ``id`` is the import's, by which it can be undone; nothing where nothing was written.
    """

    kind: str
    dry_run: bool
    rows: int = 0
    written: int = 0
    receipts: int = 0
    created_members: int = 0
    created_products: int = 0
    rejected: tuple[Reject, ...] = ()
    rejected_count: int = 0
    total: int = 0
    first_on: date | None = None
    last_on: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    cancelled: bool = False
    changed_products: int = 0
    product_rows: tuple[ProductRow, ...] = ()
    twins: tuple[Twin, ...] = ()
    skipped: int = 0
    filled: int = 0
    brought: Mapping[str, int] = field(default_factory=dict)
    unknown_tiers: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller asked for: see ``imports.purchases``."""

    columns: Mapping[str, str] | None = None
    create_members: bool = False
    create_products: bool = False
    update_products: bool = False
    dry_run: bool = False
    skip_rejects: bool = False
    again: bool = False
    earns: bool = True
    twins: str = "reject"
    tiers: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    rejects: str | Path | None = None
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The user wished to stop."""


@dataclass(slots=True)
class Job:
    """One import under way."""

    desk: Desk
    options: Options
    staging: Staging
    today: date
    now: datetime
    done: int = 0
    expected: int = 0
    is_by_phone: bool = False
    """Whether the file says who bought by their phone."""

    def tick(self) -> None:
        """Another row done: tell how far it is, and stop if that is wished."""
        self.done += 1
        if self.done % TICK == 0:
            self.look_up()

    def look_up(self) -> None:
        """Tell how far it is; reading is one half of the work, writing the other."""
        if self.options.progress:
            self.options.progress(self.done, max(self.done, self.expected))
        if self.options.cancelled and self.options.cancelled():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be imported: how a row is read, tested against the shop, and written."""

    name: str
    topics: tuple[Topic, ...]
    read: Callable[[Job, int, dict[str, str]], Staged]
    check: Callable[[Job, Staged], None]
    write: Callable[[Job, Change], None]
    summary: Callable[[Job], dict[str, Any]]
    """What a result says of the good rows beyond their count."""


def days(totals: Totals) -> dict[str, date | None]:
    """The first and the last day of the good rows, as a result has them."""
    first, last = (day_or_none(day) for day in totals[2:])
    return {"first_on": first, "last_on": last}

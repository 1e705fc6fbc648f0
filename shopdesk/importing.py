"""How any import goes: read and judge every row, then write the good ones in one change.

What a row of members, products or purchases means stands with its kind (``listings``, ``history``).
Until the change the shop is only read, so a till goes on selling while a long file is looked at; if
somebody changed meanwhile what its rows were judged by, they are judged again within the change.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from peewee import IntegrityError, fn

from shopdesk import cells, headings, import_log, inputs, tabular, targets
from shopdesk.cells import RowTooWide, TextDamaged
from shopdesk.headings import Heading
from shopdesk.import_job import (
    MOST_SHOWN,
    TICK,
    Cancelled,
    ImportResult,
    Job,
    Kind,
    Options,
    Reject,
    Twin,
)
from shopdesk.language import N_
from shopdesk.refusals import Refused
from shopdesk.refusals_of_files import AlreadyImported, FileExists, FileRefused, NoSuchFile
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.errors import refused_instead
from shopdesk.store.staging import Staging, room
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Event
from shopdesk.tabular import Row, Source, Unreadable

MOST_TIERS = 40
"""Tiers that are on no ladder, as far as a result names them."""
_LOST = "\ufffd"


_HARMLESS = (
    "backups.",
    "cash.",
    "days.",
    "desk.",
    "events.",
    "gifts.",
    "parked.",
    "passes.",
    "points.",
    "purchases.",
    "receipts.",
    "rewards.",
    "shifts.",
    "stored_value.",
    "vouchers.",
)
"""What a till does all day long, and no row is judged by."""


FLAGS = (
    "create_members", "create_products", "update_products", "dry_run", "skip_rejects", "again",
    "earns",
)  # fmt: skip
"""Options that are said or not."""


class _Outdated(Exception):  # noqa: N818 - nothing went wrong
    """The settings or the ladder by which the rows were read have changed since."""


class _NothingWritten(Exception):  # noqa: N818 - nothing went wrong
    """Undoes the change: only the result was wanted, or there is nothing to write."""


def run(desk: Desk, path: str | Path, kind: Kind, options: Options) -> ImportResult:
    """Import a file: all of its good rows, or nothing."""
    path = inputs.path(path, desk.language)
    for name in FLAGS:
        inputs.flag(getattr(options, name), desk.language)
    desk.shop.refresh()
    columns = options.columns or {}
    headings.check_columns(kind.name, columns, desk.language)
    try:
        with refused_instead(desk.language), room(desk.db), closing(Staging()) as staging:
            job = Job(desk, options, staging, desk.today(), desk.now())
            return _run(job, path, kind, columns)
    except _Outdated:
        return run(desk, path, kind, options)
    except Unreadable as fault:
        reason = fault.text(desk.language)
        raise FileRefused(desk.language, path=path.name, reason=reason) from None
    except Cancelled:
        return ImportResult(kind.name, options.dry_run, cancelled=True)


def _run(job: Job, path: Path, kind: Kind, columns: Mapping[str, str]) -> ImportResult:
    source = surveyed(job.desk, path, job.options.encoding)
    _refuse_target(job.desk, path, job.options.rejects)
    key = _key(job, kind, source)
    job.expected = 2 * source.lines
    revision = job.desk.shop.known.revision
    heading = _stage(job, source, kind, columns)
    job.expected = job.done
    seen = _newest_event(job.desk.db).fetchone()[0]
    result = _judged(job, kind, source, heading)
    with (
        suppress(_NothingWritten),
        change(job.desk, *kind.topics, action=f"imports.{kind.name}", key=key) as made,
    ):
        if made.repeats is not None:
            raise _already(job.desk, path, made.today)
        if job.desk.shop.known.revision != revision:
            raise _Outdated
        if _would_write(job, result) and _is_stale(job.desk, seen):
            job.staging.judge_again()
            result = _judged(job, kind, source, heading)
        if not _would_write(job, result):
            raise _NothingWritten
        _write_rejects(job, heading)
        job.expected = job.done + result.written
        _write(job, kind, made)
        _note(made, path, source, result)
        return replace(result, id=made.event)
    _write_rejects(job, heading)
    return result


def _would_write(job: Job, result: ImportResult) -> bool:
    return bool(result.written) and not job.options.dry_run


def _note(made: Change, path: Path, source: Source, result: ImportResult) -> None:
    made.subject = made.event
    made.note(
        file=targets.readable_name(path), sha256=source.sha256, rows=result.rows,
        written=result.written, rejected=result.rejected_count, receipts=result.receipts,
        total=result.total, created_members=result.created_members,
        created_products=result.created_products, filled=result.filled, skipped=result.skipped,
    )  # fmt: skip


# --- the file ---------------------------------------------------------------------------------


def surveyed(desk: Desk, path: Path, encoding: str | None = None) -> Source:
    """Look at a file; refuses one that is not there."""
    try:
        return tabular.survey(path, encoding)
    except OSError:
        raise NoSuchFile(desk.language, path=path) from None


@prepared
def _imported(key: Any) -> Any:
    return Event.select(Event.on_day, Event.id).where(Event.key == key)


def _key(job: Job, kind: Kind, source: Source) -> str:
    """The file's own key, so that it counts once; with ``again`` the first that is free."""
    first = key = f"import:{kind.name}:{source.sha256}"
    count = 1
    while row := _imported(job.desk.db, key=key).fetchone():
        if not (job.options.again or import_log.is_undone(job.desk.db, row[1])):
            raise _already(job.desk, source.path, date.fromordinal(row[0]))
        count += 1
        key = f"{first}:{count}"
    return key


def _already(desk: Desk, path: Path, on: date) -> Refused:
    return AlreadyImported(desk.language, path=path.name, date=on)


def empty() -> Unreadable:
    """What is said of a file in which nothing stands."""
    return Unreadable(N_("it is empty."))


def _stage(job: Job, source: Source, kind: Kind, columns: Mapping[str, str]) -> Heading:
    with closing(tabular.sheets(source)) as tables:
        heading, rows = _table(job, tables, kind.name, columns)
        job.is_by_phone = heading.is_by_phone
        for number, row in rows:
            _stage_row(job, kind, heading, number, row)
            job.tick()
    if not job.done:
        raise Unreadable(N_("there are no rows below the heading."))
    return heading


def _table(
    job: Job,
    tables: Iterable[tuple[str, Iterator[Row]]],
    kind: str,
    columns: Mapping[str, str],
) -> tuple[Heading, Iterator[Row]]:
    """The first table of a file that has a heading, and the rows below it."""
    fault: Exception = empty()
    for index, (_name, rows) in enumerate(tables):
        top = list(islice(rows, headings.WITHIN))
        heading = headings.find(kind, top, columns)
        if heading is not None:
            below = [row for row in top if row[0] > heading.row]
            return heading, chain(below, rows)
        if top and index == 0:
            fault = headings.why_none(kind, top[0], columns, job.desk.language)
    raise fault


def _stage_row(job: Job, kind: Kind, heading: Heading, number: int, row: list[str]) -> None:
    language = job.desk.language
    try:
        if len(row) > len(heading.cells):
            raise RowTooWide(language, cells=len(row), columns=len(heading.cells))
        values = {ours: cells.plain(cell) for ours, cell in heading.values(row).items()}
        if damaged := next((value for value in values.values() if _LOST in value), None):
            raise TextDamaged(language, text=damaged)
        job.staging.add(kind.read(job, number, values), row)
    except Refused as refusal:
        job.staging.reject(number, refusal.code, str(refusal), row)


# --- the shop ---------------------------------------------------------------------------------


@prepared
def _newest_event() -> Any:
    return Event.select(fn.MAX(Event.id))


@prepared
def _since(event: Any) -> Any:
    return Event.select(Event.action).distinct().where(Event.id > event)


def _is_stale(desk: Desk, seen: int) -> bool:
    """Whether someone else changed after ``seen`` what rows are judged by."""
    actions = _since(desk.db, event=seen).fetchall()
    return any(not action.startswith(_HARMLESS) for (action,) in actions)


def _judged(job: Job, kind: Kind, source: Source, heading: Heading) -> ImportResult:
    """Test what was read against the shop as it is, and count what comes of it."""
    for count, staged in enumerate(job.staging.rows()):
        try:
            kind.check(job, staged)
        except Refused as refusal:
            job.staging.reject(staged.row, refusal.code, str(refusal))
        if count % TICK == 0:
            job.look_up()
    return _result(job, kind, source, heading)


def _write(job: Job, kind: Kind, made: Change) -> None:
    try:
        kind.write(job, made)
    except IntegrityError as error:
        raise Unreadable(
            N_("its amounts or points add up to more than a shop can hold.")
        ) from error
    job.look_up()


def _result(job: Job, kind: Kind, source: Source, heading: Heading) -> ImportResult:
    staging = job.staging
    rejected = staging.reject_count()
    result = ImportResult(
        kind.name,
        job.options.dry_run,
        rows=job.done,
        rejected=tuple(Reject(*row) for row in staging.rejects(MOST_SHOWN)),
        rejected_count=rejected,
        columns=heading.columns,
        encoding=source.encoding,
        twins=tuple(Twin(*row) for row in staging.twins(MOST_SHOWN)),
        skipped=staging.twin_count("skipped"),
        unknown_tiers=staging.known_of("tier", MOST_TIERS),
    )
    totals = staging.totals()
    if not totals.rows or (rejected and not job.options.skip_rejects):
        return result
    return replace(result, written=totals.rows, **kind.summary(job))


def _refuse_target(desk: Desk, path: Path, rejects: str | Path | None) -> None:
    """Refuse to write rejects over the file that they come from, or over a shop."""
    if rejects is None:
        return
    target = inputs.path(rejects, desk.language)
    targets.refuse_shops(desk.language, target)
    if target.exists() and target.samefile(path):
        raise FileExists(desk.language, path=rejects)


def _write_rejects(job: Job, heading: Heading) -> None:
    """All rejected rows as CSV, to be mended and imported; no file where there are none."""
    if job.options.rejects is None or not job.staging.reject_count():
        return
    target = Path(job.options.rejects)
    try:
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "reason", *map(cells.protected, heading.cells)])
            for number, reason, row in job.staging.all_rejects():
                writer.writerow([number, reason, *map(cells.protected, row)])
    except OSError:
        raise NoSuchFile(job.desk.language, path=target) from None

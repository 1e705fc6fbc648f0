"""The rows behind a figure of the month as a file, for whoever goes on with them elsewhere."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shopdesk import behind, behind_words, cells, inputs, permissions, text
from shopdesk.behind import Found, Row, Wanted
from shopdesk.export_book import Cell, StreamedBook
from shopdesk.language import N_, translator
from shopdesk.money import minor_digits
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.people import Member

_ACTION = "figures.export"
KINDS = ("csv", "xlsx")
_TITLES = (
    N_("day"), N_("number"), N_("member"), N_("phone"), N_("what"), N_("receipt"), N_("voucher"),
    N_("amount"), N_("in the figure"), N_("out of"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """The bytes of a file, how many rows are in it, and what they come to, as ``behind`` has it."""

    content: bytes
    rows: int
    value: int
    of: int


def export(
    desk: Desk, year: int, month: int, wanted: Wanted, *, kind: str = KINDS[0]
) -> Exported:  # fmt: skip
    """All rows behind a figure of a month as ``csv`` or ``xlsx``; that they left is kept in the
    audit. An owner's right, and for whom the figure is.

    Phones are told as in lists, and nothing in it is a formula. Refuses a figure, a month and a
    kind that cannot be.
    """
    permissions.require_to_act(desk, _ACTION)
    inputs.choice(kind, KINDS, desk.language)
    found = behind.rows(desk, year, month, wanted, most=None)
    titles = [translator(desk.language)(title) for title in _TITLES]
    table = [[_safe(cell) for cell in row] for row in _rows(desk, found)]
    content = _csv(titles, table) if kind == "csv" else _xlsx(titles, table, wanted.figure)
    with change(desk, action=_ACTION) as made:
        made.note(figure=wanted.figure, month=f"{year}-{month:02}", rows=found.count, kind=kind)
    return Exported(content, found.count, found.value, found.of)


def _safe(cell: Cell) -> Cell:
    return cells.protected(cell) if isinstance(cell, str) else cell


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(titles)
    writer.writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def _xlsx(titles: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.xlsx"
        with StreamedBook(file) as book, book.sheet(name, titles) as page:
            for row in rows:
                page.append(row)
        return file.read_bytes()


@prepared
def _people(ids: Any) -> Any:
    return Member.select(Member.id, Member.number, Member.phone).where(among(Member.id, ids))


def _rows(desk: Desk, found: Found) -> Iterator[tuple[Cell, ...]]:
    ids = sorted({row.member_id for row in found.rows if row.member_id is not None})
    known = {id_: rest for id_, *rest in _people(desk.db, ids=json.dumps(ids)).fetchall()}
    digits = minor_digits(desk.shop.settings.currency)

    def money(minor: int | None) -> Decimal | None:
        return None if minor is None else Decimal(minor).scaleb(-digits)

    is_money = behind_words.is_money(found.wanted)
    for row in found.rows:
        number, phone = known.get(row.member_id, (None, None))
        value = money(row.value) if is_money else row.value
        yield (
            *_who(row, number, phone), behind_words.what(row, desk.language), row.receipt,
            row.voucher_code, money(row.amount), value, row.of or None,
        )  # fmt: skip


def _who(row: Row, number: str | None, phone: str | None) -> tuple[Cell, ...]:
    return row.on, number, row.name, text.masked(phone) or None

"""Tables that people bring: CSV, TSV and XLSX read as a stream of rows with their numbers.

A row is as Excel counts it, the heading included. Nothing here is ever held whole in memory, and
whatever a file is instead of a table is ``Unreadable`` with the reason: too much of anything, a
quotation mark never closed, a picture with the wrong name.
"""

import codecs
import csv
import hashlib
import re
import warnings
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from shopdesk.language import N_, translator

MOST_BYTES = 200 * 1024**2
MOST_ROWS = 1_000_000
MOST_COLUMNS = 100
MOST_SHEET_ROWS = 400_000
"""Of an XLSX sheet: openpyxl keeps something of every row it has read."""
_LONGEST_LINE = 1_000_000
_MOST_UNPACKED = 200 * 1024**2
_MOST_UNPACKED_PART = 32 * 1024**2
"""Of what is read whole, so of everything in an XLSX but its sheets."""

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_DELIMITERS = ",;\t"
_GUESSED_BY = 10
_CHUNK = 1 << 20
_DIGITS = 15
"""Significant digits Excel keeps of a number, and all it shows of one it calculated."""

Row = tuple[int, list[str]]


class Unreadable(Exception):  # noqa: N818 - says what the file is, like a refusal
    """A file is no table that can be read: ``text`` says why."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts

    def text(self, language: str) -> str:
        """The reason in a language."""
        return translator(language)(self.reason).format(**self.facts)


@dataclass(frozen=True, slots=True)
class Source:
    """A file looked at but not yet read: what it is, and about how many rows it may have."""

    path: Path
    sha256: str
    encoding: str
    """``utf-8-sig``, ``gb18030``, ``utf-16`` or ``xlsx``."""
    lines: int


ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
"""How a text can be read; GBK and GB 2312 are part of GB 18030."""


def survey(path: Path, encoding: str | None = None) -> Source:
    """Look at a file once; raises ``OSError`` where there is none.

    A text is read in an ``encoding`` where one is named, else in the first that fits.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(
            N_("it has {size} MB, {most} MB is the most."),
            size=-(-size // 1024**2), most=MOST_BYTES // 1024**2,
        )  # fmt: skip
    sha256, lines, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:8]
            sha256.update(chunk)
            lines += chunk.count(b"\n") or chunk.count(b"\r")
    if not head:
        raise Unreadable(N_("it is empty."))
    if head.startswith(_OLE):
        raise Unreadable(N_("it is an old or locked Excel file. Save it as .xlsx or CSV first."))
    if head.startswith(_ZIP):
        encoding = "xlsx"
    elif encoding is None:
        encoding = _encoding(path, head)
    elif not _decodes(path, encoding):
        raise Unreadable(N_("its characters are not {encoding}."), encoding=encoding)
    return Source(path, sha256.hexdigest(), encoding, lines + 1 if encoding != "xlsx" else 0)


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise Unreadable(N_("its characters are neither UTF-8 nor GB18030. Save it as CSV UTF-8."))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (ValueError, LookupError, TypeError):  # or there is no such encoding
        return False
    return True


def sheets(source: Source) -> Generator[tuple[str, Iterator[Row]], None, None]:
    """The tables in a file, each with its name and its rows; a text file has one without a name.

    Rows with nothing in them are left out. Only the sheet given last may be read, and closing the
    generator closes the file.
    """
    tables = _workbook(source.path) if source.encoding == "xlsx" else _text(source)
    with closing(tables):
        for title, rows, most in tables:
            with closing(rows), closing(_counted(rows, most)) as counted:
                yield title, counted


_Tables = Generator[tuple[str, Generator[Row, None, None], int], None, None]


def _text(source: Source) -> _Tables:
    yield "", _text_rows(source), MOST_ROWS


def _counted(rows: Iterator[Row], most: int) -> Generator[Row, None, None]:
    count = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > most:
            raise Unreadable(N_("it has more than {most} rows. Split it."), most=f"{most:,}")
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                N_("row {row} has {columns} columns, {most} is the most."),
                row=number, columns=len(cells), most=MOST_COLUMNS,
            )  # fmt: skip
        yield number, cells


# --- text -------------------------------------------------------------------------------------


def _text_rows(source: Source) -> Generator[Row, None, None]:
    delimiter = _delimiter(source)
    with source.path.open(encoding=source.encoding, newline="") as file:
        reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(_csv_fault(error), row=number) from None
            except UnicodeError:
                raise Unreadable(
                    N_("its characters cannot be read. Save it as CSV UTF-8.")
                ) from None
            yield number, [cell.strip() for cell in cells]


def _csv_fault(error: csv.Error) -> str:
    if "field limit" in str(error):
        return N_("a cell in row {row} never ends: a quotation mark may not be closed there.")
    return N_("a quotation mark in row {row} is not closed, or something follows it.")


def _lines(file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise Unreadable(N_("line {line} is too long to be a row of a table."), line=number)
        if "\0" in line:
            raise Unreadable(N_("line {line} has a NUL character: it is no text."), line=number)
        yield line


def _delimiter(source: Source) -> str:
    """The one of comma, semicolon and tab that the first lines have most of, outside quotes."""
    with source.path.open(encoding=source.encoding, newline="") as file:
        head = re.sub(r'"[^"]*"', "", "".join(islice(_lines(file), _GUESSED_BY)))
    return max(_DELIMITERS, key=head.count)


# --- XLSX -------------------------------------------------------------------------------------


def _workbook(path: Path) -> _Tables:
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", module="openpyxl")
    _check_unpacked(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:
        raise Unreadable(N_("it is no Excel file, or a damaged one.")) from None
    with closing(book):
        for sheet in book.worksheets:
            yield sheet.title, _sheet_rows(sheet), MOST_SHEET_ROWS


def _check_unpacked(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(N_("it is no Excel file, or a damaged one.")) from None
    whole = [size for name, size in sizes.items() if not name.startswith("xl/worksheets/")]
    if sum(sizes.values()) > _MOST_UNPACKED or max(whole, default=0) > _MOST_UNPACKED_PART:
        raise Unreadable(N_("it unpacks to far more than a table needs. Save it as CSV."))


def _sheet_rows(sheet: Any) -> Generator[Row, None, None]:
    sheet.reset_dimensions()
    with closing(sheet.iter_rows(values_only=True)) as rows:
        number = 0
        while True:
            number += 1
            try:
                values = next(rows)
            except StopIteration:
                return
            except Exception:
                raise Unreadable(N_("it is no Excel file, or a damaged one.")) from None
            yield number, [_written(value) for value in values]


def _written(value: object) -> str:
    """A cell as a person would have typed it: no ``.0``, no time where the day began."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.{_DIGITS}g}"
        case datetime():
            return str(value.date()) if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return str(value)
    return str(value).strip()

"""A workbook written as a stream: each sheet goes packed into the file as its rows come.

openpyxl keeps every sheet unpacked in a file of its own until all is packed at once at the end:
that takes minutes for a large shop, cannot be stopped, and leaves those files behind when it is.
What is needed here is little: texts, numbers, days, a heading that stays in sight.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape

Cell = str | int | Decimal | date | datetime | None

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_SPREADSHEET}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
_BOLD, _DAY, _MOMENT = 1, 2, 3
_FIRST_DAY = date(1899, 12, 30)
_SECONDS = 24 * 60 * 60
_BATCH = 64 * 1024


class StreamedBook:
    """A workbook under way; its sheets are written one after the other."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._titles: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if error is None:
            self._finish()
        self._zip.close()

    @contextmanager
    def sheet(self, title: str, heading: Sequence[str]) -> Iterator["_Sheet"]:
        """A sheet to put rows into; no other one is begun before it is left."""
        self._titles.append(title)
        name = f"xl/worksheets/sheet{len(self._titles)}.xml"
        with self._zip.open(name, "w", force_zip64=True) as file:
            sheet = _Sheet(file, heading)
            yield sheet
            sheet.finish()

    def _finish(self) -> None:
        numbers = range(1, len(self._titles) + 1)
        sheets = "".join(
            f'<sheet name="{escape(title, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
            for n, title in zip(numbers, self._titles, strict=True)
        )
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{_TYPE}.worksheet+xml"/>'
            for n in numbers
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        relations = f"{_PACKAGE}/relationships"
        types = (
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{parts}'
        )
        root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        links += f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        listed = f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        contents = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}">{root}</Relationships>',
            "xl/workbook.xml": f"{listed}</workbook>",
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{relations}">{links}</Relationships>'
            ),
        }
        for name, content in contents.items():
            self._zip.writestr(name, _HEAD + content)
        self._zip.writestr("xl/styles.xml", _STYLES)


class _Sheet:
    """One sheet under way."""

    def __init__(self, file: IO[bytes], heading: Sequence[str]) -> None:
        self._file = file
        self._waiting: list[str] = []
        self._length = 0
        self._write(
            f'{_HEAD}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView '
            'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f'<cols><col min="1" max="{max(1, len(heading))}" width="16" customWidth="1"/></cols>'
            "<sheetData>"
        )
        self._write(f"<row>{''.join(_text(title, _BOLD) for title in heading)}</row>")

    def append(self, row: Sequence[Cell]) -> None:
        """One more row."""
        self._write(f"<row>{''.join(map(_cell, row))}</row>")

    def finish(self) -> None:
        """Nothing follows."""
        self._write("</sheetData></worksheet>")
        self._flush()

    def _write(self, part: str) -> None:
        self._waiting.append(part)
        self._length += len(part)
        if self._length > _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._file.write("".join(self._waiting).encode())
        self._waiting.clear()
        self._length = 0


def _text(text: str, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _cell(value: Cell) -> str:
    """A cell; rows have their cells in order, so none says where it stands."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        days, of_day = (value.date() - _FIRST_DAY).days, value.hour * 3600 + value.minute * 60
        part = (of_day + value.second) / _SECONDS
        return f'<c s="{_MOMENT}"><v>{days + part:.8f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{(value - _FIRST_DAY).days}</v></c>'
    return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{value}</v></c>"

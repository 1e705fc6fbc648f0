"""Whatever people export is read as rows with the numbers Excel shows, or refused with a reason."""

import zipfile
from contextlib import closing
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shopdesk import tabular
from shopdesk.tabular import Unreadable

AFTERNOON = datetime.fromisoformat("2026-10-31 14:05")


def rows_of(path):
    with closing(tabular.sheets(tabular.survey(path))) as sheets:
        return [row for _, rows in sheets for row in rows]


def written(tmp_path, content, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def book(tmp_path, *sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_any_usual_encoding_is_found_by_trial(tmp_path, encoding):
    path = written(tmp_path, "姓名,手机\n张三丰,13800138000\n".encode(encoding))
    assert rows_of(path) == [(1, ["姓名", "手机"]), (2, ["张三丰", "13800138000"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_guessed(tmp_path, delimiter, end):
    text = f'name{delimiter}amount{end}"Ann, ""A""; B"{delimiter}"1,200.00"{end}'
    assert rows_of(written(tmp_path, text))[1] == (2, ['Ann, "A"; B', "1,200.00"])


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    path = written(tmp_path, 'a,b\n\n"two\nlines",1\n,,\nlast,2\n')
    assert [number for number, _ in rows_of(path)] == [1, 3, 5]


def test_cells_of_a_workbook_read_as_typed(tmp_path):
    cells = [
        13800138000.0, 0.1 + 0.2, 7, "  text ", date(2026, 10, 31), AFTERNOON, None, True,
        "last",
    ]  # fmt: skip
    assert rows_of(book(tmp_path, ("one", [cells])))[0][1] == [
        "13800138000", "0.3", "7", "text", "2026-10-31", "2026-10-31 14:05:00", "", "True", "last",
    ]  # fmt: skip


def test_every_sheet_of_a_workbook_is_offered(tmp_path):
    path = book(tmp_path, ("notes", [["hello"]]), ("data", [["a", "b"], [], [1, 2]]))
    sheets = [(title, list(rows)) for title, rows in tabular.sheets(tabular.survey(path))]
    assert sheets == [("notes", [(1, ["hello"])]), ("data", [(1, ["a", "b"]), (3, ["1", "2"])])]


def far_cell(tmp_path, reference):
    path = book(tmp_path, ("one", [["a", "b"], [1, 2]]))
    edited = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = f'<row r="1048576"><c r="{reference}"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far.encode())
                content = content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(name, content)
    return edited


def test_a_lone_cell_in_the_last_row_costs_nothing(tmp_path):
    assert rows_of(far_cell(tmp_path, "A1048576"))[-1] == (1048576, ["1"])


def bomb(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"0" * 40 * 1024**2)
    return tmp_path / "bomb.xlsx"


HOSTILE = {
    "an empty file": (lambda p: written(p, ""), "it is empty"),
    "an open quote": (lambda p: written(p, 'a,b\n1,"2\n3,4\n'), "quotation mark in row 2"),
    "a quote closed too early": (lambda p: written(p, 'a,b\n1,"2"3\n'), "quotation mark in row 2"),
    "a quote never closed in a long file": (
        lambda p: written(p, 'a,b\n"1,2\n' + "3,4\n" * 50_000),
        "cell in row 2 never ends",
    ),
    "a cell of 200,000 characters": (
        lambda p: written(p, f"a,b\n1,{'x' * 200_000}\n"),
        "cell in row 2 never ends",
    ),
    "a line of a million": (lambda p: written(p, "x" * 2_000_000), "line 1 is too long"),
    "a NUL": (lambda p: written(p, "a,b\n1,\0\n"), "line 2 has a NUL"),
    "neither encoding": (lambda p: written(p, b"a,b\n\x81\xff,\xff\n"), "neither UTF-8 nor"),
    "an old Excel file": (lambda p: written(p, b"\xd0\xcf\x11\xe0" + b"x" * 99), "old or locked"),
    "a damaged workbook": (lambda p: written(p, b"PK\x03\x04" + b"x" * 99), "damaged one"),
    "too many columns": (lambda p: written(p, "x," * 100 + "x\n"), "101 columns"),
    "a cell at XFD1048576": (lambda p: far_cell(p, "XFD1048576"), "16384 columns"),
    "a zip bomb": (bomb, "unpacks to far more"),
    "a million rows and one": (lambda p: written(p, "a\n" * 1_000_001), "more than 1,000,000 rows"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_table_is_told_why(tmp_path, kind):
    make, reason = HOSTILE[kind]
    with pytest.raises(Unreadable) as refused:
        rows_of(make(tmp_path))
    assert reason in refused.value.text("en")


def test_a_workbook_with_parts_missing_is_damaged(tmp_path):
    path = book(tmp_path, ("one", [["a"]]))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(Unreadable):
        rows_of(tmp_path / "cut.xlsx")

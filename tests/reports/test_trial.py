"""The test page of a printer: what is on it is as large as it says, and can be read back."""

import re
from pathlib import Path

import pytest
from PIL.Image import Image

from reports import fonts, samples, trial
from reports.trial import About
from shopdesk.refusals import Refused
from tests.reports.conftest import bars, pictures, scans, texts
from ui.words_paper import TESTED

DOTS_MM = 10
DPI = round(25.4 * DOTS_MM)
WIDE_MM = {"A4": 210, "80": 80, "58": 58}


@pytest.fixture(params=trial.SCALE_MM)
def on(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def file(on: str, tmp_path: Path) -> Path:
    made = tmp_path / "test.pdf"
    trial.pdf(made, About("青禾茶舍", "POS-80", "POS-80", "2026-10-15 12:00"), on=on)
    return made


def runs(picture: Image, y: int) -> list[tuple[int, int]]:
    """Where a row of dots is dark: from, and how many."""
    row = picture.crop((0, y, picture.width, y + 1)).tobytes()
    return [(run.start(), len(run[0])) for run in re.finditer(rb"[\x00-\x7f]+", row)]


def test_it_is_one_page_as_broad_as_its_paper(file: Path, on: str) -> None:
    (page,) = pictures(file, DPI)
    assert page.width / DOTS_MM == pytest.approx(WIDE_MM[on], abs=0.3)


def test_the_bar_is_as_long_as_a_ruler_says(file: Path, on: str) -> None:
    (page,) = pictures(file, DPI)
    grey = page.convert("L")
    solid = [runs(grey, y) for y in range(0, grey.height, 3)]
    long = {row[0][1] / DOTS_MM for row in solid if len(row) == 1}
    assert any(one == pytest.approx(trial.SCALE_MM[on], abs=0.2) for one in long)


def test_a_ruler_has_a_mark_at_each_millimetre_from_each_edge(file: Path, on: str) -> None:
    (page,) = pictures(file, DPI)
    grey, reach = page.convert("L"), trial.REACH_MM[on]
    rows = [runs(grey, y) for y in range(grey.height)]
    wanted = [number * DOTS_MM for number in range(1, reach + 1)]
    for edge in (0, 1):
        assert any(near(edge, row, grey.width, reach, wanted) for row in rows)
    turned = grey.transpose(2)  # a quarter to the left: its rows were columns
    columns = [runs(turned, y) for y in range(turned.height)]
    for edge in (0, 1):
        assert any(near(edge, row, turned.width, reach, wanted) for row in columns)


def near(edge: int, row: list[tuple[int, int]], width: int, reach: int, wanted: list[int]) -> bool:
    """Whether the marks of a row stand where they should, counted from one edge."""
    middles = [start + length / 2 for start, length in row if length < DOTS_MM / 2]
    away = sorted(width - x if edge else x for x in middles)
    marks = [x for x in away if DOTS_MM / 2 < x < (reach + 0.5) * DOTS_MM]
    return len(marks) == len(wanted) and all(
        abs(mark - place) <= 2 for mark, place in zip(marks, wanted, strict=True)
    )


@pytest.mark.parametrize("dpi", [203, 300])
def test_both_codes_are_read_back_at_a_printers_dots(file: Path, on: str, dpi: int) -> None:
    (page,) = pictures(file, dpi)
    assert samples.QR in scans(page)
    assert bars(page) == [trial.CODE128]


def test_every_character_of_it_is_in_the_font(file: Path) -> None:
    (text,) = texts(file)
    assert fonts.missing("".join(trial._TEXTS)) == ""
    for part in ("Test page", "青禾茶舍 收银台", "龘", "¥1,234.50", "quick brown"):
        assert part in text


def test_it_says_that_the_drawer_opens_where_its_printer_prints_it(tmp_path: Path) -> None:
    made = tmp_path / "test.pdf"
    said = []
    for drawer in ("POS-80", "OTHER", ""):
        trial.pdf(made, About(printer="POS-80", drawer=drawer), on="80")
        said.append("cash drawer" in " ".join(texts(made)[0].split()))
    assert said == [True, False, False]


def test_another_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        trial.pdf(tmp_path / "t.pdf", About(), on="A3")
    assert tuple(trial.SCALE_MM) == TESTED

"""Any name prints, embedded, and copies as it was typed."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports import fonts, paper


@pytest.mark.parametrize("bold", [False, True])
def test_hostile_and_rare_names_copy_as_they_were_typed(
    tmp_path: Path, read: SimpleNamespace, made: SimpleNamespace, bold: bool
) -> None:
    file = tmp_path / "names.pdf"
    with paper.document(file, title="t", author="a", language="en") as canvas:
        for row, name in enumerate(made.hostile):
            paper.text(canvas, 40, 800 - 30 * row, name, size=12, bold=bold)
    assert read.texts(file)[0].split("\n") == list(made.hostile)


def test_bold_falls_back_to_regular_character_by_character() -> None:
    assert fonts.runs("张㐂㛃三", bold=True) == [
        (fonts.BOLD, "张"),
        (fonts.REGULAR, "㐂"),
        (fonts.BOLD, "㛃三"),
    ]


def test_the_preview_can_say_which_characters_no_font_has() -> None:
    assert paper.missing("张𪛖三🙂𪛖") == "𪛖🙂"
    assert paper.missing("𬭼㛃䶮") == ""
    assert paper.missing("葛\U000e0100 \u200d") == ""


def test_a_character_without_a_glyph_prints_a_box_that_copies_as_typed(
    tmp_path: Path, read: SimpleNamespace
) -> None:
    for name in ("𪛖", "□"):
        with paper.document(tmp_path / name, title="", author="", language="en") as canvas:
            paper.text(canvas, 40, 800, name, size=30)
    assert read.texts(tmp_path / "𪛖") == ["𪛖"]
    unknown, box = (read.pictures(tmp_path / name)[0].tobytes() for name in ("𪛖", "□"))
    assert unknown == box


def test_invisible_characters_take_no_room() -> None:
    assert fonts.width("葛\U000e0100", 10) == fonts.width("葛", 10)


def test_controls_and_lone_surrogates_become_spaces() -> None:
    assert fonts.printable("a\nb\x00c\ud800d") == "a b c d"


def test_every_font_of_a_document_is_embedded(tmp_path: Path) -> None:
    file = tmp_path / "fonts.pdf"
    with paper.document(file, title="t", author="a", language="zh_CN") as canvas:
        paper.text(canvas, 40, 700, "张三丰 abc")
        canvas.showPage()
        paper.text(canvas, 40, 700, "粗体", bold=True)
        canvas.showPage()
        canvas.rect(10, 10, 20, 20)
    content = file.read_bytes()
    assert b"Helvetica" not in content
    used = set(re.findall(rb"/BaseFont /(\S+)", content))
    embedded = re.findall(rb"/FontFile2", content)
    assert len(used) == len(embedded) >= 2

"""Texts break and shrink as people read them, and documents appear whole or not at all."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import paper
from reports.files import write_whole
from shopdesk.refusals_of_files import FileExists

TOKENS = {"INK", "SOFT", "FAINT", "ACCENT", "GOOD", "BAD"}


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "红茶，绿茶。（白茶、黄茶）《茶经》乌龙茶；普洱茶！"
    for width in range(30, 120, 3):
        lines = paper.wrap(text, 10, width)
        assert all(line[0] not in "，。、）》；！" for line in lines[1:] if width >= 40)
        assert all(line[-1] not in "（《" for line in lines if width >= 40)
        assert "".join(lines) == text


def test_words_stay_whole_and_break_after_a_hyphen_before_a_letter() -> None:
    assert paper.wrap("Gold member gifts", 10, 62) == ("Gold", "member gifts")
    assert paper.wrap("Konstantin-Wetherby", 10, 70) == ("Konstantin-", "Wetherby")
    assert paper.wrap("to 2026-12-31", 10, 62) == ("to", "2026-12-31")
    assert paper.wrap("补打 2026-12-31 09:05", 10, 100) == ("补打", "2026-12-31 09:05")


def test_no_character_or_two_stand_alone_in_the_last_line() -> None:
    said = "到店出示本券即可使用，每券限用一次"
    assert paper.wrap(said, 10, 160) == ("到店出示本券即可使用，", "每券限用一次")
    assert paper.wrap("Good for one use, here", 10, 92) == ("Good for one", "use, here")
    assert paper.wrap("一二三四五", 10, 20) == ("一二", "三四", "五"), "a line stays the longest"


def test_a_word_longer_than_a_line_is_broken_inside() -> None:
    lines = paper.wrap("W" * 40, 10, 100)
    assert "".join(lines) == "W" * 40
    assert all(paper.width(line, 10) <= 100 for line in lines)


@given(st.text(max_size=80), st.sampled_from([40.0, 90.0, 200.0]))
def test_whatever_is_typed_breaks_into_lines_that_fit_and_lose_nothing(
    text: str, within: float
) -> None:
    lines = paper.wrap(text, 10, within)
    assert all(paper.width(line, 10) <= within for line in lines)
    printed = "".join(paper.fonts.printable(text).split())
    assert "".join("".join(lines).split()) == printed


def test_long_titles_shrink_within_two_lines_height_before_they_are_cut() -> None:
    short = paper.fitted("保温杯", 17, 150, lines=2, smallest=7, bold=True)
    assert short == (("保温杯",), 17)
    long = paper.fitted("冬季限定手工紫砂壶与铁观音礼盒", 17, 100, lines=2, smallest=7, bold=True)
    assert "".join(long.lines) == "冬季限定手工紫砂壶与铁观音礼盒"
    assert 7 < long.size < 17
    endless = paper.fitted("茶" * 200, 17, 150, lines=2, smallest=7, bold=True)
    assert len(endless.lines) * endless.size <= 2 * 17
    assert endless.lines[-1].endswith("…")
    assert paper.width(endless.lines[-1], 7, bold=True) <= 150


def test_a_title_keeps_its_words_whole_where_it_can() -> None:
    title = "Konstantinopolitanska tea"
    kept = paper.fitted(title, 17, 120, lines=2, smallest=7, bold=True)
    assert kept.lines == ("Konstantinopolitanska", "tea")


def test_one_line_shrinks_into_its_room_and_is_never_cut() -> None:
    size = paper.fit("¥9,876,543,210.99", 17, 60, bold=True)
    assert paper.width("¥9,876,543,210.99", size, bold=True) == pytest.approx(60)
    assert paper.fit("¥1.00", 17, 60) == 17


def test_the_yen_sign_is_the_one_of_the_currency() -> None:
    assert paper.missing("\u00a5") == ""


@pytest.mark.parametrize("token", sorted(TOKENS))
@pytest.mark.parametrize("ground", ["WHITE", "WASH", "TINT"])
def test_texts_stand_out_from_every_ground(token: str, ground: str) -> None:
    dark, light = (paper._luminance(getattr(paper, name)) for name in (token, ground))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_ink_on_a_colour_is_the_one_that_reads_better() -> None:
    assert paper.ink_on(paper.colour("#3b4252")) is paper.WHITE
    assert paper.ink_on(paper.colour("#d4a72c")) is paper.INK
    assert paper.colour("no colour") is paper.ACCENT


def test_a_document_that_fails_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    file = tmp_path / "kept.pdf"
    file.write_bytes(b"before")
    with (
        pytest.raises(paper.Cancelled),
        paper.document(file, title="t", author="a", language="en"),
    ):
        raise paper.Cancelled
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_replaced_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside").touch()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"x")
    assert [found.name for found in tmp_path.iterdir()] == ["folder"]


def test_a_document_can_go_into_an_open_file() -> None:
    buffer = io.BytesIO()
    with paper.document(buffer, title="t", author="a", language="en") as canvas:
        paper.text(canvas, 50, 50, "x")
    assert buffer.getvalue().startswith(b"%PDF")


def test_no_paper_takes_the_place_of_a_shop(location: Path) -> None:
    before = location.read_bytes()
    with pytest.raises(FileExists), paper.document(
        location, title="t", author="a", language="en"
    ) as canvas:  # fmt: skip
        canvas.showPage()
    assert location.read_bytes() == before

"""Texts that go on below where there is no room beside."""

import pytest
from PySide6.QtGui import QFontMetrics

from ui import look
from ui.widgets import flowing

TEXTS = ("", "tea", "a tea from a high mountain", "支付宝 + 银行卡", "西湖𠮷龙井😀茶叶", "<b>&</b>")


@pytest.fixture
def letters(qapp):
    look.install_font()
    return look.font(16)


@pytest.mark.parametrize("width", [-5, 0, 10, 60, 120, 1000])
@pytest.mark.parametrize("text", TEXTS)
def test_no_character_is_lost_unless_the_last_line_says_so(letters, text, width):
    lines = flowing.in_lines(text, letters, width)
    written = "".join("".join(lines).split())
    assert 1 <= len(lines) <= flowing.MOST
    assert written == "".join(text.split()) or lines[-1].endswith("…")
    if width >= QFontMetrics(letters).horizontalAdvance(max(text.split() or [""], key=len)):
        assert all(QFontMetrics(letters).horizontalAdvance(line) <= width for line in lines)


def test_a_text_is_parted_between_words_and_within_one_that_has_no_room(letters):
    words = "a tea from the mountain"
    assert flowing.in_lines(words, letters, 1000) == [words]
    assert all(line.split()[0] in words.split() for line in flowing.in_lines(words, letters, 90))
    assert len(flowing.in_lines("mountain", letters, 40)) > 1


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("154****5733 · 会员号 100017 · 2026年8月16日 入会", 200,
         ["154****5733 ·", "会员号 100017 ·", "2026年8月16日 入会"]),
        ("普通会员 7 天、银卡 7 天", 140, ["普通会员 7 天、", "银卡 7 天"]),
        ("until Thu 15 Oct 2026", 120, ["until", "Thu 15 Oct 2026"]),
        ("10月15日（周四）参加茶友会时", 200, ["10月15日（周四）", "参加茶友会时"]),
    ],
)  # fmt: skip
def test_no_line_ends_within_a_date_or_between_a_number_and_its_unit(letters, text, width, lines):
    assert flowing.in_lines(text, letters, width) == lines


def test_no_last_character_stands_alone(letters):
    lines = flowing.in_lines("本店饮品一杯赠给每位到场会员", letters, 14 * 16 - 8)
    assert len(lines) == 2
    assert min(map(len, lines)) > 5

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

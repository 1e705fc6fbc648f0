"""Counting a drawer note by note: each count lands in its own field."""

import pytest
from PySide6.QtWidgets import QLabel

from ui.pages.count_notes import CashCount


@pytest.mark.parametrize("width", [680, 980, 560])
def test_what_a_note_is_worth_stands_close_to_its_own_field(qtbot, till, width):
    counted = CashCount(till, "Cash, counted")
    qtbot.addWidget(counted)
    counted.show_notes()
    counted.resize(width, 300)
    counted.show()

    def left(part):
        return part.mapTo(counted, part.rect().topLeft()).x()

    words = {one.buddy(): one for one in counted.notes.findChildren(QLabel)}
    first, second = counted.counts[:2]
    fifty = words[second]
    assert fifty.text() == "50 ×"
    to_its_own = left(second) - left(fifty) - fifty.width()
    to_the_other = left(fifty) - left(first) - first.width()
    assert to_the_other > 2 * to_its_own > 0

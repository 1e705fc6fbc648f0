"""What a layout holds is asked for without leaving anything of it to Python."""

import pytest
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget, QWidgetItem
from shiboken6 import Shiboken

from ui.widgets.laid import held_by
from ui.widgets.marks import _place
from ui.widgets.reading import in_order


@pytest.fixture
def window(qtbot):
    """A label, a row of two, a grid that was filled from below, a label."""
    made = QWidget()
    qtbot.addWidget(made)
    column, row, grid = QVBoxLayout(made), QHBoxLayout(), QGridLayout()
    made.labels = [QLabel(name) for name in "abcdef"]
    first, left, right, above, below, last = made.labels
    column.addWidget(first)
    column.addStretch(1)
    column.addLayout(row)
    column.addLayout(grid)
    column.addWidget(last)
    row.addWidget(right)
    row.insertWidget(0, left)
    grid.addWidget(below, 1, 0)
    grid.addWidget(above, 0, 0)
    return made


def test_what_a_layout_holds_comes_in_its_order(window):
    first, row, grid, last = held_by(window.layout())
    assert (first, last) == (window.labels[0], window.labels[-1])
    assert [one.text() for one in held_by(row)] == ["b", "c"]
    assert isinstance(grid, QGridLayout)


def test_all_of_a_window_is_read_and_no_item_of_it_is_kept(window):
    """An item whose widget goes is let go by Qt alone, and a layout made where it was ends the
    program with its form."""
    before = items()
    read = [part.text() for part in in_order(window, lambda part: isinstance(part, QLabel))]
    assert read == ["a", "b", "c", "d", "e", "f"]
    assert _place(window.layout(), window.labels[-1]) == (window.layout(), 4)
    assert _place(window.layout(), window.labels[1]) == (window.layout(), 2)
    assert items() == before


def items():
    """How many items Python has."""
    return sum(isinstance(one, QWidgetItem) for one in Shiboken.getAllValidWrappers())

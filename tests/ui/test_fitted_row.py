"""A row of buttons in a narrow window: icons go first, then what is found elsewhere too."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, label


@pytest.fixture
def row(qtbot, till):
    save = button("Save", lambda: None, icon="print")
    spare = button("Print the card", lambda: None, icon="card")
    holder = QWidget()
    qtbot.addWidget(holder)
    made = FittedRow(label("x"), save, spare, spare=(spare,), space=10)
    made.setParent(holder)
    made.holder, made.save, made.extra = holder, save, spare
    holder.show()
    return made


def narrowed(row, width):
    row.resize(width, 60)
    return row


def test_where_there_is_room_everything_is_shown(row):
    narrowed(row, 600)
    assert not row.save.icon().isNull()
    assert row.extra.isVisible()


def test_where_room_is_short_icons_go_then_spare_parts_then_size(row):
    steps = []
    for width in range(600, 20, -5):
        step = narrowed(row, width).step
        if not steps or steps[-1] != step:
            steps.append(step)
    assert steps == [0, 1, 2, 3]
    assert row.save.icon().isNull()
    assert not row.extra.isVisible()
    assert row.save.property("mood") == "tight"


def test_where_room_is_given_back_everything_comes_back(row):
    narrowed(row, 40)
    narrowed(row, 600)
    assert row.step == 0
    assert row.extra.isVisible()


def test_a_part_that_becomes_wider_makes_the_others_give_way(row, qtbot):
    narrowed(row, row.line.sizeHint().width() + 10)
    assert row.step == 0
    row.findChild(QLabel).setText("many more words than before")
    qtbot.waitUntil(lambda: row.step > 0)


def test_of_several_spare_parts_the_first_one_goes_first(qtbot, till):
    count, title, save = label("340 members"), label("Members"), button("Save", lambda: None)
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FittedRow(title, count, save, spare=(count, title))
    row.setParent(holder)
    holder.show()
    narrowed(row, row.line.sizeHint().width() - 5)
    assert title.isVisible()
    assert not count.isVisible()
    narrowed(row, 20)
    assert not title.isVisible()


def test_what_does_not_fit_however_small_stands_in_a_second_row(qtbot, till):
    save, leave = button("Save", lambda: None), button("Void it", lambda: None)
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FittedRow(save, leave, below=(leave,))
    row.setParent(holder)
    holder.show()
    narrowed(row, 600)
    assert (row.line.count(), row.second.count()) == (2, 0)
    high = row.minimumSizeHint().height()
    narrowed(row, 100)
    assert (row.line.count(), row.second.count()) == (1, 1)
    assert row.minimumSizeHint().height() > high
    narrowed(row, 600)
    assert (row.line.count(), row.second.count()) == (2, 0)


def test_the_second_row_is_at_the_right_as_the_end_of_the_first(qtbot, till):
    save, leave = button("Save", lambda: None), button("Void it", lambda: None)
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FittedRow(save, 1, leave, below=(leave,))
    row.setParent(holder)
    holder.show()
    narrowed(row, 150)
    assert row.second.indexOf(leave) >= 0
    assert leave.geometry().right() == row.rect().right()
    assert leave.geometry().left() > 0, "it is no wider than it needs to be"


def test_below_a_title_a_button_is_as_broad_as_it_is_and_at_the_right(qtbot, till):
    leave = button("Void it", lambda: None)
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FittedRow(label("Receipts of the day and more words"), 1, leave, below=(leave,))
    row.setParent(holder)
    holder.resize(400, 200)
    holder.show()
    one_row = narrowed(row, 400).minimumSizeHint().height()
    narrowed(row, 300)
    qtbot.waitUntil(lambda: leave.geometry().right() == 299)
    assert leave.width() == leave.sizeHint().width()
    assert row.minimumSizeHint().height() > one_row >= leave.minimumSizeHint().height()

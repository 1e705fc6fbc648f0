"""What opens below a field is hit by a finger too: the days of a calendar, what a box offers."""

import re
from datetime import date

import pytest
from PySide6.QtWidgets import QTableView, QToolButton, QVBoxLayout, QWidget

from tests.architecture.sources import modules
from ui import look
from ui.widgets.choices import Box
from ui.widgets.days import day_field

SIZES = (90, 150)


@pytest.fixture(params=SIZES)
def window(request, qapp, qtbot):
    """An empty window with the smallest letters, or the largest."""
    look.install_font()
    look.apply(qapp, "light", request.param)
    made = QWidget()
    look.dress(made)
    qtbot.addWidget(made)
    made.setLayout(QVBoxLayout())
    made.show()
    yield made
    look.apply(qapp, "light", 100)


def test_the_days_of_a_calendar_and_what_turns_its_months_are_large_enough(window):
    field = day_field("Day", date(2026, 10, 15))
    window.layout().addWidget(field)
    calendar = field.calendarWidget()
    calendar.setParent(window)
    window.layout().addWidget(calendar)
    calendar.show()
    window.adjustSize()
    days = calendar.findChild(QTableView)
    shown = days.model().index(2, 2)
    place = days.visualRect(shown)
    assert min(place.width(), place.height()) >= look.FINGER
    for one in calendar.findChildren(QToolButton):
        assert min(one.width(), one.height()) >= look.FINGER, one.objectName()


def test_what_a_box_offers_is_large_enough(window):
    box = Box()
    box.addItems(["Cash", "WeChat"])
    window.layout().addWidget(box)
    box.show()
    box.view().ensurePolished()
    assert box.view().sizeHintForRow(0) >= look.FINGER


def test_every_box_is_of_that_kind():
    others = [
        file.name
        for file in modules("ui")
        if file.name != "choices.py"
        if re.search(r"QComboBox\(\)|\(QComboBox\)", file.read_text("utf-8"))
    ]
    assert others == []

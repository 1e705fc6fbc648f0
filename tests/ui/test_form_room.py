"""A form in a small window: it is never larger, and what it asks for can be scrolled to."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

from ui import look
from ui.widgets.form import Form
from ui.widgets.parts import field, label, named

SMALLEST = QSize(1024, 728)


@pytest.fixture
def opened(qtbot, qapp, till):
    """A form of so many fields over a window of this size."""
    kept = []

    def open_form(many, size=SMALLEST):
        over = QWidget()
        look.dress(over)
        over.resize(size)
        qtbot.addWidget(over)
        kept.append(over)
        fields = [field(f"Field {place}") for place in range(many)]
        form = Form(
            till, over, "Many", *(named(one.accessibleName(), one) for one in fields),
            submit=lambda: None, ok="Save",
        )  # fmt: skip
        form.show()
        qapp.processEvents()
        return form, fields

    return open_form


def is_in_sight(form, part):
    return form.rect().contains(part.rect().translated(part.mapTo(form, QPoint(0, 0))))


def test_a_form_that_fits_does_not_scroll(opened):
    form, fields = opened(4)
    assert form.body.verticalScrollBar().maximum() == 0
    assert not form.body.property("mood")
    assert all(is_in_sight(form, one) for one in fields)


def test_a_form_with_too_many_fields_scrolls_and_keeps_its_buttons_in_sight(opened):
    form, _fields = opened(20)
    assert form.height() < SMALLEST.height()
    assert is_in_sight(form, form.ok)
    assert form.body.verticalScrollBar().maximum() > 0
    assert form.body.property("mood") == "cut"


def test_what_is_refused_is_in_sight_with_the_buttons(opened):
    form, _fields = opened(20)
    form.refuse("This is not so. " * 10)
    assert form.height() < SMALLEST.height()
    assert is_in_sight(form, form.said)
    assert is_in_sight(form, form.ok)


def test_the_field_that_has_the_keys_is_in_sight(opened):
    form, fields = opened(20)
    fields[0].setFocus()
    for _each in fields[1:]:
        form.focusNextChild()
    area = form.body.viewport()
    at = fields[-1].mapTo(area, QPoint(0, 0))
    assert fields[-1].hasFocus()
    assert area.rect().contains(fields[-1].rect().translated(at))


def test_a_text_that_just_fits_beside_no_bar_leaves_none_there(qtbot, qapp, till):
    said = label(wraps=True)
    fields = [named(f"Field {place}", field("")) for place in range(4)]
    form = Form(till, None, "Tight", said, *fields, submit=lambda: None, ok="Save", width=600)
    qtbot.addWidget(form)
    form.show()
    qapp.processEvents()
    bar = form.body.verticalScrollBar()
    advance, room = said.fontMetrics().horizontalAdvance, form.body.width() - 4
    text = "i"
    while advance(text) <= room - bar.sizeHint().width():
        text += " i"
    assert advance(text) <= room
    said.setText(text)
    form.resize(form.width(), form.height() // 2)
    qapp.processEvents()
    form.fit()
    qapp.processEvents()
    assert (bar.maximum(), bar.isVisible()) == (0, False)


def test_over_a_larger_window_there_is_more_room(opened):
    form, _fields = opened(11, QSize(1920, 1200))
    assert form.body.verticalScrollBar().maximum() == 0
    assert form.height() > SMALLEST.height()

"""A form: what it says of what is wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui import look
from ui.widgets.form import Form
from ui.widgets.parts import button, field, label, named


@pytest.fixture
def form(qtbot, till):
    fields = [field(name) for name in ("One", "Two", "Three")]
    parts = [named(each.accessibleName(), each) for each in fields]
    made = Form(till, None, "A form", *parts, submit=lambda: None, ok="Do it")
    made.fields = fields
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_long_sentence_makes_room_for_itself_and_squeezes_no_field(form):
    before = [each.height() for each in form.fields]
    form.refuse("That cannot be done here and now, and this says why at some length. " * 3)
    form.layout().activate()
    assert [each.height() for each in form.fields] == before
    assert form.said.height() >= form.said.heightForWidth(form.said.width())


@pytest.mark.parametrize("text", ["One line.", "A sentence that needs two lines, and more. " * 2])
def test_a_form_is_as_high_as_it_needs_from_the_first_sight(qtbot, qapp, till, text):
    made = Form(
        till, None, "A form", label(text, wraps=True), named("One", field("One"), text),
        submit=lambda: None, ok="Do it",
    )  # fmt: skip
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qapp.processEvents()
    assert made.height() == made.layout().totalHeightForWidth(made.width())


@pytest.mark.parametrize("percent", [100, 150])
def test_small_buttons_of_a_form_and_all_icons_are_as_large_as_the_letters(
    qtbot, qapp, till, percent
):
    look.apply(qapp, "light", percent)
    try:
        small = button("All", lambda: None, "small", icon="add")
        made = Form(till, None, "A form", small, submit=lambda: None, ok="Do it")
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        assert small.height() >= look.scaled(look.CONTROL, percent)
        assert small.iconSize().width() == look.scaled(20, percent)
        assert made.ok.height() == look.scaled(look.CONTROL, percent) + 2
    finally:
        look.apply(qapp, "light", 100)


def test_f12_does_what_the_form_is_for(qtbot, till):
    done = []
    made = Form(till, None, "A form", named("One", field("One")), ok="Do it",
                submit=lambda: done.append(1))  # fmt: skip
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    QTest.keyClick(made.windowHandle(), Qt.Key.Key_F12)
    assert done == [1]
    assert made.result() == Form.DialogCode.Accepted

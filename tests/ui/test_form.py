"""A form: what it says of what is wrong."""

import pytest

from ui.widgets.form import Form
from ui.widgets.parts import field, named


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

"""Forms: as wide as the size of the letters asks for."""

import pytest

from ui.preferences import changed
from ui.widgets.form import Form
from ui.widgets.parts import label


@pytest.mark.parametrize(("percent", "width"), [(100, 460), (150, 690)])
def test_a_form_is_wider_where_letters_are_larger(qtbot, till, percent, width):
    till.preferences = changed(till.preferences, size=percent)
    page = label()
    qtbot.addWidget(page)
    form = Form(till, page, "Tea", label("x"), submit=lambda: None, ok="Save")
    assert form.minimumWidth() == width

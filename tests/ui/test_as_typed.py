"""Names are typed by people: what means something to Qt is shown as it is."""

import pytest

from shopdesk.language import InBoth
from tests.ui import seeing
from ui import look
from ui.widgets.parts import button


@pytest.fixture(autouse=True)
def usual_look(qapp):
    look.install_font()
    look.apply(qapp, "light", 100)


def said_in_both():
    text = InBoth("M&M")
    text.second = "B&B"
    return text


@pytest.mark.parametrize("text", ["Salt & pepper", said_in_both()])
def test_an_ampersand_is_painted_and_takes_no_key(qtbot, text):
    made = button(text, lambda: None)
    qtbot.addWidget(made)
    made.resize(300, 50)
    made.show()
    assert made.shortcut().isEmpty()
    assert made.accessibleName() == text
    with_one, without = made.grab(), button(text.replace("&", ""), lambda: None)
    qtbot.addWidget(without)
    without.resize(300, 50)
    assert seeing.picture_of(with_one).tobytes() != seeing.picture_of(without.grab()).tobytes()
    made.setText("Fish & chips")
    assert made.shortcut().isEmpty()
    assert made.text() == "Fish && chips"

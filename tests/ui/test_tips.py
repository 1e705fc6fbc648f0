"""What a person typed is shown as it is, also where Qt would take it for markup."""

import re

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QPushButton

from tests.architecture.sources import modules
from ui.widgets.elided import Elided
from ui.widgets.parts import Chooser, button
from ui.widgets.tips import plain, tip

NAMES = ["a<b>", "<i>Li</i> & Co.", "<br/>", "<?xml", "<!-- x -->", "<table"]


def shown(text):
    """A tooltip without what nobody sees of it."""
    assert not Qt.mightBeRichText(text)
    return text.replace("\u2060", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_literal_in_a_tooltip(qtbot, name):
    parts = [QPushButton(), Elided(name, "soft"), Chooser(), button("", lambda: None, name=name)]
    for one in parts:
        qtbot.addWidget(one)
    tip(parts[0], name)
    parts[2].say(name)
    assert [shown(one.toolTip()) for one in parts] == [name] * 4


@pytest.mark.parametrize("text", ["", "1 < 2", "Save · F12", "茉莉银针 & 铁观音", "two\nlines"])
def test_what_is_no_markup_is_not_touched(text):
    assert plain(text) == text


def test_every_tooltip_is_made_by_one_function():
    by_hand = [
        file.name
        for file in modules("ui")
        if file.name not in ("tips.py", "in_both.py")  # which adds the other language
        if re.search(r"\.setToolTip\(|showText\((?!.*plain\()", file.read_text("utf-8"))
    ]
    assert by_hand == [], "use tip() of ui/widgets/tips.py"

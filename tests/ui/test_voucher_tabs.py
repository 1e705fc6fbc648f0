"""The tabs of Vouchers and gifts: turned by keys, searched in, and what a cashier is told there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ui.pages.vouchers import Vouchers


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.show()
    return made


def test_the_tabs_are_turned_by_keys_the_first_after_the_last(page):
    def press(key, modifiers):
        QTest.keyClick(page.windowHandle(), key, modifiers)

    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for step in range(1, page.tabs.count() + 1):
        press(Qt.Key.Key_Tab, control)
        assert page.tabs.currentIndex() == step % page.tabs.count()
        assert page.stack.currentIndex() == page.tabs.currentIndex()
    press(Qt.Key.Key_Backtab, control | shift)
    assert page.tabs.currentIndex() == page.tabs.count() - 1


def test_f9_goes_to_where_a_tab_searches_else_to_the_code(page):
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    page.tabs.setCurrentIndex(titles.index("Gifts"))
    page.search()
    assert page.focusWidget() is page.parts[1].sought
    page.tabs.setCurrentIndex(titles.index("Rules"))
    page.search()
    assert (page.tabs.currentIndex(), page.focusWidget()) == (0, page.code)


def test_a_cashier_is_told_in_each_tab_what_cannot_be_changed(qtbot, till, cashier_seated):
    made = Vouchers(till)
    qtbot.addWidget(made)
    told = [
        [one.text() for one in part.findChildren(QLabel) if one.text().startswith("You can ")]
        for part in made.parts.values()
    ]
    assert told == [
        ["You can look at gifts here, but not change them."],
        ["You can look at gift sets here, but not change them."],
        ["You can look at rules here, but not change them."],
        ["You can check guests in here; a manager or the owner makes events."],
        ["You can look at segments here, but not change them."],
        [],
    ]


def test_every_tab_that_is_empty_says_so_in_a_sentence(page):
    for part in list(page.parts.values())[:5]:
        said = part.table.empty.text()
        assert said.endswith((".", "…"))


def test_only_the_tab_that_is_shown_is_read_and_the_others_when_they_are(page, monkeypatch):
    read = []
    for place, part in page.parts.items():
        monkeypatch.setattr(part, "load", lambda place=place: read.append(place))
    page.tabs.setCurrentIndex(0)
    page.load()
    assert read == []
    page.tabs.setCurrentIndex(2)
    page.tabs.setCurrentIndex(0)
    page.tabs.setCurrentIndex(2)
    assert read == [2], "nothing has changed since"
    page.load()
    page.tabs.setCurrentIndex(3)
    assert read == [2, 2, 3]

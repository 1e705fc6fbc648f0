"""Trying a scanner: what came, how fast, how it ended, what to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk import codes
from tests.ui.scanner_hand import ScannerHand
from ui.widgets.scanner_test import Heard, ScannerTest, findings

CARD = codes.card_code(17)
EAN = "6901234567892"


@pytest.fixture
def trial(qtbot):
    made = ScannerTest(str)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.ear.setFocus()
    qtbot.waitUntil(made.ear.hasFocus)
    return made


def texts(widget):
    QApplication.processEvents()
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def moods(typed, gaps_ms=5, end="enter", **more):
    said = findings(Heard(typed, (gaps_ms,) * (len(typed) - 1), end, **more))
    return [(one.mood, one.sentence.split()[0]) for one in said]


def test_a_good_scan_says_what_came_how_fast_and_that_all_is_well(trial):
    ScannerHand().scan(EAN, (5,))
    said = texts(trial)
    assert EAN in said
    assert "A code on goods · length 13 · at most 5 ms between two keys · then Enter" in said
    assert "All is well: this scanner can be used as it is." in said
    assert trial.ear.text() == ""


def test_each_scan_stands_alone(trial):
    hand = ScannerHand()
    hand.scan(EAN)
    hand.scan(CARD)
    said = texts(trial)
    assert CARD in said
    assert EAN not in said


def test_that_no_enter_came_is_said_without_waiting_for_one(trial, qtbot):
    QTest.keyClicks(trial.ear, EAN)
    qtbot.waitUntil(lambda: trial.heard is not None)
    assert trial.heard.end == ""
    assert any("No Enter came" in each for each in texts(trial))


def test_tab_in_place_of_enter_is_told_and_the_keys_stay(trial):
    QTest.keyClicks(trial.ear, EAN)
    QTest.keyClick(trial.ear, Qt.Key.Key_Tab)
    assert trial.heard.end == "tab"
    assert trial.ear.hasFocus()


def test_tab_by_itself_goes_on_to_the_next_field(trial):
    QTest.keyClick(trial.ear, Qt.Key.Key_Tab)
    assert trial.heard is None


def test_what_an_input_method_took_is_told(trial, qtbot):
    QApplication.sendEvent(trial.ear, QInputMethodEvent("ming", []))
    commit = QInputMethodEvent()
    commit.setCommitString("名")
    QApplication.sendEvent(trial.ear, commit)
    QTest.keyClick(trial.ear, Qt.Key.Key_Return)
    assert trial.heard.is_composed
    assert any("An input method" in each for each in texts(trial))


@pytest.mark.parametrize(("heard", "expected"), [
    ({"typed": EAN}, [("good", "All")]),
    ({"typed": EAN, "end": ""}, [("bad", "No")]),
    ({"typed": EAN, "end": "tab"}, [("bad", "Tab")]),
    ({"typed": EAN, "gaps_ms": 60}, [("bad", "The")]),
    ({"typed": CARD, "gaps_ms": 60}, [("good", "All"), ("note", "The")]),
    ({"typed": CARD.lower()}, [("good", "All"), ("note", "Capitals")]),
    ({"typed": CARD.translate({ord(c): ord(c) + 0xFEE0 for c in CARD})},
     [("good", "All"), ("note", "The")]),
    ({"typed": "-çà&éé"}, [("bad", "Signs")]),
    ({"typed": "&\"'(-"}, [("bad", "Signs")]),
    ({"typed": "6901234567890"}, [("bad", "The")]),
    ({"typed": f"{CARD[:-1]}{'0' if CARD[-1] != '0' else '1'}"}, [("bad", "The")]),
    ({"typed": EAN, "is_composed": True}, [("bad", "An")]),
])  # fmt: skip
def test_what_spoils_a_scan_is_told_from_what_does_not(heard, expected):
    assert moods(**heard) == expected


def test_a_scan_in_the_settings_is_tried_and_goes_nowhere_else(window, till, tea):
    window.frame.show_page("settings", {"section": "computer"})
    section = window.frame.page.section
    section.scanner_test.ear.setFocus()
    hand = ScannerHand()
    hand.scan(EAN)
    assert window.frame.name == "settings"
    assert section.scanner_test.heard.typed == EAN
    section.language.setFocus()
    hand.scan(EAN)
    assert window.frame.name == "products"

"""Qt's own buttons, menus and dialogs are in the language that was chosen."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QCalendarWidget,
    QColorDialog,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QTextEdit,
)

from ui.qt_words import speak

HAN, ENGLISH = re.compile("[一-鿿]"), re.compile("[A-Za-z]{2}")
OWN = re.compile(r"^/|PDF|CUPS|HTML|ShopDesk")
"""Folders and names stay as they are."""


@pytest.fixture
def in_chinese(qapp):
    speak(qapp, "zh_CN")
    yield
    speak(qapp, "en")


def texts(widget):
    """What all parts of a dialog say."""
    said = [widget.windowTitle()]
    for part in widget.findChildren(QAbstractButton):
        said += [part.text(), part.toolTip()]
    said += [part.text() for part in widget.findChildren(QLabel)]
    for choice in widget.findChildren(QComboBox):
        said += [choice.itemText(place) for place in range(choice.count())]
    for tabs in widget.findChildren(QTabWidget):
        said += [tabs.tabText(place) for place in range(tabs.count())]
    return said


def in_english(said):
    return [
        one for one in said if ENGLISH.search(one) and not HAN.search(one) and not OWN.search(one)
    ]


def standard_box():
    made = QDialogButtonBox()
    for one in QDialogButtonBox.StandardButton:
        if one.name not in {"NoButton", "FirstButton", "LastButton"}:
            made.addButton(one)
    return made


def message():
    made = QMessageBox()
    made.setDetailedText("…")
    made.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    return made


def files(mode):
    made = QFileDialog()
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    made.setAcceptMode(mode)
    return made


DIALOGS = {
    "standard buttons": standard_box,
    "message": message,
    "open": lambda: files(QFileDialog.AcceptMode.AcceptOpen),
    "save": lambda: files(QFileDialog.AcceptMode.AcceptSave),
    "print": lambda: QPrintDialog(QPrinter()),
    "colour": QColorDialog,
}


@pytest.mark.parametrize("dialog", DIALOGS)
def test_qts_own_dialogs_speak_chinese(qtbot, in_chinese, dialog):
    made = DIALOGS[dialog]()
    qtbot.addWidget(made)
    said = texts(made)
    assert any(map(HAN.search, said))
    assert in_english(said) == []


@pytest.mark.parametrize("sort", [QLineEdit, QPlainTextEdit, QTextEdit])
def test_the_menu_of_a_field_speaks_chinese(qtbot, in_chinese, sort):
    made = sort()
    qtbot.addWidget(made)
    menu = made.createStandardContextMenu()
    said = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert len(said) >= 6
    assert all(map(HAN.search, said))


def test_back_in_english_nothing_is_left_of_the_chinese(qtbot, qapp, in_chinese):
    speak(qapp, "en")
    made = standard_box()
    qtbot.addWidget(made)
    assert not any(map(HAN.search, texts(made)))
    assert all(button.text() for button in made.buttons())


def test_what_no_catalogue_has_is_said_as_qt_has_it(qtbot, in_chinese):
    said = QCoreApplication.translate("Anything", "Nobody translates this")
    assert said == "Nobody translates this"


def calendar_words(qtbot):
    """The months to choose from and the days over the columns."""
    made = QCalendarWidget()
    qtbot.addWidget(made)
    head = made.findChild(QTableView).model()
    days = [head.index(0, column).data() for column in range(1, 8)]
    return [made.locale().standaloneMonthName(month) for month in range(1, 13)], days


def test_a_calendar_names_months_and_days_in_the_language(qtbot, qapp, in_chinese):
    months, days = calendar_words(qtbot)
    assert months[0] == "一月"
    assert len(set(days)) == 7
    assert all(map(HAN.search, [*months, *days]))
    speak(qapp, "en")
    months, days = calendar_words(qtbot)
    assert months[0] == "January"
    assert not any(map(HAN.search, [*months, *days]))


def test_what_is_open_is_told_anew_when_the_language_changes(qtbot, qapp):
    made = standard_box()
    qtbot.addWidget(made)
    made.show()
    assert not any(map(HAN.search, texts(made)))
    speak(qapp, "zh_CN")
    try:
        qapp.processEvents()
        assert in_english(texts(made)) == []
    finally:
        speak(qapp, "en")


@pytest.mark.parametrize(("language", "word", "month"), [("de", "Abbrechen", "Januar")])
def test_a_further_language_has_qts_own_words_too(qtbot, qapp, language, word, month):
    speak(qapp, language)
    try:
        made = standard_box()
        qtbot.addWidget(made)
        assert word in texts(made)
        assert QLocale().standaloneMonthName(1) == month
    finally:
        speak(qapp, "en")

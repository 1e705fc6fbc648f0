"""Qt's own buttons, menus and dialogs are in the language that was chosen."""

import re

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTabWidget,
)

from ui.qt_words import speak

HAN, ENGLISH = re.compile("[一-鿿]"), re.compile("[A-Za-z]{2}")
OWN = re.compile(r"^/|PDF|CUPS|ShopDesk")
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
}


@pytest.mark.parametrize("dialog", DIALOGS)
def test_qts_own_dialogs_speak_chinese(qtbot, in_chinese, dialog):
    made = DIALOGS[dialog]()
    qtbot.addWidget(made)
    said = texts(made)
    assert any(map(HAN.search, said))
    assert in_english(said) == []


@pytest.mark.parametrize("sort", [QLineEdit, QPlainTextEdit])
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

"""Dialogs: answered, then gone."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from ui import dialogs
from ui.widgets.form import Form


def answer(word=""):
    """Once a dialog is up: press the button of this name, or leave it."""

    def do():
        dialog = QApplication.activeModalWidget()
        if not word:
            dialog.reject()
        for one in dialog.findChildren(QPushButton):
            if one.text() == word:
                one.click()

    QTimer.singleShot(0, do)


def open_dialogs(window):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return window.findChildren(QDialog)


@pytest.mark.parametrize("word", ["Do it", "Cancel", ""])
def test_a_form_is_gone_once_it_is_answered(window, till, word):
    for _again in range(3):
        answer(word)
        form = Form(till, window, "A form", submit=lambda: None, ok="Do it")
        assert form.filled() == (word == "Do it")
    assert not open_dialogs(window)


@pytest.mark.parametrize("word", ["Yes", "No", ""])
def test_a_question_is_gone_once_it_is_answered(window, word):
    for _again in range(3):
        answer(word)
        assert dialogs.ask(window, "Sure?", "It is for ever.", yes="Yes", no="No") == (
            word == "Yes"
        )
    assert not open_dialogs(window)


def test_a_message_is_gone_once_it_is_read(window):
    for _again in range(3):
        answer()
        dialogs.tell(window, "A fault", "Look at it.", "details")
    assert not open_dialogs(window)

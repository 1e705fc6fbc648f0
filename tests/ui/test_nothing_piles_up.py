"""Opening and leaving pages and forms all day long leaves nothing of them behind."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication

from shopdesk import purchases
from ui import background
from ui.frame import PAGES

TIMES = 20
_BEFORE = 2
"""What is made when it is first wanted is there by then."""


@pytest.fixture
def something_to_show(desk, member, tea, voucher):
    purchases.record(desk, member=member, lines=[(tea, 1)], pay={"wechat": 6800})


def objects(window, till):
    """How many of Qt's objects there are: those of the window and the till, and all widgets."""
    for _turn in range(3):
        background.finish()  # and what a turn began
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    inside = [len(one.findChildren(QObject)) for one in (window, till)]
    return (*inside, len(QApplication.allWidgets()))


@pytest.mark.usefixtures("something_to_show")
def test_turning_the_pages_leaves_nothing_behind(window, till):
    def turn(times):
        for _time in range(times):
            for entry in PAGES:
                window.frame.turn_to(entry.name)
                window.frame.page.load()

    turn(_BEFORE)
    before = objects(window, till)
    turn(TIMES)
    assert objects(window, till) == before


def form_buttons(page, answers):
    """The buttons of a page that open a form."""
    found = []
    for part in page.findChildren(QAbstractButton):
        if part.isVisible() and part.isEnabled() and part.text():
            answers.asked.clear()
            part.click()
            if any(kind == "show" for kind, _what in answers.asked):
                found.append(part)
    return found


@pytest.mark.usefixtures("something_to_show")
@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_opening_and_leaving_the_forms_of_a_page_leaves_nothing_behind(name, window, till, answers):
    answers.given |= {"show": False, "ask": False, "tell": None, "save": "", "open": ""}
    window.frame.turn_to(name)
    page = window.frame.page
    page.example()
    QApplication.processEvents()
    buttons = form_buttons(page, answers)
    while page.make_next():  # what comes by and by is there before anything is counted
        pass

    def press(times):
        for _time in range(times):
            for part in buttons:
                part.click()
            answers.asked.clear()  # it holds the forms

    press(_BEFORE)
    before = objects(window, till)
    press(TIMES)
    assert objects(window, till) == before

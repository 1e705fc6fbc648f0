"""What changes by itself is said to whoever hears the screen, and every figure has its name."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from shopdesk import products
from ui.widgets import aloud
from ui.widgets.strip import Strip, Undo


@pytest.fixture
def heard(monkeypatch):
    said = []

    def hear(_part, text, *, is_urgent=False):
        if text:
            said.append((text, is_urgent))

    monkeypatch.setattr(aloud, "announce", hear)
    return said


@pytest.fixture
def strip(qtbot):
    made = Strip("Undo", "Close this message")
    qtbot.addWidget(made)
    return made


def test_a_message_is_said_with_what_can_be_done(strip, heard):
    strip.tell("Recorded ¥48.00", "good", lambda: None, "")
    assert heard == [("Recorded ¥48.00 · Undo", False)]


def test_what_went_wrong_does_not_wait(strip, heard):
    strip.tell("Voucher used", "bad", lambda: None, "Show it")
    assert heard == [("Voucher used · Show it", True)]


def test_what_else_can_be_done_is_said_too(strip, heard):
    undo = Undo(lambda: None, "later", "Undo it", more=("Print", lambda: None))
    strip.tell("Recorded", "good", undo, "")
    assert heard == [("Recorded · Undo · Print", False)]


def test_a_message_raises_an_alert_of_the_strip_which_has_its_words(strip, monkeypatch):
    raised = []

    class Heard:
        Event = QAccessible.Event
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event):  # noqa: N802 - Qt's name
            raised.append((event.type(), event.object()))

    monkeypatch.setattr(aloud, "QAccessible", Heard)
    strip.tell("Recorded ¥48.00", "good", lambda: None, "")
    assert raised[0] == (QAccessible.Event.Alert, strip)
    assert raised[1] == (QAccessible.Event.Announcement, strip)
    assert strip.accessibleName() == "Recorded ¥48.00"


def test_an_announcement_is_made_without_a_screen_reader(qtbot):
    part = QLabel("¥1.00")
    qtbot.addWidget(part)
    aloud.announce(part, "¥1.00", is_urgent=True)
    aloud.announce(part, "")


def test_a_sum_is_said_once_it_stands_still(qtbot, heard):
    part = QLabel()
    qtbot.addWidget(part)
    figure = aloud.Figure(part)
    for text in ("Due ¥4.00", "Due ¥48.00"):
        figure.show(text)
    assert heard == []
    figure.pause.timeout.emit()
    figure.show("Due ¥48.00")
    figure.pause.timeout.emit()
    assert heard == [("Due ¥48.00", False)]


def spoken(widget, what=QAccessible.Text.Name):
    return QAccessible.queryAccessibleInterface(widget).text(what)


def test_what_is_due_stands_with_its_name_and_beside_the_amount(counter, hands):
    counter.pay.amount.setFocus()
    hands.type("48")
    assert spoken(counter.pay.due) == "Due ¥48.00"
    assert spoken(counter.pay.amount) == "Amount"
    assert spoken(counter.pay.amount, QAccessible.Text.Description) == "Due ¥48.00"
    assert counter.pay.aloud.text == "Due ¥48.00"


def test_each_line_says_which_product_its_parts_are_of(counter, window, desk, tea):
    other = products.add(desk, name="铁观音", price=5800, ean="6901234567908")
    assert other
    for ean in ("6901234567892", "6901234567908"):
        window.frame.scanned(ean)
    names = [one.accessibleName() for one in counter.lines.findChildren(QWidget)]
    for product in ("茉莉银针", "铁观音"):
        for what in ("One less of {}", "One more of {}", "Take {} out"):
            assert what.format(product) in names
    assert "茉莉银针: ¥68.00" in names
    assert "茉莉银针 × 1" in names

"""Hands at the till: keys as people and scanners send them, and what they leave behind."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from shopdesk import cards, purchases
from ui import background

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


def looked_up():
    """Wait until whatever was looked up for a key is there: hands are slower than that."""
    is_asked = True
    while is_asked:
        background.quick().waitForDone()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
        is_asked = background.quick().activeThreadCount() > 0


def turned_to(part):
    """A part of a profile, once somebody has turned to it: it is read only then."""
    tabs = part.parentWidget().parentWidget()
    tabs.setCurrentWidget(part)
    return part


class Hands:
    """Keys as hands and as a scanner send them, by a clock of their own."""

    def __init__(self, window):
        self.window, self.now = window, 0.0
        window.scanner.seconds = lambda: self.now

    def key(self, key, after, modifiers=Qt.KeyboardModifier.NoModifier):
        self.now += after
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def type(self, text):
        """What a person types, one key after the other."""
        for character in text:
            self.press(character)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.key(key, 0.2, modifiers)
        looked_up()

    def scan(self, code):
        """What a scanner does: all keys at once, then Enter."""
        self.now += 1
        for character in code:
            self.key(character, 0.005)
        self.key(ENTER, 0.005)


def card_of(till, member):
    return cards.of_member(till.desk, member)[0].code


def receipts(till):
    return purchases.of_day(till.desk, till.desk.today())

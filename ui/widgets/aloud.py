"""What a screen reader says of its own accord, when something changed that nobody went to."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

_PAUSE_MS = 600
"""While figures are still being typed the sum they come to is not said."""


def announce(part: QObject, text: str, *, is_urgent: bool = False) -> None:
    """Say what a part shows now; what is urgent does not wait for what is being said. Whatever
    does not know announcements hears of an alert, and reads the part."""
    if not text:
        return
    QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Alert))
    told = QAccessibleAnnouncementEvent(part, text)
    manner = QAccessible.AnnouncementPoliteness
    told.setPoliteness(manner.Assertive if is_urgent else manner.Polite)
    QAccessible.updateAccessibility(told)


class Figure(QObject):
    """A figure that changes while one types: said once it stands still, and only if it is another
    one by then."""

    def __init__(self, part: QObject) -> None:
        super().__init__(part)
        self.part, self.text, self.said = part, "", ""
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self._say)

    def show(self, text: str) -> None:
        """It is this now."""
        if text != self.text:
            self.text = text
            self.pause.start()

    def _say(self) -> None:
        if self.text != self.said:
            self.said = self.text
            announce(self.part, self.text)

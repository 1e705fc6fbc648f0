"""The strip at the foot of the window: what happened, whether it is safe, and *Undo*."""

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui import icons
from ui.widgets.parts import button, label, set_mood

_ICONS = {"good": "good", "bad": "bad", "note": "note", "": "note"}


class Strip(QFrame):
    """One message at a time, in words, with an icon and a colour."""

    def __init__(self, undo_text: str, close_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self.icon = QLabel()
        self.icon.setFixedSize(20, 20)
        self.text = label(wraps=True)
        self.text.setAccessibleName(undo_text)
        self.undo_text = undo_text
        self._act: Callable[[], None] | None = None
        self.is_undo = False
        self.undo_button = button(undo_text, self.undo, "small", icon="undo")
        self.offer_button = button("", self.act, "small", name=close_text)
        self.close_button = button("", self.clear, "plain", icon="close", name=close_text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self.icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.undo_button)
        layout.addWidget(self.offer_button)
        layout.addWidget(self.close_button)
        self.clear()

    def tell(self, text: str, mood: str, act: Callable[[], None] | None, word: str) -> None:
        """Show a message. ``act`` takes it back from here, or is what ``word`` offers to do."""
        self._act = act
        self.is_undo = act is not None and not word
        self.text.setText(text)
        self.text.setAccessibleName(text)
        set_mood(self, mood)
        set_mood(self.text, mood)
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        self.icon.setPixmap(icons.pixmap(_ICONS[mood], colour.name(), 20))
        self.undo_button.setVisible(self.is_undo)
        self.offer_button.setText(word)
        self.offer_button.setAccessibleName(word)
        self.offer_button.setVisible(act is not None and bool(word))
        self.show()

    def undo(self) -> None:
        """Take back what the message is about, if that can be."""
        if self.is_undo:
            self.act()

    def act(self) -> None:
        """Do once what the message offers."""
        if self._act is not None:
            act, self._act, self.is_undo = self._act, None, False
            self.undo_button.hide()
            self.offer_button.hide()
            act()

    def clear(self) -> None:
        """Show nothing."""
        self._act, self.is_undo = None, False
        self.text.clear()
        self.hide()

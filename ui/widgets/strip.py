"""The strip at the foot of the window: what happened, whether it is safe, and *Undo*."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QWindow
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget
from shiboken6 import isValid

from ui import icons
from ui.look import LARGE_LETTERS
from ui.widgets import aloud
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, column, label, row, set_mood
from ui.widgets.tips import tip

_ICONS = {"good": "good", "bad": "bad", "note": "note", "": "note"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOTHING_DONE = (
    *_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt,
    Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
)  # fmt: skip
"""Keys that answer a question or by themselves do nothing: every other key ends it."""
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes something back. Once the next thing is begun, ``later`` says what it was about, and
    ``word`` stands on the button: *Undo* alone would seem to mean what is being made. ``more`` is
    what else can be done about it, as (word, deed)."""

    act: Callable[[], None]
    later: str
    word: str
    more: tuple[str, Callable[[], None]] | None = None

    def __call__(self) -> None:
        """Take it back."""
        self.act()


@dataclass(frozen=True, slots=True)
class Message:
    """What is said. ``act`` takes it back, or is what ``word`` offers; a question waits for it."""

    text: str
    mood: str
    act: Callable[[], None] | None = None
    word: str = ""
    is_question: bool = False
    undo_word: str = ""
    more: tuple[str, Callable[[], None]] | None = None
    before: str = ""
    """What is said of the thing itself, where the last line says how something went on."""

    @property
    def is_undo(self) -> bool:
        """Whether it can be taken back from here."""
        return self.act is not None and not self.word

    @property
    def has_deeds(self) -> bool:
        """Whether there is something to be pressed."""
        return self.act is not None or self.more is not None


class Strip(QFrame):
    """One message at a time, in words, with an icon and a colour. ``asking`` tells whether Enter
    answers a question now."""

    asking = Signal(bool)

    def __init__(self, undo_text: str, close_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self.message: Message | None = None
        self.undo_text = undo_text
        self.before: QWidget | None = None
        self.icon = QLabel()
        self.icon.setFixedSize(icons.scaled(20), icons.scaled(20))
        self.text = label(wraps=True)
        self.text.setAccessibleName(undo_text)
        is_large = icons.scaled(100) > LARGE_LETTERS  # then the text needs all the room
        icon = "" if is_large else "undo"
        self.undo_button = button(undo_text, self.undo, "small", icon=icon)
        self.offer_button = button("", self.act, "small", name=close_text)
        self.more_button = button("", self.do_more, "small", name=close_text)
        self.close_button = button("", self.clear, "plain", icon="close", name=close_text)
        for one in (self.undo_button, self.more_button, self.offer_button, self.close_button):
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where one types
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._keys_moved)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(2 if is_large else 10)
        layout.addWidget(self.icon)
        self.below = FittedRow(self.undo_button, self.more_button, 1)
        self.beside = row(self.offer_button)
        layout.addLayout(column(self.text, self.below, space=4), 1)
        layout.addLayout(self.beside)
        layout.addWidget(self.close_button)
        self.clear()

    # --- saying ---

    def tell(self, text: str, mood: str, act: Callable[[], None] | None, word: str) -> None:
        """Show a message. ``act`` takes it back from here, or is what ``word`` offers to do."""
        more = act.more if isinstance(act, Undo) else None
        self.show_message(Message(text, mood, act, word, more=more))

    def add(self, text: str, mood: str, act: Callable[[], None] | None, word: str) -> None:
        """Say how something went on that was begun before, below what is said; the last of these
        counts. What can be done about the message itself stays, a question is not disturbed."""
        now = self.message
        if now is None:
            self.tell(text, mood, act, word)
            return
        said = now.before or now.text
        more = (word, act) if act is not None and not now.is_question else now.more
        self._dress(replace(now, text=f"{said}\n{text}", before=said, mood=mood, more=more))

    def ask(self, text: str, word: str, yes: Callable[[], None]) -> None:
        """Ask in passing: Enter or the button means ``yes``, anything else that it is not wanted.

        A question lives only as long as it is seen and is the last thing that happened, so that a
        later Enter cannot mean it.
        """
        self.show_message(Message(text, "note", yes, f"{word} · Enter", is_question=True))
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
        self.asking.emit(True)

    def show_message(self, message: Message) -> None:
        """Show what is said in the place of what was."""
        self.clear()
        self._dress(message)
        self.show()

    def _dress(self, message: Message) -> None:
        self.message = message
        self.text.setText(message.text)
        for widget in (self, self.text):
            widget.setAccessibleName(message.text)
        for widget in (self, self.text):
            set_mood(widget, message.mood)
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        self.icon.setPixmap(icons.pixmap(_ICONS[message.mood], colour.name(), icons.scaled(20)))
        self.offer_button.setText(message.word)
        self.offer_button.setAccessibleName(message.word)
        self._show_buttons()
        aloud.announce(self, self._spoken(message), is_urgent=message.mood == "bad")

    def _spoken(self, message: Message) -> str:
        """All of a message, with what can be done about it."""
        deeds = [message.word or self.undo_button.text()] if message.act is not None else []
        deeds += [message.more[0]] if message.more is not None else []
        return " · ".join([message.text, *deeds])

    def _show_buttons(self) -> None:
        message = self.message
        self._give_keys_back()
        word = message.undo_word if message is not None else ""
        self.undo_button.setText(word or self.undo_text)
        self.undo_button.setAccessibleName(word or self.undo_text)
        tip(self.undo_button, "" if word else "Ctrl+Z")
        self.undo_button.setVisible(message is not None and message.is_undo)
        more = message.more if message is not None else None
        self.more_button.setVisible(more is not None)
        self.more_button.setText(more[0] if more else "")
        self.more_button.setAccessibleName(more[0] if more else "")
        self.offer_button.setVisible(
            message is not None and message.act is not None and not message.is_undo
        )
        is_below = more is not None or icons.scaled(100) > LARGE_LETTERS
        place = self.below.line if is_below else self.beside  # beside them the text has no room
        for one in (self.offer_button, self.undo_button):
            if place.indexOf(one) < 0:
                place.insertWidget(0, one)
        self.below.setVisible(is_below and message is not None and message.has_deeds)
        self.below.refit()

    def _keys_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now) and old is not None:
            self.before = self.before if self.isAncestorOf(old) else old

    def _give_keys_back(self) -> None:
        """A button that is pressed away does not take the keys along to wherever Qt would."""
        now, before = QApplication.focusWidget(), self.before
        if now is not None and self.isAncestorOf(now) and before is not None and isValid(before):
            before.setFocus()

    # --- what can be done about it ---

    @property
    def is_undo(self) -> bool:
        """Whether what is shown can be taken back."""
        return self.message is not None and self.message.is_undo

    @property
    def is_question(self) -> bool:
        """Whether an answer is waited for."""
        return self.message is not None and self.message.is_question

    def undo(self) -> None:
        """Take back what the message is about, if that can be."""
        if self.is_undo:
            self.act()

    def act(self) -> None:
        """Do once what the message offers."""
        message = self.message
        if message is None or message.act is None:
            return
        if message.is_question:
            self.clear()
        else:
            self.message = replace(message, act=None, word="", undo_word="", more=None)
            self._show_buttons()
        message.act()

    def decline(self) -> None:
        """Esc: a question is answered with no, where that means something; it is over."""
        no = getattr(self.message.act, "no", None) if self.message is not None else None
        self.clear()
        if no is not None:
            no()

    def do_more(self) -> None:
        """Do once what else the message offers; it can still be taken back."""
        message = self.message
        if message is not None and message.more is not None:
            self.message = replace(message, more=None)
            self._show_buttons()
            message.more[1]()

    def take_offer(self) -> None:
        """Alt+M: do what is offered, where something is."""
        if self.message is not None and self.message.word and not self.is_question:
            self.act()

    def next_begun(self) -> None:
        """The next thing is being made: *Undo* says that it is about the one before."""
        message = self.message
        if message is not None and isinstance(message.act, Undo) and not message.undo_word:
            undo = message.act
            later = Message(undo.later, "note", undo, undo_word=undo.word, more=message.more)
            self.show_message(later)

    def hush(self) -> None:
        """The next thing is being done: only what can still be taken back stays."""
        if not self.is_undo:
            self.clear()

    def clear(self) -> None:
        """Show nothing."""
        if self.is_question and (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._give_keys_back()
        was_question, self.message = self.is_question, None
        self.text.clear()
        self.hide()
        if was_question:
            self.asking.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """While a question is open: Enter answers it, wherever the keys are; all else ends it."""
        if isinstance(event, QKeyEvent) and event.type() in _KEYS:
            return self._key_pressed(watched, event)
        if event.type() in _TOUCHES and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.clear()
        elif event.type() == QEvent.Type.InputMethod:
            self.clear()
        return False

    def _key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in _NOTHING_DONE or QApplication.activeModalWidget() is not None:
            self.clear()
        elif event.key() in _ENTER and event.type() == QEvent.Type.KeyPress:
            if not isinstance(watched, QWindow):  # the Enter that raised the question, passed on
                return False
            if not event.isAutoRepeat():
                self.act()
            return True
        return False

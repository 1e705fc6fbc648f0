"""The small parts of every screen: labels, buttons, cards, rows, and a form's fields.

Each says by its ``kind`` what it is; colours and sizes are in ``ui.look``. Labels show plain
text: names are typed by people and are never markup.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shopdesk.language import InBoth
from ui import icons, languages
from ui.look import FINGER
from ui.widgets.in_both import Fitting, Telling, Words, advance
from ui.widgets.tips import tip, tip_in_both

Part = QWidget | QLayout | int
"""What a row or column holds; a number stretches by that much."""
_FINGER = QSize(FINGER, 0)
_FIELD_MARGIN = 13
"""What a field leaves free at each side of its text."""


def label(text: str = "", kind: str = "", *, wraps: bool = False) -> QLabel:
    """A text; ``kind`` title, heading, soft, figure, large, due, good, bad, note or chip."""
    made = Words(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if kind:
        made.setProperty("kind", kind)
    if kind == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def set_mood(widget: QWidget, mood: str) -> None:
    """Colour a widget by a mood: good, bad, note or none."""
    _dress(widget, "mood", mood)


def set_kind(widget: QWidget, kind: str) -> None:
    """Show a widget as another kind of its sort."""
    _dress(widget, "kind", kind)


def _dress(widget: QWidget, name: str, value: str) -> None:
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def as_typed(text: str) -> str:
    """A text for a button or a box: Qt would underline what follows an ``&`` and leave that out,
    but a name may have one."""
    return text.replace("&", "&&")


_FILLED = ("primary", "pay", "final")
"""Kinds of buttons that are filled with a colour."""
_RING, _ROUND = 2.5, 6
_WITHIN = (3.5, 3.5, -3.5, -3.5)
"""A ring's breadth, the radius of its corners, and how far inside the button it runs."""


class Button(Telling, QPushButton):
    """A button that Enter presses as the space bar does: Qt leaves Enter to a form's main button,
    so that *Cancel* would do what it is there to prevent, and on a page nothing would happen.

    It shows an ``&`` as it is. One that is filled has its ring inside, where it stands out."""

    def __init__(self, text: str) -> None:
        QPushButton.__init__(self, as_typed(text))
        self.fitting = Fitting(text)
        self.tell(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say something else."""
        self.fitting = Fitting(text)
        QPushButton.setText(self, as_typed(text))
        self.tell(text)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As broad as a finger, however short its text; no less is its least either."""
        return super().sizeHint().expandedTo(_FINGER)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the ring of a filled button that has the keys: a style sheet has one line only."""
        super().paintEvent(event)
        if self.hasFocus() and self.property("kind") in _FILLED:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), _RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(*_WITHIN), _ROUND, _ROUND)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Press once, however long the key is held."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class Chooser(Button):
    """A button that looks as a choice does and asks for it in a form of its own: what is chosen
    stands where other fields have their text, shortened where there is no room for it."""

    def __init__(self) -> None:
        super().__init__("")
        self.whole = ""
        self.setProperty("kind", "choice")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show what is chosen."""
        self.whole = text
        self.setAccessibleName(text)
        tip(self, text)
        self._shorten()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for some letters; a row of fields gives it the rest."""
        return QSize(self.fontMetrics().averageCharWidth() * 12 + 38, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much as there is room for."""
        self._shorten()
        super().resizeEvent(event)

    def _shorten(self) -> None:
        room, mode = self.width() - 42, Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, mode, room))


class ButtonInBoth(Button):
    """A button with both languages of a screen where there is room for both, else the first."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say something else."""
        self.fitting = Fitting(text)
        self._show(self.width())
        self.tell(self.text())
        self.updateGeometry()

    def say_shortly(self, is_short: bool) -> None:
        """Be content with the first language, or wish for both."""
        if self.fitting.is_short != is_short:
            self.fitting.is_short = is_short
            self._show(self.width())
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for what is wanted."""
        return self._room(self.fitting.wanted())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the first."""
        return self._room(self.fitting.first)

    def _room(self, text: str) -> QSize:
        shown, font = super().sizeHint(), self.font()
        more = -advance(font, self.text())
        if text != self.fitting.first and self.isCheckable():  # as it is once it is checked
            font.setBold(True)
        return QSize(shown.width() + more + advance(font, text), shown.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what there is room for."""
        self._show(event.size().width())
        super().resizeEvent(event)

    def _show(self, width: int) -> None:
        wanted = self.fitting.wanted()
        shown = wanted if self._room(wanted).width() <= width else self.fitting.first
        if shown != self.text():
            QPushButton.setText(self, as_typed(shown))
            self.tell(shown)


def button(
    text: str, clicked: Callable[[], object], kind: str = "", *, icon: str = "", name: str = ""
) -> QPushButton:
    """A button; ``name`` is what a screen reader says where the text alone does not."""
    made = ButtonInBoth(text) if isinstance(text, InBoth) else Button(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        role = QPalette.ColorRole
        palette = made.palette()
        colour = palette.color(role.HighlightedText if kind in _FILLED else role.Text)
        made.setIcon(icons.icon(icon, colour))
        side = icons.scaled(20)
        made.setIconSize(QSize(side, side))
    made.setAccessibleName(name or text)
    if name and not text:
        tip_in_both(made, name)
    made.clicked.connect(lambda _checked=False: clicked())
    return made


def number_names(buttons: Sequence[QPushButton]) -> None:
    """Buttons that do the same, each to another line, are told apart by ear too."""
    for number, each in enumerate(buttons, 1):
        each.setAccessibleName(f"{each.toolTip()} · {number}")


def picture(name: str, size: int = 20, colour: QColor | None = None) -> QLabel:
    """An icon by itself, of so many pixels at 100 percent."""
    made, side = QLabel(), icons.scaled(size)
    seen = colour or made.palette().color(QPalette.ColorRole.PlaceholderText)
    made.setPixmap(icons.pixmap(name, seen.name(), side))
    made.setFixedSize(side, side)
    return made


def filled(layout: QBoxLayout, *parts: Part) -> QBoxLayout:
    """Put parts into a layout one after the other.

    Side by side, the room behind a text that wraps is the text's own: else it would wrap beside
    nothing.
    """
    for before, part in zip((None, *parts), parts, strict=False):
        if isinstance(part, int) and _wraps_in(layout, before):
            layout.setStretch(layout.count() - 1, part)
        elif isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def _wraps_in(layout: QBoxLayout, part: Part | None) -> bool:
    """Whether a part is a text that is as high in a row as its width lets it be."""
    is_row = layout.direction() == QBoxLayout.Direction.LeftToRight
    return is_row and isinstance(part, QLabel) and part.wordWrap()


def row(*parts: Part, space: int = 10) -> QHBoxLayout:
    """Parts side by side; a number stretches."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space)
    filled(made, *parts)
    return made


def column(*parts: Part, space: int = 10) -> QVBoxLayout:
    """Parts one below the other; a number stretches."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space)
    filled(made, *parts)
    return made


def card(*parts: Part, kind: str = "card", margin: int = 16, space: int = 10) -> QFrame:
    """A framed group of parts, one below the other."""
    made = QFrame()
    made.setProperty("kind", kind)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(space)
    filled(layout, *parts)
    return made


def held(layout: QLayout) -> QWidget:
    """A widget around a layout and no larger, so that all of it can be shown or hidden at once."""
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def line() -> QFrame:
    """A thin line between two groups."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def scrolled(inside: QWidget, kind: str = "scrolled") -> QScrollArea:
    """A part that scrolls where the window is too low for it; ``inside`` on a card."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("kind", kind)
    made.setWidget(inside)
    return made


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            cleared(inner)


class Field(QLineEdit):
    """A line to type into; where its hint ends in … the whole of it is in the tooltip, and so is
    the other language of a screen in two, where there is no room for both.

    Ctrl+Z is left to the sale where the line has nothing to take back.
    """

    prompt = shorter = ""
    """The hint, and what is said of it where there is no room for more."""

    def event(self, event: QEvent) -> bool:
        """Do not claim what is no use here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo)
            if is_undo and not self.isUndoAvailable():
                event.ignore()
                return True
        return super().event(event)

    def setPlaceholderText(self, hint: str, shorter: str = "") -> None:  # noqa: N802 - Qt's name
        """Say what is to be typed."""
        self.prompt, self.shorter = hint, shorter
        self._show_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what there is no room for."""
        super().resizeEvent(event)
        self._show_hint()

    def _show_hint(self) -> None:
        room = self.contentsRect().width() - 2 * _FIELD_MARGIN
        both = languages.both(self.prompt, " / ")
        fits = [one for one in (both, self.prompt) if self._width(one) <= room]
        shown = fits[0] if fits else self.shorter or self.prompt
        if shown != self.placeholderText():
            QLineEdit.setPlaceholderText(self, shown)
        missing = "" if shown == both != self.prompt else languages.second(self.prompt)
        said = "\n".join(filter(None, ("" if fits else self.prompt, missing)))
        if said != self.toolTip():
            tip(self, said)

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


class DigitsField(Field):
    """A field for numbers and codes: an input method is kept out of it, and Enter that is held
    is pressed once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take a key, but no Enter that only repeats itself."""
        if not (event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Say that no input method is wanted here; the attribute alone does not do it."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)


def field(name: str, hint: str = "", *, shorter: str = "", digits: bool = False) -> Field:
    """A line to type into; ``name`` is what a screen reader says, ``shorter`` the hint where there
    is no room for more."""
    made = DigitsField() if digits else Field()
    made.setPlaceholderText(hint, shorter)
    made.setAccessibleName(name)
    return made


def named(name: str, part: QWidget, note: str = "") -> QVBoxLayout:
    """A form's field under its name, with a note below."""
    title = label(name, "soft")
    title.setBuddy(part)
    if not part.accessibleName():
        part.setAccessibleName(name)
    below = [label(note, "soft", wraps=True)] if note else []
    return column(title, part, *below, space=4)

"""The help beside what is shown: a window of its own that nothing waits for.

F1 opens it and F1 or Esc closes it. A scan is never meant for it: the window below comes forward.
"""

from functools import partial

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QCloseEvent,
    QFontMetrics,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrame,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from shopdesk.language import leading, translator
from ui import help_topics, keys, languages, look
from ui.widgets.parts import button, row
from ui.widgets.tips import tip

SCHEME = "help"
_SIZE = (440, 620)
_AIR = 10.0
"""Pixels below a paragraph; half of it between the points of a list."""
_EDGE = "\u00a0"
"""Before and behind a key, on its shade: the line breaks at neither."""
_WIDEST = max((one.sequence for one in keys.WINDOW), key=len)
_open: list["Help"] = []


class Help(QWidget):
    """One page of the help over the window it belongs to; links lead to others and back."""

    def __init__(self, over: QWidget, language: str, topic: str, percent: int = 100) -> None:
        super().__init__(over, Qt.WindowType.Dialog)
        self.over, self.language, self.topic = over, language, topic
        self.before: list[str] = []
        _ = translator(language)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(languages.both(_("Help")))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("Help"))
        self.page.anchorClicked.connect(self._follow)
        self.back = button(_("Back"), self.go_back, "small", icon="back")
        self.keys = button(_("All keys"), partial(self.go, help_topics.KEYS), "small")
        shut = button(_("Close"), self.close, "small")
        tip(shut, "Esc, F1")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.page, 1)
        layout.addLayout(row(self.back, self.keys, 1, shut))
        for key in ("Esc", "F1"):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)
        width, height = (look.scaled(side, percent) for side in _SIZE)
        self.resize(min(width, look.SMALLEST_SCREEN.width()),
                    min(height, look.SMALLEST_SCREEN.height() - look.BORDER.height()))  # fmt: skip
        self.show_topic(topic)

    def go(self, topic: str) -> None:
        """Read another page; the one before is kept to go back to."""
        if topic != self.topic:
            self.before.append(self.topic)
            self.show_topic(topic)

    def go_back(self) -> None:
        """Read the page before."""
        if self.before:
            self.show_topic(self.before.pop())

    def show_topic(self, topic: str) -> None:
        """Show a page."""
        self.topic = topic
        self.page.setMarkdown(help_topics.written(topic, leading(self.language)))
        _typeset(self.page.document(), self.page.palette().mid())
        self.back.setEnabled(bool(self.before))
        self.keys.setEnabled(topic != help_topics.KEYS)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == SCHEME:
            self.go(link.path())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Be forgotten at once, so that F1 opens another one; the keys go back to the window."""
        _forget(self)
        self.over.activateWindow()
        super().closeEvent(event)

    def stand_aside(self) -> None:
        """At the right edge of the window below."""
        corner = self.over.mapToGlobal(QPoint(self.over.width() - self.width() - 24, 48))
        self.move(corner)


def _typeset(document: QTextDocument, shade: QBrush) -> None:
    """Give a page the letters and the air of the window: Qt's own heads are too large, its lists
    stick to what is above them, and keys are in a face that is not ours. Keys stand on a shade."""
    document.setIndentWidth(look.letters(look.TITLE).pixelSize())
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        spaced, head = QTextBlockFormat(), block.blockFormat().headingLevel()
        spaced.setTopMargin(0)
        is_inside = block.textList() is not None and block.next().textList() is not None
        spaced.setBottomMargin(_AIR / 2 if is_inside else _AIR)
        if cursor.currentTable() is not None:
            spaced.setBottomMargin(0)
        cursor.mergeBlockFormat(spaced)
        for fragment in reversed(_fragments(block)):
            is_key = fragment.charFormat().fontFixedPitch()
            if head or is_key:
                written = fragment.charFormat()
                written.clearProperty(QTextFormat.Property.FontSizeAdjustment)
                written.setFont(look.letters(look.TITLE if head == 1 else look.BASE, is_bold=True))
                if is_key:
                    written.setBackground(shade)
                start, key = fragment.position(), fragment.text()
                cursor.setPosition(start)
                cursor.setPosition(start + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(_EDGE + key + _EDGE if is_key else key, written)
        block = block.next()
    for table in document.rootFrame().childFrames():
        _lay_keys(table)
    cursor.setPosition(0)


def _lay_keys(table: QTextFrame) -> None:
    """All keys of a table below each other, and in every table in the same width."""
    assert isinstance(table, QTextTable)
    table.removeRows(0, 1)  # Markdown wants a head, and there is nothing to say in it
    laid = table.format()
    letters = QFontMetrics(look.letters(look.BASE, is_bold=True))
    widest = letters.horizontalAdvance(_EDGE + _WIDEST + _EDGE) + _AIR
    of_rest = QTextLength(QTextLength.Type.VariableLength, 0)
    laid.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, widest), of_rest])
    laid.setBorder(0)
    laid.setCellSpacing(0)
    laid.setCellPadding(_AIR / 3)
    laid.setBottomMargin(_AIR)
    table.setFormat(laid)


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """The stretches of a paragraph that look alike; listed first, since changing them moves on."""
    found, at = [], block.begin()
    while not at.atEnd():
        found.append(at.fragment())
        at += 1
    return found


def turn(over: QWidget, language: str, topic: str, percent: int = 100) -> None:
    """F1: open the help over a window, or close it there."""
    was_there = [each for each in _open if each.over is over]
    close_all()
    if was_there:
        return
    made = Help(over, language, topic, percent)
    _open.append(made)
    made.stand_aside()
    made.show()
    made.activateWindow()
    made.page.setFocus()


def _forget(made: Help) -> None:
    if made in _open:
        _open.remove(made)


def close_all() -> None:
    """Close the help, wherever it is open."""
    for each in tuple(_open):
        each.close()


def step_aside() -> None:
    """Something was scanned: the keys go on in the window below."""
    for each in _open:
        if each.isActiveWindow():
            each.over.activateWindow()

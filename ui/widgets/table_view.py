"""The view of a list: keys, columns that share the room, rows as high as their texts need, tooltips
of what is cut short even so."""

import re
from collections.abc import Callable, Iterable
from contextlib import nullcontext

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from ui import look
from ui.widgets import dot
from ui.widgets.column_widths import Measured, aside, widths
from ui.widgets.figure_cells import FigureCells
from ui.widgets.flowing import Flowing, in_lines
from ui.widgets.tips import plain

_LINE = 23
"""The height of a line at the usual size: column widths are meant for it."""
_BESIDE = 26
"""What a cell has beside its text: its padding and Qt's margin."""
_GAP = 8
"""Between a dot and its text."""
_TALLER = 8
"""How much taller than a line a picture in a row is."""
_LEAST = 64
_WORD = re.compile(r"\b[A-Za-z\u00c0-\u017e]+[,.:;)]?(?= |$)|[^ 、]{1,6}、")
"""What no line should end within: a word, and one of several things in Chinese."""
_Hint = QAbstractItemView.ScrollHint
_TIMES = 3
"""A row is brought into sight again as often as those above it grow at most."""
_SEARCHED = 2_000
"""Typing letters in a list goes to a row that begins so; in a longer one all would be read."""


class View(QTableView):
    """Rows of one line, or of more where a text goes on below; ``text`` is what stands in a row and
    column. ``chosen`` is told the row that Enter is pressed on; ``fitting`` comes before columns
    are measured, ``fitted`` once they have their room."""

    chosen = Signal(QModelIndex)
    fitting = Signal()
    fitted = Signal()

    def __init__(
        self, model: QAbstractTableModel, wanted: list[int], wholes: set[int], spares: set[int],
        dotted: set[int], text: Callable[[int, int], str],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setModel(model)
        scale = self.fontMetrics().height() / _LINE
        self.wanted = [round(width * scale) for width in wanted]
        self.wholes, self.spares, self.dotted, self.text = wholes, spares, dotted, text
        self.dot_size = dot.size_beside(self.fontMetrics().height())
        self.picture_size = self.fontMetrics().height() + _TALLER
        self.pictured = set[int]()
        """Columns with a picture before the text."""
        self._left_out, self._aside = set[int](), set[int]()
        self._is_painted = False
        self._room = self.width()
        """The viewport's width. To ask that itself makes known every kind of widget there is."""
        self._least, self._is_tight = round(_LEAST * scale), False
        self._needed, self._words = [0] * len(wanted), [0] * len(wanted)
        """By column, the width that its texts need, and the longest word of them."""
        self._tall = set[int]()
        """Rows of more than one line."""
        self.setItemDelegate(Flowing(self))
        self.figures = FigureCells(self)
        self._dress()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(look.FINGER, self.fontMetrics().height() + 18))
        head.setHighlightSections(False)
        head.setMinimumSectionSize(32)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)

    # --- columns ---

    def fit(self) -> None:
        """Give the columns their widths, by what is in sight now; spare ones may step aside."""
        head, wished = self.horizontalHeader(), self._wished()
        self.fitting.emit()
        once = nullcontext() if self._is_painted else QSignalBlocker(head)
        with once:  # or all is painted as it comes into sight, then once more for the widths
            for place in self._aside:  # what is hidden does not say how much it needs
                super().setColumnHidden(place, False)
            self._needed = [head.sectionSizeHint(place) for place in range(len(self.wanted))]
            self._words = [0] * len(self.wanted)
            self._measure(wished)
            out = aside(self._room, self._measured(wished), self._least)
            self._aside = {wished[place] for place in out}
            for place in range(len(self.wanted)):
                super().setColumnHidden(place, place in self._aside or place in self._left_out)
            self._share()
            self._heighten(anew=True)
        self.updateGeometries()  # whether they have to be scrolled to is known then
        self.fitted.emit()

    def _scrolled(self) -> None:
        """Wider where what comes into sight needs it, never narrower: columns stand still."""
        before = list(self._needed)
        self._measure(self._shown() if self._is_tight else self.wholes)
        if self._needed != before:
            self._share()
        self._heighten()

    def _measure(self, places: Iterable[int]) -> None:
        advance, rows = self.fontMetrics().horizontalAdvance, self._in_sight()
        for place in places:
            beside = self.beside(place)
            texts = [self.text(row, place) for row in rows]
            self._needed[place] = max(self._needed[place], *(advance(t) + beside for t in texts), 0)
            if place not in self.wholes:
                words = {word for text in texts for word in _WORD.findall(text)}
                longest = max(map(advance, words), default=0)
                self._words[place] = max(self._words[place], longest + beside)

    def beside(self, place: int) -> int:
        """What a cell has beside its text."""
        if place in self.pictured:
            return _BESIDE + self.picture_size + _GAP
        return _BESIDE + (self.dot_size + _GAP if place in self.dotted else 0)

    def lines(self, row: int, place: int) -> list[str]:
        """What is written in a cell, one line below the other."""
        text = self.text(row, place)
        if place in self.wholes:
            return [text]
        return in_lines(text, self.font(), self.columnWidth(place) - self.beside(place))

    def is_cut(self, row: int, place: int) -> bool:
        """Whether something of a text is left out."""
        last, text = self.lines(row, place)[-1], self.text(row, place)
        return last.endswith("…") and not text.endswith(last)

    def _heighten(self, *, anew: bool = False) -> None:
        """Make rows in sight as high as their texts need; with others in them, or narrower columns,
        those that were high before have their one line again."""
        head, shown = self.verticalHeader(), [p for p in self._shown() if p not in self.wholes]
        usual, more = head.defaultSectionSize(), self.fontMetrics().height()
        marked = self.currentIndex()
        was_in_sight = marked.isValid() and 0 < self.visualRect(marked).bottom() < self.height()
        tall = {}
        for row in self._in_sight():
            lines = max((len(self.lines(row, place)) for place in shown), default=1)
            if lines > 1:
                tall[row] = usual + (lines - 1) * more
        if anew:
            for row in self._tall - tall.keys():
                head.resizeSection(row, usual)
            self._tall.clear()
        for row, high in tall.items():
            head.resizeSection(row, high)
        if tall and anew and was_in_sight:
            self.scrollTo(marked)
        self._tall |= tall.keys()

    def height_of(self, rows: int) -> int:
        """How high so many rows are, those that are not there as high as usual."""
        head = self.verticalHeader()
        there = min(rows, self.model().rowCount())
        more = (rows - there) * head.defaultSectionSize()
        return sum(head.sectionSize(row) for row in range(there)) + more

    def _wished(self) -> list[int]:
        return [place for place in range(len(self.wanted)) if place not in self._left_out]

    def _shown(self) -> list[int]:
        return [place for place in self._wished() if place not in self._aside]

    def _measured(self, places: list[int]) -> list[Measured]:
        return [
            Measured(
                self.wanted[place],
                self._needed[place],
                place in self.wholes,
                place in self.spares,
                self._words[place],
            )
            for place in places
        ]

    def _in_sight(self) -> range:
        head = self.verticalHeader()
        first = max(0, head.visualIndexAt(0))
        many = self.height() // head.defaultSectionSize() + 2
        return range(first, min(first + many, self.model().rowCount()))

    def _share(self) -> None:
        shown = self._shown()
        measured = self._measured(shown)
        self._is_tight = sum(max(c.wanted, c.needed) for c in measured) > self._room
        if measured:
            shared = widths(self._room, measured, self._least)
            for place, width in zip(shown, shared, strict=True):
                self.setColumnWidth(place, width)

    def setColumnHidden(self, column: int, hide: bool) -> None:  # noqa: N802 - Qt's
        """Leave a column out, or show it: the others share the room anew."""
        if hide != (column in self._left_out):
            self._left_out ^= {column}
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        """Share the room there is now; a marked row that was in sight stays there."""
        marked, height = self.currentIndex(), event.size().height()
        bottom = self.visualRect(marked).bottom()
        was_in_sight = marked.isValid() and bottom <= event.oldSize().height()
        super().resizeEvent(event)
        self._room = event.size().width()
        self.fit()
        if was_in_sight and bottom > height:
            self.scrollTo(marked)

    def scrollTo(  # noqa: N802 - Qt's name
        self, index: QModelIndex | QPersistentModelIndex, hint: _Hint = _Hint.EnsureVisible
    ) -> None:
        """Bring a row into sight: rows that come with it may be higher and push it out again."""
        for _time in range(_TIMES):
            super().scrollTo(index, hint)
            if self.visualRect(index).bottom() < self.height() - self._beyond():
                return
            self.updateGeometries()

    def _beyond(self) -> int:
        """What of the height is not for rows: the head, and a bar below them."""
        bar = self.horizontalScrollBar()
        return self.horizontalHeader().height() + (bar.height() if bar.isVisible() else 0)

    # --- keys, and what is cut short ---

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Enter opens the row it stands on; Home and End go to the first row and the last."""
        key, last = event.key(), self.model().rowCount() - 1
        if self.figures.takes(event):
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self.selectRow(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Frame the figure that is under it."""
        super().mouseMoveEvent(event)
        self.figures.over(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The keys are on the row again."""
        self.figures.pressed(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a figure opens it."""
        super().mouseReleaseEvent(event)
        self.figures.clicked(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The rows, and a frame around a figure."""
        self._is_painted = True
        super().paintEvent(event)
        self.figures.paint()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What is shown again is painted anew."""
        self._is_painted = False
        super().hideEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's
        """Go to the row that begins with what is typed, where that is quickly found."""
        if self.model().rowCount() <= _SEARCHED:
            super().keyboardSearch(search)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        """Whoever comes by the keys sees where they are."""
        super().focusInEvent(event)
        by_hand = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() in by_hand or not self.model().rowCount():
            return
        if self.selectionMode() == QAbstractItemView.SelectionMode.MultiSelection:
            return  # there one chooses with the space bar
        if not self.selectionModel().hasSelection():
            self.selectRow(max(0, self.currentIndex().row()))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Say in a tooltip the whole of a text that is cut short; no figure is framed where the
        mouse is gone."""
        if event.type() == QEvent.Type.Leave:
            self.figures.under = QPersistentModelIndex()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = str(index.data() or "")
            is_cut = index.isValid() and self.is_cut(index.row(), index.column())
            rect = self.visualRect(index) if index.isValid() else QRect()
            QToolTip.showText(event.globalPos(), plain(text) if is_cut else "", self, rect)
            return True
        return super().viewportEvent(event)

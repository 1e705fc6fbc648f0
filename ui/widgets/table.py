"""A list of rows: columns say what each shows, an empty list says so in words.

The rows are any sequence. ``Windowed`` is one of a million: an array of ids, of which only those
being looked at are read.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from shopdesk.language import InBoth
from ui import languages
from ui.widgets import dot
from ui.widgets.in_both import advance
from ui.widgets.parts import column, label, row
from ui.widgets.pills import COLOURS, Pills
from ui.widgets.table_view import View

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.ItemDataRole.DisplayRole
_DOT = Qt.ItemDataRole.DecorationRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_ANSWERED = (_TEXT, Qt.ItemDataRole.TextAlignmentRole, _DOT, COLOURS, _SPOKEN)


_HEAD = 24
"""Pixels beside the title of a column."""
_FRAME = 4
"""Around a list, above and below."""
_AWAY = 10
"""How much further than usual a text keeps away from a number before it."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, a row's text, its width in pixels at the usual size (0 takes what is
    left). Numbers and chips are never cut short, nor is what ``is_whole``; what ``is_spare`` is
    left out where others would be cut short. ``dot`` is the colour of a dot before the text,
    ``picture`` a small picture there, ``pill`` the colours of a chip that it stands on. ``spoken``
    is what a screen reader says where the text alone does not tell what the colour does.
    ``opens`` shows what a row's figure comes from."""

    title: str
    text: Callable[[Row], str]
    width: int = 0
    is_number: bool = False
    is_whole: bool = False
    is_spare: bool = False
    dot: Callable[[Row], str] | None = None
    pill: Callable[[Row], tuple[str, str] | None] | None = None
    picture: Callable[[Row], QPixmap | None] | None = None
    spoken: Callable[[Row], str] | None = None
    opens: Callable[[Row], object] | None = None


def _is_whole(column: Column[Any]) -> bool:
    """Whether it is never cut short: so is a chip of a width of its own."""
    is_chip = column.pill is not None and column.width > 0
    return column.is_number or column.is_whole or is_chip


class Windowed(Sequence[Row]):
    """Rows read by their ids as they come into sight, a block at a time; a few blocks are kept."""

    SIZE = 24
    """Rows read at once: a screen full."""
    KEPT = 8

    def __init__(self, ids: Sequence[int], read: Callable[[Sequence[int]], list[Row]]) -> None:
        self.ids, self.read = ids, read
        self._blocks: list[tuple[int, list[Row]]] = []
        self._start, self._rows = 0, list[Row]()

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return self.read(self.ids[place])
        within = place - self._start
        if not 0 <= within < len(self._rows):
            self._start, self._rows = self._block(place)
            within = place - self._start
        return self._rows[within]

    def _block(self, place: int) -> tuple[int, list[Row]]:
        """Where a block that has the row begins, and its rows, read unless it is kept: from the row
        on, as a screen is painted, or up to it where one scrolls back."""
        for start, rows in self._blocks:
            if start <= place < start + len(rows):
                return start, rows
        is_backwards = any(place + 1 == start for start, _ in self._blocks)
        start = max(0, place - self.SIZE + 1) if is_backwards else place
        rows = self.read(self.ids[start : start + self.SIZE])
        self._blocks.insert(0, (start, rows))
        del self._blocks[self.KEPT :]
        return start, rows


def _failed(error: Exception) -> None:
    """What failed while Qt asked for a row is a fault once Qt is done: let out before, it would
    come up in whatever is called next, and end the program where that makes another list."""
    QTimer.singleShot(0, partial(sys.excepthook, type(error), error, error.__traceback__))


class Rows(QAbstractTableModel):
    """Rows as Qt asks for them."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        super().__init__()
        self.columns = columns
        self.titles = [column.title for column in columns]
        self.heads = list(self.titles)
        """What is shown of them."""
        self.set_off = {
            place + 1
            for place, (one, after) in enumerate(pairwise(columns))
            if one.is_number and not after.is_number
        }
        """Columns that begin right behind a number: they keep away from it."""
        self.rows: Sequence[Any] = ()
        self.dot_size = 0

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        try:
            return 0 if parent.isValid() else len(self.rows)
        except Exception as error:
            _failed(error)
            return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.columns)

    def text(self, place: int, column: int) -> str:
        """What stands in a row and column."""
        return self.columns[column].text(self.rows[place])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED:  # most of what is asked for each cell that is painted
            return None
        try:
            return self._answer(index.row(), index.column(), role)
        except Exception as error:
            _failed(error)
            return None

    def _answer(self, row: int, column: int, role: int) -> Any:
        shown = self.columns[column]
        if role == _TEXT:
            return shown.text(self.rows[row])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if shown.is_number else _LEFT
        if role == _SPOKEN:
            return shown.spoken(self.rows[row]) if shown.spoken is not None else None
        if role == COLOURS:
            return shown.pill(self.rows[row]) if shown.pill is not None else None
        if shown.picture is not None:
            return shown.picture(self.rows[row])
        if shown.dot is not None:
            return dot.pixmap(shown.dot(self.rows[row]), self.dot_size)
        return dot.room(_AWAY) if column in self.set_off else None

    def headerData(  # noqa: N802 - Qt's
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            is_first = self.heads[section] == self.titles[section]
            return languages.second(self.titles[section]) if is_first else None
        if role == _DOT and section in self.set_off:
            return dot.room(_AWAY)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_number else _LEFT
        return None


class Table(QWidget):
    """A list of rows. ``opened`` is told a row that was clicked twice or taken by Enter,
    ``selected`` the row that is marked."""

    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        *,
        empty: str,
        action: QPushButton | None = None,
    ) -> None:
        super().__init__()
        self.model = Rows(columns)
        wholes = {n for n, each in enumerate(columns) if _is_whole(each)}
        spares = {n for n, each in enumerate(columns) if each.is_spare}
        wanted = [each.width for each in columns]
        dotted = {n for n, each in enumerate(columns) if each.dot is not None} | self.model.set_off
        self.view = View(self.model, wanted, wholes, spares, dotted, self.model.text)
        self.model.dot_size = self.view.dot_size
        self.view.pictured = {n for n, each in enumerate(columns) if each.picture is not None}
        opening = (n for n, each in enumerate(columns) if each.opens is not None)
        self.view.figures.offer(frozenset(opening))
        self.view.figures.opened.connect(self._open_figure)
        self.pills = Pills(self.view)
        for place, each in enumerate(columns):
            if each.pill is not None:
                self.view.setItemDelegateForColumn(place, self.pills)
        if any(isinstance(each.title, InBoth) for each in columns):
            self.view.fitting.connect(self._head_shortly)
            self.view.fitted.connect(self._head_in_both)
        self.between: tuple[int, int] | None = None
        """At least and at most so many rows high, where it is as high as its rows."""
        self.view.fitted.connect(self.rise)
        self.view.setAccessibleName(name)
        self.empty = label(empty, "soft", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing = QWidget()
        self.action = action
        parts = [row(1, action, 1)] if action is not None else []
        nothing.setLayout(column(1, self.empty, *parts, 2, space=16))
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self.view)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inside)
        self.view.chosen.connect(lambda index: self.opened.emit(self.model.rows[index.row()]))
        self.view.doubleClicked.connect(
            lambda index: self.opened.emit(self.model.rows[index.row()])
        )
        self.view.selectionModel().currentRowChanged.connect(self._marked)
        self.show_rows(())

    def _open_figure(self, index: QModelIndex) -> None:
        opens = self.model.columns[index.column()].opens
        if opens is not None:
            opens(self.model.rows[index.row()])

    def entitle(self, column: int, title: str) -> None:
        """Give a column another title; seen once rows are shown."""
        self.model.titles[column] = self.model.heads[column] = title

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Be as high as is wanted from the first sight."""
        super().showEvent(event)
        self.rise()

    def rise(self) -> None:
        """Be as high as the rows where that is wanted; a head is measured once it is dressed."""
        if self.between is not None:
            least, most = self.between
            rows = min(most, max(least, self.model.rowCount()))
            head = self.view.horizontalHeader().sizeHint().height()
            high = head + self.view.height_of(rows) + _FRAME
            if (bar := self.view.horizontalScrollBar()).maximum():
                high += bar.sizeHint().height()
            if high != self.maximumHeight():
                self.setFixedHeight(high)

    def _head_shortly(self) -> None:
        self.model.heads[:] = self.model.titles

    def _head_in_both(self) -> None:
        """Write both languages over the columns that are broad enough as they are."""
        head, model = self.view.horizontalHeader(), self.model
        margin = head.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, head)
        away = _AWAY + 4 * margin
        for place, title in enumerate(model.titles):
            said = languages.both(title)
            beside = _HEAD + (away if place in model.set_off else 0)
            if advance(head.font(), said) + beside <= self.view.columnWidth(place):
                model.heads[place] = said
        head.viewport().update()

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.selected.emit(self.model.rows[now.row()] if now.isValid() else None)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these; where there are none, the sentence. The keys stay with what is shown."""
        had_keys, began = self.view.hasFocus(), self.action is not None and self.action.hasFocus()
        self.model.show(rows)
        self.view.fit()
        self._stack.setCurrentIndex(0 if len(rows) else 1)
        if began and len(rows):
            self.enter()
        elif had_keys and not len(rows) and self.action is not None:
            self.action.setFocus()

    def show_again(self, rows: Sequence[Any]) -> None:
        """Show rows anew, each with an ``id``: the marked one stays marked, and all where it is."""
        marked, top = self.current, self.view.verticalScrollBar().value()
        self.show_rows(rows)
        places = (n for n, one in enumerate(rows) if marked is not None and one.id == marked.id)
        self.mark(next(places, -1))
        self.view.verticalScrollBar().setValue(top)

    def follow(self, typed: QLineEdit) -> None:
        """Let the key that points down lead from a field into the list."""
        down = QShortcut(QKeySequence("Down"), typed)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.enter)

    def enter(self) -> None:
        """Go into the list, to the row that is marked or the first one."""
        if self.model.rowCount():
            self.mark(max(0, self.view.currentIndex().row()))
            self.view.setFocus()

    def say_empty(self, text: str, *, offers: bool = True) -> None:
        """What is said where there is no row, and whether the action is offered with it."""
        self.empty.setText(text)
        if self.action is not None:
            self.action.setVisible(offers)

    @property
    def current(self) -> Any:
        """The row that is marked, or nothing."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    @property
    def chosen(self) -> list[Any]:
        """The rows that are chosen, where several can be, from the top."""
        places = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self.model.rows[place] for place in places]

    def allow_several(self, *, by_touch: bool = False) -> None:
        """Let several rows be chosen: by Shift and Ctrl with the arrows or the mouse, or where it
        is ``by_touch`` by touching one after the other (by keys, with the space bar)."""
        mode = View.SelectionMode
        self.view.setSelectionMode(mode.MultiSelection if by_touch else mode.ExtendedSelection)

    def mark_made(self, made: Any) -> None:
        """Mark the row of what was just made or changed, by its ``id``, if it is in the list."""
        if made is not None:
            rows = enumerate(self.model.rows)
            self.mark(next((n for n, one in rows if one.id == made.id), -1))

    def mark(self, place: int) -> None:
        """Mark a row and bring it into sight."""
        if 0 <= place < self.model.rowCount():
            self.view.selectRow(place)

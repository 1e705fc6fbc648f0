"""A list of rows: columns say what each shows, an empty list says so in words.

The rows are any sequence. ``Windowed`` is one of a million: an array of ids, of which only those
being looked at are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.parts import column, label, row

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.ItemDataRole.DisplayRole
_ANSWERED = (_TEXT, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.ForegroundRole)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, a row's text, its width in pixels (0 takes what is left)."""

    title: str
    text: Callable[[Row], str]
    width: int = 0
    is_number: bool = False
    colour: Callable[[Row], str | None] | None = None


class Windowed(Sequence[Row]):
    """Rows read by their ids as they come into sight, a block at a time; a few blocks are kept."""

    SIZE = 24
    """Rows read at once: a screen full."""
    KEPT = 8

    def __init__(self, ids: Sequence[int], read: Callable[[Sequence[int]], list[Row]]) -> None:
        self.ids, self.read = ids, read
        self._blocks: list[tuple[range, list[Row]]] = []

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return self.read(self.ids[place])
        for places, rows in self._blocks:
            if place in places:
                return rows[place - places.start]
        places, rows = self._block(place)
        return rows[place - places.start]

    def _block(self, place: int) -> tuple[range, list[Row]]:
        """Read the rows from here on, as a screen is painted; those up to here where one scrolls
        back. The block read last is looked through first."""
        is_backwards = any(place + 1 == places.start for places, _ in self._blocks)
        start = max(0, place - self.SIZE + 1) if is_backwards else place
        rows = self.read(self.ids[start : start + self.SIZE])
        self._blocks.insert(0, (range(start, start + len(rows)), rows))
        del self._blocks[self.KEPT :]
        return self._blocks[0]


class Rows(QAbstractTableModel):
    """Rows as Qt asks for them."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: Sequence[Any] = ()

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED:  # most of what is asked for each cell that is painted
            return None
        shown = self.columns[index.column()]
        if role == _TEXT:
            return shown.text(self.rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if shown.is_number else _LEFT
        if shown.colour is not None:
            colour = shown.colour(self.rows[index.row()])
            return QColor(colour) if colour else None
        return None

    def headerData(  # noqa: N802 - Qt's
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].is_number else _LEFT
        return None


class _View(QTableView):
    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Enter opens the row it stands on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


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
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self._dress(columns)
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

    def _dress(self, columns: Sequence[Column[Any]]) -> None:
        view = self.view
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(max(42, view.fontMetrics().height() + 18))
        head = view.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        scale = view.fontMetrics().height() / 23
        for place, each in enumerate(columns):
            stretches = not each.width
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(place, mode.Stretch if stretches else mode.Interactive)
            if each.width:
                view.setColumnWidth(place, round(each.width * scale))

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.selected.emit(self.model.rows[now.row()] if now.isValid() else None)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these; where there are none, the sentence."""
        self.model.show(rows)
        self._stack.setCurrentIndex(0 if len(rows) else 1)

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

    def mark(self, place: int) -> None:
        """Mark a row and bring it into sight."""
        if 0 <= place < self.model.rowCount():
            self.view.selectRow(place)

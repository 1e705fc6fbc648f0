"""Figures in the cells of a list: each opens what it comes from, by a click or a touch on its text,
or by the arrows to it and Enter. Anywhere else a row is marked and opened as ever."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette, QPen

if TYPE_CHECKING:
    from ui.widgets.table_view import View

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROUND, _AROUND, _ABOVE = 8, 6, 5
"""Pixels: of the frame of a figure, as that of one outside a list."""


class FigureCells(QObject):
    """The figures of one list. ``opened`` is told the cell; ``at`` is the column of the figure that
    the keys are on, nothing where they are on the row."""

    opened = Signal(QModelIndex)

    def __init__(self, view: "View") -> None:
        super().__init__(view)
        self.view = view
        self.columns: frozenset[int] = frozenset()
        self.at: int | None = None
        self.under = QPersistentModelIndex()
        """The figure that the mouse is over."""
        self._begun = QPersistentModelIndex()

    def offer(self, columns: frozenset[int]) -> None:
        """Let these columns open something."""
        self.columns = columns
        if columns:  # to ask for the viewport makes known every kind of widget there is
            self.view.viewport().setMouseTracking(True)

    def takes(self, event: QKeyEvent) -> bool:
        """The arrows go from the row to its figures and back, Enter opens the one they are on."""
        row = self.view.currentIndex()
        if not self.columns or not row.isValid():
            return False
        if event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
            return True
        if event.key() in _ENTER and self.at is not None and not event.isAutoRepeat():
            self.opened.emit(row.siblingAtColumn(self.at))
            return True
        return False

    def _step(self, way: int) -> None:
        shown = [one for one in sorted(self.columns) if not self.view.isColumnHidden(one)]
        places: list[int | None] = [None, *shown]
        now = places.index(self.at) if self.at in places else 0
        self.at = places[min(max(now + way, 0), len(places) - 1)]
        row = self.view.currentIndex()
        beside = row.siblingAtColumn(0 if self.at is None else self.at)
        no_change = self.view.selectionModel().SelectionFlag.NoUpdate
        self.view.selectionModel().setCurrentIndex(beside, no_change)  # is read aloud
        self.view.viewport().update()

    # --- the mouse, and fingers ---

    def over(self, event: QMouseEvent) -> None:
        """A hand and a frame where a click opens something."""
        found = self._found(event)
        if found != self.under:
            self.under = QPersistentModelIndex(found)
            hand = Qt.CursorShape.PointingHandCursor
            self.view.viewport().setCursor(hand if found.isValid() else Qt.CursorShape.ArrowCursor)
            self.view.viewport().update()

    def pressed(self, event: QMouseEvent) -> None:
        """The keys are on the row again; a click may begin."""
        self.at = None
        self._begun = QPersistentModelIndex(self._found(event))

    def clicked(self, event: QMouseEvent) -> None:
        """A click on a figure opens it."""
        found = self._found(event)
        is_click = found.isValid() and self._begun == found
        if is_click and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(found)

    def _found(self, event: QMouseEvent) -> QModelIndex:
        index = self.view.indexAt(event.position().toPoint())
        if index.column() in self.columns and self.frame(index).contains(
            event.position().toPoint()
        ):
            return index
        return QModelIndex()

    # --- how it looks ---

    def frame(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Around the text of a cell, with the dot before it; empty where nothing is written."""
        its, text = self.view.visualRect(index), str(index.data() or "")
        if not text:
            return QRect()
        metrics, lines = self.view.fontMetrics(), self.view.lines(index.row(), index.column())
        longest = max(map(metrics.horizontalAdvance, lines))
        broad = longest + self.view.beside(index.column()) - 2 * _AROUND
        high = min(len(lines) * metrics.height() + 2 * _ABOVE, its.height() - 2)
        is_right = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight)
        broad = min(broad, its.width() - 4)
        left = its.right() - broad - 2 if is_right else its.left() + 2
        return QRect(left, its.center().y() - high // 2, broad, high)

    def paint(self) -> None:
        """The frame of the figure that the keys are on, and of the one under the mouse."""
        role, row = QPalette.ColorRole, self.view.currentIndex()  # Highlight is what rows stand on
        framed = [(self.under, role.Dark)] if self.under.isValid() else []
        if self.at is not None and row.isValid() and self.view.hasFocus():
            framed.append((QPersistentModelIndex(row.siblingAtColumn(self.at)), role.Link))
        if not framed:
            return
        painter = QPainter(self.view.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, colour in framed:
            painter.setPen(QPen(self.view.palette().color(colour), 2))
            painter.drawRoundedRect(self.frame(index), _ROUND, _ROUND)
        painter.end()

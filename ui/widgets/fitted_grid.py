"""Parts side by side, or in several rows where one has no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget


class FittedGrid(QWidget):
    """Shows its parts in as many columns as fit, the first of ``columns`` that does.

    Which one it is depends on the width of the grid and of the parts alone. ``is_filled`` shares
    the whole width among them, else they stand at the left.
    """

    def __init__(
        self, parts: Sequence[QWidget], columns: Sequence[int], *, space: int, is_filled: bool
    ) -> None:
        super().__init__()
        self.parts, self.columns = parts, columns
        self.is_filled = is_filled
        self.shown = 0
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(space)
        self.grid.setVerticalSpacing(6)
        self._show(columns[0])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as many columns as there is room for now."""
        super().resizeEvent(event)
        width = event.size().width()
        fitting = (count for count in self.columns if self._width(count) <= width)
        self._show(next(fitting, self.columns[-1]))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the fewest columns; as high as what is shown."""
        return QSize(self._width(self.columns[-1]), super().minimumSizeHint().height())

    def _width(self, count: int) -> int:
        widest = [
            max(part.minimumSizeHint().expandedTo(part.minimumSize()).width() for part in column)
            for column in (self.parts[place::count] for place in range(count))
            if column
        ]
        return sum(widest) + self.grid.horizontalSpacing() * (len(widest) - 1)

    def _show(self, count: int) -> None:
        if count == self.shown:
            return
        self.shown = count
        for place, part in enumerate(self.parts):
            self.grid.addWidget(part, place // count, place % count)
        for column in range(self.grid.columnCount()):
            self.grid.setColumnStretch(column, int(self.is_filled and column < count))
        if not self.is_filled:
            self.grid.setColumnStretch(count, 1)
        self.updateGeometry()

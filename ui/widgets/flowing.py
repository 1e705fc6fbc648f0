"""Texts that go on below where there is no room beside, and the cells of a list that do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from ui.widgets.table_view import View

MOST = 5
"""Lines: what is longer still was pasted, and would push all else out of sight."""


def in_lines(text: str, font: QFont, width: int) -> list[str]:
    """A text in lines that are no wider than so many pixels, parted between words where that can
    be; what is left over behind the last line that there may be ends in …"""
    metrics = QFontMetrics(font)
    if not text or metrics.horizontalAdvance(text) <= width:
        return [text]
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(wrapping)
    layout.beginLayout()
    units = text.encode("utf-16-le")  # in which Qt counts
    made, start = list[str](), 0
    while start < len(units) and len(made) < MOST - 1:
        line = layout.createLine()
        line.setLineWidth(width)
        end = start + 2 * line.textLength()
        made.append(units[start:end].decode("utf-16-le").rstrip())
        start = end
    layout.endLayout()
    if rest := units[start:].decode("utf-16-le"):
        made.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width) or "…")
    return made


class Flowing(QStyledItemDelegate):
    """Paints the cells of a list: a text that is too wide for its column goes on below."""

    def __init__(self, view: "View") -> None:
        super().__init__(view)
        self.view = view

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """What is painted, in lines."""
        super().initStyleOption(option, index)
        option.text = "\u2028".join(self.view.lines(index.row(), index.column()))

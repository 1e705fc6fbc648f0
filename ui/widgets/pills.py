"""A state in a list as the chip that says it elsewhere: its word in its colours."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from ui import look
from ui.widgets.flowing import Flowing, in_lines

COLOURS = Qt.ItemDataRole.UserRole
"""The role in which a row tells the colours of its chip: what it stands on, what it is written
in."""
_MARGIN, _BESIDE, _ABOVE, _ROUND = 3, 10, 3, 8
_SMALLER = look.SMALL / look.BASE


class Pills(Flowing):
    """Paints a cell's text on a rounded ground, which begins where the head of its column does; of
    numbers the text stands below the others."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """Paint the cell as any other, without its text; then the chip, if this row has one."""
        colours = index.data(COLOURS)
        if not colours:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        widget = cell.widget
        style = widget.style() if widget is not None else QApplication.style()
        letters = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, cell, widget
        ).adjusted(_MARGIN, 0, -_MARGIN, 0)
        text, cell.text = str(index.data() or ""), ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, widget)
        if not text:
            return
        font = QFont(cell.font)
        font.setPixelSize(round(font.pixelSize() * _SMALLER))
        font.setBold(True)
        metrics, room = QFontMetrics(font), cell.rect
        is_right = bool(cell.displayAlignment & Qt.AlignmentFlag.AlignRight)
        most = letters.right() + _BESIDE - (room.left() if is_right else letters.left())
        is_whole = index.column() in self.view.wholes
        lines = [text] if is_whole else in_lines(text, font, most - 2 * _BESIDE)
        broad = min(max(map(metrics.horizontalAdvance, lines)) + 2 * _BESIDE, most)
        high = len(lines) * metrics.height() + 2 * _ABOVE
        left = letters.right() + _BESIDE - broad if is_right else letters.left()
        place = QRectF(left, room.center().y() - high / 2, broad, high)
        ground, ink = colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, _ROUND, _ROUND)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
        painter.restore()

"""A tier's own colour as a dot beside its name: the name tells it too, and stays in ink."""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

_PART = 0.5
"""Of a line's height."""


def size_beside(line: int) -> int:
    """How broad a dot is beside a text whose lines are so high."""
    return round(line * _PART)


def pixmap(colour: str, size: int) -> QPixmap:
    """The dot, with a thin edge: a tier may be as dark or as light as what it stands on."""
    return _drawn(colour, QApplication.palette().color(QPalette.ColorRole.Dark).name(), size)


@cache
def _drawn(colour: str, edge: str, size: int) -> QPixmap:
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
    painter.end()
    return made


@cache
def room(size: int) -> QPixmap:
    """The room of a dot, without one."""
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    return made

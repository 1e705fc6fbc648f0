"""A logo to look at, drawn here: a leaf and a word in colour."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from ui.widgets import photo


def image(
    wide: int = 360, high: int = 150, ground: Qt.GlobalColor = Qt.GlobalColor.white
) -> QImage:
    """A picture with something in it up to each of its edges."""
    made = QImage(wide, high, QImage.Format.Format_ARGB32)
    made.fill(ground)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(wide / 360, high / 150)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#0f6b5c"))
    painter.drawEllipse(QRectF(0, 0, 150, 150))
    leaf = QPainterPath()
    leaf.moveTo(75, 20)
    leaf.quadTo(130, 80, 75, 132)
    leaf.quadTo(20, 80, 75, 20)
    painter.setBrush(QColor("#f3e7c4"))
    painter.drawPath(leaf)
    painter.setBrush(QColor("#b08d2e"))
    painter.drawRect(QRectF(175, 30, 185, 34))
    painter.setBrush(QColor("#1b1f23"))
    painter.drawRect(QRectF(175, 86, 150, 34))
    painter.end()
    return made


def png(wide: int = 360, high: int = 150) -> bytes:
    """The same as the file that a shop keeps."""
    return photo.encoded(image(wide, high), "png", 0)

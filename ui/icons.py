"""Icons: one family of line drawings, tinted by the palette."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from shopdesk.language import RESOURCES
from ui.look import BASE

FOLDER = RESOURCES / "icons"
_SHARP = 2
"""Drawn at twice the size, so that they stay sharp on fine screens."""


def scaled(size: int) -> int:
    """A size in pixels at 100 percent, as large as the letters are now."""
    letters = QApplication.font().pixelSize()
    return round(size * letters / BASE) if letters > 0 else size


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """The icon ``name`` in a colour, that of text unless told; fainter where it is disabled."""
    palette = QApplication.palette()
    wanted = colour or palette.color(QPalette.ColorRole.WindowText)
    side = scaled(24)
    made = QIcon(pixmap(name, wanted.name(), side))
    faint = palette.color(QPalette.ColorRole.PlaceholderText)
    made.addPixmap(pixmap(name, faint.name(), side), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """The drawing of an icon in a colour."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    made = QPixmap(QSize(size, size) * _SHARP)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter)
    painter.end()
    made.setDevicePixelRatio(_SHARP)
    return made

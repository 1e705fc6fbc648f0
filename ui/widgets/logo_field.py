"""Choosing the shop's logo: what there is on white, another one from a file, or none."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from shopdesk import Refused
from ui import dialogs, whereabouts
from ui.widgets import logo
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, column, label

_ROOM = QSize(150, 56)
"""Pixels at most; a logo is as large as it has room in them."""
_PAD, _CORNER = 6, 6


class LogoField(QWidget):
    """A logo that is not kept yet: whoever asked for it keeps ``content`` with the rest."""

    changed = Signal()

    def __init__(
        self, say: Callable[[str], str], language: str, refuse: Callable[[str], object]
    ) -> None:  # fmt: skip
        super().__init__()
        self.say, self.language, self.refuse = say, language, refuse
        self.content: bytes | None = None
        self.picture = label()
        _ = say
        self.picture.setAccessibleName(_("Logo"))
        self.take_button = button(_("Logo from a file…"), self.take, "small", icon="folder")
        self.drop_button = button(_("Take the logo away"), self.drop, "small", icon="erase")
        layout = column(self.picture, FittedRow(self.take_button, self.drop_button, 1), space=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.show_logo(None)

    def show_logo(self, content: bytes | None) -> None:
        """Show this one, or that there is none."""
        self.content = content
        self.picture.setVisible(content is not None)
        self.drop_button.setVisible(content is not None)
        if content is not None:
            self.picture.setPixmap(on_white(content, _ROOM, self.devicePixelRatioF()))

    def take(self) -> None:
        """Take a picture's file, made small; what cannot be a logo is said and changes nothing."""
        _ = self.say
        file = dialogs.open_file(self, _("Logo"), whereabouts.pictures(), logo.KINDS)
        if file is None:
            return
        try:
            content = logo.normal(file, self.language)
        except Refused as refusal:
            self.refuse(refusal.text(self.language))
            return
        self.show_logo(content)
        self.changed.emit()
        self.take_button.setFocus()

    def drop(self) -> None:
        """Have none."""
        self.show_logo(None)
        self.changed.emit()
        self.take_button.setFocus()


def on_white(content: bytes, room: QSize, ratio: float) -> QPixmap:
    """A logo as large as it has room, on white with round corners whatever the theme."""
    image = QImage.fromData(content)
    size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    whole = size + QSize(2 * _PAD, 2 * _PAD)
    made = QPixmap(whole * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("white"))
    painter.drawRoundedRect(QRectF(0, 0, whole.width(), whole.height()), _CORNER, _CORNER)
    painter.drawImage(QRectF(_PAD, _PAD, size.width(), size.height()), image)
    painter.end()
    return made

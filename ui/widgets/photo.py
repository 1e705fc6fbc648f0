"""A member's photo: made small where it is taken in, and shown round."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPainterPath, QPixmap

from shopdesk import photos
from shopdesk.refusals import PhotoRefused

KINDS = "JPEG, PNG (*.jpg *.jpeg *.png)"
_QUALITIES = (85, 60)
"""The first is seldom too large; of a picture of pure noise it may be."""
_MOST_PIXELS = 200_000_000
"""A scan of a whole page at 1200 dpi has less; more is a picture made to fill the memory."""


def small(path: Path, language: str) -> bytes:
    """A picture's file as a JPEG of at most ``photos.SIDE`` pixels, upright, what is clear white.

    Refuses what is no picture, and one that is too large to open.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() <= _MOST_PIXELS:
        side = max(size.width(), size.height())
        if side > photos.SIDE:
            least = size.scaled(photos.SIDE, photos.SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            reader.setScaledSize(least.expandedTo(QSize(1, 1)))
        image = reader.read()
        for quality in _QUALITIES:
            content = b"" if image.isNull() else jpeg(image, quality)
            if content and len(content) <= photos.LARGEST:
                return content
    raise PhotoRefused(language, most=photos.LARGEST // 1024)


def jpeg(image: QImage, quality: int = _QUALITIES[0]) -> bytes:
    """A picture as a JPEG; what is clear in it is white."""
    opaque = QImage(image.size(), QImage.Format.Format_RGB32)
    opaque.fill(Qt.GlobalColor.white)
    painter = QPainter(opaque)
    painter.drawImage(0, 0, image)
    painter.end()
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(target, QByteArray(b"jpeg"))
    writer.setQuality(quality)
    writer.write(opaque)
    return bytes(target.data().data())


def rounded(content: bytes, side: int, ratio: float, corner: int | None = None) -> QPixmap:
    """A photo as a round picture ``side`` pixels wide on a screen of a pixel ratio; its middle.

    With a ``corner`` of so many pixels only its corners are round.
    """
    pixels = round(side * ratio)
    cover = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    whole = QImage.fromData(content).scaled(
        pixels, pixels, cover, Qt.TransformationMode.SmoothTransformation
    )
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape, round_by = QPainterPath(), pixels / 2 if corner is None else corner * ratio
    shape.addRoundedRect(0, 0, pixels, pixels, round_by, round_by)
    painter.setClipPath(shape)
    painter.drawImage((pixels - whole.width()) // 2, (pixels - whole.height()) // 2, whole)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made

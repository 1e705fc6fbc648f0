"""A picture from a file: made small where it is taken in, and shown round."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter, QPainterPath, QPixmap

from shopdesk import kept_pictures
from shopdesk.refusals import PhotoRefused

KINDS = "JPEG, PNG (*.jpg *.jpeg *.png)"
_QUALITIES = (85, 60)
"""The first is seldom too large; of a picture of pure noise it may be."""
MOST_PIXELS = 200_000_000
"""A scan of a whole page at 1200 dpi has less; more is a picture made to fill the memory."""


def small(path: Path, language: str) -> bytes:
    """A picture's file as a JPEG of at most ``kept_pictures.SIDE`` pixels, upright, what is clear
    white.

    Refuses what is no picture, and one that is too large to open.
    """
    reader = QImageReader(str(path))
    image = read(reader, kept_pictures.SIDE) if is_openable(reader) else QImage()
    for quality in _QUALITIES:
        content = b"" if image.isNull() else jpeg(image, quality)
        if content and len(content) <= kept_pictures.LARGEST:
            return content
    raise PhotoRefused(language, most=kept_pictures.LARGEST // 1024)


def is_openable(reader: QImageReader) -> bool:
    """Whether a file says that it is a picture, and of no more pixels than can be opened."""
    size = reader.size()
    return size.isValid() and size.width() * size.height() <= MOST_PIXELS


def read(reader: QImageReader, longest: int) -> QImage:
    """The picture, upright, with a longer side of so many pixels at most; null where it cannot be
    read."""
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > longest:
        least = size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(least.expandedTo(QSize(1, 1)))
    return reader.read()


def opaque(image: QImage) -> QImage:
    """The picture with white wherever it is clear."""
    made = QImage(image.size(), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    painter.end()
    return made


def encoded(image: QImage, kind: str, quality: int) -> bytes:
    """A picture as the bytes of a file of some kind."""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(target, QByteArray(kind.encode()))
    writer.setQuality(quality)
    writer.write(image)
    return bytes(target.data().data())


def jpeg(image: QImage, quality: int = _QUALITIES[0]) -> bytes:
    """A picture as a JPEG; what is clear in it is white."""
    return encoded(opaque(image), "jpeg", quality)


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

"""The shop's logo from a picture's file: upright, on white, as small as it is kept."""

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QImageReader

from shopdesk import kept_pictures, logo
from shopdesk.refusals_of_files import LogoEmpty, LogoMoves, LogoRefused, LogoTooLarge, LogoTooSmall
from ui.widgets import photo

KINDS = "PNG, JPEG (*.png *.jpg *.jpeg)"
_NO_LOSS = 0
"""The quality of a PNG that is packed hardest."""
_SAID_WITHIN = 2**20
"""Bytes: even a profile of colours that comes first is smaller."""
_NOTHING = 250
"""Greys from here on are as good as white on paper."""
_STEP = 0.75
"""A picture with too much in it for the bytes there are is made so much smaller until it fits."""


def normal(path: Path, language: str) -> bytes:
    """A picture's file as the PNG that ``logo.put`` takes: turned upright, on white, its white
    edges cut off.

    Refuses with a sentence what is no picture, is too large or too small, moves, or is all white.
    """
    reader = QImageReader(str(path))
    if reader.size().isValid() and not photo.is_openable(reader):
        raise LogoTooLarge(language, most=photo.MOST_PIXELS // 1_000_000)
    is_several = reader.supportsAnimation() and reader.imageCount() != 1
    if is_several or kept_pictures.is_moving_png(_beginning(path)):
        raise LogoMoves(language)
    image = photo.read(reader, 2 * logo.SIDE) if photo.is_openable(reader) else QImage()
    if image.isNull():
        raise LogoRefused(language, most=kept_pictures.LARGEST // 1024, side=logo.SIDE)
    if image.width() < logo.LEAST or image.height() < logo.LEAST:
        raise LogoTooSmall(language, least=logo.LEAST)
    return _packed(_cropped(photo.opaque(image), language), language)


def _beginning(path: Path) -> bytes:
    """So much of a file that what a PNG says of itself is in it; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(_SAID_WITHIN)
    except OSError:
        return b""


def _cropped(image: QImage, language: str) -> QImage:
    """Without the white around it."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, long = grey.width(), grey.bytesPerLine()
    whole = bytes(grey.constBits())
    lines = [whole[y * long : y * long + wide] for y in range(grey.height())]
    rows = [y for y, line in enumerate(lines) if min(line) < _NOTHING]
    if not rows:
        raise LogoEmpty(language)
    least = [min(column) for column in zip(*lines[rows[0] : rows[-1] + 1], strict=True)]
    columns = [x for x, darkest in enumerate(least) if darkest < _NOTHING]
    left, top = columns[0], rows[0]
    return image.copy(QRect(left, top, columns[-1] - left + 1, rows[-1] - top + 1))


def _packed(image: QImage, language: str) -> bytes:
    side = min(logo.SIDE, max(image.width(), image.height()))
    while side >= logo.LEAST:
        fitting = image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        if min(fitting.width(), fitting.height()) < logo.LEAST:
            break
        content = photo.encoded(fitting, "png", _NO_LOSS)
        if len(content) <= kept_pictures.LARGEST:
            return content
        side = int(side * _STEP)
    raise LogoTooSmall(language, least=logo.LEAST)

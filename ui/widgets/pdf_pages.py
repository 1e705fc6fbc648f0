"""The pages of a PDF as pictures: on the screen at any size, on paper at 300 dots an inch."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter

from ui.background import Cancelled, Progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
_POINT = 72
"""PDF measures in points: so many an inch."""


class Pages:
    """A PDF whose pages can be looked at."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self.content = content
        self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    def image(self, place: int, scale: float) -> QImage:
        """One page; ``scale`` 1 is 72 dots an inch."""
        page = self._document[place]
        bitmap = page.render(scale=scale)
        made = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
            QImage.Format.Format_BGR888,
        ).copy()  # fmt: skip
        bitmap.close()
        page.close()
        return made

    def size(self, place: int) -> tuple[float, float]:
        """How wide and high a page is, in points."""
        page = self._document[place]
        wide, high = page.get_size()
        page.close()
        return wide, high

    def fitting(self, place: int, width: int, height: int) -> QImage:
        """One page, as large as fits into so many dots."""
        wide, high = self.size(place)
        return self.image(place, max(0.05, min(width / wide, height / high)))

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()


ROLL = 300
"""Points: what is narrower is no sheet but a roll."""


def sheet_of(pages: Pages) -> QPageSize:
    """The paper to print on: A4, or of a roll as much as the first page is long."""
    wide, high = pages.size(0)
    if wide >= ROLL:
        return QPageSize(QPageSize.PageSizeId.A4)
    return QPageSize(QSizeF(wide, high), QPageSize.Unit.Point)


def printers() -> list[str]:
    """The printers this computer knows."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


def paint(pages: Pages, printer: "QPrinter", first: int, last: int, progress: Progress) -> None:
    """Paint pages ``first`` to ``last`` (from 0) on paper, each over the whole sheet."""
    painter = QPainter(printer)
    try:
        for place in range(first, last + 1):
            if place > first:
                printer.newPage()
            image = pages.image(place, PRINT_DPI / _POINT)
            sheet = QRectF(painter.viewport())
            size = image.size().scaled(sheet.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
            progress(place - first + 1, last - first + 1)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()

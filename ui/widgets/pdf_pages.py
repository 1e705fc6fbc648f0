"""The pages of a PDF as pictures: on the screen at any size, on paper as fine as it takes.

The library that draws them may do one thing at a time, and the worker draws as well as the window:
whoever draws holds ``_drawing``.
"""

from collections.abc import Iterator
from threading import RLock
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from ui.background import Cancelled, Progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_DPI = 300
_POINT = 72
"""PDF measures in points: so many an inch."""
_drawing = RLock()
_BLANK = 0.15
"""Inches that are blank at a receipt's foot: papers are whole points high, receipts are not."""


class Pages:
    """A PDF whose pages can be looked at."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self.content = content
        with _drawing:
            self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    def image(self, place: int, scale: float) -> QImage:
        """One page; ``scale`` 1 is 72 dots an inch."""
        with _drawing:
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
        """Width and height of a page, in points."""
        with _drawing:
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
        with _drawing:
            self._document.close()


_LONGEST_A4 = 900
"""Points: a longer page is an A3."""
ROLL = 300
"""Points: what is narrower is no sheet but a roll."""


def sheet_of(pages: Pages) -> QPageSize:
    """The paper to print on: A4, of a poster A3, of a roll as much as the first page is long."""
    wide, high = pages.size(0)
    if wide < ROLL:
        return QPageSize(QSizeF(wide, high), QPageSize.Unit.Point)
    is_a3 = max(wide, high) > _LONGEST_A4
    return QPageSize(QPageSize.PageSizeId.A3 if is_a3 else QPageSize.PageSizeId.A4)


def lie_of(pages: Pages) -> QPageLayout.Orientation:
    """How the paper lies: on its side where the pages are broader than high, if it is a sheet."""
    wide, high = pages.size(0)
    lies = wide >= ROLL and wide > high
    return QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait


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


def paint_whole(pages: Pages, printer: "QPrinter", *, dpi: int, is_roll: bool) -> bool:
    """Paint every page at its own size, smaller only where the paper is narrower; whether the
    printer took it.

    A roll's page that is longer than the driver lets a page be goes on on the next one: nothing of
    it is cut.
    """
    painter = QPainter()
    if not painter.begin(printer):
        return False
    sheet, whole = QRectF(painter.viewport()), printer.resolution() / dpi
    for place in range(len(pages)):
        image = pages.image(place, dpi / _POINT)
        by = min(whole, sheet.width() / image.width())
        if not is_roll:
            by = min(by, sheet.height() / image.height())
        step = int(sheet.height() / by) if is_roll else image.height()
        for top, part in _lengths(image, step, round(dpi * _BLANK)):
            if place or top:
                printer.newPage()
            painter.drawImage(QRectF(0, 0, part.width() * by, part.height() * by), part)
    return painter.end() and printer.printerState() != type(printer).PrinterState.Error


def _lengths(image: QImage, step: int, blank: int) -> Iterator[tuple[int, QImage]]:
    """A picture from top to bottom in lengths of so many dots; its blank foot makes none."""
    step = max(step, blank + 1)
    for top in range(0, max(1, image.height() - blank), step):
        yield top, image.copy(0, top, image.width(), min(step, image.height() - top))

"""The printers of this computer: what they are called, and printing on one without asking.

``ANSWERS["names"]`` gives their names and ``ANSWERS["print"]`` is given the PDF, the printer, the
paper's name and a title; a test replaces both, as those of ``ui.dialogs``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ui.widgets import pdf_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

ROLLS = ("80", "58")
_MOST_DPI = 406
"""Twice the dots of a receipt printer: where the system asks for more, it prints the same."""


class NotPrinted(Exception):  # noqa: N818 - named for what happened
    """The printer is not there, or would not take it; ``printer`` is empty where there is none."""

    def __init__(self, printer: str) -> None:
        super().__init__(printer)
        self.printer = printer


def names() -> list[str]:
    """The printers this computer knows."""
    found: list[str] = ANSWERS["names"]()
    return found


def send(content: bytes, printer: str, *, paper: str, title: str) -> str:
    """Print a PDF on a printer, or on the system's usual one where that is empty; returns its name.

    Slow, so for the worker. Raises ``NotPrinted`` where there is no such printer or it does not
    take it. That the system took it is all that can be known: an empty roll shows at the printer.
    """
    known = names()
    if not known or (printer and printer not in known):
        raise NotPrinted(printer)
    taken: str = ANSWERS["print"](content, printer, paper, title)
    return taken


def _printed(content: bytes, name: str, paper: str, title: str) -> str:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    chosen = QPrinterInfo.printerInfo(name) if name else _usual()
    if chosen.isNull() or chosen.state() == QPrinter.PrinterState.Error:
        raise NotPrinted(name or chosen.printerName())
    printer = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    put(content, printer, is_roll=paper in ROLLS)
    return chosen.printerName()


def _usual() -> "QPrinterInfo":
    """The system's default printer; where none is, the only one there is."""
    from PySide6.QtPrintSupport import QPrinterInfo

    known, usual = QPrinterInfo.availablePrinters(), QPrinterInfo.defaultPrinter()
    return known[0] if usual.isNull() and len(known) == 1 else usual


def put(content: bytes, printer: "QPrinter", *, is_roll: bool) -> None:
    """Print every page at its own size; raises ``NotPrinted`` where the printer does not begin."""
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize

    pages = pdf_pages.Pages(content)
    try:
        wide, high = pages.size(0)
        size = QPageSize(
            QSizeF(wide, high), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        printer.setFullPage(True)
        printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        dpi = min(printer.resolution(), _MOST_DPI)
        if not pdf_pages.paint_whole(pages, printer, dpi=dpi, is_roll=is_roll):
            raise NotPrinted(printer.printerName())
    finally:
        pages.close()


ANSWERS: dict[str, Callable[..., Any]] = {"names": pdf_pages.printers, "print": _printed}

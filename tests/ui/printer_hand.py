"""The printers of a computer, made up, and waiting for what goes to them."""

import pypdfium2
from PySide6.QtWidgets import QApplication

from ui import background
from ui.printing import NotPrinted


class Printer:
    """The printers of a computer that keep what they are given."""

    def __init__(self):
        self.names = ["POS-80", "DRAWER"]
        self.jobs = []
        self.is_on = True
        self.broken = None

    def take(self, content, name, paper, title):
        if not self.is_on or name == self.broken:
            raise NotPrinted(name)
        with pypdfium2.PdfDocument(content) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        self.jobs.append((name or "POS-80", paper, text))
        return self.jobs[-1][0]

    @property
    def taken(self):
        """Which printer was given what: a receipt's title, or the page that opens the drawer."""
        titles = (
            "Void slip of a top-up",
            "Refund slip of a top-up",
            "Top-up slip",
            "Sales receipt",
            "销售小票",
            "Refund slip",
            "Void slip",
            "Cash drawer",
            "Test page",
        )
        return [(name, next(t for t in titles if t in text)) for name, _paper, text in self.jobs]


def settled():
    """Wait for the worker, and hear what it says."""
    background.finish()
    QApplication.processEvents()

"""A picture of what will be on paper that follows what is typed, before anything is saved.

The paper is made and drawn on the worker, once the keys have rested a moment; what was asked for
meanwhile is made when that is done, and only the newest.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from ui.background import Job, Progress
from ui.look import scaled
from ui.till import Till
from ui.widgets.parts import column, label
from ui.widgets.pdf_pages import Pages

REST_MS = 250
"""So long after the last key."""
Make = Callable[[], Callable[[], bytes]]
"""Reads in the window what is typed; what it returns makes the PDF on the worker."""


class LivePaper(QWidget):
    """The first page of what ``make`` makes, as large as it fits; ``soon`` after each change."""

    def __init__(self, till: Till, name: str, make: Make, *, wide: int, high: int) -> None:
        super().__init__()
        self.till, self.make = till, make
        self.job: Job | None = None
        self.is_stale = False
        size = till.preferences.size
        self.picture = label()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setFixedSize(scaled(wide, size), scaled(high, size))
        self.picture.setAccessibleName(name)
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(REST_MS)
        self.rest.timeout.connect(self.draw)
        self.setLayout(column(self.picture))

    def soon(self, *_what: Any) -> None:
        """Something was typed or chosen."""
        self.rest.start()

    def draw(self) -> None:
        """Make it now; while one is being made, the next is made after it."""
        self.rest.stop()
        if self.job is not None:
            self.is_stale = True
            return
        if self.till.signed_in is None:  # the till was locked meanwhile
            return
        write, ratio = self.make(), self.picture.devicePixelRatioF()
        wide, high = (round(side * ratio) for side in self.picture.size().toTuple())

        def work(_progress: Progress) -> QImage:
            pages = Pages(write())
            try:
                return pages.fitting(0, wide, high)
            finally:
                pages.close()

        job = self.job = self.till.background(self, work)
        job.done.connect(self._made)
        job.ended.connect(self._ended)

    def _made(self, image: QImage) -> None:
        image.setDevicePixelRatio(self.picture.devicePixelRatioF())
        self.picture.setPixmap(QPixmap.fromImage(image))

    def _ended(self) -> None:
        if self.job is not None:
            self.job.deleteLater()
        self.job = None
        if self.is_stale:
            self.is_stale = False
            self.draw()

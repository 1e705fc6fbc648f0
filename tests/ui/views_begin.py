"""What the program shows of beginning: the scanner tried."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QScrollArea

from ui.till import Till
from ui.widgets.scanner_test import Heard
from ui.window import Window


def _scanner_tried(window: Window, till: Till) -> None:
    """A code that came slowly and without an Enter, far below in the section."""
    window.frame.show_page("settings", {"section": "computer"})
    section: Any = window.frame.page.section
    section.scanner_test.show_heard(Heard("6901234567892", (60,) * 12, ""))
    for _round in range(2):
        QApplication.processEvents()
        area = section.findChild(QScrollArea)
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


PAGES: dict[str, Callable[[Window, Till], None]] = {"settings-computer-scanner": _scanner_tried}

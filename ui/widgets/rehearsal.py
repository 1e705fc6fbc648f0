"""A part is painted before anybody sees it, so that showing it costs no more than turning to it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


def rehearsed(part: QWidget, size: QSize) -> None:
    """Give a part its size, its look and its letters while nobody waits: Qt does that only when a
    part is first shown, and it takes longer than all that is read for it."""
    part.resize(size)
    part.grab()

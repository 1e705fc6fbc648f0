"""Tabs that are turned by keys, as those of a browser are."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget

from ui.widgets.tips import tip

_KEYS = {"Ctrl+Tab": 1, "Ctrl+Shift+Tab": -1, "Ctrl+PgDown": 1, "Ctrl+PgUp": -1}


def turned_by_keys(page: QWidget, tabs: QTabBar, begin: Callable[[], None]) -> None:
    """Let Ctrl+Tab show the next tab of a page and go to where work ``begin``s there; back with
    Shift. After the last one comes the first."""

    def turn(step: int) -> None:
        tabs.setCurrentIndex((tabs.currentIndex() + step) % tabs.count())
        begin()

    for sequence, step in _KEYS.items():
        QShortcut(QKeySequence(sequence), page).activated.connect(lambda step=step: turn(step))
    tip(tabs, "Ctrl+Tab")

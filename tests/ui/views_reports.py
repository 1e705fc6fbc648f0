"""The reports with what stands behind their figures."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication

from ui import background, pictures
from ui.till import Till
from ui.widgets.chart import Chart
from ui.widgets.tile import Tile
from ui.window import Window


def _month(window: Window) -> Any:
    window.frame.show_page("reports", {})
    page: Any = window.frame.page
    page.example()
    QApplication.processEvents()
    return page


def _settled() -> None:
    background.finish()
    QApplication.processEvents()


def _behind_tile(place: int, window: Window, _till: Till) -> None:
    """The rows behind a figure, below it."""
    page = _month(window)
    made = page.shown.findChildren(Tile)[place]
    made.setFocus()
    made.opens()
    _settled()


def _behind_day(window: Window, _till: Till) -> None:
    """A day that the keys went to, and its receipts."""
    page = _month(window)
    days = page.findChildren(Chart)[0]
    days.setFocus()
    days.go(12)
    days.open(12)
    _settled()


def _scrolled(part: str, window: Window, _till: Till) -> None:
    """What stands further down."""
    page = _month(window)
    _settled()
    pictures.settled(QApplication.instance())
    shown = getattr(page, part)
    page.shown.ensureWidgetVisible(shown, 0, 200)
    assert not shown.visibleRegion().isEmpty(), "or the picture is of something else"


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "reports-behind-sales": partial(_behind_tile, 0),
    "reports-behind-retention": partial(_behind_tile, 6),
    "reports-behind-points": partial(_behind_tile, 8),
    "reports-behind-day": _behind_day,
    "reports-moves": partial(_scrolled, "moves"),
    "reports-rules": partial(_scrolled, "rules"),
}

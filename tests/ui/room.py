"""What wraps or scrolls though there is room left beside or below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QScrollArea, QWidget

from tests.ui.seeing import called, parts, scrolls
from ui.widgets.laid import held_by


def crowded(window: QWidget) -> list[str]:
    """What wraps or scrolls though there is room left beside or below it."""
    found = []
    for widget in parts(window):
        if isinstance(widget, QLabel) and widget.wordWrap():
            room = widget.width() + _spare(widget, Qt.Orientation.Horizontal)
            if widget.heightForWidth(room) < widget.heightForWidth(widget.width()):
                found.append(f"{called(widget, widget.text())} wraps beside nothing")
        elif isinstance(widget, QScrollArea) and widget.verticalScrollBar().maximum():
            spare = _spare(widget, Qt.Orientation.Vertical)
            if spare > min(widget.verticalScrollBar().maximum(), widget.fontMetrics().height()):
                found.append(f"{called(widget)} scrolls above {spare} pixels of nothing")
    return found


def _spare(widget: QWidget, way: Qt.Orientation) -> int:
    """The pixels that stretch in a row or column of a part, or of what is only around it."""
    spare, inner = 0, widget
    while (around := inner.parentWidget()) is not None and not scrolls(inner):
        for layout in _around(around.layout(), inner):
            if isinstance(layout, QBoxLayout) and _way_of(layout) == way:
                spare += _stretched(layout, way)
        inner = around
        if way == Qt.Orientation.Horizontal:  # a row ends at its card
            break
    return spare


def _way_of(layout: QBoxLayout) -> Qt.Orientation:
    across = (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)
    return Qt.Orientation.Horizontal if layout.direction() in across else Qt.Orientation.Vertical


def _stretched(layout: QLayout, way: Qt.Orientation) -> int:
    items = filter(None, map(layout.itemAt, range(layout.count())))
    spaces = [item.geometry() for item in items if item.spacerItem() is not None]
    is_wide = way == Qt.Orientation.Horizontal
    return sum(max(0, one.width() if is_wide else one.height()) for one in spaces)


def _around(layout: QLayout | None, widget: QWidget) -> list[QLayout]:
    """The layouts in which a part stands, the innermost last."""
    if layout is None:
        return []
    for part in held_by(layout):
        if part is widget:
            return [layout]
        if isinstance(part, QLayout) and (inner := _around(part, widget)):
            return [layout, *inner]
    return []

"""The texts of a part of a window, the font of each, and the room there is for it."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from ui.widgets.table import Rows
from ui.widgets.table_view import View

_HEAD_PADDING = 22
_CELL_PADDING = 16
_LINE_PADDING = 26
_MARK = 26
"""Pixels that the mark of a check box and its distance take."""
_RAIL, _LOW_RAIL = 2 * (6 + 1) + 4, 2 * (1 + 1) + 4
"""What the style sheet and Qt keep free above, below and within a tab of the rail."""

Texts = list[tuple[str, QFont, QSize]]


def texts_of(widget: QWidget) -> Texts:
    """The texts of a part, the font of each, and the room there is for it."""
    for kind, texts in _TEXTS.items():
        if isinstance(widget, kind):
            return [one for one in texts(widget) if one[0].strip()]
    return []


def _of_label(label: QLabel) -> Texts:
    margin = 2 * label.margin()
    room = label.contentsRect().size() - QSize(margin, margin)
    return [(label.text(), label.font(), room)]


def _of_button(button: QPushButton) -> Texts:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(
        QStyle.SubElement.SE_PushButtonContents, option, button
    ).size()  # fmt: skip
    if not button.icon().isNull():
        room.setWidth(room.width() - button.iconSize().width() - 4)
    return [(button.text().replace("&", ""), _bold_if_checked(button), room)]


def _of_tool(button: QToolButton) -> Texts:
    room = button.contentsRect().size()
    if button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
        edges = _LOW_RAIL if button.property("mood") == "low" else _RAIL
        room.setHeight(room.height() - button.iconSize().height() - edges)
    return [(button.text(), _bold_if_checked(button), room)]


def _bold_if_checked(button: QAbstractButton) -> QFont:
    font = QFont(button.font())
    grows = button.isChecked() and button.property("kind") != "small"  # as the style sheet says
    font.setBold(font.bold() or grows)
    return font


def _of_mark(button: QAbstractButton) -> Texts:
    return [(button.text(), button.font(), button.size() - QSize(_MARK, 0))]


def _of_line(field: QLineEdit) -> Texts:
    room = field.contentsRect().size() - QSize(_LINE_PADDING, 0)
    return [("" if field.text() else field.placeholderText(), field.font(), room)]


def _of_choice(choice: QComboBox) -> Texts:
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, choice)
    return [(choice.currentText(), choice.font(), room.size())]


def _of_tabs(tabs: QTabBar) -> Texts:
    bold = QFont(tabs.font())
    bold.setBold(True)
    seen = tabs.rect()
    padding = QSize(18 if tabs.property("kind") == "many" else 32, 0)
    made = []
    for place in range(tabs.count()):
        room = tabs.tabRect(place).intersected(seen).size() - padding
        made.append((tabs.tabText(place), bold if place == tabs.currentIndex() else tabs.font(),
                     room))  # fmt: skip
    return made


def _of_head(head: QHeaderView) -> Texts:
    model, shown = head.model(), head.orientation()
    if shown != Qt.Orientation.Horizontal or model is None:
        return []
    made = []
    for place in range(head.count()):
        if not head.isSectionHidden(place):
            beside = model.headerData(place, shown, Qt.ItemDataRole.DecorationRole)
            margin = head.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, head)
            apart = 0 if beside is None else beside.width() + 4 * margin
            room = QSize(head.sectionSize(place) - _HEAD_PADDING - apart, head.height())
            made.append((str(model.headerData(place, shown) or ""), head.font(), room))
    return made


def _of_table(table: QTableView) -> Texts:
    """The cells in sight: a text that has more lines than there may be ends in …, and only our own
    list tells it whole."""
    model, made = table.model(), Texts()
    if not isinstance(model, Rows):
        return []
    last = table.rowAt(table.viewport().height() - 1)
    for line in range(max(0, table.rowAt(0)), model.rowCount() if last < 0 else last + 1):
        for place in range(model.columnCount()):
            index = model.index(line, place)
            if table.isColumnHidden(place):
                continue
            text = str(model.data(index) or "")
            if isinstance(table, View) and not table.is_cut(line, place):
                text = "\n".join(table.lines(line, place))
            room = QSize(table.columnWidth(place) - _CELL_PADDING, table.rowHeight(line))
            made.append((text, table.font(), room))
    return made


_TEXTS: dict[type[QWidget], Callable[..., Texts]] = {
    QLabel: _of_label, QPushButton: _of_button, QToolButton: _of_tool, QCheckBox: _of_mark,
    QRadioButton: _of_mark, QLineEdit: _of_line, QComboBox: _of_choice, QTabBar: _of_tabs,
    QHeaderView: _of_head, QTableView: _of_table,
}  # fmt: skip

"""What a field held before a scanner typed into it, given back to it."""

from collections.abc import Callable

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)


def _nothing() -> None:
    """Give nothing back."""


def giving_back(field: QWidget | None) -> Callable[[], None]:
    """What gives a field back what it holds now; keys change a list or a choice as well."""
    if isinstance(field, QAbstractSpinBox):
        field = field.findChild(QLineEdit)
    elif isinstance(field, QComboBox) and field.lineEdit() is not None:
        field = field.lineEdit()
    if isinstance(field, QLineEdit):
        return _giving_line_back(field)
    if isinstance(field, QPlainTextEdit):
        written, place = field.toPlainText(), field.textCursor().position()
        return lambda: _rewrite(field, written, place)
    if isinstance(field, QComboBox):
        chosen = field.currentIndex()
        return lambda: field.setCurrentIndex(chosen)
    if isinstance(field, QAbstractItemView):
        marked = QPersistentModelIndex(field.currentIndex())
        return lambda: _mark_again(field, marked)
    return _nothing


def _giving_line_back(field: QLineEdit) -> Callable[[], None]:
    written, place = field.text(), field.cursorPosition()
    marked, length = field.selectionStart(), field.selectionLength()

    def back() -> None:
        field.setText(written)
        field.textEdited.emit(written)  # whoever heard the scan's keys hears that they are gone
        field.setCursorPosition(place)
        if marked >= 0:
            field.setSelection(marked, length)

    return back


def _rewrite(field: QPlainTextEdit, written: str, place: int) -> None:
    field.setPlainText(written)
    cursor = field.textCursor()
    cursor.setPosition(place)
    field.setTextCursor(cursor)


def _mark_again(view: QAbstractItemView, marked: QPersistentModelIndex) -> None:
    if marked.isValid():
        view.setCurrentIndex(view.model().index(marked.row(), marked.column(), marked.parent()))

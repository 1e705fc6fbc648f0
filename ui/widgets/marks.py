"""A field that is wrong: marked, with a sentence below it that says why."""

from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from shopdesk import Refused
from ui.widgets.laid import held_by
from ui.widgets.parts import label, set_mood


class Marks:
    """One field at a time is marked: a refusal is about one."""

    def __init__(self) -> None:
        self.field: QWidget | None = None
        self.note: QLabel | None = None

    def put(self, field: QWidget, text: str) -> None:
        """Mark a field and say below it what is wrong with it."""
        if field is not self.field:
            self.clear()
            self.field, self.note = field, label(kind="soft", wraps=True)
            set_mood(field, "bad")
            set_mood(self.note, "bad")
            _put_below(field, self.note)
        assert self.note is not None
        self.note.setText(text)
        field.setAccessibleDescription(text)

    def clear(self) -> None:
        """Nothing is wrong."""
        if self.field is None or self.note is None:
            return
        set_mood(self.field, "")
        self.field.setAccessibleDescription("")
        self.note.hide()
        self.note.setParent(None)
        self.note.deleteLater()
        self.field = self.note = None


def _put_below(field: QWidget, note: QLabel) -> None:
    """Below the field in the column that it stands in, or below what it is a part of."""
    inside: QWidget = field
    while (around := inside.parentWidget()) is not None and around.layout() is not None:
        found = _place(around.layout(), inside)
        if found is not None:
            found[0].insertWidget(found[1] + 1, note)
            return
        inside = around


def _place(layout: QLayout | None, widget: QWidget) -> tuple[QBoxLayout, int] | None:
    """The innermost column that holds a widget, and where in it the widget is."""
    if layout is None:
        return None
    for part in held_by(layout):
        if part is widget:
            return (layout, layout.indexOf(part)) if isinstance(layout, QVBoxLayout) else None
        if isinstance(part, QWidget):
            continue
        if (found := _place(part, widget)) is not None:
            return found
        if _holds(part, widget) and isinstance(layout, QVBoxLayout):
            return layout, layout.indexOf(part)
    return None


def _holds(layout: QLayout, widget: QWidget) -> bool:
    return any(
        part is widget or (isinstance(part, QLayout) and _holds(part, widget))
        for part in held_by(layout)
    )


def is_empty(field: QWidget | None) -> bool:
    """Whether nothing was typed or chosen yet: that is missing rather than wrong."""
    if isinstance(field, QComboBox):
        return field.currentData() is None
    return isinstance(field, QLineEdit) and not field.text().strip()


def quoted(refusal: Refused, fields: list[QLineEdit]) -> QLineEdit | None:
    """The field whose text a refusal quotes."""
    facts = {str(value).strip() for value in refusal.facts.values()} - {"", "–"}
    return next((one for one in fields if one.text().strip() in facts), None)

"""Rows behind a figure, below sentences: what it is made of, and what all of them come to."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import card, label
from ui.widgets.table import Column, Table

_ROWS, _NONE = 7, 3
"""So high is the list, in rows; lower where there is nothing in it."""
Place = tuple[str, dict[str, Any]]
"""A page, and what to show there."""


class BehindForm(Form):
    """Sentences over rows, and their ``total`` below; Enter on a row goes where it ``leads``, where
    that is anywhere. It is only looked at: a scan closes it and goes on. Over another form it leads
    nowhere: what is filled in there would be left."""

    gives_way = True

    def __init__(
        self, till: Till, parent: QWidget, title: str, said: Sequence[str],
        columns: Sequence[Column[Any]], rows: Sequence[Any], *, name: str, empty: str, total: str,
        leads: Callable[[Any], Place | None], width: int = 620,
    ) -> None:  # fmt: skip
        _ = till.say
        self.leads, self.sentences = leads, said
        self.table = Table(name, columns, empty=empty)
        height = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(height * (_ROWS if rows else _NONE))
        self.is_over_a_form = isinstance(parent.window(), QDialog)
        if not self.is_over_a_form:
            self.table.opened.connect(self._open)
        self.sum = _("All of them together: {sum}").format(sum=total)
        foot = label(self.sum, "heading", wraps=True)
        super().__init__(
            till, parent, title, *(label(one, wraps=True) for one in said),
            card(self.table, margin=1), submit=lambda: None, ok=_("Close"), width=width,
            foot=foot,
        )  # fmt: skip
        if not rows:
            foot.hide()
        self.leave.hide()  # there is nothing to leave undone
        self.table.show_rows(rows)
        self.table.mark(0)

    def _open(self, one: Any) -> None:
        if (place := self.leads(one)) is not None:
            page, what = place
            self.accept()
            self.till.go(page, **what)


def to_receipt(purchase_id: int | None) -> Place | None:
    """Where a receipt is seen, where there is one."""
    return None if purchase_id is None else ("records", {"receipt": purchase_id})

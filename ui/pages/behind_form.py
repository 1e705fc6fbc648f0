"""Rows behind a figure, below sentences: what it is made of, and what all of them come to."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.listed import Listed, at_foot
from ui.widgets.parts import label
from ui.widgets.table import Column

_MOST, _LEAST = 7, 2
"""So high is the list, in rows: no higher than it has any, and lower where the sentences need the
room."""
Place = tuple[str, dict[str, Any]]
"""A page, and what to show there."""


class BehindForm(Form):
    """Sentences and ``figures`` over rows, and their ``total`` below; Enter on a row goes where it
    ``leads``, where that is anywhere. It is only looked at: a scan closes it and goes on. Over
    another form it leads nowhere: what is filled in there would be left."""

    gives_way = True

    def __init__(
        self, till: Till, parent: QWidget, title: str, said: Sequence[str],
        columns: Sequence[Column[Any]], rows: Sequence[Any], *, name: str, empty: str, total: str,
        leads: Callable[[Any], Place | None], width: int = 620, figures: QWidget | None = None,
    ) -> None:  # fmt: skip
        _ = till.say
        self.leads, self.sentences = leads, said
        most = min(_MOST, max(_LEAST, len(rows)))
        self.table = Listed(name, columns, empty=empty, least=_LEAST, most=most)
        self.is_over_a_form = isinstance(parent.window(), QDialog)
        if not self.is_over_a_form:
            self.table.opened.connect(self._open)
        self.sum = _("Total: {sum}").format(sum=total)
        total_line = label(self.sum, "heading", wraps=True)
        super().__init__(
            till, parent, title, *(label(one, wraps=True) for one in said),
            *([] if figures is None else [figures]), submit=lambda: None, ok=_("Close"),
            width=width, foot=at_foot(self.table, total_line),
        )  # fmt: skip
        if not rows:
            total_line.hide()
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

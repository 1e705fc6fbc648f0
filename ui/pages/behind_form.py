"""Rows behind a figure, below sentences: what it is made of, and what all of them come to."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import card, column, held, label
from ui.widgets.table import Column, Table

_MOST, _LEAST = 7, 2
"""So high is the list, in rows: no higher than it has any, and lower where the sentences need the
room."""
_RING = 2
"""Pixels: the frame of a list that has the keys is broader by these."""
Place = tuple[str, dict[str, Any]]
"""A page, and what to show there."""


class Listed(Table):
    """As high as its rows as far as there is room; only they scroll then, not what is above."""

    def _high(self, rows: int) -> QSize:
        head = self.view.horizontalHeader().sizeHint().height()
        frame = 2 * self.view.frameWidth() + _RING
        return QSize(0, head + self.view.height_of(rows) + frame)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for its rows, or for the sentence."""
        return self._high(min(_MOST, max(_LEAST, self.model.rowCount())))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for some of them."""
        return self._high(_LEAST)


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
        self.table = Listed(name, columns, empty=empty)
        self.is_over_a_form = isinstance(parent.window(), QDialog)
        if not self.is_over_a_form:
            self.table.opened.connect(self._open)
        self.sum = _("Total: {sum}").format(sum=total)
        total_line = label(self.sum, "heading", wraps=True)
        foot = held(column(card(self.table, margin=1), total_line, space=14))
        grows = foot.sizePolicy()
        grows.setVerticalPolicy(QSizePolicy.Policy.Expanding)
        grows.setVerticalStretch(1)  # so that it, and not the sentences, has what room is left
        foot.setSizePolicy(grows)
        super().__init__(
            till, parent, title, *(label(one, wraps=True) for one in said),
            *([] if figures is None else [figures]), submit=lambda: None, ok=_("Close"),
            width=width, foot=foot,
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

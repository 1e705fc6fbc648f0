"""The chip of the rail in each of its states, below each other."""

from datetime import timedelta

from PySide6.QtWidgets import QDialog, QWidget

from ui.look import dress, scaled
from ui.till import Till
from ui.widgets.parts import column
from ui.widgets.status import OLD_DAYS, Status

_RAIL = 91
"""Pixels at 100 percent: what the rail leaves for it."""


def _every(parent: QWidget, till: Till) -> QWidget:
    made, now = QDialog(parent), till.shop.clock().astimezone(till.shop.zone)
    dress(made)
    chips = []
    for days in (None, 0, 1, OLD_DAYS, 100):
        chip = Status(till)
        chip.job = None  # what is read meanwhile is not shown
        chip.show_backup(None if days is None else now - timedelta(days=days))
        chip.setFixedWidth(scaled(_RAIL, till.preferences.size))
        chips.append(chip)
    made.setLayout(column(*chips))
    return made


FORMS = {"status": _every}

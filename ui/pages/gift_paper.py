"""The gift list of a run on paper, to tick off while it is handed out."""

from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk.rewards import Preview as Run
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview(till: Till, parent: QWidget, run: Run) -> Preview:
    """The preview of what a run gave, or would give; of one that gives nothing there is none."""
    _, desk = till.say, till.desk

    def write(target: BinaryIO, _choice: Any, progress: Progress) -> None:
        from reports import gift_list

        gift_list.pdf(target, gift_list.of(desk, run), progress=progress)

    name = f"gifts-{desk.today().isoformat()}"
    return Preview(till, parent, _("Gift list"), write, name=name)

"""The list of an event's guests on paper: in which languages, seen first, printed or saved."""

from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk.events import Event
from ui import languages
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview(till: Till, parent: QWidget, event: Event) -> Preview:
    """The list as it stands, to be seen page by page."""
    _, desk = till.say, till.desk

    def write(target: BinaryIO, choice: Any, _progress: Progress) -> None:
        from reports import guests

        guests.pdf(target, guests.of_event(desk, event.id), languages=choice)

    both = languages.pair(till.shop.settings.language)
    offered = [(languages.joined(each), each) for each in (both, *((one,) for one in both))]
    name = f"guests-{event.on}"
    return Preview(till, parent, _("Guest list"), write, name=name, choices=offered, choice=both)

"""The whole seam between the core's topics and Qt: topics in, one signal out."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from shopdesk import Shop
from shopdesk.topics import Topic


class Signals(QObject):
    """Passes on what changed; from another thread it arrives in the window's own."""

    changed = Signal(frozenset)

    def follow(self, shop: Shop) -> None:
        """Listen to a shop from now on."""
        shop.subscribe(self._tell)

    def _tell(self, topics: Iterable[Topic]) -> None:
        self.changed.emit(frozenset(topics))

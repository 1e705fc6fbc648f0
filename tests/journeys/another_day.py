"""The program for a journey through other days than today: ``python -m tests.journeys.another_day
SHOP``.

It is the program itself. The clock of its shop is what the file beside it says, and a new day is
looked for all the time instead of every minute; what its windows say is written beside it too.
"""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from shopdesk import Shop
from ui import app, daily

_LOOK_EVERY_MS = 50


class ToldClock:
    """The hour is what a file says: whoever writes it sets the clock of another process."""

    def __init__(self, folder: Path, now: datetime | None = None) -> None:
        self.file = folder / "now.txt"
        if now is not None:
            self.now = now

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text(encoding="ascii"))

    @now.setter
    def now(self, moment: datetime) -> None:
        write_whole(self.file, moment.isoformat())

    def __call__(self) -> datetime:
        return self.now

    def uptime_ms(self) -> int:
        return time.monotonic_ns() // 10**6

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)


class Seen(NamedTuple):
    """What can be read, and where the keys are: the name of it, what it holds and in which
    window."""

    texts: list[str]
    name: str = ""
    held: str = ""
    window: str = ""


def seen_by(folder: Path) -> Seen:
    """What the program wrote of its windows last."""
    file = folder / "seen.json"
    return Seen(*json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Seen([])


def write_whole(file: Path, text: str) -> None:
    """Write a file so that nobody reads half of it."""
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def _seen() -> Seen:
    windows = list(filter(QWidget.isVisible, QApplication.topLevelWidgets()))
    parts = [part for window in windows for part in window.findChildren(QWidget)]
    spoken = [part for part in parts if isinstance(part, QLabel | QAbstractButton)]
    texts = [part.text() for part in spoken if part.isVisible() and part.text()]
    keys = QApplication.focusWidget()
    if keys is None:
        return Seen(texts)
    called = keys.text() if isinstance(keys, QAbstractButton) else ""
    held = keys.text() if isinstance(keys, QLineEdit) else ""
    return Seen(texts, called or keys.accessibleName(), held, keys.window().windowTitle())


class _Reader(QTimer):
    """Writes down what is seen whenever it has changed."""

    def __init__(self, folder: Path, parent: QApplication) -> None:
        super().__init__(parent)
        self.folder, self.last = folder, Seen([])
        self.timeout.connect(self.look)
        self.start(_LOOK_EVERY_MS)

    def look(self) -> None:
        now = _seen()
        if now != self.last:
            self.last = now
            write_whole(self.folder / "seen.json", json.dumps(now))


class _ShopThen(Shop):
    """A shop whose clock is told."""

    @classmethod
    def open(cls, location: str | Path, *, clock: object = None) -> Shop:
        return super().open(location, clock=ToldClock(Path(location).parent))


def main(location: Path) -> int:
    app.Shop = _ShopThen  # type: ignore[misc] - the seam of this entry
    daily._LOOK_EVERY_MS = _LOOK_EVERY_MS
    reader = _Reader(location.parent, app.application())
    status = app.open_window(location)
    reader.stop()
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

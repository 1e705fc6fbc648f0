"""Making the sample shop at the first run: two years of a tea shop, and who can sign in to it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from shopdesk import Refused, Shop, clock, demo
from shopdesk.language import leading, translator
from ui import background, files, role_words
from ui.background import Progress
from ui.widgets.parts import button, card, column, label, row, set_mood

_NAME = f"sample{files.SHOP}"
Opened = Callable[[Path, str, str], None]


def sample_beside(location: Path) -> Path:
    """Where the sample shop lies: in the folder of the shop that is to be."""
    return location.with_name(_NAME)


def make_whole(location: Path, language: str, progress: Progress) -> Path:
    """Make the sample shop under another name first: stopped or failed, it leaves no file."""
    part = location.with_name(f"{location.name}.part")
    try:
        location.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        demo.make(part, end=clock.system(), language=language, progress=progress)
        part.replace(location)
    except OSError as error:
        raise files.not_written(language, error, location) from None
    finally:
        _remove(part)
    return location


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


class Sample(QWidget):
    """What is being made, how far it is, and then who can sign in with which PIN."""

    def __init__(
        self, language: str, location: Path, *, opened: Opened, left: Callable[[], None]
    ) -> None:
        super().__init__()
        self.spoken, self.language, self.location = language, leading(language), location
        self.opened, self.left = opened, left
        self.job: background.Job | None = None
        self.setProperty("kind", "page")
        _ = translator(language)
        self.said = label(_("Two years of a tea shop are being lived. A minute at most."), "soft",
                          wraps=True)  # fmt: skip
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = button(_("Cancel"), self.stop)
        self.panel = card(
            label(_("The sample shop"), "title"), self.said, self.bar, row(1, self.cancel),
            margin=24, space=14,
        )  # fmt: skip
        self.panel.setMinimumWidth(480)
        self.place = QVBoxLayout(self)
        self.place.addLayout(column(1, row(1, self.panel, 1), 1))

    def begin(self) -> None:
        """Make it, or show it if it is there."""
        if self.location.exists():
            self._show_staff()
            return
        location, language = self.location, self.language
        self.job = background.Job(self)
        self.job.progressed.connect(self._progressed)
        self.job.done.connect(self._done)
        self.job.refused.connect(self._refused)
        self.job.failed.connect(self._failed)
        self.job.stopped.connect(self.left)
        background.run(self.job, None, lambda told: make_whole(location, language, told))
        self.cancel.setFocus()

    def stop(self) -> None:
        """Stop what is being made, or go back."""
        if self.job is not None:
            self.job.cancel()
            self.cancel.setEnabled(False)
        else:
            self.left()

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setMaximum(total)
        self.bar.setValue(done)

    def _done(self, _location: Path) -> None:
        self.job = None
        self._show_staff()

    def _refused(self, refusal: Refused) -> None:
        self.job = None
        self.said.setText(refusal.text(self.language))
        set_mood(self.said, "bad")
        self.bar.hide()
        self.cancel.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        self.left()
        raise error

    def _show_staff(self) -> None:
        _ = translator(self.spoken)
        with Shop.open(self.location) as shop:
            workers = demo.workers(shop.settings.language)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for line, worker in enumerate(workers):
            grid.addWidget(label(worker.name, "heading"), line, 0)
            role = _(role_words.ROLES[worker.role])
            grid.addWidget(label(role if role != worker.name else ""), line, 1)
            grid.addWidget(label(f"PIN {worker.pin}"), line, 2, Qt.AlignmentFlag.AlignRight)
        owner = workers[0]
        go = button(
            _("Open the sample shop"),
            lambda: self.opened(self.location, owner.name, owner.pin),
            "primary",
        )
        back = button(_("Back"), self.left)
        note = _("Everything in it is invented. Try whatever you like: your own shop is another.")
        panel = card(
            label(_("The sample shop is ready"), "title"), label(note, "soft", wraps=True),
            label(_("Who can sign in:"), "heading"), grid, row(1, back, go), margin=24, space=14,
        )  # fmt: skip
        panel.setMinimumWidth(480)
        self.place.replaceWidget(self.panel, panel)
        self.panel.hide()
        self.panel.deleteLater()
        self.panel = panel
        go.setFocus()

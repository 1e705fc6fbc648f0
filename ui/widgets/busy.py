"""What long work is doing: a quiet sentence at once, a bar only after half a second."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.background import Job
from ui.widgets.parts import filled, label

PATIENCE_MS = 500
_BAR = 160


class Busy(QWidget):
    """Shown while a job runs; another job takes its place."""

    def __init__(self, *, centred: bool = False) -> None:
        super().__init__()
        self.said = label(kind="soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.setInterval(PATIENCE_MS)
        self.patience.timeout.connect(self.bar.show)
        self.job: Job | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        filled(layout, *((1,) if centred else ()), self.said, self.bar, 1)
        self.hide()

    def follow(self, job: Job, text: str) -> None:
        """Say what is being done until the job has ended."""
        self.job = job
        job.tell_of(text)
        self.said.setText(text)
        self.bar.setAccessibleName(text)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.patience.start()
        self.show()
        job.progressed.connect(lambda done, total: self._progressed(job, done, total))
        job.ended.connect(lambda: self._ended(job))

    def _progressed(self, job: Job, done: int, total: int) -> None:
        if job is self.job and total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _ended(self, job: Job) -> None:
        if job is self.job:
            self.job = None
            self.patience.stop()
            self.bar.hide()
            self.hide()

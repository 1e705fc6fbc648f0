"""Looking something up as one types, beside the window: no key waits for the answer.

One question is under way at a time, and the next is the newest: those between are never asked. An
answer to another question than the last is not shown, and what is done with the answer waits for
that of exactly what was typed.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from ui.background import Job
from ui.till import Till


class LookingUp(QObject):
    """``answered`` is told what the last question found."""

    def __init__(self, till: Till, parent: QObject, answered: Callable[[Any], None]) -> None:
        super().__init__(parent)
        self.till, self.answered = till, answered
        self.wanted: Callable[[], Any] | None = None
        self.job: Job | None = None
        self.acts: list[Callable[[], object]] = []

    @property
    def is_asked(self) -> bool:
        """Whether an answer is still to come."""
        return self.job is not None

    def ask(self, question: Callable[[], Any]) -> None:
        """Look this up, in place of whatever was asked before; what was to be done with an answer
        of before is over."""
        self.acts.clear()
        self.wanted = question
        if self.job is None:
            self._begin()
        else:
            self.job.cancel()

    def drop(self) -> None:
        """Nothing is asked any more."""
        self.acts.clear()
        self.wanted = None
        if self.job is not None:
            self.job.cancel()

    def after(self, act: Callable[[], object]) -> None:
        """Do something with the answer: at once if it is there."""
        if self.is_asked:
            self.acts.append(act)
        else:
            act()

    def _begin(self) -> None:
        question, self.wanted = self.wanted, None
        assert question is not None
        job = self.till.background(self, lambda _progress: question(), is_quick=True)
        job.done.connect(lambda answer: self._done(job, answer))
        for fails in (job.refused, job.failed):
            fails.connect(lambda _why: self.acts.clear())
        job.ended.connect(self._ended)
        self.job = job

    def _done(self, job: Job, answer: object) -> None:
        if not job.is_cancelled:
            self.answered(answer)

    def _ended(self) -> None:
        self.job = None
        if self.wanted is not None:
            self._begin()
            return
        waiting, self.acts = self.acts, []
        for act in waiting:  # the first may lead elsewhere, and the others go on there
            self.after(act)

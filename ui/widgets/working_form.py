"""A form whose work is done beside the window: progress, a way to stop it, and a whole state."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import Refused
from ui.background import Job, Progress
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.form import Form
from ui.widgets.listed import Listed, at_foot
from ui.widgets.parts import Part, button, held, row


class WorkingForm(Form):
    """What is under way is shown at its foot and can be stopped; the form stays until it is done.

    One piece of work at a time: ``begin`` takes the place of what was begun before. What was
    stopped leaves nothing behind, unless the form says so. Leaving stops what is under way first,
    once, however often it is asked for. A ``table`` at its foot, and what stands ``below`` that,
    have the room that is left.
    """

    def __init__(
        self, till: Till, parent: QWidget | None, title: str, *parts: Part,
        submit: Callable[[], object], ok: str, width: int, table: Listed | None = None,
        below: Part = 0, **more: Any,
    ) -> None:  # fmt: skip
        self.job: Job | None = None
        self.is_leaving = False
        self.locked: Sequence[QWidget] = ()
        _ = till.say
        self.busy = Busy()
        self.stop = button(_("Stop"), self.stop_it, "small")
        self.stop.hide()
        progress = row(self.busy, self.stop, 1)
        foot = held(progress) if table is None else at_foot(table, below, progress)
        super().__init__(
            till, parent, title, *parts, submit=submit, ok=ok, width=width, foot=foot, **more
        )

    def begin(
        self, work: Callable[[Progress], Any], text: str, done: Callable[[Any], object],
        *, locked: Sequence[QWidget] = (),
    ) -> Job:  # fmt: skip
        """Do ``work`` beside the window, and tell ``done`` what came of it, if it is still wanted.

        What is ``locked`` decides what is being done: it cannot be changed meanwhile."""
        self.stop_it()
        self._unlock()
        self.said.hide()
        self.offer_help(None)
        self.job = job = self.till.background(self, work, refused=self.was_refused)
        self.ok.setEnabled(False)
        self.locked = [one for one in locked if one.isEnabled()]
        for one in self.locked:
            one.setEnabled(False)
        self.busy.follow(job, text)
        self.stop.show()
        job.done.connect(partial(self._over, job, done))
        job.ended.connect(partial(self._over, job))
        return job

    def _over(
        self, job: Job, done: Callable[[Any], object] | None = None, result: object = None
    ) -> None:  # fmt: skip
        if job is not self.job:  # told already, or something else was begun meanwhile
            return
        self.job = None
        self.stop.hide()
        self._unlock()
        self.ok.setEnabled(True)
        if done is not None:
            done(result)
        self.after()

    def _unlock(self) -> None:
        for one in self.locked:
            one.setEnabled(True)
        self.locked = ()

    def after(self) -> None:
        """What is next to be done, once nothing is under way; the main button may be pressed."""

    def was_refused(self, refusal: Refused) -> None:
        """Say why it was not done; somebody else may allow it."""
        self.refuse(refusal.text(self.till.language))
        self.offer_help(refusal)

    def stop_it(self) -> None:
        """Stop what is under way; the form stays."""
        if self.job is not None:
            self.job.cancel()

    def reject(self) -> None:
        """Leave; what is under way is stopped first."""
        if self.job is None:
            super().reject()
        elif not self.is_leaving:
            self.is_leaving = True
            self.job.ended.connect(self._leave)
            self.job.cancel()

    def _leave(self) -> None:
        """Go, unless what was done meanwhile has closed the form."""
        if not self.result():
            super().reject()

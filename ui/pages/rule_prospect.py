"""What a reward rule would do, told in the form while it is made."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget

from shopdesk import Refused, day_words, rule_trial, rule_words, text
from shopdesk.rewards import Preview
from shopdesk.rule_trial import Trial
from ui.background import Job, Progress
from ui.till import Till
from ui.widgets.parts import column, label, set_mood

_PAUSE_MS = 400
"""As long nothing is typed before the members are counted."""


class Prospect(QWidget):
    """The rule as a sentence or why it cannot be, at once; then whom it reaches and what it would
    give, reckoned beside the window."""

    def __init__(self, till: Till, instead_of: int | None) -> None:
        super().__init__()
        self.till, self.instead_of = till, instead_of
        self.values: dict[str, Any] = {}
        self.job: Job | None = None
        self.sentence = label(wraps=True)
        self.told = label(kind="soft", wraps=True)
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self.look)
        self.lacking = label(kind="note", wraps=True)
        self.setLayout(column(self.sentence, self.told, self.lacking, space=6))
        self.lacking.hide()

    def show_values(self, values: dict[str, Any]) -> None:
        """Say what these make; refuses what adding such a rule would refuse, but a missing name."""
        _, till, self.values = self.till.say, self.till, values
        rule = rule_trial.kept(till.desk, values, instead_of=self.instead_of)
        self.lacks("")
        set_mood(self.sentence, "")
        self.say(rule_words.sentence(till.desk, rule, till.language), _("Counting…"))
        self._leave()
        self.pause.start()

    def refuse(self, why: str, *, is_missing: bool = False) -> None:
        """Say why it cannot be, or what is missing yet."""
        self._leave()
        self.lacks("")
        set_mood(self.sentence, "" if is_missing else "bad")
        self.say(why, "")

    def lacks(self, what: str) -> None:
        """Say what is missing of a rule that could be."""
        self.lacking.setText(what)
        self.lacking.setVisible(bool(what))

    def say(self, sentence: str, told: str) -> None:
        """Say it, and have the room for all of it before it is painted: what is reckoned beside the
        window comes as lines more, and would be cut until the next turn."""
        self.sentence.setText(sentence)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _leave(self) -> None:
        self.pause.stop()
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def look(self) -> None:
        """Count beside the window."""
        desk, values, instead_of = self.till.desk, self.values, self.instead_of

        def work(progress: Progress) -> Trial:
            return rule_trial.preview_rule(desk, values, instead_of=instead_of, progress=progress)

        self.job = job = self.till.background(self, work, refused=self._refused)
        job.done.connect(lambda trial: self._done(job, trial))
        job.ended.connect(job.deleteLater)

    def _refused(self, refusal: Refused) -> None:
        self.refuse(refusal.text(self.till.language))

    def _done(self, job: Job, trial: Trial) -> None:
        if job is self.job:
            self.job = None
            self.say(self.sentence.text(), text.in_a_row(told(self.till, trial)))


def told(till: Till, trial: Trial) -> list[str]:
    """Whom it is for, what comes of it next, what a time costs: sentences."""
    _, ngettext = till.say, till.count
    said = [
        ngettext(
            "Today it is for {count} member.", "Today it is for {count} members.", trial.reach
        ).format(count=f"{trial.reach:,}")
    ]
    if trial.seen is None:
        said.append(_("It gives when it happens, so nobody is due ahead."))
    else:
        said += _next(till, trial)
    if trial.each:
        said.append(_("Each time costs {amount} at most.").format(amount=till.money(trial.each)))
    return said


def _next(till: Till, trial: Trial) -> list[str]:
    _, ngettext, seen = till.say, till.count, trial.seen
    assert seen is not None
    assert trial.through is not None
    day = day_words.day(trial.through, till.desk.today(), till.language)
    members = len({member for member, _rule, _reward in seen.given})
    by = ngettext(
        "Until {day} it gives to {count} member.", "Until {day} it gives to {count} members.",
        members,
    )  # fmt: skip
    if seen.cost:
        by = ngettext(
            "Until {day} it gives to {count} member, for {amount} at most.",
            "Until {day} it gives to {count} members, for {amount} at most.",
            members,
        )
    cost = "" if seen.cost is None else till.money(seen.cost)
    said = [by.format(day=day, count=f"{members:,}", amount=cost)]
    if seen.left_out:
        count = len(seen.left_out)
        out = ngettext("{count} is left out: {why}.", "{count} are left out: {why}.", count)
        said.append(out.format(count=f"{count:,}", why=_whys(till, seen)))
    return said


def _whys(till: Till, seen: Preview) -> str:
    """Why members are left out, the usual reason first; where there are several, how many each."""
    _ = till.say
    counts = Counter(why for _member, _rule, why in seen.left_out).most_common()
    if len(counts) == 1:
        return counts[0][0]
    return _(", ").join(f"{why} {count:,}" for why, count in counts)

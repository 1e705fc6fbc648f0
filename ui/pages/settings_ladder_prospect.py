"""What a changed ladder would come to, told beside it while it is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from shopdesk import Refused, day_words, tiers, what_if
from shopdesk.ladders import Tier
from shopdesk.tiers import Recount
from shopdesk.what_if import Outcome, Simulation
from shopdesk.what_if_words import FIGURES, QUICK, Figure
from ui.background import Job, Progress
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.parts import column, label, set_mood
from ui.widgets.scrolling import loose

_PAUSE_MS = 500
"""As long nothing is changed before it is tried."""
_MONTHS = 3
"""So many whole months are lived through again: enough to see, and soon done."""


class LadderProspect(QWidget):
    """Who would move today, then what the last months would have cost: first one, then the other,
    beside the window. Whatever was being tried is left when something else is to be."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.change: Mapping[str, Any] | None = None
        self.job: Job | None = None
        self.said, self.stands, self.note, self.costs = (
            loose(label(kind=kind, wraps=True)) for kind in ("heading", "", "soft", "")
        )
        self.busy = Busy()
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE_MS)
        self.pause.timeout.connect(self.look)
        self.setLayout(column(self.said, self.stands, self.note, self.costs, self.busy, space=6))
        self.show_change(None)

    def show_change(self, change: Mapping[str, Any] | None) -> None:
        """Try this a little later; nothing is changed, or cannot be tried, with none."""
        if change is not None and change == self.change:
            return
        self.change = change
        self.leave()
        self.setVisible(change is not None)
        if change is not None:
            self.pause.start()

    def leave(self) -> None:
        """Leave what is being tried: something else is, or nobody looks any more."""
        self.pause.stop()
        if self.job is not None:
            self.job.cancel()
            self.job = None

    # --- who would move today ---

    def look(self) -> None:
        """Count everyone by it, beside the window."""
        assert self.change is not None
        _, desk, ladder = self.till.say, self.till.desk, self.change["ladder"]

        def work(progress: Progress) -> Recount:
            return tiers.preview_recount(desk, ladder, down=True, progress=progress)

        self.job = job = self.till.background(self, work, refused=self._refused)
        self.busy.follow(job, _("Everyone is being counted…"))
        job.done.connect(lambda seen: self._counted(job, seen))

    def _refused(self, refusal: Refused) -> None:
        self._say(refusal.text(self.till.language), "bad")
        for one in (self.stands, self.note, self.costs):
            _tell(one, "")

    def _say(self, text: str, mood: str = "") -> None:
        set_mood(self.said, mood)
        self.said.setText(text)

    def _counted(self, job: Job, seen: Recount) -> None:
        if job is not self.job or self.change is None:
            return
        ladder: Sequence[Tier] = self.change["ladder"]
        self._say(moved(self.till, seen, ladder))
        then = dict(seen.held)
        for move in seen.moves:
            then[move.before] -= 1
            then[move.tier] = then.get(move.tier, 0) + 1
        held = [
            (tier.name(self.till.language), seen.held.get(tier.code, 0), then.get(tier.code, 0))
            for tier in ladder
        ]
        stands = [_changed(name, f"{now:,}", f"{after:,}") for name, now, after in held]
        _tell(self.stands, " · ".join(stands) if seen.members else "")
        self.job = None
        if seen.members:
            self._live()
        else:
            _tell(self.note, "")
            _tell(self.costs, "")

    # --- what it would have cost ---

    def _live(self) -> None:
        assert self.change is not None
        _, desk, change = self.till.say, self.till.desk, self.change

        def work(progress: Progress) -> Simulation:
            return what_if.simulate(
                desk, months=_MONTHS, recounted=True, progress=progress, **change
            )

        self.job = job = self.till.background(self, work, refused=self._refused)
        self.busy.follow(job, _("The months are being lived through again…"))
        job.done.connect(lambda seen: self._lived(job, seen))

    def _lived(self, job: Job, seen: Simulation) -> None:
        if job is not self.job:
            return
        _, self.job = self.till.say, None
        now, then = seen.today, seen.changed
        assert now is not None
        assert then is not None
        if not any(one.of_all(lived) for one in FIGURES for lived in (now, then)):
            said = _(
                "No member bought anything in the last {count} whole months: what the ladder costs"
                " is seen once they do."
            )
            _tell(self.note, said.format(count=_MONTHS))
            _tell(self.costs, "")
            return
        said = _("{first} to {last}, everyone counted again: by today's ladder → by this one")
        days = {"first": seen.first_on, "last": seen.last_on}
        _tell(self.note, said.format(**day_words.spoken(days, self.till.language)))
        _tell(self.costs, " · ".join(self._figure(one, now, then) for one in QUICK))

    def _figure(self, figure: Figure, now: Outcome, then: Outcome) -> str:
        _ = self.till.say
        figures = [figure.of_all(one) for one in (now, then)]
        texts = [self.till.money(one) if figure.is_money else f"{one:,}" for one in figures]
        return _changed(_(figure.name), *texts)


def moved(till: Till, seen: Recount, ladder: Sequence[Tier]) -> str:
    """How many would move up and down if everyone were counted again today."""
    _ = till.say
    if not seen.members:
        return _("There is no member yet: nobody would move, and there is no history to try it on.")
    if not seen.moves:
        return _("Counted again today, nobody would move. Members: {all}.").format(
            all=f"{seen.members:,}"
        )
    ranks = {tier.code: rank for rank, tier in enumerate(ladder)}
    up = sum(ranks[one.tier] > ranks[one.before] for one in seen.moves)
    said = _("Counted again today, {up} of {all} would move up and {down} down.")
    return said.format(up=f"{up:,}", all=f"{seen.members:,}", down=f"{len(seen.moves) - up:,}")


def _changed(name: str, now: str, then: str) -> str:
    value = now if now == then else f"{now} → {then}"
    return f"{name} {value}"


def _tell(place: QLabel, text: str) -> None:
    place.setText(text)
    place.setVisible(bool(text))

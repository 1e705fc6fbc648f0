"""Counting everyone again after the ladder changed: what would come of it is told first."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk import tiers
from shopdesk.tiers import Recount
from ui import dialogs
from ui.background import Job, Progress
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.parts import button, filled


class Recounting(QWidget):
    """Two buttons, up only or also down, and what is going on."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        _ = till.say
        self.up = button(_("Count everyone again…"), partial(self.look, down=False), "small")
        self.both = button(_("Also down…"), partial(self.look, down=True), "small")
        self.both.setAccessibleName(_("Count everyone again, also down"))
        self.busy = Busy()
        self.stop = button(_("Cancel"), self.cancel, "small")
        self.stop.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        filled(layout, self.up, self.both, self.busy, self.stop, 1)

    def look(self, *, down: bool) -> None:
        """See who would move, beside the window; nothing moves yet."""
        if self.busy.job is not None:
            return
        _, desk = self.till.say, self.till.desk

        def work(progress: Progress) -> Recount:
            return tiers.preview_recount(desk, down=down, progress=progress)

        job = self._begin(work, _("Everyone is being counted…"))
        job.done.connect(lambda seen: self._seen(seen, down=down))

    def _begin(self, work: Callable[[Progress], Recount], text: str) -> Job:
        job = self.till.background(self, work)
        self.busy.follow(job, text)
        self.stop.show()
        job.ended.connect(lambda: self.stop.setVisible(self.busy.job is not None))
        return job

    def cancel(self) -> None:
        """Leave it: nobody has moved."""
        if self.busy.job is not None:
            self.busy.job.cancel()

    def _seen(self, seen: Recount, *, down: bool) -> None:
        till, _ = self.till, self.till.say
        if not seen.moves:
            till.tell(_("Everyone stands where they belong. Nobody moves."))
            return
        text = self.said(seen)
        yes = _("Move them")
        if dialogs.ask(self.window(), _("Count everyone again"), text, yes=yes, no=_("Cancel")):
            self._go(down=down)

    def said(self, seen: Recount) -> str:
        """``12 of 340 members would move``, and from where to where."""
        till = self.till
        ladder = tiers.ladder(till.desk)
        names = {tier.code: tier.name(till.language) for tier in ladder}
        ngettext = till.count
        head = ngettext(
            "{count} of {all} would move:", "{count} of {all} would move:",
            len(seen.moves),
        ).format(count=f"{len(seen.moves):,}", all=f"{seen.members:,}")  # fmt: skip
        rows = [
            f"{names.get(before, before)} → {names.get(after, after)}: {count:,}"
            for before, counts in seen.counts.items()
            for after, count in counts.items()
        ]
        return "\n".join((head, *rows))

    def _go(self, *, down: bool) -> None:
        _, desk = self.till.say, self.till.desk

        def work(progress: Progress) -> Recount:
            return tiers.recount(desk, down=down, progress=progress)

        self._begin(work, _("Members are being moved…")).done.connect(self._gone)

    def _gone(self, done: Recount) -> None:
        ngettext = self.till.count
        said = ngettext("{count} member moved.", "{count} members moved.", len(done.moves))
        self.till.tell(said.format(count=f"{len(done.moves):,}"))

"""What if: a change tried on the months gone by, before it is saved."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import rewards, tiers, what_if
from shopdesk.what_if import Rules, Simulation
from ui.background import Job, Progress
from ui.pages.settings_part import choices, choose
from ui.pages.what_if_result import Result
from ui.till import Till
from ui.widgets.busy import Busy
from ui.widgets.form import Form
from ui.widgets.parts import button, filled, label, row

_MONTHS = (3, 6, 12, 24)
_USUAL = 12


class WhatIf(Form):
    """Today's terms and changed ones on the same months, side by side; it begins by itself.

    ``change`` is what ``what_if.simulate`` is to try: ``ladder``, ``review_months``,
    ``grace_days``, ``rates``, ``rules``. Nothing is saved, whatever is pressed: ``filled()`` only
    says that it was looked at.
    """

    def __init__(
        self, till: Till, parent: QWidget | None, change: Mapping[str, Any], *, title: str = ""
    ) -> None:
        _ = till.say
        self.change = change
        self.seen: Simulation | None = None
        ngettext = till.count
        self.months = choices(
            _("Months"),
            [(ngettext("the last {count} month", "the last {count} months", number)
              .format(count=number), number) for number in _MONTHS],
        )  # fmt: skip
        choose(self.months, _USUAL)
        self.counted = choices(
            _("Who begins where"),
            [(_("everybody on the tier they held"), False),
             (_("everyone counted again, also down"), True)],
        )  # fmt: skip
        if "ladder" not in change:
            self.counted.hide()
        self.busy = Busy()
        self.stop = button(_("Cancel"), self.cancel, "small")
        self.stop.hide()
        self.said = label(kind="soft", wraps=True)
        self.place = QWidget()
        inside = QVBoxLayout(self.place)
        inside.setContentsMargins(0, 0, 0, 0)
        self.state = label(kind="note", wraps=True)
        self.note = label(_left_out(till, change.get("rules")), "note", wraps=True)
        if not self.note.text():
            self.note.hide()
        super().__init__(
            till, parent, title or _("What if…"), self.note, row(self.months, self.counted, 1),
            row(self.busy, self.stop, 1), self.state, self.place,
            submit=lambda: None, ok=_("Close"), width=900,
        )  # fmt: skip
        self.leave.hide()
        self.result_shown: Result | None = None
        self.finished.connect(lambda _code: self.cancel())
        for box in (self.months, self.counted):
            box.currentIndexChanged.connect(lambda _place: self.begin())
        self.begin()

    def begin(self) -> None:
        """Try it, beside the window; what was being tried is left."""
        self.cancel()
        _, desk = self.till.say, self.till.desk
        months, recounted = self.months.currentData(), bool(self.counted.currentData())

        def work(progress: Progress) -> Simulation:
            return what_if.simulate(
                desk, months=months, recounted=recounted, progress=progress, **self.change
            )

        self.state.hide()
        self.said.hide()
        self.offer_help(None)
        self._clear()
        job = self.till.background(self, work, refused=self._refused)
        self.busy.follow(job, _("The months are being lived through again…"))
        self.stop.show()
        job.done.connect(lambda seen: self._show(job, seen))
        job.stopped.connect(lambda: self._stopped(job))
        job.ended.connect(lambda: self.stop.setVisible(self.busy.job is not None))

    def cancel(self) -> None:
        """Leave it; nothing was written anyhow."""
        if self.busy.job is not None:
            self.busy.job.cancel()

    def _refused(self, refusal: Any) -> None:
        self.refuse(refusal.text(self.till.language))

    def _stopped(self, job: Job) -> None:
        if self.busy.job in (None, job):
            _ = self.till.say
            self.state.setText(_("It was stopped. Choose how many months to try again."))
            self.state.show()

    def _clear(self) -> None:
        if self.result_shown is not None:
            self.result_shown.hide()
            self.result_shown.deleteLater()
            self.result_shown = None

    def _show(self, job: Job, seen: Simulation) -> None:
        if job.is_cancelled or seen.cancelled:
            return
        self.seen = seen
        self._clear()
        ladder = self.change.get("ladder") or tiers.ladder(self.till.desk)
        self.result_shown = Result(self.till, seen, ladder, self.change.get("rules"))
        layout = self.place.layout()
        assert isinstance(layout, QVBoxLayout)
        filled(layout, self.result_shown)
        self.fit()


def _left_out(till: Till, tried: Rules | None) -> str:
    """Which rules are for guests of events, who are not lived through again; else nothing."""
    _, tried = till.say, tried or Rules()
    now = {
        rule.id: (rule.title(till.language), rule.triggers)
        for rule in rewards.rules(till.desk)
        if rule.id not in tried.closed and rule.is_on(till.desk.today())
    }
    new = {id_: (words["name"], words["trigger"]) for id_, words in tried.changed.items()}
    added = [(words["name"], words["trigger"]) for words in tried.added]
    names = [
        name
        for name, its in [*(now | new).values(), *added]
        if any(one.kind == "attending" for one in (its if isinstance(its, list | tuple) else [its]))
    ]
    said = _("Guests of events are left out, so these rules give them nothing here: {rules}.")
    return said.format(rules=_(", ").join(names)) if names else ""

"""Giving what is due: who gets what, who is left out and why, what it costs, what runs short."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk import permissions, rewards, rule_book, text
from shopdesk.rewards import Preview
from shopdesk.rule_book import Due
from ui import look
from ui.background import Cancelled, Progress
from ui.pages.given_behind import due_said
from ui.pages.rule_papers import PAPERS
from ui.pages.run_words import missing, summary
from ui.pages.settings_part import choices, pair
from ui.till import Till
from ui.widgets.choices import offer
from ui.widgets.days import day_chosen, day_field
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import warning
from ui.widgets.listed import Listed
from ui.widgets.parts import button, cleared, column, field, held, label, named
from ui.widgets.table import Column
from ui.widgets.working_form import WorkingForm

_ROWS, _LEAST = 5, 2
"""Rows of the list, and so many where there is no room for more."""
_LEAST_TO_FIND = 130
"""Pixels at 100 percent for the field that finds: its hint is read whole."""
_LETTERS = 10
"""Of a rule's name, as few as the choice of it may show."""
_ALL, _GIVEN, _OUT = "all", "given", "out"


class RunForm(WorkingForm):
    """What would be given by a day, looked at beside the window; what is due today can be given.

    ``given`` is what was, once it is; then its papers are offered.
    """

    def __init__(self, till: Till, parent: QWidget) -> None:
        _ = till.say
        self.seen: Preview | None = None
        self.given: Preview | None = None
        self.was_stopped = False
        self.lines: list[Due] = []
        self.day = day_field(_("By the end of"), till.desk.today())
        self.day.setMinimumDate(self.day.date())
        self.day.setKeyboardTracking(False)
        self.total = label(kind="heading", wraps=True)
        self.note = label(kind="soft", wraps=True)
        self.short = column(space=6)
        self.rule = choices(_("Which rule"), [(_("All rules"), "")])
        self.rule.setMinimumContentsLength(_LETTERS)
        self.rule.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.which = self._kinds(till)
        self.query = field(_("Find"), _("Name or number"))
        self.query.setMinimumWidth(look.scaled(_LEAST_TO_FIND, till.preferences.size))
        self.count = label(kind="soft")
        self.table = self._table(till)
        self.papers = [
            button(_(words), partial(self._print, show), icon="print") for words, show in PAPERS
        ]
        narrow = pair(named(_("By the end of"), self.day), named(_("Which rule"), self.rule),
                      named(_("What"), self.which), named(_("Find"), self.query))  # fmt: skip
        self.shorts = held(self.short)
        super().__init__(
            till, parent, _("Give what is due"), self.total, self.note, self.shorts, narrow,
            submit=self.give, ok=_("Give it now"), width=980,
            table=self.table, below=FittedRow(self.count, 1, *self.papers),
        )  # fmt: skip
        for one in self.papers:
            one.hide()
        self.day.dateChanged.connect(lambda _day: self.look())
        for box in (self.rule, self.which):
            box.currentIndexChanged.connect(lambda _place: self._list())
        self.query.textChanged.connect(lambda _text: self._list())
        self.table.follow(self.query)
        self.look()

    @staticmethod
    def _kinds(till: Till) -> QComboBox:
        _ = till.say
        offered = [(_("All"), _ALL), (_("Gets something"), _GIVEN), (_("Left out"), _OUT)]
        return choices(_("What"), offered)

    def _table(self, till: Till) -> Listed:
        _ = till.say
        columns: list[Column[Due]] = [
            Column(_("Member"), lambda one: f"{one.name} · {one.number}", 200),
            Column(_("Rule"), lambda one: one.rule, 180),
            Column(_("Day"), lambda one: f"{one.on}" if one.on else "–", 110, is_whole=True,
                   is_spare=True),
            Column(_("What they get, or why not"), lambda one: due_said(till, one)),
        ]  # fmt: skip
        if permissions.sees_costs(till.desk):
            columns.append(Column(_("Cost"), partial(self._cost, till), 110, is_number=True))
        table = Listed(_("Who gets what"), columns, empty="", least=_LEAST, most=_ROWS)
        table.opened.connect(self._open)
        return table

    @staticmethod
    def _cost(till: Till, one: Due) -> str:
        return "–" if one.cost is None else till.money(one.cost)

    def _open(self, one: Due) -> None:
        """Go to a member, where nothing is under way."""
        if self.job is None:
            self.reject()
            self.till.go("members", member=one.member_id)

    # --- looking ---

    @property
    def is_today(self) -> bool:
        """Whether what is looked at is due now."""
        return day_chosen(self.day) == self.till.desk.today()

    def look(self) -> None:
        """See what would be given by the chosen day, beside the window."""
        _, desk = self.till.say, self.till.desk
        on = None if self.is_today else day_chosen(self.day)

        def work(progress: Progress) -> tuple[Preview, list[Due]]:
            seen = rewards.preview(desk, on, progress=progress)
            return seen, rule_book.lines(desk, seen)

        self.seen, text = None, _("Looking at what is due…")
        self.table.say_empty(text)
        self.begin(work, text, self._seen)

    def after(self) -> None:
        """Say so where looking was stopped, and what comes next."""
        if self.seen is None:
            _ = self.till.say
            self.table.say_empty(_("Stopped before all of it was looked at."))
        self._show_deeds()

    def _seen(self, found: tuple[Preview, list[Due]]) -> None:
        self.seen, self.lines = found
        self._tell(self.seen)

    def _tell(self, seen: Preview) -> None:
        """Say what it comes to, what is short, and each line of it."""
        _ = self.till.say
        self.total.setText(summary(self.till, seen, is_done=self.given is not None))
        note = "" if self.is_today else _("Only what is due today can be given: this looks ahead.")
        if self.was_stopped:
            note = _("It was stopped: this much was given, the rest is due still.")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        cleared(self.short)
        for sentence in missing(self.till, seen):
            self.short.addWidget(warning(sentence))
        self.shorts.setVisible(bool(seen.short))
        titles = dict.fromkeys(one.rule for one in self.lines)
        offer(self.rule, [(_("All rules"), ""), *((title, title) for title in titles)])
        self._list()
        self._show_deeds()
        self.fit()

    def _list(self) -> None:
        _, ngettext = self.till.say, self.till.count
        rule, which = self.rule.currentData(), self.which.currentData()
        typed = text.fold(self.query.text().strip())
        found = [
            one
            for one in self.lines
            if (not rule or one.rule == rule)
            and (which == _ALL or one.is_given == (which == _GIVEN))
            and (not typed or typed in text.fold(one.name) or typed in one.number)
        ]
        self.table.say_empty(_("Nothing is due.") if not self.lines else _("Nothing fits this."))
        self.table.show_rows(found)
        said = ngettext("{count} line", "{count} lines", len(found))
        self.count.setText(said.format(count=f"{len(found):,}"))

    def _show_deeds(self) -> None:
        """What comes next: to look again where that was stopped, to give, to close."""
        _, is_done, seen = self.till.say, self.given is not None, self.seen
        may = seen is None or (self.is_today and bool(seen.given))
        words = _("Give it now") if seen is not None else _("Look again")
        self.ok.setText(_("Close") if is_done else words)
        self.ok.setEnabled(self.job is None and (is_done or may))
        self.leave.setVisible(not is_done)
        self.day.setEnabled(not is_done)
        for one in self.papers:
            one.setVisible(self.given is not None and bool(self.given.vouchers))

    # --- giving ---

    def try_it(self) -> None:
        """Give what is due; once it is given, close."""
        if self.given is not None:
            self.accept()
        elif self.job is None and self.ok.isEnabled():
            (self.look if self.seen is None else self.submit)()

    def give(self) -> None:
        """Give it beside the window. What is stopped has given whole parts, which are told."""
        _, desk = self.till.say, self.till.desk

        def work(progress: Progress) -> tuple[Preview, list[Due], bool]:
            stops: list[bool] = []

            def told(done: int, total: int) -> None:
                try:
                    progress(done, total)
                except Cancelled:
                    stops.append(True)

            given = rewards.run(desk, progress=told, cancelled=lambda: bool(stops))
            return given, rule_book.lines(desk, given), bool(stops)

        self.begin(work, _("What is due is being given…"), self._gave, locked=[self.day])

    def _gave(self, found: tuple[Preview, list[Due], bool]) -> None:
        self.given, self.lines, self.was_stopped = found
        self.seen = self.given
        self._tell(self.given)
        self.till.tell(" · ".join(filter(None, (self.total.text(), self.note.text()))))
        self.ok.setFocus()

    def _print(self, show: Callable[[Till, QWidget, Preview], None]) -> None:
        if self.given is not None:
            show(self.till, self, self.given)

"""Reward rules: what each says and gave so far; made, changed, ended; what is due is given."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import (
    permissions,
    reward_rules,
    rewards,
    rule_book,
    rule_making,
    rule_words,
    segments,
)
from shopdesk.rule_book import SoFar
from shopdesk.text import capital
from ui import dialogs, look
from ui.pages import given_behind
from ui.pages.festival_form import FestivalsForm
from ui.pages.page import Page
from ui.pages.profile_forms import may
from ui.pages.rule_card import MOODS, RuleCard, Shown, state_words
from ui.pages.rule_form import RuleForm
from ui.pages.rule_run import RunForm
from ui.pages.rule_templates import TemplateForm, begun
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, label, row
from ui.widgets.table import Column, Table

_ORDER = ("running", "coming", "over", "ended")


class RuleList(QWidget):
    """The list, the rule that is marked beside it; Enter or two clicks change it."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        self.given: dict[int, SoFar] = {}
        _ = till.say
        self.which = choices(_("Which rules"), [(_("Not ended"), False), (_("All"), True)])
        self.which.currentIndexChanged.connect(lambda _place: self._list())
        self.festivals_button = button(_("Festivals…"), self.festivals)
        self.run_button = button(_("Give what is due…"), self.run, icon="gift")
        self.add_button = button(_("New rule…"), self.add, "primary", icon="add")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        self.close_button = button(_("End it…"), self.close_it, icon="close")
        may_add = permissions.may(till.desk, "rewards.add")
        self.add_button.setEnabled(may_add)
        self.run_button.setEnabled(permissions.may(till.desk, "rewards.run"))
        self.table = self._table()
        self.table.opened.connect(lambda _shown: self.edit())
        self.table.selected.connect(self._show)
        self.shown = RuleCard(till)
        self.shown.setMinimumWidth(300)
        both = row(card(self.table, margin=1), self.shown, space=14)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        below = (self.festivals_button, self.run_button, self.add_button)
        deeds = [self.edit_button, self.close_button, *below]
        layout.addWidget(FittedRow(self.which, 1, *deeds, below=below))
        if not may_add:
            about = _("You can look at rules here, but not change them.")
            layout.addWidget(label(about, "soft", wraps=True))
        layout.addLayout(both, 1)

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        columns: list[Column[Shown]] = [
            Column(_("Rule"), lambda one: one.rule.title(till.language)),
            Column(_("State"), lambda one: state_words(till, one), 120, is_whole=True,
                   pill=lambda one: look.chip(till.preferences.theme, MOODS[one.state])),
            Column(_("Times given"), self._times, 110,
                   is_number=True, is_spare=True, opens=self.look_behind),
            Column(_("When"), self._when, 240, is_spare=True),
            Column(_("For whom"), self._whom, 120, is_spare=True),
            Column(_("What it gives"), self._what, 190, is_spare=True),
            Column(_("How often"), self._limits, 150, is_spare=True),
        ]  # fmt: skip
        if permissions.sees_costs(till.desk):
            columns.append(
                Column(_("Cost"), self._cost, 110,
                       is_number=True, is_spare=True, opens=self.look_behind)
            )  # fmt: skip
        start = button(_("New rule…"), self.add, icon="add")
        start.setEnabled(permissions.may(till.desk, "rewards.add"))
        empty = _("No rule yet. Rules give automatically: every month, at festivals, on birthdays…")
        return Table(_("Reward rules"), columns, empty=empty, action=start)

    def _when(self, one: Shown) -> str:
        _, desk, language = self.till.say, self.till.desk, self.till.language
        words = [rule_words.trigger_words(desk, each, language) for each in one.rule.triggers]
        return capital(_("; ").join(words))

    def _what(self, one: Shown) -> str:
        _, desk, language = self.till.say, self.till.desk, self.till.language
        words = [rule_words.reward_words(desk, each, language) for each in one.rule.rewards]
        return capital(_("; ").join(words))

    def look_behind(self, one: Shown) -> None:
        """Open what a rule gave so far."""
        given_behind.of_rule(self.till, self.page, one.rule)

    @staticmethod
    def _times(one: Shown) -> str:
        return "…" if one.so_far is None else f"{one.so_far.occasions:,}"

    def _cost(self, one: Shown) -> str:
        return "…" if one.so_far is None else self.till.money(one.so_far.cost or 0)

    def _whom(self, one: Shown) -> str:
        _, segment = self.till.say, one.rule.segment
        said = _("Every member")
        if segment is not None:
            said = segments.get(self.till.desk, segment).title(self.till.language)
        share = one.rule.limits.share
        return said if share == reward_rules.CENT else f"{said} · {share}%"

    def _limits(self, one: Shown) -> str:
        said = rule_words.limit_words(self.till.desk, one.rule.limits, self.till.language)
        return capital(said) or "–"

    # --- reading ---

    def load(self) -> None:
        """Read the rules at once, and beside the window what they gave so far."""
        self._list()
        desk = self.till.desk
        job = self.till.background(self, lambda _progress: rule_book.so_far(desk))
        job.done.connect(self._counted)
        job.ended.connect(job.deleteLater)

    def _counted(self, given: dict[int, SoFar]) -> None:
        self.given = given
        self._list()

    def _list(self) -> None:
        """Show them, those that run first; what was marked stays marked."""
        desk = self.till.desk
        found = [
            Shown(rule, self.given.get(rule.id), rule_words.stands(desk, rule))
            for rule in reward_rules.listed(desk)
        ]
        if not self.which.currentData():
            found = [one for one in found if one.state != "ended"]
        found.sort(key=lambda one: (_ORDER.index(one.state), -one.id))
        self.table.show_again(found)
        if self.table.current is None:
            self.table.mark(0)
        self._show(self.table.current)

    def _show(self, shown: Shown | None) -> None:
        self.shown.show_rule(shown)
        is_open = shown is not None and shown.rule.closed_on is None
        for one, action in (
            (self.edit_button, "rewards.edit"), (self.close_button, "rewards.close"),
        ):  # fmt: skip
            one.setEnabled(is_open and permissions.may(self.till.desk, action))

    def begin(self) -> None:
        """Go into the list."""
        if self.table.model.rowCount():
            self.table.enter()
        else:
            self.run_button.setFocus()

    # --- deeds ---

    def add(self) -> None:
        """A form for a new rule, begun as one of the usual ways of giving."""
        till = self.till
        if not may(till, "rewards.add", self.add):
            return
        form = TemplateForm(till, self.page)
        if form.filled() and form.template is not None:
            made = RuleForm(till, self.page, begun(till, form.template))
            if made.filled():
                self.table.mark_made(made.saved)

    def edit(self) -> None:
        """A form for the rule that is marked."""
        if self.edit_button.isEnabled():
            rule = self.table.current.rule
            RuleForm(self.till, self.page, rule_making.written(rule), edited=rule).filled()

    def close_it(self) -> None:
        """End the marked one now: it cannot be begun again."""
        till, shown = self.till, self.table.current
        if shown is None or not may(till, "rewards.close", self.close_it):
            return
        _, name = till.say, shown.rule.title(till.language)
        question = _(
            "End {name} now? It gives no more, nor what it still owes. What was given stays."
        )
        is_meant = dialogs.ask(
            self, _("End a rule"), question.format(name=name), yes=_("End it"), no=_("Let it be")
        )
        if is_meant and till.attempt(lambda: rewards.close(till.desk, shown.id)) is not None:
            till.tell(_("{name} has ended.").format(name=name))

    def festivals(self) -> None:
        """When festivals come, and the shop's own."""
        FestivalsForm(self.till, self.page).filled()

    def run(self) -> None:
        """See what is due, and give it."""
        if self.run_button.isEnabled():
            RunForm(self.till, self.page).filled()

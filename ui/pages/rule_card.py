"""The reward rule that is shown: what it says, what it gave, what it owes."""

from dataclasses import dataclass

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from shopdesk import rule_words
from shopdesk.language import beside
from shopdesk.reward_rules import Rule
from shopdesk.rule_book import SoFar
from ui.pages import given_behind
from ui.till import Till
from ui.widgets.figure import AS_FIGURES, OPENS, Figure
from ui.widgets.parts import card, cleared, column, label, row, set_mood
from ui.widgets.scrolling import in_card

MOODS = {"running": "good", "coming": "note", "over": "", "ended": ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule with how it stands today (coming, running, over or ended), and what it gave once that
    is counted."""

    rule: Rule
    so_far: SoFar | None
    state: str

    @property
    def id(self) -> int:
        """The rule's id."""
        return self.rule.id


def state_words(till: Till, shown: Shown) -> str:
    """How a rule stands: that it runs, from when or until when, that it has ended."""
    _, rule = till.say, shown.rule
    if shown.state == "ended":
        return _("Ended")
    if shown.state == "over":
        return _("Event over")
    if shown.state == "coming":
        return _("From {day}").format(day=till.dated(rule.starts_on))
    if rule.ends_on is not None:
        return _("Until {day}").format(day=till.dated(rule.ends_on))
    return _("Running")


class RuleCard(QWidget):
    """One rule, in words and figures."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self.till = till
        self.rule: Rule | None = None
        self.title = label(kind="title", wraps=True)
        self.state = label(kind="chip")
        self.said = label(wraps=True)
        self.other = label(kind="soft", wraps=True)
        self.facts = column(space=4)
        _ = till.say
        inside = QWidget()
        inside.setLayout(
            column(self.title, row(self.state, 1), self.said, self.facts, self.other, 1)
        )
        self.nothing = label(_("Choose a rule from the list."), "soft", wraps=True)
        empty, both = QWidget(), QWidget()
        empty.setLayout(column(self.nothing, 1))
        self.stack = QStackedLayout(both)
        self.stack.addWidget(empty)
        self.stack.addWidget(in_card(inside, _("Rule")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(both))

    def show_rule(self, shown: Shown | None) -> None:
        """Show a rule, in both languages, or none."""
        self.stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        till, self.rule = self.till, shown.rule
        rule = shown.rule
        other = beside(till.language)
        self.title.setText(rule.title(till.language))
        self.state.setText(state_words(till, shown))
        set_mood(self.state, MOODS[shown.state])
        self.said.setText(rule_words.sentence(till.desk, rule, till.language))
        self.other.setText(rule_words.sentence(till.desk, rule, other))
        cleared(self.facts)
        if shown.so_far is not None:
            for fact in self._given(shown.so_far):
                inside = column(label(fact, wraps=True), space=0)
                how = self.till.say(OPENS)
                self.facts.addWidget(Figure(inside, self.look_behind, name=fact, how=how))
        for fact in self._over(rule) if shown.so_far is not None else []:
            said = label(fact, wraps=True)
            said.setContentsMargins(*AS_FIGURES)
            self.facts.addWidget(said)

    def look_behind(self) -> None:
        """Open what the rule gave so far."""
        if self.rule is not None:
            given_behind.of_rule(self.till, self, self.rule)

    def _given(self, its: SoFar) -> list[str]:
        _, ngettext = self.till.say, self.till.count
        given = ngettext("Given {count} time so far.", "Given {count} times so far.", its.occasions)
        said = [given.format(count=f"{its.occasions:,}")]
        if its.vouchers:
            used = ngettext(
                "{used} of {count} voucher was used.", "{used} of {count} vouchers were used.",
                its.vouchers,
            )  # fmt: skip
            said.append(used.format(used=f"{its.used:,}", count=f"{its.vouchers:,}"))
        if its.cost is not None and its.occasions:
            cost = _("What was given costs {amount} at most.")
            said.append(cost.format(amount=self.till.money(its.cost)))
        if its.owed:
            owed = ngettext(
                "{count} time is owed until there is stock.",
                "{count} times are owed until there is stock.",
                its.owed,
            )
            said.append(owed.format(count=f"{its.owed:,}"))
        return said

    def _over(self, rule: Rule) -> list[str]:
        _ = self.till.say
        if rule.closed_on is not None:
            return [_("Ended on {day}.").format(day=self.till.dated(rule.closed_on))]
        if rule.is_calendar and rule.settled_on >= rule.starts_on:
            return [_("Settled through {day}.").format(day=self.till.dated(rule.settled_on))]
        return []

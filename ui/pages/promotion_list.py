"""Promotions: what runs, what will, what is over, each in a sentence; made, copied, ended."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import permissions, promotion_words, promotions
from shopdesk.language import N_, beside
from shopdesk.promotions import Promotion
from ui import dialogs, look
from ui.pages.page import Page
from ui.pages.profile_forms import may
from ui.pages.promotion_form import PromotionForm
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, label
from ui.widgets.table import Column, Table

STATES = {"running": N_("Running"), "coming": N_("Upcoming"), "over": N_("Ended")}
_MOODS = {"running": "good", "coming": "note", "over": ""}


@dataclass(frozen=True, slots=True)
class Shown:
    """A promotion with its state today and what it says."""

    promotion: Promotion
    state: str
    said: str

    @property
    def id(self) -> int:
        """The promotion's id."""
        return self.promotion.id


class PromotionList(QWidget):
    """The list; Enter or two clicks edit what has not begun, and copy what has."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        self.may_change = permissions.may(till.desk, "promotions.add")
        self.which = choices(_("Which promotions"), [(_("Not over"), False), (_("All"), True)])
        self.which.currentIndexChanged.connect(lambda _place: self.load())
        self.add_button = button(_("New promotion"), self.add, "primary", icon="add")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        self.copy_button = button(_("Copy…"), self.copy)
        self.close_button = button(_("End it…"), self.close_it, icon="close")
        start = button(_("New promotion"), self.add, icon="add")
        for one in (self.add_button, start):
            one.setEnabled(self.may_change)
        self.table: Table = Table(
            _("Promotions"),
            [
                Column(_("Promotion"), lambda one: one.promotion.title(till.language), 170),
                Column(_("State"), lambda one: _(STATES[one.state]), 105,
                       pill=lambda one: look.chip(till.preferences.theme, _MOODS[one.state])),
                Column(_("What it says"), lambda one: one.said),
            ],
            empty=_("No promotion runs or will run. One can lower prices or multiply points."),
            action=start,
        )  # fmt: skip
        self.table.opened.connect(lambda _shown: self._open())
        self.table.selected.connect(self._show)
        self.said = label(wraps=True)
        self.other = label(kind="soft", wraps=True)
        self.sentences = card(self.said, self.other, margin=14, space=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        deeds = [self.edit_button, self.copy_button, self.close_button, self.add_button]
        layout.addWidget(FittedRow(self.which, 1, *deeds, below=(self.add_button,)))
        if not self.may_change:
            about = _("You can look at promotions here, but not change them.")
            layout.addWidget(label(about, "soft", wraps=True))
        layout.addWidget(card(self.table, margin=1), 1)
        layout.addWidget(self.sentences)

    def load(self) -> None:
        """Read them, the newest first; what was marked stays marked."""
        desk, today = self.till.desk, self.till.desk.today()
        found = [
            Shown(one, one.state(today), promotion_words.sentence(desk, one, self.till.language))
            for one in reversed(promotions.listed(desk))
        ]
        order = list(STATES)
        found.sort(key=lambda one: order.index(one.state))
        kept = [one for one in found if self.which.currentData() or one.state != "over"]
        self.table.show_again(kept)
        if self.table.current is None:
            self.table.mark(0)
        self._show(self.table.current)

    def _show(self, shown: Shown | None) -> None:
        """Say all of it, in both languages, and what can be done with it."""
        self.sentences.setVisible(shown is not None)
        is_open = shown is not None and shown.state != "over"
        self.edit_button.setEnabled(
            shown is not None and shown.state == "coming" and self._may("promotions.edit")
        )
        self.copy_button.setEnabled(self.may_change and shown is not None)
        self.close_button.setEnabled(is_open and self._may("promotions.close"))
        if shown is not None:
            other = beside(self.till.language)
            self.said.setText(shown.said)
            desk, promotion = self.till.desk, shown.promotion
            self.other.setText(promotion_words.sentence(desk, promotion, other))

    def _may(self, action: str) -> bool:
        return permissions.may(self.till.desk, action)

    def begin(self) -> None:
        """Go into the list."""
        if self.table.model.rowCount():
            self.table.enter()
        else:
            self.add_button.setFocus()

    # --- deeds ---

    def _open(self) -> None:
        (self.edit if self.edit_button.isEnabled() else self.copy)()

    def add(self) -> None:
        """A form for a new promotion."""
        if may(self.till, "promotions.add", self.add):
            PromotionForm(self.till, self.page, None).filled()

    def edit(self) -> None:
        """A form for one that has not begun."""
        if self.edit_button.isEnabled():
            PromotionForm(self.till, self.page, self.table.current.promotion).filled()

    def copy(self) -> None:
        """A form for a new one that begins as the marked one is."""
        if self.table.current is not None and may(self.till, "promotions.add", self.copy):
            old = self.table.current.promotion
            PromotionForm(self.till, self.page, old, is_copy=True).filled()

    def close_it(self) -> None:
        """End the marked one now: it cannot be begun again."""
        till, shown = self.till, self.table.current
        if shown is None or not may(till, "promotions.close", self.close_it):
            return
        _, name = till.say, shown.promotion.title(till.language)
        question = _("End {name} now? Receipts keep what it gave; a copy can be made later.")
        is_meant = dialogs.ask(
            self, _("End a promotion"), question.format(name=name), yes=_("End it"),
            no=_("Let it be"),
        )  # fmt: skip
        if is_meant and till.attempt(lambda: promotions.close(till.desk, shown.id)) is not None:
            till.tell(_("{name} is over.").format(name=name))

"""The ladder: its tiers as a draft, put in force as a whole."""

from dataclasses import replace
from itertools import count
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from shopdesk import Refused, ladders, tiers
from shopdesk.ladder_words import shared_days
from shopdesk.ladders import Tier
from shopdesk.language import N_
from ui import discounts
from ui.pages import settings_ladder_words as words
from ui.pages.programme_paper import ProgrammePreview
from ui.pages.settings_ladder_form import TierForm
from ui.pages.settings_ladder_prospect import LadderProspect
from ui.pages.settings_part import Section, choices, pair
from ui.pages.settings_recount import Recounting
from ui.pages.what_if_form import WhatIf
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.form import whole_in
from ui.widgets.heights import whole
from ui.widgets.in_both import add_choice
from ui.widgets.parts import button, card, field, label, named, row
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip

_TEMPLATES = {
    "five": N_("Five tiers: Member to Diamond"),
    "four": N_("Four tiers, without Platinum"),
    "three": N_("Three tiers: Silver, Gold, Platinum"),
}
_REACHED = 1
"""The column that tells what a tier asks for."""


class LadderSection(Section):
    """What is changed here is a draft: it counts once it is put in force, all of it together."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.kept: list[Tier] = []
        self.draft: list[Tier] = []
        self.table = self._table()
        self.table.opened.connect(lambda _tier: self.edit())
        self.table.selected.connect(lambda _tier: self._said())
        self.sentence = label(kind="soft", wraps=True)
        self.review = field(_("Review after so many months"), _("no review"), digits=True)
        self.grace = field(_("Days of grace"), "0", digits=True)
        self.terms = ("", "")
        for typed in (self.review, self.grace):
            typed.textEdited.connect(lambda _text: self.show_draft(self.draft, max(0, self.place)))
        self.prospect = LadderProspect(till)
        self.recounting = Recounting(till)
        self.what_if = button(_("Try it on the months gone by…"), self.try_it, "small")
        self.state = label(kind="note", wraps=True)
        self.put = button(_("Apply ladder"), self.record, "primary")
        self.discard = button(_("Revert"), self.escape)
        self.template = choices(_("Templates"), [(_("Templates…"), "")])
        for code, name in _TEMPLATES.items():
            add_choice(self.template, _(name), code)
        self.template.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.template.setMinimumContentsLength(9)
        broad = self.template.fontMetrics().horizontalAdvance("M") * 22
        self.template.view().setMinimumWidth(broad)
        self.template.activated.connect(lambda _place: self.begin_from())
        self.up = button(
            _("Up"), lambda: self.shift(-1), "small", name=_("Move this tier up the list")
        )
        self.down = button(
            _("Down"), lambda: self.shift(1), "small", name=_("Move this tier down the list")
        )
        self.edit_button = button(_("Edit"), self.edit, "small", icon="edit")
        self.add_button = button(_("Add"), self.add, "small", icon="add")
        self.remove_button = button(_("Remove"), self.remove, "small", icon="erase")
        self.paper_button = button(_("On paper…"), self.paper, "small", icon="print")
        tip(self.paper_button, _("The programme as a poster or a leaflet"))
        self.tools = [self.add_button, self.edit_button, self.up, self.down, self.remove_button]
        effect = _(
            "History keeps the ladder it was made under. Members keep their tier; whoever meets "
            "more moves up at the next purchase, or when everyone is counted again."
        )
        self.only_owner = label(
            _("You can look at the ladder here, but not change it."), "note", wraps=True
        )
        frame = card(margin=1, space=0)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.table)
        foot = row(self.state, self.discard, self.put)
        foot.setStretch(0, 1)
        tools = FittedRow(*self.tools, 1, self.paper_button, below=(self.paper_button,))
        self.build(
            _("Ladder"), self.only_owner, tools, frame,
            self.sentence, self.prospect, row(self.what_if, 1), self._reviews(),
            label(effect, "soft", wraps=True), self.recounting, 1,
            beside=self.template, foot=foot,
        )  # fmt: skip
        allowed = self.may("tiers.set_ladder")
        self.only_owner.setVisible(not allowed)
        for each in (*self.tools, self.template, self.put, self.discard):
            each.setVisible(allowed)
        self.recounting.setVisible(allowed)
        self.what_if.setVisible(allowed and self.may("what_if.simulate"))
        for typed in (self.review, self.grace):
            typed.setEnabled(allowed)

    def _reviews(self) -> QHBoxLayout:
        _ = self.till.say
        return pair(
            named(
                _("Review after so many months"), self.review,
                _("Who misses the keep line then steps down by one; empty: nobody does."),
            ),
            named(_("Days of grace"), self.grace, _("To make up for what is missing.")),
        )  # fmt: skip

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        return Table(
            _("Ladder"),
            [
                Column[Tier](
                    _("Tier"), lambda tier: tier.name(till.language), 118,
                    dot=lambda tier: tier.colour,
                ),
                Column(_("Condition"), self._briefly),
                Column(_("Discount"), self._discount, 90, is_number=True),
                Column(_("Points"), lambda tier: words.times(till, tier), 82, is_number=True),
            ],
            empty=_("This shop has no ladder yet. Begin from a template."),
        )  # fmt: skip

    def _briefly(self, tier: Tier) -> str:
        """What a tier asks for; the days only where the ladder knows several, else they stand in
        the column's title."""
        said = words.brief if shared_days(self.draft) else words.sentence
        return words.asked(self.till, tier, is_lowest=tier is self.draft[0], said=said)

    def _discount(self, tier: Tier) -> str:
        return discounts.told(self.till.language, tier.discount_percent)

    def _asked(self, tier: Tier) -> str:
        return words.asked(self.till, tier, is_lowest=tier is self.draft[0])

    # --- what is shown ---

    def load(self) -> None:
        """Show the ladder in force, unless a draft is being made."""
        if not self.is_changed():
            self.kept = list(tiers.ladder(self.till.desk))
            self._show_terms()
            self.show_draft(list(self.kept))

    def is_changed(self) -> bool:
        """Whether there is a draft that is not in force."""
        return self.draft != self.kept or self._typed() != self.terms

    def _typed(self) -> tuple[str, str]:
        return self.review.text().strip(), self.grace.text().strip()

    def _show_terms(self) -> None:
        now = tiers.terms(self.till.desk)
        self.terms = (str(now.review_months or ""), str(now.grace_days))
        self.review.setText(self.terms[0])
        self.grace.setText(self.terms[1])

    def show_draft(self, draft: list[Tier], mark: int = 0) -> None:
        """Show a draft, what it changes, and what would be wrong with it."""
        _ = self.till.say
        self.draft = draft
        self.table.entitle(_REACHED, words.reached(self.till, shared_days(draft)))
        self.table.show_rows(draft)
        whole(self.table, most=10)
        self.table.mark(min(mark, len(draft) - 1))
        fault = ladders.fault(self._whole())
        said = ""
        if self.is_changed():
            said = _("Changed here, not yet in force.")
            if fault is not None:
                said = _("This ladder cannot be used: {reason}").format(reason=_(fault))
        self.state.setText(said)
        self.put.setEnabled(self.is_changed())
        is_tried = self.is_changed() and fault is None
        self.what_if.setEnabled(is_tried)
        self.prospect.show_change(self._change() if is_tried and self._may_try() else None)
        self.discard.setEnabled(self.is_changed())
        self.template.setCurrentIndex(0)
        self._said()

    def _said(self) -> None:
        """The marked tier in full: the list has no room for the days."""
        _, tier = self.till.say, self.table.current
        place = self.place
        for button_, possible in (
            (self.up, place > 0),
            (self.down, 0 <= place < len(self.draft) - 1),
            (self.edit_button, place >= 0),
            (self.remove_button, place >= 0),
        ):
            button_.setEnabled(possible)
        if tier is None:
            self.sentence.clear()
            return
        is_lowest = tier is self.draft[0]
        self.sentence.setText(words.tier_sentence(self.till, tier, is_lowest=is_lowest))

    @property
    def place(self) -> int:
        """The marked tier's place in the draft; below 0 for none."""
        return self.table.view.currentIndex().row()

    # --- changing the draft ---

    def add(self) -> None:
        """A new tier above all others."""
        codes = {tier.code for tier in self.draft}
        number = next(n for n in count(len(codes) + 1) if f"tier{n}" not in codes)
        colour = words.COLOURS[len(codes) % len(words.COLOURS)][0]
        fresh = Tier(f"tier{number}", {}, None, colour=colour)
        form = TierForm(
            self.till, self, fresh, is_lowest=not self.draft, is_new=True,
            tried=lambda tier: self._change([*self.draft, tier]) if self._may_try() else None,
        )  # fmt: skip
        if form.filled() and form.made is not None:
            self.show_draft([*self.draft, form.made], len(self.draft))

    def edit(self) -> None:
        """Change the marked tier."""
        place = self.place
        if place < 0 or not self.may("tiers.set_ladder"):
            return
        tier = self.draft[place]
        is_new = tier.code not in {kept.code for kept in self.kept}

        def among(made: Tier) -> list[Tier]:
            return [*self.draft[:place], made, *self.draft[place + 1 :]]

        form = TierForm(
            self.till, self, tier, is_lowest=place == 0, is_new=is_new,
            tried=lambda made: self._change(among(made)) if self._may_try() else None,
        )  # fmt: skip
        if form.filled() and form.made is not None:
            self.show_draft(among(form.made), place)

    def remove(self) -> None:
        """Take the marked tier out; the core refuses one that members stand on."""
        place = self.place
        if place >= 0:
            self.show_draft([*self.draft[:place], *self.draft[place + 1 :]], max(0, place - 1))

    def shift(self, places: int) -> None:
        """Exchange the marked tier with its neighbour."""
        place = self.place
        if place >= 0 and 0 <= place + places < len(self.draft):
            draft = list(self.draft)
            draft[place], draft[place + places] = draft[place + places], draft[place]
            self.show_draft(draft, place + places)

    def begin_from(self) -> None:
        """Begin the draft from a template."""
        code = self.template.currentData()
        if code:
            self.show_draft(list(ladders.template(code, self.till.shop.settings.language)))

    def _whole(self, draft: list[Tier] | None = None) -> list[Tier]:
        """The draft as a ladder: whatever tier is the lowest asks for nothing."""
        every = self.draft if draft is None else draft
        return [replace(tier, criteria=None, keep=None) for tier in every[:1]] + every[1:]

    def _may_try(self) -> bool:
        return all(map(self.may, ("tiers.set_ladder", "what_if.simulate", "costs.see")))

    def _change(self, draft: list[Tier] | None = None) -> dict[str, Any] | None:
        """What is to be tried of the draft, or nothing where its reviews are no numbers."""
        try:
            months, days = self._reviewed()
        except Refused:
            return None
        return {"ladder": self._whole(draft), "review_months": months, "grace_days": days}

    def paper(self) -> None:
        """The programme as a poster or a leaflet: what is in force, not the draft."""
        ProgrammePreview(self.till, self).seen()

    # --- in force ---

    def record(self) -> None:
        """Put the draft in force, whole or not at all."""
        if self.is_changed() and self.may("tiers.set_ladder"):
            self.till.attempt(self._put)

    def try_it(self) -> None:
        """Say what the draft would have come to, before it is in force."""
        self.till.attempt(self._try)

    def _try(self) -> None:
        _ = self.till.say
        self._reviewed()
        change = self._change()
        assert change is not None
        WhatIf(self.till, self, change, title=_("This ladder in the past")).filled()

    def _reviewed(self) -> tuple[int | None, int]:
        """When tiers are reviewed, as it was typed."""
        months = whole_in(self.till, self.review) if self.review.text().strip() else None
        days = whole_in(self.till, self.grace) if self.grace.text().strip() else 0
        return months, days

    def _put(self) -> None:
        _, till, whole = self.till.say, self.till, self._whole()
        months, days = self._reviewed()
        tiers.set_ladder(till.desk, whole, review_months=months, grace_days=days)
        self.kept = list(whole)
        self._show_terms()
        self.show_draft(list(whole), max(0, self.place))
        till.tell(_("The ladder is in force from now on."))

    def escape(self) -> bool:
        """Show the ladder in force again."""
        had = self.is_changed()
        if had:
            self._show_terms()
            self.show_draft(list(self.kept))
        return had

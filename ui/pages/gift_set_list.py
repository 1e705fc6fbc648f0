"""Sets of gifts graded by tier: what each tier is given at one occasion."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import gift_sets, gifts, permissions
from shopdesk.gift_sets import GiftSet
from ui.pages.gift_set_form import GiftSetForm
from ui.pages.gift_words import of_tiers
from ui.pages.page import Page
from ui.till import Till
from ui.widgets.parts import button, card, label, row
from ui.widgets.table import Column, Table


class GiftSetList(QWidget):
    """The list; Enter or two clicks open a set."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        self.named: dict[int, str] = {}
        _ = till.say
        self.add_button = button(_("New set"), self.add, "primary", icon="add")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        start = button(_("New set"), self.add, icon="add")
        may = permissions.may(till.desk, "gift_templates.make")
        for one in (self.add_button, start):
            one.setEnabled(may)
        self.table: Table = Table(
            _("Gift sets"),
            [
                Column(_("Set"), lambda one: one.title(till.language), 190),
                Column(_("What each tier is given"), lambda one: of_tiers(till, one, self.named)),
            ],
            empty=_("No set yet. A set has a gift for each tier; a rule can then give it to all."),
            action=start,
        )  # fmt: skip
        self.table.opened.connect(lambda _set: self.edit())
        self.table.selected.connect(self._show)
        self.said = label(wraps=True)
        self.whole = card(self.said, margin=14)
        about = (
            _("A tier without a gift of its own is given that of the next tier below.")
            if may else _("You can look at gift sets here, but not change them.")
        )  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(label(about, "soft", wraps=True), self.edit_button, self.add_button)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(card(self.table, margin=1), 1)
        layout.addWidget(self.whole)

    def load(self) -> None:
        """Read the sets; what was marked stays marked."""
        desk, language = self.till.desk, self.till.language
        every = gifts.catalogue(desk, closed=True)
        self.named = {gift.id: gift.title(language) for gift in every}
        self.table.show_again(gift_sets.listed(desk))
        if self.table.current is None:
            self.table.mark(0)
        self._show(self.table.current)

    def _show(self, shown: GiftSet | None) -> None:
        """Say all of it: in the list it may be cut short."""
        self.whole.setVisible(shown is not None)
        may = permissions.may(self.till.desk, "gift_templates.make")
        self.edit_button.setEnabled(may and shown is not None)
        if shown is not None:
            self.said.setText(of_tiers(self.till, shown, self.named))

    def begin(self) -> None:
        """The keys on the list, or on the button that makes its first row."""
        if self.table.model.rowCount():
            self.table.enter()
        else:
            self.add_button.setFocus()

    def add(self) -> None:
        """A form for a new set."""
        form = GiftSetForm(self.till, self.page, None)
        if form.filled():
            self.table.mark_made(form.saved)

    def edit(self) -> None:
        """A form for the set that is marked."""
        if self.edit_button.isEnabled():
            GiftSetForm(self.till, self.page, self.table.current).filled()

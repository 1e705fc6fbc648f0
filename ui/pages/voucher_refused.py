"""The codes of vouchers that were refused, and the tills that wait because of many."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import refused_scans, text
from shopdesk.refused_scans import RefusedScan
from ui.pages.page import Page
from ui.pages.voucher_words import OTHER_REFUSAL, REFUSALS, grouped
from ui.till import Till
from ui.widgets.parts import button, card, label, row, set_mood
from ui.widgets.table import Column, Table


class RefusedList(QWidget):
    """The list, the newest first; Enter or two clicks show the voucher, where it is ours."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        self.waiting = label(wraps=True)
        set_mood(self.waiting, "bad")
        self.allow_button = button(_("Take codes again"), self.allow, icon="scan")
        self.table: Table = Table(
            _("Refused codes"),
            [
                Column(_("When"), lambda one: till.moment(one.at), 145, is_whole=True),
                Column(_("Till"), lambda one: one.till, 70),
                Column(_("By"), lambda one: one.staff or "–", 110, is_spare=True),
                Column(_("Voucher code"), lambda one: grouped(one.code), 165, is_whole=True),
                Column(_("Why"), self._why),
            ],
            empty=_("No voucher was ever refused. Forged, used and damaged ones are kept here."),
        )  # fmt: skip
        self.table.opened.connect(lambda one: page.show_what(history=one.code))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(self.waiting, self.allow_button)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(card(self.table, margin=1), 1)

    def _why(self, one: RefusedScan) -> str:
        _ = self.till.say
        return _(REFUSALS.get(one.refusal, OTHER_REFUSAL))

    def load(self) -> None:
        """Read the list, and which tills wait."""
        _, desk = self.till.say, self.till.desk
        waiting = refused_scans.waiting(desk)
        said = [
            _("Till {till} takes no codes until {time}: too many were forged or unknown.").format(
                till=name, time=f"{until:%H:%M}"
            )
            for name, until in waiting.items()
        ]
        self.waiting.setText(text.in_a_row(said))
        self.waiting.setVisible(bool(said))
        self.allow_button.setVisible(bool(said))
        self.table.show_again(refused_scans.listed(desk))

    def begin(self) -> None:
        """The keys on the list."""
        self.table.view.setFocus()

    def allow(self) -> None:
        """Let the tills that wait take codes again."""
        till, _ = self.till, self.till.say
        for name in refused_scans.waiting(till.desk):
            if not till.done(partial(refused_scans.allow, till.desk, till=name)):
                return
        till.tell(_("Codes are taken again."))

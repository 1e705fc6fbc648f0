"""To look at: what no rule could settle alone, and whose tier is reviewed before long."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import notices, tiers
from shopdesk.notices import Notice
from shopdesk.tiers import Ahead
from ui import look
from ui.pages import evidence
from ui.pages.settings_part import Section
from ui.till import Till
from ui.widgets.heights import whole
from ui.widgets.parts import button, card, label, row
from ui.widgets.table import Column, Table

AHEAD_DAYS = 60


class OwnerSection(Section):
    """Notices until somebody has seen them, and the reviews of the next sixty days."""

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.notices = Table(
            _("Notices"),
            [
                Column[Notice](_("Day"), lambda one: one.on.isoformat(), 104, is_whole=True),
                Column(_("What happened"), lambda one: one.sentence),
            ],
            empty=_("Nothing to look at."),
            action=button(_("To the records"), lambda: till.go("records"), icon="records"),
        )
        said_anyway = [  # what is missing names the tier, and a day
            Column[Ahead](_("Tier"), self._tier, 110),
            Column(_("Reviewed on"), lambda one: one.review_on.isoformat(), 104, is_whole=True),
        ]
        is_large = till.preferences.size > look.LARGE_LETTERS
        self.reviews = Table(
            _("Reviews"),
            [
                Column[Ahead](_("Member"), lambda one: one.name),
                *([] if is_large else said_anyway),
                Column(_("What is missing"), lambda one: one.sentence, 290),
            ],
            empty=_("Nobody's tier is reviewed in the next {days} days.").format(days=AHEAD_DAYS),
            action=button(
                _("Change the ladder…"), lambda: till.go("settings", section="ladder"), icon="edit"
            ),
        )  # fmt: skip
        self.said, self.missing = label("", wraps=True), label("", wraps=True)
        self.seen_button = button(_("Seen"), self.see, icon="good")
        self.open_button = button(_("Open the member"), self.open_member, icon="members")
        self.count_button = button(_("What counts…"), self.count, "small", icon="records")
        self.count_button.setAccessibleName(_("The receipts that count at the review"))
        self.notices.selected.connect(lambda _one: self._marked())
        self.notices.opened.connect(lambda _one: self.open_member())
        self.reviews.selected.connect(lambda _one: self._marked())
        self.reviews.opened.connect(lambda one: till.go("members", member=one.member_id))
        only = label(_("Your role has nothing to look at here."), "note", wraps=True)
        parts = (
            row(self.seen_button, self.open_button, 1), self._framed(self.notices), self.said,
            row(
                label(_("Reviews of the next {days} days").format(days=AHEAD_DAYS), "heading"), 1,
                self.count_button,
            ),
            self._framed(self.reviews), self.missing,
        )  # fmt: skip
        if self.may("notices.seen"):
            self.build(_("To look at"), *parts, 1)
        else:
            self.build(_("To look at"), only, 1)

    @staticmethod
    def _framed(table: Table) -> QWidget:
        frame = card(margin=1, space=0)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(table)
        return frame

    def _tier(self, one: Ahead) -> str:
        ladder = tiers.ladder(self.till.desk)
        return ladder[tiers.rank_of(ladder, one.tier)].name(self.till.language)

    def load(self) -> None:
        """Read what there is to look at."""
        if not self.may("notices.seen"):
            return
        desk = self.till.desk
        self.notices.show_rows(notices.listed(desk))
        self.reviews.show_rows(tiers.reviews_ahead(desk, AHEAD_DAYS))
        for table in (self.notices, self.reviews):
            whole(table)
        self._marked()

    def _marked(self) -> None:
        one = self.notices.current
        for said, marked in ((self.said, one), (self.missing, self.reviews.current)):
            said.setText("" if marked is None else marked.sentence)
            said.setVisible(marked is not None)
        self.count_button.setEnabled(self.reviews.current is not None)
        self.seen_button.setEnabled(one is not None)
        self.open_button.setEnabled(one is not None and one.member_id is not None)

    def count(self) -> None:
        """Show which receipts count at the review that is marked."""
        if (ahead := self.reviews.current) is not None:
            evidence.of_review(self.till, self, ahead).filled()

    def see(self) -> None:
        """Put a notice away: it was looked at."""
        one = self.notices.current
        if one is not None and self.till.attempt(lambda: self._see(one)):
            self.load()

    def _see(self, one: Notice) -> bool:
        notices.seen(self.till.desk, one.id)
        return True

    def open_member(self) -> None:
        """Show whom a notice is about."""
        one = self.notices.current
        if one is not None and one.member_id is not None:
            self.till.go("members", member=one.member_id)

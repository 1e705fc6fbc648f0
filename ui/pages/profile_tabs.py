"""What a profile holds below its head beside the time line: points, vouchers, tiers, cards."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from shopdesk import cards, evidence, points, tier_history, voucher_book, vouchers
from shopdesk.cards import MemberCard
from shopdesk.evidence import Origin
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from shopdesk.points import Lot
from shopdesk.tier_history import TierStep
from ui.pages import voucher_print
from ui.pages.evidence import PointsForm as PointsBehind
from ui.pages.profile_forms import CodeForm, PointsForm, may
from ui.pages.profile_given import GivenForm
from ui.pages.profile_statement import StatementForm
from ui.pages.profile_tab import Tab
from ui.pages.profile_tier_forms import EndTierForm, GiveTierForm, running
from ui.pages.voucher_withdraw import WithdrawForm
from ui.pages.voucher_words import STATES, pill
from ui.till import Till
from ui.widgets.parts import button, card, label, row, set_mood
from ui.widgets.table import Column, Table


class Points(Tab):
    """The lots with something left, in the order in which they are spent."""

    def fill(self) -> None:
        """A list, what there is in all, and what can be done."""
        _ = self.till.say
        self.said = label("", "soft", wraps=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        adjust = button(_("Adjust points…"), self.adjust, "small", icon="edit")
        paper = button(_("Statement…"), self.statement, "small", icon="print")
        self.table = Table(
            _("Lots of points"),
            [
                Column(_("Earned on"), lambda lot: f"{lot.earned_on}", 150),
                Column(_("Earned"), lambda lot: f"{lot.granted:,}", 130, is_number=True),
                Column(_("Left"), lambda lot: f"{lot.remaining:,}", 130, is_number=True),
                Column(_("Expires on"), self._expires, 150, is_whole=True),
                Column(_("Where from"), self._origin),
            ],
            empty=_("No points yet. A purchase earns them, or they are given by hand."),
            action=button(_("Adjust points…"), self.adjust, icon="edit"),
        )
        self.origins: dict[int, Origin] = {}
        self.table.opened.connect(self._open)
        self.why = button(_("Why?"), self.explain, "small", name=_("Which refund made the debt"))
        self._lay(self.table, self.said, self.why, paper, adjust)

    def explain(self) -> None:
        """Say what a debt is made of, or where the points came from."""
        if self.member is not None:
            PointsBehind(self.till, self, self.member).filled()

    def _origin(self, lot: Lot) -> str:
        """The receipt, or why they were given."""
        _, one = self.till.say, self.origins[lot.id]
        if one.receipt is not None:
            return _("Receipt {number}").format(number=one.receipt)
        return one.reason or _("given")

    def _open(self, lot: Lot) -> None:
        """Go to the receipt that earned them; else to what says more, which is the statement."""
        purchase = self.origins[lot.id].purchase_id
        if purchase is not None:
            self.till.go("records", receipt=purchase)
        else:
            self.statement()

    def _expires(self, lot: Lot) -> str:
        _ = self.till.say
        return f"{lot.expires_on}" if lot.expires_on else _("no expiry")

    def load(self, member: Member) -> None:
        """Read the lots; say what is owed where there is a debt."""
        _, held = self.till.say, f"{abs(member.points):,}"
        is_debt = member.points < 0
        ngettext = self.till.count
        said = ngettext(
            "Owes {points} point: the next one that comes in pays it.",
            "Owes {points} points: the next ones that come in pay them first.",
            abs(member.points),
        )
        if not is_debt:
            said = ngettext(
                "{points} point in all.",
                "{points} points in all. Those that expire first are spent first, then the oldest.",
                member.points,
            )
        ends = points.next_expiry(self.till.desk, member.id)
        if ends is not None:
            day, count = ends
            ending = ngettext("{count} ends on {day}.", "{count} end on {day}.", count)
            said += " " + ending.format(count=f"{count:,}", day=self.till.dated(day))
        self.said.setText(said.format(points=held))
        set_mood(self.said, "bad" if is_debt else "")
        self.why.setVisible(is_debt)
        self.origins = evidence.origins(self.till.desk, member.id)
        self.table.show_rows(points.lots(self.till.desk, member.id))

    def adjust(self) -> None:
        """Give or take points by hand."""
        if self.member is not None and may(self.till, "points.adjust", self.adjust):
            PointsForm(self.till, self, self.member).filled()

    def statement(self) -> None:
        """Show what was held, moved and is held, of a time, on paper."""
        if self.member is not None:
            form = StatementForm(self.till, self, self.member)
            if form.filled():
                form.paper().seen()


class Vouchers(Tab):
    """All vouchers of the member, those that can still be used first."""

    def __init__(self, till: Till, issue: Callable[[], None]) -> None:
        super().__init__(till)
        self.issue = issue

    def fill(self) -> None:
        """A list, and what can be done about what is marked in it."""
        till, _ = self.till, self.till.say
        self.titles: dict[int, str] = {}
        self.occasions: dict[int, str] = {}
        self.said = label("", "soft")
        by_rules = button(_("By rules…"), self.by_rules, "small", icon="gift")
        by_rules.setAccessibleName(_("Given by rules"))
        self.print_button = button(_("Print"), self.print_it, "small", icon="print")
        self.void_button = button(_("Withdraw…"), self.void, "small", icon="erase")
        self.table = Table(
            _("Vouchers"),
            [
                Column(_("Voucher"), lambda v: self.titles[v.id]),
                Column(_("State"), lambda v: till.say(STATES[v.state]), 110,
                       pill=lambda v: pill(till, v.state)),
                Column(_("Voucher code"), lambda v: v.code, 170, is_whole=True),
                Column(_("Valid until"), lambda v: f"{v.valid_until_on}", 130, is_whole=True),
                Column(_("Given for"), lambda v: self.occasions[v.id], 170, is_spare=True),
            ],
            empty=_("No voucher yet."),
            action=button(_("Issue a voucher"), self.issue, icon="gift"),
        )  # fmt: skip
        self.table.selected.connect(self._marked)
        self.table.opened.connect(lambda v: till.go("vouchers", history=v.code))
        self._lay(self.table, self.said, 1, by_rules, self.print_button, self.void_button)

    def load(self, member: Member) -> None:
        """Read the vouchers: the open ones first, what ends soonest first; then the others, the
        newest first."""
        _, ngettext, desk = self.till.say, self.till.count, self.till.desk
        found = vouchers.of_member(desk, member.id)
        found.sort(key=_in_turn)
        count = sum(voucher.state == "issued" for voucher in found)
        said = ngettext("{count} open voucher", "{count} open vouchers", count)
        self.said.setText(said.format(count=count))
        self.titles = voucher_book.titles(desk, found)
        self.occasions = voucher_book.occasions(desk, found)
        self.table.show_rows(found)
        self._marked(None)

    def _marked(self, voucher: Voucher | None) -> None:
        is_open = voucher is not None and voucher.state == "issued"
        self.print_button.setEnabled(is_open)
        self.void_button.setEnabled(is_open)

    def by_rules(self) -> None:
        """Look at what rules gave, and on which occasion."""
        if self.member is not None:
            GivenForm(self.till, self, self.member).filled()

    def print_it(self) -> None:
        """Print the marked voucher, or save it as a PDF."""
        if (voucher := self.table.current) is not None:
            voucher_print.preview(self.till, self, [voucher.id]).seen()

    def void(self) -> None:
        """Withdraw the marked voucher."""
        voucher = self.table.current
        if voucher is not None and may(self.till, "vouchers.void", self.void):
            WithdrawForm(self.till, self, voucher).filled()


def _in_turn(voucher: Voucher) -> tuple[int, date, int]:
    if voucher.state == "issued":
        return 0, voucher.valid_until_on, voucher.id
    return 1, date.min, -voucher.id


class Tiers(Tab):
    """Every change of tier; beside it why, and the receipts it stood on."""

    def fill(self) -> None:
        """The changes, and beside them why."""
        till, _ = self.till, self.till.say
        self.table = Table(
            _("Changes of tier"),
            [
                Column(_("Day"), lambda s: f"{s.on}", 120, is_whole=True),
                Column(_("Tier"), self._moved),
            ],
            empty=_("No change of tier is known."),
        )
        self.table.selected.connect(self._explain)
        self.why = label("", wraps=True)
        self.receipts = Table(
            _("Receipts behind it"),
            [
                Column(_("Receipt"), lambda r: r.number, 140, is_whole=True),
                Column(_("Day"), lambda r: f"{r.on}"),
                Column(_("Counts"), lambda r: till.money(r.spend), 140, is_number=True),
            ],
            empty=_("No receipts behind it."),
        )
        self.receipts.opened.connect(lambda r: till.go("records", receipt=r.number))
        give = button(_("Give a tier…"), self.give, "small", icon="edit")
        self.end_button = button(_("End a given tier…"), self.end, "small", icon="erase")
        beside = card(self.why, self.receipts, margin=1)
        self.why.setContentsMargins(12, 10, 12, 0)
        both = row(card(self.table, margin=1), beside, space=12)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(1, give, self.end_button))
        layout.addLayout(both, 1)

    def _moved(self, step: TierStep) -> str:
        """The tier that was reached; the one before stands in the row below."""
        return f"→ {step.tier}" if step.before else step.tier

    def load(self, member: Member) -> None:
        """Read the changes; the newest is explained at once."""
        self.table.show_rows(tier_history.of_member(self.till.desk, member.id))
        self.table.mark(0)
        self.end_button.setEnabled(bool(running(self.till, member)))

    def explain(self, event_on: date) -> None:
        """Mark the change of a day, and say why."""
        places = [n for n, step in enumerate(self.table.model.rows) if step.on <= event_on]
        self.table.mark(places[0] if places else 0)
        self.table.view.setFocus()

    def give(self) -> None:
        """Give a tier by hand, mostly until a day."""
        if self.member is not None and may(self.till, "tiers.lock", self.give):
            GiveTierForm(self.till, self, self.member).filled()

    def end(self) -> None:
        """End a tier that was given."""
        if self.member is not None and may(self.till, "tiers.lift", self.end):
            EndTierForm(self.till, self, self.member).filled()

    def _explain(self, step: TierStep | None) -> None:
        self.why.setText("\n".join(step.reasons) if step else "")
        self.receipts.show_rows(step.receipts if step else ())


class Cards(Tab):
    """The member's cards and codes."""

    def __init__(self, till: Till, replace: Callable[[], None], print_: Callable[[], None]) -> None:
        super().__init__(till)
        self.replace, self.print_ = replace, print_

    def fill(self) -> None:
        """A list, and what can be done."""
        _ = self.till.say
        lost = button(_("Replace card"), self.replace, "small", icon="card",
                      name=_("Replace a lost card"))  # fmt: skip
        another = button(_("Link another card…"), self.link, "small", icon="scan")
        paper = button(_("Print card"), self.print_, "small", icon="print")
        self.table = Table(
            _("Cards"),
            [
                Column(_("Card or code"), lambda c: c.code),
                Column(_("Since"), lambda c: f"{c.issued_on}", 150),
                Column(_("State"), self._state, 260),
            ],
            empty=_("No card yet."),
            action=button(_("Link another card…"), self.link, icon="scan"),
        )
        self._lay(self.table, 1, another, paper, lost)

    def _state(self, one: MemberCard) -> str:
        _ = self.till.say
        return (
            _("Lost on {day}").format(day=self.till.dated(one.lost_on))
            if one.lost_on
            else _("Works")
        )

    def load(self, member: Member) -> None:
        """Read the cards, the newest first."""
        self.table.show_rows(cards.of_member(self.till.desk, member.id))

    def link(self) -> None:
        """Let another code find this member."""
        if self.member is not None:
            CodeForm(self.till, self, self.member).filled()

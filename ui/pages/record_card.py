"""A receipt in full: its lines, every step of its price, how it was paid, what came back."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from shopdesk import (
    attaching,
    daybook,
    earning_words,
    members,
    permissions,
    purchases,
    serving,
    step_words,
    tier_history,
)
from shopdesk.daybook import Entry, GivenBack
from shopdesk.prints import Document
from shopdesk.purchases import Purchase
from ui import receipt_printing
from ui.pages.lines_back import are_goods, left_of
from ui.pages.record_words import fate, tender_name
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, cleared, column, label, line, row, set_mood
from ui.widgets.scrolling import in_card


class Said(NamedTuple):
    """A line of the card: words, and an amount at the right edge where there is one; of a
    ``refund`` the button that prints its slip."""

    words: str = ""
    amount: str = ""
    kind: str = ""
    refund: int | None = None


_LINE = Said()
"""What parts two groups of them."""


def amounts(left: str, right: str, kind: str = "") -> QWidget:
    """What, and how much at the right edge; the words wrap, the amount never does."""
    made = QWidget()
    words = label(left, kind, wraps=True)
    layout = row(words, label(right, kind), space=12)
    layout.setStretch(0, 1)
    made.setLayout(layout)
    return made


class RecordCard(QWidget):
    """The receipt that is shown, and what can be done about it."""

    def __init__(
        self,
        till: Till,
        refund: Callable[[], object],
        exchange: Callable[[], object],
        void: Callable[[], object],
        attach: Callable[[], object],
    ) -> None:
        super().__init__()
        self.till = till
        self.entry: Entry | None = None
        _ = till.say
        self.number = label(kind="title")
        self.fate = label(kind="chip")
        self.when = label(kind="soft", wraps=True)
        self.member = button(_("Walk-in"), self._go_to_member, "link", icon="members")
        self.attach = button(_("Attach a member…"), attach, "small", icon="add")
        self.whose = FittedRow(self.member, 1, self.attach, below=[self.attach])
        self.then = label(kind="soft", wraps=True)
        self.print = button("", self.put_on_paper, icon="print", name=_("Print receipt · Ctrl+P"))
        self.body = column(space=4)
        self.said: list[Said] = []
        """What the body says now: it is laid out anew only where that changes."""
        self.refund = button(_("Refund…"), refund, icon="undo")
        self.exchange = button(_("Exchange…"), exchange, icon="exchange")
        self.void = button(_("Void…"), void, "danger", icon="erase")
        self.why = label(kind="soft", wraps=True)
        self.deeds = FittedRow(self.refund, self.exchange, self.void, below=[self.void])
        inside = QWidget()
        inside.setLayout(column(self.body, 1))
        when = row(self.when, self.print)
        when.setStretch(0, 1)
        shown = QWidget()
        shown.setLayout(
            column(
                row(self.number, 1, self.fate), when, self.whose, self.then, line(),
                in_card(inside, _("What is on the receipt")), line(), self.why,
                self.deeds,
            )
        )  # fmt: skip
        nothing = QWidget()
        nothing.setLayout(
            column(label(_("Choose a receipt to see it in full."), "soft", wraps=True), 1)
        )
        both = QWidget()
        self.stack = QStackedLayout(both)
        self.stack.addWidget(nothing)
        self.stack.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(both))

    def clear(self) -> None:
        """Show no receipt."""
        self.entry = None
        self.stack.setCurrentIndex(0)

    def show_entry(self, entry: Entry) -> None:
        """Show a receipt of the list."""
        till = self.till
        _, desk = till.say, till.desk
        self.entry = entry
        receipt = purchases.get(desk, entry.id)
        refunds = daybook.given_back(desk, entry.id)
        word, mood = fate(till, entry)
        self.number.setText(_("Receipt {number}").format(number=entry.number))
        self.fate.setText(word)
        self.fate.setVisible(bool(word))
        set_mood(self.fate, mood)
        staff, at_till = daybook.written_by(desk, entry.id)
        where = _("Till {till}").format(till=at_till) if at_till else ""
        self.when.setText(" · ".join(filter(None, (till.moment(entry.at), staff, where))))
        self._show_member(receipt)
        self._fill(receipt, refunds)
        self._show_deeds(entry, receipt)
        self.stack.setCurrentIndex(1)

    def _show_member(self, receipt: Purchase) -> None:
        _, desk = self.till.say, self.till.desk
        name, tier = _("Walk-in"), None
        if receipt.member_id is not None:
            name = members.get(desk, receipt.member_id).name
            tier = tier_history.of_receipt(desk, receipt.id)
        self.member.setText(name)
        self.then.setText(_("Tier then: {tier}").format(tier=tier) if tier else "")
        self.then.setVisible(bool(tier))
        self.member.setEnabled(receipt.member_id is not None)
        self.member.setAccessibleName(self.member.text())
        self.attach.setVisible(attaching.is_open(desk, receipt))
        self.whose.refit()

    # --- the body ---

    def _fill(self, receipt: Purchase, refunds: list[GivenBack]) -> None:
        said = [*self._told(receipt), *chain.from_iterable(map(self._of_refund, refunds))]
        if said == self.said:
            return
        self.said = said
        cleared(self.body)
        for one in said:
            self._put(one)

    def _put(self, one: Said) -> None:
        _, put = self.till.say, self.body.addWidget
        if one.refund is not None:
            printed = partial(self.put_on_paper, one.refund)
            slip = button(_("Print the slip"), printed, "small", icon="print")
            self.body.addLayout(row(slip, 1))
        elif one == _LINE:
            put(line())
        elif one.amount:
            put(amounts(one.words, one.amount, one.kind))
        else:
            put(label(one.words, one.kind, wraps=True))

    def _told(self, receipt: Purchase) -> Iterator[Said]:
        till = self.till
        _, money = till.say, till.money
        for sold in receipt.lines:
            name = sold.name or sold.category or _("Amount")
            is_one = sold.quantity == 1
            words = name if is_one else f"{name} × {sold.quantity.normalize():f}"
            yield Said(words, money(sold.amount))
        for step in step_words.said(till.desk, receipt, till.language):
            yield Said(step.why, money(step.amount), "soft")
        yield _LINE
        yield Said(_("Total"), money(receipt.total), "heading")
        for name, part in receipt.payments.items():
            yield Said(tender_name(till, name), money(part), "soft")
        if receipt.change:
            yield Said(_("Given"), money(receipt.cash_given or 0), "soft")
            yield Said(_("Change"), money(receipt.change), "soft")
        if (server := serving.name_of(till.desk, receipt.id)) is not None:
            yield Said(_("Served by"), server, "soft")
        if receipt.member_id is not None:
            yield Said(_("Points earned"), f"{receipt.points_earned:,}", "soft")
            if receipt.points_earned:
                words = earning_words.of_receipt(till.desk, receipt.id, till.language)
                yield Said(words, kind="soft")
        if receipt.points_used:
            yield Said(_("Points used"), f"{receipt.points_used:,}", "soft")

    def _of_refund(self, refund: GivenBack) -> Iterator[Said]:
        till = self.till
        _, money = till.say, till.money
        yield _LINE
        title = _("Made void") if refund.is_void else _("Refund")
        yield Said(title, money(-refund.money), "heading")
        who = refund.staff
        if refund.allowed_by:
            who = _("{name}, allowed by {other}").format(name=who, other=refund.allowed_by)
        yield Said(" · ".join(filter(None, (till.moment(refund.at), who))), kind="soft")
        yield Said(_("Reason: {reason}").format(reason=refund.reason), kind="soft")
        for name, part in refund.tenders.items():
            yield Said(tender_name(till, name), money(-part), "soft")
        points = refund.points_returned - refund.points_taken
        if refund.points_returned or refund.points_taken:
            yield Said(_("Points"), f"{points:+,}", "soft")
        yield Said(refund=refund.id)

    # --- what can be done ---

    def _show_deeds(self, entry: Entry, receipt: Purchase) -> None:
        _, desk = self.till.say, self.till.desk
        may_refund = permissions.may(desk, "purchases.refund")
        is_today = desk.shop.day_of(entry.at) == desk.today()
        self.refund.setEnabled(not (entry.voided or entry.is_whole))
        self.exchange.setVisible(are_goods(receipt.lines))
        self.deeds.refit()
        self.exchange.setEnabled(self._may_exchange(entry, receipt))
        self.void.setEnabled(is_today and not entry.voided)
        if entry.voided:
            why = _("It was made void: nothing more can be given back.")
        elif entry.is_whole:
            why = _("All of it was given back.")
        elif not may_refund:
            why = _("Somebody who may refund is asked for their PIN.")
        elif not is_today:
            why = _("Only a receipt of today can be made void; refund this one.")
        else:
            why = ""
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _may_exchange(self, entry: Entry, receipt: Purchase) -> bool:
        """Whether something of a line of goods is left to be taken back."""
        if entry.voided or entry.is_whole:
            return False
        return are_goods(left_of(receipt, daybook.kept(self.till.desk, entry.id)))

    def put_on_paper(self, refund_id: int | None = None) -> None:
        """Print the receipt that is shown, or the slip of one of its refunds."""
        if self.entry is not None:
            receipt_printing.print_one(self.till, Document(self.entry.id, refund_id))

    def _go_to_member(self) -> None:
        if self.entry is not None and self.entry.member_id is not None:
            self.till.go("members", member=self.entry.member_id)

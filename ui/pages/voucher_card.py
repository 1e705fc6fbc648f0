"""The voucher that is shown: what it is for, whose, how long, what became of it, what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from shopdesk import deliveries, members, permissions, promise_words, slips, voucher_book
from shopdesk.inspection import Voucher
from shopdesk.promise_words import CHANNELS
from ui.pages.voucher_words import MOODS, STATES, grouped, happened
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, cleared, column, label, row, set_mood
from ui.widgets.scrolling import in_card
from ui.widgets.tips import tip


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the card's buttons do with the voucher that is shown."""

    redeem: Callable[[], object]
    hand_over: Callable[[], object]
    send: Callable[[], object]
    use: Callable[[], object]
    print: Callable[[], object]
    extend: Callable[[], object]
    void: Callable[[], object]
    accept: Callable[[], object]


class VoucherCard(QWidget):
    """One voucher; ``key`` makes a second press of *Redeem* repeat the first. ``unknown`` is the
    code of a genuine one that is not known here, while that is said."""

    def __init__(self, till: Till, deeds: Deeds) -> None:
        super().__init__()
        self.till = till
        self.voucher: Voucher | None = None
        self.key = self.unknown = ""
        _ = till.say
        self.state = label(kind="chip")
        self.code = label(kind="heading")
        self.title = label(kind="title", wraps=True)
        self.refused = label(wraps=True)
        set_mood(self.refused, "bad")
        self.facts = column(space=4)
        self.history = column(space=4)
        self.member = button("", self._go_to_member, "link", icon="members")
        self.receipt = button("", self._go_to_receipt, "link", icon="records")
        self.stood: voucher_book.Stood | None = None
        self.redeem = button(_("Redeem: hand it over"), deeds.redeem, "primary", icon="gift")
        self.send = button(_("Send…"), deeds.send, "primary", icon="next")
        self.hand_over = button(_("Hand to someone else…"), deeds.hand_over, icon="members")
        tip(self.hand_over, _("Hand it over to somebody by name, or with a note"))
        self.use = button(_("Use at the counter"), deeds.use, "primary", icon="counter")
        self.print = button(_("Print…"), deeds.print, icon="print")
        self.extend = button(_("Extend…"), deeds.extend, icon="day")
        self.void = button(_("Withdraw…"), deeds.void, "danger", icon="erase")
        self.accept = button(_("Accept it…"), deeds.accept, "primary", icon="good")
        self.why = label(kind="soft", wraps=True)
        history = label(_("History"), "heading")
        history.setContentsMargins(0, 10, 0, 0)
        inside = QWidget()
        inside.setLayout(
            column(
                self.code, row(self.state, 1), self.title, self.refused, row(self.member, 1),
                self.facts, row(self.receipt, 1), history, self.history, 1,
            )
        )  # fmt: skip
        self.shown = QWidget()
        self.shown.setLayout(
            column(
                in_card(inside, _("Voucher")), self.why,
                FittedRow(self.redeem, self.use, self.send, self.hand_over,
                          below=(self.hand_over,)),
                FittedRow(self.print, self.extend, self.void, below=(self.void,)),
            )
        )  # fmt: skip
        self.nothing = label(
            _("Scan or type a voucher's code, or choose one from the list."), "soft", wraps=True
        )
        empty, both = QWidget(), QWidget()
        empty.setLayout(column(self.nothing, row(self.accept, 1), 1))
        self.stack = QStackedLayout(both)
        self.stack.addWidget(empty)
        self.stack.addWidget(self.shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(both))
        self.clear()

    def clear(self, refused: str = "", *, unknown: str = "") -> None:
        """Show no voucher; ``refused`` says why a scanned one is none. ``unknown`` is the code of
        one that an owner may accept."""
        self.voucher, self.unknown = None, unknown
        self.accept.setVisible(bool(unknown))
        self.stack.setCurrentIndex(0)
        _ = self.till.say
        hint = _("Scan or type a voucher's code, or choose one from the list.")
        self.nothing.setText(refused or hint)
        set_mood(self.nothing, "bad" if refused else "")

    def show_voucher(self, voucher: Voucher, refused: str = "") -> None:
        """Show a voucher; ``refused`` is the sentence with which a scan of it was refused."""
        _, desk = self.till.say, self.till.desk
        if self.voucher is None or self.voucher.id != voucher.id:
            self.key = f"redeem:{uuid4().hex}"
        self.voucher = voucher
        self.state.setText(_(STATES[voucher.state]))
        set_mood(self.state, MOODS[voucher.state])
        self.code.setText(grouped(voucher.code))
        self.title.setText(promise_words.title(desk, voucher, self.till.language))
        self.refused.setText(refused)
        self.refused.setVisible(bool(refused))
        self._show_member()
        self.stood = voucher_book.stood_on(desk, voucher.id)
        self._fill(self.facts, self._facts(voucher))
        self._show_receipt()
        told = voucher_book.history(desk, voucher.id)
        self._fill(self.history, [happened(self.till, one) for one in told])
        self._show_deeds(voucher)
        self.stack.setCurrentIndex(1)

    def _fill(self, layout: QVBoxLayout, lines: list[str]) -> None:
        cleared(layout)
        for line in lines:
            layout.addWidget(label(line, "soft", wraps=True))

    def _show_member(self) -> None:
        _, voucher = self.till.say, self.voucher
        assert voucher is not None
        if voucher.member_id is None:
            self.member.setText(_("For the bearer"))
        else:
            member = members.get(self.till.desk, voucher.member_id)
            self.member.setText(f"{member.name} · {member.number}")
        self.member.setEnabled(voucher.member_id is not None)
        self.member.setAccessibleName(self.member.text())

    def _facts(self, voucher: Voucher) -> list[str]:
        _, desk = self.till.say, self.till.desk
        valid = _("Valid {first} to {last}").format(
            first=self.till.dated(voucher.valid_from_on),
            last=self.till.dated(voucher.valid_until_on),
        )
        given = promise_words.occasion(desk, voucher, self.till.language)
        why = _("Given for: {occasion}").format(occasion=given) if given else ""
        if self.stood is not None:
            text = _("Why: {what}, on {day}")
            why += "\n" + text.format(
                what=_(", ").join(self.stood.met), day=self.till.dated(self.stood.on)
            )
        terms = slips.terms(desk, voucher, self.till.language)
        return [line for line in (valid, terms, why, *self._way(voucher)) if line]

    def _way(self, voucher: Voucher) -> list[str]:
        """How its gift comes, and where it goes."""
        _ = self.till.say
        if voucher.kind != "gift" or voucher.channel == "counter":
            return []
        told = [_(CHANNELS[voucher.channel])]
        going = deliveries.of_voucher(self.till.desk, voucher.id)
        if going is not None and going.address:
            told.append(" · ".join(filter(None, (going.recipient, going.phone, going.address))))
        if going is not None and going.tracking:
            told.append(_("Tracking number {number}").format(number=going.tracking))
        return told

    def _show_deeds(self, voucher: Voucher) -> None:
        _ = self.till.say
        is_good = voucher.state == "issued"
        is_early = voucher.valid_from_on > self.till.desk.today()
        is_gift = voucher.kind == "gift"
        may_void = permissions.may(self.till.desk, "vouchers.void")
        is_sent = voucher.channel == "courier"
        self.redeem.setVisible(is_good and is_gift and not is_sent)
        self.send.setVisible(is_good and is_sent)
        self.hand_over.setVisible(is_gift and is_good)
        self.use.setVisible(is_good and not is_gift)
        for deed in (self.redeem, self.send, self.hand_over, self.use):
            deed.setEnabled(is_good and not is_early)
        for deed in (self.print, self.void):
            deed.setVisible(is_good)
            deed.setEnabled(is_good)
        self.extend.setVisible(is_good or voucher.state == "expired")
        if not is_good:
            why = _("It cannot be used any more.")
        elif not is_gift:
            why = _("It lowers a price, so it is used in a sale.")
        else:
            why = "" if may_void else _("Somebody who may withdraw it is asked for their PIN.")
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _show_receipt(self) -> None:
        """The receipt that met what its rule asks, where one did."""
        _, stood = self.till.say, self.stood
        number = None if stood is None else stood.receipt
        self.receipt.setVisible(number is not None)
        if number is not None:
            self.receipt.setText(_("Receipt {number}").format(number=number))
            self.receipt.setAccessibleName(self.receipt.text())

    def _go_to_receipt(self) -> None:
        if self.stood is not None and self.stood.purchase_id is not None:
            self.till.go("records", receipt=self.stood.purchase_id)

    def _go_to_member(self) -> None:
        if self.voucher is not None and self.voucher.member_id is not None:
            self.till.go("members", member=self.voucher.member_id)

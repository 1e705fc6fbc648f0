"""An exchange: goods come back, others are taken, and only the difference is paid or given."""

from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, passes, products, purchases, text
from shopdesk.daybook import Entry
from shopdesk.paying import STORED_VALUE
from shopdesk.prints import Document
from shopdesk.purchases import Exchange
from shopdesk.refusals import UnknownProduct
from ui import receipt_printing
from ui.pages.counter_proof import ProofForm, is_asked
from ui.pages.exchange_goods import TakenGoods
from ui.pages.form_paid import FormPaid
from ui.pages.lines_back import LinesBack
from ui.pages.page import Page
from ui.pages.record_words import exchange_consequences, tender_name
from ui.pages.refund_form import WIDE, Effects, in_two_columns
from ui.till import Till
from ui.widgets.choices import beside, choices, show_only
from ui.widgets.form import Form, amount_in
from ui.widgets.in_both import Check
from ui.widgets.parts import field, held, named


class ExchangeForm(Form):
    """Lines of a receipt for the same goods, for others, or for an amount.

    ``seen`` is what was shown last and is what will be paid; ``made`` what was done. ``key``
    keeps a second Enter from exchanging twice.
    """

    def __init__(self, till: Till, page: Page, entry: Entry) -> None:
        _ = till.say
        self.entry, self.key, self.way = entry, f"exchange:{uuid4().hex}", "same"
        self.seen: Exchange | None = None
        self.made: Exchange | None = None
        self.back, self.taken = LinesBack(till, entry.id, most=3), TakenGoods(till)
        self.amount = field(_("Amount that is taken"), "0.00", digits=True)
        self.reason = field(
            _("Reason"), _("Why it is exchanged (kept on record)"), shorter=_("Kept on record")
        )
        self.effects = Effects(till, entry.member_id)
        self.parts = {
            "goods": self.taken,
            "amount": held(named(_("Amount that is taken"), self.amount)),
        }
        self.by_pass = Check(_("Use a pass for goods it covers"))
        self.of_passes = self._of_passes(till)
        self.paid = FormPaid(till, entry.member_id)
        self.tenders = self.paid.tenders
        self.paying = held(named(_("Pay the difference by"), self.paid))
        super().__init__(
            till, page, _("Exchange goods of receipt {number}").format(number=entry.number),
            in_two_columns(
                [named(_("What comes back"), self.back),
                 named(_("What is taken for it"), self._ways(till)), self.by_pass,
                 *self.parts.values()],
                self.effects, _("What the exchange does"),
                [self.paying, named(_("Reason"), self.reason)],
            ),
            submit=self.make, ok=_("Exchange"), kind="final", width=WIDE, fills=True,
        )  # fmt: skip
        self.by_pass.toggled.connect(self.look)
        self.paid.entered.connect(self.try_it)
        self.paid.changed.connect(self.look)
        for part in (self.back.changed, self.taken.changed, self.amount.textChanged):
            part.connect(self.look)
        self.choose("same")
        self._begin()

    def _ways(self, till: Till) -> QWidget:
        _ = till.say
        words = [
            (_("The same goods"), "same"), (_("Other goods"), "goods"), (_("An amount"), "amount"),
        ]  # fmt: skip
        self.buttons = choices(self.effects, words, self.choose)
        return beside(self.buttons)

    def _of_passes(self, till: Till) -> frozenset[int]:
        """The products that passes of the member pay, with the uses that may come back now; a pass
        that paid what comes back is used again unless somebody says otherwise."""
        member, desk = self.entry.member_id, till.desk
        if member is None:
            return frozenset()
        paid = passes.lines_paid(desk, self.entry.id)
        self.by_pass.setChecked(bool(paid))
        again = [one.product_id for one in self.back.goods if one.number in paid]
        there = [one.product_id for one in passes.of_member(desk, member, valid_only=True)]
        return frozenset(one for one in (*again, *there) if one is not None)

    def _begin(self) -> None:
        """What can only be one thing is entered already."""
        if [self.back.kept[sold.number] for sold in self.back.goods] == [1]:
            self.back.first.setText("1")
            self.reason.setFocus()
        elif self.back.goods:
            self.back.first.setFocus()

    # --- choosing ---

    def choose(self, way: str) -> None:
        """Take the same goods, others, or an amount."""
        self.way = way
        show_only(way, self.buttons, self.parts)
        self.look()
        self.fit()
        if way == "amount":
            self.amount.setFocus()
        elif way == "goods":
            self.taken.begin()

    def scanned(self, code: str) -> bool:
        """Take the product that is scanned."""
        product = products.with_ean(self.till.desk, code)
        if product is None:
            return super().scanned(code)
        self.taken.add(product)
        self.choose("goods")
        return True

    # --- seeing and doing it ---

    def look(self) -> None:
        """Show everything that would happen now."""
        till, _ = self.till, self.till.say
        self.said.hide()
        self.seen = None
        self.back.mark()
        if self._is_blank():
            self.effects.say(_("Enter what comes back and what is taken to see all it does."))
        else:
            try:
                self.seen = self._previewed()
                self.effects.show_lines(exchange_consequences(till, self.seen, self.effects.tier))
            except Refused as refusal:
                self.effects.say(refusal.text(till.language), "bad")
        to_pay = 0 if self.seen is None else self.seen.to_pay
        self.paid.show_due(to_pay)
        self.paying.setVisible(to_pay > 0)
        self.by_pass.setVisible(bool(self._fitting()))
        self.ok.setText(self._ok_words())
        self.ok.setEnabled(self.seen is not None)

    def _ok_words(self) -> str:
        """What the button does: with the money that it takes or hands back."""
        till, _ = self.till, self.till.say
        if self.seen is not None and self.seen.to_pay:
            return _("Exchange, {money} to pay").format(money=till.money(self.seen.to_pay))
        if self.seen is not None and self.seen.handed_back:
            back = sum(self.seen.handed_back.values())
            return _("Exchange, {money} back").format(money=till.money(back))
        return _("Exchange")

    def _is_blank(self) -> bool:
        if self.way == "amount" and not self.amount.text().strip():
            return True
        return self.back.is_blank or (self.way == "goods" and self.taken.is_blank)

    def _previewed(self) -> Exchange:
        """What would happen: cash may be rounded where other tenders are not."""
        seen = self._as_if(is_cash=True)
        if seen.to_pay and not self.paid.is_cash:
            seen = self._as_if(is_cash=False)
        if not self.paid.is_made_for(seen.to_pay):
            return self._previewed()
        return seen

    def _as_if(self, *, is_cash: bool) -> Exchange:
        desk, what = self.till.desk, self._what()
        return purchases.preview_exchange(desk, self.entry.id, is_cash=is_cash, **what)

    def _what(self) -> dict[str, Any]:
        back = self.back.lines()
        if self.way == "amount":
            return {"returned": back, "amount": amount_in(self.till, self.amount)}
        named = self._fitting() if self.by_pass.isChecked() else []
        return {"returned": back, "lines": self._taken(), "passes": named}

    def _taken(self) -> list[tuple[int, Any]]:
        return self.taken.taken() if self.way == "goods" else self._same()

    def _fitting(self) -> list[int]:
        """The places of the goods taken that a pass fits, as far as it is clear yet what is."""
        try:
            taken = [] if self.way == "amount" else self._taken()
        except Refused:
            return []
        return [place for place, (product, _count) in enumerate(taken) if product in self.of_passes]

    def _same(self) -> list[tuple[int, Any]]:
        """What comes back, as goods to be taken; refuses a line that names no product."""
        sold = {one.number: one for one in self.back.goods}
        taken = []
        for number, count in self.back.lines():
            product = sold[number].product_id
            if product is None:
                name = sold[number].name or sold[number].category
                raise UnknownProduct(self.till.language, product=name)
            taken.append((product, count))
        return taken

    def refuse(self, text: str) -> None:
        """Say what is wrong, unless it stands there already; prices may have changed meanwhile."""
        self.look()
        if text != self.effects.said:
            super().refuse(text)

    def try_it(self) -> None:
        """Exchange it; where stored value pays so much that its member has to prove who they are,
        ask that first."""
        member, stored = self.entry.member_id, self.paid.pay.get(STORED_VALUE, 0)
        is_ready = self.seen is not None and self.reason.text().strip()
        if member is None or not is_ready or not is_asked(self.till, member, stored):
            super().try_it()
            return
        form = ProofForm(self.till, self, member, stored, record=self._exchange)
        if form.filled() and self.made is not None:
            self._tell(self.made)
            self.accept()

    def make(self) -> None:
        """Exchange it as it was seen, and say what was done."""
        self._tell(self._exchange())

    def _exchange(self, proof: str | None = None) -> Exchange:
        seen = self.seen or self._previewed()
        self.paid.show_due(seen.to_pay)
        text.reason(self.reason.text(), self.till.language)  # before a proof is asked for
        self.made = purchases.exchange(
            self.till.desk, self.entry.id, reason=self.reason.text(), key=self.key, proof=proof,
            pay=self.paid.pay, cash_given=self.paid.cash_given, **self._what(),
        )  # fmt: skip
        return self.made

    def _tell(self, done: Exchange) -> None:
        till, _ = self.till, self.till.say
        parts = self.paid.pay or done.handed_back
        money = " + ".join(
            f"{tender_name(till, tender)} {till.money(part)}" for tender, part in parts.items()
        )
        if done.to_pay:
            said = _("Goods of receipt {number} exchanged: {money} paid, new receipt {new}.")
        elif done.handed_back:
            said = _("Goods of receipt {number} exchanged: give back {money}, new receipt {new}.")
        else:
            said = _("Goods of receipt {number} exchanged: nothing to pay, new receipt {new}.")
        told = said.format(number=self.entry.number, money=money, new=done.purchase.number)
        if self.paid.cash_given is not None:
            change = _("Change {amount}").format(amount=till.money(done.purchase.change))
            told = f"{told} · {change}"
        till.tell(told, offer=receipt_printing.offer(till, Document(done.purchase.id)))
        cash = self.paid.pay.get("cash", 0) + done.handed_back.get("cash", 0)
        receipt_printing.after(till, Document(done.purchase.id), cash=cash)

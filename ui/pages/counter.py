"""The counter: scan, amount, Enter. The sale is put together here and recorded in one go."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from shopdesk import inspection, members, products, vouchers
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from shopdesk.paying import STORED_VALUE
from shopdesk.pricing import PricedLine
from shopdesk.prints import Document
from shopdesk.purchases import Purchase, Quote
from shopdesk.topics import Topic
from ui import receipt_printing, scans
from ui.basket import Basket
from ui.pages import counter_behind, counter_prepaid, counter_sale
from ui.pages.counter_aside import Aside
from ui.pages.counter_doubt import Doubt
from ui.pages.counter_due import Due
from ui.pages.counter_find import Finder
from ui.pages.counter_offers import Offers
from ui.pages.counter_parts import Lines, MemberCard, told
from ui.pages.counter_pay import Checkout
from ui.pages.counter_prepaying import Prepaying
from ui.pages.counter_served import ServedBy
from ui.pages.counter_using import Using
from ui.pages.page import Page
from ui.showing import Sale, Sold
from ui.till import Till
from ui.widgets.parts import card, column, row, scrolled
from ui.widgets.strip import Undo


class Counter(Page):
    """Left who buys and what, right what it costs and how it is paid."""

    topics = frozenset(
        {Topic.MEMBERS, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.PRODUCTS, Topic.SHOP,
         Topic.STAFF, Topic.PARKED, Topic.STORED_VALUE, Topic.PASSES}
    )  # fmt: skip

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self.member: Member | None = None
        self.open_vouchers: list[Voucher] = []
        self.offered: list[Voucher] = []
        self.quote: Quote | None = None
        self.lines_before: dict[int | None, PricedLine] = {}
        self.has = counter_prepaid.NOTHING
        self.may_undo = self.is_recording = False
        self.prepaying = Prepaying(self)
        self.finder = Finder(till)
        self.finder.member_chosen.connect(self._found)
        self.finder.product_chosen.connect(self.add_product)
        self.served = ServedBy(till)
        self.served.chosen.connect(self._serves)
        self.left = QStackedWidget()
        self.finder.searching.connect(self._searching)
        self.using = Using(self)
        due = Due(till, self.using.give_due, self.using.check_in)
        top_up = self.prepaying.top_up
        self.card = MemberCard(
            till, self.new_member, self.leave_member, top_up, due, self.look_behind
        )
        self.offers = Offers(till, self.using.use)
        self.offers.points_wanted.connect(self.using.points)
        self.lines = Lines(
            till, self._change_line, self.change_price, self.prepaying.use_pass, self.add_product
        )
        self.aside = Aside(till)
        self.aside.changed.connect(self._other_sale)
        self.pay = Checkout(till)
        self.doubt = Doubt(till, self.record)
        self.finder.passed.connect(self.pay.amount.setFocus)
        self.pay.typed.connect(self._typed)
        self.pay.given_typed.connect(self._given)
        self.pay.tender_chosen.connect(self._tender)
        self.pay.split_wanted.connect(self._split)
        self.pay.discount_wanted.connect(self.change_discount)
        self.pay.taken_off.connect(self._take_off)
        self.pay.amount_entered.connect(self._amount_entered)
        self.pay.entered.connect(self.record)
        self._lay_out()
        self._set_keys()

    def _set_keys(self) -> None:
        for number in range(1, 10):
            self._key(f"Alt+{number}", partial(self.using.number, number))
        self._key("Alt+0", self.offers.turn_points)
        self._key("Alt+D", self.change_discount)
        self._key("Alt+P", partial(self.change_price, -1))
        self._key("Alt+W", self.served.next)
        self._key("Ctrl+R", partial(receipt_printing.print_last, self.till))
        self._key("Alt+H", self.aside.park)
        self._key("Alt+G", self.aside.recall)
        self._key("Alt+L", self.aside.late_button.click)
        self._key("Alt+S", self.prepaying.pay)
        self._key("Alt+T", self.prepaying.top_up)
        self._key("Alt+U", self.prepaying.use_passes)
        self._key("Alt+Y", self.using.give_due)
        self._key("Alt+E", self.using.check_in)

    def _key(self, sequence: str, pressed: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(pressed)

    def _lay_out(self) -> None:
        inside = QWidget()
        shown = column(self.card, self.offers, self.lines, self.aside, space=10)
        shown.setStretchFactor(self.lines, 1)
        inside.setLayout(shown)
        self.left.addWidget(scrolled(inside))
        self.left.addWidget(card(self.finder.results, margin=1))
        find = row(self.finder, self.served)
        find.setStretch(0, 1)
        self.foot = column(self.aside.banner, find, self.left, space=12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(14)
        layout.addLayout(self.foot, 62)
        layout.addWidget(self.pay, 38)

    @property
    def basket(self) -> Basket:
        """The half-made sale, which the till keeps."""
        if self.till.basket is None:
            self.till.basket = Basket()
        return self.till.basket

    @property
    def who(self) -> int | None:
        """The member of the sale."""
        return self.basket.member

    # --- reading and showing ---

    def load(self) -> None:
        """Read the member and the vouchers anew, and price the sale."""
        if self.is_recording:  # all of it is read once that is done
            return
        till, desk, basket = self.till, self.till.desk, self.basket
        self.served.load()
        self.member = None
        self.open_vouchers = []
        self.has = counter_prepaid.NOTHING
        if basket.member is not None:
            self.member = self.till.attempt(lambda: members.get(desk, basket.member or 0))
        if self.member is None:
            basket.member = None
            self.card.show_nobody()
        else:
            self.has = counter_prepaid.of_member(till, self.member.id)
            self.card.show_member(self.member, self.has)
            self.open_vouchers = vouchers.of_member(desk, self.member.id, state="issued")
        self.aside.load()
        show_usual = partial(self.lines.show_usual, products.usual(desk))
        QTimer.singleShot(0, self.lines, show_usual)  # the counter is there before them
        self.refresh()

    def refresh(self) -> None:
        """Price the sale as it stands and show every step.

        The basket is not changed by it, but for a split that no longer makes what is due.
        """
        till, basket = self.till, self.basket
        if not basket.is_empty and basket != self.prepaying.undone_before:
            self._next_begun()
        self.served.show_chosen(basket.served_by)
        points = max(0, self.member.points) if self.member else 0
        seen = counter_sale.seen(self.till, basket, points=points)
        self.quote = seen.quote
        if self.quote is not None and not counter_sale.is_covered(till, basket, self.quote.due):
            basket.pay = {}
            _ = till.say
            till.tell(_("What is due has changed: choose again how it is paid."), "note")
        self.pay.rank = self.member.tier.rank if self.member else 0
        self.pay.stored = self.has.held.total
        self.pay.show_sale(basket, seen)
        self._show_lines(seen.quote or seen.rest)
        self.offers.show_points(basket, seen)
        self._show_offers()
        self.aside.show_sale(basket)
        till.show_sale(Sale(self.member, self.quote, seen.rest, basket))

    def _show_offers(self) -> None:
        """The member's open vouchers, and what else is in use here: a bearer's can be left too."""
        desk, used = self.till.desk, self.basket.vouchers
        known = {voucher.code for voucher in self.open_vouchers}
        others = [inspection.by_code(desk, code) for code in used if code not in known]
        self.offered = [*self.open_vouchers, *others]
        kept = self.quote.unused_vouchers if self.quote else ()
        self.offers.show_vouchers(self.offered, used, kept)
        self.offers.show_advice(self.quote)

    def _show_lines(self, quote: Quote | None) -> None:
        """The lines as last priced, also while the sale as a whole is refused."""
        basket, known = self.basket, self.lines_before
        if quote is not None and basket.lines:
            known = {line.item.product_id: line for line in quote.lines}
        sold = enumerate(product for product, _count in basket.lines)
        shown = [(place, known[product]) for place, product in sold if product in known]
        self.lines_before = {line.item.product_id: line for _place, line in shown}
        offers = counter_prepaid.offers(self.till, basket, self.has)
        self.lines.show_lines(shown, basket.prices_of_lines, offers)

    def begin(self) -> None:
        """The keys begin where the sale stands: at the amount once it is known who buys."""
        self.finder.close_found()
        if self.basket.member is None and not self.basket.amount:
            self.finder.setFocus()
        else:
            self.pay.amount.setFocus()

    def search(self) -> None:
        """F9: type what is looked for."""
        self.finder.setFocus()
        self.finder.selectAll()

    def _searching(self, is_on: bool) -> None:
        self.left.setCurrentIndex(int(is_on))
        if is_on:
            self._next_begun()

    def _next_begun(self) -> None:
        """The sale before is over: Ctrl+Z is for this one, and *Undo* says what it is about."""
        if self.may_undo:
            self.may_undo = False
            self.till.next_begun.emit()

    def show_what(
        self, *, member: int | None = None, voucher: str = "", product: int | None = None,
        again: bool = False, **_what: Any,
    ) -> None:  # fmt: skip
        """Go on with a member, a voucher or a product that another page was asked about, or
        ``again`` with the sale that was half made."""
        if again:
            self.load()
        if member is not None:
            self.choose(member)
        if voucher:
            self.scanned(voucher)
        if product is not None:
            self.add_product(product)
        self.begin()

    # --- who buys ---

    def _found(self, member_id: int) -> None:
        self.till.hush()
        self.choose(member_id)

    def choose(self, member_id: int) -> None:
        """Sell to a member; if another's sale is half made it is asked first, in the strip."""
        basket = self.basket
        if basket.member not in (None, member_id) and not basket.is_bare:
            _ = self.till.say
            name = members.get(self.till.desk, member_id).name
            text = _("Another member's sale is half made. Enter: go on with {name}. Esc: stay.")
            self.till.ask(text.format(name=name), _("Switch"), partial(self._switch, member_id))
            return
        if basket.member != member_id:
            self._sell_to(member_id)
        self.pay.amount.setFocus()

    def _sell_to(self, member_id: int | None) -> None:
        """Another buyer, or nobody known: of the vouchers only those of a bearer stay in use."""
        basket = self.basket
        bearers = {voucher.code for voucher in self.offered if voucher.member_id is None}
        kept = [code for code in basket.vouchers if code in bearers]
        basket.sell_to(member_id)
        basket.vouchers = kept
        self.load()

    def _switch(self, member_id: int) -> None:
        """*Switch?* was answered with yes."""
        _ = self.till.say
        self._sell_to(member_id)
        self.till.tell(_("The sale goes on with this member."), "note")
        self.pay.amount.setFocus()

    def look_behind(self, figure: str) -> None:
        """Open what a figure of the member's card comes from; the sale goes on where it was."""
        if self.member is not None:
            counter_behind.look(self.till, self, self.member, figure)
            if self.isVisible():
                self.pay.amount.setFocus()

    def leave_member(self) -> None:
        """Take the member off the sale: their vouchers and points with them."""
        self._sell_to(None)
        self.begin()

    def new_member(self) -> None:
        """F7: register somebody without leaving the sale."""
        from ui.widgets.member_form import MemberForm

        typed = self.finder.text().strip()
        self.finder.close_found()
        form = MemberForm(self.till, self, text=typed)
        if form.filled() and form.saved is not None:
            self.choose(form.saved.id)

    def _serves(self, staff_id: int | None) -> None:
        """Whom the sale counts for."""
        self.basket.served_by = staff_id
        self.pay.amount.setFocus()

    # --- what is bought ---

    def _typed(self, text: str) -> None:
        self.basket.amount = text
        self.refresh()

    def add_product(self, product_id: int) -> None:
        """One of a product; once more, one more of it."""
        basket, _ = self.basket, self.till.say
        self.till.hush()
        if basket.amount:
            put_aside = _("The sale goes by products now; the amount {amount} was put aside.")
            self.till.tell(put_aside.format(amount=basket.amount), "note")
        basket.add(product_id)
        self.refresh()
        self.pay.amount.setFocus()

    def _change_line(self, place: int, quantity: Decimal) -> None:
        self.basket.change_line(place, quantity)
        self.refresh()

    # --- by hand ---

    def change_discount(self) -> None:
        """Alt+D: take something off the whole receipt, or take that back."""
        basket = self.basket
        if basket.amount or basket.lines or basket.discount:
            from ui.pages.counter_discount import DiscountForm

            DiscountForm(self.till, self, basket).filled()
            self.changed_by_hand()

    def change_price(self, place: int) -> None:
        """Lower the price of a line, or take that back; Alt+P: of the last."""
        basket = self.basket
        if basket.lines:
            from ui.pages.counter_discount import PriceForm

            PriceForm(self.till, self, basket, basket.lines[place][0]).filled()
            self.changed_by_hand()

    def changed_by_hand(self) -> None:
        """Price the sale anew and go on."""
        self.refresh()
        self.pay.amount.setFocus()

    def _take_off(self) -> None:
        """What is by hand is refused: sell without it."""
        counter_sale.take_off(self.till, self.basket)
        self.changed_by_hand()

    # --- paying ---

    def _tender(self, tender: str) -> None:
        if tender == STORED_VALUE:
            self.prepaying.pay()
            return
        self.basket.pay = {tender: ""}
        self.refresh()
        (self.pay.given if tender == "cash" else self.pay.amount).setFocus()

    def _given(self, text: str) -> None:
        self.basket.given = text
        self.refresh()

    def _split(self) -> None:
        if self.quote is not None and self.quote.due:
            from ui.pages.counter_split import SplitForm

            SplitForm(self.till, self, self.quote.due, self.basket).filled()
            self.refresh()
            self.pay.amount.setFocus()

    def _amount_entered(self) -> None:
        """Enter behind the amount: for cash, what was given is asked first; nothing is exactly."""
        is_due = self.quote is not None and self.quote.due > 0
        if is_due and self.pay.how.is_cash_asked and not self.basket.given:
            self.pay.given.setFocus()
        else:
            self.record()

    def record(self) -> None:
        """Enter: record the sale, all of it or nothing. What is refused stays in the basket."""
        self.refresh()
        if self.quote is None:
            self._refuse()
            self.pay.amount.setFocus()
            return
        till, basket, due = self.till, self.basket, self.quote.due
        if not self.doubt.is_settled(basket, self.quote):
            return
        before, known = self.member, self.open_vouchers
        self.is_recording = True
        try:
            made = counter_prepaid.recorded(till, self, basket, due, again=self.record)
        finally:
            self.is_recording = False
        if made is None:
            return
        till.basket = Basket()
        said = told(till, made, before, known) + self.aside.told(basket.on)
        till.tell(said, undo=self._undo(made, said))
        till.show_sale(Sold(made, before))
        receipt_printing.after(till, Document(made.id), cash=made.payments.get("cash", 0))
        self.load()
        self.begin()
        self.may_undo = True

    def _refuse(self) -> None:
        """What is by hand beyond a limit can be allowed, and then it is recorded."""
        refusal = counter_sale.over_limit(self.till, self.basket)
        if refusal is not None:
            self.till.refuse(refusal, self._record_allowed)

    def _record_allowed(self) -> None:
        self.basket.allow(self.till.desk)
        self.record()

    def _other_sale(self) -> None:
        """Another sale goes on, or this one on another day."""
        self._next_begun()
        self.load()
        self.begin()

    def _undo(self, made: Purchase, said: str) -> Undo:
        _ = self.till.say
        later = _("Last sale, receipt {number}: {said}").format(number=made.number, said=said)
        back = partial(counter_sale.take_back, self.till, made)
        more = receipt_printing.offer(self.till, Document(made.id))
        return Undo(back, later, _("Undo the last sale"), more)

    # --- keys and scans ---

    def escape(self) -> bool:
        """Esc takes back one step: the search, then what was put into the sale last."""
        if self.left.currentIndex() == 1:
            self.finder.close_found()
            return True
        had_member = self.basket.member
        if not self.basket.step_back():
            return False
        if self.basket.member == had_member:
            self.refresh()
        else:
            self.load()
            self.begin()
        return True

    def scanned(self, code: str) -> bool:
        """A card brings its member, a voucher is used, a product becomes a line."""
        scan = scans.understood(self.till.desk, code, buyer=self.basket.member)
        self.finder.close_found()
        if scan.member is not None:
            self.choose(scan.member)
        elif scan.product is not None:
            self.add_product(scan.product)
        elif scan.voucher is not None:
            self.using.apply(scan.voucher)
        elif scan.refusal is not None:
            scans.refuse(self.till, scan)
        else:
            return False
        return True

    def paper(self) -> None:
        """Ctrl+P: print the vouchers of who stands here."""
        if self.open_vouchers:
            from ui.pages import voucher_print

            ids = [voucher.id for voucher in self.open_vouchers]
            voucher_print.preview(self.till, self, ids).seen()

    def example(self) -> None:
        """A member with a half-made sale."""
        found = vouchers.listed(self.till.desk, state="issued")
        money = [v for v in found if v.kind != "gift" and v.member_id is not None]
        if money and money[0].member_id is not None:
            self.till.basket = Basket(member=money[0].member_id, amount="268+80")
            self.load()
            self.using.apply(money[0])
            self.pay.amount.setFocus()

"""The counter: scan, amount, Enter. The sale is put together here and recorded in one go."""

from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from shopdesk import Refused, members, purchases, vouchers
from shopdesk.inspection import Voucher
from shopdesk.members import Member
from shopdesk.purchases import Purchase, Quote
from shopdesk.topics import Topic
from ui import scans
from ui.basket import Basket
from ui.pages.counter_find import Finder, NewMember
from ui.pages.counter_parts import Lines, MemberCard, Offers, told
from ui.pages.counter_pay import Checkout, SplitForm, paid, typed_amount
from ui.pages.page import Page
from ui.till import Till
from ui.widgets.parts import card, column, scrolled


class Counter(Page):
    """Left who buys and what, right what it costs and how it is paid."""

    topics = frozenset(
        {Topic.MEMBERS, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.PRODUCTS, Topic.SHOP}
    )

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.member: Member | None = None
        self.open_vouchers: list[Voucher] = []
        self.quote: Quote | None = None
        self.waiting: int | None = None
        self.last: Purchase | None = None
        self.finder = Finder(till)
        self.finder.member_chosen.connect(self.choose)
        self.finder.product_chosen.connect(self.add_product)
        self.left = QStackedWidget()
        self.finder.searching.connect(lambda is_on: self.left.setCurrentIndex(int(is_on)))
        self.finder.passed.connect(self._passed)
        self.card = MemberCard(till, self.new_member, self.leave_member)
        self.lines = Lines(till, self._change_line)
        self.offers = Offers(till, self._use)
        self.pay = Checkout(till)
        self.pay.typed.connect(self._typed)
        self.pay.given_typed.connect(self._given)
        self.pay.tender_chosen.connect(self._tender)
        self.pay.split_wanted.connect(self._split)
        self.pay.points_wanted.connect(self._points)
        self.pay.entered.connect(self.record)
        self._lay_out()
        for number in range(1, 10):
            key = QShortcut(QKeySequence(f"Alt+{number}"), self)
            key.activated.connect(partial(self._use_number, number))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(column(self.card, self.lines, self.offers, 1, space=12))
        self.left.addWidget(scrolled(inside))
        self.left.addWidget(card(self.finder.found, margin=1))
        self.foot = column(self.finder, self.left, space=12)
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

    # --- reading and showing ---

    def load(self) -> None:
        """Read the member and the vouchers anew, and price the sale."""
        desk, basket = self.till.desk, self.basket
        self.member = None
        self.open_vouchers = []
        if basket.member is not None:
            self.member = self.till.attempt(lambda: members.get(desk, basket.member or 0))
        if self.member is None:
            basket.member = None
            self.card.show_nobody()
        else:
            self.card.show_member(self.member)
            self.open_vouchers = vouchers.of_member(desk, self.member.id, state="issued")
        self.refresh()

    def refresh(self) -> None:
        """Price the sale as it stands and show every step; the basket is never changed by it."""
        basket, refusal = self.basket, ""
        points = max(0, self.member.points) if self.member else 0
        self.quote, worth = None, 0
        try:
            self.quote = self._priced(basket.points)
            if self.quote is not None and points and not basket.points:
                worth = self.quote.due - self._due_with(points)
        except Refused as refused:
            refusal = refused.text(self.till.language)
        self.pay.rank = self.member.tier.rank if self.member else 0
        self.pay.show_sale(basket, self.quote, refusal, points=points, worth=worth)
        shown = self.quote.lines if self.quote is not None and basket.lines else ()
        if basket.lines and self.quote is None:
            shown = self.lines_before
        self.lines_before = shown
        self.lines.show_lines(shown)
        self.offers.show_vouchers(self.open_vouchers, basket.vouchers)

    lines_before: Any = ()
    """The lines as last priced: shown on while the sale as a whole is refused."""

    def _priced(self, points: int) -> Quote | None:
        basket, desk = self.basket, self.till.desk
        if basket.lines:
            what: dict[str, Any] = {"lines": basket.lines}
        elif basket.amount.strip():
            what = {"amount": typed_amount(self.till, basket.amount)}
        else:
            return None
        return purchases.quote(
            desk, member=basket.member, vouchers=basket.vouchers, points=points, **what
        )

    def _due_with(self, points: int) -> int:
        """What would be due if the points were used; the amount as it is where they cannot be."""
        try:
            quote = self._priced(points)
        except Refused:
            quote = None
        return self.quote.due if quote is None and self.quote else quote.due if quote else 0

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

    def show_what(
        self, *, member: int | None = None, voucher: str = "", product: int | None = None,
        **_what: Any,
    ) -> None:  # fmt: skip
        """Go on with a member, a voucher or a product that another page was asked about."""
        if member is not None:
            self.choose(member)
        if voucher:
            self._apply(voucher)
        if product is not None:
            self.add_product(product)
        self.begin()

    # --- who buys ---

    def choose(self, member_id: int) -> None:
        """Sell to a member; if another's sale is half made it is asked first, in the strip."""
        basket, _ = self.basket, self.till.say
        if basket.member not in (None, member_id) and not self._is_bare():
            self.waiting = member_id
            name = members.get(self.till.desk, member_id).name
            text = _("Another member's sale is half made. Enter: go on with {name}. Esc: stay.")
            self.till.tell(text.format(name=name), "note")
            return
        if basket.member != member_id:
            basket.member = member_id
            basket.vouchers, basket.points = [], 0
            self.load()
        self.pay.amount.setFocus()

    def _is_bare(self) -> bool:
        basket = self.basket
        return not (basket.amount or basket.lines or basket.vouchers)

    def _switched(self) -> bool:
        """Enter after *Switch?*: go on with the other member; whether it was asked."""
        if self.waiting is None:
            return False
        member, self.waiting = self.waiting, None
        self.basket.member, self.basket.vouchers, self.basket.points = member, [], 0
        _ = self.till.say
        self.till.tell(_("The sale goes on with this member."), "note")
        self.load()
        return True

    def leave_member(self) -> None:
        """Take the member off the sale: their vouchers and points with them."""
        basket = self.basket
        basket.member, basket.vouchers, basket.points = None, [], 0
        self.load()
        self.begin()

    def new_member(self) -> None:
        """F7: register somebody without leaving the sale."""
        typed = self.finder.text().strip()
        self.finder.close_found()
        form = NewMember(self.till, self, typed)
        if form.filled() and form.made is not None:
            self.choose(form.made)

    def _passed(self) -> None:
        """Enter with nothing to find: the answer to *Switch?*, or on to the amount."""
        if not self._switched():
            self.pay.amount.setFocus()

    # --- what is bought ---

    def _typed(self, text: str) -> None:
        self.basket.amount = text
        self.refresh()

    def add_product(self, product_id: int) -> None:
        """One of a product; once more, one more of it."""
        basket, _ = self.basket, self.till.say
        if basket.amount:
            put_aside = _("The sale goes by products now; the amount {amount} was put aside.")
            self.till.tell(put_aside.format(amount=basket.amount), "note")
            basket.amount = ""
        for place, (known, count) in enumerate(basket.lines):
            if known == product_id:
                basket.lines[place] = (known, count + 1)
                break
        else:
            basket.lines.append((product_id, Decimal(1)))
        self.refresh()
        self.pay.amount.setFocus()

    def _change_line(self, place: int, quantity: Decimal) -> None:
        lines = self.basket.lines
        if quantity > 0:
            lines[place] = (lines[place][0], quantity)
        else:
            del lines[place]
        self.refresh()

    # --- vouchers and points ---

    def _use_number(self, number: int) -> None:
        if number <= len(self.open_vouchers):
            self._use(self.open_vouchers[number - 1])

    def _use(self, voucher: Voucher) -> None:
        """Hand a gift over, use a money voucher in this sale, or leave it after all."""
        if voucher.kind == "gift":
            self._hand_over(voucher)
        elif voucher.code in self.basket.vouchers:
            self.basket.vouchers.remove(voucher.code)
            self.refresh()
        else:
            self._apply(voucher.code)

    def _hand_over(self, voucher: Voucher) -> None:
        till, _ = self.till, self.till.say
        key = f"{self.basket.key}:{voucher.code}"
        done = till.attempt(lambda: vouchers.redeem(till.desk, voucher.code, key=key))
        if done is not None:
            till.tell(
                _("The gift is handed over; its voucher {code} is used.").format(code=done.code)
            )
        self.load()

    def _apply(self, scanned: str) -> None:
        """Use a scanned voucher in this sale; its member comes with it."""
        till, _ = self.till, self.till.say
        scan = scans.understood(till.desk, scanned)
        if scan.refusal is not None:
            till.refuse(scan.refusal)
        if scan.voucher is None:
            return
        voucher, basket = scan.voucher, self.basket
        if voucher.code in basket.vouchers:
            till.tell(_("This voucher is already in use in this sale."), "note")
            return
        if basket.member is None and voucher.member_id is not None:
            basket.member = voucher.member_id
            self.load()
        if voucher.kind == "gift":
            till.tell(_("A gift voucher: press Hand over once the gift is given."), "note")
            return
        basket.vouchers.append(voucher.code)
        try:
            self._priced(basket.points)
        except Refused as refusal:
            basket.vouchers.remove(voucher.code)
            till.refuse(refusal)
        self.refresh()

    def _points(self, is_used: bool) -> None:
        self.basket.points = max(0, self.member.points) if is_used and self.member else 0
        self.refresh()

    # --- paying ---

    def _tender(self, tender: str) -> None:
        self.basket.pay = {tender: ""}
        self.refresh()
        (self.pay.given if tender == "cash" else self.pay.amount).setFocus()

    def _given(self, text: str) -> None:
        self.basket.given = text
        self.refresh()

    def _split(self) -> None:
        if self.quote is not None:
            SplitForm(self.till, self, self.quote.due, self.basket).filled()
            self.refresh()

    def record(self) -> None:
        """Enter: record the sale, all of it or nothing. What is refused stays in the basket."""
        if self._switched():
            return
        self.refresh()
        if self.quote is None:
            self.pay.amount.setFocus()
            return
        before, known = self.member, self.open_vouchers
        made = self.till.attempt(self._recorded)
        if made is None:
            return
        self.last = made
        self.till.basket = Basket()
        self.till.tell(told(self.till, made, before, known), undo=self.undo)
        self.load()
        self.begin()

    def _recorded(self) -> Purchase:
        basket, quote = self.basket, self.quote
        assert quote is not None
        if basket.lines:
            what: dict[str, Any] = {"lines": basket.lines}
        else:
            what = {"amount": typed_amount(self.till, basket.amount)}
        payments = paid(self.till, basket, quote.due)
        given = None
        if "cash" in payments and basket.given.strip():
            given = typed_amount(self.till, basket.given)
        return purchases.record(
            self.till.desk, member=basket.member, vouchers=basket.vouchers, key=basket.key,
            points=basket.points, pay=payments, cash_given=given, **what,
        )  # fmt: skip

    def undo(self) -> None:
        """Take the last sale of this till back, as long as its day is not over."""
        if self.last is None:
            return
        till, _, last = self.till, self.till.say, self.last
        reason = _("Undone at the till")
        done = till.attempt(
            lambda: purchases.void(till.desk, last.id, reason=reason, key=f"undo:{last.id}")
        )
        if done is not None:
            self.last = None
            text = _("Receipt {number} is void: {amount} goes back to the customer.")
            till.tell(text.format(number=last.number, amount=till.money(last.total)), "note")

    # --- keys and scans ---

    def escape(self) -> bool:
        """Esc takes back one step: the search, the question, points, voucher, amount, member."""
        basket = self.basket
        if self.left.currentIndex() == 1:
            self.finder.close_found()
        elif self.waiting is not None:
            self.waiting = None
            _ = self.till.say
            self.till.tell(_("The sale stays with its member."), "note")
        elif basket.points:
            self._points(False)
        elif basket.vouchers:
            basket.vouchers.pop()
            self.refresh()
        elif basket.amount or basket.given or basket.pay:
            basket.amount, basket.given, basket.pay = "", "", {}
            self.refresh()
        elif basket.lines:
            basket.lines.pop()
            self.refresh()
        elif basket.member is not None:
            self.leave_member()
        else:
            return False
        return True

    def scanned(self, code: str) -> bool:
        """A card brings its member, a voucher is used, a product becomes a line."""
        scan = scans.understood(self.till.desk, code)
        self.finder.close_found()
        if scan.member is not None:
            self.choose(scan.member)
        elif scan.product is not None:
            self.add_product(scan.product)
        elif scan.voucher is not None:
            self._apply(code)
        elif scan.refusal is not None:
            self.till.refuse(scan.refusal)
        else:
            return False
        return True

    def example(self) -> None:
        """A member with a half-made sale."""
        found = vouchers.listed(self.till.desk, state="issued")
        money = [v for v in found if v.kind != "gift" and v.member_id is not None]
        if money and money[0].member_id is not None:
            self.till.basket = Basket(member=money[0].member_id, amount="268+80")
            self.load()
            self._apply(money[0].code)
            self.pay.amount.setFocus()

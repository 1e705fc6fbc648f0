"""The counter's deeds with what a member has or is owed: vouchers, points, gifts, events."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from shopdesk import events, guest_list, promise_words, rewards, text
from shopdesk.inspection import Voucher
from ui.pages import counter_sale
from ui.pages.event_figures import brought_said

if TYPE_CHECKING:
    from ui.pages.counter import Counter


class Using:
    """What is pressed for it at a counter. What is refused is said, and the sale stays."""

    def __init__(self, counter: "Counter") -> None:
        self.counter, self.till = counter, counter.till

    # --- vouchers and points ---

    def number(self, number: int) -> None:
        """Alt and a number: the hit of a search, else the voucher."""
        counter = self.counter
        if counter.left.currentIndex() == 1:
            counter.finder.take_number(number)
        elif number <= len(counter.offered):
            self.use(counter.offered[number - 1])

    def use(self, voucher: Voucher) -> None:
        """Hand a gift over, use a money voucher in this sale, or leave it after all."""
        basket = self.counter.basket
        if voucher.kind == "gift":
            self.hand_over(voucher)
        elif voucher.code in basket.vouchers:
            basket.vouchers.remove(voucher.code)
            self.counter.refresh()
        else:
            self.apply(voucher)

    def hand_over(self, voucher: Voucher) -> None:
        """The gift is given to who stands here."""
        counter_sale.hand_over(self.till, self.counter.basket, voucher)
        self.counter.load()

    def apply(self, voucher: Voucher) -> None:
        """A voucher that is good here: use it in this sale; its member comes with it."""
        till, basket, _ = self.till, self.counter.basket, self.till.say
        if basket.member is None and voucher.member_id is not None:
            basket.member = voucher.member_id
            self.counter.load()
        if voucher.kind == "gift":
            said = _("A gift voucher for {gift}: press Hand over once it is given.")
            gift = promise_words.title(till.desk, voucher, till.language)
            offer = (_("Hand over"), partial(self.hand_over, voucher))
            till.tell(said.format(gift=gift), "note", offer=offer)
        else:
            counter_sale.use(till, basket, voucher)
            self.counter.refresh()
        if self.counter.finder.hasFocus():
            self.counter.pay.amount.setFocus()

    def points(self, is_used: bool) -> None:
        """Use the points of the member as far as they reach, or leave them after all."""
        member = self.counter.member
        points = max(0, member.points) if is_used and member else 0
        self.counter.basket.points = points
        self.counter.refresh()

    # --- what is due to the member ---

    def give_due(self) -> None:
        """Alt+Y: give what rules owe the member now, before the day's run would."""
        till, member_id = self.till, self.counter.basket.member
        if member_id is None or not self.counter.card.due.is_any:
            return
        _ = till.say
        given = till.attempt(lambda: rewards.give_due(till.desk, member_id), self.give_due)
        if given is not None:
            what = _(", ").join(title for _member, _rule, title in given.given)
            till.tell(_("Given: {what}").format(what=what or _("nothing any more")))
        self.counter.pay.amount.setFocus()

    def check_in(self) -> None:
        """Alt+E: the member came to the event of today whose list they are on."""
        till, member_id, _ = self.till, self.counter.basket.member, self.till.say
        if member_id is None:
            return
        for event in guest_list.expected_today(till.desk, member_id)[:1]:
            key = f"check-in:{uuid4().hex}"
            work = partial(events.check_in, till.desk, event.id, member_id, key=key)
            if till.attempt(work, self.check_in) is not None:
                said = _("Checked in at {event}.").format(event=event.title(till.language))
                till.tell(text.in_a_row((said, brought_said(till, event, member_id))))
        self.counter.pay.amount.setFocus()

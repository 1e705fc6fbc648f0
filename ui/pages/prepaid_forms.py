"""What was paid for beforehand, given back: seen before it is done; and the member's PIN."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import Refused, members, passes, purchases, stored_value
from shopdesk.members import Member
from shopdesk.passes import Pass
from shopdesk.stored_value import TopUp
from ui.pages import counter_sale
from ui.pages.counter_keypad import pad_for
from ui.pages.prepaid_words import bonus_of, top_up_consequences
from ui.pages.refund_form import Effects, may_be_in_cash
from ui.pages.topping_up import told_back, told_void
from ui.till import Till
from ui.widgets.form import Form, amount_in, warning, whole_in
from ui.widgets.in_both import Check
from ui.widgets.new_pin import NewPin, WithPin
from ui.widgets.parts import Part, button, field, label, named, row
from ui.widgets.scrolling import Snug, by_keys


class _Back(Form):
    """So much of something, or all that is left of it where nothing is typed, and why.

    ``preview`` shows what would happen and tells the money; ``give`` does it.
    """

    def __init__(
        self, till: Till, parent: QWidget, title: str, member_id: int, about: str,
        how_much: QLineEdit, *, called: str, is_cash_another_way: bool, preview: Callable[[], int],
        give: Callable[[], None],
    ) -> None:  # fmt: skip
        _ = till.say
        self.key, self.how_much, self.seen = f"back:{uuid4().hex}", how_much, preview
        self.reason = field(
            _("Reason"), _("Why it is given back (kept on record)"), shorter=_("Kept on record")
        )
        self.in_cash = Check(_("Give all of it back in cash"))
        self.effects = Effects(till, member_id)
        super().__init__(
            till, parent, title, label(about, wraps=True),
            named(called, how_much, _("Nothing typed: all that is left.")),
            self.in_cash, named(_("Reason"), self.reason),
            foot=by_keys(Snug(self.effects), _("What the refund does")),
            submit=give, ok=_("Refund"), kind="final", width=560,
        )  # fmt: skip
        self.in_cash.setVisible(is_cash_another_way)
        self.how_much.textChanged.connect(lambda _text: self.look())
        self.in_cash.toggled.connect(lambda _on: self.look())
        self.look()
        self.reason.setFocus()

    def look(self) -> None:
        """Show everything that would happen now, or why it cannot."""
        _ = self.till.say
        self.said.hide()
        self.ok.setText(_("Refund"))
        self.ok.setEnabled(False)
        try:
            money = self.seen()
        except Refused as refusal:
            self.effects.say(refusal.text(self.till.language), "bad")
            return
        self.ok.setText(_("Refund {money}").format(money=self.till.money(money)))
        self.ok.setEnabled(True)

    def refuse(self, text: str) -> None:
        """Say what is wrong, unless it stands there already."""
        if text != self.effects.said:
            super().refuse(text)


class RefundTopUpForm(_Back):
    """Principal of a top-up; the bonus that goes with it is taken."""

    def __init__(self, till: Till, parent: QWidget, top_up: TopUp) -> None:
        _ = till.say
        self.top_up = top_up
        about = _("{number} of {day}: {left} of {principal} is left, and {bonus} of its bonus.")
        said = about.format(
            number=top_up.number, day=till.dated(top_up.on), left=till.money(top_up.left),
            principal=till.money(top_up.principal), bonus=till.money(top_up.bonus_left),
        )  # fmt: skip
        super().__init__(
            till, parent, _("Refund a top-up"), top_up.member_id, said,
            field(_("Principal to give back"), till.money(top_up.left), digits=True),
            called=_("Principal to give back"),
            is_cash_another_way=may_be_in_cash(till, top_up.payments), preview=self.preview,
            give=self.give,
        )  # fmt: skip

    def _what(self) -> dict[str, Any]:
        is_typed = bool(self.how_much.text().strip())
        principal = amount_in(self.till, self.how_much) if is_typed else None
        return {"principal": principal, "in_cash": self.in_cash.isChecked()}

    def preview(self) -> int:
        """Show principal, bonus, what is deducted, and the money by each tender."""
        seen = stored_value.preview_refund_top_up(self.till.desk, self.top_up.id, **self._what())
        self.effects.show_lines(top_up_consequences(self.till, seen, self.effects.tier))
        return seen.money

    def give(self) -> None:
        """Give it back."""
        till, _ = self.till, self.till.say
        done = stored_value.refund_top_up(
            till.desk, self.top_up.id, reason=self.reason.text(), key=self.key, **self._what()
        )
        said = _("{money} of the top-up {number} is given back.")
        said = said.format(money=till.money(done.money), number=self.top_up.number)
        told_back(till, said, done)


class RefundUsesForm(_Back):
    """Unspent uses of a pass, at what was paid for them."""

    def __init__(self, till: Till, parent: QWidget, sold: Pass) -> None:
        _ = till.say
        self.sold = sold
        about = _("{name}: uses left {left} of {uses}; {price} was paid for it.")
        said = about.format(
            name=sold.name, left=sold.left, uses=sold.uses, price=till.money(sold.price)
        )
        assert sold.purchase_id is not None  # one that was given is not given back
        payments = purchases.get(till.desk, sold.purchase_id).payments
        super().__init__(
            till, parent, _("Refund unused uses"), sold.member_id, said,
            field(_("Uses to give back"), f"{sold.left}", digits=True),
            called=_("Uses to give back"),
            is_cash_another_way=may_be_in_cash(till, payments), preview=self.preview,
            give=self.give,
        )  # fmt: skip

    def _what(self) -> dict[str, Any]:
        is_typed = bool(self.how_much.text().strip())
        uses = whole_in(self.till, self.how_much) if is_typed else None
        return {"uses": uses, "in_cash": self.in_cash.isChecked()}

    def preview(self) -> int:
        """Show it as a refund of the receipt that sold the pass."""
        seen = passes.preview_refund(self.till.desk, self.sold.id, **self._what())
        self.effects.show_refund(seen)
        return seen.money

    def give(self) -> None:
        """Give it back."""
        till, _ = self.till, self.till.say
        done = passes.refund(
            till.desk, self.sold.id, reason=self.reason.text(), key=self.key, **self._what()
        )
        said = _("{money} of the pass {name} is given back.")
        said = said.format(money=till.money(done.money), name=self.sold.name)
        counter_sale.told_back(till, said, done)


class VoidTopUpForm(Form):
    """Taking a top-up of today back as if it had never been, with a reason."""

    def __init__(self, till: Till, parent: QWidget, top_up: TopUp) -> None:
        _ = till.say
        self.top_up, self.key = top_up, f"void:{uuid4().hex}"
        self.reason = field(_("Reason"), _("Why it is made void (kept on record)"))
        said = _("{amount} goes back to the customer, and {bonus} of bonus is taken back.")
        super().__init__(
            till, parent, _("Void top-up {number}").format(number=top_up.number),
            warning(said.format(
                amount=till.money(top_up.principal), bonus=bonus_of(till, top_up.bonus) or "0",
            )),
            named(_("Reason"), self.reason), submit=self.make, ok=_("Void it"), kind="final",
        )  # fmt: skip
        self.reason.setFocus()

    def make(self) -> None:
        """Make it void."""
        done = stored_value.void_top_up(
            self.till.desk, self.top_up.id, reason=self.reason.text(), key=self.key
        )
        told_void(self.till, self.top_up, done)


class MemberPinForm(WithPin):
    """The PIN that a member spends stored value by; one that is there can be taken away."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member = member
        has_one = stored_value.proof_of(till.desk, member.id) == "pin"
        self.pin = NewPin(till, _("New member PIN"))
        limit = till.shop.settings.proof_above
        about = _(
            "Nothing asks for it yet. Settings › Shop says from which amount on it is asked for."
        )
        if limit:
            said = _("It is asked for above {amount} of stored value; without one the last four"
                     " digits of the phone are.")  # fmt: skip
            about = said.format(amount=till.money(limit))
        parts: list[Part] = [label(about, "soft", wraps=True), self.pin.part]
        if has_one:
            parts.append(row(1, button(_("Take the PIN away"), self.take_away, "danger")))
        super().__init__(
            till, parent, _("PIN of {name}").format(name=member.name), *parts,
            pad_for(till, self._target, is_pin=True), submit=self.save, ok=_("Save"), width=440,
        )  # fmt: skip
        self.pin.first.setFocus()

    def _target(self) -> QLineEdit:
        return self.pin.again if self.pin.again.hasFocus() else self.pin.first

    def save(self) -> None:
        """Set it; the one until now ends."""
        _ = self.till.say
        self._set(self.pin.first.text(), _("{name} has a new PIN for stored value."))

    def take_away(self) -> None:
        """Leave the member without one."""
        _ = self.till.say
        try:
            self._set(None, _("{name} has no PIN for stored value any more."))
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            return
        self.accept()

    def _set(self, pin: str | None, said: str) -> None:
        stored_value.set_pin(self.till.desk, self.member.id, pin)
        self.till.tell(said.format(name=members.get(self.till.desk, self.member.id).name))

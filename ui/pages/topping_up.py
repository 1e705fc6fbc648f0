"""Topping up: stored value sold to a member, from the counter or from the profile."""

from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import Refused, members, stored_value
from shopdesk.members import Member
from shopdesk.money import plain
from shopdesk.prints import Document
from shopdesk.stored_value import StoredValue, TopUp, TopUpRefund
from ui import receipt_printing
from ui.pages.counter_keypad import pad_for
from ui.pages.counter_tenders import sum_field
from ui.pages.form_paid import FormPaid
from ui.pages.prepaid_words import parts_of
from ui.pages.profile_forms import role_may
from ui.pages.record_card import amounts
from ui.till import Till
from ui.widgets.form import Form, amount_in
from ui.widgets.parts import Part, card, cleared, column, held, label, named, row
from ui.widgets.strip import Undo


def top_up(till: Till, parent: QWidget, member_id: int) -> TopUp | None:
    """Sell stored value to a member: all of the window that does it does it here."""
    form = TopUpForm(till, parent, members.get(till.desk, member_id))
    if not form.filled() or form.made is None:
        return None
    made = form.made
    said = told(till, made)
    _ = till.say
    later = _("Last top-up, {number}: {said}").format(number=made.number, said=said)
    slip, back = Document(made.id, is_top_up=True), partial(take_back, till, made)
    more = receipt_printing.offer(till, slip)
    till.tell(said, undo=Undo(back, later, _("Undo the last top-up"), more))
    receipt_printing.after(till, slip, cash=made.payments.get("cash", 0))
    return made


def told(till: Till, made: TopUp) -> str:
    """What is said of a top-up that is saved, with what the member holds now."""
    _ = till.say
    whose = members.get(till.desk, made.member_id).name
    text = _("{name} topped up {amount}, bonus {bonus}")
    if not made.bonus:
        text = _("{name} topped up {amount}")
    said = text.format(name=whose, amount=till.money(made.principal), bonus=till.money(made.bonus))
    now = stored_value.balance(till.desk, made.member_id)
    parts = [said]
    if made.cash_given is not None:
        parts.append(_("Change {amount}").format(amount=till.money(made.change)))
    holds = _("holds {amount} now").format(amount=till.money(now.total))
    return " · ".join([*parts, f"{holds} ({parts_of(till, now)})"])


def take_back(till: Till, made: TopUp) -> None:
    """Undo: make a top-up void, as long as its day is not over and none of it is spent."""
    _ = till.say
    reason, key = _("Undone at the till"), f"undo-top-up:{made.id}"
    done = till.attempt(
        lambda: stored_value.void_top_up(till.desk, made.id, reason=reason, key=key),
        partial(take_back, till, made),
    )
    if done is not None:
        told_void(till, made, done)


def told_void(till: Till, made: TopUp, done: TopUpRefund) -> None:
    """Say that a top-up was made void, and what is handed back."""
    _ = till.say
    text = _("Top-up {number} is void: {amount} goes back to the customer.")
    told_back(till, text.format(number=made.number, amount=till.money(done.money)), done, "note")


def told_back(till: Till, said: str, done: TopUpRefund, mood: str = "good") -> None:
    """Say what came back of a top-up, and print or offer the slip of it."""
    slip = Document(done.top_up_id, done.id, is_top_up=True)
    till.tell(said, mood, offer=receipt_printing.offer(till, slip))
    receipt_printing.after(till, slip, cash=done.tenders.get("cash", 0))


class TopUpForm(Form):
    """The amount, how it is paid, Enter; for cash, what was given is asked first. ``made`` is the
    top-up once it is saved.

    The bonus that the shop's rule gives is shown as the amount is typed; another one is a field
    only for who may give it. ``key`` keeps a second Enter from selling twice.
    """

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.key = member, f"top-up:{uuid4().hex}"
        self.made: TopUp | None = None
        self.has = stored_value.balance(till.desk, member.id)
        self.amount = sum_field(_("Amount"), "0.00", self.entered)
        self.bonus = sum_field(_("Another bonus"), "", self.entered)
        self.rule = label("", "heading")
        self.then = column(space=2)
        self.outcome = held(column(card(self.then, kind="inset", margin=8)))
        self.paid = FormPaid(till)
        self.paid.changed.connect(self._paid_otherwise)
        self.paid.entered.connect(self.try_it)
        parts: list[Part] = [named(_("Amount"), self.amount), self.rule]
        if role_may(till, "stored_value.other_bonus"):
            about = _("Only to give another bonus than the rule does.")
            parts.append(named(_("Another bonus"), self.bonus, about))
        beside = row(column(*parts, 1), pad_for(till, self._target), space=20)
        beside.setStretch(0, 1)
        super().__init__(
            till, parent, _("Top up {name}").format(name=member.name), beside,
            named(_("Paid by"), self.paid), foot=self.outcome,
            submit=self.save, ok=_("Top up"), width=620,
        )  # fmt: skip
        for one in (self.amount, self.bonus):
            one.textChanged.connect(lambda _text: self.look())
        self.look()
        self.amount.setFocus()

    def _target(self) -> QLineEdit:
        fields = (self.bonus, self.paid.given)
        return next((one for one in fields if one.hasFocus()), self.amount)

    def _paid_otherwise(self) -> None:
        """Another way to pay goes on where the next thing is typed."""
        self.look()
        is_next = self.principal and self.paid.is_given_missing
        (self.paid.given if is_next else self.amount).setFocus()

    def entered(self) -> None:
        """Enter: for cash, what was given is asked first; nothing is exactly."""
        if self.principal and self.paid.is_given_missing:
            self.paid.given.setFocus()
        else:
            self.try_it()

    # --- seeing and doing it ---

    def look(self) -> None:
        """Show the bonus, and what the member will hold."""
        till, _ = self.till, self.till.say
        self.said.hide()
        self.ok.setText(_("Top up"))
        self.principal = principal = self._typed()
        self.paid.is_made_for(principal)
        self.paid.show_due(principal)
        try:
            given = self._bonus(principal)
        except Refused:
            principal, given = 0, 0
        rule = stored_value.bonus_for(till.desk, principal)
        plus = _("+ {bonus} bonus").format(bonus=till.money(given)) if given else ""
        self.rule.setText(plus)
        self.bonus.setPlaceholderText(plain(rule, till.shop.settings.currency))
        then = StoredValue(self.has.principal + principal, self.has.bonus + given)
        cleared(self.then)
        word = _("Held afterwards") if principal else _("Holds now")
        self.then.addWidget(amounts(word, till.money(then.total), "heading"))
        self.then.addWidget(label(parts_of(till, then), "soft", wraps=True))
        if principal:
            self.ok.setText(_("Top up {amount}").format(amount=till.money(principal)))

    def _typed(self) -> int:
        """The amount, as far as it is one yet."""
        try:
            return amount_in(self.till, self.amount)
        except Refused:
            return 0

    def _bonus(self, principal: int) -> int:
        if self.bonus.text().strip():
            return amount_in(self.till, self.bonus)
        return stored_value.bonus_for(self.till.desk, principal)

    def save(self) -> None:
        """Sell it."""
        till = self.till
        principal = amount_in(till, self.amount)
        self.paid.show_due(principal)
        other = amount_in(till, self.bonus) if self.bonus.text().strip() else None
        self.made = stored_value.top_up(
            till.desk, self.member.id, principal=principal, bonus=other,
            pay=self.paid.pay, cash_given=self.paid.cash_given, key=self.key,
        )  # fmt: skip

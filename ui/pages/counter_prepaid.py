"""What was paid for beforehand, at the counter: stored value and passes of who stands here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk import Refused, members, passes, products, stored_value
from shopdesk.money import plain
from shopdesk.passes import Pass
from shopdesk.paying import STORED_VALUE
from shopdesk.purchases import Purchase
from shopdesk.refusals_of_value import (
    NotEnoughStoredValue,
    NotEnoughUses,
    PassOfNobody,
    ProofMissing,
    StoredValueOfNobody,
)
from shopdesk.stored_value import StoredValue
from ui import look
from ui.basket import Basket
from ui.pages import counter_sale
from ui.pages.counter_proof import ProofForm, is_asked
from ui.pages.prepaid_words import parts_of, pass_words
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.elided import Elided
from ui.widgets.parts import column, label, row

_MOST = 3
"""So many passes stand on the member's card, those that end first; the profile has all."""


class Prepaid(NamedTuple):
    """What a member holds: stored value, and the passes with a use left, what ends first, first."""

    held: StoredValue = StoredValue()
    passes: tuple[Pass, ...] = ()

    def of_product(self, product_id: int) -> tuple[int, int]:
        """The uses left for a product, and those that were sold with them."""
        fit = [one for one in self.passes if one.product_id == product_id]
        return sum(one.left for one in fit), sum(one.uses for one in fit)


NOTHING = Prepaid()


class PassOffer(NamedTuple):
    """What a pass could do for a line: in words, and whether it is to."""

    words: str
    is_used: bool


def of_member(till: Till, member_id: int) -> Prepaid:
    """What a member holds now."""
    found = passes.of_member(till.desk, member_id, valid_only=True)
    return Prepaid(stored_value.balance(till.desk, member_id), tuple(found))


def offers(till: Till, basket: Basket, has: Prepaid) -> dict[int, PassOffer]:
    """By the place of each line that a pass of the member fits: what it could do."""
    _, found = till.say, dict[int, PassOffer]()
    for place, (product, _count) in enumerate(basket.lines):
        left, uses = has.of_product(product)
        if left:
            words = _("Use pass, {left} of {uses} left").format(left=left, uses=uses)
            found[place] = PassOffer(words, product in basket.passes)
    return found


# --- paying -----------------------------------------------------------------------------------


def by_stored_value(till: Till, basket: Basket, due: int | None) -> str:
    """Pay by stored value; where there is less than is due, all of it and the rest as it was, which
    is what it returns in words.

    Refuses it for nobody known, and where there is none.
    """
    there = counter_sale.there_is(till, basket)
    if basket.member is None:
        raise StoredValueOfNobody(till.language)
    if not there:
        wanted, none = till.money(due or 0), till.money(0)
        raise NotEnoughStoredValue(till.language, wanted=wanted, balance=none)
    if due is None or due <= there:
        basket.pay = {STORED_VALUE: ""}
        return ""
    currency = till.shop.settings.currency
    other = till.preferences.tender
    if len(basket.pay) == 1:
        other = next((one for one in basket.pay if one != STORED_VALUE), other)
    basket.pay = {STORED_VALUE: plain(there, currency), other: plain(due - there, currency)}
    _ = till.say
    text = _("There is {there} of stored value: the other {rest} by {tender}.")
    return text.format(
        there=till.money(there), rest=till.money(due - there), tender=tender_name(till, other)
    )


def recorded(
    till: Till, parent: QWidget, basket: Basket, due: int, *, again: Callable[[], None]
) -> Purchase | None:
    """Record a sale, or say why not; where its member has to prove who they are, ask that first."""
    _ = till.say
    amount = till.attempt(lambda: counter_sale.paid(till, basket, due).get(STORED_VALUE, 0))
    if amount is None:
        return None
    if basket.member is not None and is_asked(till, basket.member, amount):
        made: list[Purchase] = []
        form = ProofForm(
            till, parent, basket.member, amount,
            record=lambda proof: made.append(counter_sale.record(till, basket, due, proof)),
        )  # fmt: skip
        return made[0] if form.filled() else None
    try:
        return counter_sale.record(till, basket, due)
    except ProofMissing as refusal:
        give = partial(_give_pin, till, parent, basket.member)
        till.tell(refusal.text(till.language), "bad", offer=(_("Member PIN…"), give))
    except Refused as refusal:
        till.refuse(refusal, again)
    return None


def _give_pin(till: Till, parent: QWidget, member_id: int | None) -> None:
    """Who has neither a PIN nor a phone is given a PIN, and the sale goes on."""
    from ui.pages.prepaid_forms import MemberPinForm

    if member_id is not None:
        MemberPinForm(till, parent, members.get(till.desk, member_id)).filled()


# --- passes -----------------------------------------------------------------------------------


def turn_pass(till: Till, basket: Basket, product_id: int) -> None:
    """Pay the line of a product by a pass, or pay it as any other after all; refused beyond what
    is left."""
    if product_id in basket.passes:
        basket.leave_pass(product_id)
        return
    tried = replace(basket.copy(), vouchers=[], points=0, pay={}, discount=None)
    tried.use_pass(product_id)
    counter_sale.priced(till, tried, points=0)
    basket.use_pass(product_id)


def turn_passes(till: Till, basket: Basket, has: Prepaid) -> None:
    """One key for the sale: pay by passes whatever they fit, or nothing of it after all.

    Refuses them for nobody known, and where none fits.
    """
    fit = [product for product, _count in basket.lines if has.of_product(product)[0]]
    if basket.lines and not fit:
        name = products.get(till.desk, basket.lines[-1][0]).name
        if basket.member is None:
            raise PassOfNobody(till.language, name=name)
        raise NotEnoughUses(till.language, name=name, wanted=1, left=0)
    open_ = [product for product in fit if product not in basket.passes]
    for product in open_ or fit:
        turn_pass(till, basket, product)


# --- what is seen -----------------------------------------------------------------------------


def left_words(till: Till, member_id: int, made: Purchase) -> list[str]:
    """Of a sale that stored value paid: what is left of it."""
    if not {"principal", "bonus"} & made.payments.keys():
        return []
    _, left = till.say, stored_value.balance(till.desk, member_id).total
    return [_("holds {amount} now").format(amount=till.money(left))]


def shown(till: Till, has: Prepaid) -> QWidget | None:
    """What a member holds, for their card at the counter; nothing where that is nothing.

    No text in it wraps: a card that scrolls would be squeezed by what Qt reckons of those.
    """
    _, ngettext = till.say, till.count
    rows: list[QHBoxLayout] = []
    if has.held.total:
        figure = label(till.money(has.held.total), "figure")
        about = Elided(parts_of(till, has.held), "soft")
        rows += _beside_or_below(till, row(label(_("Stored value"), "soft"), figure), about)
    for one in has.passes[:_MOST]:
        words, until = pass_words(till, one)
        rows += _beside_or_below(till, row(Elided(words, "")), Elided(until, "soft"))
    more = len(has.passes) - _MOST
    if more > 0:
        text = ngettext("{count} more pass in the profile", "{count} more passes in the profile",
                        more)  # fmt: skip
        rows.append(row(label(text.format(count=more), "soft")))
    if not rows:
        return None
    widget = QWidget()
    widget.setLayout(column(*rows, space=4))
    return widget


def _beside_or_below(till: Till, first: QHBoxLayout, second: QWidget) -> list[QHBoxLayout]:
    """Two parts in one row, the second cut before the first; or where letters are large in two."""
    if till.preferences.size > look.LARGE_LETTERS:
        return [row(first, 1), row(second, 1)]
    beside = row(first, second, space=12)
    beside.setStretch(1, 1)
    return [beside]

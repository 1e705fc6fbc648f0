"""The half-made sale in the core's terms: what it comes to, how it is paid, and recording it."""

import unicodedata
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from shopdesk import Desk, Refused, money, purchases, stored_value, vouchers
from shopdesk.inspection import Voucher
from shopdesk.paying import STORED_VALUE
from shopdesk.prints import Document
from shopdesk.purchases import Purchase, Quote, Refund
from shopdesk.refusals import AmountRefused, OverLimit
from ui import receipt_printing
from ui.basket import Basket
from ui.pages.record_words import with_rest_stored
from ui.till import Till


def typed_amount(till: Till, text: str) -> int:
    """What was typed, added up (``30+25.5``), in minor units; refuses what is no amount."""
    currency, half_width = till.shop.settings.currency, unicodedata.normalize("NFKC", text)
    try:
        parts = [money.parse(part, currency) for part in half_width.split("+") if part.strip()]
    except ValueError:
        raise AmountRefused(till.language, amount=text) from None
    if not parts or min(parts) < 0:
        raise AmountRefused(till.language, amount=text)
    return sum(parts)


def _content(till: Till, basket: Basket) -> dict[str, Any]:
    if basket.lines:
        return {
            "lines": basket.lines, "prices": basket.prices_of_lines,
            "passes": basket.places_of_passes, "discount": basket.discount,
        }  # fmt: skip
    return {"amount": typed_amount(till, basket.amount), "discount": basket.discount}


def priced(till: Till, basket: Basket, *, points: int, speaks: str = "") -> Quote | None:
    """What it comes to with so many points, its steps in a language; nothing where nothing is
    bought yet."""
    if not basket.lines and not basket.amount.strip():
        return None
    desk = basket.desk(till.desk)
    if speaks:
        desk = copied(desk, speaks)
    return purchases.quote(
        desk, member=basket.member, vouchers=basket.vouchers, points=points,
        is_cash=is_cash(till, basket), on=basket.on, stored_value=_stored(till, basket),
        **_content(till, basket),
    )  # fmt: skip


def copied(desk: Desk, speaks: str) -> Desk:
    """The same desk in another language, with what was allowed it."""
    made = replace(desk, speaks=speaks)
    made.lift = desk.lift
    return made


def there_is(till: Till, basket: Basket) -> int:
    """How much stored value the member of a sale holds."""
    if basket.member is None:
        return 0
    return stored_value.balance(till.desk, basket.member).total


def _stored(till: Till, basket: Basket) -> int:
    """How much of what is due stored value pays as far as it reaches: its share, or all."""
    if STORED_VALUE not in basket.pay:
        return 0
    most = there_is(till, basket)
    return min(shares(till, basket).get(STORED_VALUE, most), most)


class Seen(NamedTuple):
    """A sale as it is shown: its price or why there is none; what points could pay of it, and how
    many that would take.

    ``rest`` is the price without what is refused: to be looked at, not to be paid. ``is_by_hand``
    says that what is by hand is a part of that, ``may_be_allowed`` that a higher role can allow it.
    """

    quote: Quote | None
    refusal: str
    worth: int
    points: int = 0
    rest: Quote | None = None
    is_by_hand: bool = False
    may_be_allowed: bool = False


def seen(till: Till, basket: Basket, *, points: int) -> Seen:
    """Price a sale to be looked at; ``points`` are those its member has."""
    try:
        quote = priced(till, basket, points=basket.points)
    except Refused as refused:
        may_be_allowed = isinstance(refused, OverLimit)
        rest = _without(till, basket, refused)
        return Seen(None, refused.text(till.language), 0, 0, *rest, may_be_allowed)
    if quote is None or not points or basket.points:
        return Seen(quote, "", 0)
    try:
        less = priced(till, basket, points=points)
    except Refused:  # points cannot be used here
        less = None
    if less is None:
        return Seen(quote, "", 0)
    return Seen(quote, "", quote.due - less.due, less.points_used)


def _without(till: Till, basket: Basket, refused: Refused) -> tuple[Quote | None, bool]:
    """The price without the voucher that is refused, else without what is by hand, else without
    vouchers, points and passes at all; and whether it is without what is by hand."""
    wrong = refused.facts.get("code")
    rest = replace(basket, vouchers=[code for code in basket.vouchers if code != wrong])
    as_listed = replace(rest, discount=None, prices={})
    bare = [replace(one, vouchers=[], points=0, passes=[]) for one in (rest, as_listed)]
    for less in (rest, as_listed, *bare):
        try:
            quote = priced(till, less, points=less.points)
            return quote, basket.is_by_hand and not less.is_by_hand
        except Refused:
            continue
    return None, False


def over_limit(till: Till, basket: Basket) -> OverLimit | None:
    """Why a sale is refused, where that is what a higher role may allow."""
    try:
        priced(till, basket, points=basket.points)
    except OverLimit as refused:
        return refused
    except Refused:
        return None
    return None


def take_off(till: Till, basket: Basket) -> None:
    """Take back what is refused by hand: the discount or the prices alone where that is enough."""
    for discount, prices in ((None, basket.prices), (basket.discount, {}), (None, {})):
        tried = replace(basket, discount=discount, prices=prices)
        if tried != basket and not seen(till, tried, points=0).is_by_hand:
            break
    basket.discount, basket.prices = discount, prices


def use(till: Till, basket: Basket, voucher: Voucher) -> None:
    """Use a money voucher in this sale; one that cannot be used with it is refused and left out."""
    _ = till.say
    if voucher.code in basket.vouchers:
        till.tell(_("This voucher is already in use in this sale."), "note")
        return
    basket.vouchers.append(voucher.code)
    try:
        priced(till, basket, points=basket.points)
    except Refused as refusal:
        basket.vouchers.remove(voucher.code)
        till.refuse(refusal)


def hand_over(till: Till, basket: Basket, voucher: Voucher) -> None:
    """Hand the gift of a voucher over to who stands here: the voucher is used up."""
    _, code = till.say, voucher.code
    key = f"{basket.key}:{code}"
    done = till.attempt(
        lambda: vouchers.redeem(till.desk, code, member_id=basket.member, key=key),
        partial(hand_over, till, basket, voucher),
    )
    if done is not None:
        till.tell(_("The gift is handed over; its voucher {code} is used.").format(code=code))


def chosen(till: Till, basket: Basket) -> str:
    """The tender that is chosen, else the usual one of this till."""
    return next(iter(basket.pay), till.preferences.tender)


def is_cash(till: Till, basket: Basket) -> bool:
    """Whether all of it is to be paid in cash: some shops round down only then."""
    return (set(basket.pay) or {till.preferences.tender}) == {"cash"}


def shares(till: Till, basket: Basket) -> dict[str, int]:
    """What each tender takes of a sale paid in several ways; nothing where one takes it all."""
    if len(basket.pay) < 2:
        return {}
    return {tender: typed_amount(till, text) for tender, text in basket.pay.items()}


def paid(till: Till, basket: Basket, due: int) -> dict[str, int]:
    """How it is paid: all by the tender that is chosen, or as it was split."""
    alone = {chosen(till, basket): due} if due else {}
    return shares(till, basket) or alone


def cash_given(till: Till, basket: Basket, due: int) -> int | None:
    """What was given in cash, where cash is taken and it was said."""
    is_said = "cash" in paid(till, basket, due) and basket.given.strip()
    return typed_amount(till, basket.given) if is_said else None


def cash_seen(till: Till, basket: Basket, due: int) -> int | None:
    """The change of what was typed as given, where it is an amount and cash is taken; below
    nothing where that is too little."""
    try:
        given = cash_given(till, basket, due)
    except Refused:
        return None
    return None if given is None else given - paid(till, basket, due).get("cash", 0)


def is_covered(till: Till, basket: Basket, due: int) -> bool:
    """Whether the ways it is paid make what is due: a split was made for one sum alone, and stored
    value does not reach for every one."""
    parts = paid(till, basket, due)
    stored = parts.get(STORED_VALUE, 0)
    return sum(parts.values()) == due and (not stored or stored <= there_is(till, basket))


def record(till: Till, basket: Basket, due: int, proof: str | None = None) -> Purchase:
    """Record it, all of it or nothing; ``proof`` is what the member says to spend stored value."""
    return purchases.record(
        basket.desk(till.desk), member=basket.member, vouchers=basket.vouchers, key=basket.key,
        points=basket.points, pay=paid(till, basket, due),
        cash_given=cash_given(till, basket, due), served_by=basket.served_by, on=basket.on,
        proof=proof, **_content(till, basket),
    )  # fmt: skip


def take_back(till: Till, sale: Purchase) -> None:
    """Undo: make a sale void, as long as its day is not over."""
    _ = till.say
    reason, key = _("Undone at the till"), f"undo:{sale.id}"
    done = till.attempt(
        lambda: purchases.void(till.desk, sale.id, reason=reason, key=key),
        partial(take_back, till, sale),
    )
    if done is not None:
        text = _("Receipt {number} is void: {amount} goes back to the customer.")
        money = till.money(done.money - done.stored_value)
        till.show_sale(None)
        told_back(till, text.format(number=sale.number, amount=money), done, "note")


def told_back(till: Till, said: str, done: Refund, mood: str = "good") -> None:
    """Say what came back of a receipt, and how much of it to the stored value by itself; print or
    offer the slip of it."""
    slip = Document(done.purchase_id, done.id)
    told = with_rest_stored(till, said, done)
    till.tell(told, mood, offer=receipt_printing.offer(till, slip))
    receipt_printing.after(till, slip, cash=done.tenders.get("cash", 0))

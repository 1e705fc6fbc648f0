"""How a purchase is paid: what may be given, and whether it makes what is due."""

from collections.abc import Mapping, Sequence
from datetime import date

from shopdesk import buying, proofs, spending, vouchers
from shopdesk.money import Money
from shopdesk.refusals import ChoiceRefused, PaymentMismatch, Refused
from shopdesk.refusals_of_value import StoredValueOfNobody, StoredValueTooNew
from shopdesk.sales import Payments, Sale
from shopdesk.shop import Desk
from shopdesk.spending import StoredValue

TENDERS = ("cash", "wechat", "alipay", "card")
"""What money is paid by."""
STORED_VALUE, PASS = "stored_value", "pass"
"""What was paid for beforehand: the one is kept on a receipt as its parts, principal and bonus; a
line that the other pays counts 0, so that it pays nothing of what is due (9.18)."""
WAYS = (*TENDERS, STORED_VALUE, PASS)
"""All that ``pay`` may name."""


def refuse_shapeless(desk: Desk, pay: object, scanned: object) -> None:
    """Refuse payments that are no amounts by tender, and vouchers that are no codes."""
    if not isinstance(pay, Mapping):
        raise ChoiceRefused(desk.language, value=pay, choices=", ".join(WAYS))
    vouchers.refuse_no_codes(desk, scanned)


def is_cash(pay: Mapping[str, int]) -> bool:
    """Whether nothing is paid otherwise than in cash."""
    return not [part for tender, part in pay.items() if part and tender != "cash"]


def prove(desk: Desk, member: int | None, pay: Mapping[str, int], proof: str | None) -> None:
    """Refuse stored value that is spent without the proof it takes."""
    amount = pay.get(STORED_VALUE, 0)
    if amount and member is not None and type(amount) is int:
        proofs.prove(desk, member, amount, proof)


def checked(
    desk: Desk,
    pay: Mapping[str, int],
    cash_given: int | None,
    due: int,
    member: int | None,
    carried: Mapping[str, int] | None = None,
    *,
    there_on: date | None = None,
) -> Payments:
    """The payment, or the refusal of one that does not make ``due``, or of too little cash.

    Stored value is that of ``member``, less what is ``carried`` over from goods brought back; with
    ``there_on`` what was there on that day already.
    """
    for tender, amount in pay.items():
        if tender not in WAYS:
            raise ChoiceRefused(desk.language, value=tender, choices=", ".join(WAYS))
        buying.whole_amount(desk, amount)
    paid, cash = sum(pay.values()) - pay.get(PASS, 0), pay.get("cash", 0)
    currency = desk.shop.settings.currency
    if paid != due or pay.get(PASS):
        raise PaymentMismatch(desk.language, paid=Money(paid, currency), due=Money(due, currency))
    refuse_other_cash(desk, cash, cash_given)
    tenders = {tender: amount for tender, amount in pay.items() if amount and tender in TENDERS}
    stored = pay.get(STORED_VALUE, 0)
    if stored:
        tenders |= _stored(desk, stored, member, carried or {}, there_on)
    return Payments(tenders, cash_given)


def refuse_other_cash(desk: Desk, cash: int, cash_given: int | None) -> None:
    """Refuse too little for the cash that is to be paid, and any where none is; nothing said is
    exactly that."""
    given = cash if cash_given is None else buying.whole_amount(desk, cash_given)
    if given < cash or (given and not cash):
        currency = desk.shop.settings.currency
        raise PaymentMismatch(desk.language, paid=Money(given, currency), due=Money(cash, currency))


def _stored(
    desk: Desk, amount: int, member: int | None, carried: Mapping[str, int], there_on: date | None
) -> dict[str, int]:
    if member is None:
        raise StoredValueOfNobody(desk.language)
    if there_on is None:
        has = spending.held(desk.db, member)
    else:
        has = spending.held_since(desk, member, there_on)
        _refuse_newer(desk, amount, has, there_on)
    left = StoredValue(*[
        getattr(has, bucket) - carried.get(bucket, 0) for bucket in spending.BUCKETS
    ])  # fmt: skip
    return spending.split(desk, amount, left)


def _refuse_newer(desk: Desk, amount: int, since: StoredValue, day: date) -> None:
    """Refuse stored value for a late receipt that was topped up after its day (9.21)."""
    if amount > since.total:
        currency = desk.shop.settings.currency
        wanted, left = Money(amount, currency), Money(since.total, currency)
        raise StoredValueTooNew(desk.language, wanted=wanted, balance=left, date=day)


def by_stored_value(desk: Desk, sale: Sale, amount: int) -> Payments:
    """So much of a sale by stored value, at most all of it, as it would be paid."""
    buying.whole_amount(desk, amount)
    member = None if sale.buyer is None else sale.buyer.id
    return Payments(_stored(desk, min(amount, sale.priced.due), member, {}, sale.there_on))


def remember_refusal(desk: Desk, scanned: Sequence[str], refusal: Refused) -> None:
    """A voucher refused in a purchase is kept in the audit as one refused on its own is."""
    code = refusal.facts.get("code") or (scanned[0] if len(scanned) == 1 else None)
    if isinstance(code, str):
        vouchers.remember_refusal(desk, code, refusal)

"""How a purchase is paid: what may be given, and whether it makes what is due."""

from collections.abc import Mapping, Sequence

from shopdesk import buying, vouchers
from shopdesk.money import Money
from shopdesk.refusals import ChoiceRefused, PaymentMismatch, Refused, VoucherMisread
from shopdesk.sales import Payments
from shopdesk.shop import Desk

TENDERS = ("cash", "wechat", "alipay", "card")


def refuse_shapeless(desk: Desk, pay: object, scanned: object) -> None:
    """Refuse payments that are no amounts by tender, and vouchers that are no codes."""
    if not isinstance(pay, Mapping):
        raise ChoiceRefused(desk.language, value=pay, choices=", ".join(TENDERS))
    if isinstance(scanned, str) or not isinstance(scanned, Sequence):
        raise VoucherMisread(desk.language, code=scanned)


def is_cash(pay: Mapping[str, int]) -> bool:
    """Whether nothing is paid otherwise than in cash."""
    return not [part for tender, part in pay.items() if part and tender != "cash"]


def checked(desk: Desk, pay: Mapping[str, int], cash_given: int | None, due: int) -> Payments:
    """The payment, or the refusal of one that does not make ``due``, or of too little cash."""
    for tender, amount in pay.items():
        if tender not in TENDERS:
            raise ChoiceRefused(desk.language, value=tender, choices=", ".join(TENDERS))
        buying.whole_amount(desk, amount)
    paid, cash = sum(pay.values()), pay.get("cash", 0)
    currency = desk.shop.settings.currency
    if paid != due:
        raise PaymentMismatch(desk.language, paid=Money(paid, currency), due=Money(due, currency))
    given = cash if cash_given is None else buying.whole_amount(desk, cash_given)
    if given < cash or (given and not cash):
        raise PaymentMismatch(desk.language, paid=Money(given, currency), due=Money(cash, currency))
    return Payments({tender: amount for tender, amount in pay.items() if amount}, cash_given)


def remember_refusal(desk: Desk, scanned: Sequence[str], refusal: Refused) -> None:
    """A voucher refused in a purchase is kept in the audit as one refused on its own is."""
    code = refusal.facts.get("code") or (scanned[0] if len(scanned) == 1 else None)
    if isinstance(code, str):
        vouchers.remember_refusal(desk, code, refusal)

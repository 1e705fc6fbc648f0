"""What a scan means: a member's card, a voucher, a receipt, a product, or nothing known."""

from dataclasses import dataclass
from typing import Literal

from shopdesk import Desk, Refused, cards, codes, products, receipts, vouchers
from shopdesk.inspection import Voucher
from shopdesk.refusals import UnknownCard, UnknownReceipt, VoucherMisread
from shopdesk.refusals_of_vouchers import VoucherAfterBackup
from ui.till import Till

Kind = Literal["member", "voucher", "receipt", "product", "refused", "unknown"]

WITH_HISTORY = ("voucher_used", "voucher_expired", "voucher_early", "voucher_void")
"""Refusals of a voucher that is ours: its history may be shown. A forged one has none."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan understood; ``refusal`` says why one of ours is no good."""

    kind: Kind
    code: str
    member: int | None = None
    product: int | None = None
    voucher: Voucher | None = None
    receipt: int | None = None
    refusal: Refused | None = None


def understood(desk: Desk, code: str, *, buyer: int | None = None) -> Scan:
    """Recognise a scan by its form first, then by what the shop has linked to it.

    Where ``buyer`` says who stands here, another member's voucher is refused.
    """
    if codes.has_voucher_shape(code):
        return _voucher(desk, code, buyer)
    try:
        return Scan("member", code, member=cards.member_of(desk, code))
    except UnknownCard as unknown:
        if codes.has_card_shape(code):
            return Scan("refused", code, refusal=unknown)
    except Refused as refusal:
        return Scan("refused", code, refusal=refusal)
    if codes.has_receipt_shape(code):
        return _receipt(desk, code)
    product = products.with_ean(desk, code)
    if product is not None:
        return Scan("product", code, product=product.id)
    return Scan("unknown", code)


def _voucher(desk: Desk, code: str, buyer: int | None) -> Scan:
    try:
        return Scan("voucher", code, voucher=vouchers.recognise(desk, code, member_id=buyer))
    except Refused as refusal:
        return Scan("refused", code, refusal=refusal)


def refuse(till: Till, scan: Scan) -> None:
    """Say why a scan is no good; where an owner may accept it, where that is done."""
    assert scan.refusal is not None
    if isinstance(scan.refusal, VoucherAfterBackup):
        _ = till.say
        look = _("Look at it"), lambda: till.go("vouchers", unknown=scan.code)
        till.tell(scan.refusal.text(till.language), "bad", offer=look)
    else:
        till.refuse(scan.refusal)


def _receipt(desk: Desk, code: str) -> Scan:
    """A receipt of this shop; one of another's is none here, whatever its number."""
    try:
        shop, purchase_id = codes.read_receipt(code)
    except ValueError:
        return Scan("refused", code, refusal=VoucherMisread(desk.language))
    try:
        if shop != desk.shop.known.code:
            raise UnknownReceipt(desk.language, receipt=code)
        return Scan("receipt", code, receipt=receipts.get(desk, purchase_id).id)
    except Refused as refusal:
        return Scan("refused", code, refusal=refusal)

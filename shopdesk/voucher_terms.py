"""Money vouchers in a purchase: which may lie on it, and what each does to the price."""

from collections.abc import Sequence
from datetime import date

from shopdesk.inspection import Voucher, inspect, refuse_early, refuse_other_member
from shopdesk.pricing import Term
from shopdesk.promise_words import title
from shopdesk.refusals import VoucherKind, VoucherMisread, VouchersTogether
from shopdesk.shop import Desk


def for_purchase(
    desk: Desk, scanned: Sequence[str], member_id: int | None, there_on: date | None = None
) -> list[Voucher]:
    """The money vouchers scanned for a purchase, each once; refuses what cannot be used with it.

    With ``there_on`` they were valid on that day already.
    """
    refuse_no_codes(desk, scanned)
    found: dict[int, Voucher] = {}
    for code in scanned:
        voucher = inspect(desk, code)
        if voucher.kind == "gift":
            raise VoucherKind(desk.language, code=voucher.code, kind=voucher.kind)
        if there_on is not None:
            refuse_early(desk, voucher, there_on)
        refuse_other_member(desk, voucher, member_id)
        found[voucher.id] = voucher
    return list(found.values())


def refuse_no_codes(desk: Desk, scanned: object) -> None:
    """Refuse what is no list of codes."""
    if isinstance(scanned, str) or not isinstance(scanned, Sequence):
        raise VoucherMisread(desk.language, code=scanned)


def refuse_together(desk: Desk, chosen: Sequence[Voucher]) -> None:
    """Refuse vouchers of which some may not lie on one receipt with another (9.17)."""
    for place, later in enumerate(chosen):
        for earlier in chosen[:place]:
            if not _go_together(earlier, later):
                raise VouchersTogether(desk.language, code=later.code, other=earlier.code)


def _go_together(one: Voucher, other: Voucher) -> bool:
    is_one_rule = one.rule_id is not None and one.rule_id == other.rule_id
    return not (
        one.is_alone
        or other.is_alone
        or (one.stacking and one.stacking == other.stacking)
        or (is_one_rule and not (one.is_several and other.is_several))
    )


def term(desk: Desk, voucher: Voucher) -> Term:
    """What a money voucher does to a price."""
    return Term(
        voucher.id, voucher.code, voucher.kind, voucher.amount, voucher.percent_off,
        voucher.minimum, voucher.cap, title(desk, voucher, desk.language),
    )  # fmt: skip

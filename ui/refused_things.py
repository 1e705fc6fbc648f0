"""What a refusal is about, where it can be shown: a receipt, a voucher, a member."""

from typing import Any

from shopdesk import Desk, Refused, daybook, members, voucher_book
from shopdesk.refusals import PhoneTaken

Place = tuple[str, dict[str, Any]]
"""A page, and what it is told to show."""


def place_of(desk: Desk, refusal: Refused) -> Place | None:
    """Where what a refusal names is seen; nothing where it names nothing that is here."""
    facts = refusal.facts
    if isinstance(refusal, PhoneTaken):
        found = [m for m in members.find(desk, str(facts["number"])) if m.number == facts["number"]]
        return ("members", {"member": found[0].id}) if found else None
    code, receipt = facts.get("code"), facts.get("receipt")
    if refusal.code.startswith("voucher") and isinstance(code, str):
        voucher = voucher_book.with_code(desk, code)
        return None if voucher is None else ("vouchers", {"history": voucher.code})
    if isinstance(receipt, str) and daybook.find(desk, receipt):
        return "records", {"receipt": receipt}
    return None

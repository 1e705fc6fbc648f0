"""What vouchers are called on the screen: their states, what happened to them, their terms."""

from shopdesk import gifts, inspection
from shopdesk.inspection import Voucher
from shopdesk.language import N_
from shopdesk.voucher_book import Happening
from ui.till import Till

STATES = {
    "issued": N_("Not used yet"),
    "redeemed": N_("Used"),
    "expired": N_("Expired"),
    "void": N_("Withdrawn"),
}
MOODS = {"issued": "good", "redeemed": "", "expired": "note", "void": "bad"}
"""The colour of a state, beside its word."""
_HAPPENINGS = {
    "issued": N_("Issued"),
    "redeemed": N_("Used"),
    "returned": N_("Came back with a refund"),
    "expired": N_("Expired"),
    "void": N_("Withdrawn"),
}


def grouped(code: str) -> str:
    """A code as it is read out: ``V2EY QA9G Q6BY``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def terms(till: Till, voucher: Voucher) -> str:
    """What a voucher is worth and asks for, beyond its title; may be empty."""
    _, desk = till.say, till.desk
    parts = []
    if voucher.gift_id is not None:
        value = gifts.get(desk, voucher.gift_id).value
        parts += [_("Worth {value}").format(value=_short(till, value))] if value else []
    if voucher.kind == "percent" and voucher.minimum:
        parts.append(_("From {minimum}").format(minimum=_short(till, voucher.minimum)))
    if voucher.cap is not None:
        parts.append(_("At most {cap} off").format(cap=_short(till, voucher.cap)))
    return " · ".join(parts)


def _short(till: Till, minor: int) -> str:
    return inspection.short(minor, till.shop.settings.currency)


def happened(till: Till, one: Happening) -> str:
    """One line of a voucher's history: when, what, by whom, where, on which receipt."""
    _ = till.say
    moment = f"{one.at.astimezone(till.shop.zone):%Y-%m-%d %H:%M}"
    parts = [one.on.isoformat() if one.kind == "expired" else moment, _(_HAPPENINGS[one.kind])]
    if one.kind != "expired":
        parts += [one.staff or "", _("till {till}").format(till=one.till) if one.till else ""]
    if one.receipt is not None:
        parts.append(_("receipt {number}").format(number=one.receipt))
    return " · ".join(filter(None, parts))

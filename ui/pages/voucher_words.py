"""What vouchers are called on the screen: their states, and what happened to them."""

from shopdesk.language import N_
from shopdesk.voucher_book import Happening
from ui import look
from ui.till import Till

STATES = {
    "issued": N_("Unused"),
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


def pill(till: Till, state: str) -> tuple[str, str]:
    """The colours of a state's chip in a list."""
    return look.chip(till.preferences.theme, MOODS[state])


def grouped(code: str) -> str:
    """A code as it is read out: ``V2EY QA9G Q6BY``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def happened(till: Till, one: Happening) -> str:
    """One line of a voucher's history: when, what, by whom, where, on which receipt."""
    _ = till.say
    when = one.on.isoformat() if one.kind == "expired" else till.moment(one.at)
    parts = [when, _(_HAPPENINGS[one.kind])]
    if one.kind != "expired":
        parts += [one.staff or "", _("Till {till}").format(till=one.till) if one.till else ""]
    if one.receipt is not None:
        parts.append(_("receipt {number}").format(number=one.receipt))
    return " · ".join(filter(None, parts))

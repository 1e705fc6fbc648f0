"""What vouchers are called on the screen: states, ways, refusals, and what happened to them."""

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
    "accepted": N_("Accepted though it was issued after a backup"),
    "extended": N_("Extended"),
    "printed": N_("Printed"),
    "reprinted": N_("Printed again"),
    "sent": N_("Given to the courier"),
    "received": N_("Arrived"),
}
DELIVERIES = {"to_send": N_("To send"), "sent": N_("Sent"), "received": N_("Arrived")}
DELIVERY_MOODS = {"to_send": "note", "sent": "", "received": "good"}
REFUSALS = {
    "voucher_used": N_("Used before, or a copy"),
    "voucher_expired": N_("Expired"),
    "voucher_early": N_("Not valid yet"),
    "voucher_void": N_("Withdrawn"),
    "voucher_forged": N_("Forged"),
    "voucher_shop": N_("Of another shop"),
    "voucher_unknown": N_("Unknown"),
    "voucher_misread": N_("Damaged or misread"),
    "voucher_member": N_("Of another member"),
    "voucher_after_backup": N_("Issued after a backup"),
}
"""Why a code was refused, in short."""
OTHER_REFUSAL = N_("Does not fit the sale")


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
    return " · ".join(filter(None, [*parts, *_said_of(till, one)]))


def _said_of(till: Till, one: Happening) -> list[str]:
    """What is kept beside: who took it, until when it lives now, why."""
    _ = till.say
    said = [_("taken by the member")] if one.is_member else []
    said += [_("taken by {name}").format(name=one.taken_by)] if one.taken_by else []
    if one.until is not None:
        said.append(_("valid until {date}").format(date=till.dated(one.until)))
    return [*said, one.note, one.reason]

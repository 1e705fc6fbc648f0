"""What a row behind a figure is called: the same on the screen and in files."""

from shopdesk.behind import Row, Wanted
from shopdesk.language import N_, plural, translator

MONEY = frozenset({"sales", "average_order", "gift_cost", "stored_value", "commission"})
"""Figures that are money."""

_KINDS = {
    "receipt": N_("Receipt {number}"),
    "refund": N_("Refund of receipt {number}"),
    "stayed_away": N_("Did not come"),
    "joined": N_("Joined"),
    "lost": N_("Became lost; last visit before"),
    "not_lost": N_("Last visit before"),
    "since": N_("Member since"),
    "last_visit": N_("Last visit"),
    "voucher_issued": N_("Issued: {title}"),
    "voucher_redeemed": N_("Redeemed: {title}"),
    "voucher_returned": N_("Came back: {title}"),
    "voucher_expired": N_("Expired: {title}"),
    "value_earned": N_("Earned"),
    "value_taken_back": N_("Taken back"),
    "value_spent": N_("Spent"),
    "value_returned": N_("Returned"),
    "value_adjusted": N_("Adjusted"),
    "value_moved": N_("Moved by a merge"),
    "value_expired": N_("Expired"),
    "value_topped_up": N_("Topped up"),
    "holds": N_("Holds"),
}


def is_money(wanted: Wanted) -> bool:
    """Whether a figure's rows count money."""
    return wanted.figure.split(".")[0] in MONEY


def what(row: Row, language: str) -> str:
    """What a row is, in words."""
    _, ngettext = translator(language), plural(language)
    if row.kind == "visit":
        said = ngettext("{count} receipt", "{count} receipts", row.times or 0)
        return said.format(count=row.times)
    said = _(_KINDS[row.kind]) if row.kind in _KINDS else ""
    words = [said.format(number=row.receipt, title=row.title)]
    if row.times:
        words.append(ngettext("{count} visit", "{count} visits", row.times).format(count=row.times))
    elif row.times == 0 and row.kind != "stayed_away":
        words.append(_("did not come then"))
    if row.receipt is not None and row.kind not in ("receipt", "refund"):
        words.append(_("receipt {number}").format(number=row.receipt))
    return " · ".join(filter(None, words))

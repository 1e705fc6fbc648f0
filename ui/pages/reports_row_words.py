"""What a row behind a figure is called, and what is said of figures by name."""

from reports.month import DEFINITIONS
from shopdesk.behind import Row, Wanted
from shopdesk.behind_later import Later
from shopdesk.language import N_
from ui.till import Till

MONEY = frozenset({"sales", "average_order", "gift_cost", "stored_value", "commission"})
"""Figures that are money."""
RATES = frozenset({"repurchase", "retention", "churn", "cohort", "average_order"})
"""Figures that are divided by something."""
_ABOUT = {
    "sales": "Sales", "orders": "Orders", "average_order": "Average order", "visits": "Visits",
    "active_members": "Active members", "new_members": "New members", "repurchase": "Repurchase",
    "retention": "Retention", "churn": "Churn", "points": "Points", "stored_value": "Stored value",
    "tier_moves": "Tier movements", "vouchers_issued": "Vouchers", "vouchers_redeemed": "Vouchers",
    "vouchers_expired": "Vouchers", "gift_cost": "Gift cost",
}  # fmt: skip
_BESIDE = {
    "cohort": N_("of those who joined in a month, the share with a visit in a later one."),
    "lifecycle": N_("by the first and the last visit; the limits are in Settings."),
    "commission": N_("sales less refunds of the receipts that somebody served."),
}
"""What is meant by figures that stand on no paper."""

_KINDS = {
    "receipt": N_("Receipt {number}"),
    "refund": N_("Given back of receipt {number}"),
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
_LATER = {
    "merged": N_("{day}: another membership of {name} was merged into theirs"),
    "parted": N_("{day}: a merge with {name} was undone"),
    "undone": N_("{day}: an import was taken back"),
    "imported": N_("{day}: history was imported"),
    "settings": N_("{day}: the limits of lifecycle were changed"),
}


def definition(till: Till, figure: str) -> str:
    """What a figure means: the words that are printed under every report."""
    name = figure.split(".", maxsplit=1)[0]
    return till.say(dict(DEFINITIONS)[_ABOUT[name]] if name in _ABOUT else _BESIDE[name])


def is_money(wanted: Wanted) -> bool:
    """Whether a figure's rows count money."""
    return wanted.figure.split(".")[0] in MONEY


def number(till: Till, wanted: Wanted, value: int) -> str:
    """A value of a figure as people read it."""
    return till.money(value) if is_money(wanted) else f"{value:,}"


def what(till: Till, row: Row) -> str:
    """What a row is, in words."""
    _, ngettext = till.say, till.count
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


def later(till: Till, one: Later) -> str:
    """What was corrected after a month was closed."""
    return till.say(_LATER[one.kind]).format(day=till.dated(one.on), name=one.name)

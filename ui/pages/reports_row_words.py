"""What a row behind a figure is called, and what is said of figures by name."""

from reports.month import DEFINITIONS
from shopdesk import behind_words
from shopdesk.behind import Row, Wanted
from shopdesk.behind_later import Later
from shopdesk.behind_words import is_money
from shopdesk.language import N_
from ui.till import Till

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


def number(till: Till, wanted: Wanted, value: int) -> str:
    """A value of a figure as people read it."""
    return till.money(value) if is_money(wanted) else f"{value:,}"


def what(till: Till, row: Row) -> str:
    """What a row is, in words."""
    return behind_words.what(row, till.language)


def later(till: Till, one: Later) -> str:
    """What was corrected after a month was closed."""
    return till.say(_LATER[one.kind]).format(day=till.dated(one.on), name=one.name)

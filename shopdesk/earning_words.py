"""Why a receipt earned so many points: the rate, the tier's and campaigns' multipliers it keeps."""

from typing import Any

from shopdesk import promotions
from shopdesk.language import plural, translator
from shopdesk.money import Money
from shopdesk.pricing import PERCENT, PointsRule, rule_from_json
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.receipts import Purchase


@prepared
def _rule(purchase: Any) -> Any:
    return Purchase.select(Purchase.rule).where(Purchase.id == purchase)


def of_receipt(desk: Desk, purchase_id: int, language: str) -> str:
    """``¥1.00 earns 1 point · × 120% by the tier``, as it was at the sale; nothing where there is
    no such receipt or it kept no rate."""
    row = _rule(desk.db, purchase=purchase_id).fetchone()
    return "" if row is None else _said(desk, rule_from_json(row[0]), language)


def _said(desk: Desk, rule: PointsRule, language: str) -> str:
    _, ngettext = translator(language), plural(language)
    if not rule.earn_points:
        return ""
    earns = ngettext("{amount} earns {points} point", "{amount} earns {points} points",
                     rule.earn_points)  # fmt: skip
    amount = Money(rule.earn_per, desk.shop.settings.currency)
    said = [earns.format(amount=amount, points=f"{rule.earn_points:,}")]
    if rule.percent != PERCENT:
        said.append(_("× {percent}% by the tier").format(percent=rule.percent))
    if rule.campaigns:
        names = {one.id: one.title(language) for one in promotions.listed(desk)}
        by = _("× {percent}% by {promotion}")
        for id_, percent in rule.campaigns:  # a rule's multiplier is none of the promotions
            promotion = names.get(id_, _("a reward rule"))
            said.append(by.format(percent=percent, promotion=promotion))
    return " · ".join(said)

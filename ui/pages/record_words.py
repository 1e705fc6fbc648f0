"""What receipts are called on the screen: tenders, what became of them, what a refund does."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shopdesk.language import N_
from ui.till import Till
from ui.widgets.person import tier_name

if TYPE_CHECKING:
    from shopdesk.daybook import Entry
    from shopdesk.members import MemberTier
    from shopdesk.purchases import Refund

TENDERS = {
    "cash": N_("Cash"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "card": N_("Card"),
    "imported": N_("Imported"),
}
_BY_HAND = {"cash": N_("Give back in cash"), "card": N_("Give back on the card terminal")}
_ELSEWHERE = N_("Give back in {tender} itself")
"""How money is given back: the program moves none, whoever stands at the till does."""


def tender_name(till: Till, name: str) -> str:
    """One way of paying."""
    return till.say(TENDERS.get(name, name))


def tenders(till: Till, paid: Mapping[str, int]) -> str:
    """By what a receipt was paid: one tender by name, several joined."""
    return " + ".join(tender_name(till, name) for name in paid)


def fate(till: Till, entry: "Entry") -> tuple[str, str]:
    """What became of a receipt, in a word, and the mood of it; nothing for most."""
    _ = till.say
    if entry.voided:
        return _("Void"), "bad"
    if entry.is_whole:
        return _("Refunded"), "note"
    return (_("Part back"), "note") if entry.refunded else ("", "")


def consequences(
    till: Till, refund: "Refund", before: "MemberTier | None"
) -> list[tuple[str, str]]:
    """Everything a refund does, as (what, how much) to be read line by line.

    ``before`` is the tier that the member holds now.
    """
    _ = till.say
    told = [(_("Money back"), till.money(refund.money))]
    told += [
        (
            _(_BY_HAND.get(name, _ELSEWHERE)).format(tender=tender_name(till, name)),
            till.money(part),
        )
        for name, part in refund.tenders.items()
    ]
    if refund.points_returned:
        told.append((_("Points that were spent come back"), f"+{refund.points_returned:,}"))
    if refund.points_taken:
        told.append((_("Points that were earned are taken back"), f"-{refund.points_taken:,}"))
    told += [(_("Voucher that can be used again"), code) for code in refund.vouchers]
    told += [(_("Voucher that is lost"), code) for code in refund.vouchers_lost]
    if refund.tier is not None and before is not None and refund.tier.code != before.code:
        names = (tier_name(till, before), tier_name(till, refund.tier))
        told.append((_("Tier"), " → ".join(names)))
    if refund.is_whole:
        told.append((_("Left of the receipt"), till.money(0)))
    return told
